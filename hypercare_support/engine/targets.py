"""Targets and what follows from them: due times, counted time, explanations.

All instants are seconds since the Unix epoch, UTC. The timezone of day targets is that
of the timeline. A timeline may be None for targets that need none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Literal, get_args

from .timeline import NeverOpens, Span, Timeline

Kind = Literal["elapsed", "working", "same_day", "next_days", "none"]
#: Begin and end of a pause; an open pause has no end yet.
Pause = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Target:
    """What is promised. Figures that the kind does not use are set to zero.

    :ivar kind: ``elapsed`` and ``working`` minutes, end of the ``same_day``, end of the
        n-th of the ``next_days`` (business days), or ``none``: no promise
    :ivar minutes: at least one; fractions are rounded to the second
    :ivar days: at least one
    :raise ValueError: the figures make no promise
    """

    kind: Kind
    minutes: float = 0
    days: int = 0

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise ValueError(f"Unknown kind of target: {self.kind!r}.")
        if self.kind in ("elapsed", "working"):
            if not 1 <= self.minutes < float("inf"):
                raise ValueError("A target in time must be at least one minute.")
        else:
            object.__setattr__(self, "minutes", 0)
        if self.kind == "next_days":
            if self.days < 1:
                raise ValueError("A target in days must be at least one day.")
        else:
            object.__setattr__(self, "days", 0)

    @property
    def seconds(self) -> int:
        """The budget in seconds; 0 for kinds whose budget depends on the start."""
        return round(self.minutes * 60)

    @property
    def in_days(self) -> bool:
        """Whether the target ends with a business day."""
        return self.kind in ("same_day", "next_days")


def comparable(first: Target, second: Target) -> bool:
    """Tell whether two promises can be put in order: only those of one kind can."""
    return first.kind == second.kind != "none"


def in_order(response: Target, resolution: Target) -> bool:
    """Tell whether *response* promises no later than *resolution*, as far as the two
    are comparable (ruling: docs/sla.md "Response and resolution").
    """
    if not comparable(response, resolution):
        return True
    return (response.seconds, response.days) <= (resolution.seconds, resolution.days)


def normalised(
    pauses: Iterable[Pause], start: int, until: int | None = None
) -> list[Span]:
    """Return pauses sorted, joined where they touch, within *start* and *until*.
    An open pause lasts until *until*; without it, it has no length yet.
    """
    spans: list[Span] = []
    for begin, open_end in sorted(pauses, key=itemgetter(0)):
        end = open_end if open_end is not None else until
        if end is None:
            continue
        begin, end = max(begin, start), end if until is None else min(end, until)
        if spans and begin <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        elif begin < end:
            spans.append((begin, end))
    return spans


def due(
    target: Target, start: int, timeline: Timeline | None, pauses: Iterable[Pause] = ()
) -> int | None:
    """Return when *target* is due, or None if nothing is promised.

    Working and elapsed targets are due when the counted, unpaused time equals their
    budget. A day target moves by one business day for every closing after the begin and
    not after the end of a pause. Pauses from the due time on change nothing, nor does
    an open one. Rulings: docs/sla.md "Kinds of targets", "Pauses".

    :raise HorizonExceeded, NeverOpens: see `Timeline`
    """
    spans = normalised(pauses, start)
    if target.in_days:
        return _due_in_days(target, start, _needed(timeline), spans)
    if target.kind == "none":
        return None
    return advance(target.kind, start, target.seconds, timeline, spans)


def due_many(
    target: Target, starts: Sequence[int], timeline: Timeline | None
) -> list[int | None]:
    """Return `due` without pauses for many starts, in their order."""
    if target.kind == "none":
        return [None] * len(starts)
    if target.kind == "elapsed":
        seconds = target.seconds
        return [start + seconds for start in starts]
    timeline = _needed(timeline)
    if target.kind == "working":
        seconds, add = target.seconds, timeline.add
        return [add(start, seconds) for start in starts]
    if target.kind == "same_day":
        return [timeline.later_closing(start, 1) for start in starts]
    return [timeline.end_of_nth_day(start, target.days) for start in starts]


def counted(
    kind: Kind, begin: int, end: int, timeline: Timeline | None, pauses: Iterable[Span]
) -> int:
    """Return the seconds from *begin* to *end* that count: every second for elapsed
    targets, none for no target, working seconds otherwise; never paused ones.
    """
    if kind == "none":
        return 0
    total = _between(kind, begin, end, timeline)
    for pause_begin, pause_end in pauses:
        total -= _between(kind, max(begin, pause_begin), min(end, pause_end), timeline)
    return total


def advance(
    kind: Kind,
    start: int,
    seconds: int,
    timeline: Timeline | None,
    pauses: Iterable[Span],
) -> int:
    """Return when *seconds* that count are over; the reverse of `counted`.

    :param pauses: normalised
    """
    at = start
    for begin, end in pauses:
        reached = _add(kind, at, seconds, timeline)
        if reached <= begin:
            return reached
        seconds -= _between(kind, at, begin, timeline)
        at = end
    return _add(kind, at, seconds, timeline)


@dataclass(frozen=True, slots=True)
class PausePart:
    """A pause as it bears on a due time.

    :ivar counted: seconds it kept from counting (working or elapsed, as the target)
    :ivar closings: business days that closed in it; these move day targets
    """

    begin: int
    end: int
    counted: int
    closings: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a deadline is what it is, as data: wording is the caller's business.

    :ivar due: the due time, clamped; None if nothing is promised
    :ivar unclamped: the due time by the target alone
    :ivar base_due: the due time there would be without pauses, clamped
    :ivar spans: what was counted, unpaused, from start to due: begin, end
    :ivar budget: sum of these in seconds
    :ivar pauses: the pauses up to the due time
    :ivar shut_days: local dates from start to due without any working time
    """

    target: Target
    start: int
    due: int | None
    unclamped: int | None
    base_due: int | None
    spans: tuple[Span, ...] = ()
    budget: int = 0
    pauses: tuple[PausePart, ...] = ()
    shut_days: tuple[date, ...] = ()

    @property
    def clamped(self) -> bool:
        """Whether another promise made the due time earlier."""
        return self.due != self.unclamped

    @property
    def extended_by(self) -> int:
        """Seconds, by the wall clock, that pauses moved the due time."""
        return (self.due or 0) - (self.base_due or 0)


