"""Dates in the cells of a sheet.

Pure: the go-live day and the time zone are arguments. Local times become UTC only in
`Calendar.utc`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, timezone
from typing import NamedTuple
from zoneinfo import ZoneInfo

from .dates import Numbers, decide, is_plain, real_date, to_date
from .sheet_times import CLOCK, Said, said_time, simple
from .sheet_values import float_of
from .words_dates import DAY_WORDS, MONTHS

#: Day 0 of spreadsheets, which believe that there was a 29 February 1900.
_EPOCH = datetime(1899, 12, 30)
#: Serial numbers of the years 1954 to 2119; smaller numbers are something else.
_SERIALS = (20000, 80000)
_LAST_DAY = 999

_SEPARATOR = r"\s?[./\-]\s?"
_DAY = re.compile(
    rf"(?:{DAY_WORDS})(?:-|[\s.#:]*)(-?\d{{1,3}})(?!\d)\s?[,:\-–]?" + CLOCK
)
_PLUS = re.compile(r"(?:day|d|t|j|go-live|golive)\s?\+\s?(\d{1,3})(?!\d)\s?,?" + CLOCK)
_SHORT = re.compile(r"d\s?(\d{1,3})(?!\d)\s?,?" + CLOCK)
_NUMBERS = re.compile(
    rf"(\d{{1,4}}){_SEPARATOR}(\d{{1,2}})(?:{_SEPARATOR}(\d{{2}}|\d{{4}}))?(?!\d)"
    + CLOCK
)
_WORD = r"([^\W\d_][^\d\s,./\-]{1,14})\.?"
_DAY_MONTH = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th|er|\.)?[\s\-/]?(?:de )?{_WORD}"
    rf"(?:[\s,\-/]{{1,2}}(?:de )?(\d{{4}}|\d{{2}}(?![:.\d])))?(?!\d),?" + CLOCK
)
_MONTH_DAY = re.compile(
    rf"{_WORD}[\s\-]?(\d{{1,2}})(?:st|nd|rd|th)?(?:[\s,\-]{{1,2}}(\d{{4}}))?(?![\d:]),?"
    + CLOCK
)


class Moment(NamedTuple):
    """A date as read.

    :ivar day: local date
    :ivar clock: local time; None where only the day is said
    :ivar offset: minutes east of UTC where the cell says so itself
    :ivar year_guessed: the cell has no year
    """

    day: date
    clock: time | None = None
    offset: int | None = None
    year_guessed: bool = False


class Calendar:
    """Reads the dates of one sheet.

    :param go_live: Day 1
    :param zone: time zone in which the sheet was written
    :param preferred: order of day and month where the sheet leaves it open
    :param texts: all cells that may be dates
    :param today: the reader's local date

    :ivar order: how dates of numbers are read
    :ivar certain: no other reading is possible
    """

    def __init__(
        self,
        go_live: date,
        zone: ZoneInfo,
        preferred: str,
        texts: Iterable[object] = (),
        today: date | None = None,
    ) -> None:
        self._go_live = go_live
        self._zone = zone
        found = [self._numbers(text) for text in texts if isinstance(text, str)]
        numbers = [one for one in found if one]
        self.order, self.certain = decide(numbers, preferred, today)
        doubtful = (one for one in numbers if not is_plain(one, self.order))
        example = next(doubtful, None)
        self.example = "/".join(map(str, example[:3])) if example else ""

    def moment(self, value: object, *, bare_day: bool = False) -> Moment | None:
        """Return the date in a cell, or None if it is none.

        :param bare_day: a small number alone is a day of hypercare
        """
        if isinstance(value, bool):
            return None
        if isinstance(value, datetime):
            return _from_datetime(value)
        if isinstance(value, date):
            return Moment(value) if real_date(*value.timetuple()[:3]) else None
        if isinstance(value, int | float):
            return self._from_number(value, bare_day)
        if isinstance(value, str):
            return self._from_text(simple(value), bare_day)
        return None

    def utc(self, day: date, clock: time, offset: int | None = None) -> datetime:
        """Return a local time as naive UTC."""
        if offset is not None:
            aware_in = timezone(timedelta(minutes=offset))
            local = datetime.combine(day, clock, aware_in)
        else:
            local = datetime.combine(day, clock, self._zone)
        return local.astimezone(timezone.utc).replace(tzinfo=None)

    # -- Kinds of cells ------------------------------------------------------

    def _from_number(self, value: float, bare_day: bool) -> Moment | None:
        number = float_of(value) if isinstance(value, int) else value
        if _SERIALS[0] <= number < _SERIALS[1]:
            # To the second: spreadsheets count in fractions of a day.
            moment = _EPOCH + timedelta(seconds=round(number * 86400))
            whole = float(number).is_integer()
            return Moment(moment.date(), None if whole else moment.time())
        if bare_day and abs(number) <= _LAST_DAY and float(number).is_integer():
            return self._hypercare_day(int(number), None)
        return None

    def _from_text(self, text: str, bare_day: bool) -> Moment | None:
        if re.fullmatch(r"-?\d{1,5}(?:[.,]\d{1,12})?", text):
            number = float(text.replace(",", "."))
            return self._from_number(number, bare_day)
        for pattern in (_DAY, _SHORT):
            if found := pattern.match(text):
                return self._hypercare_day(int(found[1]), said_time(found, 2))
        if found := _PLUS.match(text):
            return self._hypercare_day(int(found[1]) + 1, said_time(found, 2))
        if found := _NUMBERS.match(text):
            day, guessed = self._numbered_day(found[1], found[2], found[3])
            return _moment(day, said_time(found, 4), guessed)
        if found := _DAY_MONTH.match(text):
            day, guessed = self._named_day(found[1], found[2], found[3])
            return _moment(day, said_time(found, 4), guessed)
        if found := _MONTH_DAY.match(text):
            day, guessed = self._named_day(found[2], found[1], found[3])
            return _moment(day, said_time(found, 4), guessed)
        return None

    def _hypercare_day(self, number: int, said: Said | None) -> Moment | None:
        """Return a day counted from go-live, which is Day 1; the day before is 0."""
        if abs(number) > _LAST_DAY:
            return None
        try:
            day = self._go_live + timedelta(days=number - 1)
        except OverflowError:
            return None
        return _moment(day, said or Said(None), False)

    def _numbered_day(self, first, second, third) -> tuple[date | None, bool]:
        if third:
            return to_date(Numbers.of(first, second, third), self.order), False
        if len(first) > 2:
            return None, False
        order = "mdy" if self.order == "mdy" else "dmy"
        days = [
            to_date(Numbers(int(first), int(second), year), order)
            for year in self._years()
        ]
        return self._nearest(days), True

    def _named_day(self, day, word, year) -> tuple[date | None, bool]:
        month = MONTHS.get(word)
        if not month:
            return None, False
        if year:
            number = int(year)
            century = 2000 if number < 100 else 0
            return real_date(century + number, month, int(day)), False
        days = [real_date(year, month, int(day)) for year in self._years()]
        return self._nearest(days), True

    def _years(self) -> tuple[int, int, int]:
        year = self._go_live.year
        return year, year + 1, year - 1

    def _nearest(self, days: list[date | None]) -> date | None:
        """Return the day nearest to go-live: where the year is not said."""
        real = [day for day in days if day]
        return min(real, key=lambda day: abs(day - self._go_live), default=None)

    def _numbers(self, text: str) -> Numbers | None:
        found = _NUMBERS.match(simple(text))
        if not found or (not found[3] and len(found[1]) > 2):
            return None
        third = found[3] or f"{self._go_live.year % 100:02d}"
        return Numbers.of(found[1], found[2], third)


def _from_datetime(value: datetime) -> Moment | None:
    if not real_date(value.year, value.month, value.day):
        return None
    clock = value.time().replace(microsecond=0)
    away = value.utcoffset()
    if away is not None:
        return Moment(value.date(), clock, round(away / timedelta(minutes=1)))
    # A cell that holds a date only comes as midnight.
    return Moment(value.date(), None if clock == time.min else clock)


def _moment(day: date | None, said: Said, guessed: bool) -> Moment | None:
    if day is None or said.wrong:
        return None
    return Moment(day, said.clock, said.offset, guessed)
