"""Which steps are due, and when to look again: told once, quiet, more urgent."""

import pytest
from engine.escalation import (
    NOTHING_TOLD,
    NOTICE,
    Due,
    Key,
    Memory,
    Step,
    Subject,
    by_kind,
    decide,
    upcoming,
)
from hypothesis import given
from hypothesis import strategies as st

KEY = Key("clock", 7, 1)
HALF = Step(1, 10, frozenset({"response"}), percent=50)
DUE = Step(2, 10, frozenset({"response"}), percent=100)
OTHER = Step(3, 11, frozenset({"response"}), percent=100)
STEPS = by_kind([HALF, DUE, OTHER])


def clock(severity="s2", begin=0, budget=100, level="l1", since=0, key=KEY):
    """A response clock with a budget in seconds."""
    return Subject(
        key,
        "response",
        severity,
        lambda step: begin + budget * step.percent // 100,
        level,
        since,
    )


def fired(now, *subjects, memory=NOTHING_TOLD, steps=STEPS):
    decision = decide(steps, subjects or [clock()], memory, now)
    return [(due.step_id, due.due_at) for due in decision.due], decision.next_at


@pytest.mark.parametrize(
    "now, due, next_at",
    [
        (0, [], 50),
        (49, [], 50),
        (50, [(1, 50)], 100),
        (99, [(1, 50)], 100),
        (100, [(1, 50), (2, 100), (3, 100)], None),
    ],
)
def test_fires_at_the_second_and_not_before(now, due, next_at):
    assert fired(now) == (due, next_at)


def test_what_was_told_is_not_told_again():
    memory = Memory({(1, KEY): "s2"})
    assert fired(60, memory=memory) == ([], 100)
    memory = Memory({(1, KEY): "s2", (2, KEY): "s2", (3, KEY): "s2"})
    assert fired(1000, memory=memory) == ([], None)


def test_another_occurrence_is_told_again():
    memory = Memory({(1, KEY): "s2"})
    again = clock(key=KEY._replace(occurrence=2))
    assert fired(60, again, memory=memory) == ([(1, 50)], 100)


@pytest.mark.parametrize(
    "told, now_is, fires",
    [
        ("s3", "s1", True),
        ("s3", "s2", True),
        ("s2", "s2", False),
        ("s1", "s2", False),
        ("s1", "s4", False),
    ],
)
def test_fires_again_only_if_more_urgent_than_told(told, now_is, fires):
    memory = Memory({(1, KEY): told})
    due, _next = fired(60, clock(now_is), memory=memory)
    assert due == ([(1, 50)] if fires else [])


def test_a_step_that_comes_with_a_new_severity_is_due_with_it():
    due, _next = fired(80, clock("s1", since=70))
    assert due == [(1, 70)]


@pytest.mark.parametrize(
    "acted_at, now, due, next_at",
    [
        # Acknowledged at 60: quiet for 3600 seconds, for this rule only.
        (0, 100, [(3, 100)], 3660),
        (0, 3659, [(3, 100)], 3660),
        (0, 3660, [(2, 3660), (3, 100)], None),
        # The team did something at 500: quiet from then.
        (500, 3660, [(3, 100)], 4100),
        (500, 4100, [(2, 4100), (3, 100)], None),
        # What was done before the acknowledgement does not count.
        (30, 3660, [(2, 3660), (3, 100)], None),
    ],
)
def test_quiet_after_acknowledgement_until_nothing_follows(acted_at, now, due, next_at):
    memory = Memory({(1, KEY): "s2"}, {(10, KEY): ("s2", 60)}, acted_at)
    assert fired(now, memory=memory) == (due, next_at)


def test_an_acknowledgement_makes_no_step_earlier():
    memory = Memory({(1, KEY): "s2"}, {(10, KEY): ("s2", 60)})
    late = clock(budget=100_000)
    assert fired(3660, late, memory=memory, steps=by_kind([HALF, DUE])) == (
        [],
        100_000,
    )


def test_an_acknowledgement_does_not_hold_for_what_is_more_urgent():
    memory = Memory({(1, KEY): "s3"}, {(10, KEY): ("s3", 60)})
    due, _next = fired(100, clock("s1"), memory=memory)
    assert [step for step, _at in due] == [1, 2, 3]


