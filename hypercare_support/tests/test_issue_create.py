from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError

from .common import MONDAY, HypercareCommon, at_time


class TestIssueCreate(HypercareCommon):
    def test_numbers_are_per_period_and_in_order(self):
        period = self.make_period(name="First wave")
        other = self.make_period(name="Second wave")
        first = self.make_issue(period_id=period.id)
        second = self.make_issue(period_id=period.id)
        elsewhere = self.make_issue(period_id=other.id)
        self.assertEqual(
            [first.number, second.number, elsewhere.number],
            ["HC-001", "HC-002", "HC-001"],
        )

    def test_a_batch_gets_consecutive_numbers(self):
        period = self.make_period(name="First wave")
        issues = self.env["hypercare.issue"].create(
            [{"name": str(n), "period_id": period.id} for n in range(5)]
        )
        self.assertEqual(issues.mapped("number"), [f"HC-{n:03d}" for n in range(1, 6)])

    def test_answers_give_the_severity(self):
        cases = [
            ("yes", "none", "no", "s1"),
            ("yes", "costly", "no", "s2"),
            ("yes", "easy", "yes", "s2"),
            ("no", "none", "yes", "s1"),
            ("no", "none", "no", "s2"),
            ("no", "costly", "no", "s3"),
            ("no", "costly", "yes", "s3"),
            ("no", "easy", "no", "s4"),
        ]
        for stopped, workaround, only, severity in cases:
            with self.subTest(stopped=stopped, workaround=workaround, only=only):
                issue = (
                    self.env["hypercare.issue"]
                    .with_user(self.reporter)
                    .create(
                        {
                            "name": "Question",
                            "work_stopped": stopped,
                            "workaround_known": workaround,
                            "only_person": only,
                        }
                    )
                )
                self.assertEqual(issue.severity, severity)

    def test_the_running_period_is_the_default(self):
        issue = self.env["hypercare.issue"].create({"name": "No period given"})
        self.assertEqual(issue.period_id, self.period)

    def test_no_period_gives_a_clear_error(self):
        self.period.state = "cancelled"
        for values in ({"name": "x"}, {"name": "x", "period_id": False}):
            with self.assertRaisesRegex(UserError, "No hypercare period"):
                self.env["hypercare.issue"].with_user(self.reporter).create(values)

    def test_unfit_values_give_clear_errors_and_save_nothing(self):
        gone = self.make_period(name="Gone")
        gone_id = gone.id
        gone.unlink()
        ended = self.make_period(name="Ended", state="closed")
        cases = [
            ({"period_id": gone_id}, "does not exist"),
            ({"period_id": ended.id}, "has ended"),
            ({"period_id": "1"}, "No hypercare period"),
            ({"reported_at": "yesterday"}, "is not a date and time"),
            ({"reported_at": 5}, "is not a date and time"),
            ({"severity": "s9"}, "s9.*Choose one of.*s1"),
            ({"work_stopped": "maybe", "workaround_known": "none"}, "maybe"),
            ({"description": "x" * 10_000_000}, "Attach the text as a file"),
        ]
        before = self.env["hypercare.issue"].search_count([])
        for values, message in cases:
            with (
                self.subTest(values=str(values)[:60]),
                self.assertRaisesRegex(UserError, message),
                self.env.cr.savepoint(),
            ):
                self.make_issue(**{"severity": "s2", **values})
        self.assertEqual(self.env["hypercare.issue"].search_count([]), before)

    def test_a_period_of_another_company_is_refused(self):
        company = self.env["res.company"].create({"name": "Other"})
        foreign = self.make_period(company_id=company.id, name="Foreign")
        with self.assertRaises(AccessError):
            self.make_issue(period_id=foreign.id)

    def test_routing_by_category_and_severity(self):
        levels = {
            category.level: category
            for category in self.env["hypercare.category"].search([])
        }
        self.assertEqual(self.make_issue("s3").tier_id, self.tier1)
        for level, tier in (("l2", self.tier2), ("l3", self.tier3)):
            issue = self.make_issue("s3", category_id=levels[level].id)
            self.assertEqual(issue.tier_id, tier)
        critical = self.make_issue("s1")
        self.assertEqual(critical.tier_id, self.tier3)
        self.assertEqual(
            critical.engagement_ids.tier_id, self.tier1 | self.tier2 | self.tier3
        )

    def test_only_the_team_reports_for_others_and_for_the_past(self):
        past = datetime(2026, 3, 2, 3, 0)
        values = {"reporter_id": self.colleague.id, "reported_at": past}
        by_employee = self.make_issue(at=MONDAY, **values)
        self.assertEqual(by_employee.reporter_id, self.reporter)
        self.assertEqual(by_employee.reported_at, MONDAY)
        by_member = self.make_issue(at=MONDAY, user=self.l1, **values)
        self.assertEqual(by_member.reporter_id, self.colleague)
        self.assertEqual(by_member.reported_at, past)

    def test_reporters_do_not_decide_who_has_it_or_how_far_it_is(self):
        issue = self.make_issue(
            "s1", state="resolved", user_id=self.l2.id, tier_id=self.tier1.id
        )
        self.assertEqual((issue.state, issue.tier_id), ("new", self.tier3))
        self.assertFalse(issue.user_id or issue.responded_at)
        with self.assertRaisesRegex(UserError, "cannot become Closed"):
            self.make_issue(user=self.l1, state="closed")

    def test_the_reporter_is_told_of_answers(self):
        issue = self.make_issue(user=self.l1, reporter_id=self.colleague.id)
        self.assertIn(self.colleague.partner_id, issue.message_partner_ids)
        issue.with_user(self.l1).write({"reporter_id": self.reporter.id})
        self.assertIn(self.reporter.partner_id, issue.message_partner_ids)

    def test_the_future_cannot_be_reported(self):
        with self.assertRaisesRegex(UserError, "future"), at_time(MONDAY):
            self.make_issue(user=self.l1, reported_at=MONDAY + timedelta(hours=1))

    def test_an_owner_at_creation_takes_the_issue(self):
        issue = self.make_issue(user=self.l1, user_id=self.l1.id)
        self.assertEqual(issue.state, "assigned")
        self.assertTrue(issue.engagement_ids.taken_at)

    def test_the_day_is_counted_in_the_periods_time_zone(self):
        cases = [
            (datetime(2026, 2, 28, 18, 0), "Day 1 00:00"),
            (datetime(2026, 2, 28, 17, 59), "Day 0 23:59"),
            (datetime(2026, 3, 3, 4, 23), "Day 3 10:23"),
        ]
        for moment, label in cases:
            self.assertEqual(self.make_issue(at=moment).day_label, label)

    def test_without_calendar_or_policy_the_issue_is_saved(self):
        empty = self.make_calendar(days="")
        for values, problem in (
            ({"calendar_id": False}, "No support hours"),
            ({"calendar_id": empty.id}, "never open"),
            ({"policy_id": False}, "No SLA policy"),
        ):
            period = self.make_period(**values)
            issue = self.make_issue("s2", period_id=period.id)
            self.assertFalse(issue.resolution_due)
            self.assertEqual(issue.sla_state, "none")
            self.assertIn(problem, period.problem)
            issue.with_user(self.l1).action_take()
            issue.with_user(self.l1).action_resolve()
            self.assertEqual(issue.state, "resolved")

    def test_an_archived_calendar_still_counts_and_is_shown(self):
        self.calendar.active = False
        issue = self.make_issue("s2", at=MONDAY)
        self.assertEqual(issue.resolution_due, datetime(2026, 3, 2, 12, 0))
        self.assertIn("archived", self.period.problem)

    def test_a_thousand_holidays_are_no_problem(self):
        self.env["resource.calendar.leaves"].create(
            [
                {
                    "name": str(day),
                    "calendar_id": self.calendar.id,
                    "date_from": MONDAY + timedelta(days=day),
                    "date_to": MONDAY + timedelta(days=day, hours=1),
                }
                for day in range(1000)
            ]
        )
        issue = self.make_issue("s2", at=MONDAY)
        self.assertEqual(issue.response_due, datetime(2026, 3, 2, 9, 0))

    def test_a_calendar_that_never_opens_again(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "For ever",
                "calendar_id": self.calendar.id,
                "date_from": MONDAY,
                "date_to": MONDAY + timedelta(days=36500),
            }
        )
        issue = self.make_issue("s2", at=MONDAY)
        self.assertFalse(issue.resolution_due)
        critical = self.make_issue("s1", at=MONDAY)
        self.assertEqual(critical.resolution_due, MONDAY + timedelta(hours=4))

    def test_creating_many_costs_few_queries(self):
        values = [{"name": str(n), "period_id": self.period.id} for n in range(100)]
        self.env["hypercare.issue"].create(values)
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        self.env["hypercare.issue"].create(values)
        self.env.flush_all()
        self.assertLess(self.env.cr.sql_log_count - before, 40)
