"""Mails to single persons go when their time is over; that they were told stays."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MONDAY, at_time
from .escalation_common import EscalationCase

MODULE = "odoo.addons.hypercare_support.models.mail_purge"


@tagged("post_install", "-at_install")
class TestMailPurge(EscalationCase):
    RULES = ("overdue",)

    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param("hypercare_support.mail_days", 30)
        self.late = MONDAY + timedelta(days=20)

    def told_once(self, deliver=True):
        """Return an issue that was escalated and, by default, told."""
        issue = self.make_issue("s2", at=MONDAY, name="Bills cannot be posted")
        self.assertTrue(self.sweep(self.late))
        if deliver:
            self.assertTrue(self.deliver(self.late))
        return issue

    def purge(self, moment):
        with (
            at_time(moment),
            self.enter_registry_test_mode(),
            self.mock_mail_gateway(),
        ):
            self.env.ref("hypercare_support.ir_cron_daily").method_direct_trigger()
        self.env.invalidate_all()

    def mails(self, issue):
        rows = issue.escalation_ids.delivery_ids
        return rows.mail_id, rows.mail_id.mail_message_id

    def row_facts(self, issue):
        return [
            (row.partner_id, row.way, row.sent_at, row.attempts)
            for row in issue.escalation_ids.delivery_ids
        ]

    def test_the_mail_goes_and_the_evidence_stays(self):
        issue = self.told_once()
        comment = issue.with_user(self.l1).message_post(
            body="I see to it", message_type="comment"
        )
        mails, messages = self.mails(issue)
        self.assertTrue(mails)
        self.assertIn("Bills cannot be posted", str(mails[0].body_html))
        before = self.row_facts(issue)
        self.purge(self.late + timedelta(days=30))
        self.assertEqual(mails.exists(), mails, "not one day too early")
        self.purge(self.late + timedelta(days=31))
        self.assertFalse(mails.exists())
        self.assertFalse(messages.exists(), "its subject says what it was about")
        self.assertEqual(self.row_facts(issue), before)
        self.assertTrue(all(issue.escalation_ids.mapped("told")))
        self.assertTrue(comment.exists(), "the conversation is part of the log")
        self.purge(self.late + timedelta(days=32))
        self.assertEqual(self.row_facts(issue), before)
        self.assertFalse(self.deliver(self.late + timedelta(days=32)), "told twice")

    def test_what_was_not_sent_stays(self):
        issue = self.told_once(deliver=False)
        mails, _messages = self.mails(issue)
        with mute_logger("odoo.addons.mail.models.mail_mail"):
            self.deliver(self.late, error=OSError("No route"))
        self.assertEqual(set(mails.mapped("state")), {"exception"})
        self.purge(self.late + timedelta(days=400))
        self.assertEqual(mails.exists(), mails)
        self.assertTrue(self.deliver(self.late + timedelta(days=400)))
        self.purge(self.late + timedelta(days=401))
        self.assertFalse(mails.exists())

    def test_for_ever_is_for_ever(self):
        self.env["ir.config_parameter"].set_param("hypercare_support.mail_days", "0")
        issue = self.told_once()
        mails, _messages = self.mails(issue)
        self.purge(self.late + timedelta(days=3000))
        self.assertEqual(mails.exists(), mails)

    def test_a_week_is_kept_whatever_was_typed(self):
        self.env["ir.config_parameter"].set_param("hypercare_support.mail_days", "1")
        issue = self.told_once()
        mails, _messages = self.mails(issue)
        self.purge(self.late + timedelta(days=6))
        self.assertEqual(mails.exists(), mails)

    def test_mails_of_other_apps_are_none_of_ours(self):
        mail = self.env["mail.mail"].create(
            {
                "subject": "Newsletter",
                "model": "res.partner",
                "res_id": self.reporter.partner_id.id,
                "message_type": "user_notification",
                "state": "sent",
            }
        )
        mail.mail_message_id.date = fields.Datetime.subtract(self.late, days=3000)
        self.purge(self.late)
        self.assertTrue(mail.exists())

    def test_one_that_cannot_go_does_not_hold_up_the_others(self):
        self.told_once()
        bad, good = self.env["mail.message"], self.env["mail.message"]
        for name in ("bad", "good"):
            mail = self.env["mail.mail"].create(
                {
                    "subject": name,
                    "model": "hypercare.period",
                    "res_id": self.period.id,
                    "message_type": "user_notification",
                    "state": "sent",
                    "message_id": f"<hypercare-{name}@example.com>",
                }
            )
            mail.mail_message_id.date = self.late
            bad, good = good, mail.mail_message_id
        forget = type(bad)._hypercare_forget

        def fail(messages):
            if bad in messages:
                raise ValueError("locked")
            return forget(messages)

        with (
            patch.object(type(bad), "_hypercare_forget", fail),
            patch(f"{MODULE}.BATCH", 2),
            mute_logger(MODULE),
        ):
            self.purge(self.late + timedelta(days=31))
        self.assertTrue(bad.exists())
        self.assertFalse(good.exists())
        self.purge(self.late + timedelta(days=32))
        self.assertFalse(bad.exists())

    def test_the_setting(self):
        settings = self.env["res.config.settings"]
        settings.create({"hypercare_mail_days": 60}).execute()
        self.assertEqual(settings.create({}).hypercare_mail_days, 60)
        for days in (-1, 6, 4000):
            with self.subTest(days), self.assertRaisesRegex(UserError, "7 to 3650"):
                settings.create({"hypercare_mail_days": days}).execute()
