"""Each rule that comes with the addon: when it fires, whom it tells, when it does not.

All times are Dhaka, March 2026; support hours are Sunday to Thursday, 9 to 18.
"""

from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .common import at_time
from .escalation_common import EscalationCase
from .test_clocks import utc

SECOND = timedelta(seconds=1)

#: rule, severity, reported, [(step, fires at, told at or None if at once, people)]
FIRES = [
    (
        "reported",
        "s1",
        utc(2, 10),
        [("reported", utc(2, 10), None, "l1 l2 l3 manager")],
    ),
    (
        "running_out",
        "s2",
        utc(2, 10),
        # Response: 4 working hours; resolution: the same day, 8 working hours.
        [
            ("half", utc(2, 12), None, "l1"),
            ("three_quarters", utc(2, 13), None, "l1"),
            ("half", utc(2, 14), None, "l1"),
            ("due", utc(2, 14), None, "l1"),
            ("three_quarters", utc(2, 16), None, "l1"),
            ("due", utc(2, 18), utc(3, 9), "l1"),
        ],
    ),
    # Two hours at any time. An S1 begins at Level 3, whose lead has no backup here.
    ("s1_unanswered", "s1", utc(2, 10), [("s1_unanswered", utc(2, 11), None, "l3")]),
    # At night an S1 does not wait for the morning. There is no higher tier.
    ("overdue", "s1", utc(2, 22), [("overdue", utc(3, 0), None, "manager")]),
    ("overdue", "s2", utc(2, 10), [("overdue", utc(2, 14), None, "l2 manager")]),
    ("pickup", "s3", utc(2, 10), [("pickup", utc(2, 10, 30), None, "l1")]),
    ("handover", "s3", utc(2, 10), [("handover", utc(2, 11), None, "l1 l2")]),
    ("ask_handover", "s3", utc(2, 10), [("ask_handover", utc(2, 11), None, "l1")]),
    ("update", "s1", utc(2, 10), [("update", utc(2, 11), None, "l3")]),
    # The sponsor's day counts every hour, at the weekend too.
    ("no_plan", "s2", utc(5, 17), [("no_plan", utc(6, 17), None, "sponsor")]),
    ("no_plan", "s1", utc(2, 10), [("no_plan", utc(3, 10), None, "sponsor")]),
    ("standup", "s3", utc(2, 10), [("standup", utc(3, 9, 30), None, "manager")]),
    (
        "phase_end",
        "s2",
        utc(10, 10),
        # The period ends on Saturday the 14th: its last business day is Thursday.
        [
            ("phase_near", utc(12, 9), None, "consultant sponsor"),
            ("phase_end", utc(12, 18), None, "consultant sponsor"),
        ],
    ),
]

#: rule, severity, what makes it silent before it fires, looked at when
SILENT = [
    ("running_out", "s2", {"state": "resolved"}, utc(4, 10)),
    ("running_out", "s2", {"state": "cancelled"}, utc(4, 10)),
    ("s1_unanswered", "s1", {"state": "in_progress"}, utc(2, 12)),
    ("overdue", "s2", {"state": "resolved"}, utc(4, 10)),
    ("pickup", "s3", {"user_id": "l1"}, utc(3, 10)),
    ("handover", "s3", {"state": "waiting"}, utc(3, 10)),
    ("handover", "s3", {"tier_id": "tier2"}, utc(3, 10)),
    ("no_plan", "s2", {"plan": "Restore the backup"}, utc(4, 10)),
    ("no_plan", "s2", {"severity": "s3"}, utc(4, 10)),
    ("no_plan", "s2", {"state": "resolved"}, utc(4, 10)),
    ("standup", "s3", {"user_id": "l1", "commit_date": "2026-03-05"}, utc(3, 10)),
    ("standup", "s4", {"user_id": "l1"}, utc(3, 10)),
    ("phase_end", "s2", {"severity": "s3"}, utc(13, 10)),
    ("phase_end", "s2", {"state": "resolved"}, utc(13, 10)),
]


