"""What a review of the channels found: each with the way in that it closes."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .common import MONDAY, HypercareCommon, at_time


class TestChannelsEdges(HypercareCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "Other"})
        cls.foreigner = cls.make_user(
            "foreigner",
            company_id=cls.other_company.id,
            company_ids=[Command.set(cls.other_company.ids)],
        )
        cls.secret = cls.make_issue("s3", confidential=True, name="Salary of the CEO")
        cls.env.flush_all()

    def test_a_reply_dialog_shows_no_hidden_issue(self):
        replies = self.env["hypercare.issue.reply"]
        for user in (self.colleague, self.foreigner):
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                with self.assertRaises(AccessError):
                    replies.with_user(user).create(
                        {"issue_id": self.secret.id, "kind": "rate"}
                    )
        reply = replies.with_user(self.reporter).create(
            {"issue_id": self.secret.id, "kind": "answer"}
        )
        self.assertEqual(reply.issue_name, "Salary of the CEO")

    def test_a_mail_is_not_the_latest_word_of_the_team(self):
        issue = self.make_issue("s1")
        issue.with_user(self.l3).affects_all = True
        root = issue.with_user(self.env.ref("base.user_root"))
        root.message_post(
            body="Forged: pay to another account",
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            author_id=self.l3.partner_id.id,
        )
        self.assertFalse(issue.public_update)
        issue.with_user(self.l3).message_post(
            body="We are on it", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.assertEqual(issue.public_update, "We are on it")

    def test_no_alias_of_another_app_is_taken_by_a_default(self):
        foreign = self.env["mail.alias"].create(
            {
                "alias_name": "sales",
                "alias_model_id": self.env["ir.model"]._get_id("res.partner"),
            }
        )
        periods = self.env["hypercare.period"].with_user(self.manager)
        period = periods.with_context(default_alias_id=foreign.id).create(
            {"name": "Taken", "go_live": "2026-03-01", "date_end": "2026-03-14"}
        )
        self.assertNotEqual(period.sudo().alias_id, foreign)
        self.assertEqual(foreign.alias_model_id.model, "res.partner")

    def test_a_rating_is_not_forged_by_a_default(self):
        ratings = self.env["rating.rating"].with_user(self.colleague)
        ours = self.env["ir.model"]._get_id("hypercare.issue")
        values = {
            "res_id": self.secret.id,
            "partner_id": self.colleague.partner_id.id,
            "rating": 1,
            "consumed": True,
        }
        with self.assertRaises(UserError):
            ratings.with_context(default_res_model_id=ours).create(values)

    def test_decisions_about_mails_are_ones_own(self):
        self.assertTrue(
            self.env["ir.rule"].search(
                [
                    ("model_id.model", "=", "hypercare.held.mail.decide"),
                    ("domain_force", "like", "create_uid"),
                ]
            )
        )

    def test_nobody_links_what_he_may_not_read(self):
        foreign = self.make_period(name="Foreign", company_id=self.other_company.id)
        stakeholders = self.env["hypercare.stakeholder"].with_user(self.manager)
        with self.assertRaisesRegex(UserError, "is not an existing"):
            stakeholders.create(
                {"period_id": foreign.id, "partner_id": self.manager.partner_id.id}
            )

    def test_no_duplicate_of_another_companys_issue(self):
        foreign = self.make_period(name="Foreign", company_id=self.other_company.id)
        hidden = self.make_issue("s1", period_id=foreign.id, user=self.env.user)
        issue = self.make_issue("s3")
        with self.assertRaisesRegex(UserError, "of the same period"):
            issue.with_user(self.l1).duplicate_of_id = hidden.id

    def test_a_failing_question_keeps_nobody_from_working(self):
        http = self.env["ir.http"].with_user(self.reporter)
        issues = type(self.env["hypercare.issue"])
        self.assertIn("hypercare_outages", http._hypercare_facts())
        with (
            patch.object(issues, "_report_session", side_effect=ValueError("broken")),
            self.assertLogs("odoo.addons.hypercare_support", "WARNING"),
        ):
            self.assertEqual(http._hypercare_facts(), {})

    def test_a_broken_model_costs_the_link_not_the_report(self):
        issues = self.env["hypercare.issue"].with_user(self.reporter)
        context = {"app": "Contacts", "model": "res.partner", "res_id": 1}
        contexts = type(self.env["hypercare.issue.context"])
        with patch.object(contexts, "_readable_record", side_effect=ValueError("no")):
            answer = issues.report_start(context)
        self.assertEqual([line["name"] for line in answer["preview"]], ["app"])

    def test_a_strange_link_to_unsubscribe_is_no_error(self):
        stakeholder = self.env["hypercare.stakeholder"].create(
            {"period_id": self.period.id, "partner_id": self.l1.partner_id.id}
        )
        found = self.env["hypercare.stakeholder"]._find_by_token(stakeholder.id, "ä")
        self.assertFalse(found)

    def test_stakeholders_are_known_to_their_team_only(self):
        stakeholder = self.env["hypercare.stakeholder"].create(
            {"period_id": self.period.id, "partner_id": self.l1.partner_id.id}
        )
        stranger = self.make_user("stranger", "hypercare_support.group_agent")
        for user, reads in ((stranger, False), (self.l1, True), (self.manager, True)):
            self.env.invalidate_all()
            found = stakeholder.with_user(user).search([("id", "=", stakeholder.id)])
            with self.subTest(user=user.login):
                self.assertEqual(bool(found), reads)

    def test_a_reopened_issue_has_no_fix_any_more(self):
        issue = self.make_issue("s3").with_user(self.l1)
        issue.action_start()
        issue.action_fix_next()
        self.assertTrue(issue.fixed_at)
        issue.action_resolve()
        issue.action_reopen()
        self.assertFalse(issue.fixed_at)
        self.assertFalse(issue.fixed_by_id)

    def test_a_daily_status_of_the_late_evening_goes_out_after_midnight(self):
        self.period.status_time = 23 + 55 / 60
        # 00:05 on Tuesday in Dhaka.
        now = MONDAY.replace(hour=18, minute=5)
        with at_time(now):
            due = self.period._reports_due(now)
        self.assertIn(("daily", "2026-03-02"), [(kind, str(day)) for kind, day in due])
