from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import at_time
from .test_clocks import utc
from .test_escalation_timeline import MONDAY_10, TimelineCase


@tagged("post_install", "-at_install")
class TestEscalationOpen(TimelineCase):
    """The banner on an escalated issue, and acknowledging from there."""

    def test_the_sentence_says_when_what_and_whom(self):
        issue = self.make_issue("s2", at=MONDAY_10)
        self.sweep(utc(2, 14))
        self.env.invalidate_all()
        with at_time(utc(2, 14, 1)):
            text = issue.with_user(self.manager).escalation_text
        self.assertEqual(
            text, "Escalated today 14:00: First response overdue. Told: L2, Manager."
        )
        self.step("overdue").role_ids = [Command.clear()]
        lonely = self.make_issue("s2", at=utc(3, 9))
        self.sweep(utc(3, 13))
        with at_time(utc(4, 13)):
            text = lonely.with_user(self.manager).escalation_text
        self.assertEqual(
            text,
            "Escalated Tue 3 Mar, 13:00: First response overdue. Nobody could be told.",
        )

    def test_acknowledging_takes_all_open_rows_of_the_issue_and_no_others(self):
        issue = self.make_issue("s2", at=MONDAY_10)
        other = self.make_issue("s2", at=MONDAY_10)
        self.sweep(utc(2, 18))
        self.sweep(utc(3, 9))
        self.assertEqual(self.is_open(issue, utc(3, 9), self.l3), (True, True))
        self.acknowledge(issue, self.l3, utc(3, 9, 5))
        self.assertEqual(len(issue.escalation_ids), 2)
        self.assertEqual(issue.escalation_ids.acknowledged_by, self.l3)
        self.assertEqual(self.is_open(issue, utc(3, 9, 5)), (False, False))
        self.assertFalse(other.escalation_ids.acknowledged_by)
        self.acknowledge(issue, self.l1, utc(3, 9, 6))
        self.assertEqual(issue.escalation_ids.acknowledged_by, self.l3, "the first one")

    def test_the_sponsor_acknowledges_what_the_sponsor_was_told(self):
        issue = self.make_issue("s2", at=MONDAY_10)
        self.sweep(utc(2, 14))
        self.assertEqual(self.is_open(issue, utc(2, 14), self.sponsor), (True, False))
        with self.assertRaisesRegex(UserError, "Only the support team"):
            self.acknowledge(issue, self.sponsor, utc(2, 14))
        self.step("overdue").role_ids = self.roles("sponsor")
        self.sweep(utc(2, 18))
        self.sweep(utc(3, 9))
        self.assertEqual(self.is_open(issue, utc(3, 9), self.sponsor), (True, True))
        self.acknowledge(issue, self.sponsor, utc(3, 9))
        self.assertEqual(issue.escalation_ids.acknowledged_by, self.sponsor)

    def test_a_reporter_acknowledges_nothing(self):
        issue = self.make_issue("s2", at=MONDAY_10)
        self.sweep(utc(2, 14))
        with self.assertRaises(AccessError):
            self.acknowledge(issue, self.reporter, utc(2, 14))
        self.assertFalse(issue.escalation_ids.acknowledged_at)

    def test_a_reminder_to_the_reporter_asks_nobody_to_see_to_it(self):
        self.only("waiting")
        issue = self.make_issue("s3", at=MONDAY_10)
        self.do(issue, self.l1, utc(2, 11), user_id=self.l1.id)
        self.do(issue, self.l1, utc(2, 12), state="waiting", waiting_for="reporter")
        self.sweep(utc(5, 12))
        self.assertTrue(issue.escalation_ids.told_at)
        self.assertEqual(self.is_open(issue, utc(5, 12)), (False, False))

    def test_what_was_told_before_a_reopening_is_over(self):
        issue = self.make_issue("s2", at=MONDAY_10)
        self.sweep(utc(2, 14))
        self.do(issue, self.l1, utc(2, 15), state="resolved")
        self.do(issue, self.manager, utc(2, 16), state="in_progress")
        self.assertEqual(self.is_open(issue, utc(2, 16)), (False, False))
        self.assertEqual(len(self.timeline(issue, utc(2, 16))["past"]), 1)


@tagged("post_install", "-at_install")
class TestEscalationTour(TimelineCase, HttpCase):
    def test_the_project_manager_acknowledges(self):
        (self.env["hypercare.period"].search([]) - self.period).state = "cancelled"
        now = fields.Datetime.now().replace(microsecond=0)
        today = now.date()
        self.period.write(
            {
                "date_end": today + timedelta(days=5),
                "go_live": today - timedelta(days=8),
            }
        )
        issue = self.make_issue(
            "s1",
            at=now - timedelta(hours=3),
            name="Goods receipts cannot be validated",
        )
        self.sweep(now - timedelta(minutes=57))
        self.deliver(now - timedelta(minutes=57))
        self.assertTrue(issue.escalation_ids.told_at)
        self.start_tour(
            f"/odoo/hypercare.issue/{issue.id}",
            "hypercare_acknowledge",
            login=self.manager.login,
        )
        self.env.invalidate_all()
        self.assertEqual(issue.escalation_ids.acknowledged_by, self.manager)
