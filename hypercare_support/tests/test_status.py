"""Status reports: what they say, who gets them, and that they go out once."""

import re
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import MONDAY, HypercareCommon, at_time

#: Half an hour after the time at which status reports go out in Dhaka.
EVENING = MONDAY.replace(hour=11, minute=30)
THURSDAY = EVENING + timedelta(days=3)


class StatusCase(HypercareCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reports = cls.env["hypercare.status.report"]
        cls.reader = cls.env["res.partner"].create(
            {"name": "Rahim", "email": "rahim@example.com", "tz": "Asia/Dhaka"}
        )
        cls.stakeholder = cls.env["hypercare.stakeholder"].create(
            {"period_id": cls.period.id, "partner_id": cls.reader.id, "daily": True}
        )

    def run_cron(self, moment):
        """Run the scheduled action at a moment; return the reports it has sent."""
        before = self.reports.search([("sent_at", "!=", False)])
        with (
            at_time(moment),
            self.enter_registry_test_mode(),
            patch.object(
                self.env.registry["hypercare.status.report"],
                "_as_file",
                lambda report: (None, ""),
            ),
        ):
            cron = self.env.ref("hypercare_support.ir_cron_status")
            cron.method_direct_trigger()
        self.env.invalidate_all()
        return self.reports.search([("sent_at", "!=", False)]) - before

    def mails_of(self, report):
        return self.env["mail.mail"].search(
            [("model", "=", report._name), ("res_id", "in", report.ids)]
        )


class TestStatus(StatusCase):
    def test_daily_goes_out_once_at_its_time(self):
        self.assertFalse(self.run_cron(EVENING - timedelta(hours=1)))
        report = self.run_cron(EVENING)
        self.assertEqual(report.kind, "daily")
        self.assertEqual(str(report.day), "2026-03-02")
        self.assertFalse(self.run_cron(EVENING + timedelta(minutes=10)))
        told = {re.search("<(.*)>", mail.email_to)[1] for mail in self.mails_of(report)}
        self.assertEqual(
            told, {"manager@example.com", "consultant@example.com", "rahim@example.com"}
        )
        self.assertEqual(report.reader_count, 3)

    def test_weekly_to_the_sponsor_too_and_made_up_for(self):
        friday = THURSDAY + timedelta(days=1)
        report = self.run_cron(friday)
        self.assertEqual(report.kind, "weekly")
        self.assertEqual(str(report.day), "2026-03-05")
        self.assertIn(
            "sponsor@example.com", str(self.mails_of(report).mapped("email_to"))
        )

    def test_nothing_after_the_period_or_when_switched_off(self):
        self.period.status_mails = False
        self.assertFalse(self.run_cron(EVENING))
        self.period.status_mails = True
        self.period.state = "exit_review"
        self.period.state = "monitoring"
        self.assertFalse(self.run_cron(EVENING))

    def test_one_that_fails_does_not_hold_up_the_others(self):
        other = self.make_period(name="Second wave")
        make = type(self.reports)._make

        def broken(reports, period, kind, day):
            if period == self.period:
                raise ValueError("broken")
            return make(reports, period, kind, day)

        with (
            patch.object(type(self.reports), "_make", broken),
            self.assertLogs("odoo.addons.hypercare_support", "ERROR"),
        ):
            sent = self.run_cron(EVENING)
        self.assertEqual(sent.period_id, other)
        self.assertEqual(self.run_cron(EVENING).period_id, self.period)

    def test_figures_are_those_of_the_span(self):
        with at_time(MONDAY - timedelta(days=1)):
            old = self.make_issue("s3", at=MONDAY - timedelta(days=1))
        with at_time(MONDAY):
            self.make_issue("s1", at=MONDAY, module="Sales")
            self.make_issue("s2", at=MONDAY, module="Sales", confidential=True)
            self.make_issue("s4", at=MONDAY, module="Stock")
        with at_time(MONDAY + timedelta(hours=1)):
            old.with_user(self.l1).write({"state": "resolved"})
        with at_time(EVENING):
            figures = self.period._status_figures(MONDAY - timedelta(hours=1), EVENING)
        self.assertEqual(figures["raised"], 3)
        self.assertEqual(figures["resolved"], 1)
        self.assertEqual(figures["open"], 3)
        self.assertEqual(figures["severities"], {"s1": 1, "s2": 1, "s3": 0, "s4": 1})
        self.assertEqual(figures["modules"], [["Sales", 2], ["Stock", 1]])
        self.assertEqual(figures["days"], [["2026-03-02", 3, 1]])
        # S1: 2 h to solve at any time, reported 10:00, asked at 17:30.
        self.assertTrue(figures["issues"][0]["late"])
        self.assertEqual([line["name"] for line in figures["issues"]][1], False)
        met, decided = figures["sla"]["resolution"]
        self.assertEqual((met, decided), (1, 2))

    def test_reopened_counts_and_the_last_run_decides(self):
        with at_time(MONDAY):
            issue = self.make_issue("s3", at=MONDAY)
        with at_time(MONDAY + timedelta(hours=1)):
            issue.with_user(self.l1).write({"state": "resolved"})
        with at_time(MONDAY + timedelta(hours=2)):
            issue.with_user(self.l1).action_reopen()
        with at_time(EVENING):
            figures = self.period._status_figures(MONDAY, EVENING)
        self.assertEqual(figures["reopened"], 1)
        self.assertEqual(figures["resolved"], 0)
        self.assertEqual(figures["sla"]["resolution"], [0, 0])

    def test_nothing_is_left_out_between_two_reports(self):
        first = self.run_cron(EVENING)
        late = EVENING + timedelta(hours=3)
        with at_time(late):
            self.make_issue("s3", at=late)
        second = self.run_cron(EVENING + timedelta(days=1))
        self.assertEqual(second.since, first.until)
        self.assertEqual(second.figures["raised"], 1)

    def test_a_reader_gets_language_and_time_of_their_own(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.reader.write({"lang": "fr_FR", "tz": "Europe/Paris"})
        report = self.run_cron(EVENING)
        mails = self.mails_of(report)
        mail = mails.filtered(lambda mail: "rahim" in mail.email_to)
        self.assertIn("Europe/Paris", mail.body_html)
        self.assertIn("lun. 2 mars 12:30", mail.body_html)
        self.assertIn("Asia/Dhaka", (mails - mail)[0].body_html)

    def test_a_broken_template_costs_its_words_only(self):
        template = self.env.ref("hypercare_support.mail_template_status_daily")
        template.subject = "{{ object.no_such_field }}"
        report = self.run_cron(EVENING)
        self.assertIn("broken", report.problem)
        mail = self.mails_of(report)[0]
        self.assertIn("Daily status", mail.subject)
        self.assertIn("nothing is open", mail.body_html)

    def test_hostile_words_stay_words(self):
        with at_time(MONDAY):
            self.make_issue("s1", at=MONDAY, name="<script>alert(1)</script>")
        report = self.run_cron(EVENING)
        body = self.mails_of(report)[0].body_html
        self.assertNotIn("<script>", body)
        self.assertIn("&lt;script&gt;", body)

    def test_manager_comments_and_sends_by_hand(self):
        with at_time(EVENING - timedelta(hours=3)):
            action = self.period.with_user(self.manager).action_status_report()
            report = self.reports.browse(action["res_id"]).with_user(self.manager)
            self.assertFalse(report.sent_at)
            report.comment = "Payroll first, please"
            self.assertIn("Payroll first", report.preview)
            report.action_send()
            self.assertTrue(report.sent_at)
            self.assertIn("Payroll first", self.mails_of(report)[0].body_html)
            with self.assertRaisesRegex(UserError, "has been sent"):
                report.action_send()
            with self.assertRaisesRegex(UserError, "has been sent"):
                report.comment = "Changed"
            with self.assertRaisesRegex(UserError, "has been sent"):
                report.unlink()
        self.assertFalse(self.run_cron(EVENING), "it has gone out already")

    def test_nobody_types_figures(self):
        report = self.run_cron(EVENING).with_user(self.manager)
        with self.assertRaisesRegex(UserError, "cannot be typed"):
            report.write({"figures": {}})
        with self.assertRaisesRegex(UserError, "made from their period"):
            self.reports.with_user(self.manager).create(
                {"period_id": self.period.id, "kind": "daily", "day": "2026-03-03"}
            )
        with self.assertRaises(AccessError):
            report.with_user(self.l1).action_send()

    def test_persona_table(self):
        report = self.run_cron(EVENING)
        stranger = self.make_user("stranger", "hypercare_support.group_agent")
        for user, reads in (
            (self.reporter, False),
            (stranger, False),
            (self.l1, True),
            (self.manager, True),
            (self.sponsor, True),
        ):
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                try:
                    found = report.with_user(user).search([("id", "=", report.id)])
                except AccessError:
                    found = self.reports
                self.assertEqual(bool(found), reads)

    def test_readers_by_role_and_by_wish(self):
        area = self.env["hypercare.area"].create(
            {"period_id": self.period.id, "name": "Stores", "head_id": self.l2.id}
        )
        monthly = [partner for partner, _s in self.period._status_readers("monthly")]
        self.assertIn(area.head_id.partner_id, monthly)
        self.assertNotIn(self.reader, monthly)
        self.reader.email = "not an address"
        daily = [partner for partner, _s in self.period._status_readers("daily")]
        self.assertNotIn(self.reader, daily)

    def test_unsubscribed_by_themselves_only(self):
        with self.assertRaisesRegex(UserError, "up to them"):
            self.stakeholder.with_user(self.manager).unsubscribed_at = MONDAY
        self.stakeholder._set_unsubscribed(True)
        with self.assertRaisesRegex(UserError, "up to them"):
            self.stakeholder.with_user(self.manager).unsubscribed_at = False
        report = self.run_cron(EVENING)
        self.assertNotIn("rahim", str(self.mails_of(report).mapped("email_to")))

    def test_wrong_values_are_refused_in_words(self):
        with self.assertRaisesRegex(UserError, "number"):
            self.period.write({"status_time": "soon"})
        with self.assertRaisesRegex(UserError, "is not an existing"):
            self.env["hypercare.stakeholder"].create(
                {"period_id": self.period.id, "partner_id": "x"}
            )

    def test_as_many_queries_for_many_issues(self):
        def queries(count):
            with at_time(MONDAY):
                for _ in range(count):
                    self.make_issue("s1", at=MONDAY)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with at_time(EVENING):
                self.period._status_figures(MONDAY - timedelta(hours=1), EVENING)
            return self.env.cr.sql_log_count - before

        queries(1)
        self.assertEqual(queries(2), queries(30))


@tagged("post_install", "-at_install")
class TestStatusHttp(StatusCase, HttpCase):
    def test_unsubscribe_asks_first_and_undoes(self):
        url = self.stakeholder._unsubscribe_url().split("/", 3)[3]
        path = f"/{url}"
        answer = self.url_open(path)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("No more reports?", answer.text)
        self.assertFalse(self.stakeholder.unsubscribed_at, "looking changes nothing")
        answer = self.url_open(f"{path}/stop", data={"List-Unsubscribe": "One-Click"})
        self.assertIn("You get no more reports", answer.text)
        self.env.invalidate_all()
        self.assertTrue(self.stakeholder.unsubscribed_at)
        self.url_open(f"{path}/again", data={"x": "1"})
        self.env.invalidate_all()
        self.assertFalse(self.stakeholder.unsubscribed_at)

    def test_a_wrong_link_tells_and_does_nothing(self):
        other = self.env["hypercare.stakeholder"].create(
            {"period_id": self.period.id, "partner_id": self.l2.partner_id.id}
        )
        token = other._unsubscribe_token()
        for path in (
            f"/hypercare/unsubscribe/{self.stakeholder.id}/{token}",
            f"/hypercare/unsubscribe/{self.stakeholder.id}/wrong",
            f"/hypercare/unsubscribe/{2**40}/{token}",
        ):
            with self.subTest(path=path):
                answer = self.url_open(path)
                self.assertEqual(answer.status_code, 404)
                self.assertNotIn("rahim", answer.text)
                self.url_open(f"{path}/stop", data={"x": "1"})
                self.env.invalidate_all()
                self.assertFalse(self.stakeholder.unsubscribed_at)

    def test_pdfs_are_printed(self):
        with at_time(MONDAY):
            issue = self.make_issue("s1", at=MONDAY)
        with at_time(THURSDAY):
            report = self.reports._make(self.period, "weekly", THURSDAY.date())
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )
        for xmlid, record in (
            ("hypercare_support.status_report_pdf", report),
            ("hypercare_support.issue_log_pdf", issue),
        ):
            with self.subTest(report=xmlid):
                content, kind = reports._render_qweb_pdf(xmlid, record.ids)
                self.assertEqual(kind, "pdf")
                self.assertTrue(content.startswith(b"%PDF"))
                html, _kind = reports._render_qweb_html(xmlid, record.ids)
                self.assertIn(issue.number.encode(), html)

    def test_a_weekly_summary_carries_its_file(self):
        self.period.stakeholder_ids = [Command.clear()]
        report = self.reports._make(self.period, "weekly", THURSDAY.date())
        with patch.object(
            self.env.registry["ir.actions.report"],
            "_render_qweb_pdf",
            lambda *args, **kwargs: (b"%PDF-1.4", "pdf"),
        ):
            report._send()
        files = self.mails_of(report).attachment_ids
        self.assertEqual(files.mapped("mimetype"), ["application/pdf"])
        self.assertFalse(files.public)

    def test_without_a_printing_program_the_mail_goes_out(self):
        report = self.reports._make(self.period, "weekly", THURSDAY.date())
        with (
            patch.object(
                self.env.registry["ir.actions.report"],
                "_render_qweb_pdf",
                side_effect=UserError("no wkhtmltopdf"),
            ),
            self.assertLogs("odoo.addons.hypercare_support", "WARNING"),
        ):
            report._send()
        self.assertIn("without its PDF", report.problem)
        self.assertTrue(self.mails_of(report))
