"""What the project team takes: phase mode × severity × tier × role."""

from datetime import date, timedelta
from itertools import product

import pytest
from engine.modes import (
    ALLOWED,
    FULL,
    OVERRIDE,
    PARTS,
    REFUSED,
    SEVERITIES,
    Mode,
    Slice,
    acts_at_once,
    close_due,
    decide,
    gaps,
    mode_on,
    obstacle,
    reductions,
    takes_less,
)
from engine.rhythm import CHECKINS, checkin_days
from hypothesis import given
from hypothesis import strategies as st

GO_LIVE = date(2026, 3, 1)
URGENT = frozenset({"s1", "s2"})
LEVELS = ("l0", "l1", "l2", "l3")

#: For Level 3 and what it takes: (part, Level 2 had it, reason) → what a member gets,
#: and a manager. All the rest follows from two rules: see the test.
TAKEN = {
    ("resolve", False, False): (ALLOWED, ALLOWED),
    ("resolve", False, True): (ALLOWED, ALLOWED),
    ("resolve", True, False): (ALLOWED, ALLOWED),
    ("resolve", True, True): (ALLOWED, ALLOWED),
    ("advise", False, False): (REFUSED, OVERRIDE),
    ("advise", False, True): (REFUSED, OVERRIDE),
    ("advise", True, False): (REFUSED, OVERRIDE),
    ("advise", True, True): (REFUSED, OVERRIDE),
    ("escalation", False, False): (REFUSED, OVERRIDE),
    ("escalation", False, True): (REFUSED, OVERRIDE),
    # Whoever it is, the way up after Level 2 is open to all who write why.
    ("escalation", True, False): (REFUSED, REFUSED),
    ("escalation", True, True): (ALLOWED, ALLOWED),
}
EVERY_TAKES = [
    frozenset(s for s, on in zip(SEVERITIES, ticks, strict=True) if on)
    for ticks in product((True, False), repeat=4)
]


def test_the_full_product():
    yes_or_no = (False, True)
    for takes, part, severity, level, manager, had, reason in product(
        EVERY_TAKES, PARTS, SEVERITIES, LEVELS, yes_or_no, yes_or_no, yes_or_no
    ):
        outcome = decide(Mode(takes, part), severity, level, manager, reason, had)
        if level != "l3":
            expected = ALLOWED
        elif severity not in takes:
            expected = OVERRIDE if manager else REFUSED
        else:
            expected = TAKEN[part, had, reason][manager]
        case = (sorted(takes), part, severity, level, manager, had, reason)
        assert outcome == expected, case


@pytest.mark.parametrize(
    ("mode", "severity", "had", "reason", "why"),
    [
        (FULL, "s4", False, False, ""),
        (Mode(URGENT), "s2", False, False, ""),
        (Mode(URGENT), "s3", True, True, "severity"),
        (Mode(part="advise"), "s1", True, True, "advise"),
        (Mode(URGENT, "advise"), "s4", True, True, "severity"),
        (Mode(part="escalation"), "s1", False, True, "escalation"),
        (Mode(part="escalation"), "s1", True, False, "reason"),
        (Mode(part="escalation"), "s1", True, True, ""),
    ],
)
def test_what_stands_in_the_way(mode, severity, had, reason, why):
    assert obstacle(mode, severity, "l3", reason, had) == why


@pytest.mark.parametrize(
    ("mode", "severity", "expected"),
    [
        (FULL, "s1", True),
        (Mode(URGENT), "s1", True),
        (Mode(URGENT), "s3", False),
        (Mode(part="advise"), "s1", False),
        (Mode(part="escalation"), "s1", False),
        (Mode(frozenset()), "s1", False),
    ],
)
def test_who_acts_from_the_report_on(mode, severity, expected):
    assert acts_at_once(mode, severity) is expected


@pytest.mark.parametrize("values", [({"s5"}, "resolve"), ({"s1"}, "watch")])
def test_an_unknown_mode_is_no_mode(values):
    with pytest.raises(ValueError, match="Unknown mode"):
        Mode(frozenset(values[0]), values[1])


def days(first, last):
    return GO_LIVE + timedelta(days=first - 1), GO_LIVE + timedelta(days=last - 1)


def plan(*slices):
    return tuple(Slice(*days(first, last), mode) for first, last, mode in slices)


WITHDRAWAL = plan(
    (1, 7, FULL),
    (8, 14, Mode(frozenset({"s1"}))),
    (15, 21, Mode(part="advise")),
    (22, 28, Mode(part="escalation")),
)


@pytest.mark.parametrize(
    ("day", "mode"),
    [
        (-3, FULL),
        (1, FULL),
        (7, FULL),
        (8, Mode(frozenset({"s1"}))),
        (21, Mode(part="advise")),
        (28, Mode(part="escalation")),
        (29, Mode(part="escalation")),  # the last one goes on
    ],
)
def test_the_mode_of_a_day(day, mode):
    assert mode_on(WITHDRAWAL, days(day, day)[0]) == mode


