from datetime import timedelta

from odoo.exceptions import UserError
from odoo.fields import Command

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

    def test_what_comes_meanwhile_needs_a_note_as_well(self):
        wizard = self.wizard()
        wizard.line_ids.note = "Look at the queue."
        late = self.make_issue("s1", at=MONDAY)
        with at_time(MONDAY):
            late.with_user(self.manager).write({"user_id": self.second.id})
        with at_time(NIGHT):
            action = wizard.action_hand_over()
        self.assertEqual(action["res_id"], wizard.id)
        self.assertIn(late.number, wizard.outcome)
        self.assertEqual(wizard.line_ids.issue_id, self.urgent + late)
        self.assertFalse(self.shift.handed_over_at)
        wizard.line_ids.filtered(lambda line: line.issue_id == late).note = "New."
        self.confirm(wizard)
        self.assertTrue(self.shift.handed_over_at)
        self.assertEqual(late.user_id, self.l3)

    def test_nobody_hands_over_without_the_notes(self):
        wizard = self.wizard()
        wizard.write({"line_ids": [Command.clear()]})
        self.confirm(wizard)
        self.assertEqual(wizard.line_ids.issue_id, self.urgent)
        self.assertFalse(self.shift.handed_over_at)
        with self.refused(UserError, self.urgent.number):
            self.confirm(wizard)

    def test_what_is_done_meanwhile_needs_no_note(self):
        wizard = self.wizard()
        with at_time(MONDAY):
            self.urgent.with_user(self.second).write({"state": "resolved"})
        self.confirm(wizard)
        self.assertTrue(self.shift.handed_over_at)
        self.assertEqual(self.urgent.user_id, self.second)

    def test_what_nobody_owns_is_handed_over_and_stays_without_an_owner(self):
        lying = self.make_issue("s2", at=MONDAY)
        with at_time(MONDAY):
            lying.with_user(self.manager).write({"tier_id": self.tier3.id})
        elsewhere = self.make_issue("s2", at=MONDAY)
        self.assertNotEqual(elsewhere.tier_id, self.tier3)
        self.assertFalse(lying.user_id)
        wizard = self.wizard()
        self.assertEqual(wizard.line_ids.issue_id, self.urgent + lying)
        wizard.line_ids.note = "A note."
        self.confirm(wizard)
        self.assertEqual(self.urgent.user_id, self.l3)
        self.assertFalse(lying.user_id)

    def test_one_that_fails_keeps_nobody_from_being_asked(self):
        end = self.shift.end_at
        broken = self.env["hypercare.shift"].create(
            {
                "tier_id": self.tier1.id,
                "user_id": self.l1.id,
                "start_at": self.shift.start_at,
                "end_at": end - timedelta(minutes=5),
            }
        )
        shifts = self.env.registry["hypercare.shift"]
        real = shifts._urgent_issues
        self.patch(
            shifts,
            "_urgent_issues",
            lambda shift: 1 / 0 if shift == broken else real(shift),
        )
        with self.assertLogs("odoo.addons.hypercare_support", "ERROR"):
            self.assertTrue(self.remind(end - timedelta(minutes=30)))
        self.assertTrue(self.shift.handover_asked_at)
        self.assertFalse(broken.handover_asked_at)
