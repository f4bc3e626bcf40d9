from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command

from .common import at_time
from .escalation_common import EscalationCase
from .test_clocks import utc


class TestSlaChange(EscalationCase):
    """Changes of policy and calendar: shown first, then applied to open issues."""

    RULES = ("overdue",)

    def setUp(self):
        super().setUp()
        self.line = self.policy.line_ids.filtered(
            lambda line: line.severity == "s1" and line.metric == "resolution"
        )
        self.issue = self.make_issue("s1", at=utc(2, 10))
        self.env.flush_all()

    def holiday(self, day, **values):
        return self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.calendar.id,
                "date_from": utc(day, 0),
                "date_to": utc(day, 23, 59, 59),
                **values,
            }
        )

    def test_a_changed_promise_moves_open_deadlines_only(self):
        done = self.make_issue("s1", at=utc(2, 10))
        self.do(done, self.l3, utc(2, 11), state="resolved")
        with at_time(utc(2, 11)):
            self.line.minutes = 180
        self.assertEqual(self.issue.resolution_due, utc(2, 13))
        self.assertEqual(self.clock(self.issue, "resolution").due_at, utc(2, 13))
        self.assertEqual(self.issue.response_due, utc(2, 12))
        with at_time(utc(2, 11)):
            self.line.write({"kind": "working", "minutes": 60})
        self.assertEqual(self.issue.response_due, utc(2, 11), "clamped")
        self.assertEqual(self.issue.next_action_at, utc(2, 11))
        self.assertEqual(done.resolution_due, utc(2, 14))

    def test_set_wise_and_one_by_one_give_the_same(self):
        issues = self.issue
        for severity in ("s1", "s2", "s3", "s4"):
            issues |= self.make_issue(severity, at=utc(2, 10))
            issues |= self.make_issue(severity, at=utc(5, 17))
        self.do(issues[2], self.l1, utc(5, 17, 30), state="waiting")
        self.do(issues[0], self.l3, utc(5, 17, 30), user_id=self.l3.id)
        names = ("response_due", "resolution_due", "update_due", "breach_at")
        names += ("at_risk_at", "next_action_at", "sla_settled")
        with at_time(utc(5, 18)):
            self.period._reaim()
            self.env.invalidate_all()
            set_wise = issues.read(names)
            issues._refresh_clocks()
            self.env.invalidate_all()
            self.assertEqual(issues.read(names), set_wise)

    def test_holidays_move_deadlines_when_added_moved_and_removed(self):
        issue = self.make_issue("s3", at=utc(2, 10))
        self.assertEqual(issue.response_due, utc(3, 18))
        leave = self.holiday(3)
        self.assertEqual(issue.response_due, utc(4, 18))
        leave.write({"date_from": utc(3, 0), "date_to": utc(4, 23, 59, 59)})
        self.assertEqual(issue.response_due, utc(5, 18))
        leave.unlink()
        self.assertEqual(issue.response_due, utc(3, 18))
        self.holiday(3, calendar_id=False)
        self.assertEqual(issue.response_due, utc(4, 18))

    def test_one_persons_leave_moves_nothing(self):
        resource = self.env["resource.resource"].create(
            {"name": "Person", "calendar_id": self.calendar.id}
        )
        issue = self.make_issue("s3", at=utc(2, 10))
        self.holiday(3, resource_id=resource.id)
        self.assertEqual(issue.response_due, utc(3, 18))

    def test_working_hours_move_deadlines(self):
        issue = self.make_issue("s2", at=utc(2, 10))
        self.calendar.write(
            {
                "attendance_ids": [
                    Command.update(attendance.id, {"hour_to": 13})
                    for attendance in self.calendar.attendance_ids
                ]
            }
        )
        self.assertEqual(issue.resolution_due, utc(2, 13))
        self.calendar.attendance_ids.write({"hour_to": 12})
        self.assertEqual(issue.resolution_due, utc(2, 12))
        self.calendar.tz = "UTC"
        self.assertEqual(issue.resolution_due, utc(2, 18))

    def test_another_policy_or_calendar_for_the_period(self):
        self.period.policy_id = self.env.ref(
            "hypercare_support.sla_policy_service_desk"
        )
        self.assertEqual(self.issue.response_due, utc(2, 10, 15))
        issue = self.make_issue("s2", at=utc(2, 10))
        self.period.calendar_id = self.make_calendar(hours=((9, 11),))
        self.assertEqual(issue.response_due, utc(3, 10))
        self.period.calendar_id = False
        self.assertFalse(issue.response_due)
        self.assertFalse(self.clock(issue, "response").due_at)

    def test_a_preview_tells_and_changes_nothing(self):
        late = self.make_issue("s1", at=utc(2, 5))
        self.do(late, self.l3, utc(2, 6), user_id=self.l3.id)
        self.do(self.issue, self.l3, utc(2, 10, 30), user_id=self.l3.id)
        with at_time(utc(2, 13, 30)):
            values = {"line_ids": [Command.update(self.line.id, {"minutes": 180})]}
            preview = self.policy.preview_write(values)
            self.assertEqual(
                {key: preview[key] for key in ("moved", "breached", "recovered")},
                {"moved": 2, "breached": 1, "recovered": 0},
            )
            lines = {line["issue"]: line for line in preview["lines"]}
            line = lines[f"{self.issue.number} {self.issue.name}"]
            self.assertEqual(line["old"], str(utc(2, 14)))
            self.assertEqual(line["new"], str(utc(2, 13)))
            values = {"line_ids": [Command.update(self.line.id, {"minutes": 600})]}
            preview = self.policy.preview_write(values)
            self.assertEqual((preview["moved"], preview["recovered"]), (2, 1))
        self.assertEqual(self.line.minutes, 240)
        self.assertEqual(self.issue.resolution_due, utc(2, 14))

    def test_a_preview_judges_paused_clocks_by_their_pause(self):
        self.do(self.issue, self.l3, utc(2, 13), state="waiting")
        with at_time(utc(4, 10)):
            for minutes, breached in ((600, 0), (150, 1)):
                values = {"minutes": minutes}
                values = {"line_ids": [Command.update(self.line.id, values)]}
                preview = self.policy.preview_write(values)
                self.assertEqual(preview["moved"], 1)
                self.assertEqual(preview["breached"], breached)
                self.assertEqual(preview["recovered"], 0)

    def test_a_promise_given_up_recovers_nothing(self):
        self.do(self.issue, self.l3, utc(2, 11), user_id=self.l3.id)
        with at_time(utc(2, 20)):
            preview = self.policy.preview_write(
                {"line_ids": [Command.delete(self.line.id)]}
            )
        self.assertEqual((preview["moved"], preview["recovered"]), (1, 0))

    def test_a_preview_of_working_hours(self):
        issue = self.make_issue("s2", at=utc(2, 10))
        attendance = self.calendar.attendance_ids.filtered(
            lambda attendance: attendance.dayofweek == "0"
        )
        values = {"attendance_ids": [Command.update(attendance.id, {"hour_to": 12})]}
        with at_time(utc(2, 11)):
            preview = self.calendar.hypercare_preview_write(values)
        self.assertGreaterEqual(preview["moved"], 2)
        self.assertEqual(attendance.hour_to, 18)
        self.assertEqual(issue.resolution_due, utc(2, 18))

    def test_a_preview_is_for_those_who_may_change(self):
        with self.assertRaises(AccessError):
            self.policy.with_user(self.l1).preview_write({"name": "x"})
        with self.assertRaises(AccessError):
            self.calendar.with_user(self.l1).hypercare_preview_write({"name": "x"})

    def test_a_response_later_than_the_resolution_is_refused(self):
        response = self.policy.line_ids.filtered(
            lambda line: line.severity == "s1" and line.metric == "response"
        )
        with self.assertRaisesRegex(ValidationError, "later than the resolution"):
            response.minutes = 300

    def test_a_long_closure_takes_no_due_time_that_was_before_it(self):
        early = self.make_issue("s2", at=utc(2, 10))
        late = self.make_issue("s2", at=utc(4, 10))
        self.holiday(4, date_to=utc(4, 10) + timedelta(days=20_000))
        for issues in (early | late, late | early):
            self.assertEqual(early.resolution_due, utc(2, 18))
            self.assertFalse(late.resolution_due)
            issues._refresh_clocks()
        self.assertEqual(early.resolution_due, utc(2, 18))

    def test_a_new_policy_starts_what_the_old_one_lacked(self):
        narrow = self.env["hypercare.sla.policy"].create(
            {
                "name": "Solutions only",
                "line_ids": [
                    Command.create(
                        {
                            "severity": severity,
                            "metric": "resolution",
                            "kind": "elapsed",
                            "minutes": 600,
                        }
                    )
                    for severity in ("s1", "s2")
                ],
            }
        )
        period = self.make_period(name="Narrow", policy_id=narrow.id)
        new = self.make_issue("s2", at=utc(2, 10), period_id=period.id)
        taken = self.make_issue("s1", at=utc(2, 10), period_id=period.id)
        self.do(taken, self.l3, utc(2, 11), user_id=self.l3.id)
        self.assertEqual(set(new.clock_ids.mapped("metric")), {"resolution"})
        with at_time(utc(2, 12)):
            period.policy_id = self.policy
        self.assertEqual(
            set(new.clock_ids.mapped("metric")),
            {"response", "resolution", "update", "pickup", "handover"},
        )
        self.assertEqual(new.response_due, utc(2, 14))
        self.assertEqual(self.clock(new, "pickup").due_at, utc(2, 10, 30))
        self.assertNotIn("response", taken.clock_ids.mapped("metric"))
        self.assertEqual(taken.update_due, utc(2, 13))
        with at_time(utc(2, 12)):
            clocks = new.clock_ids
            period._reaim()
            self.assertEqual(new.clock_ids, clocks)

    def test_many_promises_re_aim_once(self):
        period = type(self.period)
        with patch.object(period, "_reaim", autospec=True) as reaim:
            self.policy.write(
                {
                    "line_ids": [
                        Command.update(line.id, {"minutes": 90})
                        for line in self.policy.line_ids
                        if line.kind == "elapsed" and line.metric == "pickup"
                    ]
                    + [Command.update(self.line.id, {"minutes": 300})]
                }
            )
        self.assertEqual(reaim.call_count, 1)

    def test_what_has_ended_is_explained_by_what_held_then(self):
        self.do(self.issue, self.l3, utc(2, 15), state="resolved")
        with at_time(utc(2, 16)):
            self.line.minutes = 600
            text = self.explanation(self.issue)
            self.assertIn("Due <strong>Mon 2 Mar 14:00", text)
            self.assertIn("changed since", text)
            self.assertEqual(self.clock(self.issue, "resolution").due_now, utc(2, 14))
            self.line.unlink()
            self.assertIn("Due <strong>Mon 2 Mar 14:00", self.explanation(self.issue))

    def test_a_tiers_level_decides_its_promises(self):
        issue = self.make_issue("s3", at=utc(2, 10))
        self.tier2.level = "l0"
        self.tier1.level = "l2"
        self.assertEqual(self.clock(issue, "pickup").due_at, utc(2, 14))

    def test_ended_periods_and_other_calendars_are_left_alone(self):
        self.period.state = "cancelled"
        self.line.minutes = 180
        self.assertEqual(self.issue.resolution_due, utc(2, 14))

    def test_the_presets_promise_what_the_guide_says(self):
        expected = {
            "standard": (("elapsed", 120, 0), ("elapsed", 240, 0)),
            "priorities": (("elapsed", 60, 0), ("none", 0, 0)),
            "service_desk": (("elapsed", 15, 0), ("elapsed", 240, 0)),
            "charter": (("elapsed", 120, 0), ("none", 0, 0)),
        }
        for code, promises in expected.items():
            policy = self.env.ref(f"hypercare_support.sla_policy_{code}")
            targets = policy.targets()
            for metric, promise in zip(
                ("response", "resolution"), promises, strict=True
            ):
                _line, target = targets["s1", metric, ""]
                self.assertEqual((target.kind, target.minutes, target.days), promise)

    # -- Why this deadline? ------------------------------------------------------------

    def explanation(self, issue, metric="resolution"):
        clock = self.clock(issue, metric)
        clock.invalidate_recordset()
        return " ".join(str(clock.explanation).split())

    def test_the_explanation_names_what_was_counted(self):
        self.holiday(8)
        issue = self.make_issue("s3", at=utc(5, 15))
        with at_time(utc(5, 16)):
            text = self.explanation(issue)
        for part in (
            "the end of business day 3",
            "counted from <strong>Thu 5 Mar 15:00",
            "Due <strong>Wed 11 Mar 18:00",
            "09:00–18:00",
            "No support on: Fri 6 Mar, Sat 7 Mar, Sun 8 Mar",
            "30 h in all",
        ):
            self.assertIn(part, text)

    def test_the_explanation_names_pauses_and_the_clamp(self):
        issue = self.make_issue("s2", at=utc(5, 15))
        self.do(issue, self.l1, utc(5, 17, 59), state="waiting")
        self.do(issue, self.l1, utc(5, 18, 1), state="in_progress")
        with at_time(utc(5, 18, 2)):
            text = self.explanation(issue)
            self.assertIn("Thu 5 Mar 17:59 – Thu 5 Mar 18:01", text)
            self.assertIn("1 closing(s)", text)
        other = self.make_issue("s2", at=utc(5, 15))
        with at_time(utc(5, 15, 30)):
            text = self.explanation(other, "response")
        self.assertIn("never due later than the resolution", text)
        self.assertIn("Due <strong>Thu 5 Mar 18:00", text)

    def test_the_explanation_counts_a_pause_that_goes_on(self):
        self.do(self.issue, self.l3, utc(2, 11), state="waiting")
        with at_time(utc(2, 12, 30)):
            text = self.explanation(self.issue)
        self.assertIn("Due <strong>Mon 2 Mar 15:30", text)
        self.assertIn("moved the due time by 1 h 30 min", text)

    def test_the_explanation_agrees_with_the_clock(self):
        for severity in ("s1", "s2", "s3"):
            issue = self.make_issue(severity, at=utc(4, 17))
            for clock in issue.clock_ids.filtered("due_at"):
                with self.subTest(severity=severity, metric=clock.metric):
                    values = clock._explain(utc(4, 17, 1))
                    self.assertEqual(
                        values["due"], clock._local(clock.due_at, self.period)
                    )

    def test_without_due_time_it_says_why(self):
        low = self.make_issue("s4", at=utc(2, 10))
        self.assertIn("Nothing is promised", self.explanation(low))
        period = self.make_period(name="No hours", calendar_id=False)
        issue = self.make_issue("s2", period_id=period.id)
        self.assertIn("No support hours are chosen", self.explanation(issue))
