"""Which escalation steps are due, and when to look again.

Pure: rules, clocks and "now" in, decisions out. All instants are seconds since the
Unix epoch, UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a rule: what it watches and at which part of a clock it fires.

    :ivar metrics: the promises it watches
    :ivar severities: the severities it watches; empty for all
    :ivar percent: part of the budget that is used when it fires; 100 is the due time
    """

    id: int
    metrics: frozenset[str]
    severities: frozenset[str]
    percent: int


@dataclass(frozen=True, slots=True)
class Subject:
    """A running clock as the rules see it.

    :ivar run: occurrence of the clock; a step fires once per run
    :ivar moment: when a percentage of the budget is used, None if never
    """

    clock_id: int
    metric: str
    severity: str
    run: int
    moment: Callable[[int], int | None]


class Due(NamedTuple):
    """A step that has to fire on a clock.

    :ivar due_at: when it became due, not when somebody noticed
    """

    step_id: int
    clock_id: int
    run: int
    due_at: int


class Decision(NamedTuple):
    """What to do now, and the next moment at which anything can happen."""

    due: tuple[Due, ...]
    next_at: int | None


def decide(
    steps: Iterable[Step],
    subjects: Iterable[Subject],
    told: AbstractSet[tuple[int, int, int]],
    now: int,
) -> Decision:
    """Return the steps due at *now*, and when the next one can become due.

    :param told: (step, clock, run) of what has fired already: never twice
    """
    due: list[Due] = []
    next_at: int | None = None
    subjects = tuple(subjects)
    for step in steps:
        for subject in subjects:
            if subject.metric not in step.metrics:
                continue
            if step.severities and subject.severity not in step.severities:
                continue
            if (step.id, subject.clock_id, subject.run) in told:
                continue
            moment = subject.moment(step.percent)
            if moment is None:
                continue
            if moment <= now:
                due.append(Due(step.id, subject.clock_id, subject.run, moment))
            elif next_at is None or moment < next_at:
                next_at = moment
    return Decision(tuple(due), next_at)
