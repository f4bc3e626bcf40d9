"""Working time as compiled equals what Odoo's own planning answers.

Random working schedules and starts, drawn from a seed that every failure names. Odoo
is known to be wrong in a few ways: these traps are listed below, each with what tells
it, and together they may hold two cases in a hundred.
"""

import logging
import random
from collections import Counter
from datetime import datetime, timedelta, timezone
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from ..models.resource_calendar import TimelineBook, from_epoch, to_epoch

_logger = logging.getLogger(__name__)

SEED, STARTS = 20260301, 50
YEAR = datetime(2026, 1, 1)
#: With and without clock changes, in both hemispheres, at and away from full hours;
#: none whose rules changed lately, since machines differ in what they know of these.
ZONES = ("Asia/Dhaka", "Asia/Kathmandu", "Europe/Berlin", "America/New_York", "UTC")
ZONES += ("America/Sao_Paulo", "Australia/Lord_Howe", "Europe/London", "Asia/Kolkata")
#: One schedule in so many is flexible; leaves of another company come as often.
FLEXIBLE_EVERY, FOREIGN_EVERY = 50, 20


class Case(NamedTuple):
    calendar: object
    company: object
    start: datetime
    minutes: int
    ours: datetime | None
    theirs: datetime | None

    def __str__(self):
        return (
            f"{self.calendar.name}: {self.minutes} min from {self.start}:"
            f" {self.ours}, Odoo {self.theirs}"
        )

    def plan(self, domain=None):
        """Return what Odoo answers, to the nearest second, naive UTC."""
        start = self.start.replace(tzinfo=timezone.utc)
        found = self.calendar.plan_hours(
            self.minutes / 60, start, compute_leaves=True, domain=domain
        )
        if not found:
            return None
        return naive(found + timedelta(milliseconds=500))

    def spans(self):
        """Return Odoo's working intervals from the start to the later answer."""
        end = max(filter(None, (self.ours, self.theirs))) + timedelta(days=1)
        return self.calendar._work_intervals_batch(
            self.start.replace(tzinfo=timezone.utc),
            end.replace(tzinfo=timezone.utc),
            domain=self.calendar._hypercare_leave_domain(self.company),
        )[False]


def naive(instant):
    """Return an aware instant in naive UTC, without the fraction of its second."""
    return instant.astimezone(timezone.utc).replace(tzinfo=None, microsecond=0)


# -- Traps: where Odoo's answer is not ours -------------------------------------------


def is_foreign(case):
    """A leave of another company counts, unless a domain leaves it out."""
    return case.plan(case.calendar._hypercare_leave_domain(case.company)) == case.ours


def is_flexible(case):
    """Flexible hours lie around noon, but not on the day that planning starts, nor on
    the days on which it goes on after a fortnight: there they begin with that hour.
    """
    return case.calendar.flexible_hours


def is_leftover(case):
    """A holiday until 23:59:59 leaves a second of work that counts before midnight."""
    return any(
        timedelta() < stop - start < timedelta(minutes=1)
        for start, stop, _attendance in case.spans()
    )


def is_microsecond(case):
    """A day until 24:00 lacks its last microsecond: what would end exactly at that or
    a later closing ends at the opening after it.
    """
    return is_rounded(case) and any(
        stop.microsecond for start, stop, _ in case.spans() if naive(start) < case.ours
    )


def is_rounded(case):
    """Hours are subtracted as binary fractions: what is left over at a closing may be
    a hair more than nothing, and ends at the opening after it.
    """
    starts, stops, _attendances = zip(*case.spans(), strict=True)
    openings = sorted(naive(start) for start in starts if naive(start) >= case.ours)
    closings = {naive(stop + timedelta(microseconds=1)) for stop in stops}
    return case.ours in closings and case.theirs in (*openings[:1], None)


TRAPS = (is_foreign, is_flexible, is_leftover, is_microsecond, is_rounded)

# -- Random schedules -----------------------------------------------------------------


def random_spans(rng):
    """Return the hours of a day, as (from, to, period of the day)."""
    opening, closing = rng.randrange(24, 42) / 4, rng.randrange(56, 88) / 4
    pattern = rng.choice((*2 * ("plain", "lunch", "lunch", "odd"), "night", "always"))
    if pattern == "plain":
        return [(opening, closing, "morning")]
    if pattern == "lunch":
        return [
            (opening, 12, "morning"),
            (12, 13, "lunch"),
            (13, closing, "afternoon"),
        ]
    if pattern == "night":
        return [(0, 6.5, "morning"), (closing, 24, "afternoon")]
    if pattern == "always":
        return [(0, 24, "full_day")]
    return [(8 + 1 / 3, 11 + 5 / 6, "morning"), (12.1, 17 + 7 / 60, "afternoon")]


def random_week(rng, **values):
    spans = random_spans(rng)
    return [
        Command.create(
            {
                "name": "Work",
                "dayofweek": str(day),
                "hour_from": begin,
                "hour_to": end,
                "day_period": period,
                **values,
            }
        )
        for day in rng.sample(range(7), rng.randint(3, 7))
        for begin, end, period in (spans if rng.random() < 0.9 else random_spans(rng))
    ]


