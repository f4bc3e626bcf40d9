"""Issues that have a past: their clocks and history, and that nobody is told of it."""

from datetime import datetime, timedelta

from odoo.addons.mail.tests.common import MailCommon

from .common import at_time
from .escalation_common import EscalationCase
from .sheet_common import NOW, SheetCase, csv_file

HEAD = ["No", "Reported at", "Severity", "Issue", "Reported by", "Assigned to"]
HEAD += ["Tier", "Status", "Resolved at", "Closed at", "Plan"]
REPORTED = datetime(2026, 3, 2, 4)


class TestSheetHistory(SheetCase):
    """What a list says is entered as if it had happened in the log."""

    def row(self, number, severity, status, resolved="", closed="", tier="", plan=""):
        start = [str(number), "2026-03-02 10:00", severity, f"Issue {number}"]
        return [*start, "Reporter", "L2", tier, status, resolved, closed, plan]

    def enter(self, *rows):
        return self.take(self.wizard(csv_file([HEAD, *rows])))

    def replay(self, severity, acts, tier=None):
        """Return an issue entered act by act through the guarded method."""
        vals = {"name": "x", "period_id": self.period.id, "severity": severity}
        vals |= {"reporter_id": self.reporter.id, "reported_at": REPORTED}
        if tier:
            vals["tier_id"] = tier.id
        with at_time(NOW):
            return self.env["hypercare.issue"]._enter_history(
                [{"vals": vals, "acts": acts}]
            )

    def assertSameLife(self, imported, replayed):
        for name in ("state", "user_id", "ended_at", "resolved_at", "closed_at"):
            self.assertEqual(imported[name], replayed[name], name)
        for name in ("severity_since", "urgent_since", "lacking_since", "tier_id"):
            self.assertEqual(imported[name], replayed[name], name)
        if replayed.resolution_due:
            self.assertEqual(imported.sla_state, replayed.sla_state)

        def events(issue):
            return [
                (event.kind, event.old, event.new, event.at)
                for event in issue.event_ids.sorted("id")
            ]

        def turns(issue):
            return [
                (turn.tier_id, turn.taken_at, turn.left_at, turn.user_id)
                for turn in issue.engagement_ids.sorted("id")
            ]

        def resolution(issue):
            clock = self.clock(issue, "resolution")
            return clock.state, clock.due_at, clock.stopped_at, clock.outcome

        self.assertEqual(events(imported), events(replayed))
        self.assertEqual(turns(imported), turns(replayed))
        self.assertEqual(resolution(imported), resolution(replayed))

    def test_a_life_is_what_the_guarded_method_makes_of_it(self):
        """Resolved in time and late, closed, cancelled, of every tier's concern."""
        solved, late = "2026-03-02 11:30", "2026-03-05 16:00"
        moments = {
            solved: datetime(2026, 3, 2, 5, 30),
            late: datetime(2026, 3, 5, 10),
        }
        closed = datetime(2026, 3, 6, 4)
        user = self.l2.id
        for severity in ("s1", "s2", "s4"):
            for text, moment in moments.items():
                acts = [(moment, user, {"user_id": user, "state": "resolved"})]
                ending = [*acts, (closed, user, {"state": "closed"})]
                cancelled = {"user_id": user, "state": "cancelled"}
                for status, rest, life in (
                    ("Resolved", "", acts),
                    ("Closed", "2026-03-06 10:00", ending),
                    ("Cancelled", "", [(moment, user, cancelled)]),
                ):
                    with self.subTest(severity=severity, status=status, at=text):
                        number = f"{severity}{status}{text}"
                        row = self.row(number, severity, status, text, rest)
                        imported = self.enter(row)
                        self.assertSameLife(imported, self.replay(severity, life))

    def test_only_solutions_are_measured(self):
        issue = self.enter(self.row(1, "S2", "Resolved", "2026-03-02 11:00"))
        states = {clock.metric: clock.outcome for clock in issue.clock_ids}
        self.assertEqual(states.pop("resolution"), "met")
        self.assertEqual(set(states.values()), {"none"})
        self.assertFalse(issue.responded_at)

    def test_without_a_date_the_end_counts_as_neither(self):
        issue = self.enter(self.row(1, "S2", "Resolved"))
        self.assertEqual(self.clock(issue, "resolution").outcome, "none")
        self.assertEqual((issue.resolved_at, issue.sla_state), (NOW, "none"))
        before = self.enter(self.row(2, "S2", "Resolved", "2026-03-01 09:00"))
        self.assertEqual(self.clock(before, "resolution").outcome, "none")
        self.assertEqual(before.resolved_at, REPORTED)

    def test_what_is_open_goes_on(self):
        new, busy, waits = self.enter(
            [*self.row(1, "S3", "Open")[:5], "", "", "Open", "", "", ""],
            self.row(2, "S3", "In progress"),
            self.row(3, "S3", "Pending vendor"),
        )
        self.assertEqual((new.state, busy.state), ("new", "in_progress"))
        self.assertEqual((waits.state, waits.waiting_for), ("waiting", "third_party"))
        self.assertEqual(waits.pause_ids.started_at, NOW)
        self.assertEqual(self.clock(waits, "resolution").state, "paused")
        self.assertEqual(self.clock(new, "response").state, "running")
        self.assertEqual(self.clock(busy, "response").state, "cancelled")
        with at_time(NOW):
            self.assertEqual(new.sla_state, "breached")
        # And it is worked on as any other.
        self.do(waits, self.l2, NOW + timedelta(hours=1), state="resolved")
        self.assertEqual(self.clock(waits, "resolution").state, "stopped")
        self.do(new, self.l1, NOW + timedelta(hours=1), user_id=self.l1.id)
        self.assertEqual(self.clock(new, "response").state, "stopped")

    def test_a_transferred_issue_has_a_plan_and_who_owns_it(self):
        issue = self.enter(
            self.row(1, "S3", "Phase 2", "2026-03-04 10:00", plan="Next release")
        )
        self.assertEqual((issue.state, issue.plan), ("transferred", "Next release"))
        self.assertEqual(issue.plan_owner_id, self.l2)
        bare = self.enter(self.row(2, "S3", "Moved", "2026-03-04 10:00"))
        self.assertEqual(bare.plan, "See the log that was kept before.")

    def test_a_thousand_rows_cost_less_than_a_query_each(self):
        states = ("Open", "In progress", "Waiting", "Resolved", "Closed")
        rows = [
            self.row(number, f"S{1 + number % 4}", states[number % 5])
            for number in range(1000)
        ]
        for number, row in enumerate(rows):
            row[1] = f"Day {1 + number % 8} {9 + number % 8:02d}:{number % 60:02d}"
            row[8] = f"2026-03-09 10:{number % 60:02d}" if number % 5 > 2 else ""
            row[4] = ("Reporter", "Colleague", "Sponsor")[number % 3]
        wizard = self.wizard(csv_file([HEAD, *rows]))
        self.assertEqual(wizard.ready_count, 1000)
        begin = self.cr.sql_log_count
        issues = self.take(wizard)
        self.assertEqual(len(issues), 1000)
        self.assertLess(self.cr.sql_log_count - begin, 400)
        self.assertEqual(len(issues.filtered("is_open")), 600)


