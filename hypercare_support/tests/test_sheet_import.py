"""The import of an issue list: what is shown, what is refused, what is created."""

from datetime import datetime

from odoo.exceptions import UserError

from .sheet_common import HEAD, SheetCase, csv_file, xlsx_file

GOOD = ["7", "Day 2 09:15", "S1", "Bills fail", "Reporter", "L2", "In progress"]


class TestSheetImport(SheetCase):
    def test_a_row_becomes_an_issue(self):
        head = [*HEAD, "Module", "Tier", "Channel", "Category", "Remark", "Lot"]
        category = self.env.ref("hypercare_support.category_defect")
        row = [*GOOD, "purchase", "L2", "Phone", category.name, "Twice", "A 12"]
        wizard = self.wizard(csv_file([head, row]))
        self.assertEqual(self.status(wizard), [(2, "ready")])
        self.assertIn("Issues to be created: 1 (1 open, 0 ended).", wizard.summary)
        issue = self.take(wizard)
        self.assertEqual(
            (issue.name, issue.severity, issue.state, issue.channel),
            ("Bills fail", "s1", "in_progress", "phone"),
        )
        self.assertEqual(issue.reported_at, datetime(2026, 3, 2, 3, 15))
        self.assertEqual((issue.reporter_id, issue.user_id), (self.reporter, self.l2))
        self.assertEqual((issue.tier_id, issue.category_id), (self.tier2, category))
        self.assertEqual(issue.legacy_number, "7")
        self.assertRegex(issue.number, r"^HC-\d{3}$")
        self.assertEqual(issue.description, "Lot: A 12\n\nRemark: Twice")
        self.assertIn(self.reporter.partner_id, issue.message_partner_ids)
        self.assertNotIn(self.l1.partner_id, issue.message_partner_ids)

    def test_nothing_is_imported_while_one_row_is_wrong(self):
        bad = ["8", "Day x", "Urgentish", "", "Reporter", "", ""]
        wizard = self.wizard(csv_file(self.rows(GOOD, bad)))
        self.assertEqual(self.status(wizard), [(2, "ready"), (3, "error")])
        self.assertEqual(
            self.lines(wizard)[1].message.splitlines(),
            [
                "Row 3, Issue: it is not said what happened. Write a sentence.",
                "Row 3, Severity: “Urgentish” is not a severity. Write S1, S2, S3 or "
                "S4.",
                "Row 3, Day/Date: “Day x” is not a date. Write it as 2026-03-01 09:15 "
                "or Day 2 09:15.",
            ],
        )
        count = self.env["hypercare.issue"].search_count([])
        self.assertTrue(self.again(wizard, "action_import"))
        self.assertEqual(self.env["hypercare.issue"].search_count([]), count)
        self.again(wizard, "action_leave_out")
        self.assertEqual(self.status(wizard), [(2, "ready"), (3, "ignored")])
        self.assertEqual(self.take(wizard).mapped("name"), ["Bills fail"])

    def test_a_failure_midway_leaves_nothing(self):
        self.env["hypercare.issue"].create(
            {"name": "x", "severity": "s3", "period_id": self.period.id}
        )
        wizard = self.wizard(csv_file(self.rows(GOOD, ["8", *GOOD[1:]])))
        count = self.env["hypercare.issue"].search_count([])
        issues = type(self.env["hypercare.issue"])
        original = issues._end_clocks

        def fail(records, lives):
            original(records, lives)
            raise ValueError("midway")

        self.patch(issues, "_end_clocks", fail)
        with self.assertRaisesRegex(ValueError, "midway"), self.cr.savepoint():
            self.again(wizard, "action_import")
        self.assertEqual(self.env["hypercare.issue"].search_count([]), count)

    def test_a_row_in_the_future_is_an_error(self):
        wizard = self.wizard(csv_file(self.rows(["1", "2026-03-11 09:00", *GOOD[2:]])))
        self.assertEqual(
            wizard.line_ids.message,
            "Row 2, Day/Date: this is in the future. Correct the date.",
        )

    # -- People ------------------------------------------------------------------------

    def test_people_are_found_by_login_address_name_and_identifier(self):
        self.env["ir.model.data"].create(
            {
                "module": "__test__",
                "name": "jamal",
                "model": "res.users",
                "res_id": self.colleague.id,
            }
        )
        names = (
            ("hc_reporter", self.reporter),
            ("REPORTER@example.com", self.reporter),
            ("Reporter <reporter@example.com>", self.reporter),
            ("colleague", self.colleague),
            ("__test__.jamal", self.colleague),
        )
        wizard = self.wizard(
            csv_file(
                self.rows(
                    *(
                        [str(index), f"Day 2 09:{index:02d}", "S3", "x", name, "", ""]
                        for index, (name, _user) in enumerate(names)
                    )
                )
            )
        )
        self.assertEqual(wizard.error_count, 0)
        found = {person.name: person.user_id for person in wizard.person_ids}
        self.assertEqual(found, dict(names))

    def test_part_of_a_name_is_a_guess_and_two_of_a_name_are_nobody(self):
        self.make_user("rahima1").name = "Rahima Khatun"
        self.make_user("kamal1").name = "Kamal Hossain"
        self.make_user("kamal2").name = "Kamal Uddin"
        wizard = self.wizard(
            csv_file(
                self.rows(
                    ["1", "Day 2 09:15", "S3", "a", "Rahima", "", ""],
                    ["2", "Day 2 09:16", "S3", "b", "Kamal", "", ""],
                )
            )
        )
        people = {person.name: person for person in wizard.person_ids}
        self.assertEqual(people["Rahima"].status, "guessed")
        self.assertEqual(people["Rahima"].user_id.name, "Rahima Khatun")
        self.assertEqual(people["Kamal"].status, "unknown")
        self.assertEqual(
            self.lines(wizard)[1].message,
            "Row 3, Reported by: “Kamal” is nobody we know. Choose the person under "
            "“People”, or keep the name in the description.",
        )

    def test_an_unknown_name_is_chosen_or_kept(self):
        rows = (
            ["1", "Day 2 09:15", "S3", "a", "Boss", "Somebody", "Assigned"],
            ["2", "Day 2 09:16", "S3", "b", "BOSS", "L1", "Assigned"],
        )
        wizard = self.wizard(csv_file(self.rows(*rows)))
        self.assertEqual(wizard.unknown_count, 2)
        boss = wizard.person_ids.filtered(lambda person: person.name == "Boss")
        boss.user_id = self.sponsor
        self.again(wizard, "action_keep_names")
        first, second = self.take(wizard)
        self.assertEqual(first.reporter_id, self.sponsor)
        self.assertEqual(first.description, "Assigned to: Somebody")
        self.assertEqual((first.state, first.user_id.id), ("new", False))
        self.assertEqual((second.state, second.user_id), ("assigned", self.l1))

    def test_nobody_of_another_company_is_chosen(self):
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.make_user(
            "foreign", company_id=other.id, company_ids=[(6, 0, other.ids)]
        )
        row = ["1", "Day 2 09:15", "S3", "a", "foreign@example.com", "", ""]
        wizard = self.wizard(csv_file(self.rows(row)))
        self.assertEqual(wizard.person_ids.status, "unknown")
        wizard.sudo().person_ids.user_id = foreign
        self.again(wizard)
        self.assertEqual(wizard.person_ids.status, "unknown")

    # -- Columns -----------------------------------------------------------------------

    def test_columns_are_mapped_by_hand(self):
        wizard = self.wizard(csv_file([["Wann", "Wer", "Was"], ["Day 2", "L1", "ab"]]))
        self.assertTrue(wizard.problem)
        self.assertEqual(wizard.column_ids.mapped("name"), ["Wann", "Wer", "Was"])
        for column, to in zip(
            wizard.column_ids, ("reported_at", "owner", "name"), strict=True
        ):
            column.field_name = to
        self.again(wizard)
        self.assertFalse(wizard.problem)
        issue = self.take(wizard)
        self.assertEqual((issue.name, issue.user_id), ("ab", self.l1))
        self.assertEqual(issue.reported_at, datetime(2026, 3, 2, 3))

    def test_a_known_column_is_given_another_meaning_or_left_out(self):
        head = ["Date", "Date", "Issue", "Remark", "Secret"]
        row = ["2026-03-02 09:00", "2026-03-03 10:00", "a", "b", "hunter2"]
        wizard = self.wizard(csv_file([head, row]))
        columns = wizard.column_ids
        self.assertEqual(columns[1].field_name, False)
        columns[1].field_name = "resolved_at"
        columns[3].field_name = "workaround"
        columns[4].field_name = "skip"
        self.again(wizard)
        issue = self.take(wizard)
        self.assertEqual(issue.workaround, "b")
        self.assertEqual(issue.state, "resolved")
        self.assertEqual(issue.resolved_at, datetime(2026, 3, 3, 4))
        self.assertFalse(issue.description)

    def test_the_sheet_with_the_issues_is_found_and_can_be_changed(self):
        tabs = {
            "Cover": [["Our log"]],
            "Log": self.rows(GOOD),
            "Old": self.rows(["1", "Day 1", "S3", "Older", "", "", ""]),
        }
        wizard = self.wizard(xlsx_file([], **tabs))
        self.assertEqual((wizard.tab_count, wizard.tab_id.name), (3, "Log"))
        wizard.tab_id = wizard.tab_ids[2]
        self.again(wizard)
        self.assertEqual(wizard.line_ids.mapped("name"), ["Older"])

    def test_the_order_of_day_and_month_is_asked_where_it_is_open(self):
        row = ["1", "03/02/2026 09:15", *GOOD[2:]]
        wizard = self.wizard(csv_file(self.rows(row)))
        self.assertFalse(wizard.is_order_certain)
        self.assertEqual(wizard.date_order, "dmy")
        self.assertEqual(wizard.line_ids.moment, "Day -25 09:15 (2026-02-03)")
        wizard.date_order = "mdy"
        self.again(wizard)
        self.assertEqual(wizard.line_ids.moment, "Day 2 09:15 (2026-03-02)")

    # -- Again -------------------------------------------------------------------------

    def test_the_same_file_twice_makes_no_double(self):
        rows = (GOOD, ["", "Day 3 10:00", "S3", "No number", "L3", "", "Open"])
        first = self.import_rows(*rows)
        wizard = self.wizard(csv_file(self.rows(*rows)))
        self.assertEqual(self.status(wizard), [(2, "known"), (3, "known")])
        self.assertEqual(
            self.lines(wizard)[0].message, f"Already in the log: {first[0].number}."
        )
        with self.assertRaisesRegex(UserError, "nothing to import"):
            self.again(wizard, "action_import")
        changed = [*GOOD[:3], "Bills fail for all vendors", *GOOD[4:6], "Closed"]
        wizard = self.wizard(csv_file(self.rows(changed)))
        self.assertEqual(wizard.line_ids.status, "known", "an edited row is the same")

    def test_the_same_number_of_another_list_is_another_issue(self):
        self.import_rows(GOOD)
        other = ["7", "Day 5 11:00", "S4", "Printer is slow", "L3", "", "Open"]
        [issue] = self.import_rows(other)
        self.assertEqual((issue.legacy_number, issue.name), ("7", "Printer is slow"))

    def test_a_row_twice_in_a_file_is_taken_once(self):
        row = ["", *GOOD[1:]]
        wizard = self.wizard(csv_file(self.rows(row, row)))
        self.assertEqual(self.status(wizard), [(2, "ready"), (3, "known")])
        self.assertEqual(self.lines(wizard)[1].message, "The same as row 2.")