def random_schedule(rng, index, company):
    values = {
        "name": f"Schedule {index}",
        "tz": rng.choice(ZONES),
        "company_id": rng.choice((company.id, False)),
    }
    if index % FLEXIBLE_EVERY == FLEXIBLE_EVERY // 2:
        hours = rng.choice((6, 8, 24))
        return values | {
            "schedule_type": "flexible",
            "attendance_ids": [Command.clear()],
            "hours_per_day": hours,
            "full_time_required_hours": 7 * hours,
        }
    if rng.random() < 0.3:
        weeks = random_week(rng, week_type="0") + random_week(rng, week_type="1")
        return values | {"two_weeks_calendar": True, "attendance_ids": weeks}
    return values | {"attendance_ids": random_week(rng)}


def random_leave(rng, calendar):
    """Return a leave: of days or of minutes, of this schedule, company or person."""
    zone = ZoneInfo(calendar.tz)
    first = YEAR + timedelta(days=rng.randrange(-20, 500))
    begin, end = first, first + timedelta(days=rng.choice((1, 1, 1, 2, 5)), seconds=-1)
    if rng.random() < 0.3:
        begin = first + timedelta(minutes=rng.randrange(1440))
        end = begin + timedelta(minutes=rng.randrange(5, 2000))
    return {
        "name": "Leave",
        "calendar_id": calendar.id if rng.random() < 0.7 else False,
        "time_type": "leave" if rng.random() < 0.9 else "other",
        **{
            field: naive(local.replace(tzinfo=zone))
            for field, local in (("date_from", begin), ("date_to", end))
        },
    }


def random_start(rng):
    seconds = rng.randrange(365 * 86400)
    if rng.random() < 0.5:
        seconds -= seconds % 900
    return YEAR + timedelta(seconds=seconds)


def random_minutes(rng):
    if rng.random() < 0.3:
        return 15 * rng.randint(1, 160)
    return rng.randint(1, rng.choice((600, 6000)))


class ParityCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.other = cls.env["res.company"].create({"name": "Another company"})
        cls.person = cls.env["resource.resource"].create({"name": "Somebody"})

    def compare(self, calendars):
        """Compare random cases of so many schedules; return their number by trap."""
        rng = random.Random(SEED)
        counts, unexplained = Counter(), []
        for index in range(1, calendars + 1):
            calendar = self.env["resource.calendar"].create(
                random_schedule(rng, index, self.company)
            )
            leaves = self.make_leaves(rng, calendar, index)
            book = TimelineBook(calendar, self.company)
            for _number in range(STARTS):
                case = self.ask(book, calendar, random_start(rng), random_minutes(rng))
                trap = None
                if case.ours != case.theirs:
                    trap = next((trap for trap in TRAPS if trap(case)), unexplained)
                    if trap is unexplained:
                        unexplained.append(str(case))
                counts[getattr(trap, "__name__", "equal" if not trap else "?")] += 1
            leaves.unlink()
        _logger.info("parity with Odoo, seed %s: %s", SEED, dict(counts))
        self.assertFalse(unexplained[:5], f"{len(unexplained)} cases of seed {SEED}")
        return counts

    def make_leaves(self, rng, calendar, index):
        """Leaves that may count, of a person, and now and then of another company."""
        Leave = self.env["resource.calendar.leaves"]
        leaves = [
            random_leave(rng, calendar) for _number in range(rng.choice((0, 2, 12, 30)))
        ]
        for leave in leaves[::6]:
            leave.update(resource_id=self.person.id, calendar_id=calendar.id)
        foreign = []
        if index % FOREIGN_EVERY == 0:
            # A leave takes the company of its schedule, else that of its maker.
            foreign = [random_leave(rng, calendar) for _number in range(8)]
            for leave in foreign:
                leave.update(calendar_id=not calendar.company_id and calendar.id)
        return Leave.create(leaves) | Leave.with_company(self.other).create(foreign)

    def ask(self, book, calendar, start, minutes):
        begin = to_epoch(start)
        ours = book.ask(lambda timeline: timeline.add(begin, 60 * minutes), begin)
        ours = ours and from_epoch(ours)
        case = Case(calendar, self.company, start, minutes, ours, None)
        return case._replace(theirs=case.plan())


@tagged("post_install", "-at_install")
class TestParity(ParityCase):
    def check(self, schedules):
        counts = self.compare(schedules)
        total = counts.total()
        self.assertEqual(total, schedules * STARTS)
        self.assertLessEqual(total - counts["equal"], 0.02 * total, counts)
        return counts

    def test_forty_schedules(self):
        self.check(40)

    @pytest.mark.long
    def test_two_hundred_schedules(self):
        counts = self.check(200)
        # A trap that is never met should leave the list.
        self.assertEqual(set(counts), {"equal", *(t.__name__ for t in TRAPS)})
