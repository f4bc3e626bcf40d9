"""Checklist items: ticked, signed, left out, measured, and kept from being typed."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tools import mute_logger

from .checklist_common import (
    MONDAY,
    PIXEL,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    ChecklistCommon,
)
from .common import at_time


class TestChecklistTicking(ChecklistCommon):
    def test_one_click_is_enough_where_nothing_is_asked_for(self):
        with at_time(MONDAY):
            self.count.with_user(self.manager).action_done()
        self.assertEqual(self.count.state, "done")
        self.assertEqual(self.count.done_by_id, self.manager)
        self.assertIn("Done.", self.count.message_ids[0].body)
        with self.assertRaisesRegex(UserError, "ticked “Count” already"):
            self.count.with_user(self.manager).action_done()

    def test_a_note_and_a_file_are_asked_for(self):
        self.bank.evidence = "note"
        action = self.bank.with_user(self.colleague).action_done()
        self.assertEqual(action["res_model"], "hypercare.checklist.decide")
        with self.assertRaisesRegex(UserError, "Write a sentence"):
            self.decide(self.bank, self.colleague, text="  ")
        self.bank.evidence = "file"
        with self.assertRaisesRegex(UserError, "a photo will do"):
            self.decide(self.bank, self.colleague, text="It agrees")
        with self.assertRaisesRegex(UserError, "cannot be taken"):
            self.decide(self.bank, self.colleague, files=[("a.html", b"<html></html>")])
        self.decide(self.bank, self.colleague, files=[("photo.png", PIXEL)])
        self.assertEqual(self.bank.state, "done")
        file = self.bank.attachment_ids
        self.assertEqual((file.name, file.mimetype), ("photo.png", "image/png"))
        self.assertEqual((file.res_model, file.res_id), (self.bank._name, self.bank.id))
        self.assertTrue(file.with_user(self.l1).has_access("read"))
        self.assertFalse(file.with_user(self.reporter).has_access("read"))

    def test_somebody_elses_file_is_not_taken(self):
        self.bank.evidence = "file"
        foreign = self.env["ir.attachment"].create(
            {"name": "salaries.png", "raw": PIXEL, "public": True}
        )
        dialog = (
            self.env["hypercare.checklist.decide"]
            .with_user(self.colleague)
            .create(
                {
                    "item_id": self.bank.id,
                    "attachment_ids": [Command.set(foreign.ids)],
                }
            )
        )
        with self.assertRaisesRegex(UserError, "Add the file again"):
            dialog.action_apply()
        self.assertTrue(foreign.exists())

    def test_what_waits_for_another_one_cannot_be_ticked(self):
        self.assertEqual(self.report.state, "blocked")
        with self.assertRaisesRegex(UserError, "First: Bank"):
            self.report.with_user(self.sponsor).action_done()
        self.bank.with_user(self.colleague).action_done()
        self.report.with_user(self.sponsor).action_done()
        self.assertEqual(self.report.state, "waiting")

    def test_a_second_person_signs(self):
        self.bank.with_user(self.colleague).action_done()
        self.report.signer_id = self.consultant
        self.report.with_user(self.sponsor).action_done()
        with self.assertRaisesRegex(AccessError, "somebody else"):
            self.report.with_user(self.sponsor).action_sign()
        with self.assertRaises(AccessError):
            self.report.with_user(self.l1).action_sign()
        with self.assertRaisesRegex(UserError, "Write a sentence"):
            self.decide(self.report, self.consultant, "back")
        self.decide(self.report, self.consultant, "back", "March is missing")
        self.assertFalse(self.report.done_at)
        self.report.with_user(self.sponsor).action_done()
        self.report.with_user(self.consultant).action_sign()
        self.assertEqual(self.report.state, "done")
        self.assertEqual(self.report.signed_by_id, self.consultant)
        with self.assertRaisesRegex(AccessError, "Ask them"):
            self.report.with_user(self.sponsor).action_reopen()
        self.report.with_user(self.manager).action_reopen()
        self.assertFalse(self.report.signed_at or self.report.done_at)

    def test_a_manager_signs_but_not_what_he_did(self):
        self.count.sign_off = True
        self.count.with_user(self.manager).action_done()
        with self.assertRaises(AccessError):
            self.count.with_user(self.manager).action_sign()

    def test_not_applicable_needs_a_manager_and_a_reason(self):
        with self.assertRaises(AccessError):
            self.decide(self.bank, self.colleague, "skip", "No bank")
        with self.assertRaisesRegex(UserError, "why"):
            self.decide(self.bank, self.manager, "skip")
        self.decide(self.bank, self.manager, "skip", "There is no bank")
        self.assertEqual(self.bank.state, "skipped")
        self.assertEqual(self.bank.skip_reason, "There is no bank")
        self.assertEqual((self.checklist.done_count, self.checklist.item_count), (0, 2))
        self.assertNotEqual(self.report.state, "blocked")

    def test_facts_are_kept_by_the_buttons(self):
        facts = {
            "done_at": MONDAY,
            "done_by_id": self.l1.id,
            "signed_by_id": self.l1.id,
            "note": "x",
            "is_measured": True,
            "skip_reason": "x",
            "attachment_ids": [Command.clear()],
        }
        items = self.env["hypercare.checklist.item"].with_user(self.manager)
        for name, value in facts.items():
            with self.subTest(field=name):
                with self.assertRaisesRegex(UserError, "kept by the system"):
                    self.bank.with_user(self.manager).write({name: value})
                with self.assertRaisesRegex(UserError, "kept by the system"):
                    self.checklist.with_user(self.manager).write(
                        {"item_ids": [Command.update(self.bank.id, {name: value})]}
                    )
        made = items.with_context(default_done_at=MONDAY).create(
            {"name": "By hand", "checklist_id": self.checklist.id}
        )
        self.assertFalse(made.done_at)
        with self.assertRaisesRegex(UserError, "kept by the system"):
            items.create(
                {
                    "name": "By hand",
                    "checklist_id": self.checklist.id,
                    "done_at": MONDAY,
                }
            )
        self.bank.with_user(self.colleague).action_done()
        self.assertFalse(self.bank.copy().done_at)

    def test_what_was_done_is_not_deleted(self):
        self.bank.with_user(self.colleague).action_done()
        with self.assertRaisesRegex(UserError, "evidence already"):
            self.bank.with_user(self.manager).unlink()
        with self.assertRaisesRegex(UserError, "evidence already"):
            self.checklist.with_user(self.manager).unlink()
        self.count.with_user(self.manager).unlink()

    def test_state_and_its_search_agree_on_every_day(self):
        items = self.checklist.item_ids
        for moment in (MONDAY, TUESDAY, WEDNESDAY, THURSDAY, "2026-03-09 03:00:00"):
            with at_time(moment):
                items.invalidate_recordset()
                for state, _label in items._fields["state"].selection:
                    found = items.search(
                        [("id", "in", items.ids), ("state", "=", state)]
                    )
                    expected = items.filtered(lambda i, s=state: i.state == s)
                    self.assertEqual(found, expected, (moment, state))
                late = items.search([("id", "in", items.ids), ("is_late", "=", True)])
                self.assertEqual(late, items.filtered("is_late"), moment)
        with at_time(WEDNESDAY):
            items.invalidate_recordset()
            self.assertEqual(
                items.sorted("sequence").mapped("state"),
                ["overdue", "overdue", "blocked"],
            )


class TestChecklistMeasured(ChecklistCommon):
    def test_an_item_ticks_and_unticks_itself(self):
        self.count.code = "urgent_solved"
        issue = self.make_issue("s1")
        self.sweep(MONDAY)
        self.assertFalse(self.count.done_at)
        self.assertIn(issue.number, self.count.measure_text)
        with self.assertRaisesRegex(UserError, "ticks itself when it is true"):
            self.count.with_user(self.manager).action_done()
        issue.with_user(self.l3).write({"state": "resolved", "resolution": "Mended"})
        self.sweep(MONDAY)
        self.assertTrue(self.count.done_at and self.count.is_measured)
        self.assertFalse(self.count.done_by_id)
        with self.assertRaisesRegex(UserError, "ticks itself"):
            self.count.with_user(self.manager).action_reopen()
        self.make_issue("s2")
        self.sweep(MONDAY)
        self.assertFalse(self.count.done_at or self.count.is_measured)
        texts = " ".join(self.count.message_ids.mapped("body"))
        self.assertIn("Ticked by itself", texts)
        self.assertIn("Unticked by itself", texts)

    def test_what_became_untrue_loses_its_signature(self):
        self.bank.write({"code": "areas_have_heads", "sign_off": True})
        self.sweep(MONDAY)
        self.bank.with_user(self.sponsor).action_sign()
        self.assertEqual(self.bank.state, "done")
        self.area.head_id = False
        self.sweep(MONDAY)
        self.assertFalse(self.bank.signed_at)
        self.assertIn("Finance", self.bank.measure_text)

    def test_an_unknown_measurement_is_attested_by_hand(self):
        self.count.code = "payroll_of_the_future"
        self.sweep(MONDAY)
        self.assertFalse(self.count.done_at)
        self.count.with_user(self.manager).action_done()
        self.sweep(TUESDAY)
        self.assertEqual(self.count.done_by_id, self.manager)
        with self.assertRaisesRegex(ValidationError, "no name of a measurement"):
            self.bank.code = "write({})"

    def test_evidence_is_asked_for_where_nothing_measures(self):
        self.count.write({"code": "payroll_of_the_future", "evidence": "note"})
        action = self.count.with_user(self.manager).action_done()
        self.assertEqual(action["res_model"], "hypercare.checklist.decide")
        self.decide(self.count, self.manager, text="Paid on time")
        self.assertEqual((self.count.state, self.count.note), ("done", "Paid on time"))
        # What the database proves needs no words.
        self.bank.write({"code": "areas_have_heads", "evidence": "note"})
        self.bank.with_user(self.colleague).action_done()
        self.assertTrue(self.bank.is_measured)

    def test_a_failing_measurement_stops_no_other(self):
        self.count.code = "urgent_solved"
        self.bank.code = "broken"
        logger = "odoo.addons.hypercare_support.models.checklist_measure"
        with (
            patch.object(
                self.registry["hypercare.checklist.item"],
                "_measure_broken",
                lambda item: item.env.cr.execute("SELECT nonsense"),
                create=True,
            ),
            mute_logger("odoo.sql_db"),
            self.assertLogs(logger),
        ):
            self.sweep(MONDAY)
        self.assertTrue(self.count.done_at)
        self.assertFalse(self.bank.done_at)
