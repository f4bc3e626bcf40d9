"""From what the log says next to what a person would do, and what should follow.

Pure Python, no Odoo. `acts` is what the replay does to the addon; `History` is what
the log says has happened. They share the mapping of states and `path`, nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from ._replay_log import Facts

OPEN = ("new", "assigned", "in_progress", "waiting")
ENDED = ("resolved", "closed")
#: Entering one of these is an answer to the reporter.
WORKED_ON = frozenset({"in_progress", "waiting", "resolved"})

#: The button for a change of state that nothing else goes with.
BUTTONS = {
    ("in_progress", ""): "action_start",
    ("waiting", "reporter"): "action_wait_reporter",
    ("waiting", "third_party"): "action_wait_third_party",
    ("resolved", ""): "action_resolve",
    ("closed", ""): "action_close",
}


def path(old: str, new: str) -> tuple[str, ...]:
    """Return the states gone through from *old* to *new*; empty if it is the same.

    The log leaves steps out that the addon knows: what is closed was resolved, and
    what waits again was reopened. These are gone through in the same minute. Whether
    any other move is permitted is for the addon to say.
    """
    if old == new:
        return ()
    if new == "closed" and old in ("new", "assigned", "in_progress"):
        return ("resolved", "closed")
    if new == "waiting" and old in ENDED:
        return ("in_progress", "waiting")
    return (new,)


def acts(old: Facts, new: Facts) -> list[dict]:
    """Return the values to write, one dict per act; ``owner`` is a name or empty.

    *New* and *assigned* follow from the owner: the addon has to draw that
    conclusion by itself.
    """
    steps = [{"state": state} for state in path(old.state, new.state)]
    follows = {old.state, new.state} == {"new", "assigned"} and old.owner != new.owner
    if follows:
        steps = [{}]
    elif not steps:
        waits = new.state == "waiting" and old.waiting_for != new.waiting_for
        steps = [{"state": "waiting"}] if waits else [{}]
    for step in steps:
        if step.get("state") == "waiting":
            step["waiting_for"] = new.waiting_for
    if old.severity != new.severity:
        steps[0]["severity"] = new.severity
    if old.owner != new.owner:
        steps[0]["owner"] = new.owner
    return [step for step in steps if step]


def button(act: dict, state: str, owned: bool) -> str | None:
    """Return the button that does this act on an issue in *state*, if there is one.

    :param owned: somebody is in charge already; nobody can take it then
    """
    if set(act) == {"owner"} and act["owner"]:
        return None if owned else "action_take"
    if set(act) <= {"state", "waiting_for"} and state in OPEN + ("resolved",):
        wanted = (act["state"], act.get("waiting_for", ""))
        reopening = state in ENDED and act["state"] in OPEN
        return None if reopening else BUTTONS.get(wanted)
    return None


class Event(NamedTuple):
    """A change of one fact, as the history of an issue keeps it."""

    kind: str
    old: str
    new: str
    at: datetime


class Moment(NamedTuple):
    """The state and severity that hold from a moment on."""

    at: datetime
    state: str
    severity: str


@dataclass
class History:
    """What the log says has happened to one incident, up to some row.

    :ivar moments: for the promises: every change of state or severity
    :ivar answered_at: when somebody was first put in charge or worked on it; another
        priority answers nobody
    :ivar answered_severity: what it had after that act
    """

    opened_at: datetime
    facts: Facts
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    reopenings: int = 0
    answered_at: datetime | None = None
    answered_severity: str = ""
    events: list[Event] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)

    @classmethod
    def opened(cls, at: datetime, severity: str) -> History:
        """Begin as every incident does: new, with nobody in charge."""
        history = cls(at, Facts("new", "", severity, ""))
        history.events = [
            Event("state", "", "new", at),
            Event("severity", "", severity, at),
        ]
        history.moments = [Moment(at, "new", severity)]
        return history

    def follow(self, new: Facts, at: datetime) -> bool:
        """Take in what a row says; tell whether state, severity or owner changed."""
        old, self.facts = self.facts, new
        count = len(self.events)
        state = old.state
        for target in path(old.state, new.state):
            self._enter(state, target, at)
            state = target
        if old.severity != new.severity:
            self.events.append(Event("severity", old.severity, new.severity, at))
        if old.owner != new.owner:
            self.events.append(Event("owner", old.owner, new.owner, at))
        worked_on = WORKED_ON.intersection(path(old.state, new.state))
        if worked_on or (new.owner and old.owner != new.owner):
            self.answered_severity = self.answered_severity or new.severity
            self.answered_at = self.answered_at or at
        if old.severity != new.severity and state == old.state:
            self.moments.append(Moment(at, state, new.severity))
        return len(self.events) > count

    def _enter(self, old: str, target: str, at: datetime) -> None:
        self.events.append(Event("state", old, target, at))
        self.moments.append(Moment(at, target, self.facts.severity))
        if old in ENDED and target in OPEN:
            self.reopenings += 1
            self.resolved_at = self.closed_at = None
        if target == "resolved":
            self.resolved_at = at
        elif target == "closed":
            self.closed_at = at
