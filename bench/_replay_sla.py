"""The promises worked out a second time, by hand, to hold the addon against.

Pure Python, no Odoo, and nothing of the addon's engine: day by day and piece by piece,
as the page on due times says it to the client's project manager. Times are naive UTC.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from itertools import islice, takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ._replay_acts import ENDED, OPEN, History, Moment

Span = tuple[datetime, datetime]
DAY = timedelta(days=1)
NEVER = datetime(9999, 1, 1)


class Promise(NamedTuple):
    """Minutes of ``elapsed`` or ``working`` time, ``days``, or ``none``."""

    kind: str
    count: int = 0


#: Requirement 3.2, default preset: response and resolution.
PROMISES = {
    "s1": (Promise("elapsed", 120), Promise("elapsed", 240)),
    "s2": (Promise("working", 240), Promise("same_day")),
    "s3": (Promise("days", 1), Promise("days", 3)),
    "s4": (Promise("days", 1), Promise("none")),
}


@dataclass(frozen=True)
class Hours:
    """Support hours without holidays: the same every day, or Monday to Friday."""

    zone: ZoneInfo
    opens: int
    closes: int
    week: int

    def days(self, first: date) -> Iterator[tuple[date, datetime, datetime]]:
        """Yield each business day from a local date on, with opening and closing."""
        day = first
        while True:
            if day.weekday() < self.week:
                yield day, self._at(day, self.opens), self._at(day, self.closes)
            day += DAY

    def local_date(self, at: datetime) -> date:
        return at.replace(tzinfo=timezone.utc).astimezone(self.zone).date()

    def closings(self, after: datetime) -> Iterator[datetime]:
        """Yield the closings later than an instant."""
        first = self.local_date(after) - DAY
        return (end for _day, _begin, end in self.days(first) if end > after)

    def _at(self, day: date, hour: int) -> datetime:
        local = datetime.combine(day + DAY * (hour // 24), time(hour % 24), self.zone)
        return local.astimezone(timezone.utc).replace(tzinfo=None)


#: What the option --hours understands: opens, closes, days of the week from Monday.
HOURS = {"24x7": (0, 24, 7), "mon-fri": (8, 18, 5)}


def due(
    promise: Promise, start: datetime, pauses: list[Span], hours: Hours
) -> datetime | None:
    """Return when a promise is due, None if nothing is promised."""
    if promise.kind == "none":
        return None
    if promise.kind in ("elapsed", "working"):
        left = timedelta(minutes=promise.count)
        for begin, end in _counted(promise.kind, start, pauses, hours):
            if begin + left <= end:
                return begin + left
            left -= end - begin
    if promise.kind == "same_day":
        at = next(hours.closings(start))
    else:
        later = hours.days(hours.local_date(start) + DAY)
        at = next(islice(later, promise.count - 1, None))[2]
    for begin, end in pauses:
        if begin >= at:
            break
        inside = list(takewhile(lambda c, end=end: c <= end, hours.closings(begin)))
        if inside:
            at = next(islice(hours.closings(at), len(inside) - 1, None))
    return at


def _counted(
    kind: str, start: datetime, pauses: list[Span], hours: Hours
) -> Iterator[Span]:
    """Yield the spans after *start* that count, without the pauses."""
    spans: Iterator[Span]
    if kind == "elapsed":
        spans = iter([(start, NEVER)])
    else:
        days = hours.days(hours.local_date(start) - DAY)
        spans = ((begin, end) for _day, begin, end in days)
    for opening, end in spans:
        begin = max(opening, start)
        for pause_begin, pause_end in pauses:
            if begin < pause_begin < end:
                yield begin, pause_begin
            if pause_begin < end:
                begin = max(begin, pause_end)
        if begin < end:
            yield begin, end


class Standing(NamedTuple):
    """How a promise stands: due time, stop, and outcome as the addon words it."""

    due_at: datetime | None
    stopped_at: datetime | None
    outcome: str


def response(history: History, hours: Hours, now: datetime) -> Standing:
    """Return how the first response stands at *now*.

    A severity that is changed by the answering act counts for the answer.
    """
    answered = history.answered_at
    severity = history.answered_severity or history.facts.severity
    promised, resolving = PROMISES[severity]
    at = due(promised, history.opened_at, [], hours)
    limit = due(resolving, history.opened_at, [], hours)
    if at and limit:
        at = min(at, limit)
    return Standing(at, answered, outcome(at, answered, now))


def resolution(history: History, hours: Hours, now: datetime) -> Standing:
    """Return how the last run of the resolution stands at *now*.

    Resolved, it is measured by the severity of that moment. Closed without having
    been resolved it is due no more and has no outcome.
    """
    rests = rests_of(history.moments)
    run = last_run(history.moments)
    end = next((moment for moment in run if moment.state in ENDED), None)
    severity = end.severity if end else run[-1].severity
    at = due(PROMISES[severity][1], history.opened_at, joined(rests), hours)
    if end and end.state == "closed":
        return Standing(None, end.at, "none")
    if end:
        return Standing(at, end.at, outcome(at, end.at, now))
    # What waits is not late by waiting, only if it was late before.
    waits_from = rests[-1][0] if rests and rests[-1][1] is None else now
    return Standing(at, None, outcome(at, None, waits_from))


def outcome(due_at: datetime | None, stopped_at: datetime | None, now: datetime) -> str:
    if due_at is None:
        return "none"
    if (stopped_at or now) > due_at:
        return "breached"
    return "met" if stopped_at else "running"


def last_run(moments: list[Moment]) -> list[Moment]:
    """Return the moments since the last reopening."""
    begin = 0
    for index, (old, new) in enumerate(zip(moments, moments[1:], strict=False), 1):
        if old.state in ENDED and new.state in OPEN:
            begin = index
    return moments[begin:]


def rests_of(moments: list[Moment]) -> list[tuple[datetime, datetime | None]]:
    """Return when the incident waited, or was ended until it was reopened.

    In order; the last one has no end if it lasts still.
    """
    rests: list[tuple[datetime, datetime | None]] = []
    before = ""
    for moment in moments:
        kind = "ended" if moment.state in ENDED else moment.state
        if kind == before:
            continue
        if before in ("waiting", "ended"):
            rests[-1] = (rests[-1][0], moment.at)
        if kind in ("waiting", "ended"):
            rests.append((moment.at, None))
        before = kind
    return rests


def joined(rests: list[tuple[datetime, datetime | None]]) -> list[Span]:
    """Return the rests that are over, those that touch made one."""
    pauses: list[Span] = []
    for begin, end in rests:
        if end is None or begin == end:
            continue
        if pauses and pauses[-1][1] == begin:
            begin = pauses.pop()[0]
        pauses.append((begin, end))
    return pauses
