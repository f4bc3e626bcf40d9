"""Clocks, targets and explanations: every figure of a reading."""

from dataclasses import FrozenInstanceError

import pytest
from calendars import (
    instant,
    pauses,
    target,
    timeline,
)
from engine import (
    Aim,
    Clock,
    HorizonExceeded,
    NeverOpens,
    Reading,
    Target,
    aim_many,
    at,
    comparable,
    counted,
    due,
    due_many,
    explain,
    in_order,
    read,
    reopened,
    retargeted,
)

HOUR = 3600
DHAKA = timeline("dhaka")


@pytest.mark.parametrize(
    "kind, figures, text",
    [
        ("working", {}, "one minute"),
        ("elapsed", {"minutes": 0}, "one minute"),
        ("elapsed", {"minutes": -5}, "one minute"),
        ("working", {"minutes": 0.5}, "one minute"),
        ("working", {"minutes": float("nan")}, "one minute"),
        ("working", {"minutes": float("inf")}, "one minute"),
        ("next_days", {}, "one day"),
        ("next_days", {"days": -1}, "one day"),
        ("weekly", {"days": 1}, "Unknown kind"),
    ],
)
def test_targets_that_promise_nothing_are_refused(kind, figures, text):
    with pytest.raises(ValueError, match=text):
        Target(kind, **figures)


def test_targets_are_values():
    assert Target("same_day", minutes=5, days=3) == Target("same_day")
    assert len({Target("working", 5, days=9), Target("working", minutes=5)}) == 1
    assert Target("working", minutes=1.5).seconds == 90
    unused = Target("same_day", minutes=5, days=3)
    assert (unused.seconds, unused.days) == (0, 0)
    assert Target("next_days", minutes=5, days=3).seconds == 0
    with pytest.raises(FrozenInstanceError):
        Target("none").days = 3


@pytest.mark.parametrize(
    "response, resolution, alike, ordered",
    [
        ("2h w", "4h w", True, True),
        ("4h w", "4h w", True, True),
        ("5h w", "4h w", True, False),
        ("5h w", "4h e", False, True),
        ("1d", "3d", True, True),
        ("3d", "1d", True, False),
        ("same_day", "same_day", True, True),
        ("3d", "same_day", False, True),
        ("4h w", "none", False, True),
        ("none", "none", False, True),
    ],
)
def test_only_like_kinds_are_compared(response, resolution, alike, ordered):
    assert comparable(target(response), target(resolution)) is alike
    assert in_order(target(response), target(resolution)) is ordered


def test_every_figure_of_a_paused_reading():
    """Two of eight hours used on Sunday, waiting since 11:00, read at 16:00."""
    clock = Clock(target("8h w"), instant("Sun 09:00"), pauses("Sun 11:00>"))
    reading = read(clock, DHAKA, instant("Sun 16:00"))
    assert reading.due_at == instant("Mon 13:00")
    assert reading.frozen_due == reading.base_due == instant("Sun 17:00")
    assert (reading.extended_by, reading.extended_days) == (5 * HOUR, 0)
    assert reading.at_risk_at == instant("Mon 11:00")
    assert (reading.budget, reading.elapsed) == (8 * HOUR, 2 * HOUR)
    assert (reading.remaining, reading.percent) == (6 * HOUR, 25.0)
    assert (reading.paused, reading.state) == (5 * HOUR, "paused")
    assert (reading.outcome, reading.breached_at) == (None, None)


def test_every_figure_of_a_day_target_paused_over_a_closing():
    clock = Clock(target("same_day"), instant("Thu 15:00"), pauses("Thu 17:00>"))
    reading = read(clock, DHAKA, instant("Sun2 10:00"))
    assert reading.due_at == instant("Sun2 18:00")
    assert reading.frozen_due == reading.base_due == instant("Thu 18:00")
    assert (reading.extended_by, reading.extended_days) == (9 * HOUR, 1)
    assert (reading.budget, reading.elapsed) == (10 * HOUR, 2 * HOUR)
    assert reading.at_risk_at == instant("Sun2 15:30")


def test_an_overdue_reading():
    clock = Clock(target("4h w"), instant("Sun 09:00"))
    reading = read(clock, DHAKA, instant("Sun 15:00"))
    assert (reading.remaining, reading.percent) == (-2 * HOUR, 150.0)
    assert reading.breached_at == reading.due_at == instant("Sun 13:00")
    assert (reading.state, reading.outcome) == ("running", "breached")


def test_a_clock_without_promise_and_a_cancelled_one():
    start, now = instant("Sun 09:00"), instant("Mon 12:00")
    backlog = read(Clock(target("none"), start, pauses("Sun 10:00>")), None, now)
    assert (backlog.due_at, backlog.outcome, backlog.state) == (None, "none", "paused")
    assert backlog == Reading(
        state="paused",
        outcome="none",
        phase="none",
        paused=now - instant("Sun 10:00"),
        extended_by=0,
        extended_days=0,
        budget=0,
        elapsed=0,
        remaining=0,
        percent=0.0,
    )
    cancelled = read(Clock(target("1h w"), start, cancelled=True), DHAKA, now)
    assert (cancelled.outcome, cancelled.phase) == ("none", "none")
    assert (cancelled.state, cancelled.breached_at) == ("cancelled", None)


