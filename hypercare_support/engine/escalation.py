"""Which escalation steps are due, and when to look again.

Pure: rules, what they watch and "now" in, decisions out. All instants are seconds since
the Unix epoch, UTC. Rulings: docs/escalation.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

#: Most urgent first.
SEVERITIES = ("s1", "s2", "s3", "s4")
#: Seconds between a warning and the step that follows it.
NOTICE = 86400


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a rule: what it watches, and when it fires.

    :ivar watches: kinds of subjects: promises and conditions
    :ivar severities: the severities it watches; empty for all
    :ivar levels: the tier levels it watches; empty for all
    :ivar timing: ``percent`` of a promise's budget (100 is the due time), ``at_once``
        when the subject begins, ``after`` it began – for a promise, after its due time
        – or ``before_end`` of what has an end
    :ivar delay: count of *unit* for the last two, see `delays.later`
    :ivar patience: seconds for which an acknowledgement keeps later steps quiet
    :ivar follows: a step that has to be told `NOTICE` before, 0 for none: nothing is
        closed on somebody without a warning that left time to answer
    """

    id: int
    rule_id: int
    watches: frozenset[str]
    severities: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    timing: str = "percent"
    percent: int = 100
    delay: int = 0
    unit: str = "minutes"
    patience: int = 3600
    follows: int = 0


class Key(NamedTuple):
    """What a rule speaks of: a record, and which time round."""

    model: str
    id: int
    occurrence: int


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that rules watch: a running clock, or a condition of an issue.

    :ivar moment: when a step's timing comes, None if never
    :ivar since: nothing is due earlier: the severity, for example, is newer than the
        clock
    """

    key: Key
    kind: str
    severity: str
    moment: Callable[[Step], int | None]
    level: str = ""
    since: int = 0


@dataclass(frozen=True, slots=True)
class Memory:
    """What has been told about an issue.

    :ivar told: severity at which a step fired on a subject
    :ivar told_at: when it fired
    :ivar acknowledged: severity at which, and when, a rule was acknowledged
    :ivar acted_at: when the team last did something about the issue
    """

    told: Mapping[tuple[int, Key], str] = field(default_factory=dict)
    acknowledged: Mapping[tuple[int, Key], tuple[str, int]] = field(
        default_factory=dict
    )
    acted_at: int = 0
    told_at: Mapping[tuple[int, Key], int] = field(default_factory=dict)


class Due(NamedTuple):
    """A step that has to fire on a subject.

    :ivar due_at: when it became due, not when somebody noticed
    """

    step_id: int
    key: Key
    severity: str
    due_at: int


class Decision(NamedTuple):
    """What to do now, and the next moment at which anything can happen."""

    due: tuple[Due, ...]
    next_at: int | None

    def earliest(self) -> int | None:
        """Return the moment at which a sweep has to look at the issue."""
        return min((due.due_at for due in self.due), default=self.next_at)


NOTHING_TOLD = Memory()


def by_kind(steps: Iterable[Step]) -> dict[str, list[Step]]:
    """Return steps by the kinds they watch, for `decide`."""
    index = defaultdict(list)
    for step in steps:
        for kind in step.watches:
            index[kind].append(step)
    return dict(index)


def decide(
    steps: Mapping[str, Iterable[Step]],
    subjects: Iterable[Subject],
    memory: Memory,
    now: int,
) -> Decision:
    """Return the steps due at *now*, and when the next one can become due.

    A step fires once per subject and occurrence; again only if the issue has become
    more urgent than what was told. An acknowledgement keeps the steps of its rule that
    have not fired quiet until nothing has followed for the rule's patience.

    :param steps: see `by_kind`
    """
    due: list[Due] = []
    next_at: int | None = None
    for subject in subjects:
        for step in steps.get(subject.kind, ()):
            moment = _moment(step, subject, memory)
            if moment is None:
                continue
            if moment <= now:
                due.append(Due(step.id, subject.key, subject.severity, moment))
            elif next_at is None or moment < next_at:
                next_at = moment
    return Decision(tuple(due), next_at)


def upcoming(
    steps: Mapping[str, Iterable[Step]],
    subjects: Iterable[Subject],
    memory: Memory,
) -> list[Due]:
    """Return every step that has not fired, with its moment, the earliest first."""
    dues = [
        Due(step.id, subject.key, subject.severity, moment)
        for subject in subjects
        for step in steps.get(subject.kind, ())
        if (moment := _moment(step, subject, memory)) is not None
    ]
    return sorted(dues, key=lambda due: due.due_at)


def _moment(step: Step, subject: Subject, memory: Memory) -> int | None:
    """Return when a step fires on a subject; None if never, or not again."""
    if step.severities and subject.severity not in step.severities:
        return None
    if step.levels and subject.level not in step.levels:
        return None
    told = memory.told.get((step.id, subject.key))
    if told is not None and told <= subject.severity:
        return None
    moment = subject.moment(step)
    if moment is None:
        return None
    if step.follows:
        warned_at = memory.told_at.get((step.follows, subject.key))
        if warned_at is None:
            return None
        moment = max(moment, warned_at + NOTICE)
    acknowledged = memory.acknowledged.get((step.rule_id, subject.key))
    if acknowledged and acknowledged[0] <= subject.severity:
        quiet_from = max(acknowledged[1], memory.acted_at)
        moment = max(moment, quiet_from + step.patience)
    return max(moment, subject.since)
