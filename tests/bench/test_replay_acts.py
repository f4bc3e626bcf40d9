"""From one row to the next: what is done, and what the log says has happened."""

from datetime import datetime

import pytest

from bench._replay_acts import Event, History, acts, button, path
from bench._replay_log import Facts

NEW = Facts("new", "", "s3", "")
ASSIGNED = Facts("assigned", "", "s3", "Ann")
ACTIVE = Facts("in_progress", "", "s3", "Ann")
WAITING = Facts("waiting", "reporter", "s3", "Ann")
RESOLVED = Facts("resolved", "", "s3", "Ann")
CLOSED = Facts("closed", "", "s3", "Ann")
VENDOR = {"state": "waiting", "waiting_for": "third_party"}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (NEW, NEW, []),
        # New and assigned follow from the owner, in both directions.
        (NEW, ASSIGNED, [{"owner": "Ann"}]),
        (ASSIGNED, NEW, [{"owner": ""}]),
        (NEW, ACTIVE, [{"state": "in_progress", "owner": "Ann"}]),
        (ACTIVE, ACTIVE._replace(owner="Bob"), [{"owner": "Bob"}]),
        (ACTIVE, ACTIVE._replace(owner=""), [{"owner": ""}]),
        (ACTIVE, ACTIVE._replace(severity="s1"), [{"severity": "s1"}]),
        (ACTIVE, WAITING, [{"state": "waiting", "waiting_for": "reporter"}]),
        # Waiting for somebody else is no change of state, but has to be said.
        (WAITING, WAITING._replace(waiting_for="third_party"), [VENDOR]),
        (
            WAITING,
            Facts("waiting", "third_party", "s4", "Ann"),
            [{**VENDOR, "severity": "s4"}],
        ),
        (WAITING, RESOLVED, [{"state": "resolved"}]),
        (RESOLVED, CLOSED, [{"state": "closed"}]),
        (RESOLVED, ACTIVE, [{"state": "in_progress"}]),
        # Steps that the log leaves out.
        (ACTIVE, CLOSED, [{"state": "resolved"}, {"state": "closed"}]),
        (
            CLOSED,
            WAITING._replace(owner="Bob"),
            [
                {"state": "in_progress", "owner": "Bob"},
                {"state": "waiting", "waiting_for": "reporter"},
            ],
        ),
        # Not for us to judge: the addon has to refuse it.
        (CLOSED, RESOLVED, [{"state": "resolved"}]),
        (WAITING, NEW, [{"state": "new", "owner": ""}]),
    ],
)
def test_what_is_done_for_a_row(old, new, expected):
    assert acts(old, new) == expected


def test_waiting_closes_without_having_been_resolved():
    assert path("waiting", "closed") == ("closed",)
    assert path("new", "closed") == ("resolved", "closed")
    assert path("closed", "closed") == ()


@pytest.mark.parametrize(
    ("act", "state", "expected"),
    [
        ({"owner": "Ann"}, "new", "action_take"),
        ({"owner": ""}, "assigned", None),
        ({"owner": "Ann", "severity": "s1"}, "new", None),
        ({"state": "in_progress"}, "assigned", "action_start"),
        ({"state": "in_progress"}, "resolved", None),
        ({"state": "in_progress", "owner": "Ann"}, "new", None),
        (
            {"state": "waiting", "waiting_for": "reporter"},
            "new",
            "action_wait_reporter",
        ),
        (VENDOR, "in_progress", "action_wait_third_party"),
        ({"state": "resolved"}, "waiting", "action_resolve"),
        ({"state": "closed"}, "resolved", "action_close"),
        ({"state": "new"}, "in_progress", None),
        ({"severity": "s1"}, "new", None),
    ],
)
def test_a_button_is_pressed_where_there_is_one(act, state, expected):
    assert button(act, state, owned=False) == expected


def test_what_somebody_has_cannot_be_taken():
    assert button({"owner": "Ann"}, "assigned", owned=True) is None
    assert button({"state": "resolved"}, "assigned", owned=True) == "action_resolve"


def test_the_history_of_a_reopened_incident():
    def at(hour):
        return datetime(2016, 3, 1, hour)

    history = History.opened(at(8), "s3")
    assert not history.follow(NEW, at(9)), "nothing happened yet"
    assert history.answered_at is None
    for facts, hour in [(ACTIVE, 10), (CLOSED, 11)]:
        assert history.follow(facts, at(hour))
    assert (history.resolved_at, history.closed_at) == (at(11), at(11))
    history.follow(WAITING._replace(severity="s1"), at(12))
    assert (history.resolved_at, history.closed_at) == (None, None)
    history.follow(RESOLVED._replace(severity="s1"), at(13))
    assert (history.resolved_at, history.closed_at) == (at(13), None)
    assert history.reopenings == 1
    assert history.answered_at == at(10)
    assert history.events == [
        Event("state", "", "new", at(8)),
        Event("severity", "", "s3", at(8)),
        Event("state", "new", "in_progress", at(10)),
        Event("owner", "", "Ann", at(10)),
        Event("state", "in_progress", "resolved", at(11)),
        Event("state", "resolved", "closed", at(11)),
        Event("state", "closed", "in_progress", at(12)),
        Event("state", "in_progress", "waiting", at(12)),
        Event("severity", "s3", "s1", at(12)),
        Event("state", "waiting", "resolved", at(13)),
    ]
    assert [tuple(moment) for moment in history.moments] == [
        (at(8), "new", "s3"),
        (at(10), "in_progress", "s3"),
        (at(11), "resolved", "s3"),
        (at(11), "closed", "s3"),
        (at(12), "in_progress", "s1"),
        (at(12), "waiting", "s1"),
        (at(13), "resolved", "s1"),
    ]


def test_a_change_of_severity_alone_is_a_moment_but_no_answer():
    history = History.opened(datetime(2016, 3, 1), "s3")
    history.follow(NEW._replace(severity="s2"), datetime(2016, 3, 2))
    assert history.moments[-1] == (datetime(2016, 3, 2), "new", "s2")
    assert history.answered_at is None
    history.follow(ASSIGNED._replace(severity="s1"), datetime(2016, 3, 3))
    assert history.answered_at == datetime(2016, 3, 3)
    assert history.answered_severity == "s1"


@pytest.mark.parametrize("facts", [ASSIGNED, ACTIVE, WAITING, RESOLVED, CLOSED])
def test_what_answers_the_reporter(facts):
    for owner in ("Ann", ""):
        history = History.opened(datetime(2016, 3, 1), "s3")
        history.follow(facts._replace(owner=owner), datetime(2016, 3, 2))
        answered = bool(owner) or facts is not ASSIGNED
        assert bool(history.answered_at) is answered
