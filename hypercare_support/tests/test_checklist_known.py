"""Items about which something is known, though only a person can tick them."""

from odoo.exceptions import UserError

from .checklist_common import MONDAY, SUNDAY, TUESDAY, ChecklistCommon
from .common import at_time


class TestChecklistKnown(ChecklistCommon):
    def answer(self, done, text):
        """Have the measurement of the first item say something."""
        item = type(self.env["hypercare.checklist.item"])
        self.patch(item, "_measure", lambda _item: (done, text))

    def setUp(self):
        super().setUp()
        self.count.code = "areas_have_heads"

    def test_a_person_ticks_and_what_is_known_stands_beside(self):
        self.answer(None, "Twelve invoices are overdue.")
        self.sweep(SUNDAY)
        self.assertFalse(self.count.done_at)
        self.assertEqual(self.count.measure_text, "Twelve invoices are overdue.")
        with at_time(MONDAY):
            self.count.with_user(self.manager)._tick()
        self.assertEqual(self.count.done_by_id, self.manager)
        self.assertFalse(self.count.is_measured)
        self.sweep(TUESDAY)
        self.assertTrue(self.count.done_at)

    def test_what_ticked_itself_is_open_when_it_cannot_be_told_any_more(self):
        self.answer(True, "No number is missing.")
        self.sweep(SUNDAY)
        self.assertTrue(self.count.is_measured)
        self.answer(None, "A number is missing.")
        self.sweep(MONDAY)
        self.assertFalse(self.count.done_at)
        self.assertIn("A number is missing.", self.count.message_ids[:1].body)

    def test_against_the_facts_nobody_ticks(self):
        self.answer(False, "Three drafts are left.")
        with (
            at_time(SUNDAY),
            self.assertRaisesRegex(UserError, "Three drafts are left"),
        ):
            self.count.with_user(self.manager)._tick()
