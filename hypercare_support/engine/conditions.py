"""What escalation rules watch besides promises: conditions of an issue.

Pure: facts in, subjects out. A condition that does not hold has no subject, so that no
step can fire on it. All instants are seconds since the Unix epoch, UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from .delays import before_end, later, standups
from .escalation import Key, Step, Subject
from .timeline import Timeline

T = TypeVar("T")

#: The conditions that have subjects; ``nobody`` is found out when somebody is told.
CONDITIONS = ("severity", "no_plan", "waiting", "standup", "phase_end")
#: Phases that ended longer ago do not matter any more. Longer than escalations can be
#: stopped.
_PHASE_GRACE = 8 * 86400


class Phase(NamedTuple):
    """A part of a period; id 0 is the period as a whole."""

    id: int
    date_to: date


@dataclass(slots=True)
class Facts:
    """An issue as the rules see it; None or 0 where something is not so.

    :ivar run: 1, and one more for every reopening
    :ivar severity_since: when it got its present severity, or was reopened
    :ivar urgent_since: when it last became S1 or S2, or was reopened as such
    :ivar lacking_since: since when it has no owner or no committed date
    :ivar wait_id, waiting_since: the pause in which it waits for its reporter
    """

    issue_id: int
    severity: str
    level: str = ""
    run: int = 1
    severity_since: int = 0
    urgent_since: int | None = None
    has_plan: bool = False
    lacking_since: int | None = None
    wait_id: int = 0
    waiting_since: int = 0


class Times:
    """When things happen in one period: its support hours, stand-ups and phases.

    :param tz: time zone of the stand-up and of the phases' days
    :param ask: answers a question about the timeline, compiling further when it has
        to; None where it never opens
    """

    def __init__(
        self,
        ask: Callable[[Callable[[Timeline | None], T], int], T | None],
        now: int,
        standup_minute: int,
        phases: list[Phase],
        tz: str = "UTC",
    ) -> None:
        self._ask = ask
        self.now = now
        self._standup_minute = standup_minute
        self.phases = phases
        self._tz = tz
        self._standups: list[int] | None = None
        self._ends: dict[tuple[date, int], int | None] = {}

    def later(self, start: int, count: int, unit: str) -> int | None:
        return self._ask(lambda line: later(line, start, count, unit), start)

    def local_date(self, at: int) -> date:
        return datetime.fromtimestamp(at, ZoneInfo(self._tz)).date()

    def standups(self) -> list[int]:
        """Return the stand-ups around now; none where nothing ever opens."""
        if self._standups is None:
            minute = self._standup_minute
            # A year can begin with a long holiday: look a little way back.
            begin = self.now - 60 * 86400
            self._standups = (
                self._ask(
                    lambda line: standups(line, self.now, minute, self._tz), begin
                )
                or []
            )
        return self._standups

    def before_end(self, end: date, days: int) -> int | None:
        key = (end, days)
        if key not in self._ends:
            begin = self.now - 60 * 86400
            self._ends[key] = self._ask(
                lambda line: before_end(line, end, days, self._tz), begin
            )
        return self._ends[key]


def subjects(facts: Facts, times: Times, kinds) -> Iterator[Subject]:
    """Yield what holds of an open issue, of the kinds that rules watch."""
    for kind in CONDITIONS:
        if kind in kinds:
            yield from _OF_KIND[kind](facts, times)


def _severity(facts: Facts, times: Times) -> Iterator[Subject]:
    yield _lasting(facts, times, "severity", facts.severity_since)


def _no_plan(facts: Facts, times: Times) -> Iterator[Subject]:
    if facts.urgent_since and not facts.has_plan:
        yield _lasting(facts, times, "no_plan", facts.urgent_since)


def _waiting(facts: Facts, times: Times) -> Iterator[Subject]:
    if facts.wait_id:
        key = Key("hypercare.sla.pause", facts.wait_id, 1)
        yield _lasting(facts, times, "waiting", facts.waiting_since, key)


def _lasting(facts, times, kind, since, key=None) -> Subject:
    """Return a condition that goes on since a moment."""

    def moment(step: Step) -> int | None:
        if step.timing == "at_once":
            return since
        if step.timing == "after":
            return times.later(since, step.delay, step.unit)
        return None

    key = key or Key("hypercare.issue", facts.issue_id, facts.run)
    return Subject(key, kind, facts.severity, moment, facts.level)


def _standup(facts: Facts, times: Times) -> Iterator[Subject]:
    """A stand-up counts if something was lacking at its time; the last one only."""
    if not facts.lacking_since:
        return
    for at in times.standups():
        if at >= facts.lacking_since:
            day = times.local_date(at).toordinal()
            key = Key("hypercare.issue", facts.issue_id, day)
            yield Subject(
                key, "standup", facts.severity, lambda step, at=at: at, facts.level
            )


def _phase_end(facts: Facts, times: Times) -> Iterator[Subject]:
    """The ends of phases that the issue, as it is, lives to see."""
    since = facts.urgent_since or facts.severity_since
    for phase in times.phases:
        end = times.before_end(phase.date_to, 0)
        if end is None or end < since or end < times.now - _PHASE_GRACE:
            continue

        def moment(step: Step, phase: Phase = phase) -> int | None:
            if step.timing != "before_end":
                return None
            return times.before_end(phase.date_to, step.delay)

        key = Key("hypercare.issue", facts.issue_id, phase.id)
        yield Subject(key, "phase_end", facts.severity, moment, facts.level, since)


_OF_KIND = {
    "severity": _severity,
    "no_plan": _no_plan,
    "waiting": _waiting,
    "standup": _standup,
    "phase_end": _phase_end,
}
