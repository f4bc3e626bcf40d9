from collections import defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.tools import SQL

from .. import const
from ..engine.delays import later
from ..engine.standup import (
    PATIENCE_DAYS,
    SECTIONS,
    Facts,
    View,
    agenda,
    business_days,
    planned_before,
)
from .fetched import fetched
from .resource_calendar import TimelineBook, from_epoch, to_epoch

#: Room for the issues of one section in the order of lines.
SECTION_ROOM = 10_000
#: Days that are offered as committed dates.
DAYS_OFFERED = 6
#: Where nothing ever opens, waiting is too long after this.
LONG_WAIT = timedelta(days=2)


class HypercareStandup(models.Model):
    """What a stand-up speaks of: the engine decides, here its facts are gathered."""

    _inherit = "hypercare.standup"

    @api.model
    def _book(self, period):
        # sudo: the hours of a period do not depend on who may read its calendar.
        period = period.sudo()
        return TimelineBook(period.calendar_id, period.company_id)

    @api.model
    def _since(self, period, day, now, book):
        """Return the moment of the last stand-up before a day (naive UTC).

        If there was none: when that of the business day before was planned.
        """
        # sudo: what is new does not depend on who may read former stand-ups.
        last = fetched(
            self.sudo(), [("period_id", "=", period.id), ("date", "<", day)], limit=1
        )
        if last:
            return last.started_at
        minute = round(period.standup_time * 60) % 1440
        moment = book.ask(
            lambda line: planned_before(
                line, to_epoch(now), minute, period.tz or "UTC"
            ),
            to_epoch(now) - 60 * 86400,
        )
        return from_epoch(moment) if moment else now - timedelta(days=1)

    @api.model
    def _agenda(self, issues_model, period, day, now, book) -> dict[str, list[int]]:
        """Return the ids of the issues of a stand-up, by section, see `agenda`.

        :param issues_model: hypercare.issue, with the rights that count
        :param day: the day of the stand-up, in the period's time zone
        :param book: see ``_book``
        """
        since = self._since(period, day, now, book)
        issues = fetched(
            issues_model,
            [
                ("period_id", "=", period.id),
                "|",
                ("is_open", "=", True),
                "&",
                ("state", "in", ("resolved", "closed")),
                ("ended_at", ">=", since),
            ],
        )
        waits = self._waits_too_long(issues, book)
        end_of_day = _ends(period)
        facts = [
            Facts(
                issue.id,
                issue.severity,
                is_open=issue.state in const.OPEN_STATES,
                is_late=issue.sla_state in ("breached", "at_risk")
                and bool(issue.breach_at)
                or bool(issue.commit_date and issue.commit_date < day),
                has_owner=bool(issue.user_id),
                has_date=bool(issue.commit_date),
                due=min(
                    (
                        to_epoch(moment)
                        for moment in (issue.breach_at, end_of_day(issue.commit_date))
                        if moment
                    ),
                    default=None,
                ),
                too_long_at=waits.get(issue.id),
                reported_at=to_epoch(issue.reported_at),
                resolved_at=issue.ended_at and to_epoch(issue.ended_at) or None,
            )
            for issue in issues
        ]
        return agenda(facts, View(to_epoch(now), to_epoch(since)))

    @api.model
    def _waits_too_long(self, issues, book) -> dict[int, int]:
        """Return, by issue id, when its waiting gets too long (epoch seconds)."""
        waiting = issues.filtered(lambda issue: issue.state == "waiting")
        if not waiting:
            return {}
        # sudo: since when an issue waits is told to whoever may read the issue.
        pauses = self.env["hypercare.sla.pause"].sudo()
        since = {
            issue.id: moment
            for issue, moment in pauses._read_group(
                [
                    ("issue_id", "in", waiting.ids),
                    ("kind", "=", "waiting"),
                    ("ended_at", "=", False),
                ],
                ["issue_id"],
                ["started_at:min"],
            )
        }
        found = {}
        for issue_id, moment in since.items():
            start = to_epoch(moment)
            over = book.ask(
                lambda line, start=start: later(
                    line, start, PATIENCE_DAYS, "business_days"
                ),
                start,
            )
            found[issue_id] = over or start + int(LONG_WAIT.total_seconds())
        return found

    # -- Lines -------------------------------------------------------------------------

    def _gather(self, now, lines, book=None):
        """Add the issues that are not yet in this open stand-up, each to its section.

        :param lines: all lines that there are
        :return: all lines, whoever may read them
        """
        self.ensure_one()
        # sudo: what is spoken of does not depend on who has opened it; lines are shown
        # to those who may read the issue.
        issues = self.env["hypercare.issue"].sudo()
        found = self._agenda(
            issues, self.period_id, self.date, now, book or self._book(self.period_id)
        )
        known, last = set(), defaultdict(int)
        for line in lines:
            known.add(line.issue_id.id)
            last[line.section] = max(last[line.section], line.sequence)
        vals_list = []
        for number, section in enumerate(SECTIONS):
            fresh = [id_ for id_ in found.get(section, ()) if id_ not in known]
            begin = last[section] or number * SECTION_ROOM
            for place, issue in enumerate(issues.browse(fresh), begin + 1):
                vals_list.append(
                    {
                        "standup_id": self.id,
                        "company_id": self.company_id.id,
                        "issue_id": issue.id,
                        "section": section,
                        "sequence": place,
                        "owner_before_id": issue.user_id.id,
                        "date_before": issue.commit_date,
                        "severity_before": issue.severity,
                    }
                )
        if vals_list:
            # Two screens that hear of the same issue would enter it twice.
            self._take_turn()
        return lines | lines._insert_rows(vals_list)

    @api.model
    def _claim(self, period, day, now):
        """Return today's stand-up, made if it is not there yet; tell whether it was.

        :return: (stand-up, whether it is new)
        """
        # Raw SQL: of two people who start at once one makes it and the other gets it.
        # The other's transaction fails to serialize, is repeated and then finds it.
        rows = self.env.execute_query(
            SQL(
                "INSERT INTO %s (period_id, company_id, date, state, started_at,"
                " led_by_id, create_uid, write_uid, create_date, write_date)"
                " VALUES (%s, %s, %s, 'open', %s, %s, %s, %s, %s, %s)"
                " ON CONFLICT (period_id, date) DO NOTHING RETURNING id",
                SQL.identifier(self._table),
                *(period.id, period.company_id.id, day, now),
                *([self.env.uid] * 3),
                *([self.env.cr.now()] * 2),
            )
        )
        if rows:
            return self.browse(rows[0]), True
        return self._of_day(period, day), False

    @api.model
    def _of_day(self, period, day):
        return fetched(self, [("period_id", "=", period.id), ("date", "=", day)])

    # -- Days --------------------------------------------------------------------------

    @api.model
    def _days_offered(self, period, today, book) -> list:
        """Return the next business days: what is promised is done on one of them."""
        midnight = _ends(period)(today - timedelta(days=1))
        days = book.ask(
            lambda line: business_days(line, today, DAYS_OFFERED, period.tz or "UTC"),
            to_epoch(midnight) - 86400,
        )
        return days or [today + timedelta(days=more) for more in range(DAYS_OFFERED)]


def _ends(period):
    """Return a function day → its last moment in the period's time zone (naive UTC)."""
    zone = ZoneInfo(period.tz or "UTC")
    utc = ZoneInfo("UTC")

    def end(day):
        # The last day a calendar can show has no day after it.
        if not day or day.year > 9000:
            return None
        following = day + timedelta(days=1)
        midnight = datetime(following.year, following.month, following.day, tzinfo=zone)
        return midnight.astimezone(utc).replace(tzinfo=None) - timedelta(seconds=1)

    return end


def today_of(period, now=None):
    """Return the present day in the period's time zone."""
    return period._to_local(now or fields.Datetime.now()).date()
