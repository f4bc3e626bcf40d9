from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import HypercareCommon

ISSUE = "Goods receipts cannot be validated"


@tagged("post_install", "-at_install")
class TestIssueScreensTour(HypercareCommon, HttpCase):
    """The board and the form in a browser, as the support team uses them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        others = cls.env["hypercare.period"].search([("state", "=", "running")])
        (others - cls.period).write({"state": "cancelled"})
        today = fields.Date.today()
        cls.period.write(
            {
                "date_end": today + timedelta(days=5),
                "go_live": today - timedelta(days=8),
            }
        )
        cls.issue = cls.make_issue("s2", name=ISSUE)

    def test_the_morning_of_a_super_user(self):
        self.start_tour("/odoo/hypercare", "hypercare_l1_morning", login=self.l1.login)
        self.env.invalidate_all()
        self.assertEqual((self.issue.state, self.issue.user_id), ("resolved", self.l1))
        self.assertTrue(self.issue.responded_at)
        self.assertIn("journal", self.issue.resolution)
        quick = self.env["hypercare.issue"].search([("name", "ilike", "label printer")])
        self.assertEqual((quick.state, quick.severity), ("new", "s3"))

    def test_a_card_without_plan_is_not_transferred(self):
        gone = self.make_issue("s3", name="The first one")
        gone.with_user(self.l2).write(
            {"plan": "Next year", "plan_owner_id": self.l2.id, "state": "transferred"}
        )
        self.start_tour(
            "/odoo/hypercare", "hypercare_drag_without_plan", login=self.l1.login
        )
        self.env.invalidate_all()
        self.assertEqual(self.issue.state, "new")
