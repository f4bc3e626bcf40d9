"""The import in a browser, and the template."""

import io

import openpyxl

from odoo.tests import HttpCase, tagged

from .sheet_common import SheetCase


@tagged("post_install", "-at_install")
class TestSheetTour(SheetCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        others = cls.env["hypercare.period"].search([("id", "!=", cls.period.id)])
        others.write({"state": "cancelled"})

    def test_a_list_with_two_broken_rows_is_mended_and_imported(self):
        self.start_tour(
            "/odoo/hypercare-import", "hypercare_sheet_import", login=self.l1.login
        )
        self.env.invalidate_all()
        issues = self.env["hypercare.issue"].search(
            [("period_id", "=", self.period.id)], order="id"
        )
        self.assertEqual(
            [(one.name, one.reporter_id, one.module) for one in issues],
            [
                ("Bills cannot be posted", self.sponsor, "red"),
                ("Receipts print twice", self.colleague, "green"),
            ],
        )

    def template(self, user):
        self.authenticate(user.login, user.login)
        return self.url_open("/hypercare/issue-list.xlsx")

    def test_the_template_can_be_filled_in_and_imported(self):
        answer = self.template(self.l1)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Issue%20list.xlsx", answer.headers["Content-Disposition"])
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        self.assertEqual(book.sheetnames, ["Issues", "Explanation"])
        sheet = book["Issues"]
        head = [cell.value for cell in sheet[1]]
        self.assertEqual(head[:5], ["No", "Day/Date", "Module", "Severity", "Issue"])
        choices = {
            str(one.sqref): one.formula1
            for one in sheet.data_validations.dataValidation
        }
        self.assertEqual(choices["D2:D1001"], '"S1,S2,S3,S4"')
        self.assertIn("Waiting", choices["K2:K1001"])
        self.assertIn("What to write", [cell.value for cell in book["Explanation"][1]])
        wizard = self.wizard(answer.content)
        self.assertFalse(wizard.problem)
        # The second example was reported after “now”; people are examples as well.
        self.assertEqual(len(wizard.line_ids), 2)
        self.assertFalse(
            wizard.column_ids.filtered(lambda column: not column.field_name)
        )

    def test_the_template_speaks_the_language_of_the_user(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["res.lang"]._activate_lang("de_DE")
        self.l1.lang = "de_DE"
        answer = self.template(self.l1)
        self.assertEqual(answer.status_code, 200)
        wizard = self.wizard(answer.content)
        self.assertFalse(wizard.problem)

    def test_the_template_is_for_the_team(self):
        answer = self.template(self.reporter)
        self.assertEqual(answer.status_code, 403)
        self.assertNotIn(b"PK", answer.content[:2])
        self.logout()
        answer = self.url_open("/hypercare/issue-list.xlsx", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
