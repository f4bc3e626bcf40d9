"""Conditions of an issue: stand-ups, plans, waiting, ends of phases, and delays."""

from datetime import date

import pytest
from calendars import instant, timeline
from engine import NeverOpens, Timeline
from engine.conditions import Facts, Phase, Times, subjects
from engine.delays import before_end, later, standups
from engine.escalation import Key, Step

HOUR = 3600
DHAKA = timeline("dhaka")
HOLIDAY = timeline("holiday")  # closed on 7 and 11 January


@pytest.mark.parametrize(
    "start, count, unit, expected",
    [
        ("Sun 11:00", 90, "minutes", "Sun 12:30"),
        ("Thu 17:30", 24, "hours", "Fri 17:30"),
        ("Thu 17:30", 1, "working_hours", "Sun2 09:30"),
        ("Sun 11:00", 2, "business_days", "Tue 11:00"),
        ("Wed 11:00", 2, "business_days", "Sun2 11:00"),
        # Before opening, after closing, on a closed day: the next opening.
        ("Sun 07:00", 1, "business_days", "Mon 09:00"),
        ("Sun 20:00", 1, "business_days", "Tue 09:00"),
        ("Fri 11:00", 1, "business_days", "Sun2 11:00"),
    ],
)
def test_delays(start, count, unit, expected):
    assert later(DHAKA, instant(start), count, unit) == instant(expected)


def test_business_days_skip_holidays():
    start, end = instant("Tue 11:00"), instant("Thu 11:00")
    assert later(HOLIDAY, start, 1, "business_days") == end


def test_delays_by_the_clock_need_no_calendar():
    assert later(None, 0, 5, "minutes") == 300
    with pytest.raises(NeverOpens):
        later(None, 0, 5, "working_hours")
    with pytest.raises(ValueError, match="Unknown unit"):
        later(DHAKA, 0, 1, "weeks")


def test_a_night_shift_that_closes_at_midnight_keeps_its_day():
    always = timeline("always")
    assert later(always, instant("Sun 23:59"), 1, "business_days") == instant(
        "Mon 23:59"
    )


@pytest.mark.parametrize(
    "now, around",
    [
        ("Mon 09:29", ["Sun 09:30", "Mon 09:30", "Tue 09:30"]),
        ("Mon 09:30", ["Mon 09:30", "Tue 09:30", "Wed 09:30"]),
        ("Thu 12:00", ["Thu 09:30", "Sun2 09:30", "Mon2 09:30"]),
        ("Fri 12:00", ["Thu 09:30", "Sun2 09:30", "Mon2 09:30"]),
    ],
)
def test_standups_are_on_business_days(now, around):
    found = standups(DHAKA, instant(now), 9 * 60 + 30)
    assert found == [instant(text) for text in around]


def test_standups_and_ends_can_be_in_another_zone():
    found = standups(DHAKA, instant("Mon 12:00"), 9 * 60 + 30, "Europe/London")
    assert found[1] == instant("Mon 15:30")
    # A Thursday in New York ends when Dhaka sleeps: Thursday's hours are over by then.
    end = before_end(DHAKA, date(2026, 1, 8), 0, "America/New_York")
    assert end == instant("Thu 18:00")


@pytest.mark.parametrize(
    "end, days, expected",
    [
        (date(2026, 1, 8), 0, "Thu 18:00"),
        (date(2026, 1, 8), 1, "Thu 09:00"),
        (date(2026, 1, 8), 2, "Wed 09:00"),
        # The phase ends on a Saturday: its last business day is Thursday.
        (date(2026, 1, 10), 0, "Thu 18:00"),
        (date(2026, 1, 10), 1, "Thu 09:00"),
    ],
)
def test_moments_near_the_end_of_a_phase(end, days, expected):
    assert before_end(DHAKA, end, days) == instant(expected)


# -- Subjects ---------------------------------------------------------------------


def ask_of(line):
    def ask(question, earliest):
        try:
            return question(line)
        except NeverOpens:
            return None

    return ask


def times(now, phases=(), line=DHAKA, standup=9 * 60 + 30):
    return Times(ask_of(line), instant(now), standup, list(phases), "Asia/Dhaka")


def moments(facts, at, kind, step):
    found = subjects(facts, at, {kind})
    return {subject.key: subject.moment(step) for subject in found}


def step(timing, delay=1, unit="hours"):
    return Step(1, 1, frozenset(), timing=timing, delay=delay, unit=unit)


