from datetime import timedelta

from odoo.exceptions import UserError

from .common import MONDAY, at_time
from .test_people import NIGHT
from .test_shift_swap import SwapCommon


class TestHandover(SwapCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.following = cls.make_shift(start=cls.shift.end_at, user=cls.l3)
        cls.urgent = cls.make_issue("s2", at=MONDAY, name="Posting fails")
        cls.minor = cls.make_issue("s3", at=MONDAY)
        for issue in cls.urgent + cls.minor:
            with at_time(MONDAY):
                issue.with_user(cls.manager).write({"user_id": cls.second.id})
        cls.env.flush_all()

    def wizard(self, user=None):
        with at_time(NIGHT):
            action = self.shift.with_user(user or self.second).action_hand_over()
        return (
            self.env[action["res_model"]]
            .with_user(user or self.second)
            .browse(action["res_id"])
        )

    def confirm(self, wizard):
        with at_time(NIGHT):
            wizard.action_hand_over()

    def test_a_note_for_each_open_urgent_issue(self):
        wizard = self.wizard()
        self.assertEqual(wizard.user_id, self.l3)
        self.assertEqual(wizard.line_ids.issue_id, self.urgent)
        with self.refused(UserError, self.urgent.number):
            self.confirm(wizard)
        wizard.line_ids.note = "Server restarted, look at the queue at 22:00."
        self.confirm(wizard)
        self.assertEqual(self.urgent.user_id, self.l3)
        self.assertEqual(self.minor.user_id, self.second)
        [note] = self.urgent.message_ids.filtered(
            lambda message: "look at the queue" in (message.body or "")
        )
        self.assertEqual(note.author_id, self.second.partner_id)
        self.assertTrue(note.subtype_id.internal)
        self.assertEqual(self.shift.handed_over_at, NIGHT)
        self.assertEqual(self.shift.handed_over_to_id, self.l3)
        told = self.env["mail.message"].search(
            [("model", "=", "hypercare.period"), ("subject", "like", "hands over")]
        )
        self.assertIn(self.l3.partner_id, told.sudo().notified_partner_ids)
        self.assertIn("look at the queue", told.body)

    def test_the_owner_may_stay(self):
        wizard = self.wizard()
        wizard.line_ids.note = "I stay with it."
        wizard.give = False
        self.confirm(wizard)
        self.assertEqual(self.urgent.user_id, self.second)

    def test_a_confidential_issue_is_not_told_to_strangers(self):
        with at_time(MONDAY):
            self.urgent.with_user(self.manager).write(
                {"confidential": True, "tier_id": self.tier3.id}
            )
        wizard = self.wizard()
        wizard.write({"user_id": self.third.id, "give": False})
        self.tier3.member_ids.filtered(
            lambda member: member.user_id == self.third
        ).active = False
        self.tier3.backup_id = self.third
        wizard.line_ids.note = "About wages."
        self.env.flush_all()
        self.env.invalidate_all()
        self.confirm(wizard)
        told = self.env["mail.message"].search(
            [("model", "=", "hypercare.period"), ("subject", "like", "hands over")]
        )
        self.assertIn(self.urgent.number, told.body)
        self.assertNotIn("About wages", told.body)
        self.assertNotIn("Posting fails", told.body)

    def test_who_may_hand_over(self):
        for user in (self.l1, self.l3, self.colleague):
            with self.refused(UserError, "Only Second or a manager"):
                self.wizard(user)
        wizard = self.wizard(self.manager)
        wizard.user_id = self.outsider
        wizard.line_ids.note = "A note."
        with self.refused(UserError, "not in this tier"):
            self.confirm(wizard)
        other = self.wizard()
        with self.refused(UserError, ""):
            self.confirm(other.with_user(self.l1))

    def test_what_was_handed_over_cannot_be_made_up(self):
        for name, value in (
            ("handed_over_at", NIGHT),
            ("handed_over_to_id", self.l3.id),
            ("handover_asked_at", NIGHT),
        ):
            with self.refused(UserError, "press Hand over"):
                self.shift.with_user(self.manager).write({name: value})
            with self.refused(UserError, "press Hand over"):
                self.make_shift(start=NIGHT + timedelta(days=1), **{name: value})

    def remind(self, moment):
        with at_time(moment):
            self.env["hypercare.shift"]._remind_handover(moment)
        return self.period.activity_ids.filtered(
            lambda activity: activity.user_id == self.second
        )

    def test_a_reminder_within_the_last_hour_once(self):
        end = self.shift.end_at
        self.assertFalse(self.remind(end - timedelta(minutes=61)))
        activity = self.remind(end - timedelta(minutes=59))
        self.assertEqual(
            activity.summary, "Hand over 1 urgent issues to L3 before 02:00"
        )
        self.assertEqual(len(self.remind(end - timedelta(minutes=30))), 1)
        wizard = self.wizard()
        wizard.line_ids.note = "A note."
        self.confirm(wizard)
        self.assertFalse(activity.exists().active)

    def test_no_reminder_without_something_to_hand_over(self):
        with at_time(MONDAY):
            self.urgent.with_user(self.manager).user_id = self.l3
        self.assertFalse(self.remind(self.shift.end_at - timedelta(minutes=30)))
