"""Timelines: what compiling does to spans, and the answers at the edges."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from calendars import build_timeline, instant, timeline
from engine import HorizonExceeded, NeverOpens, Timeline

HOUR, DAY = 3600, 86400
MONDAY = 1_767_571_200  # 2026-01-05 00:00 UTC
BEFORE, AFTER = MONDAY - 1, MONDAY + 7 * DAY + 1
FRIDAY_NIGHT = MONDAY + 5 * DAY
OFFICE = [(day * DAY + 9 * HOUR, day * DAY + 18 * HOUR) for day in range(5)]


def compiled(*spans, tz="UTC", days=7, **options):
    """A timeline of *days* from Monday; spans in seconds since it began."""
    return Timeline.compile(
        [(MONDAY + begin, MONDAY + end) for begin, end in spans],
        tz=tz,
        valid_from=MONDAY,
        valid_to=MONDAY + round(days * DAY),
        **options,
    )


def spans_of(line):
    """Its spans in seconds since Monday."""
    pairs = zip(line.starts, line.ends, strict=True)
    return [(begin - MONDAY, end - MONDAY) for begin, end in pairs]


def test_spans_are_sorted_joined_and_summed():
    line = compiled((7200, 9000), (0, 3600), (3600, 5400), (8000, 8500), (100, 200))
    assert spans_of(line) == [(0, 5400), (7200, 9000)]
    assert list(line.sums) == [0, 5400, 7200]


@pytest.mark.parametrize("span", [(600, 659), (600, 600), (600, 500)])
def test_leftovers_under_a_minute_are_no_working_time(span):
    assert spans_of(compiled(span)) == []
    assert spans_of(compiled((600, 660))) == [(600, 660)]


def test_a_holiday_ending_a_second_early_leaves_no_business_day():
    """24x7, Wednesday off until 23:59:59: the second is neither day nor time."""
    line = compiled((0, 2 * DAY), (3 * DAY - 1, 7 * DAY))
    assert spans_of(line) == [(0, 2 * DAY), (3 * DAY, 7 * DAY)]
    assert line.end_of_day(MONDAY + 2 * DAY) == MONDAY + 4 * DAY


@pytest.mark.parametrize("lost", [0, 1])
def test_a_day_that_ends_at_midnight_may_lack_its_last_second(lost):
    line = compiled((9 * HOUR, DAY - lost), (DAY, DAY + 6 * HOUR))
    assert spans_of(line) == [(9 * HOUR, 30 * HOUR)]
    assert list(line.closings) == [MONDAY + DAY, MONDAY + 30 * HOUR]
    alone = compiled((9 * HOUR, DAY - lost))
    assert alone.end_of_day(MONDAY) == MONDAY + DAY


def test_two_lost_seconds_are_meant():
    assert compiled((9 * HOUR, DAY - 2)).end_of_day(MONDAY) == MONDAY + DAY - 2


def test_the_local_midnight_counts_not_that_of_utc():
    """Dhaka's midnight is 18:00 UTC."""
    line = compiled((9 * HOUR, 18 * HOUR - 1), (18 * HOUR, 20 * HOUR), tz="Asia/Dhaka")
    assert spans_of(line) == [(9 * HOUR, 20 * HOUR)]
    assert list(line.closings) == [MONDAY + 18 * HOUR, MONDAY + 20 * HOUR]


def test_spans_are_clipped_to_the_horizon():
    line = Timeline.compile(
        [(MONDAY, MONDAY + 3 * HOUR), (MONDAY + 5 * HOUR, MONDAY + 8 * HOUR)],
        tz="UTC",
        valid_from=MONDAY + 3 * HOUR - 30,
        valid_to=MONDAY + 5 * HOUR + 30,
    )
    begin, end = 3 * HOUR, 5 * HOUR
    assert spans_of(line) == [(begin - 30, begin), (end, end + 30)]
    before = Timeline.compile(
        [(MONDAY, MONDAY + HOUR)], tz="UTC", valid_from=MONDAY + HOUR, valid_to=AFTER
    )
    assert spans_of(before) == []


def test_an_unfinished_last_day_has_no_closing():
    line = compiled((9 * HOUR, 18 * HOUR), (33 * HOUR, 42 * HOUR), days=1.5)
    assert line.end_of_day(MONDAY) == MONDAY + 18 * HOUR
    with pytest.raises(HorizonExceeded):
        line.end_of_day(MONDAY + 18 * HOUR)
    with pytest.raises(HorizonExceeded):
        line.closings_between(MONDAY, MONDAY + 30 * HOUR)
    assert line.add(MONDAY + 18 * HOUR, 3 * HOUR) == MONDAY + 36 * HOUR


