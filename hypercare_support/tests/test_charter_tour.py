"""The charter in a browser: published, approved by four people, frozen."""

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .charter_common import CharterCase


@tagged("post_install", "-at_install")
class TestCharterTour(CharterCase, HttpCase):
    def test_from_draft_to_frozen(self):
        self.start_tour(
            f"/odoo/hypercare.period/{self.period.id}",
            "hypercare_charter_publish",
            login=self.manager.login,
        )
        self.env.invalidate_all()
        charter = self.period.charter_ids
        self.assertEqual((charter.state, charter.version), ("published", 1))
        for user in self.consultant | self.owner:
            self.start_tour(
                "/odoo/hypercare-charters",
                "hypercare_charter_approve",
                login=user.login,
            )
        # The sponsor is on the way.
        self.browser_size, self.touch_enabled = "390x844", True
        self.start_tour(
            f"/odoo/hypercare-charters/{charter.id}",
            "hypercare_charter_phone",
            login=self.sponsor.login,
        )
        self.env.invalidate_all()
        self.assertEqual(charter.state, "approved")
        self.assertTrue(all(charter.approval_ids.mapped("approved_at")))
        with self.assertRaisesRegex(UserError, "has been approved and stays"):
            charter.with_user(self.manager).lang = "en_US"

    def test_sent_back(self):
        charter = self.publish()
        self.start_tour(
            f"/odoo/hypercare-charters/{charter.id}",
            "hypercare_charter_send_back",
            login=self.owner.login,
        )
        self.env.invalidate_all()
        self.assertEqual(charter.state, "draft")
