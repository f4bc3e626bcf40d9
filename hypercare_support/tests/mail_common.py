"""Mails as they come in, through the gateway."""

from email.message import EmailMessage
from itertools import count

from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCase

from .common import HypercareCommon

DOMAIN = "kodom.example.com"
ADDRESS = f"hypercare@{DOMAIN}"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(20)
_numbers = count(1)


class MailAliasCase(HypercareCommon, MailCase):
    """A period with an address; `receive` hands a mail to the gateway."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls.env["mail.alias.domain"].create(
            {
                "name": DOMAIN,
                "bounce_alias": "bounce",
                "catchall_alias": "catchall",
                "default_from": "notifications",
            }
        )
        cls.company.alias_domain_id = cls.domain
        cls.period.alias_name = "hypercare"
        cls.period.alias_domain_id = cls.domain
        cls.env.flush_all()

    def mail(self, text="The bill cannot be posted.", subject="Bill", **headers):
        """Return a mail of the reporter to the period, with these headers."""
        message = EmailMessage()
        files = headers.pop("files", ())
        html = headers.pop("html", None)
        values = {
            "From": "Reporter <reporter@example.com>",
            "To": ADDRESS,
            "Subject": subject,
            "Message-ID": f"<test-{next(_numbers)}@mail.example.com>",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        for name, value in values.items():
            if value is not None:
                message[name] = value
        message.set_content(text)
        if html:
            message.add_alternative(html, subtype="html")
        for name, data, kind in files:
            maintype, subtype = kind.split("/")
            message.add_attachment(
                data, maintype=maintype, subtype=subtype, filename=name
            )
        return message

    def receive(self, message, model=None):
        """Hand a mail to the gateway, as root does who fetches mails.

        :return: the issues and the held mails that came of it; ``self.sent`` are the
            mails that were written then, sent or queued
        """
        issues = self.env["hypercare.issue"].search([])
        held = self.env["hypercare.held.mail"].search([])
        queued = self.env["mail.mail"].sudo().search([])
        if isinstance(message, EmailMessage):
            message = message.as_bytes()
        gateway = self.env["mail.thread"].with_user(self.env.ref("base.user_root"))
        with (
            self.mock_mail_gateway(),
            mute_logger("odoo.addons.mail.models.mail_thread"),
        ):
            gateway.message_process(model, message)
            self.env.flush_all()
            new = self.env["mail.mail"].sudo().search([]) - queued
            self.sent = new.filtered(
                lambda mail: mail.model in (False, "hypercare.issue")
            )
            self.smtp = list(self._mails)
        self.env.invalidate_all()
        return (
            self.env["hypercare.issue"].search([]) - issues,
            self.env["hypercare.held.mail"].search([]) - held,
        )

    def report(self, *args, **headers):
        """Return the one issue that a mail becomes."""
        issues, held = self.receive(self.mail(*args, **headers))
        self.assertEqual(len(issues), 1)
        self.assertFalse(held)
        return issues

    def hold(self, *args, **headers):
        """Return the one held mail that a mail becomes."""
        issues, held = self.receive(self.mail(*args, **headers))
        self.assertEqual(len(held), 1)
        self.assertFalse(issues)
        return held