class TestSheetQuiet(EscalationCase, SheetCase, MailCommon):
    """Nobody is told what was due before; what is due from now on is told."""

    RULES = ("overdue", "no_plan")

    def sweep_at(self, moment):
        """Run the sweep and what it sends; return the addresses and ledger rows."""
        with (
            at_time(moment),
            self.enter_registry_test_mode(),
            self.mock_mail_gateway(),
        ):
            self.env.ref("hypercare_support.ir_cron_escalate").method_direct_trigger()
            self.env.ref("hypercare_support.ir_cron_deliver").method_direct_trigger()
        self.env.invalidate_all()
        return list(self._mails)

    def test_an_old_log_wakes_nobody(self):
        with self.mock_mail_gateway(), self.mock_mail_app():
            issues = self.import_rows(
                ["1", "Day 2 09:15", "S1", "Late", "Reporter", "L2", "In progress"],
                ["2", "Day 2 09:15", "S2", "Later", "Reporter", "", "Open"],
                ["3", "Day 3 09:15", "S1", "Solved", "Reporter", "L2", "Closed"],
            )
        self.assertFalse(self._mails)
        self.assertFalse(self._new_mails)
        self.assertFalse(self._new_notifs)
        self.assertEqual(issues[0].quiet_until, NOW)
        self.assertFalse(self.sweep_at(NOW + timedelta(seconds=1)))
        self.assertFalse(issues.escalation_ids)
        for issue in issues:
            self.assertGreater(issue.next_action_at or datetime.max, NOW)
            with at_time(NOW):
                for _issue, due in issue._upcoming(NOW):
                    self.assertGreater(due.due_at, NOW.timestamp())

    def test_what_is_due_from_now_on_is_told(self):
        [issue] = self.import_rows(
            ["1", "Day 10 11:30", "S1", "Fresh", "Reporter", "L2", "In progress"]
        )
        due = self.clock(issue, "resolution").due_at
        self.assertGreater(due, NOW)
        mails = self.sweep_at(due)
        self.assertTrue(mails)
        self.assertIn(issue.number, mails[0]["subject"])
