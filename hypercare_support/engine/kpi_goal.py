"""Goals of a hypercare period: what was measured, against what was to be reached.

Pure: the day asked about is a number (1 is the go-live day) and always an argument.
Without data there is no colour: what cannot be measured is a state of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

#: From best to worst; the last two say that there is no answer.
STATES = ("green", "amber", "red", "few", "unmeasurable")
ANSWERED = frozenset({"green", "amber", "red"})


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached, and from when on it counts.

    :ivar comparison: ``min`` (at least), ``max`` (at most) or ``below`` (less than)
    :ivar first_day, last_day: the window of days it belongs to; it runs on afterwards
    :ivar due_day: by the end of which day it has to be reached; before that it is not
        red. 0: at once
    :ivar margin: how far from the target it is amber and not red
    :ivar minimum: cases below which nothing is said
    :ivar span: days that are counted, up to the day asked about; 0 is the window
    """

    target: float
    comparison: str = "min"
    first_day: int = 1
    last_day: int = 90
    due_day: int = 0
    margin: float = 0
    minimum: int = 0
    span: int = 0

    def __post_init__(self) -> None:
        if self.comparison not in ("min", "max", "below"):
            raise ValueError("A goal is reached at least, at most or below.")
        if not 1 <= self.first_day <= self.last_day:
            raise ValueError("A window begins on day 1 at the earliest.")

    def is_met(self, value: float) -> bool:
        """Tell whether a value reaches the target."""
        if self.comparison == "min":
            return value >= self.target
        return value <= self.target if self.comparison == "max" else value < self.target

    def is_near(self, value: float) -> bool:
        """Tell whether a value misses the target by no more than the margin."""
        short = self.target - value if self.comparison == "min" else value - self.target
        return bool(self.margin) and short <= self.margin

    def is_worse(self, value: float, before: float) -> bool:
        """Tell whether a value is further from the target than an earlier one."""
        return value < before if self.comparison == "min" else value > before

    def is_pending(self, snapshot: Snapshot) -> bool:
        """Tell whether a snapshot is in time, and only has no answer yet.

        Its value meets the target and may still grow: `judge` calls that amber.
        """
        return snapshot.state == "amber" and self.is_met(snapshot.value)

    def days(self, day: int) -> tuple[int, int]:
        """Return the first and the last day that count on a day.

        Of a window, the days of the window so far; afterwards as many days as it has.
        A span of its own reaches back before the window, but not before go-live.
        """
        if self.span:
            return max(day - self.span + 1, 1), day
        length = self.last_day - self.first_day + 1
        return max(day - length + 1, self.first_day), day


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found: a value, or why there is none.

    :ivar value: None if it cannot be measured
    :ivar sample: cases that a rate is made of; None where a count is the answer
    :ivar why, facts: code of a sentence, and what it speaks of
    :ivar issues: some of the issues that stand against the goal, the newest first
    :ivar pending: the answer is not there yet, however good the value looks
    """

    value: float | None
    numerator: int | None = None
    denominator: int | None = None
    sample: int | None = None
    why: str = ""
    facts: Mapping = field(default_factory=dict)
    issues: tuple[int, ...] = ()
    pending: bool = False


def judge(goal: Goal, measured: Measured, day: int) -> str:
    """Return the state of a goal on a day; without data it is never green."""
    if measured.sample is not None and measured.sample < max(goal.minimum, 1):
        return "few"
    if measured.value is None:
        return "unmeasurable"
    if goal.is_met(measured.value):
        return "amber" if measured.pending else "green"
    early = bool(goal.due_day) and day < goal.due_day
    return "amber" if early or goal.is_near(measured.value) else "red"


def direction(goal: Goal, value: float | None, before: float | None) -> str:
    """Return better, level or worse; empty if one of them is not known."""
    if value is None or before is None:
        return ""
    if value == before:
        return "level"
    return "worse" if goal.is_worse(value, before) else "better"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A value of a day as it was judged then."""

    value: float | None
    state: str


def regression(
    goal: Goal, snapshots: Sequence[Snapshot], *, is_early: bool = False
) -> str:
    """Tell whether the last of some snapshots is a reason to alert.

    Only snapshots with an answer count: a day without one neither breaks a fall nor
    begins one.

    :param snapshots: in the order of their days
    :param is_early: the goal is not due yet: missing it loses nothing
    :return: ``lost`` (it had been reached and is missed, however narrowly),
        ``falling`` (worse twice in a row) or an empty text
    """
    if not snapshots or snapshots[-1].state not in ANSWERED:
        return ""
    known = [snapshot for snapshot in snapshots if snapshot.state in ANSWERED]
    is_missed = not is_early and not goal.is_met(known[-1].value)
    if is_missed and any(one.state == "green" for one in known):
        return "lost"
    return "falling" if is_falling(goal, known) else ""


def is_falling(goal: Goal, snapshots: Sequence[Snapshot]) -> bool:
    """Tell whether the last of some snapshots is worse twice in a row.

    What only counts up while it is in time does not fall.
    """
    if not snapshots or snapshots[-1].state not in ANSWERED:
        return False
    if goal.is_pending(snapshots[-1]):
        return False
    last = [snapshot for snapshot in snapshots if snapshot.state in ANSWERED][-3:]
    falls = [
        goal.is_worse(after.value, before.value)
        for before, after in zip(last, last[1:], strict=False)
    ]
    return len(falls) == 2 and all(falls)


def is_over(goal: Goal, kind: str, snapshots: Sequence[Snapshot]) -> bool:
    """Tell whether what was alerted is over: reached again, or no longer falling."""
    if not snapshots or snapshots[-1].state not in ANSWERED:
        return False
    if kind in ("lost", "warning"):
        return snapshots[-1].state == "green"
    known = [snapshot for snapshot in snapshots if snapshot.state in ANSWERED]
    return len(known) > 1 and goal.is_worse(known[-2].value, known[-1].value)
