"""When criteria are likely to hold: by hand, and against simply waiting for it."""

from datetime import date, timedelta

import pytest
from calendars import instant, timeline
from engine.forecast import (
    HELD,
    UNKNOWN,
    Outlook,
    all_hold,
    planned_outlook,
    rate_outlook,
    streak_reached,
)
from engine.streak import Span, clean_streak
from hypothesis import given
from hypothesis import strategies as st

DHAKA = timeline("dhaka")  # Sunday to Thursday, 9 to 18
GO_LIVE = instant("Sun 00:00")
DAY = 86400
TODAY = date(2026, 3, 10)


# === STREAK === #


def test_five_clean_business_days_from_the_go_live():
    reached = streak_reached(None, DHAKA, GO_LIVE, 5)
    assert reached == instant("Thu 18:00")


def test_the_day_in_which_it_ended_does_not_count():
    # Solved on Monday at noon: Tuesday, Wednesday, Thursday are the three.
    reached = streak_reached(instant("Mon 12:00"), DHAKA, GO_LIVE, 3)
    assert reached == instant("Thu 18:00")
    # After closing it belongs to the next business day.
    reached = streak_reached(instant("Mon 18:01"), DHAKA, GO_LIVE, 2)
    assert reached == instant("Thu 18:00")


def test_what_was_before_the_go_live_breaks_nothing():
    assert streak_reached(GO_LIVE - 5, DHAKA, GO_LIVE, 1) == instant("Sun 18:00")


def test_a_streak_of_no_days_is_none():
    with pytest.raises(ValueError):
        streak_reached(None, DHAKA, GO_LIVE, 0)


@given(
    broken=st.none() | st.integers(0, 12 * DAY),
    target=st.integers(1, 8),
)
def test_it_is_the_first_instant_at_which_the_streak_is_long_enough(broken, target):
    """Against the streak itself: true from then on, and not a second before."""
    broken_at = None if broken is None else GO_LIVE + broken
    spans = [] if broken is None else [Span(broken_at - 60, broken_at)]
    reached = streak_reached(broken_at, DHAKA, GO_LIVE, target)
    for at, holds in ((reached, True), (reached - 1, False), (reached + DAY, True)):
        streak = clean_streak(spans, DHAKA, GO_LIVE, at)
        days = streak.days if streak and (broken is None or at >= broken_at) else 0
        assert (days >= target) == holds


# === RATES === #


def points(*values):
    first = TODAY - timedelta(days=len(values) - 1)
    return [(first + timedelta(days=n), value) for n, value in enumerate(values)]


@pytest.mark.parametrize(
    ("values", "target", "outlook"),
    [
        # Two points a day: from 68 it takes six days to 80.
        ((60, 62, 64, 66, 68), 80, Outlook("expected", TODAY + timedelta(days=6))),
        ((60, 62, 64, 66, 80), 80, HELD),
        ((80, 78, 76, 74, 72), 80, Outlook("away")),
        ((70, 70, 70, 70, 70), 80, Outlook("away")),
        # A hundredth a day: farther away than anybody can see.
        ((70.00, 70.01, 70.02, 70.03, 70.04), 80, Outlook("away")),
        ((60, 70), 80, UNKNOWN),
        ((), 80, UNKNOWN),
    ],
)
def test_a_rate_by_its_trend(values, target, outlook):
    assert rate_outlook(points(*values), target) == outlook


@given(
    values=st.lists(st.floats(0, 100), min_size=5, max_size=30),
    low=st.floats(0, 100),
    high=st.floats(0, 100),
)
def test_a_higher_target_is_never_reached_earlier(values, low, high):
    low, high = sorted((low, high))
    easy, hard = (rate_outlook(points(*values), target) for target in (low, high))
    if hard == HELD:
        assert easy == HELD
    if hard.kind == easy.kind == "expected":
        assert TODAY < easy.day <= hard.day
    if easy.kind == "away":
        assert hard.kind == "away"


# === ALL === #


def test_a_plan_counts_until_its_day_is_over():
    assert planned_outlook(TODAY, TODAY) == Outlook("expected", TODAY)
    assert planned_outlook(TODAY - timedelta(days=1), TODAY) == UNKNOWN
    assert planned_outlook(None, TODAY) == UNKNOWN


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
OUTLOOKS = st.one_of(
    st.just(HELD),
    st.builds(Outlook, st.just("expected"), DAYS),
    st.builds(Outlook, st.sampled_from(("unknown", "away")), st.none() | DAYS),
)


@given(st.lists(OUTLOOKS, max_size=8))
def test_all_hold_when_the_last_one_does(outlooks):
    found = all_hold(outlooks)
    kinds = {one.kind for one in outlooks}
    if not outlooks or kinds & {"unknown", "away"}:
        assert found.kind == "unknown"
    elif kinds == {"held"}:
        assert found == HELD
    else:
        assert found.kind == "expected"
        assert all(one.day <= found.day for one in outlooks if one.day)
        assert found.day in [one.day for one in outlooks]


def test_what_is_expected_has_a_day():
    with pytest.raises(ValueError):
        Outlook("expected")
    with pytest.raises(ValueError):
        Outlook("soon")
