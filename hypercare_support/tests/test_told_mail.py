"""Mails to one person: queued, tried again, and recognised when they come twice."""

from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCommon

from .common import MONDAY, at_time
from .handover_common import HandoverCase


@tagged("post_install", "-at_install")
class TestToldMail(HandoverCase, MailCommon):
    def ask(self, **values):
        duty = self.duty(process_url="https://wiki.example.com", **values)
        with at_time(MONDAY):
            duty.with_user(self.manager).action_ask()
        told = self.env["hypercare.told.mail"].search([("res_id", "=", duty.id)])
        return told.filtered(lambda row: row.res_model == duty._name)

    def deliver(self, moment=MONDAY):
        with (
            at_time(moment),
            self.enter_registry_test_mode(),
            self.mock_mail_gateway(),
        ):
            self.env.ref("hypercare_support.ir_cron_deliver").method_direct_trigger()
        self.env.invalidate_all()
        return [mail["subject"] for mail in self._mails]

    def test_it_is_queued_with_a_row_and_a_fixed_number(self):
        told = self.ask(name="Watching\nthe system")
        self.assertEqual(told.partner_id, self.owner.partner_id)
        self.assertEqual(str(told.told_on), "2026-03-02")
        mail = told.mail_id
        self.assertNotIn("\n", mail.subject)
        self.assertFalse(mail.auto_delete)
        number = f"<hypercare-told-{told.id}-{self.owner.partner_id.id}@"
        self.assertTrue(mail.message_id.startswith(number))
        self.assertEqual(mail.notification_ids.res_partner_id, self.owner.partner_id)

    def test_it_is_sent_once(self):
        told = self.ask()
        self.assertEqual(len(self.deliver()), 1)
        self.assertTrue(told.sent_at)
        self.assertFalse(self.deliver())

    def test_it_is_tried_again(self):
        told = self.ask()
        server = type(self.env["ir.mail_server"])
        with (
            self.mock_mail_gateway(),
            patch.object(server, "send_email", side_effect=OSError("No route")),
            at_time(MONDAY),
            self.enter_registry_test_mode(),
        ):
            self.env.ref("hypercare_support.ir_cron_deliver").method_direct_trigger()
        self.env.invalidate_all()
        self.assertFalse(told.sent_at)
        self.assertEqual(told.attempts, 1)
        self.assertEqual(len(self.deliver(MONDAY.replace(hour=6))), 1)
        self.assertTrue(told.sent_at)
