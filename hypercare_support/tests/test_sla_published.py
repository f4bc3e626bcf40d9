"""Cases from the test suites of other products, through the models.

The engine has them in ``tests/engine/test_engine_published.py``, whose data is used
here. Each case becomes a working schedule with its public holidays, a policy with one
promise, and an issue that is reported, put to wait and taken up again at the moments
of the case.
"""

import json
import re
import unittest
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import HypercareCommon, at_time

ROOT = Path(__file__).parents[2]
DATA, DOCS = ROOT / "tests" / "engine" / "data", ROOT / "docs" / "sla.md"
UTC = ZoneInfo("UTC")

#: Cases that we answer otherwise, with our answer; the reasons are in docs/sla.md.
DISPUTED = {
    "sla-026": "2013-06-04 16:00:00",  # ends exactly at closing, not at next opening
    "sla-045": "2016-11-09 09:26:36",  # seconds count, pauses are not rounded up
    "sla-213": "2025-01-07 15:00:00",  # their sum needs a break that is not there
}
#: Promises that cannot be made: of nothing, and of less than a minute.
REFUSED = {"sla-101": "refused", "sla-068": "not expressible"}
DOCUMENTED = re.compile(
    r"^\| (sla-\d+), (disputed|refused|not expressible) \| [^|]* \| ([^|]*) \|",
    re.MULTILINE,
)


