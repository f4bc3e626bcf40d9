"""What the project team takes on, and the part it plays: the mode of a phase.

Pure. The project team is Level 3; whatever it does not take stays with the business,
that is Levels 1 and 2. Days are local dates of the period.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SEVERITIES = ("s1", "s2", "s3", "s4")
#: The parts the project team plays, from most to least cover.
PARTS = ("resolve", "advise", "escalation")
PROJECT_LEVEL = "l3"

ALLOWED, OVERRIDE, REFUSED = "allowed", "override", "refused"


@dataclass(frozen=True)
class Mode:
    """What the project team takes on while a phase runs.

    :ivar takes: severities that it takes
    :ivar part: one of `PARTS`: it resolves them, only advises, or has them on
        escalation only, after Level 2
    """

    takes: frozenset[str] = frozenset(SEVERITIES)
    part: str = "resolve"

    def __post_init__(self):
        unknown = self.takes - set(SEVERITIES)
        if unknown or self.part not in PARTS:
            raise ValueError(f"Unknown mode: {sorted(unknown)} {self.part}")

    @property
    def is_full(self) -> bool:
        """Whether the project team resolves everything."""
        return self.part == "resolve" and len(self.takes) == len(SEVERITIES)


#: Nobody has narrowed down what the project team does.
FULL = Mode()


@dataclass(frozen=True)
class Slice:
    """A phase as a plan knows it: its days, both included, and its mode."""

    first: date
    last: date
    mode: Mode = FULL


def obstacle(
    mode: Mode, severity: str, level: str, has_reason: bool, after_level_2: bool
) -> str:
    """Return why an issue does not go to a tier: empty if it does.

    :param level: the tier it would go to
    :param has_reason: somebody wrote why
    :param after_level_2: Level 2 has or had it
    :return: ``severity`` (the team does not take it), ``advise`` (it owns nothing),
        ``escalation`` (Level 2 first) or ``reason`` (nobody wrote why it moves up)
    """
    if level != PROJECT_LEVEL:
        return ""
    if severity not in mode.takes:
        return "severity"
    if mode.part == "advise":
        return "advise"
    if mode.part == "escalation" and not after_level_2:
        return "escalation"
    if mode.part == "escalation" and not has_reason:
        return "reason"
    return ""


def decide(
    mode: Mode,
    severity: str,
    level: str,
    is_manager: bool,
    has_reason: bool = False,
    after_level_2: bool = False,
) -> str:
    """Tell whether an issue may go to a tier: allowed, on override, or refused.

    What stands in the way is overridden by managers, and by them only. The missing
    reason of an escalation is no obstacle to override: anybody may write it.
    """
    why = obstacle(mode, severity, level, has_reason, after_level_2)
    if not why:
        return ALLOWED
    return OVERRIDE if is_manager and why != "reason" else REFUSED


def acts_at_once(mode: Mode, severity: str) -> bool:
    """Tell whether the project team has to act on an issue from its report on."""
    return severity in mode.takes and mode.part == "resolve"


def mode_on(plan: Sequence[Slice], day: date) -> Mode:
    """Return the mode of a day.

    A day in a gap, or before the first phase, has no restriction. What the last phase
    says goes on after it: running over the end brings no cover back.
    """
    for part in plan:
        if part.first <= day <= part.last:
            return part.mode
    last = max(plan, key=lambda part: part.last, default=None)
    return last.mode if last and day > last.last else FULL


def takes_less(new: Mode, old: Mode) -> bool:
    """Tell whether a mode gives less cover than another one in any respect."""
    return not new.takes >= old.takes or PARTS.index(new.part) > PARTS.index(old.part)


def reductions(
    olds: Iterable[Sequence[Slice]], new: Sequence[Slice], first: date, last: date
) -> list[tuple[date, date]]:
    """Return the spans of days, both ends included, on which cover is reduced.

    :param olds: plans that it is measured against, the agreed one and the present one:
        a day counts if it has less than in each of them
    :param first, last: the days that are compared
    """
    olds = tuple(olds)
    spans: list[tuple[date, date]] = []
    for day in _days(first, last):
        mode = mode_on(new, day)
        if not all(takes_less(mode, mode_on(old, day)) for old in olds):
            continue
        if spans and spans[-1][1] == day - timedelta(days=1):
            spans[-1] = spans[-1][0], day
        else:
            spans.append((day, day))
    return spans


def gaps(plan: Sequence[Slice], first: date, last: date) -> list[tuple[date, date]]:
    """Return the spans of days, both ends included, that no phase covers."""
    spans = []
    free = first
    for part in sorted(plan, key=lambda part: part.first):
        if part.first > free:
            spans.append((free, min(part.first - timedelta(days=1), last)))
        free = max(free, part.last + timedelta(days=1))
    if free <= last:
        spans.append((free, last))
    return [span for span in spans if span[0] <= span[1]]


def close_due(go_live: date, is_working_day, days: int = 5) -> tuple[date, date]:
    """Return the first month-end after go-live and when its close is due.

    :param is_working_day: callable, date → bool
    :param days: working days that a close takes
    """
    month_end = (go_live.replace(day=28) + timedelta(days=4)).replace(day=1)
    month_end -= timedelta(days=1)
    due, left = month_end, days
    # A calendar that never opens ends the search after some weeks.
    for day in _days(month_end + timedelta(days=1), month_end + timedelta(days=60)):
        if left and is_working_day(day):
            due, left = day, left - 1
    return month_end, due


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
