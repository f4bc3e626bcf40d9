"""Fourteen days of hypercare, compared day by day with a ledger kept by hand."""

import pytest

from odoo.tests import tagged

from .case import SimulationCase
from .script import FORTNIGHT, NEIGHBOUR, PAPER

GOOD = ("green", "met", "attested", "waived")


@tagged("post_install", "-at_install")
class TestFortnight(SimulationCase):
    """One company lives it, one beside it lives less, and one does nothing at all."""

    def test_fortnight(self):
        neighbour = (NEIGHBOUR, {}) if self.tz == "Asia/Dhaka" else ()
        worlds = self.live(14, (FORTNIGHT, PAPER), neighbour, ())
        compared = self.check(worlds)
        # A table that nobody read would agree as well.
        self.assertEqual(compared["KPI values"], 213)
        self.assertEqual(compared["criterion values"], 546)
        self.assertEqual(sum(compared.values()), 3096)
        self._check_first(worlds[0])
        if neighbour:
            self._check_locked_early(worlds[1])
        self._check_nothing_is_green(worlds[2])

    def _check_first(self, world):
        """What the ledger says is what a reader of the script expects."""
        close = dict((day, one[1:]) for day, *one in world.series["month_close"])
        self.assertEqual(world.series["month_close"][11], (12, "green", 2))
        self.assertEqual(close[10], [None])
        # The mistake of day 4 breaks nothing. What was lowered on day 12 after work had
        # begun broke that day, and the S1 on the last day breaks the next one.
        nights = [self.clock.midnight(day) for day in (4, 12, 14)]
        streaks = [world.exit.streak(night, world.exit.spans()) for night in nights]
        self.assertEqual(streaks, [1, 0, 0])
        self.assertEqual(world.criteria["clean_streak"][-1], (14, "not_met"))
        [(moment, refusal)] = world.people.refused
        self.assertEqual(moment, self.clock.at(14, "20:00"))
        self.assertIn("No S1 or S2 open or raised for 5 business days", refusal)
        self.assertEqual(world.period.state, "exit_review")

    def _check_locked_early(self, world):
        """Locked before the month was over: closed on the first day after it."""
        close = world.series["month_close"]
        self.assertEqual(close[9:11], [(10, "unmeasurable", None), (11, "green", 1)])
        # In that night nobody has compared its stock, and no closing entry is made.
        areas = world.criteria["close_areas"]
        self.assertEqual(areas[9:11], [(10, "unmeasurable"), (11, "not_met")])

    def _check_nothing_is_green(self, world):
        """No document, no issue, no entry: nothing may look good."""
        states = {state for found in world.series.values() for _d, state, _v in found}
        self.assertEqual(states, {"few", "unmeasurable"})
        rows = world.query(
            "SELECT DISTINCT one.code FROM hypercare_exit_history kept"
            " JOIN hypercare_exit_criterion one ON one.id = kept.criterion_id"
            " WHERE one.period_id = %s AND kept.state IN %s",
            world.period.id,
            GOOD,
        )
        # That an owner and a policy are named stands in the period itself.
        self.assertEqual(rows, [("bau_policy",)])


class TestFortnightAuckland(TestFortnight):
    """Half a day ahead; clocks go back in the night to day 15."""

    tz = "Pacific/Auckland"

    @pytest.mark.long
    def test_fortnight(self):  # pylint: disable=missing-return
        super().test_fortnight()


class TestFortnightLosAngeles(TestFortnight):
    """Seven hours behind."""

    tz = "America/Los_Angeles"

    @pytest.mark.long
    def test_fortnight(self):  # pylint: disable=missing-return
        super().test_fortnight()
