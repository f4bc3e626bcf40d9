"""The agenda of a stand-up: every issue once, in the first section that fits."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from engine import Timeline
from engine.standup import (
    SECTIONS,
    Facts,
    View,
    agenda,
    business_days,
    lacking,
    planned_before,
    section_of,
)
from hypothesis import given
from hypothesis import strategies as st

NOW, SINCE = 1000, 500
VIEW = View(NOW, SINCE)


def issue(severity="s3", **facts):
    return Facts(1, severity, **facts)


@pytest.mark.parametrize(
    "facts, section",
    [
        # The first that fits wins, whatever else is so.
        (issue("s1"), "urgent"),
        (issue("s2", is_late=True, has_owner=False, has_date=False), "urgent"),
        (issue(is_late=True, has_owner=False, has_date=False), "late"),
        (issue(has_owner=False, has_date=False), "no_owner"),
        (issue(has_date=False, too_long_at=10), "no_date"),
        (issue(too_long_at=10, reported_at=600), "waiting"),
        (issue(reported_at=600), "new"),
        # Limits.
        (issue(too_long_at=NOW), "waiting"),
        (issue(too_long_at=NOW + 1), None),
        (issue(reported_at=SINCE), "new"),
        (issue(reported_at=SINCE - 1), None),
        # An S4 needs no date, but an owner.
        (issue("s4", has_date=False), None),
        (issue("s4", has_owner=False, has_date=False), "no_owner"),
        # What has ended is only told, however urgent it was.
        (issue("s1", is_open=False, resolved_at=SINCE, has_owner=False), "resolved"),
        (issue("s1", is_open=False, resolved_at=SINCE - 1), None),
        (issue("s1", is_open=False, resolved_at=None), None),
        (issue(is_open=False, resolved_at=600, reported_at=600), "resolved"),
    ],
)
def test_section(facts, section):
    assert section_of(facts, VIEW) == section


def test_the_more_severe_and_the_earlier_come_first():
    found = agenda(
        [
            Facts(1, "s2", due=100),
            Facts(2, "s1"),
            Facts(3, "s1", due=900),
            Facts(4, "s1", due=100),
            Facts(5, "s4", is_open=False, resolved_at=700),
            Facts(6, "s1", is_open=False, resolved_at=800),
        ],
        VIEW,
    )
    assert found == {"urgent": [4, 3, 2, 1], "resolved": [5, 6]}
    assert list(found) == [name for name in SECTIONS if name in found]


@pytest.mark.parametrize(
    "owner, day, severity, left",
    [
        (True, True, "s1", None),
        (True, False, "s3", "date"),
        (False, True, "s3", "owner"),
        (False, False, "s3", "both"),
        (True, False, "s4", None),
        (False, False, "s4", "owner"),
    ],
)
def test_lacking(owner, day, severity, left):
    assert lacking(owner, day, severity) == left


moments = st.none() | st.integers(0, 2 * NOW)
ISSUES = st.lists(
    st.builds(
        Facts,
        st.integers(1, 10_000),
        st.sampled_from(["s1", "s2", "s3", "s4"]),
        is_open=st.booleans(),
        is_late=st.booleans(),
        has_owner=st.booleans(),
        has_date=st.booleans(),
        due=moments,
        too_long_at=moments,
        reported_at=st.integers(0, 2 * NOW),
        resolved_at=moments,
    ),
    unique_by=lambda facts: facts.issue_id,
)


@given(ISSUES, st.randoms(use_true_random=False))
def test_every_issue_once_and_in_an_order_of_its_own(issues, random):
    found = agenda(issues, VIEW)
    ids = [one for members in found.values() for one in members]
    assert len(ids) == len(set(ids))
    assert set(ids) == {one.issue_id for one in issues if section_of(one, VIEW)}
    assert list(found) == [name for name in SECTIONS if name in found]
    assert all(found.values())
    shuffled = list(issues)
    random.shuffle(shuffled)
    assert agenda(shuffled, VIEW) == found


@given(ISSUES)
def test_nothing_that_lacks_something_is_passed_over(issues):
    found = agenda(issues, VIEW)
    told = {one for members in found.values() for one in members}
    for facts in issues:
        if facts.is_open and lacking(facts.has_owner, facts.has_date, facts.severity):
            assert facts.issue_id in told


# -- Days ------------------------------------------------------------------------------


def at(zone, *moment):
    return int(datetime(*moment, tzinfo=ZoneInfo(zone)).timestamp())


def week(zone, days, first):
    """Open from 9 to 18 on some weekdays (0 is Monday), for three weeks."""
    spans = []
    for offset in range(21):
        day = date.fromordinal(first.toordinal() + offset)
        if day.weekday() in days:
            parts = (day.year, day.month, day.day)
            spans.append((at(zone, *parts, 9), at(zone, *parts, 18)))
    end = date.fromordinal(first.toordinal() + 21)
    return Timeline.compile(
        spans,
        tz=zone,
        valid_from=at(zone, first.year, first.month, first.day),
        valid_to=at(zone, end.year, end.month, end.day),
    )


DHAKA = week("Asia/Dhaka", {6, 0, 1, 2, 3}, date(2026, 2, 22))


@pytest.mark.parametrize(
    "now, before",
    [
        # On a Tuesday: Monday's. On a Sunday: Thursday's, before and after the hour.
        (at("Asia/Dhaka", 2026, 3, 3, 9, 31), at("Asia/Dhaka", 2026, 3, 2, 9, 30)),
        (at("Asia/Dhaka", 2026, 3, 1, 8, 0), at("Asia/Dhaka", 2026, 2, 26, 9, 30)),
        (at("Asia/Dhaka", 2026, 3, 1, 10, 0), at("Asia/Dhaka", 2026, 2, 26, 9, 30)),
        # One second before and after midnight.
        (at("Asia/Dhaka", 2026, 3, 3, 0, 0), at("Asia/Dhaka", 2026, 3, 2, 9, 30)),
        (at("Asia/Dhaka", 2026, 3, 3, 0, 0) - 1, at("Asia/Dhaka", 2026, 3, 1, 9, 30)),
    ],
)
def test_the_first_one_looks_back_to_the_business_day_before(now, before):
    assert planned_before(DHAKA, now, 9 * 60 + 30, "Asia/Dhaka") == before


def test_the_hour_holds_when_the_clocks_change():
    line = week("Europe/Berlin", range(7), date(2026, 3, 20))
    monday = at("Europe/Berlin", 2026, 3, 30, 10)
    sunday = at("Europe/Berlin", 2026, 3, 29, 9, 30)
    assert planned_before(line, monday, 570, "Europe/Berlin") == sunday
    saturday = at("Europe/Berlin", 2026, 3, 28, 9, 30)
    assert planned_before(line, sunday, 570, "Europe/Berlin") == saturday
    assert sunday - saturday == 23 * 3600


def test_where_nothing_opens_one_day_counts():
    assert planned_before(None, 200_000, 570, "UTC") == 200_000 - 86400
    assert business_days(None, date(2026, 3, 1), 3, "UTC") == []


def test_business_days_leave_out_the_weekend():
    days = business_days(DHAKA, date(2026, 2, 25), 4, "Asia/Dhaka", look=10)
    assert days == [
        date(2026, 2, 25),
        date(2026, 2, 26),
        date(2026, 3, 1),
        date(2026, 3, 2),
    ]
    friday = date(2026, 2, 27)
    assert business_days(DHAKA, friday, 1, "Asia/Dhaka", look=2) == []
