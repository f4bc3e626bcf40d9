"""What goes into the log of a pasted chat."""

from datetime import datetime

from odoo.exceptions import UserError

from .chat_common import CHAT, EVENING, ChatCase
from .common import at_time


class TestChatTake(ChatCase):
    def test_two_issues_with_their_times_and_people(self):
        first, second = self.take(self.paste()).sorted("reported_at")
        self.assertEqual(
            (first.name, first.channel, first.reporter_id, first.reported_at),
            (
                "The vendor bill cannot be posted, error on screen",
                "whatsapp",
                self.reporter,
                datetime(2026, 3, 3, 4, 5),
            ),
        )
        self.assertEqual(
            first.description,
            "Good morning\nThe vendor bill cannot be posted, error on screen\nBill 14",
        )
        self.assertEqual(
            self.texts(first),
            [
                (
                    datetime(2026, 3, 3, 4, 20),
                    self.l1.partner_id,
                    "<p>I am looking at it",
                ),
                (datetime(2026, 3, 3, 4, 40), "Store Gate 2", "<p>thank you"),
            ],
        )
        self.assertFalse(second.reporter_id)
        self.assertEqual(
            second.description,
            "Reported on WhatsApp by +880 1711-000000.\n"
            "Goods receipt is not working since noon\n"
            "[Picture in the chat: IMG-20260303-WA0001.jpg]",
        )

    def test_every_message_says_that_it_was_entered(self):
        issue = self.take(self.paste())[0]
        for message in issue.message_ids.filtered(
            lambda m: m.message_type != "notification"
        ):
            self.assertIn("From WhatsApp, entered by L1", message.body)
            self.assertEqual(message.create_uid, self.l1)

    def test_nobody_is_mailed_about_what_they_wrote(self):
        before = self.env["mail.mail"].search_count([])
        issues = self.take(self.paste())
        notifications = issues.message_ids.notification_ids
        self.assertFalse(notifications)
        self.assertEqual(self.env["mail.mail"].search_count([]), before)

    def test_the_first_word_of_the_team_is_the_response(self):
        first, second = self.take(self.paste()).sorted("reported_at")
        self.assertEqual(first.responded_at, datetime(2026, 3, 3, 4, 20))
        # Nobody of the team said anything in it: answered by entering it.
        self.assertEqual(second.responded_at, EVENING)

    def test_a_late_response_stays_late(self):
        chat = CHAT.replace("10:20 - L1", "17:20 - L1")
        paste = self.paste(chat)
        paste.line_ids[0].severity = "s2"
        first = self.take(paste).sorted("reported_at")[0]
        clock = self.clock(first, "response")
        self.assertEqual(clock.outcome, "breached")

    def test_a_manager_who_only_enters_it_answers_nobody(self):
        chat = "03/03/2026, 15:00 - Reporter: Goods receipt is not working"
        issue = self.take(self.paste(chat, user=self.manager))
        self.assertFalse(issue.responded_at)
        self.assertEqual(self.clock(issue, "response").state, "running")

    def test_updates_of_the_team_keep_the_promise(self):
        chat = """03/03/2026, 10:00 - Reporter: All work stopped, error at login
03/03/2026, 10:10 - L1: I see it
03/03/2026, 10:30 - L1: still on it"""
        paste = self.paste(chat)
        paste.line_ids.severity = "s1"
        issue = self.take(paste)
        updates = issue.clock_ids.filtered(lambda c: c.metric == "update")
        self.assertEqual(
            [(c.started_at, c.stopped_at, c.outcome) for c in updates.sorted("run")][
                :2
            ],
            [
                (datetime(2026, 3, 3, 4, 0), datetime(2026, 3, 3, 4, 10), "met"),
                (datetime(2026, 3, 3, 4, 10), datetime(2026, 3, 3, 4, 30), "met"),
            ],
        )
        self.assertEqual(updates.sorted("run")[-1:].state, "running")
        self.assertEqual(issue.acted_at, datetime(2026, 3, 3, 4, 30))

    def test_pasted_twice_is_in_the_log_once(self):
        issues = self.take(self.paste())
        count = self.env["hypercare.issue"].search_count([])
        again = self.paste()
        self.assertEqual(set(again.line_ids.mapped("action")), {"skip"})
        self.assertEqual(
            again.line_ids.mapped("taken_text"),
            [f"already in the log: {n}" for n in issues.sorted("id").mapped("number")],
        )
        with self.assertRaisesRegex(UserError, "Nothing is chosen"):
            self.take(again)
        again.line_ids.action = "new"
        with self.assertRaisesRegex(UserError, "Nothing is chosen"):
            self.take(again)
        self.assertEqual(self.env["hypercare.issue"].search_count([]), count)

    def test_two_previews_of_the_same_chat_are_taken_once(self):
        one, other = self.paste(), self.paste(user=self.manager)
        self.take(one)
        with self.assertRaisesRegex(UserError, "Nothing is chosen"):
            self.take(other)

    def test_a_longer_chat_goes_on_where_it_ended(self):
        issue = self.take(self.paste()).sorted("reported_at")[0]
        messages = len(self.texts(issue))
        chat = CHAT.replace(
            "03/03/2026, 15:00",
            "03/03/2026, 10:50 - Reporter: it is still there\n03/03/2026, 15:00",
        )
        paste = self.paste(chat)
        line = paste.line_ids[0]
        self.assertEqual(
            (line.action, line.issue_id, line.new_count, line.taken_text),
            ("add", issue, 1, f"the beginning is in the log: {issue.number}"),
        )
        self.assertEqual(self.take(paste), issue)
        self.assertEqual(len(self.texts(issue)), messages + 1)
        self.assertEqual(self.texts(issue)[-1][0], datetime(2026, 3, 3, 4, 50))

    def test_messages_are_added_to_an_issue(self):
        issue = self.make_issue("s3", at=datetime(2026, 3, 3, 3))
        paste = self.paste()
        paste.line_ids[0].write({"action": "add", "issue_id": issue.id})
        paste.line_ids[1].action = "skip"
        self.assertEqual(self.take(paste), issue)
        self.assertEqual(len(self.texts(issue)), 5)
        self.assertEqual(issue.responded_at, datetime(2026, 3, 3, 4, 20))
        self.assertIn("New issues: 0. Issues added to: 1.", paste.result)

    def test_a_line_can_belong_to_the_one_above(self):
        paste = self.paste()
        paste.line_ids[1].action = "above"
        issue = self.take(paste)
        self.assertEqual(len(issue), 1)
        self.assertEqual(len(self.texts(issue)), 5)
        paste = self.paste(CHAT.replace("03/03", "02/03"))
        paste.line_ids[0].action = "above"
        with self.assertRaisesRegex(UserError, "has no line above it"):
            self.take(paste)

    def test_solved_in_the_chat_is_resolved_then(self):
        paste = self.paste()
        paste.line_ids[0].write({"solved": True, "resolution": "Restarted"})
        issue = self.take(paste).sorted("reported_at")[0]
        self.assertEqual(
            (issue.state, issue.resolved_at, issue.resolution),
            ("resolved", datetime(2026, 3, 3, 4, 40), "Restarted"),
        )

    def test_an_answer_of_the_reporter_begins_the_waiting_anew(self):
        issue = self.make_issue("s3", at=datetime(2026, 3, 2, 4))
        self.do(issue, self.l1, datetime(2026, 3, 2, 5), user_id=self.l1.id)
        self.do(issue, self.l1, datetime(2026, 3, 2, 6), state="waiting")
        paste = self.paste()
        paste.line_ids[0].write({"action": "add", "issue_id": issue.id})
        self.take(paste)
        self.assertEqual(issue.state, "waiting")
        self.assertEqual(
            issue.pause_ids.filtered(lambda p: not p.ended_at).started_at, EVENING
        )

    def test_who_is_who_is_remembered(self):
        paste = self.paste()
        gate = paste.sender_ids.filtered(lambda s: s.name == "Store Gate 2")
        gate.user_id = self.colleague
        issue = self.take(paste).sorted("reported_at")[0]
        self.assertEqual(self.texts(issue)[-1][1], self.colleague.partner_id)
        next_day = datetime(2026, 3, 4, 12)
        chat = "04/03/2026, 15:00 - Store Gate 2: error at the gate"
        sender = self.paste(chat, at=next_day, user=self.manager).sender_ids
        self.assertEqual((sender.user_id, sender.found), (self.colleague, "before"))

    def test_all_or_nothing(self):
        paste = self.paste()
        paste.line_ids[1].name = " "
        count = self.env["hypercare.issue"].search_count([])
        with self.assertRaisesRegex(UserError, "Write a title for what"):
            self.take(paste)
        self.assertEqual(self.env["hypercare.issue"].search_count([]), count)
        self.assertFalse(self.env["hypercare.chat.message"].search([]))
        self.assertEqual(len(paste.line_ids), 2)

    def test_long_texts_are_kept_in_full(self):
        long = "error " + "x" * 250_000
        issue = self.take(self.paste(f"03/03/2026, 10:05 - Reporter: {long}"))
        self.assertLess(len(issue.description), 21_000)
        said = "".join(str(m.body) for m in issue.message_ids)
        self.assertGreaterEqual(said.count("x"), 250_000)

    def test_a_confidential_issue_is_entered_for_another_tier(self):
        paste = self.paste()
        paste.line_ids[0].confidential = True
        issue = self.take(paste).sorted("reported_at")[0]
        self.assertTrue(issue.confidential)

    def test_the_text_is_not_kept(self):
        paste = self.paste()
        self.take(paste)
        self.assertFalse(paste.text or paste.file or paste.line_ids)

    def test_a_hundred_issues_cost_queries_by_the_set(self):
        rows = [
            f"03/03/2026, {9 + number // 30:02d}:{number % 30 * 2:02d} - "
            f"Person {number}: the bill cannot be posted, error {number}"
            for number in range(100)
        ]
        paste = self.paste("\n".join(rows))
        self.assertEqual(len(paste.line_ids), 100)
        self.env.invalidate_all()
        with at_time(EVENING):
            start = self.env.cr.sql_log_count
            paste.action_take()
            self.env.flush_all()
            self.assertLess(self.env.cr.sql_log_count - start, 1500)
        self.assertEqual(len(paste.issue_ids), 100)
