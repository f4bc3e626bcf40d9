from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import at_time
from .smtp_server import smtp_server, uses
from .test_clocks import utc
from .test_watch import WatchCommon

PROBE = "odoo.addons.hypercare_support.models.mail_server_probe"
CHECKS = "odoo.addons.hypercare_support.models.period_watch"


@tagged("post_install", "-at_install")
class TestReadinessDialog(WatchCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.mail_server"].search([]).active = False
        cls.company.email = "support@example.com"
        cls.period = cls.period.with_user(cls.manager)

    def open(self, user=None):
        action = self.period.with_user(user or self.manager).action_check_mail()
        return (
            self.env[action["res_model"]]
            .with_user(self.manager)
            .browse(action["res_id"])
        )

    def test_the_dialog_keeps_its_result_with_the_period(self):
        with smtp_server(rcpt="550 no such mailbox") as port, uses(port):
            changed = self.period.write_date
            wizard = self.open()
        self.assertIn("550 no such mailbox", wizard.report)
        self.assertIn("Escalation mails would not all arrive.", wizard.report)
        self.assertIn("550 no such mailbox", self.period.mail_problem)
        self.assertEqual(self.period.write_date, changed)
        self.beat(utc(2, 10))
        alarm = self.alarms(utc(2, 10))["mail"]
        self.assertEqual(alarm["level"], "warning")
        self.assertIn("550 no such mailbox", alarm["text"])
        with smtp_server() as port, uses(port):
            wizard.action_check_again()
        self.assertFalse(self.period.mail_problem)
        self.assertTrue(self.period.mail_checked_at)
        self.assertFalse(self.alarms(utc(2, 10)))

    def test_the_result_cannot_be_made_up(self):
        for values in ({"mail_problem": False}, {"mail_checked_at": "2026-03-02"}):
            with self.assertRaisesRegex(UserError, "kept by the system"):
                self.period.write(values)
        with self.assertRaisesRegex(UserError, "kept by the system"):
            self.period.create({"name": "x", "mail_problem": "y"})

    def test_a_test_mail_goes_to_the_user_and_only_twice_a_minute(self):
        with smtp_server() as port, uses(port):
            wizard = self.open()
        fine = patch(
            f"{PROBE}.IrMailServer._hypercare_probe", return_value=("x:25", False)
        )
        with fine, at_time(utc(2, 10)), self.mock_mail_gateway():
            wizard.action_send_test()
            self.assertEqual(self._mails[0]["email_to"], [self.manager.email_formatted])
            self.assertEqual(self._mails[0]["email_from"], self.company.email_formatted)
            with self.assertRaisesRegex(UserError, "less than 30 seconds ago"):
                wizard.action_send_test()
            self.assertEqual(len(self._mails), 1)
        self.assertTrue(wizard.tested_at)
        self.assertFalse(wizard.test_error)
        with fine, at_time(utc(2, 10, 1)), self.mock_mail_gateway():
            self.send_email_mocked.side_effect = ConnectionError("550 full")
            with mute_logger("odoo.addons.mail.models.mail_mail"):
                wizard.action_send_test()
        self.assertIn("550 full", wizard.test_error)
        self.manager.email = False
        with at_time(utc(2, 10, 2)):
            wizard.action_send_test()
        self.assertIn("no valid e-mail address", wizard.test_error)

    def test_only_managers_of_the_company_check(self):
        with smtp_server() as port, uses(port):
            wizard = self.open()
        for user in (self.reporter, self.l1, self.sponsor, self.foreign_manager):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self.open(user)
                with self.assertRaises(AccessError):
                    wizard.with_user(user).action_send_test()
                with self.assertRaises(AccessError):
                    self.env["hypercare.mail.readiness"].with_user(user).create(
                        {"period_id": self.period.id}
                    )

    # -- Every day ---------------------------------------------------------------------

    def test_every_day_without_sending_a_mail(self):
        draft = self.make_period("draft", name="Later")
        with (
            smtp_server(rcpt="550 no such mailbox") as port,
            uses(port),
            at_time(utc(2, 10)),
            self.mock_mail_app(),
            self.enter_registry_test_mode(),
        ):
            self.env.ref("hypercare_support.ir_cron_daily").method_direct_trigger()
        self.env.invalidate_all()
        self.assertIn("550 no such mailbox", self.period.mail_problem)
        self.assertEqual(self.period.mail_checked_at, utc(2, 10))
        self.assertFalse(draft.mail_checked_at)
        self.assertFalse(self._new_msgs)
        heartbeat = self.env["hypercare.heartbeat"]._find("daily")
        self.assertEqual(heartbeat.beat_at, utc(2, 10))
        self.assertFalse(heartbeat.last_error)

    @mute_logger(CHECKS)
    def test_a_period_that_cannot_be_checked_does_not_hold_up_the_others(self):
        periods = self.env["hypercare.period"]
        foreign = periods.search([("company_id", "=", self.other_company.id)])
        check = type(periods)._check_mail

        def fail_here(period):
            if period.id == self.period.id:
                raise ValueError("poison")
            return check(period)

        with (
            patch.object(type(periods), "_check_mail", fail_here),
            smtp_server() as port,
            uses(port),
            self.enter_registry_test_mode(),
        ):
            self.env.ref("hypercare_support.ir_cron_daily").method_direct_trigger()
        self.env.invalidate_all()
        self.assertTrue(foreign.mail_checked_at)
        heartbeat = self.env["hypercare.heartbeat"]._find("daily")
        self.assertIn("poison", heartbeat.last_error)
