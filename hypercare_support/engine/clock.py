"""Clocks: one promise on one issue, and how it stands at a moment.

All instants are seconds since the Unix epoch, UTC. Nothing here knows the time: "now"
is given, and a reading of the past leaves out what happened later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Literal, NamedTuple

from .targets import (
    Pause,
    Target,
    advance,
    counted,
    due,
    due_many,
    normalised,
)
from .timeline import Span, Timeline

State = Literal["running", "paused", "stopped", "cancelled"]
Outcome = Literal["met", "breached", "none"]
Phase = Literal["on_track", "at_risk", "breached", "paused", "met", "none"]
#: At risk from this part (ruling: docs/sla.md "At risk and other fractions").
AT_RISK = 0.75


@dataclass(frozen=True, slots=True)
class Clock:
    """What happened to one promise.

    :ivar origin: when counting began, also for later runs
    :ivar pauses: pauses and, of a later run, the times between closing and reopening
    :ivar stopped_at: when the promise was kept, late or not
    :ivar cancelled: the promise no longer applies: neither met nor breached
    :ivar not_after: never due later than this (response: the resolution's due time)
    """

    target: Target
    origin: int
    pauses: tuple[Pause, ...] = ()
    stopped_at: int | None = None
    cancelled: bool = False
    not_after: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a clock stands. Seconds count as the target counts: elapsed seconds for an
    elapsed target, else working seconds; paused ones never.

    :ivar state: running, paused, stopped or cancelled
    :ivar outcome: met, breached, or none without promise; None if not yet decided
    :ivar phase: the one word for lists and searches
    :ivar paused: seconds spent in pauses, by the wall clock
    :ivar due_at: due time; while paused it moves, as if the pause ended now
    :ivar frozen_due: due time as if the pause now open had not begun, for stored lists
    :ivar base_due: due time without any pause
    :ivar extended_by: seconds that count between ``base_due`` and ``due_at``
    :ivar extended_days: business days that close between them
    :ivar at_risk_at: when three quarters of the budget are counted
    :ivar budget: seconds from the origin to the due time
    :ivar elapsed: seconds from the origin until now or the stop
    :ivar remaining: budget less elapsed; negative when overdue
    :ivar percent: elapsed part of the budget, over 100 when overdue
    """

    state: State
    outcome: Outcome | None
    phase: Phase
    paused: int = 0
    due_at: int | None = None
    frozen_due: int | None = None
    base_due: int | None = None
    extended_by: int = 0
    extended_days: int = 0
    at_risk_at: int | None = None
    budget: int = 0
    elapsed: int = 0
    remaining: int = 0
    percent: float = 0.0

    @property
    def breached_at(self) -> int | None:
        """When it was breached: the due time, not when somebody noticed."""
        return self.due_at if self.outcome == "breached" else None


class Aim(NamedTuple):
    """Due time and at-risk time of a clock without pauses."""

    due_at: int
    at_risk_at: int


def read(clock: Clock, timeline: Timeline | None, now: int) -> Reading:
    """Return how *clock* stands at *now*.

    :param timeline: None will do for elapsed targets and for no target
    :raise HorizonExceeded, NeverOpens: see `Timeline`
    """
    target, origin = clock.target, clock.origin
    until = now if clock.stopped_at is None else min(clock.stopped_at, now)
    pauses = normalised(clock.pauses, origin, until)
    state = _state(clock, now)
    paused = sum(end - begin for begin, end in pauses)
    due_at = _clamped(clock, due(target, origin, timeline, pauses))
    if due_at is None:
        return Reading(state=state, outcome="none", phase="none", paused=paused)
    return _reading(clock, timeline, until, pauses, state, paused, due_at)


def at(
    clock: Clock, timeline: Timeline | None, fraction: float, now: int | None = None
) -> int | None:
    """Return when a fraction of the budget is used; None without promise.

    1 is the due time; more than 1 goes on counting after it. Ruling: docs/sla.md
    "At risk and other fractions".

    :param fraction: 0.5 for half of the budget
    :param now: end of an open pause; without it, an open pause counts as not begun
    :raise ValueError: *fraction* is negative
    :raise HorizonExceeded, NeverOpens: see `Timeline`
    """
    if fraction < 0:
        raise ValueError("The fraction of a budget cannot be negative.")
    until = clock.stopped_at
    if now is not None:
        until = now if until is None else min(until, now)
    pauses = normalised(clock.pauses, clock.origin, until)
    due_at = _clamped(clock, due(clock.target, clock.origin, timeline, pauses))
    if due_at is None:
        return None
    budget = counted(clock.target.kind, clock.origin, due_at, timeline, pauses)
    return _at(clock, timeline, fraction, pauses, due_at, budget)


def aim_many(
    target: Target,
    starts: Sequence[int],
    timeline: Timeline | None,
    not_after: Sequence[int | None] | None = None,
    fraction: float = AT_RISK,
) -> list[Aim | None]:
    """Return due and at-risk times of many clocks without pauses, in their order.

    :param not_after: the clamp of each clock, see `Clock`
    """
    kind, whole = target.kind, target.seconds
    part = _part(whole, fraction)
    aims: list[Aim | None] = []
    limits = not_after or [None] * len(starts)
    dues = due_many(target, starts, timeline)
    for start, due_at, limit in zip(starts, dues, limits, strict=True):
        if due_at is None:
            aims.append(None)
            continue
        used = part
        if limit is not None and limit < due_at:
            due_at = limit
            used = _part(counted(kind, start, due_at, timeline, ()), fraction)
        elif not whole:
            used = _part(counted(kind, start, due_at, timeline, ()), fraction)
        at_risk_at = advance(kind, start, used, timeline, ())
        aims.append(Aim(due_at, min(at_risk_at, due_at)))
    return aims


def reopened(clock: Clock, closed_at: int, reopened_at: int) -> Clock:
    """Return the next run of *clock*: the budget that was left goes on.

    The time closed, from the stop if that was earlier, is a pause. A run breached
    before it was closed is breached again. Ruling: docs/sla.md "Reopening".

    :raise ValueError: it was reopened before it was closed
    """
    if reopened_at < closed_at:
        raise ValueError("An issue cannot be reopened before it was closed.")
    stop = clock.stopped_at
    begin = closed_at if stop is None else min(stop, closed_at)
    pauses = tuple(
        (first, closed_at if last is None else last) for first, last in clock.pauses
    )
    return replace(
        clock,
        pauses=(*pauses, (begin, reopened_at)),
        stopped_at=None,
        cancelled=False,
    )


def retargeted(clock: Clock, target: Target, not_after: int | None = None) -> Clock:
    """Return *clock* aimed at another target from its origin, with all its pauses.

    A clock that was stopped or cancelled stays as it is. Ruling: docs/sla.md "Change of
    severity".
    """
    if clock.cancelled or clock.stopped_at is not None:
        return clock
    return replace(clock, target=target, not_after=not_after)


def _reading(
    clock: Clock,
    timeline: Timeline | None,
    until: int,
    pauses: list[Span],
    state: State,
    paused: int,
    due_at: int,
) -> Reading:
    """The reading of a clock that has a due time."""
    target, origin = clock.target, clock.origin
    base_due = _clamped(clock, due(target, origin, timeline))
    frozen_due: int | None = due_at
    if state == "paused":
        before = [pause for pause in pauses if pause[1] < until]
        frozen_due = _clamped(clock, due(target, origin, timeline, before))
    if base_due is None:
        base_due = due_at
    budget = counted(target.kind, origin, due_at, timeline, pauses)
    elapsed = counted(target.kind, origin, until, timeline, pauses)
    at_risk_at = _at(clock, timeline, AT_RISK, pauses, due_at, budget)
    percent = 100 * elapsed / budget if budget else 100.0 * (until >= due_at)
    closings = 0
    if target.in_days and timeline is not None:
        closings = timeline.closings_between(base_due, due_at)
    outcome: Outcome | None = None
    if clock.cancelled:
        outcome = "none"
    elif until > due_at:
        outcome = "breached"
    elif state == "stopped":
        outcome = "met"
    if outcome is not None:
        phase: Phase = outcome
    elif state == "paused":
        phase = "paused"
    else:
        phase = "at_risk" if until >= at_risk_at else "on_track"
    return Reading(
        due_at=due_at,
        frozen_due=frozen_due,
        base_due=base_due,
        extended_by=counted(target.kind, base_due, due_at, timeline, ()),
        extended_days=closings,
        at_risk_at=at_risk_at,
        budget=budget,
        elapsed=elapsed,
        remaining=budget - elapsed,
        percent=percent,
        paused=paused,
        state=state,
        outcome=outcome,
        phase=phase,
    )


def _state(clock: Clock, now: int) -> State:
    if clock.cancelled:
        return "cancelled"
    if clock.stopped_at is not None and clock.stopped_at <= now:
        return "stopped"
    for begin, end in clock.pauses:
        if begin <= now and (end is None or now < end):
            return "paused"
    return "running"


def _clamped(clock: Clock, due_at: int | None) -> int | None:
    if due_at is None or clock.not_after is None:
        return due_at
    return min(due_at, clock.not_after)


def _part(budget: int, fraction: float) -> int:
    """Whole seconds after which *fraction* of *budget* is used, not a second less."""
    return ceil(round(budget * fraction, 6))


def _at(
    clock: Clock,
    timeline: Timeline | None,
    fraction: float,
    pauses: list[Span],
    due_at: int,
    budget: int,
) -> int:
    """When *fraction* of *budget* is used; its due time when all of it is."""
    if fraction == 1:
        return due_at
    seconds = _part(budget, fraction)
    used = advance(clock.target.kind, clock.origin, seconds, timeline, pauses)
    return min(used, due_at) if fraction < 1 else max(used, due_at)
