"""When the criteria for leaving hypercare are likely to hold.

Pure: facts in, an outlook out. An outlook is honest about what cannot be said: a day is
named only where something known leads to it – business days that pass, a trend that
leads there, a date that somebody has planned.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from .timeline import Timeline

#: Fewer daily values, or values of fewer days, show no trend.
MINIMUM_POINTS = 5
#: A trend says nothing about what is further away, in days.
FARTHEST = 90


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is to be expected of one criterion, or of all.

    :ivar kind: ``held`` (it holds now), ``expected`` (on *day*), ``away`` (the trend
        leads elsewhere) or ``unknown`` (cannot be said)
    :ivar day: local date; of ``unknown`` the earliest day that is possible, if any
    """

    kind: str
    day: date | None = None

    def __post_init__(self) -> None:
        if self.kind not in ("held", "expected", "away", "unknown"):
            raise ValueError(f"Unknown outlook: {self.kind}")
        if self.kind == "expected" and self.day is None:
            raise ValueError("What is expected has a day.")


HELD = Outlook("held")
UNKNOWN = Outlook("unknown")


def streak_reached(
    broken_at: int | None, timeline: Timeline, begin: int, target: int
) -> int:
    """Return the closing at which *target* clean business days are complete.

    It is the instant from which on `streak.clean_streak` says so, provided that nothing
    urgent comes: in the past if they are complete already.

    :param broken_at: the last instant that something urgent was open, or None
    :param begin: from when days are counted
    :raise ValueError: *target* is less than one
    :raise TimelineError: the timeline is too short or never opens
    """
    if target < 1:
        raise ValueError("A streak has one business day at least.")
    start = begin
    if broken_at is not None and broken_at >= begin:
        # The day in which it ended does not count.
        start = timeline.later_closing(broken_at - 1, 1)
    return timeline.later_closing(start, target)


def rate_outlook(points: Sequence[tuple[date, float]], target: float) -> Outlook:
    """Return when a rate that is to rise reaches *target* if its trend goes on.

    The trend is the straight line through the daily values (least squares); it starts
    from the last of them.

    :param points: day and value, in order of days, without those that were too few
    """
    if not points:
        return UNKNOWN
    last_day, last = points[-1]
    if last >= target:
        return HELD
    days = [(day - points[0][0]).days for day, _value in points]
    if len(points) < MINIMUM_POINTS or days[-1] < MINIMUM_POINTS - 1:
        return UNKNOWN
    slope = _slope(days, [value for _day, value in points])
    if slope <= 0:
        return Outlook("away")
    missing = (target - last) / slope
    if missing > FARTHEST:
        return Outlook("away")
    return Outlook("expected", last_day + timedelta(days=ceil(missing)))


def planned_outlook(planned: date | None, today: date) -> Outlook:
    """Return the outlook of what somebody has planned; a day that is over says nothing.

    On the planned day itself it is still expected.
    """
    if planned is None or planned < today:
        return UNKNOWN
    return Outlook("expected", planned)


def all_hold(outlooks: Iterable[Outlook]) -> Outlook:
    """Return when all of them hold; nothing can be said if it cannot of one.

    Then the day is the earliest possible one: that of the latest whose day is known.
    """
    outlooks = list(outlooks)
    latest = max((one.day for one in outlooks if one.day), default=None)
    if not outlooks:
        return UNKNOWN
    if any(one.kind in ("unknown", "away") for one in outlooks):
        return Outlook("unknown", latest)
    return Outlook("expected", latest) if latest else HELD


def _slope(xs: Sequence[int], ys: Sequence[float]) -> float:
    """Return the slope of the least-squares line, in units per day."""
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((x - mean_x) ** 2 for x in xs)
    if not spread:
        return 0.0
    return (
        sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / spread
    )
