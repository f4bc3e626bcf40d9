"""What is decided in a stand-up, and how it ends."""

from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MONDAY, at_time
from .standup_common import TUESDAY, StandupCase


@tagged("post_install", "-at_install")
class TestStandupDecide(StandupCase):
    # -- Deciding ----------------------------------------------------------------------

    def test_a_decision_goes_the_way_of_every_change(self):
        issue = self.make_issue("s3", at=MONDAY)
        board = self.start()
        answer = self.decide(board, issue, user_id=self.l2.id)
        self.assertFalse(answer["changed"])
        self.assertEqual(answer["line"]["owner"], "L2")
        self.assertEqual(answer["line"]["lacks"], "date")
        self.assertEqual((issue.state, issue.user_id), ("assigned", self.l2))
        self.decide(board, issue, commit_date="2026-03-05")
        answer = self.decide(
            board, issue, severity="s2", reason="Month-end is at stake"
        )
        self.assertEqual(
            answer["line"]["decided"],
            ["Owner: L2", "Date: Thu 5 Mar", "Severity: S2 High, was S3 Medium"],
        )
        events = {event.kind: event for event in issue.event_ids.filtered("old")}
        self.assertEqual(events["severity"].user_id, self.manager)
        self.assertEqual(events["severity"].reason, "Month-end is at stake")
        self.assertFalse(issue.lacking_since)
        line = self.standup(board).line_ids
        self.assertEqual(line.decided_by_id, self.manager)

    def test_the_second_of_two_sees_what_the_first_decided(self):
        issue = self.make_issue("s3", at=MONDAY)
        board = self.start()
        seen = {"user_id": False, "note": ""}
        self.decide(board, issue, known=seen, user_id=self.l2.id, note="Call the bank")
        answer = self.decide(
            board, issue, user=self.l1, known=seen, user_id=self.l1.id, note="Wait"
        )
        self.assertEqual(issue.user_id, self.l2)
        self.assertIn("Owner: L2; Note: Call the bank", answer["changed"])
        self.assertEqual(answer["line"]["note"], "Call the bank")
        seen = {"user_id": self.l2.id}
        answer = self.decide(board, issue, user=self.l1, known=seen, user_id=self.l1.id)
        self.assertFalse(answer["changed"])
        self.assertEqual(issue.user_id, self.l1)
        # Changed in the issue's form, not in the stand-up.
        self.do(issue, self.l2, TUESDAY, severity="s1")
        answer = self.decide(
            board, issue, known={"severity": "s3"}, severity="s4", reason="Small"
        )
        self.assertIn("S1 Critical", answer["changed"])
        self.assertEqual(issue.severity, "s1")

    def test_only_what_was_decided_here_is_in_the_minutes(self):
        issue = self.make_issue("s3", at=MONDAY)
        board = self.start()
        self.do(issue, self.l1, TUESDAY, user_id=self.l1.id)
        answer = self.decide(board, issue, commit_date="2026-03-05")
        self.assertEqual(answer["line"]["decided"], ["Date: Thu 5 Mar"])

    def test_other_screens_are_told_without_saying_what(self):
        issue = self.make_issue("s3", at=MONDAY)
        board = self.start()
        self.env["bus.bus"].search([]).unlink()
        self.decide(board, issue, user_id=self.l2.id)
        self.env.cr.precommit.run()
        sent = self.env["bus.bus"].search([("message", "like", "hypercare_standup")])
        self.assertTrue(sent)
        self.assertNotIn(
            f'"res.partner", {self.manager.partner_id.id}]', str(sent.mapped("channel"))
        )
        for message in sent.mapped("message"):
            self.assertNotIn("L2", message)

    def test_bad_decisions_are_refused_in_plain_words(self):
        issue = self.make_issue("s3", at=MONDAY)
        other = self.make_issue("s3", at=MONDAY)
        board = self.start()
        line_id = self.line(board, issue)["id"]
        standup = self.standup(board)
        cases = (
            ({"user_id": self.reporter.id}, "Only people of the support team"),
            ({"user_id": "l1"}, "Only people of the support team"),
            ({"user_id": 10**9}, "Only people of the support team"),
            ({"commit_date": "soon"}, "is not a date"),
            ({"commit_date": 5}, "is not a date"),
            ({"commit_date": "2026-03-02"}, "lies in the past"),
            ({"severity": "s9", "reason": "x"}, "is not a Severity"),
            ({"severity": "s1"}, "Say why the severity"),
            ({"severity": "s1", "reason": "  "}, "Say why the severity"),
            ({"note": ["x"]}, "A note is a text"),
            ({"note": "x" * 5000}, "5000 characters"),
            ({"state": "closed"}, "Everything else is changed in the issue"),
            ({}, "Everything else is changed in the issue"),
            ("owner", "Everything else is changed in the issue"),
        )
        for changes, message in cases:
            with (
                self.subTest(changes=str(changes)[:60]),
                at_time(TUESDAY),
                self.assertRaisesRegex(UserError, message),
            ):
                standup.standup_decide(line_id, changes)
        for bad in (other.id + 10**6, "1", None, True):
            with self.subTest(line=bad), self.assertRaisesRegex(UserError, "not part"):
                standup.standup_decide(bad, {"note": "x"})
        for bad in (10**9, "1", [1], False):
            with (
                self.subTest(period=bad),
                self.assertRaisesRegex(UserError, "not there"),
            ):
                self.standups.standup_start(bad)
        with self.assertRaisesRegex(UserError, "not there"):
            self.standups.standup_open(False, 10**9)
        with self.assertRaisesRegex(UserError, "Only people"):
            standup.standup_keep({"attended": [self.reporter.id]})
        with self.assertRaisesRegex(UserError, "attendance and notes only"):
            standup.standup_keep({"state": "closed"})
        self.period.state = "cancelled"
        with self.assertRaisesRegex(UserError, "is not running"):
            self.standups.standup_start(self.period.id)

    # -- Closing -----------------------------------------------------------------------

    def test_nothing_is_left_open_in_silence(self):
        issue = self.make_issue("s3", at=MONDAY)
        small = self.make_issue("s4", at=MONDAY)
        board = self.start()
        self.decide(board, small, user_id=self.l1.id)
        end = TUESDAY + timedelta(minutes=14)
        late = self.make_issue("s3", at=end - timedelta(seconds=5))
        with at_time(end):
            with self.assertRaisesRegex(
                UserError, f"{issue.number}, {late.number}. Decide, or write down"
            ):
                self.standup(board).standup_close()
            with self.assertRaises(UserError):
                self.standup(board).standup_close("   ")
            closed = self.standup(board).standup_close("The supplier decides", "Calm")
        self.assertEqual(
            (closed["state"], closed["close_reason"], closed["duration"]),
            ("closed", "The supplier decides", "14 minutes"),
        )
        standup = self.standup(board)
        self.assertEqual(
            standup.line_ids.mapped(lambda line: (line.issue_id, line.lacking)),
            [(issue, "both"), (small, False), (late, "both")],
        )
        self.assertEqual((standup.notes, standup.lacking_count), ("Calm", 2))

    def test_a_reason_is_kept_only_where_it_is_needed(self):
        with at_time(TUESDAY):
            board = self.standups.standup_start(self.period.id)
            self.assertFalse(board["lines"])
            closed = self.standup(board).standup_close("Nothing")
        self.assertEqual((closed["state"], closed["close_reason"]), ("closed", ""))

    def test_what_a_tier_lead_may_not_see_is_not_left_open_either(self):
        secret = self.make_issue("s3", at=MONDAY, confidential=True)
        board = self.start(user=self.l2)
        self.assertEqual((board["lines"], board["hidden"]), ([], 1))
        with (
            at_time(TUESDAY),
            self.assertRaisesRegex(UserError, ": 1 not shown to you") as refused,
        ):
            self.standup(board, self.l2).standup_close()
        self.assertNotIn(secret.number, str(refused.exception))

    def test_what_is_closed_is_frozen(self):
        issue = self.make_issue("s3", at=MONDAY)
        board = self.start()
        line = self.line(board, issue)
        with at_time(TUESDAY):
            self.standup(board).standup_close("Later")
        standup = self.standup(board)
        with self.assertRaisesRegex(UserError, "Manager has closed this stand-up"):
            standup.with_user(self.l1).standup_decide(line["id"], {"note": "x"})
        for call in (
            lambda: standup.standup_discussed(line["id"]),
            lambda: standup.standup_keep({"notes": "x"}),
            standup.standup_close,
            lambda: standup.sudo().write({"notes": "x"}),
            lambda: standup.sudo().line_ids.write({"note": "x"}),
            standup.sudo().unlink,
            standup.sudo().line_ids.unlink,
        ):
            with self.assertRaises(UserError):
                call()
        again = self.start(TUESDAY + timedelta(hours=1))
        self.assertEqual((again["state"], again["id"]), ("closed", board["id"]))

    def test_a_note_is_left_on_its_issue(self):
        issue = self.make_issue("s3", at=MONDAY)
        board = self.start()
        self.decide(board, issue, note="Ask the <b>bank</b>\nToday")
        with at_time(TUESDAY):
            self.standup(board).standup_close("Later")
        [message] = issue.message_ids.filtered(
            lambda one: "Stand-up of Tue 3 Mar" in one.body
        )
        self.assertIn("&lt;b&gt;bank", message.body)
        self.assertEqual(message.author_id, self.manager.partner_id)

    def test_attendance_is_kept(self):
        board = self.start()
        with at_time(TUESDAY):
            self.standup(board).standup_keep(
                {"attended": [self.l1.id, self.l2.id], "notes": " Two were ill "}
            )
            again = self.standups.standup_open()
        self.assertEqual(set(again["attended"]), {self.l1.id, self.l2.id})
        self.assertEqual(again["notes"], "Two were ill")
