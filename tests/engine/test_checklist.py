"""Due dates, rounds, order and state of checklist items."""

from datetime import date, timedelta

import pytest
from engine.checklist import (
    KINDS,
    REPEATS,
    SHIFTS,
    Facts,
    Rule,
    current_round,
    due_date,
    find_cycle,
    is_late,
    is_settled,
    progress,
    round_start,
    shifted,
    state_of,
    tell_on,
)
from hypothesis import given
from hypothesis import strategies as st

#: A Sunday; the week is Sunday to Thursday, as in Dhaka.
GO_LIVE = date(2026, 3, 1)
END = date(2026, 3, 14)
#: Independence Day, and the days off around Eid.
HOLIDAYS = {date(2026, 3, 26), *(date(2026, 3, 19) + timedelta(n) for n in range(5))}
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def dhaka(day):
    return day.weekday() not in (4, 5) and day not in HOLIDAYS


def never(day):
    return False


def due(kind, number=1, month=1, shift="after", first=GO_LIVE):
    return due_date(Rule(kind, number, month, shift), first, END, dhaka)


@pytest.mark.parametrize(
    ("kind", "number", "month", "shift", "first", "expected"),
    [
        ("day", 1, 1, "after", GO_LIVE, date(2026, 3, 1)),
        ("day", 3, 1, "after", GO_LIVE, date(2026, 3, 3)),
        # Day 6 is a Friday
        ("day", 6, 1, "after", GO_LIVE, date(2026, 3, 8)),
        ("day", 6, 1, "before", GO_LIVE, date(2026, 3, 5)),
        ("day", 6, 1, "same", GO_LIVE, date(2026, 3, 6)),
        # Day 19 falls into the holidays: 19 to 23 March, then Tuesday
        ("day", 19, 1, "after", GO_LIVE, date(2026, 3, 24)),
        ("day", 19, 1, "before", GO_LIVE, date(2026, 3, 18)),
        ("workday", 1, 1, "after", GO_LIVE, date(2026, 3, 1)),
        ("workday", 5, 1, "after", GO_LIVE, date(2026, 3, 5)),
        ("workday", 6, 1, "after", GO_LIVE, date(2026, 3, 8)),
        # A go-live on Friday: the first business day is Sunday
        ("workday", 1, 1, "after", date(2026, 3, 6), date(2026, 3, 8)),
        # Over the holidays
        ("workday", 15, 1, "after", GO_LIVE, date(2026, 3, 24)),
        ("month_workday", 1, 1, "after", GO_LIVE, date(2026, 4, 1)),
        ("month_workday", 3, 1, "after", GO_LIVE, date(2026, 4, 5)),
        ("month_workday", 3, 2, "after", GO_LIVE, date(2026, 5, 5)),
        # Go-live on the last day of a month: that is the first month-end
        ("month_workday", 1, 1, "after", date(2026, 3, 31), date(2026, 4, 1)),
        ("month_workday", 1, 12, "after", GO_LIVE, date(2027, 3, 1)),
        ("month_day", 15, 1, "after", GO_LIVE, date(2026, 3, 15)),
        # The 31st of April is the 30th; 31 May is a Sunday
        ("month_day", 31, 2, "after", GO_LIVE, date(2026, 4, 30)),
        ("month_day", 31, 3, "after", GO_LIVE, date(2026, 5, 31)),
        # February; 28 February 2026 is a Saturday
        ("month_day", 31, 1, "same", date(2026, 2, 2), date(2026, 2, 28)),
        ("month_day", 31, 1, "before", date(2026, 2, 2), date(2026, 2, 26)),
        ("month_day", 31, 1, "after", date(2026, 2, 2), date(2026, 3, 1)),
        ("month_day", 30, 1, "same", date(2028, 2, 2), date(2028, 2, 29)),
        # The day has passed: next month is the first
        ("month_day", 7, 1, "same", date(2026, 3, 8), date(2026, 4, 7)),
        ("month_last_workday", 1, 1, "after", GO_LIVE, date(2026, 3, 31)),
        ("month_last_workday", 1, 3, "after", GO_LIVE, date(2026, 5, 31)),
        # 31 January 2026 is a Saturday, 29 January the last business day
        ("month_last_workday", 1, 1, "after", date(2026, 1, 5), date(2026, 1, 29)),
        ("month_last_workday", 1, 1, "after", date(2026, 1, 30), date(2026, 2, 26)),
        # The planned end, 14 March, is a Saturday
        ("before_end", 0, 1, "before", GO_LIVE, date(2026, 3, 12)),
        ("before_end", 3, 1, "before", GO_LIVE, date(2026, 3, 11)),
        ("after_end", 0, 1, "after", GO_LIVE, date(2026, 3, 15)),
        ("after_end", 7, 1, "same", GO_LIVE, date(2026, 3, 21)),
        ("none", 1, 1, "after", GO_LIVE, None),
    ],
)
def test_due_dates(kind, number, month, shift, first, expected):
    assert due(kind, number, month, shift, first) == expected


