"""The way to the exit is looked at when it is due, and relapses are told once."""

from odoo.exceptions import UserError

from odoo.addons.base.models.ir_cron import IrCron

from .common import at_time
from .exit_common import ExitCase


class TestExitDue(ExitCase):
    def setUp(self):
        super().setUp()
        self.patch(IrCron, "_commit_progress", lambda *args, **kwargs: 100)
        self.cron = self.env.ref("hypercare_support.ir_cron_exit")

    def run_at(self, now):
        """Run the scheduled action; return the queries it took."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        with at_time(now):
            self.env["hypercare.period"]._cron_exit()
            self.env.flush_all()
        queries = self.env.cr.sql_log_count - before
        self.env.invalidate_all()
        return queries

    def leave(self):
        """Sign the exit on Thursday 12 March, 10:00."""
        now = self.at(12, 10)
        self.sign_all(self.review(now), now)
        self.run_at(now)
        self.mails().unlink()

    def test_with_nothing_due_it_asks_once(self):
        self.criterion("clean_streak", 5)
        self.life("s4", self.at(1, 9))
        for _number in range(3):
            other = self.make_period()
            self.criterion("bau_policy", period_id=other.id)
        self.run_at(self.at(3, 8))
        self.assertEqual(self.run_at(self.at(3, 8, 15)), 1)
        self.assertEqual(self.run_at(self.at(3, 23, 59)), 1)
        rows = self.period.criterion_ids.history_ids
        self.assertEqual(len(rows), 1)
        # After midnight there is a new day.
        self.assertGreater(self.run_at(self.at(4, 0, 0)), 1)
        self.assertEqual(
            sorted(row.date.day for row in self.period.criterion_ids.history_ids),
            [3, 4],
        )

    def test_the_question_has_an_index_of_its_own(self):
        self.env.cr.execute(
            "SELECT indexdef FROM pg_indexes WHERE tablename = 'hypercare_period'"
            " AND indexdef LIKE '%exit_due_at%'"
        )
        [(definition,)] = self.env.cr.fetchall()
        self.assertIn("WHERE", definition)

    def test_nobody_postpones_it(self):
        for record in (self.period.with_user(self.manager), self.period.sudo()):
            with self.assertRaises(UserError):
                record.write({"exit_due_at": "2030-01-01 00:00:00"})

    def test_a_period_that_fails_is_looked_at_again(self):
        self.criterion("bau_policy")
        fine = type(self.period)._exit_daily

        def fail(period, now):
            raise ValueError("broken")

        self.patch(type(self.period), "_exit_daily", fail)
        with self.assertLogs("odoo.addons.hypercare_support", "ERROR"):
            self.run_at(self.at(3, 8))
        self.patch(type(self.period), "_exit_daily", fine)
        self.run_at(self.at(3, 8, 15))
        self.assertTrue(self.period.criterion_ids.history_ids)

    def test_a_criterion_that_is_added_has_a_value_the_same_day(self):
        self.criterion("bau_policy")
        self.run_at(self.at(3, 8))
        later = self.criterion("roster")
        self.run_at(self.at(3, 9))
        self.assertEqual(len(later.history_ids), 1)

    # === AFTER THE EXIT === #

    def test_an_s1_wakes_it_at_once(self):
        self.leave()
        self.assertEqual(self.run_at(self.at(15, 9)) > 1, True)
        self.env["ir.cron.trigger"].search([("cron_id", "=", self.cron.id)]).unlink()
        issue = self.make_issue("s3", at=self.at(15, 10))
        self.assertEqual(self.run_at(self.at(15, 10)), 1)
        for number, vals in enumerate(
            (
                {"severity": "s1", "change_reason": "Nothing works"},
                {"user_id": self.l3.id},
                {"state": "resolved"},
                {"state": "in_progress"},
            )
        ):
            self.do(issue, self.l3, self.at(15, 11, number), **vals)
            self.run_at(self.at(15, 11, number))
        self.assertEqual(len(self.mails()), 8)
        self.assertTrue(
            self.env["ir.cron.trigger"].search_count([("cron_id", "=", self.cron.id)])
        )

    def test_the_last_evening_is_looked_at_in_the_night_after_it(self):
        self.leave()
        # Day 90 is 29 May; it ends at 18:00 UTC.
        self.make_issue("s1", at="2026-05-29 17:58:00", name="Last evening")
        self.run_at("2026-05-29 18:05:00")
        self.assertEqual(len(self.mails()), 4)
        self.make_issue("s1", at="2026-05-29 18:10:00", name="Day 91")
        self.run_at("2026-05-29 18:20:00")
        self.run_at("2026-05-31 04:00:00")
        self.assertEqual(len(self.mails()), 4)
        relapses = self.env["hypercare.exit.relapse"].search([])
        self.assertEqual(relapses.issue_id.name, "Last evening")


class TestExitRelapseKpi(ExitCase):
    """KPIs that go the wrong way after the exit, as the nightly run notices them."""

    def night(self, day):
        """Count what is due after midnight, then look at the exit."""
        now = self.at(day, 0, 10)
        with at_time(now):
            self.period.sudo()._run_day_tasks(now)
            self.period.sudo()._exit_daily(now)
        self.env.flush_all()
        self.env.invalidate_all()

    def leave(self, day=17):
        now = self.at(day, 10)
        self.sign_all(self.review(now), now)
        self.night(day + 1)
        self.mails().unlink()

    def relapses(self):
        return self.env["hypercare.exit.relapse"].search(
            [("key", "=like", "kpi-%")], order="id"
        )

    def kpi_mails(self):
        return self.env["mail.mail"].search(
            [("message_id", "=like", "<hypercare-kpi-%")]
        )

    def test_a_kpi_that_falls_below_its_target_is_told_once_to_both_sides(self):
        self.life("s1", self.at(1, 10), self.at(1, 12))
        self.leave()
        self.assertFalse(self.relapses())
        self.life("s1", self.at(18, 10))
        self.night(19)
        [relapse] = self.relapses()
        self.assertIn("Open S1 and S2", relapse.text)
        self.assertIn("had been reached and is missed", relapse.text)
        self.assertEqual(
            set(relapse.told_ids.mapped("email")),
            {
                *("manager@example.com", "consultant@example.com"),
                *("owner@example.com", "sponsor@example.com"),
            },
        )
        mails = self.kpi_mails().filtered(lambda one: "Open S1" in one.body_html)
        self.assertEqual(len(mails), 4)
        self.night(20)
        self.night(21)
        self.assertEqual(self.relapses(), relapse)

    def test_one_that_gets_worse_twice_in_a_row_is_a_relapse(self):
        """Missed before the exit already: what counts is that it gets worse."""
        self.life("s4", self.at(1, 10))
        self.life("s2", self.at(2, 10))
        self.leave()
        self.life("s2", self.at(18, 10))
        self.night(19)
        self.assertFalse(self.relapses())
        self.life("s2", self.at(19, 10))
        self.night(20)
        texts = self.relapses().mapped("text")
        self.assertTrue([one for one in texts if "worse twice in a row" in one], texts)

    def test_narrowly_missed_is_missed(self):
        with at_time(self.at(1, 0)):
            self.env.ref("hypercare_support.kpi_open_urgent").margin = 3
        self.life("s1", self.at(1, 10), self.at(1, 12))
        self.leave()
        self.life("s2", self.at(18, 10))
        self.night(19)
        value = self.env["hypercare.kpi.value"].search(
            [("code", "=", "open_urgent"), ("period_id", "=", self.period.id)], limit=1
        )
        self.assertEqual(value.state, "amber")
        self.assertIn("Open S1 and S2", self.relapses().mapped("text")[0])

    def test_what_fell_before_the_exit_is_no_relapse(self):
        self.life("s1", self.at(1, 10), self.at(1, 12))
        self.night(15)
        self.life("s1", self.at(15, 10))
        self.night(16)
        self.assertTrue(self.env["hypercare.kpi.alert"].search([("kind", "=", "lost")]))
        self.leave()
        self.night(19)
        self.assertFalse(self.relapses())

    def test_the_evening_of_day_90_counts_and_nothing_after_it(self):
        self.life("s1", self.at(1, 10), self.at(1, 12))
        self.leave()
        self.make_issue("s1", at="2026-05-29 04:00:00")
        for now in ("2026-05-28 18:10:00", "2026-05-29 18:10:00"):
            with at_time(now) as moment:
                now = self.env.cr.now()
                self.period.sudo()._run_day_tasks(now)
                self.period.sudo()._run_day_tasks(now)
                self.period.sudo()._run_day_tasks(now)
                self.period.sudo()._exit_daily(now)
            del moment
        self.assertTrue(
            self.relapses().filtered(lambda one: "Open S1 and S2" in one.text)
        )
