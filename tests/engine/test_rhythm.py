"""Which status reports a day brings."""

from datetime import date, timedelta

import pytest
from engine.rhythm import RHYTHMS, month_before, reports_on
from hypothesis import given
from hypothesis import strategies as st

#: A Sunday; the week is Sunday to Thursday, as in Dhaka.
GO_LIVE = date(2026, 3, 1)


def dhaka(day):
    return day.weekday() not in (4, 5)


@pytest.mark.parametrize(
    ("day", "rhythm", "kinds"),
    [
        (date(2026, 2, 26), "daily", ()),  # before go-live
        (date(2026, 3, 1), "auto", ("daily",)),
        (date(2026, 3, 5), "auto", ("daily", "weekly")),  # Thursday, week 1 ends
        (date(2026, 3, 6), "auto", ()),  # Friday
        (date(2026, 3, 8), "auto", ()),  # second week: no daily any more
        (date(2026, 3, 8), "daily", ("daily",)),
        (date(2026, 3, 1), "alternate", ("daily",)),
        (date(2026, 3, 2), "alternate", ()),
        (date(2026, 3, 3), "alternate", ("daily",)),
        (date(2026, 3, 8), "alternate", ()),  # sixth business day
        (date(2026, 3, 9), "alternate", ("daily",)),
        (date(2026, 3, 12), "weekly", ("weekly",)),
        (date(2026, 4, 1), "weekly", ("monthly",)),
        (date(2026, 4, 2), "weekly", ("weekly",)),
        (date(2026, 5, 1), "weekly", ()),  # a Friday: the month's report waits
        (date(2026, 5, 3), "weekly", ("monthly",)),
    ],
)
def test_reports_on(day, rhythm, kinds):
    assert reports_on(day, GO_LIVE, rhythm, dhaka) == kinds


def test_a_week_without_a_business_day_has_no_summary():
    holidays = {GO_LIVE + timedelta(days=at) for at in range(7, 14)}

    def open_day(day):
        return dhaka(day) and day not in holidays

    kinds = [
        reports_on(GO_LIVE + timedelta(days=at), GO_LIVE, "daily", open_day)
        for at in range(7, 14)
    ]
    assert kinds == [()] * 7


def test_an_unknown_rhythm_is_refused():
    with pytest.raises(ValueError, match="hourly"):
        reports_on(GO_LIVE, GO_LIVE, "hourly", dhaka)


def test_month_before():
    assert month_before(date(2026, 3, 1)) == (date(2026, 2, 1), date(2026, 2, 28))
    assert month_before(date(2026, 1, 31)) == (date(2025, 12, 1), date(2025, 12, 31))


@given(
    open_days=st.sets(st.integers(0, 89)),
    rhythm=st.sampled_from(RHYTHMS),
)
def test_one_summary_for_every_week_that_has_a_business_day(open_days, rhythm):
    def is_open(day):
        return (day - GO_LIVE).days in open_days

    days = [GO_LIVE + timedelta(days=at) for at in range(90)]
    made = [reports_on(day, GO_LIVE, rhythm, is_open) for day in days]
    weeks = [at // 7 for at, kinds in enumerate(made) if "weekly" in kinds]
    wanted = sorted({at // 7 for at in open_days if at // 7 < 12})
    assert [week for week in weeks if week < 12] == wanted
    assert all(is_open(day) for day, kinds in zip(days, made, strict=True) if kinds)
    months = [days[at].month for at, kinds in enumerate(made) if "monthly" in kinds]
    assert len(months) == len(set(months))
