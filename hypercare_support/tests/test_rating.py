"""Ratings: asked once an issue is confirmed, kept from everybody but its reporter."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import at_time
from .test_clocks import utc
from .test_my_issues import MyIssuesCase

NOW = utc(2, 10)


@tagged("post_install", "-at_install")
class TestRating(MyIssuesCase):
    def test_confirming_asks_how_it_went(self):
        issue = self.solved()
        action = issue.with_user(self.reporter).action_confirm_solved()
        self.assertEqual(issue.state, "closed")
        self.assertEqual(action["res_model"], "hypercare.issue.reply")
        self.assertEqual(action["context"]["default_kind"], "rate")
        with self.assertRaisesRegex(UserError, "three faces"):
            self.reply(issue, "rate", text="Quick")
        reply = self.env["hypercare.issue.reply"].with_user(self.reporter)
        reply.create(
            {"issue_id": issue.id, "kind": "rate", "text": "Quick <b>help</b>"}
        ).action_good()
        self.assertEqual(issue.rating_last_value, 5)
        self.assertEqual(issue.with_user(self.l1).rating_last_text, "top")
        self.assertEqual(issue.rating_last_feedback, "Quick <b>help</b>")
        self.assertEqual(issue.with_user(self.reporter).my_rating, "5")
        rating = self.env["rating.rating"].search([("res_id", "=", issue.id)])
        self.assertEqual(rating.partner_id, self.reporter.partner_id)
        self.assertEqual(rating.rated_partner_id, self.l1.partner_id)
        self.assertTrue(rating.consumed)
        note = issue.message_ids[:1]
        self.assertTrue(note.subtype_id.internal, "nobody gets a mail about a face")
        self.assertIn("&lt;b&gt;", note.body)

    def test_once_for_every_solution_changeable_for_a_week(self):
        with at_time(NOW):
            issue = self.closed()
            self.reply(issue, "rate", face="5")
            self.reply(issue, "rate", face="3", text="On second thoughts")
        self.env.flush_all()
        ratings = self.env["rating.rating"].search(
            [("res_model", "=", issue._name), ("res_id", "=", issue.id)]
        )
        self.assertEqual(ratings.mapped("rating"), [3])
        with at_time(NOW + timedelta(days=7)):
            self.assertTrue(issue.with_user(self.reporter).may_rate)
            self.reply(issue, "rate", face="1")
        with at_time(NOW + timedelta(days=7, seconds=1)):
            issue.invalidate_recordset()
            self.assertFalse(issue.with_user(self.reporter).may_rate)
            with self.assertRaisesRegex(UserError, "the rating stays"):
                self.reply(issue, "rate", face="5")
            self.reply(issue, "not_solved", text="It is back")
            self.assertFalse(issue.with_user(self.reporter).my_rating)
            issue.with_user(self.l1).write({"state": "resolved"})
            issue.with_user(self.reporter).action_confirm_solved()
            self.assertTrue(issue.with_user(self.reporter).may_rate)
            self.reply(issue, "rate", face="5")
        ratings = self.env["rating.rating"].search(
            [("res_model", "=", issue._name), ("res_id", "=", issue.id)]
        )
        self.assertEqual(sorted(ratings.mapped("rating")), [1, 5])

    def test_rating_waits_for_the_end_and_for_the_reporter(self):
        issue = self.solved()
        with self.assertRaisesRegex(UserError, "once it is solved"):
            self.reply(issue, "rate", face="5")
        issue.with_user(self.reporter).action_confirm_solved()
        for user in (self.l1, self.manager, self.colleague):
            with self.subTest(user.login):
                self.assertFalse(issue.with_user(user).may_rate)
                with self.assertRaisesRegex(UserError, "Only the person who reported"):
                    self.reply(issue, "rate", user, face="5")
        with self.assertRaisesRegex(UserError, "three faces"):
            issue.with_user(self.reporter)._rate("4", "")

    def test_switched_off_nobody_is_asked(self):
        self.env["ir.config_parameter"].set_param("hypercare_support.ask_rating", "0")
        issue = self.solved()
        self.assertIsNone(issue.with_user(self.reporter).action_confirm_solved())
        self.assertFalse(issue.with_user(self.reporter).may_rate)
        with self.assertRaisesRegex(UserError, "switched off"):
            self.reply(issue, "rate", face="5")

    def test_nobody_makes_or_changes_ratings_past_the_dialog(self):
        issue = self.closed()
        self.reply(issue, "rate", face="3", text="So so")
        rating = self.env["rating.rating"].search([("res_id", "=", issue.id)])
        values = {
            "res_model_id": self.env["ir.model"]._get_id(issue._name),
            "res_id": issue.id,
            "rating": 1,
            "consumed": True,
        }
        for user in (self.reporter, self.l1, self.manager):
            ratings = self.env["rating.rating"].with_user(user)
            with self.subTest(user.login):
                with self.assertRaises(UserError):
                    ratings.create(values)
                with self.assertRaises(UserError):
                    rating.with_user(user).write({"rating": 5})
                with self.assertRaises(UserError):
                    issue.with_user(user).write({"rating_last_value": 5})
                with self.assertRaises(UserError):
                    issue.with_user(user).write({"rated_at": fields.Datetime.now()})
        self.assertEqual(issue.rating_last_value, 3)

    def test_what_was_said_is_read_with_the_issue_only(self):
        issue = self.make_issue("s3", confidential=True)
        issue.with_user(self.l1).write({"state": "resolved"})
        issue.with_user(self.reporter).action_confirm_solved()
        self.reply(issue, "rate", face="1", text="About my pay")
        self.env.invalidate_all()
        for user, sees in ((self.reporter, True), (self.colleague, False)):
            found = (
                self.env["rating.rating"]
                .with_user(user)
                .search([("res_model", "=", issue._name)])
            )
            self.assertEqual(bool(found), sees)
        self.assertEqual(issue.with_user(self.l1).rating_last_feedback, "About my pay")

    def test_ratings_of_other_models_stay_as_they_are(self):
        ratings = self.env["rating.rating"].with_user(self.colleague)
        rating = ratings.create(
            {
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.reporter.partner_id.id,
                "rating": 5,
            }
        )
        rating.with_user(self.reporter).write({"rating": 4})
        self.assertEqual(rating.rating, 4)
