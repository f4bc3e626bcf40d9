"""Daily values, forecast, command centre, and what comes back after the exit."""

from datetime import date

from odoo.exceptions import UserError

from odoo.addons.base.models.ir_cron import IrCron

from .common import at_time
from .exit_common import ExitCase


class TestExitWatch(ExitCase):
    def daily(self, now):
        with at_time(now):
            self.period._exit_daily(now)
        self.env.flush_all()
        self.env.invalidate_all()

    def forecast(self, now):
        self.env.flush_all()
        self.env.invalidate_all()
        with at_time(now):
            return self.period._exit_forecast()

    # === DAILY VALUES === #

    def test_one_value_per_day_however_often_it_runs(self):
        streak = self.criterion("clean_streak", 5)
        self.life("s4", self.at(1, 9))
        for day, hour in ((2, 8), (2, 20), (3, 8), (5, 8)):
            self.daily(self.at(day, hour))
        rows = streak.history_ids.sorted("date")
        self.assertEqual(
            [(row.date.day, row.value, row.state) for row in rows],
            [(2, 1, "not_met"), (3, 2, "not_met"), (5, 4, "not_met")],
        )

    def test_the_scheduled_action_goes_on_after_a_failure(self):
        self.criterion("bau_policy")
        other = self.make_period(name="Other")
        broken = self.criterion("bau_policy", period_id=other.id, name="Broken")
        self.patch(IrCron, "_commit_progress", lambda *args, **kwargs: 100)
        fine = type(self.period)._exit_daily

        def fail(period, now):
            if period == other:
                raise ValueError("broken")
            return fine(period, now)

        self.patch(type(self.period), "_exit_daily", fail)
        with self.assertLogs("odoo.addons.hypercare_support", "ERROR"):
            self.env["hypercare.period"]._cron_exit()
        self.assertTrue(self.period.criterion_ids.history_ids)
        self.assertFalse(broken.history_ids)

    # === FORECAST === #

    def test_the_day_a_streak_is_complete(self):
        self.criterion("clean_streak", 5)
        self.life("s4", self.at(1, 9))
        found = self.forecast(self.at(3, 10))
        self.assertEqual((found["kind"], found["day"]), ("expected", date(2026, 3, 5)))
        self.assertIn("Thursday 5 March", found["text"])
        self.assertIn("if no S1 or S2 comes", found["lines"][0]["text"])
        issue = self.make_issue("s2", at=self.at(3, 11))
        found = self.forecast(self.at(3, 12))
        # Solved today: Wednesday, Thursday, Sunday, Monday, Tuesday.
        self.assertEqual((found["kind"], found["day"]), ("unknown", date(2026, 3, 10)))
        self.assertIn("not before Tuesday 10 March", found["text"])
        self.do(issue, self.l2, self.at(3, 15), state="resolved")
        found = self.forecast(self.at(4, 10))
        self.assertEqual((found["kind"], found["day"]), ("expected", date(2026, 3, 10)))
        # And so it comes.
        streak = self.period.criterion_ids
        self.assertEqual(self.found(streak, self.at(10, 17, 59)).state, "not_met")
        self.assertEqual(self.found(streak, self.at(10, 18)).state, "met")
        self.assertEqual(self.forecast(self.at(10, 18))["kind"], "held")

    def test_what_is_planned_and_what_cannot_be_said(self):
        self.criterion("clean_streak", 5)
        self.life("s4", self.at(1, 9))
        close = self.criterion("month_end_close", planned_date="2026-04-05")
        found = self.forecast(self.at(3, 10))
        self.assertEqual((found["kind"], found["day"]), ("expected", date(2026, 4, 5)))
        self.assertIn("planned for Sunday 5 April", found["lines"][1]["text"])
        close.planned_date = "2026-03-02"
        found = self.forecast(self.at(3, 10))
        self.assertEqual(found["kind"], "unknown")
        self.assertIn("which is over", found["lines"][1]["text"])
        close.planned_date = False
        self.assertIn("No date", self.forecast(self.at(3, 10))["lines"][1]["text"])
        self.period.criterion_ids.with_context(active_test=False)._keep(
            {"waived_at": self.at(3, 9), "waived_by": self.sponsor.id}
        )
        self.assertEqual(self.forecast(self.at(3, 10))["kind"], "held")

    def test_a_rate_by_the_trend_of_its_daily_values(self):
        share = self.criterion("l1_share", 80)
        history = self.env["hypercare.exit.history"]
        history._append(
            [
                {
                    "criterion_id": share.id,
                    "kind": "value",
                    "date": f"2026-03-0{day}",
                    "at": self.at(day, 9),
                    "value": value,
                    "state": "not_met",
                }
                for day, value in enumerate((50, 52, 54, 56), start=5)
            ]
        )
        for number in range(4):
            self.life("s3", self.at(2, 9 + number), self.at(3, 10))
        for _number in range(3):
            issue = self.life("s3", self.at(2, 9))
            self.do(issue, self.l1, self.at(2, 11), tier_id=self.tier2.id)
            self.do(issue, self.l2, self.at(3, 11), user_id=self.l2.id)
            self.do(issue, self.l2, self.at(3, 12), state="resolved")
        # 57 % on the 9th, about two a day: 80 in some twelve to thirteen days.
        found = self.forecast(self.at(9, 10))
        self.assertEqual(found["kind"], "expected")
        self.assertTrue(date(2026, 3, 20) <= found["day"] <= date(2026, 3, 23))
        self.assertIn("57 %", found["lines"][0]["text"])

    # === COMMAND CENTRE === #

    def test_the_command_centre_shows_it_to_the_people_of_the_period(self):
        self.criterion("clean_streak", 5)
        self.criterion("bau_policy")
        self.life("s4", self.at(1, 9))
        for user in (self.l1, self.manager, self.sponsor, self.consultant, self.owner):
            with self.subTest(user=user.login):
                section = self.centre(user)["sections"]["exit"]
                self.assertEqual((section["holding"], section["total"]), (2, 2))
                self.assertEqual(section["text"], "All exit criteria hold.")
        self.assertNotIn("exit", self.centre(self.colleague)["sections"])

    def test_the_command_centre_says_the_same_as_the_criteria(self):
        criteria = self.period._apply_exit_presets(
            self.env["hypercare.exit.preset"].search([])
        )
        self.life("s2", self.at(2, 9), self.at(3, 10))
        now = self.at(10, 16)
        section = self.centre(self.sponsor, now)["sections"]["exit"]
        rows = {row["id"]: row for row in section["rows"]}
        for criterion in self.found(criteria, now):
            row = rows[criterion.id]
            self.assertEqual(
                (row["state"], row["rag"], row["value"], row["why"]),
                (
                    *(criterion.state, criterion.rag),
                    *(criterion.value_text, criterion.evidence),
                ),
            )

    def test_the_command_centre_stays_within_its_queries(self):
        self.period._apply_exit_presets(self.env["hypercare.exit.preset"].search([]))
        self.life("s2", self.at(2, 9), self.at(3, 10))
        for user in (self.sponsor, self.l1):
            self.centre(user)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with at_time(self.at(10, 16)):
                self.env["hypercare.period"].with_user(user).command_centre()
            self.assertLessEqual(self.env.cr.sql_log_count - before, 12)

    # === RELAPSE === #

    def leave(self):
        """Sign the exit on Thursday 12 March, 10:00."""
        now = self.at(12, 10)
        self.sign_all(self.review(now), now)
        self.mails().unlink()

    def test_an_s1_after_the_exit_is_told_once_to_both_sides(self):
        self.make_issue("s1", at=self.at(10, 10), name="Before the exit")
        self.leave()
        self.daily(self.at(12, 11))
        self.assertFalse(self.mails())
        self.make_issue("s1", at=self.at(15, 10), name="Nothing can be posted")
        self.daily(self.at(15, 10, 15))
        mails = self.mails()
        self.assertEqual(len(mails), 4)
        self.assertIn("Nothing can be posted", mails[0].body_html)
        self.assertNotIn("Before the exit", mails[0].body_html)
        for hour in (11, 12):
            self.daily(self.at(15, hour))
        self.daily(self.at(16, 10))
        self.assertEqual(len(self.mails()), 4)
        # A second one is another occurrence; so is one that is opened again.
        second = self.make_issue("s4", at=self.at(17, 10), confidential=True)
        self.do(
            second, self.l1, self.at(17, 11), severity="s1", change_reason="It is bad"
        )
        self.daily(self.at(17, 12))
        self.assertEqual(len(self.mails()), 8)
        self.assertFalse(
            self.mails().filtered(lambda mail: second.name in mail.body_html[:9999])
            & self.mails().sorted("id")[-4:]
        )
        self.do(second, self.l3, self.at(17, 13), state="resolved")
        self.do(second, self.l3, self.at(17, 14), state="in_progress")
        self.daily(self.at(17, 15))
        self.assertEqual(len(self.mails()), 12)

    def test_a_criterion_that_falls_is_told_once_until_it_falls_again(self):
        close = self.criterion("month_end_close")
        with at_time(self.at(11, 10)):
            close.with_user(self.manager)._attest("All closed", b"eA==", "a.pdf")
        falling = self.criterion("bau_policy")
        self.leave()
        self.daily(self.at(13, 10))
        self.period.bau_policy_id = False
        for hour in (11, 15):
            self.daily(self.at(13, hour))
        self.daily(self.at(14, 10))
        self.assertEqual(len(self.mails()), 4)
        self.assertIn(falling.name, self.mails()[0].body_html)
        self.period.bau_policy_id = self.policy
        self.daily(self.at(15, 10))
        self.period.bau_policy_id = False
        self.daily(self.at(16, 10))
        self.assertEqual(len(self.mails()), 8)
        relapses = self.env["hypercare.exit.relapse"].search([])
        self.assertEqual(relapses.criterion_id, falling)
        self.assertEqual(len(relapses), 2)

    def test_nobody_is_told_before_the_exit_or_after_day_90(self):
        self.make_issue("s1", at=self.at(10, 10))
        self.criterion("bau_policy")
        self.daily(self.at(10, 11))
        self.assertFalse(self.env["hypercare.exit.relapse"].search([]))
        self.leave()
        self.make_issue("s1", at="2026-05-30 04:00:00")
        self.daily(self.at(31, 10).replace(month=5))
        self.assertFalse(self.mails())

    def test_relapses_are_read_not_written(self):
        self.leave()
        self.make_issue("s1", at=self.at(15, 10))
        self.daily(self.at(15, 10, 15))
        relapse = self.env["hypercare.exit.relapse"].search([])
        for user in (self.l1, self.manager, self.sponsor, self.owner):
            found = relapse.with_user(user).search([])
            self.assertEqual(found, relapse)
            with self.assertRaises(UserError):
                found.write({"text": "x"})