def test_the_last_day_of_a_horizon_that_ends_at_midnight_closes():
    line = compiled((33 * HOUR, 42 * HOUR), days=2)
    assert line.end_of_day(MONDAY) == MONDAY + 42 * HOUR


def test_a_horizon_must_not_be_empty():
    with pytest.raises(ValueError, match="horizon"):
        compiled(days=0)


@pytest.mark.parametrize(
    "question",
    [
        lambda line: line.add(BEFORE, 60),
        lambda line: line.add(FRIDAY_NIGHT, 60),
        lambda line: line.add(MONDAY, 46 * HOUR),
        lambda line: line.add(AFTER, 60),
        lambda line: line.between(BEFORE, MONDAY),
        lambda line: line.between(MONDAY, AFTER),
        lambda line: line.next_opening(BEFORE),
        lambda line: line.next_opening(FRIDAY_NIGHT),
        lambda line: line.is_open(BEFORE),
        lambda line: line.is_open(AFTER),
        lambda line: line.spans_between(BEFORE, MONDAY),
        lambda line: line.end_of_day(BEFORE),
        lambda line: line.end_of_day(FRIDAY_NIGHT),
        lambda line: line.end_of_nth_day(BEFORE, 1),
        lambda line: line.end_of_nth_day(MONDAY, 5),
        lambda line: line.end_of_nth_day(AFTER, 1),
        lambda line: line.later_closing(MONDAY, 6),
        lambda line: line.closings_between(BEFORE, MONDAY),
        lambda line: line.closings_between(MONDAY, AFTER),
        lambda line: line.shut_days(MONDAY, AFTER),
        lambda line: line.shut_days(MONDAY, AFTER - 1),
    ],
)
def test_answers_beyond_the_horizon_are_refused(question):
    with pytest.raises(HorizonExceeded) as caught:
        question(compiled(*OFFICE))
    assert caught.value.valid_from == MONDAY
    assert caught.value.valid_to == MONDAY + 7 * DAY


@pytest.mark.parametrize(
    "question",
    [
        lambda line: line.add(MONDAY, 60),
        lambda line: line.next_opening(MONDAY),
        lambda line: line.end_of_day(MONDAY),
        lambda line: line.end_of_nth_day(MONDAY, 1),
        lambda line: line.later_closing(MONDAY, 1),
    ],
)
def test_an_empty_timeline_never_opens(question):
    with pytest.raises(NeverOpens):
        question(compiled())


def test_an_empty_timeline_can_be_measured():
    line = compiled()
    assert line.between(MONDAY, MONDAY + DAY) == 0
    assert line.closings_between(MONDAY, MONDAY + DAY) == 0
    assert line.spans_between(MONDAY, MONDAY + DAY) == []
    assert not line.is_open(MONDAY)


def test_a_complete_timeline_answers_beyond_its_horizon():
    line = compiled(*OFFICE, complete=True)
    assert line.add(MONDAY - 99 * DAY, HOUR) == MONDAY + 10 * HOUR
    assert line.between(MONDAY - 99 * DAY, MONDAY + 99 * DAY) == 45 * HOUR
    assert line.closings_between(MONDAY, MONDAY + 99 * DAY) == 5
    with pytest.raises(NeverOpens):
        line.add(MONDAY, 46 * HOUR)
    with pytest.raises(NeverOpens):
        line.end_of_day(FRIDAY_NIGHT)


def test_adding_nothing_and_less():
    line = compiled(*OFFICE)
    assert line.add(FRIDAY_NIGHT, 0) == FRIDAY_NIGHT
    assert line.add(MONDAY, 1) == MONDAY + 9 * HOUR + 1
    with pytest.raises(ValueError, match="taken away"):
        line.add(MONDAY, -1)
    with pytest.raises(ValueError, match="from one"):
        line.end_of_nth_day(MONDAY, 0)


def test_openings_and_closings_to_the_second():
    line, opening, closing = compiled(*OFFICE), 9 * HOUR, 18 * HOUR
    asked = [opening - 1, opening, closing - 1, closing]
    assert [line.is_open(MONDAY + at) for at in asked] == [False, True, True, False]
    assert not line.is_open(line.valid_to - 1)
    assert line.next_opening(MONDAY) == MONDAY + opening
    assert line.next_opening(MONDAY + opening) == MONDAY + opening
    assert line.next_opening(MONDAY + closing) == MONDAY + DAY + opening
    assert line.closings_between(MONDAY, MONDAY + closing - 1) == 0
    assert line.closings_between(MONDAY, MONDAY + closing) == 1
    assert line.closings_between(MONDAY + closing, MONDAY + DAY) == 0
    assert line.between(MONDAY + closing, MONDAY) == 0
    assert line.closings_between(MONDAY + closing, MONDAY) == 0
    assert line.later_closing(MONDAY, 0) == MONDAY
    assert line.closings_between(line.valid_from, line.valid_to) == 5
    assert line.between(line.valid_from, line.valid_to) == 45 * HOUR


