"""Cells that hold dates and times, and cells that do not."""

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from intake.sheet_dates import Calendar
from intake.sheet_times import read_time

CALENDAR = Calendar(date(2026, 3, 14), ZoneInfo("Asia/Dhaka"), "dmy")


@pytest.mark.parametrize(
    "value, day, clock",
    [
        ("Day 2 09:15", (3, 15), time(9, 15)),
        ("day 2", (3, 15), None),
        ("Day 2, 9:15 am", (3, 15), time(9, 15)),
        ("Day 2 - 14:30", (3, 15), time(14, 30)),
        ("DAY 02 2 pm", (3, 15), time(14)),
        ("Day-2 at 09:15", (3, 15), time(9, 15)),
        ("Day2", (3, 15), None),
        ("D2 09:15", (3, 15), time(9, 15)),
        ("D+2 09:15", (3, 16), time(9, 15)),
        ("Go-live + 1", (3, 15), None),
        ("Day 0", (3, 13), None),
        ("Tag 3 um 9:15", (3, 16), time(9, 15)),
        ("Jour 3 à 9h15", (3, 16), time(9, 15)),
        ("Día 3", (3, 16), None),
        ("দিন ২ সকাল ৯:১৫", (3, 15), time(9, 15)),
        ("2026-03-15", (3, 15), None),
        ("2026-03-15 09:15:30", (3, 15), time(9, 15, 30)),
        ("2026-03-15T09:15:30.123", (3, 15), time(9, 15, 30)),
        ("15/03/2026", (3, 15), None),
        ("15.3.26 9.15", (3, 15), time(9, 15)),
        ("15-03-2026 - 9:15 PM", (3, 15), time(21, 15)),
        ("15/3", (3, 15), None),
        ("15-Mar-26", (3, 15), None),
        ("15-Mar-2026 09:15", (3, 15), time(9, 15)),
        ("15 March 2026, 9:15am", (3, 15), time(9, 15)),
        ("15th March", (3, 15), None),
        ("March 15, 2026 9:15 AM", (3, 15), time(9, 15)),
        ("Mar 15 09:15", (3, 15), time(9, 15)),
        ("Sunday, 15 March 2026", (3, 15), None),
        ("Sun 15/03/2026 (09:15)", (3, 15), None),
        ("15 de marzo de 2026", (3, 15), None),
        ("15. März 2026", (3, 15), None),
        ("15 mars 2026", (3, 15), None),
        ("১৫ মার্চ ২০২৬ বিকাল ৪:৩০", (3, 15), time(16, 30)),
        ("46096", (3, 15), None),
        (46096, (3, 15), None),
        (46096.75, (3, 15), time(18)),
        (datetime(2026, 3, 15), (3, 15), None),
        (datetime(2026, 3, 15, 9, 15, 0, 999), (3, 15), time(9, 15)),
        (date(2026, 3, 15), (3, 15), None),
    ],
)
def test_date(value, day, clock):
    found = CALENDAR.moment(value)
    assert (found.day, found.clock) == (date(2026, *day), clock)


@pytest.mark.parametrize(
    "value",
    [
        *(
            "",
            "x",
            "Day",
            "Day x",
            "Day 2 25:00",
            "Day 2 nonsense",
            "Day 1234",
            "2",
            "2.5",
        ),
        *("32/01/2026", "15/13/2026", "2026-02-30", "15 Foo 2026", "2026-03-15 09:75"),
        *("2026-03-15T09:15+99:99", "15/03/1926", "yesterday", "15/03/2026 maybe 9:15"),
        *("9:15", "12345678901", "Day 2" * 40, 2, 0.5, 10**400, 1e308, True, None),
        *(float("nan"), float("inf"), time(9), datetime(1900, 1, 1), b"x", "৴"),
    ],
)
def test_no_date(value):
    assert CALENDAR.moment(value) is None


def test_a_small_number_is_a_day_only_where_days_are_expected():
    assert CALENDAR.moment(2, bare_day=True).day == date(2026, 3, 15)
    assert CALENDAR.moment("2", bare_day=True).day == date(2026, 3, 15)
    assert CALENDAR.moment(2.5, bare_day=True) is None


def test_an_aware_cell_keeps_its_zone():
    moment = CALENDAR.moment(
        datetime(2026, 3, 15, 9, tzinfo=timezone(timedelta(hours=1)))
    )
    assert CALENDAR.utc(moment.day, moment.clock, moment.offset) == datetime(
        2026, 3, 15, 8
    )


@pytest.mark.parametrize(
    "value, expected",
    [
        ("09:15", time(9, 15)),
        ("9.15", time(9, 15)),
        ("9:15:30 PM", time(21, 15)),
        ("9 pm", time(21)),
        ("14h30", time(14, 30)),
        ("14:30 Uhr", time(14, 30)),
        (time(9, 15, 0, 5), time(9, 15)),
        (timedelta(hours=9), time(9)),
        (0.75, time(18)),
        (0.9999999, time(23, 59, 59)),
        *((text, None) for text in ("9", "25:00", "9:75", "noonish", "", 1.5, 9, None)),
    ],
)
def test_time(value, expected):
    assert read_time(value) == expected
