"""The report button in a browser, as an employee who is nobody's manager uses it."""

from unittest.mock import patch

from odoo import api
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import HypercareCommon

LAZY = ("ReportDialog", "report_submit")
PROBLEM = "connection refused, password=hunter2hunter2"


class ReportTourCase(HypercareCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        others = cls.env["hypercare.period"].search([("id", "!=", cls.period.id)])
        others.write({"state": "cancelled"})

    def reported(self):
        """Return the one issue that was reported, seen by the team."""
        self.env.invalidate_all()
        issue = self.env["hypercare.issue"].search(
            [("reporter_id", "=", self.reporter.id)]
        )
        self.assertEqual(len(issue), 1)
        return issue


@tagged("post_install", "-at_install")
class TestReportTour(ReportTourCase):
    def test_a_record_is_reported_from_its_form(self):
        partner = self.env["res.partner"].create({"name": "Turag Bank"})
        self.start_tour(
            f"/odoo/res.partner/{partner.id}",
            "hypercare_report_anywhere",
            login=self.reporter.login,
        )
        issue = self.reported()
        self.assertEqual(
            (issue.name, issue.severity, issue.channel),
            ("The address of the bank is wrong", "s1", "app"),
        )
        context = issue.context_ids
        self.assertEqual(
            (context.model, context.res_id, context.record_name, context.view_type),
            ("res.partner", partner.id, "Turag Bank", "form"),
        )
        self.assertRegex(context.browser, r"^Chrome \d+, Linux$")
        files = self.env["ir.attachment"].search(
            [("res_model", "=", issue._name), ("res_id", "=", issue.id)]
        )
        self.assertEqual((files.name, files.mimetype), ("image.png", "image/png"))
        self.assertFalse(files.public)

    def test_a_server_error_is_reported_from_its_dialog(self):
        issues = type(self.env["hypercare.issue"])
        search = issues.web_search_read

        @api.model
        def fail(records, domain, *args, **kwargs):
            if "boom" in str(domain):
                raise ValueError(PROBLEM)
            return search(records, domain, *args, **kwargs)

        with (
            patch.object(issues, "web_search_read", fail),
            mute_logger("odoo.http"),
        ):
            self.start_tour(
                "/odoo/my-issues",
                "hypercare_report_error",
                login=self.reporter.login,
                # The browser writes the error that is provoked to its console.
                error_checker=lambda message: "hunter2" not in message,
            )
        context = self.reported().context_ids
        self.assertEqual(context.error_name, "builtins.ValueError")
        self.assertIn("connection refused", context.error_message)
        self.assertEqual(context.failed_call, "hypercare.issue.web_search_read")
        self.assertIn("Traceback", context.traceback)
        self.assertNotIn("hunter2", str(context.read()))

    def test_an_issue_of_somebody_else_is_joined(self):
        issue = self.make_issue(
            user=self.colleague, name="Labels on the packing line are blank"
        )
        self.start_tour(
            "/odoo/my-issues", "hypercare_report_join", login=self.reporter.login
        )
        self.env.invalidate_all()
        self.assertEqual(issue.affected_user_ids, self.reporter)
        self.assertIn(self.reporter.partner_id, issue.message_partner_ids)
        self.assertFalse(
            self.env["hypercare.issue"].search([("reporter_id", "=", self.reporter.id)])
        )

    def test_the_dialog_is_not_loaded_with_every_page(self):
        def code(bundle):
            files = self.env["ir.qweb"]._get_asset_bundle(bundle, css=False)
            return "".join(file.content for file in files.javascripts)

        every_page, on_demand = map(
            code, ("web.assets_backend", "hypercare_support.assets_report")
        )
        self.assertIn("o_hc_report_error", self._templates("web.assets_backend"))
        for word in LAZY:
            self.assertIn(word, on_demand)
        self.assertNotIn("report_submit", every_page)

    def _templates(self, bundle):
        files = self.env["ir.qweb"]._get_asset_bundle(bundle, css=False)
        return "".join(file.content for file in files.templates)


@tagged("post_install", "-at_install")
class TestReportPhone(ReportTourCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_phone_shows_all_of_it(self):
        self.start_tour(
            "/odoo/my-issues", "hypercare_report_phone", login=self.reporter.login
        )
        self.assertEqual(self.reported().severity, "s1")

    def test_a_language_written_from_the_right_fits_as_well(self):
        self.env["res.lang"]._activate_lang("ar_001")
        self.reporter.lang = "ar_001"
        self.start_tour(
            "/odoo/my-issues", "hypercare_report_phone", login=self.reporter.login
        )
        self.assertEqual(self.reported().severity, "s1")