@tagged("post_install", "-at_install")
class TestDefaultRules(EscalationCase):
    def people(self, text):
        users = self.env["res.users"]
        return users.union(*(getattr(self, name) for name in text.split()))

    def values(self, changes):
        """Return write values; names of users and tiers stand for their records."""
        return {
            name: getattr(self, value).id if name.endswith("_id") else value
            for name, value in changes.items()
        }

    def test_fires_at_the_second_tells_and_stays_quiet(self):
        for rule, severity, reported, expected in FIRES:
            with self.subTest(rule=rule, severity=severity), self.undone():
                self.only(rule)
                issue = self.make_issue(severity, at=reported)
                seen, last = self.env["hypercare.escalation"], reported
                for step, at, told_at, people in expected:
                    if at > last:
                        self.sweep(at - SECOND)
                        self.assertEqual(issue.escalation_ids, seen, "not before")
                    self.sweep(at)
                    row = (issue.escalation_ids - seen).filtered(
                        lambda row, step=step: row.step_id == self.step(step)
                    )
                    self.assertEqual(len(row), 1)
                    seen, last = seen | row, at
                    self.assertEqual(row.due_at, at)
                    self.assertEqual(row.told_at, False if told_at else at)
                    if told_at:
                        self.sweep(told_at - SECOND)
                        self.assertFalse(row.told_at)
                        self.sweep(told_at)
                        self.assertEqual(row.told_at, told_at)
                    self.assertEqual(self.told(row), self.people(people))
                    self.assertFalse(self.sweep(told_at or at), "never twice")

    def test_silent_once_there_is_no_reason(self):
        for rule, severity, changes, look in SILENT:
            with self.subTest(rule=rule, changes=changes), self.undone():
                self.only(rule)
                reported = utc(10, 10) if rule == "phase_end" else utc(2, 10)
                issue = self.make_issue(severity, at=reported)
                self.assertTrue(issue.next_action_at)
                self.do(
                    issue,
                    self.l1,
                    reported + timedelta(minutes=20),
                    **self.values(changes),
                )
                rows = self.sweep(look)
                self.assertFalse(rows)

    def test_a_new_run_begins_anew(self):
        """Reopened: told again; a reporter waits again: reminded again."""
        self.only("no_plan")
        issue = self.make_issue("s2", at=utc(2, 10))
        self.assertTrue(self.sweep(utc(3, 10)))
        self.do(issue, self.l1, utc(3, 11), state="resolved")
        self.do(issue, self.l1, utc(3, 15), state="in_progress")
        self.assertFalse(self.sweep(utc(4, 15) - SECOND))
        row = self.sweep(utc(4, 15))
        self.assertEqual((row.occurrence, row.due_at), (2, utc(4, 15)))

    def test_a_plan_that_is_deleted_is_missed(self):
        self.only("no_plan")
        issue = self.make_issue("s2", at=utc(2, 10))
        self.do(issue, self.l1, utc(2, 11), plan="Restore the backup")
        self.assertFalse(self.sweep(utc(3, 10)))
        self.do(issue, self.l1, utc(3, 12), plan="   ")
        self.assertEqual(self.sweep(utc(3, 12)).due_at, utc(3, 10))

    def test_the_day_without_plan_begins_when_it_becomes_urgent(self):
        self.only("no_plan")
        issue = self.make_issue("s3", at=utc(2, 10))
        self.do(issue, self.l1, utc(3, 12), severity="s2")
        # From S2 to S1 it stays urgent: the day goes on.
        self.do(issue, self.l1, utc(3, 20), severity="s1")
        self.assertFalse(self.sweep(utc(4, 12) - SECOND))
        self.assertEqual(self.sweep(utc(4, 12)).due_at, utc(4, 12))
        # Down and up again: told already, and not more urgent than that.
        self.do(issue, self.l1, utc(4, 13), severity="s4")
        self.do(issue, self.l1, utc(4, 14), severity="s1")
        self.assertFalse(self.sweep(utc(8, 12)))

    def test_a_reporter_who_does_not_answer(self):
        self.only("waiting")
        issue = self.make_issue("s3", at=utc(2, 10))
        self.do(issue, self.l1, utc(2, 11), state="waiting")
        self.assertFalse(self.sweep(utc(4, 11) - SECOND))
        reminder = self.sweep(utc(4, 11))
        self.assertEqual(self.told(reminder), self.reporter)
        self.assertEqual(issue.state, "waiting")
        # Five business days after Monday: Friday and Saturday do not count.
        self.assertFalse(self.sweep(utc(9, 11) - SECOND))
        closing = self.sweep(utc(9, 11))
        self.assertEqual(self.told(closing), self.reporter)
        self.assertEqual(issue.state, "closed")
        self.assertIn("Closed", closing.done)
        self.assertEqual(self.clock(issue, "resolution").outcome, "none")
        event = issue.event_ids.filtered(lambda event: event.new == "closed")
        self.assertEqual(event.reason, self.rule("waiting").name)

    def test_an_answer_ends_the_waiting_and_the_next_one_begins_anew(self):
        self.only("waiting")
        issue = self.make_issue("s3", at=utc(2, 10))
        self.do(issue, self.l1, utc(2, 11), state="waiting")
        self.do(issue, self.l1, utc(3, 11), state="in_progress")
        self.assertFalse(self.sweep(utc(4, 11)))
        self.do(issue, self.l1, utc(4, 12), state="waiting")
        self.assertTrue(self.sweep(utc(8, 12)))
        self.do(issue, self.l1, utc(8, 13), waiting_for="third_party")
        self.assertFalse(self.sweep(utc(12, 12)), "the reporter owes nothing")

    def test_the_move_keeps_who_had_it_and_tells_both_sides(self):
        self.only("handover")
        self.tier2.assignment = "lead"
        issue = self.make_issue("s3", at=utc(2, 10))
        self.do(issue, self.l1, utc(2, 10, 20), user_id=self.l1.id)
        row = self.sweep(utc(2, 11))
        self.assertEqual(issue.tier_id, self.tier2)
        self.assertEqual((issue.user_id, issue.state), (self.l2, "assigned"))
        self.assertEqual(self.told(row), self.l1 | self.l2)
        self.assertIn("Moved from", row.done)
        first, second = issue.engagement_ids
        self.assertEqual((first.user_id, first.left_at), (self.l1, utc(2, 11)))
        self.assertEqual(second.received_at, utc(2, 11))
        self.assertFalse(second.taken_at, "given by a rule is not taken")
        with at_time(utc(2, 12)):
            issue.with_user(self.l2).action_take()
        self.assertEqual(second.taken_at, utc(2, 12))
        pickup = issue.clock_ids.filtered(
            lambda clock: clock.engagement_id == second and clock.metric == "pickup"
        )
        self.assertEqual(pickup.stopped_at, utc(2, 12))

    def test_asking_moves_nothing(self):
        self.only("ask_handover")
        issue = self.make_issue("s3", at=utc(2, 10))
        row = self.sweep(utc(2, 11))
        self.assertEqual(issue.tier_id, self.tier1)
        self.assertEqual(self.told(row, "activity"), self.l1)
        self.assertEqual(issue.activity_ids.user_id, self.l1)

    def test_the_standup_asks_every_business_day(self):
        self.only("standup")
        self.make_issue("s3", at=utc(4, 10))
        days = {self.sweep(utc(day, 9, 30)).due_at for day in (5, 6, 7, 8, 9)} - {False}
        self.assertEqual(days, {utc(5, 9, 30), utc(8, 9, 30), utc(9, 9, 30)})

    def test_phases_end_one_after_the_other(self):
        self.only("phase_end")
        self.period.phase_ids = [
            Command.create(
                {
                    "name": "Intensive",
                    "date_from": "2026-03-01",
                    "date_to": "2026-03-05",
                }
            ),
            Command.create(
                {
                    "name": "Stabilise",
                    "date_from": "2026-03-06",
                    "date_to": "2026-03-14",
                }
            ),
        ]
        self.make_issue("s2", at=utc(2, 10))
        moments = [utc(5, 9), utc(5, 18), utc(12, 9), utc(12, 18)]
        rows = [self.sweep(moment) for moment in moments]
        self.assertEqual([row.due_at for row in rows], moments)
        self.assertEqual(len(set(row.occurrence for row in rows)), 2)

    def test_response_and_resolution_at_half_are_two_rows_and_one_mail(self):
        self.only("running_out")
        self.policy.line_ids.filtered(
            lambda line: line.severity == "s1" and line.metric == "resolution"
        ).minutes = 120
        issue = self.make_issue("s1", at=utc(2, 10))
        rows = self.sweep(utc(2, 11))
        self.assertEqual(rows.step_id, self.step("half"))
        self.assertEqual(len(rows), 2)
        self.assertEqual(len(rows.delivery_ids), 2)
        self.assertEqual(len(rows.delivery_ids.mail_id), 1)
        self.assertEqual(rows.issue_id, issue)

    def test_a_pause_moves_the_moment(self):
        self.only("overdue")
        issue = self.make_issue("s2", at=utc(2, 10))
        self.do(issue, self.l1, utc(2, 11), state="waiting")
        self.do(issue, self.l1, utc(3, 10), state="in_progress")
        self.assertFalse(self.sweep(utc(2, 18)))
        row = self.sweep(utc(3, 18))
        self.assertEqual(row.due_at, utc(3, 18))
