"""The worst that an issue was, by its history."""

import pytest
from engine.kpi_raised import highest_held
from engine.streak import Change
from hypothesis import given
from hypothesis import strategies as st

SEVERITIES = ("s1", "s2", "s3", "s4")
OPEN = ("new", "assigned", "in_progress", "waiting")
ANN, BOB = 1, 2


def history(*severities, by=ANN, state="new"):
    """Return an issue that was raised and had these severities, one after the other."""
    changes = [
        Change(0, "state", None, state),
        Change(0, "severity", None, severities[0], by),
    ]
    for at, (old, new) in enumerate(zip(severities, severities[1:], strict=False), 1):
        changes.append(Change(at, "severity", old, new, by))
    return changes


@pytest.mark.parametrize(
    ("severities", "worst"),
    [
        (("s3",), "s3"),
        (("s3", "s4"), "s3"),
        (("s4", "s1", "s4"), "s1"),
        (("s4", "s3", "s2"), "s2"),
        (("s2", "s3", "s4"), "s2"),
    ],
)
def test_lowered_by_the_same_person_it_stays_what_it_was(severities, worst):
    assert highest_held(history(*severities), SEVERITIES, OPEN, 99) == worst


@pytest.mark.parametrize(
    ("state", "by", "explained", "worst"),
    [
        ("new", BOB, True, "s4"),
        ("assigned", BOB, True, "s4"),
        ("new", BOB, False, "s3"),
        ("new", ANN, True, "s3"),
        ("in_progress", BOB, True, "s3"),
    ],
)
def test_a_mistake_needs_triage_a_second_person_and_a_reason(
    state, by, explained, worst
):
    changes = [
        *history("s3", state=state),
        Change(5, "severity", "s3", "s4", by, explained),
    ]
    assert highest_held(changes, SEVERITIES, OPEN, 99) == worst


def test_a_mistake_of_two_steps_is_as_bad_as_what_is_left():
    changes = [*history("s1"), Change(5, "severity", "s1", "s3", BOB, True)]
    assert highest_held(changes, SEVERITIES, OPEN, 99) == "s3"


def test_what_happens_later_is_not_known():
    assert highest_held(history("s4", "s3", "s1"), SEVERITIES, OPEN, 1) == "s3"


def test_what_was_never_open_held_nothing():
    changes = history("s1", state="cancelled")
    assert highest_held(changes, SEVERITIES, OPEN, 99) is None


@given(st.lists(st.sampled_from(SEVERITIES), min_size=1, max_size=8))
def test_without_a_second_person_it_is_the_worst_of_all(severities):
    assert highest_held(history(*severities), SEVERITIES, OPEN, 99) == min(severities)