@pytest.mark.parametrize(
    "rule",
    [
        Rule("nonsense"),
        Rule("day", 0),
        Rule("day", 1000),
        Rule("month_day", 32),
        Rule("month_workday", 1, 0),
        Rule("month_workday", 1, 37),
        Rule("before_end", -1),
        Rule("day", 1, 1, "sideways"),
    ],
)
def test_a_rule_that_names_no_day_is_refused(rule):
    with pytest.raises(ValueError, match="Unknown|Not between"):
        due_date(rule, GO_LIVE, END, dhaka)


RULES = st.builds(
    Rule,
    st.sampled_from([kind for kind in KINDS if kind != "none"]),
    st.integers(1, 31),
    st.integers(1, 12),
    st.sampled_from(SHIFTS),
)


@given(RULES, DAYS)
def test_a_due_date_is_a_business_day_unless_it_may_stay(rule, first):
    day = due_date(rule, first, first + timedelta(13), dhaka)
    counts_days = "workday" in rule.kind
    assert dhaka(day) or (rule.shift == "same" and not counts_days)
    if rule.kind != "before_end" and rule.shift != "before":
        assert day >= first


@given(RULES, DAYS)
def test_where_nothing_ever_opens_there_is_a_date_all_the_same(rule, first):
    assert due_date(rule, first, first + timedelta(13), never)


@given(
    st.sampled_from(["day", "workday", "month_workday", "month_day"]),
    DAYS,
    st.integers(1, 30),
    st.integers(1, 11),
)
def test_more_is_never_earlier(kind, first, number, month):
    def of(number, month):
        return due_date(Rule(kind, number, month), first, first, dhaka)

    assert of(number, month) <= of(number, month + 1)
    if kind != "month_day":
        assert of(number, month) <= of(number + 1, month)


@given(DAYS, st.sampled_from(SHIFTS))
def test_a_shift_moves_to_the_nearest_business_day(day, shift):
    moved = shifted(day, shift, dhaka)
    step = {"after": 1, "before": -1, "same": 0}[shift]
    assert moved == day or (moved - day).days * step > 0
    between = abs((moved - day).days)
    assert not any(dhaka(day + timedelta(step * n)) for n in range(between))


@pytest.mark.parametrize(
    ("repeat", "number", "start"),
    [
        ("none", 1, GO_LIVE),
        ("daily", 1, GO_LIVE),
        ("daily", 5, date(2026, 3, 5)),
        ("daily", 6, date(2026, 3, 8)),
        ("weekly", 3, date(2026, 3, 15)),
        ("monthly", 2, date(2026, 4, 1)),
        ("quarterly", 2, date(2026, 6, 1)),
    ],
)
def test_rounds_begin(repeat, number, start):
    assert round_start(repeat, number, GO_LIVE, dhaka) == start


def test_a_monthly_round_of_the_31st_stays_within_its_month():
    starts = [round_start("monthly", n, date(2026, 1, 31), dhaka) for n in range(1, 5)]
    assert [day.day for day in starts] == [31, 28, 31, 30]
    with pytest.raises(ValueError, match="Unknown repetition"):
        round_start("yearly", 1, GO_LIVE, dhaka)


