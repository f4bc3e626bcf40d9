"""As what an issue was raised: no mistakes, no reopening, no lowering to hide it."""

import pytest
from engine.health import health_state, stable_days
from engine.kpi_raised import one_of_each, raised_as
from engine.streak import Change

OPEN = ("new", "assigned", "in_progress", "waiting")


def life(*changes):
    """(at, what, new[, by, reason]); the old value follows."""
    known, found = {"severity": None, "state": None}, []
    for at, new, *rest in changes:
        kind = "severity" if new in ("s1", "s2", "s3", "s4") else "state"
        by, explained = (*rest, None, None)[:2]
        found.append(Change(at, kind, known[kind], new, by, bool(explained)))
        known[kind] = new
    return found


@pytest.mark.parametrize(
    ("changes", "raised"),
    [
        (life((1, "s1"), (1, "new")), [("s1", 1)]),
        (life((1, "s3"), (1, "new"), (5, "s2")), [("s2", 5)]),
        # Lowered to hide it: still raised as S1, and not as S2.
        (life((1, "s1", 7), (1, "new"), (5, "s2", 7, "calmer")), [("s1", 1)]),
        # A mistake, corrected by a second person who says why.
        (life((1, "s1", 7), (1, "new"), (5, "s3", 8, "only one user")), []),
        (life((1, "s1", 7), (1, "new"), (5, "s2", 8, "a way round")), [("s2", 5)]),
        # The same after work had begun is no mistake in triage.
        (
            life((1, "s1", 7), (1, "new"), (3, "in_progress"), (5, "s3", 8, "x")),
            [("s1", 1)],
        ),
        # Opened again: not raised again.
        (life((1, "s2"), (1, "new"), (5, "resolved"), (9, "assigned")), [("s2", 1)]),
        (
            life((1, "s2"), (1, "new"), (5, "in_progress"), (9, "s1")),
            [("s1", 9), ("s2", 1)],
        ),
        (life((1, "s4"), (1, "new")), []),
    ],
)
def test_raised_as(changes, raised):
    assert raised_as(changes, OPEN, 100) == raised


def test_what_happened_later_is_not_known_yet():
    changes = life((1, "s1", 7), (1, "new"), (50, "s3", 8, "only one user"))
    assert raised_as(changes, OPEN, 49) == [("s1", 1)]
    assert raised_as(changes, OPEN, 50) == []


@pytest.mark.parametrize(
    ("states", "days"),
    [
        ((), 0),
        (("ok", "ok"), 2),
        (("failed", "ok", "ok"), 2),
        (("ok", "failed"), 0),
        (("ok", "unknown", "ok"), 1),
    ],
)
def test_stable_days(states, days):
    assert stable_days(states) == days


def test_health():
    assert health_state("mail_failed", 0) == "ok"
    assert health_state("mail_failed", 1) == "bad"
    assert health_state("mail_failed", None) == "unknown"
    assert health_state("own", 3, {"own": 5}) == "ok"


@pytest.mark.parametrize(
    ("roots", "left"),
    [
        ({}, [(1, "s1"), (2, "s2"), (4, "s1")]),
        ({2: 1}, [(1, "s1"), (4, "s1")]),
        # An S1 does not vanish behind an S2, nor behind what was never urgent.
        ({4: 2, 2: 3}, [(1, "s1"), (2, "s2"), (4, "s1")]),
        ({4: 3, 3: 1}, [(1, "s1"), (2, "s2")]),
        # Two of each other: the chain has an end.
        ({1: 4, 4: 1}, [(2, "s2")]),
    ],
)
def test_one_more_of_the_same_is_left_out(roots, left):
    raised = {1: [("s1", 5)], 2: [("s2", 6)], 3: [], 4: [("s1", 7)]}
    found = one_of_each(raised, dict.fromkeys(raised) | roots)
    assert [(issue, severity) for issue, severity, _at in found] == left
