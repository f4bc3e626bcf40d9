"""Who is there when somebody has to be: spans of time, and the holes between them.

Pure. A span is a pair of instants, begin and exclusive end, in seconds since the Unix
epoch, UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

Span = tuple[int, int]

#: A gap of less is a holiday that ends at 23:59:59, not somebody missing.
LEAST_SECONDS = 60


class Piece(NamedTuple):
    """The part of a span that lies on one local day; minutes count from midnight.

    A day ends at 1440 whatever its length: on the days on which clocks are changed the
    minutes are those that the clock on the wall shows. ``begin`` and ``end`` are the
    instants themselves.
    """

    day: date
    begin_minute: int
    end_minute: int
    begin: int
    end: int


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the same time as sorted spans that neither overlap nor touch."""
    result: list[Span] = []
    for begin, end in sorted(spans):
        if end <= begin:
            continue
        if result and begin <= result[-1][1]:
            result[-1] = result[-1][0], max(end, result[-1][1])
        else:
            result.append((begin, end))
    return result


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """Return what is left of *spans* when *taken* is taken away."""
    left = merged(spans)
    gone = merged(taken)
    result = []
    at = 0
    for begin, end in left:
        while at < len(gone) and gone[at][1] <= begin:
            at += 1
        upto = at
        while upto < len(gone) and gone[upto][0] < end:
            if gone[upto][0] > begin:
                result.append((begin, gone[upto][0]))
            begin = max(begin, gone[upto][1])
            upto += 1
        if begin < end:
            result.append((begin, end))
    return result


def within(spans: Iterable[Span], begin: int, end: int) -> list[Span]:
    """Return the part of *spans* between two instants."""
    return merged((max(first, begin), min(last, end)) for first, last in spans)


def holes(wanted: Iterable[Span], present: Iterable[Span]) -> list[Span]:
    """Return when somebody should be there and nobody is."""
    return [
        (begin, end)
        for begin, end in without(wanted, present)
        if end - begin >= LEAST_SECONDS
    ]


def first_weekday(open_weekdays: Iterable[int]) -> int:
    """Return the weekday (0 is Monday) on which a week of work begins.

    The first one after the longest rest; Monday where no day is longer than another.
    """
    days = set(open_weekdays)
    if not days or len(days) == 7:
        return 0

    def rest(day):
        return next(back for back in range(1, 8) if (day - back) % 7 in days)

    # max() takes the first of equals.
    return max(sorted(days), key=rest)


def week_of(day: date, first: int) -> date:
    """Return the first day of the week of *day*; weeks begin on weekday *first*."""
    return day - timedelta(days=(day.weekday() - first) % 7)


def pieces(spans: Iterable[Span], tz: str) -> Iterator[Piece]:
    """Cut spans at local midnights, as a week is drawn and a list is read."""
    zone = ZoneInfo(tz)
    for begin, end in spans:
        while begin < end:
            local = datetime.fromtimestamp(begin, zone)
            day = local.date()
            midnight = datetime.combine(day + timedelta(days=1), datetime.min.time())
            upto = min(end, int(midnight.replace(tzinfo=zone).timestamp()))
            last = datetime.fromtimestamp(upto, zone)
            yield Piece(
                day,
                local.hour * 60 + local.minute,
                1440 if last.date() > day else last.hour * 60 + last.minute,
                begin,
                upto,
            )
            begin = upto
