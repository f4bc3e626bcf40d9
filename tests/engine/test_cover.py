"""Cover: who is there, and the holes."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from engine.cover import (
    first_weekday,
    holes,
    merged,
    pieces,
    week_of,
    within,
    without,
)
from hypothesis import given
from hypothesis import strategies as st

HOUR = 3600

SPANS = st.lists(
    st.tuples(st.integers(0, 50), st.integers(0, 50)).map(
        lambda pair: (min(pair) * 60, max(pair) * 60)
    ),
    max_size=8,
)


def minutes(spans):
    """The same time as a set of minutes: slow and plainly right."""
    return {at for begin, end in spans for at in range(begin // 60, end // 60)}


@pytest.mark.parametrize(
    ("wanted", "present", "found"),
    [
        ([], [], []),
        ([(0, 9 * HOUR)], [], [(0, 9 * HOUR)]),
        ([(0, 9 * HOUR)], [(0, 9 * HOUR)], []),
        (
            [(0, 9 * HOUR)],
            [(0, 4 * HOUR), (5 * HOUR, 9 * HOUR)],
            [(4 * HOUR, 5 * HOUR)],
        ),
        ([(0, 4 * HOUR), (5 * HOUR, 9 * HOUR)], [(0, 9 * HOUR)], []),
        # Two people who hand over to the second, and one a second late.
        ([(0, 9 * HOUR)], [(0, 4 * HOUR), (4 * HOUR, 9 * HOUR)], []),
        ([(0, 9 * HOUR)], [(0, 4 * HOUR), (4 * HOUR + 1, 9 * HOUR)], []),
        ([(0, 9 * HOUR)], [(0, 4 * HOUR), (4 * HOUR + 60, 9 * HOUR)], [(14400, 14460)]),
    ],
)
def test_holes(wanted, present, found):
    assert holes(wanted, present) == found


@given(SPANS, SPANS)
def test_what_is_left_is_what_was_not_taken(spans, taken):
    left = without(spans, taken)
    assert minutes(left) == minutes(spans) - minutes(taken)
    assert left == merged(left)


@given(SPANS)
def test_merged_is_the_same_time(spans):
    result = merged(spans)
    assert minutes(result) == minutes(spans)
    assert all(
        first[1] < second[0] for first, second in zip(result, result[1:], strict=False)
    )


@given(SPANS, st.integers(0, 50), st.integers(0, 50))
def test_within(spans, one, other):
    begin, end = min(one, other) * 60, max(one, other) * 60
    assert minutes(within(spans, begin, end)) == minutes(spans) & minutes(
        [(begin, end)]
    )


def at(tz, *moment):
    return int(datetime(*moment, tzinfo=ZoneInfo(tz)).timestamp())


def test_pieces_are_cut_at_midnight():
    tz = "Asia/Dhaka"
    span = (at(tz, 2026, 3, 1, 22, 0), at(tz, 2026, 3, 3, 6, 0))
    assert [piece[:3] for piece in pieces([span], tz)] == [
        (date(2026, 3, 1), 1320, 1440),
        (date(2026, 3, 2), 0, 1440),
        (date(2026, 3, 3), 0, 360),
    ]


@pytest.mark.parametrize(
    ("tz", "day"),
    [
        # 25 and 23 hours.
        ("Europe/Berlin", date(2026, 10, 25)),
        ("Europe/Berlin", date(2026, 3, 29)),
        # Clocks change at midnight: the day after begins at 01:00, this one at 24:00.
        ("Asia/Beirut", date(2026, 3, 28)),
        ("Asia/Beirut", date(2026, 10, 24)),
    ],
)
def test_a_day_on_which_clocks_change_ends_at_midnight_too(tz, day):
    begin = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(tz))
    span = int(begin.timestamp()), int((begin + timedelta(days=2)).timestamp())
    first, second = list(pieces([span], tz))
    assert first[:3] == (day, 0, 1440)
    assert (second.day, second.end_minute) == (day + timedelta(days=1), 1440)
    assert (first.begin, first.end, second.end) == (span[0], second.begin, span[1])


@given(
    st.sampled_from(
        ["Asia/Dhaka", "Europe/Berlin", "Asia/Beirut", "America/Santiago", "UTC"]
    ),
    st.integers(1_767_225_600, 1_830_000_000),
    st.integers(1, 9 * 86400),
)
def test_pieces_are_the_same_time_in_order(tz, begin, seconds):
    parts = list(pieces([(begin, begin + seconds)], tz))
    assert parts[0].begin == begin
    assert parts[-1].end == begin + seconds
    for one, other in zip(parts, parts[1:], strict=False):
        assert one.end == other.begin
        assert one.day < other.day


@pytest.mark.parametrize(
    ("open_weekdays", "first"),
    [
        ([6, 0, 1, 2, 3], 6),  # Sunday to Thursday
        ([0, 1, 2, 3, 4], 0),
        ([5, 6, 0, 1, 2, 3], 5),  # Friday off
        (range(7), 0),
        ([], 0),
        ([2], 2),
        ([0, 2, 4], 0),
    ],
)
def test_a_week_begins_after_the_longest_rest(open_weekdays, first):
    assert first_weekday(open_weekdays) == first


@given(st.dates(date(2020, 1, 10), date(2030, 1, 1)), st.integers(0, 6))
def test_a_day_lies_in_its_week(day, first):
    begin = week_of(day, first)
    assert begin.weekday() == first
    assert timedelta() <= day - begin < timedelta(days=7)