@pytest.mark.parametrize(
    ("repeat", "today", "days", "number"),
    [
        ("none", date(2026, 9, 1), 0, 1),
        ("daily", date(2026, 2, 20), 7, 1),  # before go-live
        ("daily", date(2026, 3, 3), 7, 3),
        ("daily", date(2026, 3, 6), 7, 5),  # Friday: still Thursday's
        ("daily", date(2026, 3, 12), 7, 5),  # only in the first week
        ("weekly", date(2026, 3, 7), 0, 1),
        ("weekly", date(2026, 3, 8), 0, 2),
        ("weekly", date(2026, 4, 5), 0, 6),
        ("monthly", date(2026, 3, 31), 0, 1),
        ("monthly", date(2026, 4, 1), 0, 2),
        ("quarterly", date(2026, 12, 31), 0, 4),
    ],
)
def test_current_round(repeat, today, days, number):
    assert current_round(repeat, GO_LIVE, today, dhaka, days) == number


@given(st.sampled_from(REPEATS), DAYS, st.integers(0, 400))
def test_a_round_lasts_until_the_next_one(repeat, go_live, later):
    today = go_live + timedelta(later)
    number = current_round(repeat, go_live, today, dhaka)
    start = round_start(repeat, number, go_live, dhaka)
    assert start <= today or number == 1
    if repeat != "none":
        assert round_start(repeat, number + 1, go_live, dhaka) > today


@pytest.mark.parametrize(
    ("day", "days", "told"),
    [
        (date(2026, 3, 3), 0, date(2026, 3, 3)),
        (date(2026, 3, 3), 1, date(2026, 3, 4)),
        (date(2026, 3, 3), 3, date(2026, 3, 8)),
        (date(2026, 3, 5), 1, date(2026, 3, 8)),  # Thursday, then Sunday
        (date(2026, 3, 6), 0, date(2026, 3, 8)),  # due on a Friday
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
    ],
)
def test_reminders(day, days, told):
    assert tell_on(day, days, dhaka) == told


@pytest.mark.parametrize(
    ("needs", "ring"),
    [
        ({}, set()),
        ({"a": ["b"], "b": ["c"], "c": []}, set()),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"]}, set()),
        ({"a": ["a"]}, {"a"}),
        ({"x": ["a"], "a": ["b"], "b": ["a"]}, {"a", "b"}),
        ({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"]}, {"a", "b", "c"}),
    ],
)
def test_rings(needs, ring):
    found = find_cycle(needs)
    assert set(found) == ring
    for item, following in zip(found, found[1:] + found[:1], strict=True):
        assert following in needs[item]


@given(
    st.dictionaries(
        st.integers(0, 12), st.lists(st.integers(0, 12), max_size=4), max_size=13
    )
)
def test_a_ring_is_found_exactly_if_there_is_no_order(needs):
    # Take away what needs nothing any more: what is left then waits for itself.
    left = {item: set(of) & set(needs) for item, of in needs.items()}
    while ready := {item for item, of in left.items() if not of}:
        left = {item: of - ready for item, of in left.items() if item not in ready}
    assert bool(find_cycle(needs)) == bool(left)


TODAY = date(2026, 3, 10)
PAST, AHEAD = date(2026, 3, 9), date(2026, 3, 10)


@pytest.mark.parametrize(
    ("facts", "state", "late"),
    [
        (Facts(), "open", False),
        (Facts(due=AHEAD), "open", False),  # due today is not overdue
        (Facts(due=PAST), "overdue", True),
        (Facts(due=PAST, blocked=True), "blocked", True),
        (Facts(due=PAST, done=True), "done", False),
        (Facts(due=PAST, done=True, needs_sign_off=True), "waiting", True),
        (Facts(due=PAST, done=True, needs_sign_off=True, signed=True), "done", False),
        (Facts(due=PAST, skipped=True), "skipped", False),
        (Facts(due=PAST, done=True, blocked=True), "done", False),
    ],
)
def test_states(facts, state, late):
    assert (state_of(facts, TODAY), is_late(facts, TODAY)) == (state, late)


def test_progress_leaves_out_what_does_not_apply():
    items = [
        Facts(done=True),
        Facts(skipped=True),
        Facts(),
        Facts(done=True, needs_sign_off=True),
    ]
    assert progress(items) == (1, 3)
    assert progress([]) == (0, 0)


@given(st.builds(Facts, st.none() | DAYS, *[st.booleans()] * 5), DAYS)
def test_state_and_settled_agree(facts, today):
    assert is_settled(facts) == (state_of(facts, today) in ("done", "skipped"))
    assert not (is_late(facts, today) and is_settled(facts))
