"""The figures of a period: worked by hand, and against slow, obvious counting."""

from dataclasses import FrozenInstanceError

import pytest
from calendars import instant
from engine.kpi import (
    Ages,
    BurnUpDay,
    Rate,
    ages,
    burn_up,
    kept,
    trend,
    weeks_to_compare,
)
from hypothesis import given
from hypothesis import strategies as st

DAY, WEEK = 86400, 7 * 86400


@pytest.mark.parametrize(
    "met, breached, minimum, percent",
    [
        (0, 0, 0, None),
        (4, 0, 5, None),  # too few to say, though all were kept
        (5, 0, 5, 100),
        (0, 5, 5, 0),
        (949, 51, 5, 94),
        (199, 1, 5, 99),  # never rounded up to all
    ],
)
def test_promises_kept(met, breached, minimum, percent):
    rate = kept(met, breached, minimum)
    assert (rate.part, rate.total) == (met, met + breached)
    assert rate.percent == percent


def test_a_rate_is_a_part_and_does_not_change():
    with pytest.raises(ValueError, match="part out of a total"):
        Rate(3, 2)
    with pytest.raises(FrozenInstanceError):
        Rate(1, 2).part = 2


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 20))
def test_a_percentage_never_flatters(met, breached, minimum):
    percent = kept(met, breached, minimum).percent
    total = met + breached
    assert (percent is None) == (total < minimum or not total)
    if percent is not None:
        assert percent * total <= met * 100 < (percent + 1) * total
        assert (percent == 100) == (not breached)


def test_ages():
    assert ages([], 100) == Ages(0, None, None)
    assert ages([10, 90, 40], 100) == Ages(3, 90, 60)
    # Of two in the middle the younger; what was entered ahead of time is not minus.
    assert ages([10, 90, 40, 70, 120], 100) == Ages(5, 90, 30)


@given(st.lists(st.integers(0, 1000)), st.integers(0, 1000))
def test_half_of_the_issues_are_no_older_than_the_median(starts, now):
    found = ages(starts, now)
    real = [max(now - start, 0) for start in starts]
    assert found.count == len(real)
    if real:
        assert found.oldest == max(real)
        assert found.median in real
        assert sum(age <= found.median for age in real) * 2 >= len(real)


@pytest.mark.parametrize(
    "now, before, direction",
    [
        ({}, {}, None),
        ({"s1": 2}, {"s1": 2}, None),  # too few to say
        ({"s4": 5}, {"s4": 1}, "rising"),
        ({"s4": 6}, {"s1": 5}, "falling"),  # more of them, but lighter
        ({"s1": 2, "s4": 3}, {"s4": 20}, "level"),  # 19 against 20
        ({"s3": 11}, {"s3": 10}, "level"),
        ({"s3": 12}, {"s3": 10}, "rising"),
        ({}, {"s4": 5}, "falling"),
        ({"s4": 5}, {}, "rising"),
    ],
)
def test_trend(now, before, direction):
    found = trend(now, before)
    assert found.direction == direction
    assert (found.raised, found.raised_before) == (
        sum(now.values()),
        sum(before.values()),
    )


def test_equal_parts_of_weeks_are_compared():
    begin = instant("Sun 00:00")
    assert weeks_to_compare(begin, begin - 1) == (None, None)
    first = instant("Tue 10:00")
    assert weeks_to_compare(begin, first) == ((begin, first), None)
    second = instant("Tue2 10:00")
    assert weeks_to_compare(begin, second) == ((begin + WEEK, second), (begin, first))


@given(st.integers(0, 60 * DAY))
def test_the_parts_that_are_compared_are_equally_long(passed):
    (start, end), earlier = weeks_to_compare(0, passed)
    assert end == passed and start % WEEK == 0 and end - start < WEEK
    assert (earlier is None) == (passed < WEEK)
    if earlier:
        assert earlier[1] - earlier[0] == end - start
        assert start - earlier[0] == WEEK


def test_burn_up():
    assert burn_up([]) == []
    assert burn_up([(3, 1), (0, 2)], (10, 8)) == [
        BurnUpDay(3, 1, 13, 9),
        BurnUpDay(0, 2, 13, 11),
    ]
    assert [day.open for day in burn_up([(3, 1), (0, 2)], (10, 8))] == [4, 2]
