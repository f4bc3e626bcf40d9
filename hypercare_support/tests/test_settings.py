"""The settings page, and what it decides: button, ratings, how long evidence stays."""

import base64
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCommon

from .common import at_time
from .test_clocks import utc
from .test_report import PNG, ReportCase

END = utc(2, 10)


@tagged("post_install", "-at_install")
class TestSettings(ReportCase):
    def settings(self, **values):
        settings = self.env["res.config.settings"].create(values)
        settings.execute()
        return self.env["res.config.settings"].create({})

    def test_defaults_until_somebody_decides(self):
        self.env["ir.config_parameter"].search(
            [("key", "=like", "hypercare_support.%")]
        ).unlink()
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(settings.hypercare_evidence_days, 90)
        self.assertTrue(settings.hypercare_ask_rating)
        self.assertFalse(settings.hypercare_hide_report_button)

    def test_what_is_switched_off_stays_off(self):
        settings = self.settings(
            hypercare_evidence_days=0,
            hypercare_ask_rating=False,
            hypercare_hide_report_button=True,
        )
        self.assertEqual(settings.hypercare_evidence_days, 0)
        self.assertFalse(settings.hypercare_ask_rating)
        self.assertTrue(settings.hypercare_hide_report_button)
        issues = self.env["hypercare.issue"]
        self.assertEqual(issues._setting("evidence_days"), 0)
        self.assertEqual(issues._setting("ask_rating"), 0)

    def test_nonsense_is_refused_or_means_the_default(self):
        for days in (-1, 4000):
            with self.subTest(days), self.assertRaisesRegex(UserError, "up to 3650"):
                self.settings(hypercare_evidence_days=days)
        parameters = self.env["ir.config_parameter"]
        for value in ("x", "", "1.5"):
            parameters.set_param("hypercare_support.evidence_days", value)
            self.assertEqual(self.env["hypercare.issue"]._setting("evidence_days"), 90)

    def test_only_the_administrator_changes_them(self):
        with self.assertRaises(AccessError):
            self.env["res.config.settings"].with_user(self.manager).create(
                {"hypercare_evidence_days": 1}
            ).execute()

    def test_the_button_hides_only_where_it_would_say_nothing(self):
        self.settings(hypercare_hide_report_button=True)
        session = self.issues()._report_session
        self.assertTrue(session()["enabled"])
        issue = self.make_issue("s3")
        issue.with_user(self.l1).write({"state": "resolved"})
        self.period.active = False
        self.assertEqual(session()["badge"], 1, "something still waits for an answer")
        issue.with_user(self.reporter).action_confirm_solved()
        self.assertEqual(session(), {})
        self.settings(hypercare_hide_report_button=False)
        self.assertFalse(session()["enabled"])


@tagged("post_install", "-at_install")
class TestEvidencePurge(ReportCase, MailCommon):
    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param(
            "hypercare_support.evidence_days", "30"
        )

    def evidence(self, **values):
        """Return an issue with everything that may come along, ended at `END`."""
        picture = self.encoded("screen.png", PNG)
        paper = self.encoded("bill.pdf", b"%PDF-1.7 bill")
        with at_time(END - timedelta(hours=1)):
            issue = self.submit(
                attachments=[picture, paper],
                context={"app": "Sales", "traceback": "ValueError: x"},
                **values,
            )
            self.attach(issue, "mailed.jpg", "email", b"\xff\xd8\xff\xe0 mailed")
            self.attach(issue, "team.png", "comment", PNG)
        self.do(issue, self.l1, END, state="resolved")
        return issue

    def encoded(self, name, data):
        return {"name": name, "data": base64.b64encode(data).decode()}

    def attach(self, issue, name, message_type, raw):
        attachment = self.env["ir.attachment"].create(
            {"name": name, "raw": raw, "res_model": issue._name, "res_id": issue.id}
        )
        issue.message_post(
            body="x", message_type=message_type, attachment_ids=attachment.ids
        )

    def names(self, issue):
        return sorted(
            self.env["ir.attachment"]
            .search([("res_model", "=", issue._name), ("res_id", "=", issue.id)])
            .mapped("name")
        )

    def purge(self, moment):
        with (
            at_time(moment),
            self.enter_registry_test_mode(),
            self.mock_mail_gateway(),
        ):
            self.env.ref("hypercare_support.ir_cron_daily").method_direct_trigger()
        self.env.invalidate_all()

    def test_pictures_and_technical_details_go_when_their_time_is_over(self):
        issue = self.evidence()
        everything = ["bill.pdf", "mailed.jpg", "screen.png", "team.png"]
        self.purge(END + timedelta(days=30))
        self.assertEqual(self.names(issue), everything)
        self.assertTrue(issue.context_ids.traceback)
        self.purge(END + timedelta(days=30, seconds=1))
        self.assertEqual(self.names(issue), ["bill.pdf", "team.png"])
        self.assertFalse(issue.context_ids.traceback)
        self.assertEqual(issue.context_ids.app, "Sales")
        notes = [body for body in issue.message_ids.mapped("body") if "Deleted" in body]
        self.assertEqual(len(notes), 1)
        self.assertIn("30 days", notes[0])
        self.assertIn("pictures and films: 2, technical details", notes[0])
        self.purge(END + timedelta(days=31))
        self.assertEqual(len(issue.message_ids), len(issue.message_ids.exists()))
        again = [body for body in issue.message_ids.mapped("body") if "Deleted" in body]
        self.assertEqual(len(again), 1)

    def test_open_issues_and_other_records_keep_theirs(self):
        issue = self.evidence()
        self.do(issue, self.l1, END + timedelta(days=1), state="in_progress")
        stranger = self.env["ir.attachment"].create(
            {"name": "stranger.png", "raw": PNG, "res_model": "res.partner",
             "res_id": self.reporter.partner_id.id}
        )  # fmt: skip
        # A link that somebody has smuggled in deletes nothing of anybody else.
        done = self.evidence()
        done._write_columns({"evidence_ids": [fields.Command.link(stranger.id)]})
        self.purge(END + timedelta(days=60))
        self.assertIn("screen.png", self.names(issue))
        self.assertNotIn("screen.png", self.names(done))
        self.assertTrue(stranger.exists())

    def test_for_ever_is_for_ever(self):
        self.env["ir.config_parameter"].set_param(
            "hypercare_support.evidence_days", "0"
        )
        issue = self.evidence()
        self.purge(END + timedelta(days=1000))
        self.assertIn("screen.png", self.names(issue))

    def test_one_that_cannot_go_does_not_hold_up_the_others(self):
        bad, good = self.evidence(), self.evidence()
        issues = type(self.env["hypercare.issue"])
        purge = issues._purge

        def fail(records, days):
            if bad in records:
                raise ValueError("locked")
            return purge(records, days)

        with (
            patch.object(issues, "_purge", fail),
            mute_logger("odoo.addons.hypercare_support.models.evidence_purge"),
        ):
            self.purge(END + timedelta(days=31))
        self.assertIn("screen.png", self.names(bad))
        self.assertNotIn("screen.png", self.names(good))
        self.purge(END + timedelta(days=32))
        self.assertNotIn("screen.png", self.names(bad))