def test_elapsed_targets_need_no_calendar():
    start = instant("Fri 10:00")
    clock = Clock(target("2h e"), start, pauses("Fri 11:00>Fri 11:30"))
    now = instant("Fri 11:45")
    assert read(clock, None, now).due_at == instant("Fri 12:30")
    assert at(clock, None, 0.5) == instant("Fri 11:00")
    assert due_many(target("2h e"), [start], None) == [instant("Fri 12:00")]
    assert explain(target("2h e"), start, None).budget == 2 * HOUR


@pytest.mark.parametrize("kind", ["4h w", "same_day", "1d"])
def test_other_targets_never_come_due_without_calendar(kind):
    start = instant("Fri 10:00")
    with pytest.raises(NeverOpens):
        due(target(kind), start, None)
    with pytest.raises(NeverOpens):
        due_many(target(kind), [start], None)


def test_fractions_of_a_budget():
    clock = Clock(target("4h w"), instant("Thu 15:00"), pauses("Thu 16:00>Thu 17:00"))
    wanted = {
        0: "Thu 15:00",
        0.25: "Thu 16:00",  # the very second the pause begins
        0.5: "Thu 18:00",  # at closing, not at the next opening
        0.75: "Sun2 10:00",
        1: "Sun2 11:00",
        1.5: "Sun2 13:00",
    }
    found = {fraction: at(clock, DHAKA, fraction) for fraction in wanted}
    assert found == {key: instant(value) for key, value in wanted.items()}
    assert at(Clock(target("none"), 0), None, 0.5) is None
    with pytest.raises(ValueError, match="negative"):
        at(clock, DHAKA, -0.1)


def test_fractions_with_an_open_pause():
    clock = Clock(target("4h w"), instant("Sun 09:00"), pauses("Sun 11:30>"))
    assert at(clock, DHAKA, 0.5) == instant("Sun 11:00")  # before the pause
    assert at(clock, DHAKA, 0.75) == instant("Sun 12:00")  # as if it had not begun
    assert at(clock, DHAKA, 0.75, instant("Sun 14:30")) == instant("Sun 15:00")


def test_three_quarters_are_rounded_up_to_the_second():
    clock = Clock(Target("elapsed", minutes=61 / 60), 1000)
    assert clock.target.seconds == 61
    assert at(clock, None, 0.75) == 1046  # 45.75 seconds
    assert at(clock, None, 0.1 + 0.2) == 1019  # 18.3 seconds


def test_clamp_before_the_origin_is_breached_at_once():
    clock = Clock(target("4h w"), instant("Sun 12:00"), not_after=instant("Sun 11:00"))
    reading = read(clock, DHAKA, instant("Sun 12:00"))
    assert (reading.phase, reading.percent) == ("breached", 100.0)
    assert at(clock, DHAKA, 0.75) == instant("Sun 11:00")


def test_many_clocks_at_once():
    starts = [instant("Thu 15:00"), instant("Sun2 09:00")]
    assert aim_many(target("4h w"), starts, DHAKA, [instant("Thu 18:00"), None]) == [
        Aim(instant("Thu 18:00"), instant("Thu 17:15")),
        Aim(instant("Sun2 13:00"), instant("Sun2 12:00")),
    ]
    assert aim_many(target("1d"), starts[:1], DHAKA) == [
        Aim(instant("Sun2 18:00"), instant("Sun2 15:00"))
    ]
    assert aim_many(target("none"), starts, None) == [None, None]


def test_a_met_clock_stays_met_when_severity_changes():
    clock = Clock(target("4h w"), instant("Thu 15:00"), stopped_at=instant("Thu 18:00"))
    assert retargeted(clock, target("1h e")) is clock
    cancelled = Clock(target("4h w"), instant("Thu 15:00"), cancelled=True)
    assert retargeted(cancelled, target("1h e")) is cancelled


def test_the_first_run_stays_met_and_the_next_has_what_was_left():
    stop = instant("Thu 17:00")
    first = Clock(target("4h w"), instant("Thu 15:00"), stopped_at=stop)
    later = instant("Mon2 10:00")
    assert read(first, DHAKA, later).outcome == "met"
    second = reopened(first, instant("Thu 17:30"), instant("Sun2 09:00"))
    assert (second.origin, second.stopped_at) == (first.origin, None)
    assert second.pauses == ((stop, instant("Sun2 09:00")),)  # closed since the stop
    reading = read(second, DHAKA, instant("Sun2 09:00"))
    assert (reading.remaining, reading.due_at) == (2 * HOUR, instant("Sun2 11:00"))
    with pytest.raises(ValueError, match="before it was closed"):
        reopened(first, later, later - 1)


def test_a_clock_started_years_ago_asks_for_a_longer_horizon():
    long_ago = DHAKA.valid_from - 1
    with pytest.raises(HorizonExceeded) as caught:
        read(Clock(target("4h w"), long_ago), DHAKA, instant("Sun 09:00"))
    assert caught.value.valid_from == DHAKA.valid_from


def test_nothing_counts_for_no_target():
    assert counted("none", 0, HOUR, None, ()) == 0
