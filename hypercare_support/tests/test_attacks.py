"""Attacks that have no other test: see docs/security.md for the list of all."""

import io
import json

import openpyxl

from odoo import Command
from odoo.exceptions import UserError
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .common import HypercareCommon
from .mail_common import MailAliasCase
from .test_safe_export import ATTACKS, START


@tagged("post_install", "-at_install")
class TestPivotExport(HypercareCommon, HttpCase):
    """Headings of a pivot are texts of the log: reporters write them."""

    def table(self, title, model="hypercare.issue"):
        return {
            "title": "Analysis",
            "model": model,
            "measure_count": 1,
            "origin_count": 1,
            "col_group_headers": [[{"title": title, "width": 1, "height": 1}]],
            "measure_headers": [{"title": title, "width": 1, "is_bold": False}],
            "rows": [{"title": title, "indent": 0, "values": [{"value": title}]}],
        }

    def cells(self, table):
        self.authenticate(self.manager.login, self.manager.login)
        answer = self.url_open(
            "/web/pivot/export_xlsx",
            data={"data": json.dumps(table), "csrf_token": Request.csrf_token(self)},
        )
        self.assertEqual(answer.status_code, 200)
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        return [cell for row in book.active.iter_rows() for cell in row if cell.value]

    def test_no_heading_is_a_formula(self):
        for attack in ATTACKS:
            with self.subTest(attack=attack[:20]):
                cells = self.cells(self.table(attack))
                self.assertEqual(len(cells), 4)
                for cell in cells:
                    self.assertNotEqual(cell.data_type, "f")
                    self.assertIsNone(cell.hyperlink)
                    self.assertFalse(str(cell.value).lstrip(" ").startswith(START))

    def test_numbers_stay_numbers_and_other_models_as_they_are(self):
        table = self.table("Purchase")
        table["rows"][0]["values"][0]["value"] = -7.5
        self.assertIn(-7.5, [cell.value for cell in self.cells(table)])
        values = [c.value for c in self.cells(self.table("@home", "res.partner"))]
        self.assertEqual(set(values), {"@home"})

    def test_what_is_no_table_is_no_harm(self):
        self.authenticate(self.manager.login, self.manager.login)
        for data in ("[]", "{}", "null", '{"model": "hypercare.issue"}'):
            answer = self.url_open(
                "/web/pivot/export_xlsx",
                data={"data": data, "csrf_token": Request.csrf_token(self)},
            )
            with self.subTest(data=data):
                self.assertGreaterEqual(answer.status_code, 400)


@tagged("post_install", "-at_install")
class TestForged(HypercareCommon):
    """What a client says about a record is looked up, never believed."""

    def report(self, **values):
        return (
            self.env["hypercare.issue"]
            .with_user(self.reporter)
            .report_submit(
                {
                    "name": "It does not work",
                    "period_id": self.period.id,
                    "work_stopped": "no",
                    "workaround_known": "none",
                    "only_person": "no",
                    **values,
                }
            )
        )

    def test_a_forged_record_is_left_out(self):
        forged = (
            {"model": "res.users; DROP TABLE res_users", "res_id": 1},
            {"model": "no.such.model", "res_id": 1},
            {"model": "res.partner", "res_id": 2**40},
            {"model": "res.partner", "res_id": "1 OR 1=1"},
            {"model": "ir.config_parameter", "res_id": 1},
        )
        for context in forged:
            with self.subTest(context=context):
                issue_id = self.report(context={"app": "Sales", **context})["id"]
                kept = self.env["hypercare.issue"].browse(issue_id).context_ids
                self.assertEqual(kept.app, "Sales")
                self.assertFalse(kept.res_id)
                self.assertFalse(kept.record_name)

    def test_ten_megabytes_are_refused_with_a_sentence(self):
        paste = "A" * 10 * 2**20
        issue = self.make_issue("s3")
        for name in ("name", "description", "workaround", "resolution"):
            with self.subTest(field=name), self.assertRaisesRegex(UserError, "Attach"):
                issue.with_user(self.l1).write({name: paste})
        count = self.env["hypercare.issue"].search_count([])
        with self.assertRaises(UserError):
            self.make_issue("s3", description=paste)
        self.assertEqual(self.env["hypercare.issue"].search_count([]), count)

    def test_lines_of_lines_change_no_kept_fact(self):
        issue = self.make_issue("s3")
        with self.assertRaises(UserError):
            self.period.with_user(self.manager).write(
                {"issue_ids": [Command.update(issue.id, {"number": "HC-999"})]}
            )
        self.assertNotEqual(issue.number, "HC-999")


@tagged("post_install", "-at_install")
class TestSpoofedMail(MailAliasCase):
    """Anybody can write any address into a mail: it decides nothing."""

    def test_a_spoofed_sponsor_changes_nothing(self):
        issue = self.make_issue("s3")
        before = (issue.severity, issue.state, issue.tier_id, issue.user_id)
        self.receive(
            self.mail(
                "severity: s1\nstate: closed",
                f"Re: {issue.number} S1 URGENT close it",
                From=self.sponsor.email,
            )
        )
        self.assertEqual(
            (issue.severity, issue.state, issue.tier_id, issue.user_id), before
        )
