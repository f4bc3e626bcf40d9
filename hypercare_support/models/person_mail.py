from uuid import uuid4

from odoo import SUPERUSER_ID, api, models

from .escalation_render import one_line
from .mail_parts import MARK, address_of, sender_of


class MailMail(models.Model):
    """What the mails of hypercare have in common: each is for one person."""

    _inherit = "mail.mail"

    @api.model
    def _hypercare_message_id(self, mark) -> str:
        """Return a Message-ID that is the same for the same mark, in this database.

        A mail that arrives twice, or is asked for twice, is recognised by it.

        :param mark: names what is said to whom; no blanks
        """
        # sudo: system parameters belong to the administrator.
        uuid = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        return f"{MARK}{mark}@{uuid}>"

    @api.model
    def _hypercare_any_message_id(self) -> str:
        """Return a Message-ID that is given once, and shows that the mail is ours."""
        return self._hypercare_message_id(f"any-{uuid4().hex}")

    @api.model
    def _hypercare_vals(self, record, partner, subject, body, mark="", **more) -> dict:
        """Return the values of a mail about a record to one person.

        :param record: a record with ``company_id``: the company sends it
        :param partner: who reads it; has a valid address
        :param mark: see `_hypercare_message_id`; empty: any Message-ID will do
        :param more: further values, or others than these
        """
        vals = {
            "subject": one_line(subject),
            "body_html": body,
            "email_from": sender_of(record.company_id, record.env.user),
            "email_to": address_of(partner),
            "auto_delete": True,
            "message_type": "user_notification",
            "model": record._name,
            "res_id": record.id,
            "record_company_id": record.company_id.id,
            # No answer of a machine is wanted.
            "headers": repr({"X-Auto-Response-Suppress": "OOF"}),
        }
        vals["message_id"] = (
            self._hypercare_message_id(mark)
            if mark
            else self._hypercare_any_message_id()
        )
        return vals | more

    @api.model
    def _hypercare_queue(self, vals_list):
        """Queue mails in this transaction and wake the common queue: it runs hourly."""
        # sudo, and as the system's own user: whoever causes a mail need not read it.
        mails = self.with_user(SUPERUSER_ID).sudo().create(vals_list)
        if mails:
            self._hypercare_wake()
        return mails

    @api.model
    def _hypercare_wake(self):
        """Have the common mail queue run now; nothing if somebody deleted the job."""
        queue = self.env.ref(
            "mail.ir_cron_mail_scheduler_action", raise_if_not_found=False
        )
        if queue:
            # sudo: waking the mail queue needs no right of whoever causes a mail.
            queue.sudo()._trigger()

    @api.model
    def _hypercare_notify(self, readers):
        """Give every reader of a queued mail a notification row.

        Without them two senders would both deliver the mail.

        :param readers: pairs of a mail and the partners who read it
        """
        # sudo: mails belong to the administrator.
        self.env["mail.notification"].sudo().create(
            [
                {
                    "mail_message_id": mail.mail_message_id.id,
                    "mail_mail_id": mail.id,
                    "res_partner_id": partner.id,
                    "notification_type": "email",
                    "notification_status": "ready",
                    "is_read": True,
                }
                for mail, partners in readers
                for partner in partners
            ]
        )
