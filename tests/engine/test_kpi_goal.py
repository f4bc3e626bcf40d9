"""A goal: what is reached, near or missed, and what is a reason to alert."""

import pytest
from engine.kpi_goal import (
    Goal,
    Measured,
    Snapshot,
    direction,
    is_over,
    judge,
    regression,
)
from hypothesis import given
from hypothesis import strategies as st

AT_LEAST_95 = Goal(95, "min", 31, 60, margin=5, minimum=5)
ZERO_BY_14 = Goal(0, "max", 1, 30, due_day=14)
BELOW_2 = Goal(2, "below", 61, 90, span=7)


@pytest.mark.parametrize(
    ("goal", "measured", "day", "state"),
    [
        (AT_LEAST_95, Measured(95, sample=20), 40, "green"),
        (AT_LEAST_95, Measured(94, sample=20), 40, "amber"),
        (AT_LEAST_95, Measured(90, sample=20), 40, "amber"),
        (AT_LEAST_95, Measured(89, sample=20), 40, "red"),
        (AT_LEAST_95, Measured(100, sample=4), 40, "few"),
        (AT_LEAST_95, Measured(None, sample=0), 40, "few"),
        (AT_LEAST_95, Measured(None), 40, "unmeasurable"),
        (ZERO_BY_14, Measured(3), 13, "amber"),
        (ZERO_BY_14, Measured(3), 14, "red"),
        (ZERO_BY_14, Measured(0), 1, "green"),
        (ZERO_BY_14, Measured(None), 20, "unmeasurable"),
        (BELOW_2, Measured(1), 70, "green"),
        (BELOW_2, Measured(2), 70, "red"),
        (Goal(5, "max"), Measured(3, pending=True), 20, "amber"),
        (Goal(5, "max"), Measured(6, pending=True), 20, "red"),
    ],
)
def test_states(goal, measured, day, state):
    assert judge(goal, measured, day) == state


@given(
    goal=st.builds(
        Goal,
        target=st.integers(0, 100),
        comparison=st.sampled_from(["min", "max", "below"]),
        margin=st.integers(0, 20),
        minimum=st.integers(0, 9),
        due_day=st.integers(0, 90),
    ),
    sample=st.none() | st.integers(0, 9),
    day=st.integers(1, 90),
)
def test_without_a_value_nothing_is_green(goal, sample, day):
    state = judge(goal, Measured(None, sample=sample), day)
    assert state in ("few", "unmeasurable")


@pytest.mark.parametrize(
    ("goal", "day", "days"),
    [
        (Goal(0, first_day=1, last_day=30), 1, (1, 1)),
        (Goal(0, first_day=1, last_day=30), 30, (1, 30)),
        (Goal(0, first_day=1, last_day=30), 31, (2, 31)),
        (Goal(0, first_day=31, last_day=60), 31, (31, 31)),
        (Goal(0, first_day=31, last_day=60), 60, (31, 60)),
        (Goal(0, first_day=31, last_day=60), 90, (61, 90)),
        (Goal(0, first_day=61, last_day=90, span=30), 61, (32, 61)),
        (Goal(0, first_day=1, last_day=30, span=7), 3, (1, 3)),
    ],
)
def test_days_that_count(goal, day, days):
    assert goal.days(day) == days


def series(goal, *values, few=()):
    return [
        Snapshot(value, "few" if n in few else judge(goal, Measured(value), 40))
        for n, value in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ((99, 98), ""),
        ((99, 98, 97), "falling"),
        ((99, 99, 98), ""),
        ((99, 97, 98), ""),
        ((80, 79, 78), "falling"),
        ((96, 93, 89), "lost"),
        ((96, 94), "lost"),
        ((94, 96, 95), ""),
        ((96, 89), "lost"),
        ((80, 85, 84), ""),
        ((99,), ""),
        ((), ""),
    ],
)
def test_regression(values, kind):
    goal = Goal(95, "min", margin=5)
    assert regression(goal, series(goal, *values)) == kind


def test_what_is_not_due_yet_is_not_lost():
    goal = Goal(95, "min", margin=5, due_day=60)
    assert regression(goal, series(goal, 96, 94), is_early=True) == ""
    assert regression(goal, series(goal, 99, 96, 94), is_early=True) == "falling"


def test_what_counts_up_in_time_does_not_fall():
    """Days of a close: amber up to the fifth, red on the sixth."""
    goal = Goal(5, "max")

    def days(last):
        return [
            Snapshot(day, judge(goal, Measured(day, pending=True), 40))
            for day in range(1, last + 1)
        ]

    assert [regression(goal, days(last)) for last in range(1, 7)] == [
        *("", "", "", "", ""),
        "falling",
    ]
    # What has an answer falls, also while it is reached.
    assert regression(goal, series(goal, 1, 2, 3)) == "falling"


def test_a_day_without_an_answer_neither_breaks_a_fall_nor_begins_one():
    goal = Goal(95, "min", margin=5)
    assert regression(goal, series(goal, 99, 98, 0, 97, few=(2,))) == "falling"
    assert regression(goal, series(goal, 99, 98, 0, few=(2,))) == ""


@pytest.mark.parametrize(
    ("kind", "values", "over"),
    [
        ("falling", (99, 98, 97, 98), True),
        ("falling", (99, 98, 97, 97), False),
        ("lost", (96, 80, 90), False),
        ("lost", (96, 80, 95), True),
    ],
)
def test_what_was_alerted_is_over(kind, values, over):
    goal = Goal(95, "min", margin=5)
    assert is_over(goal, kind, series(goal, *values)) is over


def test_direction_is_towards_the_target():
    assert direction(Goal(0, "max"), 3, 5) == "better"
    assert direction(Goal(95, "min"), 3, 5) == "worse"
    assert direction(Goal(95, "min"), 5, 5) == "level"
    assert direction(Goal(95, "min"), None, 5) == ""


@pytest.mark.parametrize("wrong", [{"comparison": "about"}, {"first_day": 0}])
def test_a_goal_that_is_none_is_refused(wrong):
    with pytest.raises(ValueError):
        Goal(**{"target": 1, **wrong})
