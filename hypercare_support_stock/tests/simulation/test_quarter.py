"""Ninety days: exit, monitoring, a month opened again, a regression, relapses."""

import pytest

from odoo.tests import tagged

from .case import SimulationCase
from .hand_exit import alerts
from .script import PAPER, QUARTER


@tagged("post_install", "-at_install")
class TestQuarter(SimulationCase):
    @pytest.mark.long
    @pytest.mark.timeout(1200)
    def test_quarter(self):
        worlds = self.live(90, (QUARTER, PAPER), ())
        compared = self.check(worlds)
        self.world = worlds[0]
        for check in (
            self._check_streak_after_the_last_day,
            self._check_opened_again,
            self._check_exit,
            self._check_regression,
            self._check_relapses,
        ):
            with self.subTest(check=check.__name__):
                check()
        self.assertEqual(sum(compared.values()), 15_254)

    def _states(self, code):
        return dict(self.world.criteria[code])

    def _check_streak_after_the_last_day(self):
        streak = self._states("clean_streak")
        self.assertEqual(min(day for day in streak if streak[day] == "met"), 22)

    def _check_opened_again(self):
        close = self._states("month_end_close")
        days = [day for day in close if close[day] == "met"]
        self.assertEqual(days, [12, 13, 14, 15, *range(17, 91)])
        value = self._value("month_close", 16)
        self.assertIn("moved the lock date back", value.why)
        self.assertEqual((value.state, value.value), ("amber", 4))
        self.assertEqual(self._value("month_close", 17).value, 5)
        item = self.env["hypercare.checklist.item"].search(
            [("period_id", "=", self.world.period.id), ("code", "=", "month_locked")]
        )
        self.assertTrue(item.done_at)
        self.assertIn("moved the lock date back", str(item.message_ids.mapped("body")))

    def _value(self, code, day):
        return self.env["hypercare.kpi.value"].search(
            [
                ("period_id", "=", self.world.period.id),
                ("kpi_id.code", "=", code),
                ("date", "=", self.clock.date(day)),
            ]
        )

    def _check_exit(self):
        period = self.world.period
        self.assertEqual(period.state, "monitoring")
        review = period.exit_review_ids[:1]
        self.assertEqual(review.state, "go")
        self.assertEqual(review.decided_at, self.world.ledger.exit_at)
        self.assertFalse(review._verify())
        self.assertFalse(review.content["failing"])

    def _check_regression(self):
        told = self.env["hypercare.kpi.alert"].search(
            [("period_id", "=", self.world.period.id), ("kpi_id.code", "=", "in_odoo")]
        )
        month = [self.clock.date(31), self.clock.date(60)]
        fallen = told.filtered(lambda one: month[0] <= one.since <= month[1])
        self.assertEqual(fallen.filtered("intervention").mapped("kind"), ["lost"])
        self.assertTrue(all(fallen.mapped("told_at")))
        self.assertTrue(all(fallen.mapped("over_on")))

    def _check_relapses(self):
        """Each occurrence after the exit is told once, by mail to both sides."""
        world = self.world
        relapses = self.env["hypercare.exit.relapse"].search(
            [("period_id", "=", world.period.id)]
        )
        urgent = relapses.filtered("issue_id")
        issue = world.people.issues["X"]
        self.assertEqual(urgent.mapped("issue_id.id"), [issue.id])
        # Raised, and opened again.
        self.assertEqual(len(urgent), 2)
        found = sorted(
            (one.criterion_id.code, self.clock.day_of(one.at) - 1)
            for one in relapses.filtered("criterion_id")
        )
        self.assertEqual(found, sorted(self._fallen()))
        kpis = relapses.filtered(lambda one: one.key.startswith("kpi-"))
        self.assertEqual(len(kpis), len(self._kpis_fallen()))
        people = {world.period[name] for name in ("sponsor_id", "client_pm_id")}
        told = {partner.id for one in relapses for partner in one.told_ids}
        self.assertLessEqual({one.partner_id.id for one in people}, told)

    def _fallen(self):
        """Yield criterion and night in which it held before and does not any more."""
        holds = ("met", "attested", "waived")
        for code, days in self.world.criteria.items():
            held, told = None, set()
            for day, state in days:
                # From the night after the exit on, to day 90.
                watched = 23 <= day < 90
                if state == "not_met" and held and watched and held not in told:
                    told.add(held)
                    yield code, day
                if state in holds:
                    held = day

    def _kpis_fallen(self):
        """Return what the ledger alerted since the exit; warnings are no targets."""
        return [
            (code, kind, day)
            for code, kind, day in alerts(self.world.series)
            if kind in ("lost", "falling") and 23 <= day <= 90
        ]
