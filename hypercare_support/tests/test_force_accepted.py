"""Who goes on in spite of something accepts that, and nothing that comes later."""

from datetime import timedelta

from odoo.exceptions import RedirectWarning, UserError

from .common import at_time
from .test_cover import BEFORE, SUNDAY, CoverCommon


class TestAccepted(CoverCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # On Sundays nobody of Level 3 is there.
        cls.member.calendar_id = cls.partner_week

    def force(self):
        with at_time(BEFORE):
            self.draft.with_user(self.manager)._force("The contract comes tomorrow.")

    def test_any_way_back_to_draft_takes_the_acceptance_back(self):
        self.force()
        self.draft.with_user(self.manager).write({"state": "draft"})
        self.assertFalse(self.draft.forced_codes)
        with at_time(BEFORE), self.assertRaises(UserError):
            self.draft.with_user(self.manager).write({"state": "ready"})

    def test_a_hole_that_appears_later_is_not_accepted(self):
        self.force()
        self.holiday(self.partner_week)
        with at_time(BEFORE):
            screen = self.draft.with_user(self.manager).readiness()
            self.assertEqual([row["code"] for row in screen["problems"]], ["cover_l3"])
            with self.assertRaisesRegex(RedirectWarning, "Nobody of Level 3"):
                self.draft.with_user(self.manager).action_start()
        self.force()
        self.assertEqual(self.draft.state, "running")

    def test_what_is_left_of_an_accepted_hole_is_accepted(self):
        self.force()
        self.shift(SUNDAY + timedelta(hours=8), 4, self.l3)
        with at_time(BEFORE):
            self.assertEqual(self.holes()[0], "Sunday 1 March 12:00–18:00")
            self.draft.with_user(self.manager).action_start()
        self.assertEqual(self.draft.state, "running")