def test_a_gap_restricts_nothing():
    gappy = plan((1, 5, Mode(URGENT)), (9, 14, Mode(URGENT)))
    assert mode_on(gappy, days(7, 7)[0]) == FULL
    assert mode_on((), GO_LIVE) == FULL
    assert gaps(gappy, *days(1, 16)) == [days(6, 8), days(15, 16)]
    assert gaps(gappy, *days(1, 14)) == [days(6, 8)]
    assert gaps(WITHDRAWAL, *days(1, 28)) == []
    assert gaps((), *days(1, 3)) == [days(1, 3)]


@pytest.mark.parametrize(
    ("new", "spans"),
    [
        (WITHDRAWAL, []),
        # Week 2 begins three days early, and “critical only” goes on to the end, where
        # advice on everything was agreed.
        (plan((1, 4, FULL), (5, 14, Mode(frozenset({"s1"})))), [(5, 7), (15, 29)]),
        # It takes less in week 2.
        (
            plan((1, 7, FULL), (8, 14, Mode(frozenset()))) + WITHDRAWAL[2:],
            [(8, 14)],
        ),
        # It takes more: nobody minds.
        (plan((1, 28, FULL)), []),
    ],
)
def test_less_than_agreed(new, spans):
    expected = [days(*span) for span in spans]
    assert reductions([WITHDRAWAL], new, *days(1, 29)) == expected


def test_days_that_have_passed_are_not_compared():
    new = plan((1, 4, FULL), (5, 14, Mode(frozenset({"s1"})))) + WITHDRAWAL[2:]
    assert reductions([WITHDRAWAL], new, *days(6, 29)) == [days(6, 7)]
    assert reductions([WITHDRAWAL], new, *days(8, 29)) == []


def test_what_is_less_already_is_not_asked_about_again():
    full, less = plan((1, 28, FULL)), plan((1, 28, Mode(URGENT)))
    assert reductions([full, less], less, *days(1, 28)) == []
    assert reductions([full, full], less, *days(1, 28)) == [days(1, 28)]
    worse = plan((1, 14, Mode(URGENT)), (15, 28, Mode(part="advise")))
    assert reductions([full, less], worse, *days(1, 28)) == [days(15, 28)]


modes_ = st.builds(
    Mode, st.frozensets(st.sampled_from(SEVERITIES)), st.sampled_from(PARTS)
)


@given(modes_, modes_, modes_)
def test_less_cover_is_an_order(a, b, c):
    assert not takes_less(a, a)
    if not takes_less(a, b) and not takes_less(b, c):
        assert not takes_less(a, c)
    assert not takes_less(FULL, a)


@given(modes_, st.sampled_from(SEVERITIES), st.booleans(), st.booleans())
def test_more_cover_never_closes_a_way(mode, severity, had, reason):
    if decide(mode, severity, "l3", False, reason, had) == ALLOWED:
        assert decide(FULL, severity, "l3", False, reason, had) == ALLOWED


@pytest.mark.parametrize(
    ("go_live", "expected"),
    [
        # Sunday to Thursday: 31 March is a Tuesday.
        (date(2026, 3, 1), (date(2026, 3, 31), date(2026, 4, 7))),
        (date(2026, 3, 31), (date(2026, 3, 31), date(2026, 4, 7))),
        (date(2026, 12, 20), (date(2026, 12, 31), date(2027, 1, 7))),
        (date(2028, 2, 1), (date(2028, 2, 29), date(2028, 3, 7))),
    ],
)
def test_when_the_first_close_is_due(go_live, expected):
    assert close_due(go_live, dhaka) == expected


def test_a_calendar_that_never_opens_ends_the_search():
    assert close_due(GO_LIVE, lambda day: False) == (date(2026, 3, 31),) * 2


def dhaka(day):
    return day.weekday() not in (4, 5)


@pytest.mark.parametrize(
    ("rhythm", "expected"),
    [
        ("daily", [1, 2, 3, 4, 5, 8, 9, 10, 11, 12]),
        ("alternate", [1, 3, 5, 9, 11]),
        ("weekly", [1, 8]),
        ("none", []),
    ],
)
def test_checkins_of_two_weeks(rhythm, expected):
    first, last = days(1, 14)
    found = checkin_days(first, last, rhythm, dhaka)
    assert [(day - GO_LIVE).days + 1 for day in found] == expected


def test_a_week_that_begins_on_a_day_off_checks_in_on_its_first_working_day():
    friday = date(2026, 3, 6)
    assert checkin_days(friday, friday + timedelta(days=9), "weekly", dhaka) == (
        date(2026, 3, 8),
        date(2026, 3, 15),
    )


@given(st.sampled_from(CHECKINS), st.integers(0, 60), st.integers(0, 60))
def test_checkins_are_business_days_of_the_phase(rhythm, begin, length):
    first = GO_LIVE + timedelta(days=begin)
    last = first + timedelta(days=length)
    found = checkin_days(first, last, rhythm, dhaka)
    assert all(first <= day <= last and dhaka(day) for day in found)
    assert list(found) == sorted(set(found))


def test_an_unknown_rhythm_is_refused():
    with pytest.raises(ValueError, match="Unknown rhythm"):
        checkin_days(GO_LIVE, GO_LIVE, "hourly", dhaka)
