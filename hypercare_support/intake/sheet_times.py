"""Times of day in the cells of a sheet.

Pure. `CLOCK` is the end of every pattern for a date: a time may follow, or nothing.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import NamedTuple

from .dates import part_between, part_of_day, to_hour
from .texts import ascii_digits, fold
from .words_dates import WEEKDAYS

#: No cell that is longer is a date.
_LENGTH = 100

#: What stands before the time, hour, minute, second, what stands behind, offset.
CLOCK = (
    r"(?:([^\d:./+]{0,16})(\d{1,2})(?:[:.h](\d{2})(?:[:.](\d{2})"
    r"(?:[.,]\d{1,9})?)?)?\s?([^\d+\-]{0,16}?)\s?(z|utc|[+-]\d{2}:?\d{2})?)?$"
)
_TIME = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2})(?:[:.]\d{2}(?:[.,]\d+)?)?)?\s?(\D{0,16})$"
)
_WEEKDAY = re.compile(r"([^\W\d_][^\d\s,.]{0,14})[.,]?\s(?=\S)")
_BRACKETS = re.compile(r"\s?\([^()]{0,20}\)$")


class Said(NamedTuple):
    """A time as said in a cell; `wrong` if there is no such time."""

    clock: time | None
    offset: int | None = None
    wrong: bool = False


def read_time(value: object) -> time | None:
    """Return the time of day in a cell, or None if it is none."""
    if isinstance(value, datetime):
        return value.time().replace(microsecond=0)
    if isinstance(value, time):
        return value.replace(tzinfo=None, microsecond=0)
    if isinstance(value, timedelta):
        value = value / timedelta(days=1)
    if isinstance(value, float) and 0 <= value < 1:
        seconds = min(round(value * 86400), 86399)
        return (datetime.min + timedelta(seconds=seconds)).time()
    if not isinstance(value, str):
        return None
    found = _TIME.match(simple(value))
    if not found or not (found[2] or found[3].strip()):
        return None
    return _time(found[1], found[2], None, found[3], "")


def simple(text: str) -> str:
    """Return a cell without weekday, digits of every script as 0 to 9."""
    plain = _BRACKETS.sub("", fold(ascii_digits(text[:_LENGTH]))).replace("،", ",")
    found = _WEEKDAY.match(plain)
    if found and found[1] in WEEKDAYS:
        plain = plain[found.end() :].lstrip(" ,")
    return plain


def said_time(found: re.Match[str], first: int) -> Said:
    """Return the time in the groups of `CLOCK`, which begin at *first*."""
    before, hour, minute, second, after, zone = found.groups()[first - 1 :]
    if hour is None:
        return Said(None)
    part = part_between(before.strip(" ,@-–—").removeprefix("t"))
    after = after or ""
    if part is None or not (minute or part or after.strip()):
        return Said(None, wrong=True)
    clock = _time(hour, minute, second, after, part)
    offset = None
    if zone:
        digits = zone.replace(":", "")
        plain = digits in ("z", "utc")
        offset = 0 if plain else int(digits[1:3]) * 60 + int(digits[3:])
        offset = -offset if digits[0] == "-" else offset
    wrong = clock is None or abs(offset or 0) >= 24 * 60
    return Said(clock, offset, wrong)


def _time(
    hour: str, minute: str | None, second: str | None, after: str, part: str
) -> time | None:
    """Return a time of day.

    :param after: what stands behind the numbers, as “pm” or “Uhr”
    :param part: part of the day said before them
    """
    said = part_of_day(after)
    if said is None:
        return None
    number = to_hour(int(hour), said or part)
    if number is None or int(minute or 0) > 59 or int(second or 0) > 59:
        return None
    return time(number, int(minute or 0), int(second or 0))
