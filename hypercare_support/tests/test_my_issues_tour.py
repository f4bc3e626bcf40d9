"""“My issues” and the outage banner in a browser, as an employee uses them."""

from odoo.tests import tagged

from .test_report_tour import ReportTourCase


class MyIssuesTourCase(ReportTourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.issue = cls.make_issue("s3", name="Cheques print too high")
        cls.team = cls.issue.with_user(cls.l1)
        cls.team.action_take()

    def solve(self):
        self.team.write(
            {"state": "resolved", "resolution": "The paper format was wrong"}
        )

    def ask(self):
        self.say(self.team, "Which printer is it?")
        self.team.write({"state": "waiting"})

    def say(self, issue, text):
        issue.message_post(
            body=text, message_type="comment", subtype_xmlid="mail.mt_comment"
        )

    def tour(self, name, url="/odoo"):
        self.start_tour(url, name, login=self.reporter.login)
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestMyIssuesTour(MyIssuesTourCase):
    def test_solved_is_confirmed_and_rated(self):
        self.solve()
        self.tour("hypercare_confirm_and_rate")
        self.assertEqual(self.issue.state, "closed")
        self.assertEqual(self.issue.rating_last_value, 3)
        self.assertEqual(self.issue.rating_last_feedback, "Mended within the hour")
        ratings = self.env["rating.rating"].search(
            [("res_model", "=", self.issue._name), ("res_id", "=", self.issue.id)]
        )
        self.assertEqual(len(ratings), 1)

    def test_not_solved_goes_back_with_a_reason(self):
        self.solve()
        self.tour("hypercare_not_solved")
        self.assertEqual((self.issue.state, self.issue.reopen_count), ("assigned", 1))

    def test_a_question_is_answered(self):
        self.ask()
        self.tour("hypercare_answer")
        self.assertEqual(self.issue.state, "in_progress")

    def test_an_outage_is_known_joined_and_hidden(self):
        down = self.make_issue(
            "s1", user=self.l2, name="Nothing opens", affects_all=True
        )
        self.say(down.with_user(self.l2), "The disk is full")
        self.tour("hypercare_outage_known")
        self.assertEqual(down.affected_user_ids, self.reporter)


@tagged("post_install", "-at_install")
class TestMyIssuesPhone(MyIssuesTourCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_cards_are_answered_on_a_phone(self):
        self.ask()
        self.tour("hypercare_my_issues_phone")
        self.assertEqual(self.issue.state, "in_progress")
