"""Answers, self-service, category hints, and what was captured: who may do what."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .test_report import ReportCase


@tagged("post_install", "-at_install")
class TestAnswers(ReportCase):
    def make_article(self, **values):
        return self.env["hypercare.article"].create(
            {"name": "How do I print?", "answer": "<p>Press Print.</p>", **values}
        )

    def test_an_answer_begins_with_what_solved_the_issue(self):
        issue = self.make_issue(name="Labels do not print")
        issue.with_user(self.l1).write({"resolution": "Choose <Zebra> as the printer"})
        action = issue.with_user(self.l1).action_make_answer()
        articles = self.env["hypercare.article"].with_user(self.l1)
        with Form(articles.with_context(**action["context"])) as form:
            self.assertEqual(form.name, "Labels do not print")
            self.assertIn("Choose &lt;Zebra&gt; as the printer", form.answer)
        article = form.record
        self.assertEqual(article.category_id, issue.category_id)
        self.assertTrue(article.with_user(self.colleague).has_access("read"))

    def test_nothing_confidential_becomes_an_answer(self):
        issue = self.make_issue(confidential=True)
        with self.assertRaisesRegex(UserError, "read by everybody"):
            issue.with_user(self.l1).action_make_answer()

    def test_only_the_team_makes_answers(self):
        issue = self.make_issue()
        for user in (self.reporter, self.colleague, self.sponsor):
            with self.subTest(user.login), self.assertRaises(AccessError):
                issue.with_user(user).action_make_answer()
        with self.assertRaises(AccessError):
            self.make_article().with_user(self.colleague).write({"name": "x"})

    def test_an_answer_that_is_not_shown_is_the_teams(self):
        article = self.make_article(published=False)
        for user, sees in ((self.colleague, False), (self.l1, True)):
            with self.subTest(user.login):
                found = article.with_user(user).search([("id", "=", article.id)])
                self.assertEqual(bool(found), sees)

    def test_self_service_is_read_by_team_and_sponsor(self):
        article = self.make_article()
        self.issues().report_answered(article.id, False, "print", self.period.id)
        row = self.env["hypercare.deflection"].search([("article_id", "=", article.id)])
        for user in (self.l1, self.manager, self.sponsor):
            self.assertEqual(row.with_user(user).text, "print")
        with self.assertRaises(AccessError):
            row.with_user(self.colleague).read(["text"])
        with self.assertRaises(AccessError):
            row.with_user(self.manager).write({"text": "x"})

    def test_hints_are_tried_before_they_are_trusted(self):
        trials = self.env["hypercare.category.hint.trial"].with_user(self.manager)
        trial = trials.create({"text": "My PASSWORD is slow, login too"})
        password = self.env.ref("hypercare_support.category_password")
        self.assertEqual(trial.category_id, password)
        self.assertRegex(trial.because, r"points: 2 – login \(\+1\), password \(\+1\)")
        self.assertIn("slow (+1)", trial.because)
        trial.text = "<b>nothing</b> known"
        self.assertFalse(trial.category_id)
        self.assertFalse(trial.because)
        self.env["hypercare.category.hint"].create(
            {"category_id": password.id, "kind": "model", "value": "res.partner"}
        )
        trial.model_id = self.env["ir.model"]._get("res.partner")
        self.assertEqual(trial.category_id, password)
        with self.assertRaises(AccessError):
            trials.with_user(self.l1).create({"text": "x"})

    def test_what_was_captured_is_on_the_form_of_who_may_read_it(self):
        issue = self.submit(
            context={
                "app": "Sales",
                "traceback": "Traceback: x",
                "model": "res.partner",
            }
        )
        arch = self.env.ref("hypercare_support.issue_view_form_context").arch
        self.assertIn("context_ids", arch)
        for user, sees in (
            (self.reporter, True),
            (self.l1, True),
            (self.manager, True),
            (self.colleague, False),
            (self.sponsor, False),
        ):
            with self.subTest(user.login):
                self.env.invalidate_all()
                [values] = issue.with_user(user).web_read(
                    {"context_ids": {"fields": {"app": {}, "traceback": {}}}}
                )
                self.assertEqual(bool(values["context_ids"]), sees)

    def test_the_record_is_opened_by_who_may_read_it(self):
        hidden = self.env["res.partner"].create(
            {
                "name": "Hidden",
                "company_id": self.env["res.company"].create({"name": "Other"}).id,
            }
        )
        issue = self.submit(
            context={"model": "res.partner", "res_id": self.reporter.partner_id.id}
        )
        context = issue.context_ids.with_user(self.l1)
        action = context.action_open_record()
        self.assertEqual(action["res_id"], self.reporter.partner_id.id)
        context.sudo().res_id = hidden.id
        with self.assertRaises(AccessError):
            context.action_open_record()
        context.sudo().res_id = 10**8
        with self.assertRaisesRegex(UserError, "has been deleted"):
            context.action_open_record()
