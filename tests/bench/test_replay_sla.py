"""The second working-out of due times, held against figures worked out on paper."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bench._replay_acts import History, Moment
from bench._replay_log import Facts
from bench._replay_sla import (
    HOURS,
    Hours,
    Promise,
    due,
    joined,
    resolution,
    response,
    rests_of,
)

OFFICE = Hours(ZoneInfo("UTC"), *HOURS["mon-fri"])
ALWAYS = Hours(ZoneInfo("UTC"), *HOURS["24x7"])
DHAKA = Hours(ZoneInfo("Asia/Dhaka"), *HOURS["mon-fri"])
FOUR_HOURS, SAME_DAY = Promise("working", 240), Promise("same_day")


def at(text: str) -> datetime:
    """Return “Mon 10:00”, of the week of 7 March 2016; “+” is the week after it."""
    day, time = text.lstrip("+").split()
    number = (
        7
        + ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].index(day)
        + 7 * ("+" in text)
    )
    return datetime.strptime(f"{number}-03-2016 {time}", "%d-%m-%Y %H:%M")


@pytest.mark.parametrize(
    ("promise", "start", "pauses", "expected"),
    [
        (Promise("elapsed", 240), "Fri 23:00", [], "Sat 03:00"),
        (Promise("elapsed", 240), "Mon 09:00", ["Mon 10:00>Mon 12:00"], "Mon 15:00"),
        (Promise("elapsed", 240), "Mon 09:00", ["Mon 13:00>Mon 20:00"], "Mon 13:00"),
        (FOUR_HOURS, "Thu 15:00", [], "Fri 09:00"),
        (FOUR_HOURS, "Fri 14:00", [], "Fri 18:00"),
        (FOUR_HOURS, "Fri 18:30", [], "+Mon 12:00"),
        (FOUR_HOURS, "Mon 05:00", [], "Mon 12:00"),
        (FOUR_HOURS, "Thu 15:00", ["Thu 16:00>Thu 17:00"], "Fri 10:00"),
        (FOUR_HOURS, "Thu 15:00", ["Thu 18:00>Fri 08:00"], "Fri 09:00"),
        (FOUR_HOURS, "Thu 15:00", ["Thu 17:00>Fri 09:00"], "Fri 11:00"),
        (SAME_DAY, "Thu 07:00", [], "Thu 18:00"),
        (SAME_DAY, "Thu 18:00", [], "Fri 18:00"),
        (SAME_DAY, "Sat 10:00", [], "+Mon 18:00"),
        (SAME_DAY, "Thu 15:00", ["Thu 16:00>Thu 17:00"], "Thu 18:00"),
        (SAME_DAY, "Thu 15:00", ["Thu 17:59>Thu 18:01"], "Fri 18:00"),
        (SAME_DAY, "Thu 15:00", ["Thu 16:00>+Mon 10:00"], "+Mon 18:00"),
        (SAME_DAY, "Thu 15:00", ["Thu 18:00>Fri 10:00"], "Thu 18:00"),
        (Promise("days", 1), "Fri 18:30", [], "+Mon 18:00"),
        (Promise("days", 3), "Wed 08:00", [], "+Mon 18:00"),
        (Promise("days", 3), "Wed 08:00", ["Wed 12:00>Fri 10:00"], "+Wed 18:00"),
    ],
)
def test_due_times(promise, start, pauses, expected):
    spans = [tuple(map(at, pause.split(">"))) for pause in pauses]
    assert due(promise, at(start), spans, OFFICE) == at(expected)


def test_days_are_those_of_the_zone_and_round_the_clock_they_end_at_midnight():
    assert due(SAME_DAY, at("Fri 10:00"), [], ALWAYS) == at("Sat 00:00")
    assert due(SAME_DAY, at("Thu 11:00"), [], DHAKA) == at("Thu 12:00")
    assert due(Promise("days", 1), at("Thu 19:00"), [], DHAKA) == at("+Mon 12:00")
    assert due(Promise("none"), at("Thu 19:00"), [], OFFICE) is None


def moments(*texts: str) -> list[Moment]:
    """Read “Mon 10:00 waiting s3”."""
    parts = [text.rsplit(" ", 2) for text in texts]
    return [Moment(at(when), state, severity) for when, state, severity in parts]


def test_rests_that_touch_are_one_pause_and_an_open_one_is_none():
    rests = rests_of(
        moments(
            "Mon 08:00 new s3",
            "Mon 09:00 waiting s3",
            "Mon 10:00 waiting s2",
            "Mon 11:00 resolved s2",
            "Mon 12:00 closed s2",
            "Mon 13:00 in_progress s2",
            "Mon 13:00 waiting s2",
        )
    )
    assert rests == [
        (at("Mon 09:00"), at("Mon 11:00")),
        (at("Mon 11:00"), at("Mon 13:00")),
        (at("Mon 13:00"), None),
    ]
    assert joined(rests) == [(at("Mon 09:00"), at("Mon 13:00"))]


@pytest.mark.parametrize(
    ("rows", "now", "expected"),
    [
        # Resolved out of waiting: the pause counts up to then.
        (
            ["Mon 09:00 waiting s1", "Mon 20:00 resolved s1"],
            "Tue 09:00",
            ("Mon 23:00", "Mon 20:00", "met"),
        ),
        # Waiting beyond the due time is not late.
        (["Mon 09:00 waiting s1"], "Tue 09:00", ("Mon 12:00", None, "running")),
        # Unless it was late before.
        (["Mon 13:00 waiting s1"], "Tue 09:00", ("Mon 12:00", None, "breached")),
        # Closed without having been resolved.
        (
            ["Mon 09:00 waiting s1", "Mon 20:00 closed s1"],
            "Tue 09:00",
            (None, "Mon 20:00", "none"),
        ),
        # Measured by the severity at the end, from the opening.
        (
            [
                "Mon 11:00 in_progress s2",
                "Mon 17:00 resolved s2",
                "Tue 09:00 resolved s1",
            ],
            "Tue 09:00",
            ("Mon 18:00", "Mon 17:00", "met"),
        ),
        # Reopened: what was left counts on.
        (
            ["Mon 10:00 resolved s1", "Tue 10:00 in_progress s1"],
            "Tue 11:00",
            ("Tue 12:00", None, "running"),
        ),
        (["Mon 10:00 in_progress s4"], "Tue 11:00", (None, None, "none")),
    ],
)
def test_resolution(rows, now, expected):
    history = History.opened(at("Mon 08:00"), "s1")
    history.moments += moments(*rows)
    standing = resolution(history, OFFICE, at(now))
    due_at, stopped_at, outcome = expected
    assert standing == (
        due_at and at(due_at),
        stopped_at and at(stopped_at),
        outcome,
    )


@pytest.mark.parametrize(
    ("severity", "opened", "answered", "due_at", "outcome"),
    [
        ("s1", "Mon 20:00", "Mon 22:00", "Mon 22:00", "met"),
        ("s1", "Mon 20:00", "Mon 22:01", "Mon 22:00", "breached"),
        # Never later than the resolution, which is due the same day.
        ("s2", "Thu 15:00", None, "Thu 18:00", "running"),
        ("s3", "Fri 17:00", "+Mon 18:00", "+Mon 18:00", "met"),
        ("s4", "Fri 17:00", None, "+Mon 18:00", "running"),
    ],
)
def test_response(severity, opened, answered, due_at, outcome):
    history = History.opened(at(opened), severity)
    if answered:
        history.follow(Facts("in_progress", "", severity, "Ann"), at(answered))
    standing = response(history, OFFICE, at(opened))
    assert standing == (at(due_at), answered and at(answered), outcome)


def test_a_severity_raised_by_the_answering_act_counts():
    history = History.opened(at("Mon 09:00"), "s3")
    history.follow(Facts("in_progress", "", "s1", "Ann"), at("Mon 15:00"))
    standing = response(history, OFFICE, at("Mon 15:00"))
    assert standing == (at("Mon 11:00"), at("Mon 15:00"), "breached")
