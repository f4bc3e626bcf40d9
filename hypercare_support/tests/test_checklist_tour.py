"""Checklists in a browser: an accountant on a phone, a manager at a desk."""

from odoo.tests import HttpCase, tagged

from .checklist_common import ChecklistCommon


@tagged("post_install", "-at_install")
class TestChecklistPhone(ChecklistCommon, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_an_accountant_ticks_with_a_photo(self):
        self.bank.write({"evidence": "file", "text": "Compare with the paper"})
        self.start_tour(
            "/odoo/hypercare-my-checklist",
            "hypercare_checklist_phone",
            login=self.colleague.login,
        )
        self.bank.invalidate_recordset()
        self.assertEqual(self.bank.done_by_id, self.colleague)
        self.assertEqual(self.bank.note, "It agrees to the cent")
        self.assertEqual(self.bank.attachment_ids.name, "statement.png")


@tagged("post_install", "-at_install")
class TestChecklistDesk(ChecklistCommon, HttpCase):
    def test_a_manager_ticks_and_adds(self):
        self.start_tour(
            f"/odoo/hypercare.period/{self.period.id}",
            "hypercare_checklist_manager",
            login=self.manager.login,
        )
        self.count.invalidate_recordset()
        self.assertEqual(self.count.done_by_id, self.manager)
        self.assertGreater(len(self.period.checklist_ids), 8)
