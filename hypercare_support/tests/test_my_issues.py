"""“My issues”: what waits for a reporter, the answer, solved or not, and the rating."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import at_time
from .test_clocks import utc
from .test_report import ReportCase


class MyIssuesCase(ReportCase):
    def mine(self, user=None):
        return self.issues(user).search([("is_mine", "=", True)])

    def reply(self, issue, kind, user=None, **values):
        replies = self.env["hypercare.issue.reply"].with_user(user or self.reporter)
        reply = replies.create({"issue_id": issue.id, "kind": kind, **values})
        return reply.action_send()

    def solved(self):
        """Return an issue that the team has solved."""
        issue = self.make_issue("s3")
        issue.with_user(self.l1).write({"user_id": self.l1.id})
        issue.with_user(self.l1).write({"state": "resolved", "resolution": "Mended"})
        return issue

    def closed(self):
        issue = self.solved()
        issue.with_user(self.reporter).action_confirm_solved()
        return issue


@tagged("post_install", "-at_install")
class TestMyIssues(MyIssuesCase):
    def test_it_holds_what_was_reported_joined_or_followed(self):
        reported = self.make_issue()
        joined, followed, worked, foreign = (
            self.make_issue(user=self.colleague) for _number in range(4)
        )
        self.issues().report_join(joined.id)
        (followed | worked).message_subscribe(self.reporter.partner_id.ids)
        worked.user_id = self.reporter
        self.assertEqual(self.mine(), reported | joined | followed)
        self.assertTrue(reported.with_user(self.reporter).is_mine)
        self.assertFalse(foreign.with_user(self.reporter).is_mine)
        others = self.issues().search([("is_mine", "=", False)])
        self.assertLessEqual(worked | foreign, others)
        self.assertFalse(others & self.mine())

    def test_every_step_has_plain_words(self):
        issue = self.make_issue("s3")
        mine = issue.with_user(self.reporter)
        others = issue.with_user(self.colleague)
        self.assertEqual(mine.my_step, "received")
        moves = [
            ({"user_id": self.l1.id}, "received", "received"),
            ({"state": "in_progress"}, "work", "work"),
            ({"state": "waiting"}, "answer", "work"),
            ({"waiting_for": "third_party"}, "outside", "outside"),
            ({"state": "resolved"}, "check", "solved"),
            ({"state": "closed"}, "solved", "solved"),
        ]
        for vals, step, seen in moves:
            with self.subTest(**vals):
                issue.with_user(self.l1).write(vals)
                self.assertEqual((mine.my_step, others.my_step), (step, seen))
        dropped = self.make_issue("s3")
        dropped.with_user(self.l1).write({"state": "cancelled"})
        self.assertEqual(dropped.my_step, "dropped")

    def test_since_when_it_stands_so(self):
        issue = self.make_issue("s3", at=utc(2, 9))
        self.assertEqual(issue.step_since, utc(2, 9))
        self.do(issue, self.l1, utc(2, 11), state="waiting")
        issue.invalidate_recordset()
        self.assertEqual(issue.step_since, utc(2, 11))
        with at_time(utc(2, 12)):
            mine = issue.with_user(self.reporter)
            mine.invalidate_recordset()
            self.assertEqual(mine.step_since_text, "today 11:00")

    def test_since_when_costs_one_statement_for_a_page(self):
        for _number in range(5):
            self.make_issue("s3")
        mine = self.mine()
        mine.mapped("step_since")
        mine.invalidate_recordset(["step_since", "step_since_text"])
        with self.assertQueryCount(1):
            mine.mapped("step_since")

    def test_the_question_can_be_answered_right_there(self):
        issue = self.make_issue("s3")
        issue.with_user(self.l1).write({"user_id": self.l1.id})
        issue.with_user(self.l1).message_post(
            body="Which bill is it?",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        issue.with_user(self.l1).write({"state": "waiting"})
        mine = issue.with_user(self.reporter)
        self.assertIn("Which bill is it?", mine.my_question)
        self.assertEqual(mine.my_status, "L1 needs your answer.")
        self.assertIn("needs an answer from", issue.with_user(self.l2).my_status)
        with self.assertRaisesRegex(UserError, "Write a sentence"):
            self.reply(issue, "answer", text="  \n ")
        self.reply(issue, "answer", text="Bill 0231,\nof <March>")
        self.assertEqual(issue.state, "in_progress")
        self.assertFalse(mine.my_question)
        message = issue.message_ids.filtered(
            lambda m: m.author_id == self.reporter.partner_id
        )[:1]
        self.assertIn("of &lt;March&gt;", message.body)

    def test_a_confidential_question_is_shown_to_whom_it_is_put(self):
        issue = self.make_issue("s3", confidential=True)
        issue.with_user(self.l1).message_post(
            body="Whose pay is it?",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        issue.with_user(self.l1).write({"state": "waiting"})
        self.assertIn("Whose pay", issue.with_user(self.reporter).my_question)

    def test_not_solved_needs_a_sentence_and_opens_it_again(self):
        issue = self.solved()
        with self.assertRaisesRegex(UserError, "Write a sentence"):
            self.reply(issue, "not_solved")
        self.assertEqual(issue.state, "resolved")
        self.reply(issue, "not_solved", text="Still the same on bill 0232")
        self.assertEqual((issue.state, issue.reopen_count), ("assigned", 1))
        self.assertIn("bill 0232", "".join(issue.message_ids.mapped("body")))

    def test_whoever_did_not_report_it_decides_nothing(self):
        issue = self.solved()
        for kind in ("not_solved", "rate"):
            with self.subTest(kind), self.assertRaises(UserError):
                self.reply(issue, kind, self.colleague, text="x", face="5")
        with self.assertRaises(UserError):
            issue.with_user(self.colleague).action_say_not_solved()
        secret = self.make_issue("s3", confidential=True)
        for kind in ("answer", "not_solved", "rate"):
            with self.subTest(kind), self.assertRaises(AccessError):
                self.reply(secret, kind, self.colleague, text="x", face="5")
        with self.assertRaises(AccessError):
            secret.with_user(self.colleague).action_rate()

    def test_replies_are_ones_own(self):
        issue = self.make_issue()
        replies = self.env["hypercare.issue.reply"]
        reply = replies.with_user(self.reporter).create(
            {"issue_id": issue.id, "text": "private"}
        )
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            reply.with_user(self.colleague).read(["text"])

    def test_employees_get_the_form_without_words_of_the_trade(self):
        for user, simple in (
            (self.reporter, True),
            (self.l1, False),
            (self.manager, False),
            (self.sponsor, False),
        ):
            with self.subTest(user.login):
                arch = self.issues(user).get_view(view_type="form")["arch"]
                self.assertEqual("my_step" in arch and "tier_id" not in arch, simple)
        for word in ("tier", "SLA", "severity", "escalat", "Assigned"):
            view = self.env.ref("hypercare_support.issue_view_form_mine")
            shown = view.arch.replace('name="severity" invisible="1"', "")
            shown = shown.replace("not severity", "")
            self.assertNotIn(word, shown)
