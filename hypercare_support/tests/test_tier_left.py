"""Whoever is taken out of a tier while hypercare runs is not missed in silence."""

from odoo.fields import Command

from .phases_common import PhasesCommon


class TestTierLeft(PhasesCommon):
    def setUp(self):
        super().setUp()
        self.second = self.make_user("second")
        self.tier3.member_ids = [Command.create({"user_id": self.second.id})]
        self.before = self.period.message_ids

    def notes(self):
        return (self.period.message_ids - self.before).sorted("id")

    def test_who_leaves_is_noted_and_an_empty_tier_is_told(self):
        first, second = self.tier3.member_ids.with_user(self.lead)
        first.active = False
        [note] = self.notes()
        self.assertIn("Lead has taken L3 out of Level 3", note.body)
        self.assertNotIn("nobody is left", note.body)
        self.assertEqual(note.author_id, self.lead.partner_id)
        self.assertFalse(note.partner_ids)
        second.unlink()
        note = self.notes()[-1]
        self.assertIn("nobody is left in it", note.body)
        self.assertEqual(note.partner_ids, self.manager.partner_id)

    def test_all_at_once_and_through_the_period(self):
        commands = [
            Command.update(self.tier3.id, {"member_ids": [Command.clear()]}),
        ]
        self.period.with_user(self.lead).write({"tier_ids": commands})
        self.assertIn("nobody is left", "".join(self.notes().mapped("body")))
        self.assertIn(self.manager.partner_id, self.notes().partner_ids)

    def test_a_replacement_is_noted(self):
        self.tier1.member_ids.with_user(self.lead).user_id = self.second
        [note] = self.notes()
        self.assertIn("taken L1 out", note.body)
        self.assertNotIn("nobody", note.body)

    def test_what_changes_nothing_is_not_noted(self):
        member = self.tier3.member_ids[0].with_user(self.lead)
        member.write({"active": True, "availability": "on_call"})
        draft = self.make_period(state="draft", name="Draft")
        before = draft.message_ids
        draft.tier_ids.member_ids.with_user(self.lead).write({"active": False})
        self.assertFalse(self.notes())
        self.assertEqual(draft.message_ids, before)
