"""Working time as sorted spans with running sums.

A timeline is compiled once from the working spans of a calendar; afterwards every
question is a bisection or two. Instants are whole seconds since the Unix epoch, UTC.
Local dates are those of the timeline's own timezone, whoever asks.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from operator import sub
from zoneinfo import ZoneInfo

#: Shorter pieces of a day are leftovers of how calendars are written, not work.
SHORTEST_SPAN = 60
Span = tuple[int, int]


class TimelineError(Exception):
    """The timeline cannot answer; ``valid_from`` and ``valid_to`` are its horizon."""

    def __init__(self, valid_from: int | None = None, valid_to: int | None = None):
        super().__init__(f"no answer between {valid_from} and {valid_to}")
        self.valid_from = valid_from
        self.valid_to = valid_to


class HorizonExceeded(TimelineError):
    """The answer lies outside the compiled horizon: compile a longer one."""


class NeverOpens(TimelineError):
    """There is no working time: no timeline, an empty one, or no more in a complete."""


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """Working time between two instants, ready to be asked.

    Every method raises `HorizonExceeded` for an instant or an answer outside the
    horizon, and `NeverOpens` if it looks for working time where none is to come.

    :ivar tz: name of the timezone whose midnights part the days
    :ivar complete: no working time exists outside ``valid_from`` and ``valid_to``
    :ivar starts, ends: begin and exclusive end of each span; touching spans are one
    :ivar sums: working seconds before each span, and the total as last entry
    :ivar first_day: proleptic ordinal of the local date of the first midnight
    :ivar midnights: first instant of each local date, up to the last complete one's end
    :ivar closings: end of the last span of each business day, if the day is complete
    :ivar closing_days: ordinals of their local dates
    """

    tz: str
    valid_from: int
    valid_to: int
    complete: bool
    starts: array[int]
    ends: array[int]
    sums: array[int]
    first_day: int
    midnights: array[int]
    closings: array[int]
    closing_days: array[int]

    @classmethod
    def compile(
        cls,
        spans: Iterable[Span],
        *,
        tz: str,
        valid_from: int,
        valid_to: int,
        complete: bool = False,
    ) -> Timeline:
        """Sort, cut into local days, join and sum up the working *spans*.

        Pieces of a day shorter than a minute are dropped, and an end in the last second
        of a local day is its midnight (ruling: docs/sla.md "Small print of calendars").

        :param spans: ``(begin, end)`` in any order, overlaps allowed
        :param tz: name of the calendar's timezone, such as ``Asia/Dhaka``
        :param valid_from: begin of the horizon, best at a midnight before all starts
        :param valid_to: end of the horizon; its unfinished local day has no closing
        :param complete: True if no working time exists outside the horizon
        :raise ValueError: the horizon is empty
        :raise zoneinfo.ZoneInfoNotFoundError: the timezone is unknown
        """
        if valid_to <= valid_from:
            raise ValueError("A timeline's horizon must end after it begins.")
        first_day, midnights = _local_midnights(ZoneInfo(tz), valid_from, valid_to)
        starts, ends = array("q"), array("q")
        closings: dict[int, int] = {}
        for begin, end, day in _day_pieces(spans, midnights):
            begin, end = max(begin, valid_from), min(end, valid_to)
            if begin >= end:
                continue
            if ends and ends[-1] == begin:
                ends[-1] = end
            else:
                starts.append(begin)
                ends.append(end)
            if midnights[day + 1] <= valid_to:
                closings[first_day + day] = end
        if midnights[-1] > valid_to:
            midnights.pop()
        sums = array("q", accumulate(map(sub, ends, starts), initial=0))
        horizon = (tz, valid_from, valid_to, complete)
        days = (array("q", closings.values()), array("q", closings))
        return cls(*horizon, starts, ends, sums, first_day, midnights, *days)

    # === WORKING TIME === #

    def add(self, start: int, seconds: int) -> int:
        """Return when *seconds* of working time after *start* are over.

        Outside working time counting begins at the next opening. What ends exactly at
        a closing ends there, not at the next opening; no seconds end at *start*.

        :raise ValueError: *seconds* is negative
        """
        if seconds <= 0:
            if seconds:
                raise ValueError("Working time can only be added, not taken away.")
            return start
        if start < self.valid_from:
            self._check(start)
        starts, sums = self.starts, self.sums
        index = bisect_right(self.ends, start)
        try:
            opening = starts[index]
            wanted = sums[index] + seconds
            if opening < start:
                wanted += start - opening
            index = bisect_left(sums, wanted, index + 1) - 1
            return starts[index] + wanted - sums[index]
        except IndexError:
            raise self._ran_out() from None

    def between(self, begin: int, end: int) -> int:
        """Return the working seconds from *begin* up to *end*; 0 if it is not later."""
        if end <= begin:
            return 0
        self._check(begin, end)
        return self._worked(end) - self._worked(begin)

    def next_opening(self, at: int) -> int:
        """Return *at* if it is working time, else when working time begins next."""
        self._check(at)
        index = bisect_right(self.ends, at)
        if index == len(self.starts):
            raise self._ran_out()
        return max(at, self.starts[index])

    def is_open(self, at: int) -> bool:
        """Tell whether *at* is working time: an opening is, a closing is not."""
        self._check(at, at + 1)
        index = bisect_right(self.ends, at)
        return index < len(self.starts) and self.starts[index] <= at

    def spans_between(self, begin: int, end: int) -> list[Span]:
        """Return the working spans from *begin* up to *end*, clipped to these."""
        if end <= begin:
            return []
        self._check(begin, end)
        first, last = bisect_right(self.ends, begin), bisect_left(self.starts, end)
        spans = zip(self.starts[first:last], self.ends[first:last], strict=True)
        return [(max(begin, opens), min(end, closes)) for opens, closes in spans]

    # === BUSINESS DAYS === #

    def end_of_day(self, start: int) -> int:
        """Return the closing of the local day of *start*, if *start* lies before it on
        a business day, else that of the next (ruling: docs/sla.md "Same business day").
        """
        return self.later_closing(start, 1)

    def end_of_nth_day(self, start: int, count: int) -> int:
        """Return the closing of the *count*-th business day after the local date of
        *start*, which never counts itself (ruling: docs/sla.md "Next business day").

        :raise ValueError: *count* is less than one
        """
        if count < 1:
            raise ValueError("Business days are counted from one.")
        return self._closing(bisect_right(self.closing_days, self._day(start)), count)

    def later_closing(self, after: int, count: int) -> int:
        """Return the *count*-th business day closing after *after*; *after* if 0."""
        if count < 1:
            return after
        self._check(after)
        return self._closing(bisect_right(self.closings, after), count)

    def closings_between(self, begin: int, end: int) -> int:
        """Return how many business days close after *begin* and not after *end*."""
        if end <= begin:
            return 0
        self._check(begin, end)
        if end > self.midnights[-1] and not self.complete:
            raise self._outside()
        return bisect_right(self.closings, end) - bisect_right(self.closings, begin)

    def shut_days(self, begin: int, end: int) -> list[date]:
        """Return the local dates from *begin* to *end* without any working time."""
        first, last = self._day(begin), self._day(end)
        low = bisect_left(self.closing_days, first)
        high = bisect_right(self.closing_days, last)
        business = set(self.closing_days[low:high])
        midnights, zero = self.midnights, self.first_day
        return [
            date.fromordinal(day)
            for day in range(first, last + 1)
            if day not in business and midnights[day - zero] < midnights[day - zero + 1]
        ]

    # === INTERNALS === #

    def _worked(self, at: int) -> int:
        index = bisect_right(self.starts, at) - 1
        if index < 0:
            return 0
        return self.sums[index] + min(at, self.ends[index]) - self.starts[index]

    def _closing(self, index: int, count: int) -> int:
        if index + count > len(self.closings):
            raise self._ran_out()
        return self.closings[index + count - 1]

    def _day(self, at: int) -> int:
        """Ordinal of the local date of *at*."""
        if at < self.valid_from or at >= self.midnights[-1]:
            raise self._outside()
        return self.first_day + bisect_right(self.midnights, at) - 1

    def _check(self, begin: int, end: int | None = None) -> None:
        """Refuse instants about which nothing is known."""
        last = begin if end is None else end
        if (begin < self.valid_from or last > self.valid_to) and not self.complete:
            raise self._outside()

    def _outside(self) -> HorizonExceeded:
        return HorizonExceeded(self.valid_from, self.valid_to)

    def _ran_out(self) -> TimelineError:
        if self.complete or not self.starts:
            return NeverOpens(self.valid_from, self.valid_to)
        return self._outside()


def _day_pieces(
    spans: Iterable[Span], midnights: Sequence[int]
) -> Iterator[tuple[int, int, int]]:
    """Join spans and cut them at midnights; yield begin, end, index of the day."""
    joined: list[Span] = []
    for begin, end in sorted(spans):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif begin < end:
            joined.append((begin, end))
    for opening, closing in joined:
        begin = max(opening, midnights[0])
        day = bisect_right(midnights, begin) - 1
        while begin < closing and day < len(midnights) - 1:
            midnight = midnights[day + 1]
            end = midnight if closing >= midnight - 1 else closing
            if end - begin >= SHORTEST_SPAN:
                yield begin, end, day
            begin, day = midnight, day + 1


def _local_midnights(zone: ZoneInfo, begin: int, end: int) -> tuple[int, array[int]]:
    """Midnights around *begin* and *end*, and the ordinal of the first date."""
    day = datetime.fromtimestamp(begin, zone).toordinal()
    while _midnight(day, zone) > begin:
        day -= 1
    midnights = array("q", [_midnight(day, zone)])
    while midnights[-1] < end:
        midnights.append(_midnight(day + len(midnights), zone))
    return day, midnights


def _midnight(day: int, zone: ZoneInfo) -> int:
    """First instant of a local date: the jump if clocks skip midnight; of two midnights
    the first, unless the clock goes back into the day before.
    """
    local = datetime.fromordinal(day).replace(tzinfo=zone)
    first, second = int(local.timestamp()), int(local.replace(fold=1).timestamp())
    if first <= second:
        back = datetime.fromtimestamp(second - 1, zone).toordinal() < day
        return second if back else first
    return second + bisect_left(
        range(second, first),
        True,
        key=lambda at: datetime.fromtimestamp(at, zone).toordinal() >= day,
    )
