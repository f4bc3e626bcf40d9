from odoo import fields, models

from .escalation_tell import _reading
from .mail_parts import address_of, sender_of


class HypercareEscalation(models.Model):
    """The mails of an escalation, queued with a stable Message-ID."""

    _inherit = "hypercare.escalation"

    def _mail_vals(self, record, users, subject, body):
        """Return the values of one queued mail.

        :param record: what it is about: an issue, or a period for a digest
        :param users: its readers, who share language and time zone
        """
        first = self.sorted("id")[0]
        return {
            "subject": subject,
            "body_html": body,
            "email_from": sender_of(record.company_id, self.env.user),
            "email_to": ", ".join(map(address_of, users)),
            "auto_delete": False,
            # Ours until then: two jobs sending it at once would trip over each other.
            # The common queue takes it over should the delivery job not run.
            "scheduled_date": fields.Datetime.add(self.env.cr.now(), hours=1),
            "is_notification": True,
            "message_type": "user_notification",
            "model": record._name,
            "res_id": record.id,
            "message_id": first._message_id(users.partner_id),
            "headers": repr(
                {
                    "X-Hypercare-Escalation": ",".join(map(str, self.ids[:50])),
                    "X-Auto-Response-Suppress": "OOF",
                }
            ),
        }

    def _digest_vals(self, period, user):
        """Return the values of one person's digest."""
        lang, tz = _reading(user, period)
        subject, body = self.with_context(lang=lang, tz=tz)._render_digest(
            period, user.name
        )
        return self._mail_vals(period, user, subject, body)

    def _message_id(self, partners):
        """Return a Message-ID that depends on the ledger row and readers only."""
        self.ensure_one()
        return self.env["mail.mail"]._hypercare_message_id(
            f"escalation-{self.id}-{min(partners.ids)}"
        )
