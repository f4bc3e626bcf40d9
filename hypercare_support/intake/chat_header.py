"""The beginning of a message in the text of a chat: date, time, and the rest.

Pure. Every pattern is anchored, and every repetition in it is bounded and followed by
something it cannot match itself: time grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from .dates import Numbers, part_between, part_of_day, to_hour
from .texts import BLANKS, MARKS, fold
from .words_dates import MONTHS

_B = f"[{BLANKS}]"
_LEAD = f"[{BLANKS}{MARKS}]{{0,8}}"
_FEW = f"[{BLANKS}{MARKS}]{{0,3}}"
_SEPARATOR = rf"{_FEW}[./\-年月년월]{_FEW}"
_DATE = rf"(\d{{1,4}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}(\d{{1,4}})(?:{_FEW}[.日일])?"
_TIME = rf"(\d{{1,2}})(?:[:.٫]|{_B}?h{_B}?)(\d{{2}})(?:[:.٫](\d{{2}}))?"
_BETWEEN = r"([^\d:\[\]<>\-–—]{1,30})"
_AFTER = r"([^\d:\[\]<>\-–—]{0,24})"
_END = rf"(?:[\-–—](?={_B}|$){_B}?|:{_B})"
_WORD = r"([^\W\d_][^\d\s:,\[\]<>/\-]{1,14})"
_OF = rf"(?:de{_B})?"
_YEAR = rf"(?:,?{_B}{_OF}(\d{{4}}))?"

#: Android, and old exports that have a colon instead of the dash.
_DASH = re.compile(_LEAD + _DATE + _BETWEEN + _TIME + _AFTER + _END)
#: iPhone.
_BRACKET = re.compile(rf"{_LEAD}\[{_FEW}" + _DATE + _BETWEEN + _TIME + _AFTER + r"\]")
#: Copied from WhatsApp Web: time before date.
_WEB = re.compile(rf"{_LEAD}\[{_FEW}" + _TIME + _BETWEEN + _DATE + rf"{_FEW}\]")
#: With the name of the month, and mostly without a year.
_NAMED = re.compile(
    rf"{_LEAD}(\[?){_FEW}"
    rf"(?:(\d{{1,2}})\.?{_B}{_OF}{_WORD}|{_WORD}{_B}(\d{{1,2}})){_YEAR}"
    + _BETWEEN
    + _TIME
    + _AFTER
    + rf"(?:\]|{_END})"
)
_START = re.compile(rf"{_LEAD}(.?)")
_PADDING = frozenset(BLANKS + "\u061c\u200e\u200f\u202a\u202b\u202c\u2066\u2067\ufeff")


class Header(NamedTuple):
    """Date and time of a message as written.

    :ivar style: ``dash``, ``bracket``, ``web`` or ``named``
    :ivar numbers: the date; for a named month as year (0 if not said), month, day
    :ivar clock: hour, minute and second; None if there is no such time
    :ivar end: where the rest of the line begins
    """

    style: str
    numbers: Numbers
    clock: tuple[int, int, int] | None
    end: int


def header(line: str) -> Header | None:
    """Return the beginning of a message, or None if the line begins none."""
    sign = line[:1]
    if sign in _PADDING:
        sign = _START.match(line)[1]
    if sign == "[":
        return _dated(_BRACKET, "bracket", line) or _web(line) or _named(line)
    if sign.isdecimal():
        return _dated(_DASH, "dash", line) or _named(line)
    return _named(line)


def _dated(pattern: re.Pattern[str], style: str, line: str) -> Header | None:
    found = pattern.match(line)
    if not found:
        return None
    first, second, third, between, hour, minute, seconds, after = found.groups()
    part = _part(between, after)
    if part is None:
        return None
    clock = _clock(hour, minute, seconds, part)
    return Header(style, _numbers(first, second, third), clock, found.end())


def _web(line: str) -> Header | None:
    found = _WEB.match(line)
    if not found:
        return None
    hour, minute, seconds, between, first, second, third = found.groups()
    part = _part(between, "")
    if part is None:
        return None
    clock = _clock(hour, minute, seconds, part)
    return Header("web", _numbers(first, second, third), clock, found.end())


def _named(line: str) -> Header | None:
    found = _NAMED.match(line)
    if not found:
        return None
    bracket, day, word, word2, day2, year, between, hour, minute, seconds, after = (
        found.groups()
    )
    closed = line[found.end() - 1] == "]"
    month = MONTHS.get(fold(word or word2).rstrip("."))
    part = _part(between, after)
    if not month or part is None or bool(bracket) != closed:
        return None
    numbers = Numbers(int(year or 0), month, int(day or day2), True)
    return Header("named", numbers, _clock(hour, minute, seconds, part), found.end())


@lru_cache(maxsize=256)
def _part(between: str, after: str) -> str | None:
    """Return the part of the day said before or after a time; None: not a header."""
    before, behind = part_between(between), part_of_day(after)
    if before is None or behind is None:
        return None
    return behind or before


@lru_cache(maxsize=4096)
def _numbers(first: str, second: str, third: str) -> Numbers:
    return Numbers.of(first, second, third)


@lru_cache(maxsize=4096)
def _clock(
    hour: str, minute: str, second: str | None, part: str
) -> tuple[int, int, int] | None:
    hours, minutes, seconds = to_hour(int(hour), part), int(minute), int(second or 0)
    if hours is None or minutes > 59 or seconds > 59:
        return None
    return hours, minutes, seconds