REPORTED = instant("Sun 10:00")
URGENT = Facts(5, "s2", severity_since=REPORTED, urgent_since=REPORTED)


def test_a_day_without_plan_counts_every_hour():
    at = times("Mon 12:00")
    found = moments(URGENT, at, "no_plan", step("after", 24))
    assert found == {Key("hypercare.issue", 5, 1): instant("Mon 10:00")}
    URGENT_WITH_PLAN = Facts(5, "s2", urgent_since=REPORTED, has_plan=True)
    assert not moments(URGENT_WITH_PLAN, at, "no_plan", step("after", 24))
    calm = Facts(5, "s3", severity_since=REPORTED)
    assert not moments(calm, at, "no_plan", step("after", 24))


def test_a_severity_begins_when_it_was_given():
    found = moments(URGENT, times("Mon 12:00"), "severity", step("at_once"))
    assert list(found.values()) == [REPORTED]
    reopened = Facts(5, "s1", run=2, severity_since=instant("Mon 11:00"))
    found = moments(reopened, times("Mon 12:00"), "severity", step("at_once"))
    assert found == {Key("hypercare.issue", 5, 2): instant("Mon 11:00")}


def test_waiting_belongs_to_its_pause():
    waits = Facts(5, "s3", wait_id=8, waiting_since=instant("Sun 11:00"))
    found = moments(
        waits, times("Mon 12:00"), "waiting", step("after", 2, "business_days")
    )
    assert found == {Key("hypercare.sla.pause", 8, 1): instant("Tue 11:00")}
    assert not moments(URGENT, times("Mon 12:00"), "waiting", step("after", 2))


def test_what_lacks_is_asked_for_at_each_standup():
    lacks = Facts(5, "s3", lacking_since=instant("Mon 10:00"))
    found = moments(lacks, times("Mon 12:00"), "standup", step("at_once"))
    assert sorted(found.values()) == [instant("Tue 09:30"), instant("Wed 09:30")]
    # At the next one the last counts as well, until it was told.
    found = moments(lacks, times("Tue 09:31"), "standup", step("at_once"))
    assert min(found.values()) == instant("Tue 09:30")
    assert not moments(URGENT, times("Mon 12:00"), "standup", step("at_once"))


def test_standups_of_one_day_are_one_occurrence():
    lacks = Facts(5, "s3", lacking_since=instant("Sun 08:00"))
    first = moments(lacks, times("Mon 09:30"), "standup", step("at_once"))
    later_look = moments(lacks, times("Mon 17:00"), "standup", step("at_once"))
    assert first == later_look


def test_ends_of_phases_that_the_issue_lives_to_see():
    week = Phase(1, date(2026, 1, 8))
    gone = Phase(2, date(2026, 1, 1))
    at = times("Thu 10:00", [gone, week])
    found = moments(URGENT, at, "phase_end", step("before_end", 0))
    assert found == {Key("hypercare.issue", 5, 1): instant("Thu 18:00")}
    found = moments(URGENT, at, "phase_end", step("before_end", 1))
    assert found == {Key("hypercare.issue", 5, 1): instant("Thu 09:00")}
    # Reported after the end, or an end that is long over.
    late = Facts(5, "s2", urgent_since=instant("Thu 18:30"))
    assert not moments(late, at, "phase_end", step("before_end", 0))
    over = times("Sun3 10:00", [week])
    assert not moments(URGENT, over, "phase_end", step("before_end", 0))


def test_where_nothing_opens_nothing_is_asked_for():
    never = Timeline.compile(
        [], tz="UTC", valid_from=0, valid_to=2 * REPORTED, complete=True
    )
    lacks = Facts(5, "s2", lacking_since=1, urgent_since=1, severity_since=1)
    for line in (None, never):
        at = times("Mon 12:00", [Phase(1, date(2026, 1, 8))], line)
        assert not moments(lacks, at, "standup", step("at_once"))
        assert not moments(lacks, at, "phase_end", step("before_end", 0))
        found = moments(lacks, at, "severity", step("after", 1, "business_days"))
        assert list(found.values()) == [None]


def test_only_watched_conditions_are_looked_at():
    lacks = Facts(5, "s2", lacking_since=1, urgent_since=1, severity_since=1)
    kinds = [s.kind for s in subjects(lacks, times("Mon 12:00"), {"no_plan"})]
    assert kinds == ["no_plan"]