def explain(
    target: Target,
    start: int,
    timeline: Timeline | None,
    pauses: Iterable[Pause] = (),
    *,
    not_after: int | None = None,
    now: int | None = None,
) -> Explanation:
    """Return what makes up the due time of *target*.

    :param not_after: due time of the promise that clamps this one
    :param now: end of an open pause; without it, an open pause counts as not begun
    :raise HorizonExceeded, NeverOpens: see `Timeline`
    """
    paused = normalised(pauses, start, now)
    unclamped, base = due(target, start, timeline, paused), due(target, start, timeline)
    if unclamped is None or base is None:
        return Explanation(target, start, None, None, None)
    limit = unclamped if not_after is None else min(unclamped, not_after)
    base = min(base, limit)
    inside = [(begin, min(end, limit)) for begin, end in paused if begin < limit]
    spans: list[Span] = []
    at = start
    for begin, end in [*inside, (limit, limit)]:
        if target.kind == "elapsed":
            spans += [(at, begin)] if at < begin else []
        else:
            spans += _needed(timeline).spans_between(at, begin)
        at = end
    shut: tuple[date, ...] = ()
    if target.kind != "elapsed" and start < limit:
        shut = tuple(_needed(timeline).shut_days(start, limit - 1))
    return Explanation(
        target=target,
        start=start,
        due=limit,
        unclamped=unclamped,
        base_due=base,
        spans=tuple(spans),
        budget=sum(end - begin for begin, end in spans),
        pauses=tuple(
            PausePart(
                begin,
                end,
                _between(target.kind, begin, end, timeline),
                _needed(timeline).closings_between(begin, end) if target.in_days else 0,
            )
            for begin, end in inside
        ),
        shut_days=shut,
    )


def _needed(timeline: Timeline | None) -> Timeline:
    if timeline is None:
        raise NeverOpens
    return timeline


def _due_in_days(
    target: Target, start: int, timeline: Timeline, pauses: list[Span]
) -> int:
    if target.kind == "same_day":
        at = timeline.end_of_day(start)
    else:
        at = timeline.end_of_nth_day(start, target.days)
    for begin, end in pauses:
        if begin >= at:
            break
        at = timeline.later_closing(at, timeline.closings_between(begin, end))
    return at


def _add(kind: Kind, start: int, seconds: int, timeline: Timeline | None) -> int:
    if kind == "elapsed":
        return start + seconds
    return _needed(timeline).add(start, seconds)


def _between(kind: Kind, begin: int, end: int, timeline: Timeline | None) -> int:
    if kind == "elapsed":
        return max(0, end - begin)
    return _needed(timeline).between(begin, end)
