-- A copied database escalates to nobody.
UPDATE ir_cron
   SET active = FALSE
 WHERE id IN (SELECT res_id FROM ir_model_data
               WHERE module = 'hypercare_support' AND model = 'ir.cron');
UPDATE mail_mail
   SET state = 'cancel'
 WHERE state IN ('outgoing', 'exception')
   AND id IN (SELECT mail_id FROM hypercare_escalation_delivery
               WHERE sent_at IS NULL);
UPDATE mail_mail
   SET state = 'cancel'
 WHERE state IN ('outgoing', 'exception')
   AND id IN (SELECT mail_id FROM hypercare_checklist_notice
               WHERE sent_at IS NULL);
