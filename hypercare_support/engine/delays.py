"""Delays of escalation steps, stand-ups and ends of phases, on a timeline.

Pure. All instants are seconds since the Unix epoch, UTC; a date is a local date of the
timeline's time zone.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from .timeline import NeverOpens, Timeline

#: Units of a delay; the first two need no timeline.
UNITS = ("minutes", "hours", "working_hours", "business_days")
#: How far a business day is looked for.
_MAX_SHUT_DAYS = 60


def later(timeline: Timeline | None, start: int, count: int, unit: str) -> int:
    """Return the moment *count* units after *start*.

    ``business_days`` keeps the local time of day: asked on Sunday at 11:00, two
    business days later is Tuesday 11:00; a time at which nobody works moves to the
    next opening.

    :raise ValueError: for an unknown unit
    :raise HorizonExceeded, NeverOpens: see `Timeline`
    """
    if unit == "minutes":
        return start + count * 60
    if unit == "hours":
        return start + count * 3600
    if unit not in UNITS:
        raise ValueError(f"Unknown unit of a delay: {unit}")
    timeline = needed(timeline)
    if unit == "working_hours":
        return timeline.add(start, count * 3600)
    if count < 1:
        return timeline.next_opening(start)
    zone = ZoneInfo(timeline.tz)
    closing = timeline.end_of_nth_day(start, count)
    # A day until 24:00 closes at the next day's midnight.
    day = datetime.fromtimestamp(closing - 1, zone).date()
    clock = datetime.fromtimestamp(start, zone).time()
    moment = int(datetime.combine(day, clock, zone).timestamp())
    return timeline.next_opening(moment)


def standups(
    timeline: Timeline | None, now: int, minute: int, tz: str = ""
) -> list[int]:
    """Return the last stand-up up to *now* and the next two after it.

    Two, since the clocks of application and database server may differ by seconds: what
    the one has told already can lie ahead for the other.

    :param minute: minute of the local day at which it is held, every business day
    :param tz: time zone of that minute, by default the timeline's
    :raise HorizonExceeded, NeverOpens: see `Timeline`
    """
    timeline = needed(timeline)
    zone = ZoneInfo(tz or timeline.tz)
    today = datetime.fromtimestamp(now, zone).date()
    if _on(zone, today, minute) > now:
        today -= timedelta(days=1)
    days = [_business_day(timeline, zone, today, -1)]
    for _ in range(2):
        today = _business_day(timeline, zone, today + timedelta(days=1), 1)
        days.append(today)
    return [_on(zone, day, minute) for day in days]


def before_end(timeline: Timeline | None, end: date, days: int, tz: str = "") -> int:
    """Return a moment near the end of a phase whose last day is *end*.

    0 is the closing of its last business day, 1 the opening of that day, 2 the opening
    of the business day before, and so on.

    :param tz: time zone of the day, by default the timeline's
    :raise HorizonExceeded, NeverOpens: see `Timeline`
    """
    timeline = needed(timeline)
    zone = ZoneInfo(tz or timeline.tz)
    day = _business_day(timeline, zone, end, -1)
    for _ in range(days - 1):
        day = _business_day(timeline, zone, day - timedelta(days=1), -1)
    midnight = _on(zone, day, 0)
    if not days:
        return timeline.later_closing(midnight, 1)
    return timeline.next_opening(midnight)


def needed(timeline: Timeline | None) -> Timeline:
    """Return the timeline.

    :raise NeverOpens: if there is none
    """
    if timeline is None:
        raise NeverOpens
    return timeline


def _on(zone: ZoneInfo, day: date, minute: int) -> int:
    """Return a minute of a local day as an instant."""
    moment = datetime(day.year, day.month, day.day, minute // 60, minute % 60)
    return int(moment.replace(tzinfo=zone).timestamp())


def _business_day(
    timeline: Timeline, zone: ZoneInfo, day: date, direction: int
) -> date:
    """Return *day*, or the nearest business day before (-1) or after it (1)."""
    for _ in range(_MAX_SHUT_DAYS):
        begin, end = _on(zone, day, 0), _on(zone, day + timedelta(days=1), 0)
        if timeline.between(begin, end):
            return day
        day += timedelta(days=direction)
    raise NeverOpens
