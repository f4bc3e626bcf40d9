from odoo import models
from odoo.tools import email_normalize

from .mail_parts import address_of


class HypercarePeriod(models.Model):
    """A test escalation, so that a manager sees with own eyes that mail arrives."""

    _inherit = "hypercare.period"

    def _render_test_mail(self):
        """Return subject and HTML of a test mail, laid out as a real escalation."""
        self.ensure_one()
        return self.env["hypercare.escalation"]._render_test(self)

    def _send_test_mail(self) -> str:
        """Send a test escalation to the user at once; return what is wrong or ''.

        A person waits for the answer, so the mail is sent inside the transaction,
        and only after the server was found to answer in time.
        """
        self.ensure_one()
        user = self.env.user
        address = email_normalize(user.email or "")
        if not address:
            return self.env._("You have no valid e-mail address in your profile.")
        server = self._find_server()
        if server["level"] != "ok":
            return server["text"]
        subject, body = self._render_test_mail()
        # sudo: mails belong to the administrator; this one goes to the user only.
        mail = (
            self.env["mail.mail"]
            .sudo()
            .create(
                {
                    "subject": subject,
                    "body_html": body,
                    "email_from": self._escalation_sender(),
                    "email_to": address_of(user),
                    # The mail goes the way of a real one, which belongs to a record.
                    "record_company_id": self.company_id.id,
                    "record_alias_domain_id": self.company_id.sudo().alias_domain_id.id,
                    "auto_delete": False,
                    "is_notification": False,
                }
            )
        )
        mail.send(raise_exception=False)
        reason = False
        if mail.state != "sent":
            reason = mail.failure_reason or self.env._("It gave no reason.")
        mail.unlink()
        return reason and self.env._(
            "The mail server did not take the mail. It says: %s",
            " ".join(reason.split())[:300],
        )