def test_rules_choose_severity_and_tier():
    urgent = Step(4, 12, frozenset({"response"}), frozenset({"s1", "s2"}))
    third = Step(5, 12, frozenset({"response"}), levels=frozenset({"l3"}))
    steps = by_kind([urgent, third])
    assert fired(100, clock("s2"), steps=steps)[0] == [(4, 100)]
    assert fired(100, clock("s3"), steps=steps) == ([], None)
    assert fired(100, clock("s3", level="l3"), steps=steps)[0] == [(5, 100)]


def test_what_nobody_watches_or_never_comes_is_no_reason_to_look_again():
    never = Subject(KEY, "response", "s1", lambda step: None)
    assert fired(100, never) == ([], None)
    assert fired(100, Subject(KEY, "update", "s1", lambda step: 1)) == ([], None)


def test_the_earliest_moment_is_what_is_due_else_what_comes():
    assert decide(STEPS, [clock()], NOTHING_TOLD, 0).earliest() == 50
    assert decide(STEPS, [clock()], NOTHING_TOLD, 70).earliest() == 50
    assert decide({}, [clock()], NOTHING_TOLD, 70).earliest() is None


def test_upcoming_lists_what_has_not_fired_in_order_of_time():
    memory = Memory({(1, KEY): "s2"})
    other = clock("s2", 10, 20, key=Key("clock", 8, 1))
    assert upcoming(STEPS, [clock(), other], memory) == [
        Due(1, other.key, "s2", 20),
        Due(2, other.key, "s2", 30),
        Due(3, other.key, "s2", 30),
        Due(2, KEY, "s2", 100),
        Due(3, KEY, "s2", 100),
    ]


moments = st.integers(0, 10_000)


@given(
    st.lists(moments, min_size=1, max_size=8, unique=True),
    st.lists(st.sampled_from(["s1", "s2", "s3", "s4"]), min_size=1, max_size=8),
    moments,
)
def test_whenever_the_sweep_looks_each_step_fires_once(looks, severities, budget):
    """At any times of looking, with any history of severities: never twice at the same
    urgency, never early, and by the last look everything that was due has fired."""
    told: dict = {}
    severity = severities[0]
    for number, now in enumerate(sorted(looks)):
        severity = severities[number % len(severities)]
        subject = clock(severity, budget=budget)
        for due in decide(STEPS, [subject], Memory(dict(told)), now).due:
            assert due.due_at <= now
            key = (due.step_id, due.key)
            assert key not in told or told[key] > due.severity
            told[key] = due.severity
    last = max(looks)
    for step in (HALF, DUE, OTHER):
        natural = budget * step.percent // 100
        assert ((step.id, KEY) in told) == (natural <= last)


@given(moments, moments, st.integers(1, 7200), st.lists(moments, max_size=4))
def test_following_the_next_moment_loses_nothing(budget, ack, patience, acts):
    """Looking only when the engine says so finds each step at its very second."""
    first = Step(1, 10, frozenset({"response"}), percent=50, patience=patience)
    second = Step(2, 10, frozenset({"response"}), percent=100, patience=patience)
    steps = by_kind([first, second])
    told: dict = {}
    acknowledged = {(10, KEY): ("s2", ack)}
    acted = max(acts, default=0)
    now: int | None = 0
    found = {}
    for _ in range(10):
        memory = Memory(dict(told), acknowledged, acted)
        decision = decide(steps, [clock(budget=budget)], memory, now)
        for due in decision.due:
            told[due.step_id, due.key] = "s2"
            found[due.step_id] = (due.due_at, now)
        now = decision.next_at
        if now is None:
            break
    quiet_until = max(ack, acted) + patience
    for step in (first, second):
        expected = max(budget * step.percent // 100, quiet_until)
        assert found[step.id] == (expected, expected)


def test_a_step_that_closes_waits_for_its_warning_and_a_day():
    warn = Step(1, 10, frozenset({"response"}), percent=50)
    close = Step(2, 10, frozenset({"response"}), percent=100, follows=1)
    steps = by_kind([warn, close])
    # Both are long past: the warning first, the closing a day later.
    assert fired(10**6, steps=steps) == ([(1, 50)], None)
    memory = Memory({(1, KEY): "s2"}, told_at={(1, KEY): 10**6})
    assert fired(10**6, memory=memory, steps=steps) == ([], 10**6 + NOTICE)
    assert fired(10**6 + NOTICE, memory=memory, steps=steps)[0] == [(2, 10**6 + NOTICE)]
