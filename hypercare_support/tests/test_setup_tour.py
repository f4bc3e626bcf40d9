"""From an empty list of periods to a complete draft, in a browser."""

from odoo import Command
from odoo.tests import HttpCase, tagged

from .preset_common import SetupCase


class SetupTour(SetupCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # An empty database: no period is seen.
        cls.env["hypercare.period"].search([]).write(
            {"state": "cancelled", "active": False}
        )
        cls.consultant.group_ids = [
            Command.link(cls.env.ref("hypercare_support.group_manager").id)
        ]

    def walk(self):
        self.start_tour(
            "/odoo/action-hypercare_support.period_action",
            "hypercare_setup",
            login=self.consultant.login,
        )
        self.env.invalidate_all()
        period = self.env["hypercare.period"].search([("name", "=", "Gazipur")])
        self.assertEqual(period.state, "draft")
        self.assertEqual(period.preset_id, self.sme)
        self.assertEqual(period.calendar_id, self.calendar)
        self.assertEqual(period.business_owner_id, self.owner)
        self.assertEqual(period.client_pm_id, self.manager)
        tiers = period.tier_ids.sorted("level")
        self.assertEqual(tiers[0].user_ids, self.l1)
        self.assertEqual(tiers[1].user_ids, self.manager)
        self.assertIn(self.consultant, tiers[2].user_ids)
        self.assertCovered(period)


@tagged("post_install", "-at_install")
class TestSetupTour(SetupTour):
    def test_at_a_desk(self):
        self.walk()

    def test_others_have_no_button(self):
        periods = self.env["hypercare.period"]
        manager, agent = periods.with_user(self.manager), periods.with_user(self.l1)
        self.assertIn("Set up a go-live", manager.get_empty_list_help("<p>x</p>"))
        self.assertNotIn("Set up a go-live", agent.get_empty_list_help("<p>x</p>"))


@tagged("post_install", "-at_install")
class TestSetupTourPhone(SetupTour):
    browser_size = "390x844"
    touch_enabled = True

    def test_on_a_phone(self):
        self.walk()
