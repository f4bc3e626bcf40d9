"""Who imports an issue list, which files are taken, and what is left of them."""

import base64

from odoo.exceptions import AccessError, UserError

from .common import at_time
from .sheet_common import NOW, SheetCase, csv_file

GOOD = ["7", "Day 2 09:15", "S1", "Bills fail", "Reporter", "L2", "In progress"]


class TestSheetAccess(SheetCase):
    def test_only_the_team_of_the_period_imports(self):
        content = csv_file(self.rows(GOOD))
        agent = self.make_user("agent", "hypercare_support.group_agent")
        with self.assertRaisesRegex(UserError, "Lists are imported by"):
            self.wizard(content, agent)
        with self.assertRaises(AccessError):
            self.wizard(content, self.reporter)
        self.wizard(content, self.manager)
        self.period.state = "cancelled"
        with self.assertRaisesRegex(UserError, "has ended"):
            self.wizard(content, self.manager)

    def test_nobody_sees_what_another_imports(self):
        wizard = self.wizard(csv_file(self.rows(GOOD)))
        for record in (
            wizard,
            wizard.line_ids,
            wizard.column_ids,
            wizard.person_ids,
            wizard.tab_ids,
        ):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.with_user(self.l2).read(["create_uid"])

    def test_files_that_are_no_lists_are_refused_in_plain_words(self):
        for content, message in (
            (b"", "Choose a file first"),
            (b"\x89PNG\r\n\x1a\n" + bytes(500), "no spreadsheet"),
            (b"PK\x03\x04 broken", "cannot be read"),
            (b"<html><table><tr><td>1</td></tr></table></html>", "a web page"),
            (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
            (b"x" * (10 * 2**20 + 1), "larger than 10 MB"),
        ):
            with (
                self.subTest(message=message),
                self.assertRaisesRegex(UserError, message),
            ):
                self.wizard(content)
        with self.assertRaisesRegex(UserError, "cannot be read"):
            wizard = self.env["hypercare.sheet.import"].with_user(self.l1)
            wizard.create(
                {"period_id": self.period.id, "file": "%%% no base64"}
            ).action_read()

    def test_what_was_imported_is_written_down(self):
        issue = self.import_rows(GOOD)
        self.assertIn("Taken over from log", issue.event_ids.mapped("reason"))
        note = self.period.message_ids[0]
        self.assertIn("Issues taken over from log by L1: 1.", note.body)

    def test_the_number_of_the_old_log_is_searched(self):
        issue = self.import_rows(GOOD)
        found = self.env["hypercare.issue"].search([("legacy_number", "=", "7")])
        self.assertEqual(found, issue)

    def test_two_at_the_same_moment_make_no_double(self):
        wizard = self.wizard(csv_file(self.rows(GOOD)))
        with at_time(NOW):
            ready = wizard._check_file()
        self.take(wizard)
        issues = self.env["hypercare.issue"].with_user(self.l1)
        with self.assertRaises(Exception) as caught, self.cr.savepoint():
            issues._enter_log([row.entry for row in ready])
        self.assertEqual(type(caught.exception).__name__, "UniqueViolation")

    def test_the_file_is_kept_with_the_wizard_only(self):
        content = csv_file(self.rows(GOOD))
        self.wizard(content)
        self.assertFalse(
            self.env["ir.attachment"].search(
                [("res_model", "=", "hypercare.sheet.import")]
            )
        )
        self.assertNotIn(
            base64.b64encode(content),
            self.env["ir.attachment"].search([("name", "=", "log")]).mapped("datas"),
        )
