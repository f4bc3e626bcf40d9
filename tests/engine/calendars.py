"""Calendars, instants and targets of the engine tests.

Spans are built here by walking wall clock days with ``zoneinfo``: nothing is shared
with the engine, so that a mistake in one of the two shows.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from engine import Target, Timeline

WEEK_ONE = date(2026, 1, 4)  # a Sunday
WEEKDAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
OFFICE = [("09:00", "18:00")]
SUNDAY_TO_THURSDAY = (6, 0, 1, 2, 3)  # Monday is 0
ALL_WEEK = range(7)

#: name: (timezone, {weekday: [(from, to)]}, holidays)
CALENDARS: dict[str, tuple[str, dict[int, list[tuple[str, str]]], list[str]]] = {
    "dhaka": ("Asia/Dhaka", dict.fromkeys(SUNDAY_TO_THURSDAY, OFFICE), []),
    "holiday": (
        "Asia/Dhaka",
        dict.fromkeys(SUNDAY_TO_THURSDAY, OFFICE),
        ["2026-01-07", "2026-01-11"],
    ),
    "lunch": (
        "Asia/Dhaka",
        dict.fromkeys(SUNDAY_TO_THURSDAY, [("09:00", "13:00"), ("14:00", "18:00")]),
        [],
    ),
    "night": (  # five nights a week, 22:00-06:00, from Sunday evening
        "Asia/Dhaka",
        {
            6: [("22:00", "24:00")],
            **dict.fromkeys(range(4), [("00:00", "06:00"), ("22:00", "24:00")]),
            4: [("00:00", "06:00")],
        },
        [],
    ),
    "always": ("Asia/Dhaka", dict.fromkeys(ALL_WEEK, [("00:00", "24:00")]), []),
    "berlin7": ("Europe/Berlin", dict.fromkeys(ALL_WEEK, [("09:00", "17:00")]), []),
    "saopaulo": (
        "America/Sao_Paulo",
        dict.fromkeys(ALL_WEEK, [("00:00", "24:00")]),
        [],
    ),
    "havana": ("America/Havana", dict.fromkeys(ALL_WEEK, [("00:00", "24:00")]), []),
}
FIRST, LAST = date(2018, 1, 1), date(2027, 1, 1)


def wall(day: date, clock: str, tz: ZoneInfo) -> int:
    """Unix seconds of a wall clock time such as ``24:00``."""
    if clock == "24:00":
        day, clock = day + timedelta(days=1), "00:00"
    moment = datetime.combine(day, time.fromisoformat(clock), tz)
    return round(moment.timestamp())


def build_spans(
    tz_name: str,
    weekly: dict[int, list[tuple[str, str]]],
    holidays: list[str],
    first: date,
    last: date,
) -> Iterator[tuple[int, int]]:
    """Working spans of the days from *first* up to, not including, *last*.

    A holiday is ``2026-01-07`` or, for every year, ``*-01-07``.
    """
    tz = ZoneInfo(tz_name)
    for offset in range((last - first).days):
        day = first + timedelta(days=offset)
        if {f"{day}", f"*-{day:%m-%d}"} & set(holidays):
            continue
        for opens, closes in weekly.get(day.weekday(), []):
            begin, end = wall(day, opens, tz), wall(day, closes, tz)
            if begin < end:
                yield begin, end


def build_timeline(
    tz_name: str,
    weekly: dict[int, list[tuple[str, str]]],
    holidays: list[str],
    first: date,
    last: date,
) -> Timeline:
    """A timeline that is valid for whole local days."""
    tz = ZoneInfo(tz_name)
    return Timeline.compile(
        build_spans(tz_name, weekly, holidays, first, last),
        tz=tz_name,
        valid_from=wall(first, "00:00", tz),
        valid_to=wall(last, "00:00", tz),
    )


@lru_cache
def timeline(name: str) -> Timeline:
    """The timeline of a named calendar from 2018 to 2026."""
    return build_timeline(*CALENDARS[name], FIRST, LAST)


def instant(text: str, name: str = "dhaka") -> int:
    """``Thu 15:00`` of week 1, ``Sun2 18:00`` of week 2, or ``2026-03-29 02:30*``."""
    tz = ZoneInfo(CALENDARS[name][0])
    fold = text.endswith("*")
    day_text, clock = text.rstrip("*").split()
    if day_text[:3] in WEEKDAYS:
        weeks = int(day_text[3:] or 1) - 1
        day = WEEK_ONE + timedelta(weeks=weeks, days=WEEKDAYS.index(day_text[:3]))
    else:
        day = date.fromisoformat(day_text)
    moment = datetime.combine(day, time.fromisoformat(clock), tz)
    return round(moment.replace(fold=fold).timestamp())


def optional(text: str, name: str = "dhaka") -> int | None:
    """An instant, or None for an empty column or ``never``."""
    return None if text in ("", "never") else instant(text, name)


def pauses(text: str, name: str = "dhaka") -> tuple[tuple[int, int | None], ...]:
    """``Thu 10:00>Thu 11:00; Thu 12:00>`` (the last one is open)."""
    pairs = (pair.split(">") for pair in text.split(";") if pair.strip())
    return tuple(
        (instant(begin.strip(), name), optional(end.strip(), name))
        for begin, end in pairs
    )


def target(text: str) -> Target:
    """``4h w`` (working), ``30m e`` (elapsed), ``3d``, ``same_day`` or ``none``."""
    if text in ("same_day", "none"):
        return Target(text)
    if text.endswith("d"):
        return Target("next_days", days=int(text[:-1]))
    amount, kind = text.split()
    minutes = int(amount[:-1]) * (60 if amount.endswith("h") else 1)
    return Target("elapsed" if kind == "e" else "working", minutes=minutes)


def rows(table: str) -> list[list[str]]:
    """The cells of a table of cases, one list a line."""
    lines = (line for line in table.strip().splitlines())
    return [[cell.strip() for cell in line.split("|")] for line in lines]
