from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import at_time
from .escalation_common import EscalationCase

ISSUE = "Goods receipts cannot be validated"


@tagged("post_install", "-at_install")
class TestTour(EscalationCase, HttpCase):
    """The main job in the browser, as the reporter and the super-user see it."""

    RULES = ("overdue",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.step("overdue").role_ids = cls.roles("assignee", "client_pm")
        others = cls.env["hypercare.period"].search([("state", "=", "running")])
        (others - cls.period).write({"state": "cancelled"})
        today = fields.Date.today()
        cls.period.write(
            {
                "date_end": today + timedelta(days=5),
                "go_live": today - timedelta(days=8),
            }
        )

    def run_cron(self, xmlid, moment):
        """Run a scheduled action at a moment; return the mails the server took."""
        with (
            at_time(moment),
            self.enter_registry_test_mode(),
            self.mock_mail_gateway(),
        ):
            self.env.ref(xmlid).method_direct_trigger()
        self.env.invalidate_all()
        return list(self._mails)

    def escalate(self, moment):
        """Let the sweep and the delivery run at a moment; return the mails sent."""
        self.assertFalse(self.run_cron("hypercare_support.ir_cron_escalate", moment))
        return self.run_cron("hypercare_support.ir_cron_deliver", moment)

    def test_from_the_report_to_the_escalation_mail(self):
        self.start_tour("/odoo", "hypercare_report_s1", login=self.reporter.login)
        issue = self.env["hypercare.issue"].search([("name", "=", ISSUE)])
        self.assertEqual((issue.severity, issue.reporter_id), ("s1", self.reporter))
        self.assertEqual(issue.response_due - issue.reported_at, timedelta(hours=2))
        self.assertEqual(issue.resolution_due - issue.reported_at, timedelta(hours=4))

        self.start_tour("/odoo/hypercare", "hypercare_take_s1", login=self.l1.login)
        self.env.invalidate_all()
        self.assertEqual((issue.state, issue.user_id), ("assigned", self.l1))
        self.assertLess(issue.responded_at, issue.response_due)

        due = issue.resolution_due
        self.assertFalse(self.escalate(due - timedelta(seconds=1)))
        [mail] = self.escalate(due)
        self.assertEqual(
            sorted(mail["email_to"]),
            [
                '"L1" <l1@example.com>',
                '"Manager" <manager@example.com>',
            ],
        )
        self.assertEqual(mail["subject"], f"[S1] {issue.number} is overdue: {ISSUE}")
        self.assertIn(ISSUE, mail["body"])
        self.assertIn("S1 Critical", mail["body"])
        self.assertIn(f"/odoo/hypercare.issue/{issue.id}", mail["body"])
        self.assertEqual(
            issue.escalation_ids.delivery_ids.mapped("sent_at"), [due, due]
        )
        self.assertFalse(
            self.escalate(due + timedelta(minutes=5)), "one mail, once and only once"
        )

    def test_a_forbidden_drag_is_refused_with_the_moves_that_are_possible(self):
        closed = self.make_issue("s3", name="The first one")
        closed.with_user(self.l1).write({"user_id": self.l1.id})
        closed.with_user(self.l1).write({"state": "resolved"})
        closed.with_user(self.reporter).action_confirm_solved()
        issue = self.make_issue("s3", name=ISSUE)
        self.start_tour(
            "/odoo/hypercare", "hypercare_forbidden_drag", login=self.l1.login
        )
        self.env.invalidate_all()
        self.assertEqual((closed.state, issue.state), ("closed", "new"))