def load(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def moment(text, tz="UTC"):
    """Return a naive UTC datetime; without offset, text is the wall clock of *tz*."""
    parsed = datetime.fromisoformat(text)
    if parsed.tzinfo is None:
        parsed = parsed.replace(tzinfo=ZoneInfo(tz))
    return parsed.astimezone(UTC).replace(tzinfo=None)


def hours(text):
    hour, minute = text.split(":")
    return int(hour) + int(minute) / 60


def dates(holidays, years):
    """Return the dates of holidays: ``2015-09-22`` or, every year, ``*-12-25``."""
    for holiday in holidays:
        if not holiday.startswith("*"):
            yield date.fromisoformat(holiday)
            continue
        for year in years:
            yield date.fromisoformat(holiday.replace("*", str(year)))


@tagged("post_install", "-at_install")
@unittest.skipUnless(DATA.is_dir(), "the published cases lie beside the addon")
class TestPublishedCases(HypercareCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cases, cls.day_cases = load("sla_cases.json"), load("sla_day_cases.json")

    def setUp(self):
        super().setUp()
        self.calendars = {}

    # -- From a case to records ----------------------------------------------------

    def calendar_of(self, case):
        """Return the working schedule of a case; cases with the same one share it."""
        parts = [case["timezone"], case["weekly_hours"], case.get("holidays", [])]
        key = json.dumps(parts, sort_keys=True)
        if key not in self.calendars:
            self.calendars[key] = self.make_case_calendar(*parts)
        return self.calendars[key]

    def make_case_calendar(self, tz, weekly_hours, holidays):
        calendar = self.make_calendar(days="", tz=tz)
        calendar.attendance_ids = [
            Command.create(
                {
                    "name": "Support",
                    "dayofweek": weekday,
                    "hour_from": hours(begin),
                    "hour_to": hours(end),
                    "day_period": "morning",
                }
            )
            for weekday, spans in weekly_hours.items()
            for begin, end in spans
        ]
        zone = ZoneInfo(tz)
        self.env["resource.calendar.leaves"].create(
            [
                {
                    "name": "Public holiday",
                    "calendar_id": calendar.id,
                    "company_id": self.company.id,
                    **{
                        field: datetime.combine(day, clock, zone)
                        .astimezone(UTC)
                        .replace(tzinfo=None)
                        for field, clock in (
                            ("date_from", time(0, 0)),
                            ("date_to", time(23, 59, 59)),
                        )
                    },
                }
                for day in dates(holidays, range(2013, 2019))
            ]
        )
        return calendar

    def make_case_policy(self, **promise):
        line = {"severity": "s2", "metric": "resolution", **promise}
        return self.env["hypercare.sla.policy"].create(
            {"name": "One promise", "line_ids": [Command.create(line)]}
        )

    def report(self, case, start, pauses=(), **promise):
        """Return an issue of the case, reported at *start* and paused as told.

        An issue cannot wait before it exists: earlier pauses begin with it.
        """
        period = self.make_period(
            calendar_id=self.calendar_of(case).id,
            policy_id=self.make_case_policy(**promise).id,
            tz=case["timezone"],
        )
        issue = self.make_issue("s2", at=start, period_id=period.id)
        for begin, end in pauses:
            self.do(issue, self.l1, max(begin, start), state="waiting")
            self.do(issue, self.l1, max(end, start), state="in_progress")
        return issue

    def assert_due(self, issue, expected):
        """The promise is due, and breached from the second after."""
        self.assertEqual(issue.resolution_due, expected)
        self.assertEqual(self.clock(issue, "resolution").due_at, expected)
        if issue.pause_ids and max(issue.pause_ids.mapped("ended_at")) > expected:
            return
        for seconds, late in ((0, False), (1, True)):
            with at_time(expected + timedelta(seconds=seconds)):
                issue.invalidate_recordset(["sla_state"])
                self.assertEqual(issue.sla_state == "breached", late)

    # -- Minutes -------------------------------------------------------------------

    def test_published_cases(self):
        for case in self.cases:
            if case["id"] in REFUSED:
                continue
            with self.subTest(case=case["id"]):
                issue = self.report(
                    case,
                    moment(case["start"]),
                    [[moment(text) for text in pause] for pause in case["pauses"]],
                    kind=case["target"]["unit"].removesuffix("_minutes"),
                    minutes=case["target"]["value"],
                )
                answer = DISPUTED.get(case["id"], case["expected_deadline"])
                self.assert_due(issue, moment(answer))

    def test_promises_that_cannot_be_made(self):
        cases = {case["id"]: case for case in self.cases}
        for identifier in REFUSED:
            minutes = cases[identifier]["target"]["value"]
            with (
                self.subTest(case=identifier),
                mute_logger("odoo.sql_db"),
                self.assertRaises(ValidationError),
            ):
                self.make_case_policy(kind="working", minutes=minutes)

    # -- Days ----------------------------------------------------------------------

    def check_day_cases(self, kind, check):
        cases = [case for case in self.day_cases if case["kind"] == kind]
        self.assertTrue(cases)
        for case in cases:
            with self.subTest(case=case["source"], start=case["start"]):
                check(case, moment(case["start"], case["timezone"]))

    def test_published_closings_of_days(self):
        """The closing of a day is when a promise for the same business day is due."""

        def check(case, start):
            issue = self.report(case, start, kind="same_day")
            self.assert_due(issue, moment(case["expected"], case["timezone"]))

        self.check_day_cases("same_business_day", check)

    def test_published_openings(self):
        """The next opening is a minute before a promise of one working minute is due.

        A target of a minute is the shortest there is.
        """

        def check(case, start):
            issue = self.report(case, start, kind="working", minutes=1)
            opening = moment(case["expected"], case["timezone"])
            self.assert_due(issue, opening + timedelta(minutes=1))

        self.check_day_cases("next_opening", check)

    def test_published_working_times(self):
        """A promise of the working time between two moments is due at the second.

        In all these cases the second one lies within working hours.
        """

        def check(case, start):
            minutes = case["expected"] / 60
            issue = self.report(case, start, kind="working", minutes=minutes)
            self.assert_due(issue, moment(case["end"], case["timezone"]))

        self.check_day_cases("working_elapsed_seconds", check)

    # -- Completeness --------------------------------------------------------------

    def test_no_case_is_left_out(self):
        known = {case["id"] for case in self.cases}
        self.assertEqual(len(known), len(self.cases))
        self.assertEqual((len(self.cases), len(self.day_cases)), (102, 14))
        self.assertEqual(
            {case["kind"] for case in self.day_cases},
            {"same_business_day", "next_opening", "working_elapsed_seconds"},
        )
        disputed = {case["id"] for case in self.cases if case.get("disputed")}
        self.assertEqual(disputed, set(DISPUTED))

    def test_the_exceptions_are_the_documented_ones(self):
        documented = {
            identifier: ours.strip() if why == "disputed" else why
            for identifier, why, ours in DOCUMENTED.findall(DOCS.read_text("utf-8"))
        }
        self.assertEqual(documented, DISPUTED | REFUSED)