def test_spans_between_are_clipped():
    line = compiled(*OFFICE)
    assert line.spans_between(MONDAY + 10 * HOUR, MONDAY + DAY + 10 * HOUR) == [
        (MONDAY + 10 * HOUR, MONDAY + 18 * HOUR),
        (MONDAY + DAY + 9 * HOUR, MONDAY + DAY + 10 * HOUR),
    ]
    assert line.spans_between(MONDAY + 18 * HOUR, MONDAY + DAY + 9 * HOUR) == []
    assert line.spans_between(MONDAY + DAY, MONDAY) == []


def test_shut_days_are_weekends_and_holidays():
    line = timeline("holiday")
    assert line.shut_days(instant("Tue 20:00"), instant("Mon2 08:00")) == [
        date(2026, 1, day) for day in (7, 9, 10, 11)
    ]
    assert line.shut_days(instant("Thu 20:00"), instant("Thu 22:00")) == []


def test_a_date_that_the_timezone_skipped_is_no_day():
    """Samoa went from 29 to 31 December 2011: no Friday, and no shut Friday either."""
    office = dict.fromkeys(range(5), [("09:00", "17:00")])
    line = build_timeline(
        "Pacific/Apia", office, ["2011-12-30"], date(2011, 12, 1), date(2012, 2, 1)
    )
    zone = ZoneInfo("Pacific/Apia")
    thursday = round(datetime(2011, 12, 29, 10, tzinfo=zone).timestamp())
    monday = round(datetime(2012, 1, 2, 17, tzinfo=zone).timestamp())
    always = build_timeline(
        "Pacific/Apia",
        dict.fromkeys(range(7), [("00:00", "24:00")]),
        [],
        date(2011, 12, 1),
        date(2012, 2, 1),
    )
    saturday_over = round(datetime(2012, 1, 1, tzinfo=zone).timestamp())
    assert always.end_of_nth_day(thursday, 1) == saturday_over
    assert always.shut_days(thursday, monday) == []
    assert date(2011, 12, 30) not in line.shut_days(thursday, monday)
    assert date(2011, 12, 31) in line.shut_days(thursday, monday)


def test_a_horizon_may_begin_in_a_minute_whose_date_comes_back():
    """St. John's, 7 November 2010: 00:00 to 00:01, then once more 23:01 of the 6th."""
    zone = ZoneInfo("America/St_Johns")
    begin = round(datetime(2010, 11, 7, 0, 0, 30, tzinfo=zone).timestamp())
    line = Timeline.compile(
        [(begin, begin + DAY)], tz=zone.key, valid_from=begin, valid_to=begin + 2 * DAY
    )
    midnight = round(datetime(2010, 11, 7, tzinfo=zone, fold=1).timestamp())
    assert line.end_of_day(begin) == midnight == begin - 30 + HOUR


@pytest.mark.parametrize(
    "zone, first, days",
    [
        (
            "America/St_Johns",
            date(2010, 11, 5),
            4,
        ),  # 00:01 back to 23:01
        ("America/St_Johns", date(2010, 3, 12), 4),  # 00:01 forward
        ("America/Havana", date(2026, 10, 30), 4),  # 01:00 back to 00:00
        ("America/Sao_Paulo", date(2018, 11, 2), 4),  # no midnight
        ("America/Sao_Paulo", date(2019, 2, 14), 5),  # 00:00 back to 23:00
        ("America/Toronto", date(1919, 3, 29), 4),  # 23:30 forward to 00:30
        ("Africa/Cairo", date(2026, 4, 22), 5),
        ("Australia/Lord_Howe", date(2026, 4, 3), 4),  # by half an hour
    ],
)
def test_days_are_cut_where_the_local_date_changes(zone, first, days):
    """A day ends once no later instant bears its date, seen second by second."""
    tz = ZoneInfo(zone)
    begin = int(datetime.combine(first, datetime.min.time(), tz).timestamp())
    end = begin + (days + 1) * DAY
    line = Timeline.compile([(begin, end)], tz=zone, valid_from=begin, valid_to=end)
    last_second = {}
    for at in range(begin, end, 60):
        local = datetime.fromtimestamp(at, timezone.utc).astimezone(tz)
        last_second[local.date()] = at + 60
    expected = [last_second[first + timedelta(days=day)] for day in range(days)]
    assert list(line.closings[:days]) == expected
