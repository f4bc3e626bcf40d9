"""Dates as people and phones write them: which number is the day, which hour is meant.

Pure. Whether 3/4 is in March or April is decided once for a whole chat or sheet, never
line by line.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from .words_dates import BETWEEN, CLOCK_WORDS, MERIDIEMS, key_of

#: Day, month, year; month, day, year; year, month, day.
ORDERS = ("dmy", "mdy", "ymd")
#: WhatsApp is of 2009, and no log of a go-live is of the last century.
_YEARS = range(2000, 2100)

_MONTH_FIRST = {"en_us", "en_ph", "fil_ph", "en_pr", "es_pr", "en"}
_YEAR_FIRST_LANGUAGES = {"zh", "ja", "ko", "hu", "lt", "mn", "sv", "fa"}
_YEAR_FIRST = {"fr_ca", "en_ca", "en_za", "af_za"}


class Numbers(NamedTuple):
    """The three numbers of a date as written.

    :ivar year_first: the first was written with more than two digits
    """

    first: int
    second: int
    third: int
    year_first: bool = False

    @classmethod
    def of(cls, first: str, second: str, third: str) -> Numbers:
        """Read digits of any script."""
        return cls(int(first), int(second), int(third), len(first) > 2)


class Choice(NamedTuple):
    """How the dates of one source are read.

    :ivar certain: the dates themselves allow no other reading
    """

    order: str
    certain: bool


def order_of(locale: str) -> str:
    """Return the order usual in a locale such as ``en_US``; day first if unknown."""
    name = locale.partition(".")[0].partition("@")[0].replace("-", "_").lower()
    if name in _MONTH_FIRST:
        return "mdy"
    if name in _YEAR_FIRST or name.partition("_")[0] in _YEAR_FIRST_LANGUAGES:
        return "ymd"
    return "dmy"


def to_date(numbers: Numbers, order: str) -> date | None:
    """Return the date, or None if there is no such day in this order."""
    if numbers.year_first or order == "ymd":
        year, month, day = numbers[:3]
    elif order == "mdy":
        month, day, year = numbers[:3]
    else:
        day, month, year = numbers[:3]
    return real_date(year if year > 99 else 2000 + year, month, day)


def real_date(year: int, month: int, day: int) -> date | None:
    """Return the date, or None if there is no such day in this century."""
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def decide(
    dates: Iterable[Numbers], preferred: str, today: date | None = None
) -> Choice:
    """Return in which order these dates are written.

    In this sequence: dates that exist in one order only; dates that would lie in the
    future; a source that goes forward in time in one order only; what is preferred.

    :param dates: as they follow each other in the source
    :param today: the local date at which they are read; None if it does not matter
    """
    dates = list(dates)
    written = [
        one
        for before, one in pairwise([None, *dates])
        if one != before and not one.year_first
    ]
    orders = [preferred, *(order for order in ("dmy", "mdy") if order != preferred)]
    if not written:
        return Choice("ymd" if dates else preferred, True)
    readings = {order: [to_date(one, order) for one in written] for order in ORDERS}
    missing = {order: found.count(None) for order, found in readings.items()}
    if all(missing[order] for order in orders) and not missing["ymd"]:
        return Choice("ymd", True)
    fewest = min(missing[order] for order in orders)
    orders = [order for order in orders if missing[order] == fewest]
    if today is not None and len(orders) > 1:
        orders = _not_future(orders, readings, today + timedelta(days=1)) or orders
    if len(orders) > 1 and not fewest:
        forward = [order for order in orders if _goes_forward(readings[order])]
        orders = forward or orders
    alike = all(readings[order] == readings[orders[0]] for order in orders)
    return Choice(orders[0], alike and not fewest)


def is_plain(numbers: Numbers, order: str = "dmy") -> bool:
    """Whether a date can be read in one way only, *order* being one of the ways."""
    if numbers.year_first:
        return True
    found = {to_date(numbers, each) for each in ("dmy", "mdy", order)} - {None}
    return len(found) == 1


def part_of_day(word: str) -> str | None:
    """Return ``am``, ``pm``, ``night``, "" for nothing said, None if unknown."""
    key = key_of(word)
    if not key or key in CLOCK_WORDS:
        return ""
    return MERIDIEMS.get(key)


def part_between(text: str) -> str | None:
    """Return the part of the day in what stands between date and time.

    :return: as `part_of_day`; words such as “à” or “at” count as nothing
    """
    key = key_of(text)
    if not key or key in BETWEEN:
        return ""
    if key in MERIDIEMS:
        return MERIDIEMS[key]
    words = [key_of(word) for word in text.replace(",", " ").split()]
    said = [word for word in words if word and word not in BETWEEN]
    return MERIDIEMS.get("".join(said)) if said else ""


def to_hour(hour: int, part: str) -> int | None:
    """Return the hour of the day, or None if there is no such hour.

    >>> to_hour(12, "am"), to_hour(2, "pm"), to_hour(14, "pm"), to_hour(1, "night")
    (0, 14, 14, 1)
    """
    if part and 1 <= hour <= 12:
        late = part == "pm" or (part == "night" and 6 <= hour < 12)
        hour = hour % 12 + (12 if late else 0)
    return hour if 0 <= hour < 24 else None


def _not_future(orders, readings, latest: date) -> list[str]:
    return [
        order
        for order in orders
        if all(day is None or day <= latest for day in readings[order])
    ]


def _goes_forward(days: list[date | None]) -> bool:
    """Whether these days (all real ones) never go back."""
    return all(before <= after for before, after in pairwise(days))
