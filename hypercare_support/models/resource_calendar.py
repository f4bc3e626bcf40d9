from collections import OrderedDict
from datetime import datetime, timedelta, timezone
from math import ceil

import pytz
from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.tools import SQL

from ..engine.timeline import HorizonExceeded, NeverOpens, Timeline

#: Compiled timelines of this process. A key contains a digest of everything the
#: timeline was compiled from, so an entry can be unused but never wrong – whichever
#: worker or server changed the calendar, and whether or not it was committed.
_COMPILED: OrderedDict[tuple, Timeline] = OrderedDict()
_COMPILED_LIMIT = 64
#: Months after the year of the earliest instant begins that are compiled at first, and
#: at most. Most deadlines lie within weeks; a longer horizon costs time in proportion.
_MONTHS, _MONTHS_LIMIT = 18, 18 * 16


def to_epoch(instant: datetime) -> int:
    """Return a naive UTC datetime as seconds since the Unix epoch."""
    return int(instant.replace(tzinfo=timezone.utc).timestamp())


def from_epoch(seconds: int) -> datetime:
    """Return seconds since the Unix epoch as naive UTC datetime."""
    return datetime.fromtimestamp(seconds, timezone.utc).replace(tzinfo=None)


class TimelineBook:
    """The working time of one calendar for one company, compiled as far as asked.

    :ivar calendar: may be empty; then nothing ever opens
    """

    def __init__(self, calendar, company):
        # sudo: due times must not depend on who may read holidays.
        self.calendar = calendar.sudo()
        self.company = company
        self._digest = None

    @classmethod
    def shelf(cls, calendars, company) -> dict:
        """Return calendar → book for many calendars, with one statement for all."""
        digests = calendars.sudo()._hypercare_digests(company)
        books = {calendar: cls(calendar, company) for calendar in calendars}
        for calendar, book in books.items():
            book._digest = digests[calendar.id]
        return books

    def ask(self, question, earliest: int):
        """Return ``question(timeline)``, compiling further when it asks beyond.

        :param question: function of a `Timeline`
        :param earliest: the first instant (epoch seconds) it asks about
        :return: None where the calendar never opens again
        """
        months = _MONTHS
        while True:
            try:
                return question(self._timeline(earliest, months))
            except NeverOpens:
                return None
            except HorizonExceeded:
                if months >= _MONTHS_LIMIT:
                    return None
                months *= 2

    def _timeline(self, earliest: int, months: int) -> Timeline | None:
        if not self.calendar:
            return None
        if self._digest is None:
            self._digest = self.calendar._hypercare_digests(self.company)[
                self.calendar.id
            ]
        year = from_epoch(earliest).year
        cr = self.calendar.env.cr
        key = (cr.dbname, self.calendar.id, self._digest, year, months)
        timeline = _COMPILED.get(key)
        if timeline is None:
            # A Monday: Odoo counts the weeks of flexible hours from the first day it
            # is asked about, and all compilations have to agree.
            begin = datetime(year, 1, 1) - timedelta(days=3)
            begin -= timedelta(days=begin.weekday())
            timeline = _COMPILED[key] = self.calendar._hypercare_compile(
                self.company, begin, datetime(year, 1, 1) + relativedelta(months=months)
            )
            while len(_COMPILED) > _COMPILED_LIMIT:
                _COMPILED.popitem(last=False)
        return timeline


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def _hypercare_leave_domain(self, company):
        """Leaves that close the calendar for everybody in this company.

        The calendar's own lookup would also count leaves of other companies that
        name no calendar.
        """
        return [
            ("time_type", "=", "leave"),
            ("company_id", "in", [company.id, False]),
        ]

    def _hypercare_digests(self, company) -> dict[int, str]:
        """Return by id a digest of all that the working time of a calendar is made of.

        By content, not by write date: two changes in one transaction share their
        write date, and a transaction that began earlier may commit later.
        """
        if not self:
            return {}
        self.flush_recordset()
        self.env["resource.calendar.attendance"].flush_model()
        self.env["resource.calendar.leaves"].flush_model()
        # Raw SQL: one statement for three tables, whatever the number of leaves.
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.id, md5(concat_ws('|', c.tz, c.flexible_hours,
                    c.two_weeks_calendar, c.hours_per_day, c.full_time_required_hours,
                    %(company)s,
                    (SELECT string_agg(concat_ws(',', a.dayofweek, a.week_type,
                        a.hour_from, a.hour_to, a.day_period, a.display_type), ';'
                        ORDER BY a.id)
                       FROM resource_calendar_attendance a
                      WHERE a.calendar_id = c.id),
                    (SELECT string_agg(concat_ws(',', l.date_from, l.date_to), ';'
                        ORDER BY l.date_from, l.date_to)
                       FROM resource_calendar_leaves l
                      WHERE l.resource_id IS NULL AND l.time_type = 'leave'
                        AND (l.calendar_id = c.id OR l.calendar_id IS NULL)
                        AND (l.company_id = %(company)s OR l.company_id IS NULL))))
                  FROM resource_calendar c WHERE c.id IN %(ids)s
                """,
                company=company.id,
                ids=tuple(self.ids),
            )
        )
        return dict(rows)

    def _hypercare_compile(self, company, begin, end) -> Timeline:
        """Compile the working time between two midnights of the calendar.

        :param begin, end: naive, in the calendar's time zone
        """
        self.ensure_one()
        zone = pytz.timezone(self.tz or "UTC")
        begin, end = zone.localize(begin), zone.localize(end)
        intervals = self._work_intervals_batch(
            begin, end, domain=self._hypercare_leave_domain(company)
        )[False]
        return Timeline.compile(
            (
                # A day until 24:00 ends a microsecond early in Odoo.
                (int(start.timestamp()), ceil(stop.timestamp()))
                for start, stop, _origin in intervals
            ),
            tz=zone.zone,
            valid_from=int(begin.timestamp()),
            valid_to=int(end.timestamp()),
        )
