"""The report button's server side: what is taken, what is refused, who sees what."""

import base64
import json

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import HypercareCommon, at_time
from .test_clocks import utc

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)


class ReportCase(HypercareCommon):
    def setUp(self):
        super().setUp()
        others = self.env["hypercare.period"].search([("id", "!=", self.period.id)])
        others.filtered(lambda period: period.company_id == self.company).write(
            {"active": False}
        )

    def issues(self, user=None):
        return self.env["hypercare.issue"].with_user(user or self.reporter)

    def values(self, **changes):
        return {
            "name": "Vendor bills cannot be posted",
            "work_stopped": "yes",
            "workaround_known": "none",
            "only_person": "no",
            "client_key": False,
            **changes,
        }

    def submit(self, user=None, **changes):
        receipt = self.issues(user).report_submit(self.values(**changes))
        return self.env["hypercare.issue"].browse(receipt["id"])


@tagged("post_install", "-at_install")
class TestReport(ReportCase):
    def test_a_sentence_and_three_answers_are_a_report(self):
        with at_time(utc(2, 10)):
            receipt = self.issues().report_submit(self.values())
        issue = self.env["hypercare.issue"].browse(receipt["id"])
        self.assertEqual((issue.severity, issue.channel), ("s1", "app"))
        self.assertEqual(issue.reporter_id, self.reporter)
        self.assertEqual(issue.period_id, self.period)
        self.assertEqual(receipt["number"], issue.number)
        self.assertEqual(receipt["response_due"], "2026-03-02 06:00:00")
        self.assertIn("within 2 hours", receipt["promise"])
        self.assertEqual(receipt["url"], f"/odoo/hypercare.issue/{issue.id}")

    def test_the_answers_decide_the_severity(self):
        cases = [
            ("yes", "none", "no", "s1"),
            ("yes", "costly", "no", "s2"),
            ("no", "none", "yes", "s1"),
            ("no", "none", "no", "s2"),
            ("no", "costly", "no", "s3"),
            ("no", "easy", "no", "s4"),
        ]
        for stopped, way, only, severity in cases:
            with self.subTest(severity=severity, stopped=stopped, way=way, only=only):
                issue = self.submit(
                    work_stopped=stopped, workaround_known=way, only_person=only
                )
                self.assertEqual(issue.severity, severity)

    def test_what_is_missing_is_said(self):
        cases = [
            ({"name": "   "}, "one sentence"),
            ({"name": None}, "one sentence"),
            ({"name": 5}, "one sentence"),
            ({"work_stopped": False}, "three questions"),
            ({"workaround_known": "perhaps"}, "is not a"),
            ({"period_id": 10**9}, "No hypercare period"),
            ({"period_id": "x"}, "is no record"),
            ({"attachments": "x"}, "could not be read"),
            (
                {"attachments": [{"name": "a.png", "data": "no base64!"}]},
                "Add it again",
            ),
        ]
        for changes, message in cases:
            with (
                self.subTest(message=message, **changes),
                self.assertRaisesRegex(UserError, message),
                self.env.cr.savepoint(),
            ):
                self.submit(**changes)
        with self.assertRaisesRegex(UserError, "Write a sentence"):
            self.issues().report_submit(None)

    def test_a_long_sentence_loses_nothing(self):
        text = "It fails. " * 100
        issue = self.submit(name=text, description="More")
        self.assertEqual(len(issue.name), 300)
        self.assertIn(text.strip(), issue.description)
        self.assertTrue(issue.description.endswith("More"))

    def test_sent_twice_is_one_issue(self):
        first = self.submit(client_key="abc")
        self.assertEqual(self.submit(client_key="abc"), first)
        self.assertNotEqual(self.submit(self.colleague, client_key="abc"), first)

    def test_more_than_a_person_can_write_is_refused(self):
        for _number in range(10):
            self.submit()
        with self.assertRaisesRegex(UserError, "within a minute"):
            self.submit()
        self.submit(self.colleague)

    def test_without_a_period_it_says_whom_to_ask(self):
        self.period.state = "exit_review"
        self.period.state = "running"
        self.period.active = False
        start = self.issues().report_start({})
        self.assertFalse(start["periods"])
        self.assertIn("No hypercare period takes issues", start["none_reason"])
        with self.assertRaisesRegex(UserError, "No hypercare period takes issues"):
            self.submit()

    def test_two_running_periods_have_to_be_chosen_from(self):
        other = self.make_period(name="Second wave")
        start = self.issues().report_start({})
        self.assertEqual(len(start["periods"]), 2)
        self.assertFalse(start["period_id"])
        with self.assertRaises(UserError):
            self.submit()
        self.assertEqual(self.submit(period_id=other.id).period_id, other)

    def test_promises_are_shown_by_severity(self):
        [period] = self.issues().report_start({})["periods"]
        self.assertIn("within 2 hours", period["promises"]["s1"])
        self.assertEqual(set(period["promises"]), {"s1", "s2", "s3", "s4"})

    # -- Context -----------------------------------------------------------------------

    def test_what_was_on_the_screen_is_kept(self):
        partner = self.reporter.partner_id
        issue = self.submit(
            context={
                "app": "Contacts",
                "model": "res.partner",
                "res_id": partner.id,
                "record_name": "Forged name",
                "view_type": "form",
                "url": f"{partner.get_base_url()}/odoo/contacts/{partner.id}?debug=1",
                "browser": "Chrome 141",
                "error_name": "ValueError",
                "traceback": "File a.py, line 3\nValueError: x",
            }
        )
        context = issue.context_ids
        self.assertEqual(issue.module, "Contacts")
        self.assertEqual(context.record_name, partner.display_name)
        self.assertEqual(context.url, f"/odoo/contacts/{partner.id}")
        self.assertIn("line 3", context.traceback)
        action = context.with_user(self.reporter).action_open_record()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("res.partner", partner.id)
        )

    def test_nothing_is_learnt_about_records_one_may_not_read(self):
        company = self.env["res.company"].create({"name": "Hidden Ltd"})
        secret = self.env["res.partner"].create(
            {"name": "Secret partner", "company_id": company.id}
        )
        cases = [
            {"model": "res.partner", "res_id": secret.id},
            {"model": "res.partner", "res_id": 10**8},
            {"model": "res.partner", "res_id": "1; drop table"},
            {"model": "ir.config_parameter", "res_id": 1},
            {"model": "no.such.model", "res_id": 1},
            {"model": ["x"], "res_id": {}},
        ]
        for context in cases:
            with self.subTest(**context):
                issue = self.submit(self.colleague, context=context)
                self.assertFalse(issue.context_ids.res_id)
                self.assertFalse(issue.context_ids.record_name)
                start = self.issues(self.colleague).report_start(context)
                self.assertNotIn("Secret", json.dumps(start))
                issue.sudo()._store_rows({issue.id: {"create_date": utc(1, 0)}})

    def test_secrets_are_taken_out_before_anything_is_stored(self):
        secret = "hunter2-s3cr3t-9f8e7d"
        issue = self.submit(
            context={
                "traceback": f"KeyError\npassword='{secret}'\n"
                f"Authorization: Bearer {secret}",
                "error_message": f"api_key={secret}",
                "failed_call": json.dumps({"params": {"password": secret}}),
                "url": f"/odoo?access_token={secret}",
            }
        )
        row = issue.context_ids.read()[0]
        self.assertNotIn(secret, repr(row))
        quoted = self.submit(
            context={"traceback": f'raise ValueError("refused, password={secret}")'}
        )
        self.assertNotIn(secret, quoted.context_ids.traceback)
        self.assertIn("refused, password=", quoted.context_ids.traceback)
        self.assertIn("KeyError", row["traceback"])
        messages = issue.message_ids.mapped("body")
        self.assertNotIn(secret, repr(messages))

    def test_the_preview_shows_what_would_be_kept(self):
        start = self.issues().report_start(
            {"app": "Sales", "traceback": "token=abcdef1234567890abcdef"}
        )
        self.assertEqual([row["value"] for row in start["preview"]], ["Sales"])
        self.assertNotIn("abcdef1234567890", start["traceback"])

    def test_without_context_nothing_is_kept(self):
        issue = self.submit(with_context=False, context={"app": "Sales"})
        self.assertFalse(issue.context_ids)

    def test_technical_details_are_for_the_team_and_the_reporter(self):
        issue = self.submit(context={"traceback": "Traceback: x"})
        context = issue.context_ids
        for user, sees in (
            (self.reporter, True),
            (self.l1, True),
            (self.l3, True),
            (self.manager, True),
            (self.colleague, False),
            (self.sponsor, False),
        ):
            with self.subTest(user.login):
                self.env.invalidate_all()
                found = context.with_user(user).search([("id", "=", context.id)])
                self.assertEqual(bool(found), sees)
                if not sees:
                    with self.assertRaises(AccessError):
                        context.with_user(user).read(["traceback"])
        with self.assertRaises(AccessError):
            context.with_user(self.manager).write({"traceback": "mine"})

    # -- Files -------------------------------------------------------------------------

    def file(self, name, data, mimetype=""):
        return {
            "name": name,
            "mimetype": mimetype,
            "data": base64.b64encode(data).decode(),
        }

    def test_a_screenshot_is_bound_to_the_issue(self):
        issue = self.submit(attachments=[self.file("screen.png", PNG, "image/png")])
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", "hypercare.issue"), ("res_id", "=", issue.id)]
        )
        self.assertEqual(
            (attachment.name, attachment.mimetype), ("screen.png", "image/png")
        )
        self.assertFalse(attachment.public)
        self.assertEqual(attachment.raw, PNG)

    def test_files_that_are_not_what_they_say_are_refused(self):
        cases = [
            ("page.html", b"<html><script>alert(1)</script></html>"),
            ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg'></svg>"),
            ("screen.png", b"MZ\x90\x00 a program"),
            ("bill.pdf.exe", b"MZ\x90\x00"),
            ("empty.png", b""),
        ]
        for name, data in cases:
            with (
                self.subTest(name),
                self.assertRaisesRegex(UserError, "cannot be taken"),
                self.env.cr.savepoint(),
            ):
                self.submit(attachments=[self.file(name, data)])
        with self.assertRaisesRegex(UserError, "At most"):
            self.submit(attachments=[self.file("a.png", PNG)] * 50)

    # -- Like another ------------------------------------------------------------------

    def test_similar_open_issues_are_found_while_typing(self):
        like = self.make_issue("s2", name="Vendor bill cannot be posted in March")
        self.make_issue("s2", name="The barcode scanner is dead")
        done = self.make_issue("s2", name="Vendor bill cannot be posted at all")
        done.with_user(self.l1).write({"state": "resolved"})
        secret = self.make_issue("s2", name="Vendor bill of payroll", confidential=True)
        found = self.issues(self.colleague).report_similar(
            "vendor bills cannot be post", self.period.id
        )
        numbers = [line["number"] for line in found["issues"]]
        self.assertEqual(numbers, [like.number])
        self.assertNotIn(secret.number, numbers)
        short = self.issues().report_similar("ven", self.period.id)
        self.assertEqual(short, {"issues": [], "articles": []})

    def test_a_private_log_shows_nobody_elses(self):
        self.period.public_log = False
        self.make_issue("s2", name="Vendor bill cannot be posted")
        found = self.issues(self.colleague).report_similar(
            "Vendor bill cannot be posted", self.period.id
        )
        self.assertFalse(found["issues"])

    def test_joining_counts_follows_and_is_no_second_issue(self):
        issue = self.make_issue("s2")
        count = self.env["hypercare.issue"].search_count([])
        receipt = self.issues(self.colleague).report_join(issue.id)
        self.issues(self.colleague).report_join(issue.id)
        self.assertEqual(receipt["me_too"], 1)
        self.assertEqual(issue.affected_user_ids, self.colleague)
        self.assertIn(self.colleague.partner_id, issue.message_partner_ids)
        self.assertEqual(self.env["hypercare.issue"].search_count([]), count)
        self.assertEqual(
            self.env["hypercare.deflection"].search_count(
                [("issue_id", "=", issue.id)]
            ),
            1,
        )
        issue.with_user(self.l1).write({"state": "resolved"})
        with self.assertRaisesRegex(UserError, "not open any more"):
            self.issues(self.colleague).report_join(issue.id)

    def test_one_cannot_join_what_one_may_not_see(self):
        secret = self.make_issue("s2", confidential=True)
        for value in (secret.id, 10**9, "1", None, True):
            with self.subTest(value=value), self.assertRaises(UserError):
                self.issues(self.colleague).report_join(value)
        self.assertFalse(secret.affected_user_ids)
        with self.assertRaises(UserError):
            secret.write({"affected_user_ids": [Command.link(self.colleague.id)]})

    def test_an_answer_is_found_and_counted(self):
        article = self.env["hypercare.article"].create(
            {"name": "How do I print a delivery slip?", "answer": "<p>Press Print.</p>"}
        )
        hidden = article.copy({"published": False})
        found = self.issues().report_similar("print delivery slip", self.period.id)
        self.assertEqual([line["id"] for line in found["articles"]], [article.id])
        self.assertNotIn(hidden.id, [line["id"] for line in found["articles"]])
        self.issues().report_answered(
            article.id, False, "print delivery slip", self.period.id
        )
        self.assertEqual(article.use_count, 1)
        row = self.env["hypercare.deflection"].search([("article_id", "=", article.id)])
        self.assertEqual((row.user_id, row.period_id), (self.reporter, self.period))
        with self.assertRaises(UserError):
            self.issues().report_answered(10**9, False, "", self.period.id)

    def test_words_and_models_suggest_a_category(self):
        issue = self.submit(name="I forgot my password again")
        self.assertEqual(
            issue.category_id, self.env.ref("hypercare_support.category_password")
        )
        self.env["hypercare.category.hint"].create(
            {
                "category_id": self.env.ref("hypercare_support.category_data").id,
                "kind": "model",
                "value": "res.partner",
                "weight": 5,
            }
        )
        issue = self.submit(
            name="I forgot my password again", context={"model": "res.partner"}
        )
        self.assertEqual(
            issue.category_id, self.env.ref("hypercare_support.category_data")
        )

    # -- The badge ---------------------------------------------------------------------

    def test_the_badge_counts_what_waits_for_the_reporter(self):
        issues = [self.make_issue("s3") for _number in range(3)]
        session = self.issues()._report_session
        self.assertEqual(session(), {"enabled": True, "reason": False, "badge": 0})
        issues[0].with_user(self.l1).write({"state": "waiting"})
        issues[1].with_user(self.l1).write({"state": "resolved"})
        third = {"state": "waiting", "waiting_for": "third_party"}
        issues[2].with_user(self.l1).write(third)
        self.assertEqual(session()["badge"], 2)
        waits = self.issues().search([("needs_reporter", "=", True)])
        self.assertEqual(waits, issues[0] | issues[1])
        self.assertEqual(self.issues(self.colleague)._report_session()["badge"], 0)
        issues[1].with_user(self.reporter).action_confirm_solved()
        self.assertEqual(session()["badge"], 1)

    def test_the_session_costs_one_statement(self):
        issues = self.issues()
        issues._report_session()
        with self.assertQueryCount(1):
            issues._report_session()
