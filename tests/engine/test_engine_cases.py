"""Every case worked out by hand, against the engine."""

import pytest
from calendars import instant, optional, pauses, rows, target, timeline
from cases_clock import REOPENED, STATES, SWITCHES
from cases_day import NEXT_DAYS, PAUSED_DAYS, SAME_DAY, TIMED
from engine import Clock, due, due_many, read, reopened, retargeted

DUE_CASES = rows(SAME_DAY) + rows(NEXT_DAYS) + rows(PAUSED_DAYS) + rows(TIMED)


def named(cases):
    """Test parameters with the case's own id."""
    return [pytest.param(*cells[1:], id=cells[0]) for cells in cases]


def chain(text):
    """The targets of a change of severity, first to last."""
    return [target(part.strip()) for part in text.split("->")]


def test_ids_are_unique_and_day_cases_are_many():
    every = DUE_CASES + rows(SWITCHES) + rows(REOPENED) + rows(STATES)
    assert len({cells[0] for cells in every}) == len(every)
    assert len(rows(SAME_DAY) + rows(NEXT_DAYS) + rows(PAUSED_DAYS)) >= 60


@pytest.mark.parametrize("name, kind, start, paused, expected, why", named(DUE_CASES))
def test_due(name, kind, start, paused, expected, why):
    begin = instant(start, name)
    expected_due = optional(expected, name)
    assert due(target(kind), begin, timeline(name), pauses(paused, name)) == (
        expected_due
    ), why
    if not paused:
        assert due_many(target(kind), [begin] * 2, timeline(name)) == [expected_due] * 2


@pytest.mark.parametrize(
    "name, kinds, start, paused, now, due_at, phase, why", named(rows(SWITCHES))
)
def test_change_of_severity(name, kinds, start, paused, now, due_at, phase, why):
    first, *later = chain(kinds)
    clock = Clock(first, instant(start, name), pauses(paused, name))
    for other in later:
        clock = retargeted(clock, other)
    reading = read(clock, timeline(name), instant(now, name))
    assert (reading.due_at, reading.phase) == (optional(due_at, name), phase), why


@pytest.mark.parametrize(
    "name, kinds, start, paused, closed, now, due_at, phase, why", named(rows(REOPENED))
)
def test_reopening(name, kinds, start, paused, closed, now, due_at, phase, why):
    first, *later = chain(kinds)
    clock = Clock(first, instant(start, name), pauses(paused, name))
    for closed_at, reopened_at in pauses(closed, name):
        clock = reopened(clock, closed_at, reopened_at)
    for other in later:
        clock = retargeted(clock, other)
    reading = read(clock, timeline(name), instant(now, name))
    assert (reading.due_at, reading.phase) == (optional(due_at, name), phase), why


@pytest.mark.parametrize(
    "kind, start, paused, stop, limit, now, due_at, phase, why", named(rows(STATES))
)
def test_state(kind, start, paused, stop, limit, now, due_at, phase, why):
    clock = Clock(
        target(kind),
        instant(start),
        pauses(paused),
        stopped_at=optional(stop),
        not_after=optional(limit),
    )
    reading = read(clock, timeline("dhaka"), instant(now))
    assert (reading.due_at, reading.phase) == (optional(due_at), phase), why
