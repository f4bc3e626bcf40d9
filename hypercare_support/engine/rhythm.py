"""Which status reports a day brings.

Pure. Days are local dates of the period; whether one is a business day is asked of the
caller, who knows the support hours.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

#: How often people get the daily status while a phase runs.
RHYTHMS = ("auto", "daily", "alternate", "weekly")
#: How often people check in with the heads of departments while a phase runs.
CHECKINS = ("daily", "alternate", "weekly", "none")
#: By practice the daily status belongs to the first week.
FIRST_DAYS = 7


def reports_on(
    day: date, go_live: date, rhythm: str, is_business_day: Callable[[date], bool]
) -> tuple[str, ...]:
    """Return the kinds of report that are due on a day: daily, weekly, monthly.

    - daily: on business days of the first week (*auto*), on every one (*daily*), or on
      every other one counted from go-live (*alternate*);
    - weekly: on the last business day of each week of hypercare, counted from go-live;
    - monthly: on the first business day of a month, for a month that hypercare was in.

    :param rhythm: one of `RHYTHMS`
    :raise ValueError: for an unknown rhythm
    """
    if rhythm not in RHYTHMS:
        raise ValueError(f"Unknown rhythm: {rhythm}")
    if day < go_live or not is_business_day(day):
        return ()
    kinds = []
    if _is_daily(day, go_live, rhythm, is_business_day):
        kinds.append("daily")
    rest_of_week = 6 - (day - go_live).days % 7
    if not any(_days(day + timedelta(days=1), rest_of_week, is_business_day)):
        kinds.append("weekly")
    first_of_month = day.replace(day=1)
    before = (day - first_of_month).days
    if first_of_month > go_live and not any(
        _days(first_of_month, before, is_business_day)
    ):
        kinds.append("monthly")
    return tuple(kinds)


def checkin_days(
    first: date, last: date, rhythm: str, is_business_day: Callable[[date], bool]
) -> tuple[date, ...]:
    """Return the days of a phase on which people check in, business days all of them.

    - daily: every business day;
    - alternate: every other business day, the first one included;
    - weekly: the first business day of each week, counted from the phase's first day;
    - none: no day.

    :param first, last: the phase, both ends included
    :raise ValueError: for an unknown rhythm
    """
    if rhythm not in CHECKINS:
        raise ValueError(f"Unknown rhythm: {rhythm}")
    count = (last - first).days + 1
    days = [
        day
        for day in (first + timedelta(days=at) for at in range(count))
        if rhythm != "none" and is_business_day(day)
    ]
    if rhythm == "alternate":
        days = days[::2]
    elif rhythm == "weekly":
        weeks = {}
        for day in days:
            weeks.setdefault((day - first).days // 7, day)
        days = list(weeks.values())
    return tuple(days)


def month_before(day: date) -> tuple[date, date]:
    """Return first and last day of the month before the one of *day*."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def _is_daily(day, go_live, rhythm, is_business_day) -> bool:
    if rhythm == "auto":
        return (day - go_live).days < FIRST_DAYS
    if rhythm == "alternate":
        # The first business day of hypercare is one of them.
        return not sum(_days(go_live, (day - go_live).days, is_business_day)) % 2
    return rhythm == "daily"


def _days(first: date, count: int, is_business_day):
    return (is_business_day(first + timedelta(days=at)) for at in range(count))
