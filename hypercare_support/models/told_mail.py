from hashlib import sha256

from odoo import api, fields, models


class HypercareToldMail(models.Model):
    """Who was told what, about which record: the queue of these mails.

    Sent by the job that delivers escalations, again and again until the server takes
    them.
    """

    _name = "hypercare.told.mail"
    _description = "Hypercare Mail to One Person"
    _inherit = ["hypercare.queued.mail", "hypercare.kept.mixin"]
    _order = "id desc"
    _rec_name = "subject"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True
    )
    res_model = fields.Char("Kind of record", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", required=True, readonly=True
    )
    subject = fields.Char(required=True, readonly=True)
    told_on = fields.Date(
        "Day", required=True, readonly=True, help="By the calendar of the period."
    )
    digest = fields.Char(readonly=True, help="Stands for what was said.")

    _of_record = models.Index("(res_model, res_id, partner_id)")
    _unsent_idx = models.Index("(retry_at, id) WHERE sent_at IS NULL")

    @api.model
    def _queue(self, record, person, subject, body, once="", **more):
        """Queue a mail to one person, in the same transaction.

        Whoever calls has checked the address.

        :param once: what is said; the same is not sent a second time on one day
        :param more: further values of the mail
        """
        row = {
            "company_id": record.company_id.id,
            "partner_id": person.id,
            "res_model": record._name,
            "res_id": record.id,
            "subject": subject,
            "told_on": record.sudo().period_id._local_day(fields.Datetime.now()),
            "digest": once and sha256(once.encode()).hexdigest(),
        }
        same = ("res_model", "res_id", "partner_id", "told_on", "digest")
        if once and self.search_count([(n, "=", row[n]) for n in same], limit=1):
            return
        told = self.create(row)
        mails = self.env["mail.mail"].sudo()  # sudo: mails are the administrator's.
        mail = mails.create(
            mails._hypercare_vals(
                record,
                person,
                subject,
                body,
                mark=f"told-{told.id}-{person.id}",
                auto_delete=False,
                is_notification=True,
                # Ours until then; the common queue takes over should our job not run.
                scheduled_date=fields.Datetime.add(self.env.cr.now(), hours=1),
                **more,
            )
        )
        told.mail_id = mail
        mails._hypercare_notify([(mail, person)])
        # sudo: waking the delivery needs no right of whoever caused it.
        self.env.ref("hypercare_support.ir_cron_deliver").sudo()._trigger()


class HypercareEscalation(models.Model):
    _inherit = "hypercare.escalation"

    @api.model
    def _cron_deliver(self):
        """Send what people were told after the escalations."""
        in_time = super()._cron_deliver()
        return in_time and self.env["hypercare.told.mail"]._send_queue()
