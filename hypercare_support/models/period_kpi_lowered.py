from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from .. import const
from ..engine.kpi_raised import highest_held
from .period_centre_facts import epoch_sql
from .resource_calendar import to_epoch

SEVERITIES = tuple(code for code, _label in const.SEVERITIES)


class HypercarePeriod(models.Model):
    """What was lowered counts in the weekly trend as the worst that it was."""

    _inherit = "hypercare.period"

    def _kpi_weeks(self, rows, day, until) -> dict[bool, dict[str, int]]:
        """Return what was raised by severity: True the last seven days, False before.

        :param rows: severity, whether in the last seven days, and how many
        """
        weeks = {True: {}, False: {}}
        for row in rows:
            weeks[row["recent"]][row["severity"]] = row["n"]
        for is_recent, severity, worst in self._kpi_lowered(day, until):
            week = weeks[is_recent]
            week[severity] = week.get(severity, 0) - 1
            week[worst] = week.get(worst, 0) + 1
        return weeks

    def _kpi_lowered(self, day, until):
        """Yield (in the last seven days, severity, worst it was) of what was lowered.

        Only histories of what was raised in these two weeks and lowered are read.
        """
        one_week, two_weeks = (
            self._day_bounds(day - timedelta(days=days))[1] for days in (7, 14)
        )
        # Raw SQL: the history of some issues in one row of arrays.
        [history] = self.env.execute_query_dict(
            SQL(
                "SELECT array_agg(issue_id) AS issue, array_agg(recent) AS recent,"
                " array_agg(at) AS at, array_agg(kind) AS kind, array_agg(old) AS old,"
                " array_agg(new) AS new, array_agg(by) AS by,"
                " array_agg(explained) AS explained FROM (SELECT event.issue_id,"
                " issue.reported_at >= %(one_week)s AS recent, %(at)s AS at,"
                " event.kind, event.old, event.new, event.user_id AS by,"
                " COALESCE(event.reason, '') != '' AS explained"
                " FROM hypercare_issue issue JOIN hypercare_issue_event event"
                " ON event.issue_id = issue.id AND event.at < %(until)s"
                " AND event.kind IN ('state', 'severity')"
                " WHERE issue.period_id = %(period)s AND issue.reported_at < %(until)s"
                " AND issue.reported_at >= %(two_weeks)s"
                " AND EXISTS (SELECT FROM hypercare_issue_event known"
                " WHERE known.issue_id = issue.id AND known.kind = 'severity'"
                " AND known.old < known.new AND known.at < %(until)s)"
                " ORDER BY event.issue_id, event.at, event.id) part",
                at=epoch_sql("event.at"),
                one_week=one_week,
                two_weeks=two_weeks,
                until=until,
                period=self.id,
            )
        )
        recent = dict(zip(history["issue"] or (), history["recent"] or (), strict=True))
        last = to_epoch(until) - 1
        for is_recent, changes in zip(
            recent.values(), self._centre_changes(history), strict=True
        ):
            now = {change.kind: change.new for change in changes}
            worst = highest_held(changes, SEVERITIES, const.OPEN_STATES, last)
            is_counted = now["state"] != "cancelled"
            if is_counted and worst and worst < now["severity"]:
                yield is_recent, now["severity"], worst
