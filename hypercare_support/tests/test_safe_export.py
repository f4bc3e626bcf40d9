"""Exports carry no formula, and come back as they were."""

import csv
import io
import json

import openpyxl

from odoo.tests import HttpCase, tagged

from .common import MONDAY
from .sheet_common import HEAD, NOW, SheetCase, csv_file

#: Texts that spreadsheet programs carry out, follow or lose.
ATTACKS = (
    '=HYPERLINK("http://evil.example","x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "{=1+1}",
    "＝1+1",
    " =1+1",
    "external:c:\\secret.xlsx",
    "internal:Sheet2!A1",
    "mailto:a@example.com is the address",
    "https://example.com/ does not open " + "x" * 3000,
)
HARMLESS = (
    "Bills fail",
    "'quoted'",
    "'=1+1",
    "https://example.com/a?b=c#d",
    "a=b",
    "১২",
    "A line\nand = another",
)
START = ("=", "+", "-", "@", "\t", "\r", "\n", "{=", "＝")


@tagged("post_install", "-at_install")
class TestSafeExport(SheetCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager.group_ids |= cls.env.ref("base.group_allow_export")

    def export(self, way, model, names, records, compatible=False, **params):
        """Return what Odoo's own export answers, as the list view asks it."""
        self.authenticate(self.manager.login, self.manager.login)
        fields = self.env[model].fields_get(names)
        data = {
            "model": model,
            "fields": [
                {"name": name, "label": fields[name]["string"]} | fields[name]
                for name in names
            ],
            "ids": records.ids,
            "domain": [],
            "import_compat": compatible,
            "context": {"lang": "en_US", "tz": "Asia/Dhaka"},
            **params,
        }
        answer = self.url_open(
            f"/web/export/{way}",
            data={"data": json.dumps(data), "csrf_token": self.csrf_token()},
        )
        self.assertEqual(answer.status_code, 200)
        return answer.content

    def csrf_token(self):
        from odoo.http import Request

        return Request.csrf_token(self)

    def cells(self, content):
        """Return the cells of an xlsx file, formulas as such."""
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = [cell for row in book.active.iter_rows() for cell in row]
        self.assertNotIn("f", {cell.data_type for cell in cells})
        return cells

    def issues_with(self, texts):
        issues = self.env["hypercare.issue"]
        for text in texts:
            vals = {"name": "x", "description": text, "module": text}
            issues |= self.make_issue(at=MONDAY, user=self.l1, **vals)
        self.env.flush_all()
        return issues

    def test_no_attack_gets_through_the_log_s_export(self):
        issues = self.issues_with(ATTACKS)
        names = ["number", "description", "module"]
        for compatible in (False, True):
            with self.subTest(compatible=compatible):
                content = self.export(
                    "csv", "hypercare.issue", names, issues, compatible
                )
                rows = list(csv.reader(io.StringIO(content.decode())))
                self.assertEqual(len(rows), len(ATTACKS) + 1)
                for row in rows:
                    for cell in row:
                        self.assertFalse(cell.lstrip(" ").startswith(START), cell)
                content = self.export(
                    "xlsx", "hypercare.issue", names, issues, compatible
                )
                for cell in self.cells(content):
                    self.assertIsNone(cell.hyperlink)
                    text = str(cell.value or "").lstrip(" ")
                    self.assertFalse(text.startswith(START), text)

    def test_names_of_groups_are_no_formulas(self):
        issues = self.issues_with(ATTACKS)
        content = self.export(
            "xlsx", "hypercare.issue", ["number", "name"], issues, groupby=["module"]
        )
        for cell in self.cells(content):
            text = str(cell.value or "").lstrip(" ")
            self.assertFalse(text.startswith(START), text)

    def test_other_models_are_exported_as_ever(self):
        partner = self.env["res.partner"].create({"name": "@home", "comment": "a"})
        self.assertEqual(partner.export_data(["name"])["datas"], [["@home"]])
        content = self.export("csv", "res.partner", ["name"], partner)
        self.assertIn(b'"@home"', content)
        content = self.export(
            "xlsx", "res.partner", ["display_name"], partner, groupby=["name"]
        )
        texts = [cell.value for cell in self.cells(content)]
        self.assertIn("@home (1)", texts)

    def test_every_text_comes_back_as_it_was(self):
        """Only what no list shows is lost: line ends at the very beginning."""
        texts = (*ATTACKS, *HARMLESS)
        issues = self.issues_with(texts)
        names = ["number", "reported_at", "name", "description"]
        stored = [issue.description for issue in issues]
        self.assertEqual(stored, list(texts))
        target = self.make_period(name="Second")
        for way in ("csv", "xlsx"):
            with self.subTest(way=way), self.cr.savepoint() as savepoint:
                content = self.export(way, "hypercare.issue", names, issues)
                wizard = self.wizard(content, self.manager, period_id=target.id)
                taken = self.take(wizard)
                for text, issue in zip(texts, taken, strict=True):
                    self.assertEqual((issue.description or "").strip(), text.strip())
                savepoint.rollback()


@tagged("post_install", "-at_install")
class TestRoundTrip(SheetCase, HttpCase):
    """The log, exported and taken over by another period, is the same log."""

    NAMES = ("number", "reported_at", "module", "severity", "name", "description")
    NAMES += ("reporter_id", "user_id", "tier_id", "state", "resolution")
    NAMES += ("resolved_at", "category_id", "channel")

    export = TestSafeExport.export
    csrf_token = TestSafeExport.csrf_token

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager.group_ids |= cls.env.ref("base.group_allow_export")
        rows = [
            ["1", "Day 2 09:15", "S1", "=Bills fail", "Reporter", "L2", "In progress"],
            ["2", "Day 3 10:00", "S2", "Stock", "Colleague", "", "Open"],
            ["3", "Day 4 11:00", "S3", "Print", "Reporter", "L1", "Waiting"],
            ["4", "Day 5 12:00", "S4", "Colour", "Reporter", "L1", "Assigned"],
            ["5", "Day 5 12:01", "S4", "Lot", "Reporter", "L1", "Duplicate"],
        ]
        head = [*HEAD, "Module", "Resolution", "Resolved at"]
        done = [
            ["6", "Day 2 10:00", "S2", "Tax", "Reporter", "L2", "Resolved"],
            ["7", "Day 2 10:30", "S3", "TDS", "Colleague", "L1", "Closed"],
        ]
        rows = [[*row, "Purchase", "", ""] for row in rows]
        rows += [[*row, "HR", "Put back", "Day 3 16:20"] for row in done]
        cls.content = csv_file([head, *rows])

    def facts(self, issue):
        names = ("name", "severity", "state", "module", "channel", "reported_at")
        names += ("resolved_at", "reporter_id", "user_id", "level", "category_id")
        texts = ("description", "resolution")
        return [
            *(issue[name] for name in names),
            *(issue[name] or "" for name in texts),
        ]

    def test_there_and_back(self):
        issues = self.take(self.wizard(self.content))
        self.assertEqual(len(issues), 7)
        target = self.make_period(name="Second", state="running")
        views = self.env.ref("hypercare_support.issue_view_list").arch
        shown = [name for name in self.NAMES if f'name="{name}"' in views]
        shown += ["day_label"]
        compatible = [
            f"{name}/id" if name in ("reporter_id", "user_id", "category_id") else name
            for name in self.NAMES
        ]
        for way in ("xlsx", "csv"):
            for label, names, compat in (
                ("the list", shown, False),
                ("all", list(self.NAMES), False),
                ("compatible", compatible, True),
            ):
                with (
                    self.subTest(way=way, kind=label),
                    self.cr.savepoint() as savepoint,
                ):
                    content = self.content_of(way, names, issues, compat)
                    wizard = self.wizard(content, self.manager, period_id=target.id)
                    self.assertFalse(wizard.error_count, self.lines(wizard)[:1].message)
                    taken = self.take(wizard)
                    self.assertEqual(
                        taken.mapped("legacy_number"), [*issues.mapped("number")]
                    )
                    for one, other in zip(issues, taken, strict=True):
                        wanted = self.facts(one)
                        found = self.facts(other)
                        if label == "the list":
                            # What the list does not show is not in its export.
                            wanted[4] = found[4]
                            wanted[10] = found[10]
                        self.assertEqual(found, wanted)
                    savepoint.rollback()

    def content_of(self, way, names, issues, compatible):
        self.authenticate(self.manager.login, self.manager.login)
        issues_ = self.env["hypercare.issue"]
        labels = {
            name: issues_._fields[name.partition("/")[0]]._description_string(self.env)
            for name in names
        }
        data = {
            "model": "hypercare.issue",
            "fields": [
                {"name": name, "label": labels[name], "type": "char"} for name in names
            ],
            "ids": issues.ids,
            "domain": [],
            "import_compat": compatible,
            "context": {"lang": "en_US", "tz": "Asia/Dhaka"},
        }
        answer = self.url_open(
            f"/web/export/{way}",
            data={"data": json.dumps(data), "csrf_token": self.csrf_token()},
        )
        self.assertEqual(answer.status_code, 200)
        return answer.content

    def test_an_export_into_its_own_period_finds_every_issue(self):
        issues = self.take(self.wizard(self.content))
        content = self.content_of("xlsx", list(self.NAMES), issues, False)
        wizard = self.wizard(content, self.manager)
        self.assertEqual(set(wizard.line_ids.mapped("status")), {"known"})
        self.assertIn(issues[0].number, self.lines(wizard)[0].message)
        self.assertLess(issues[0].create_date, NOW.replace(year=2100))
