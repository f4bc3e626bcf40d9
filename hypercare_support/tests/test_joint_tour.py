"""From an empty database to running hypercare, in one go and in a browser."""

from unittest.mock import patch

from odoo import Command
from odoo.tests import HttpCase, tagged

from .preset_common import SetupCase


@tagged("post_install", "-at_install")
class TestJointTour(SetupCase, HttpCase):
    """The case of Gazipur: the partner rests on the client's first working day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hypercare.period"].with_context(active_test=False).search([]).unlink()
        cls.consultant.group_ids = [
            Command.link(cls.env.ref("hypercare_support.group_manager").id)
        ]
        cls.make_calendar(days="01234", name="Partner: Monday to Friday")
        cls.company.email = "office@example.com"
        cls.startClassPatcher(
            patch.object(
                type(cls.env["ir.mail_server"]),
                "_hypercare_probe",
                return_value=("mail.example.com:25", False),
            )
        )

    def walk(self, tour, user, path="action-hypercare_support.period_action"):
        self.start_tour(f"/odoo/{path}", tour, login=user.login)
        self.env.invalidate_all()

    def test_from_an_empty_database_to_running(self):
        self.walk("hypercare_joint_prepare", self.consultant)
        period = self.env["hypercare.period"].search([])
        self.assertEqual((period.name, period.state), ("Gazipur", "draft"))
        self.assertEqual(period.sponsor_id, self.sponsor)
        self.assertEqual(
            [str(shift.start_at) for shift in period.shift_ids.sorted("start_at")],
            ["2099-11-29 03:00:00", "2099-12-06 03:00:00"],
        )
        self.assertEqual(period.charter_id.state, "published")
        for user in (self.sponsor, self.manager, self.consultant, self.owner):
            self.assertNotEqual(period.charter_id.state, "approved")
            self.walk("hypercare_joint_approve", user, "hypercare-charters")
        self.assertEqual(period.charter_id.state, "approved")
        self.walk("hypercare_joint_start", self.consultant)
        self.assertEqual(period.state, "running")
        self.assertFalse(period.forced_reason)
