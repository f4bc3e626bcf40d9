-- A copied database tells nobody: no escalation, status, exit, figures or reminder.
-- What is on our models is found by the model, so that bridges are covered as well.
UPDATE ir_cron
   SET active = FALSE
 WHERE ir_actions_server_id IN (
       SELECT action.id
         FROM ir_act_server action
         JOIN ir_model model ON model.id = action.model_id
        WHERE model.model LIKE 'hypercare.%');
DELETE FROM ir_cron_trigger
 WHERE cron_id IN (
       SELECT cron.id
         FROM ir_cron cron
         JOIN ir_act_server action ON action.id = cron.ir_actions_server_id
         JOIN ir_model model ON model.id = action.model_id
        WHERE model.model LIKE 'hypercare.%');
-- What waits to be sent, or was refused and would be tried again.
UPDATE mail_mail
   SET state = 'cancel'
 WHERE state IN ('outgoing', 'exception')
   AND (mail_message_id IN (
        SELECT id FROM mail_message WHERE model LIKE 'hypercare.%')
    OR id IN (
        SELECT mail_id FROM hypercare_escalation_delivery WHERE mail_id IS NOT NULL
         UNION
        SELECT mail_id FROM hypercare_checklist_notice WHERE mail_id IS NOT NULL
         UNION
        SELECT mail_id FROM hypercare_told_mail WHERE mail_id IS NOT NULL));
