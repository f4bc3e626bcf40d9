from odoo import models
from odoo.tools import email_normalize

from .mail_parts import address_of, sender_of


class HypercareIssue(models.Model):
    """The receipt for a mail: number, who has it, what is promised."""

    _inherit = "hypercare.issue"

    def _send_receipt(self, answered=False):
        """Queue a receipt to whoever reported this issue by mail.

        It goes to the address we know, marked as written by a machine, so that no
        machine answers it.

        :param answered: Message-ID of the mail it answers
        """
        self.ensure_one()
        template = self.env.ref(
            "hypercare_support.mail_template_receipt", raise_if_not_found=False
        )
        reader = self._receipt_reader()
        address = email_normalize(reader.email or "") if reader else False
        if not template or not address:
            return
        tz = self.reporter_id.tz or self.period_id.tz
        # sudo: the receipt is the system's answer, whoever fetched the mail.
        template.sudo().with_context(tz=tz).send_mail(
            self.id,
            email_layout_xmlid="hypercare_support.receipt_mail",
            email_values={
                "email_from": sender_of(self.company_id, self.env.user),
                "email_to": address_of(reader),
                "recipient_ids": [],
                "email_cc": False,
                "auto_delete": False,
                "reply_to": self._notify_get_reply_to(
                    author_id=self.company_id.partner_id.id
                )[self.id],
                "references": answered or False,
                "headers": repr(
                    {
                        "Auto-Submitted": "auto-replied",
                        "X-Auto-Response-Suppress": "All",
                        "Precedence": "auto_reply",
                    }
                ),
            },
        )
        # The common queue runs once an hour; a receipt is expected at once.
        self.env["mail.mail"]._hypercare_wake()

    def _receipt_url(self) -> str:
        """Return where the reporter sees this issue."""
        return f"{self.get_base_url()}/odoo/my-issues/{self.id}"

    def _receipt_reader(self):
        """Return the contact who gets the receipt; empty if nobody is known."""
        self.ensure_one()
        if self.reporter_id:
            return self.reporter_id.partner_id
        return self.message_partner_ids.filtered(
            lambda partner: partner.email_normalized == self.email_from
        )[:1]

    def _receipt_lang(self) -> str | bool:
        """Return the language of the receipt, for the template."""
        return self._receipt_reader().lang or self.company_id.partner_id.lang
