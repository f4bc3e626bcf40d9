from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from .. import const
from ..engine.kpi_measures import NAMED
from ..engine.kpi_raised import one_of_each, raised_as
from .period_centre_facts import epoch_sql
from .resource_calendar import from_epoch, to_epoch

#: Days before the one asked about that any KPI looks at.
LOOK_BACK = 92
#: How often a question is asked before it should have an answer.
REPEATED = 3
#: Days in which a part of Level 3 still counts.
CONSULTED_DAYS = 30


class HypercarePeriod(models.Model):
    """Issues as they were at the end of a day, grouped by the database."""

    _inherit = "hypercare.period"

    def _kpi_rows(self, day, until) -> dict[str, list[dict]]:
        """Return fact → rows: everything about issues, in one statement."""
        branches = self._kpi_branches(day, until)
        # Raw SQL: grouped by the database; nothing is read issue by issue.
        rows = self.env.execute_query(
            SQL(
                "WITH past AS MATERIALIZED (%s), reach AS MATERIALIZED (%s) %s",
                self._kpi_past_sql(until),
                self._kpi_reach_sql(until),
                SQL(" UNION ALL ").join(
                    SQL(
                        "SELECT %s AS fact, to_jsonb(found) AS row FROM (%s) found",
                        name,
                        branch,
                    )
                    for name, branch in branches.items()
                ),
            )
        )
        found = {name: [] for name in branches}
        for name, row in rows:
            found[name].append(row)
        return found

    def _kpi_past_sql(self, until) -> SQL:
        """Issues as they were: state, severity, when solved, whether opened again."""
        return SQL(
            "SELECT issue.id, issue.period_id, issue.reported_at, issue.level,"
            " issue.category_id, issue.duplicate_of_id, issue.name, was.*"
            " FROM hypercare_issue issue JOIN ("
            " SELECT event.issue_id,"
            " (array_agg(event.new ORDER BY event.at DESC, event.id DESC)"
            " FILTER (WHERE event.kind = 'state'))[1] AS state,"
            " (array_agg(event.new ORDER BY event.at DESC, event.id DESC)"
            " FILTER (WHERE event.kind = 'severity'))[1] AS severity,"
            " max(event.at) FILTER (WHERE event.kind = 'state'"
            " AND event.new = 'resolved') AS solved_at,"
            " COALESCE(bool_or(event.kind = 'state' AND event.old IN %(ended)s"
            " AND event.new IN %(open)s), FALSE) AS reopened"
            " FROM hypercare_issue mine JOIN hypercare_issue_event event"
            " ON event.issue_id = mine.id AND event.kind IN ('state', 'severity')"
            " AND event.at < %(until)s WHERE mine.period_id = %(period)s"
            " GROUP BY event.issue_id) was ON was.issue_id = issue.id"
            " WHERE issue.reported_at < %(until)s",
            ended=const.ENDED_STATES,
            open=const.OPEN_STATES,
            until=until,
            period=self.id,
        )

    def _kpi_reach_sql(self, until) -> SQL:
        """The highest level above Level 1 that had a part in what counts."""
        since = until - timedelta(days=CONSULTED_DAYS)
        some = SQL(
            "(SELECT * FROM past WHERE state IN ('resolved', 'closed')"
            " AND solved_at >= %s OR reported_at >= %s OR state IN %s)",
            until - timedelta(days=LOOK_BACK),
            since,
            const.OPEN_STATES,
        )
        levels = self.env["hypercare.issue"]._levels_sql(some, until)
        return SQL(
            "SELECT issue_id, max(level) AS level FROM (%s) every"
            " WHERE level > 'l1' GROUP BY issue_id",
            levels,
        )

    def _kpi_branches(self, day, until) -> dict[str, SQL]:
        """Return fact → SELECT over ``past`` and ``reach``. To be extended."""
        one_week, two_weeks = (
            self._day_bounds(day - timedelta(days=days))[1] for days in (7, 14)
        )
        named = SQL("(array_agg(id ORDER BY id DESC))[1:%s] AS ids", NAMED)
        since = self._day_bounds(day - timedelta(days=CONSULTED_DAYS))[1]
        return {
            "total": SQL("SELECT count(*) AS n FROM past"),
            "open": SQL(
                "SELECT severity, count(*) AS n, %s FROM past WHERE state IN %s"
                " GROUP BY severity",
                named,
                const.OPEN_STATES,
            ),
            "change": SQL(
                "SELECT COALESCE(sum(step) FILTER (WHERE at >= %(week)s), 0) AS week,"
                " COALESCE(sum(step), 0) AS fortnight FROM (SELECT event.at,"
                " (event.new IN %(open)s)::int"
                " - COALESCE(event.old IN %(open)s, FALSE)::int AS step"
                " FROM hypercare_issue_event event JOIN past"
                " ON past.id = event.issue_id WHERE event.kind = 'state'"
                " AND event.at >= %(fortnight)s AND event.at < %(until)s) moved",
                open=const.OPEN_STATES,
                week=one_week,
                fortnight=two_weeks,
                until=until,
            ),
            "raised": SQL(
                "SELECT severity, reported_at >= %s AS recent, count(*) AS n FROM past"
                " WHERE state != 'cancelled' AND reported_at >= %s GROUP BY 1, 2",
                one_week,
                two_weeks,
            ),
            "solved": SQL(
                "SELECT %s AS day, reach.level AS reached, count(*) AS n, %s FROM past"
                " LEFT JOIN reach ON reach.issue_id = past.id"
                " LEFT JOIN hypercare_category kind ON kind.id = past.category_id"
                " WHERE past.state IN ('resolved', 'closed') AND NOT past.reopened"
                " AND past.solved_at >= %s"
                " AND (kind.id IS NULL OR kind.in_scope) GROUP BY 1, 2",
                self._kpi_day_sql(SQL("past.solved_at")),
                SQL("(array_agg(past.id ORDER BY past.id DESC))[1:%s] AS ids", NAMED),
                until - timedelta(days=LOOK_BACK),
            ),
            "promise": self._kpi_promise_sql(until),
            "consulted": SQL(
                "SELECT count(*) AS n, %s FROM past JOIN reach"
                " ON reach.issue_id = past.id AND reach.level = 'l3'"
                " WHERE past.state != 'cancelled' AND (past.reported_at >= %s"
                # What still waits for Level 3 needs it, however old it is.
                " OR past.solved_at >= %s OR past.state IN %s)",
                named,
                since,
                since,
                const.OPEN_STATES,
            ),
            "question": self._kpi_question_sql(until),
        }

    def _kpi_promise_sql(self, until) -> SQL:
        """Promises by the day on which they were decided, and by severity.

        One is decided when it is kept, or when its due time passes: running and overdue
        counts as missed. Of an issue that was reopened the last run counts.
        """
        return SQL(
            "SELECT metric, severity, met, %(day)s AS day, count(*) AS n,"
            " (array_agg(id ORDER BY id DESC))[1:%(named)s] AS ids"
            " FROM (SELECT id, metric, severity, compared_at <= due_at AS met,"
            " CASE WHEN compared_at <= due_at THEN stopped_at ELSE due_at END"
            " AS decided_at FROM (SELECT DISTINCT ON (clock.issue_id, clock.metric)"
            " past.id, past.severity, clock.metric, clock.due_at, clock.stopped_at,"
            " COALESCE(clock.stopped_at, clock.paused_at, %(until)s) AS compared_at"
            " FROM hypercare_sla_clock clock JOIN past ON past.id = clock.issue_id"
            " WHERE clock.metric IN ('response', 'resolution')"
            " AND clock.state != 'cancelled' AND clock.due_at IS NOT NULL"
            " AND clock.started_at < %(until)s"
            " ORDER BY clock.issue_id, clock.metric, clock.run DESC) promise) decided"
            " WHERE decided_at < %(until)s AND decided_at >= %(since)s"
            " GROUP BY 1, 2, 3, 4",
            day=self._kpi_day_sql(SQL("decided_at")),
            named=NAMED,
            until=until,
            since=until - timedelta(days=LOOK_BACK),
        )

    def _kpi_question_sql(self, until) -> SQL:
        """Questions asked three times or more: by duplicates and by “me too”."""
        return SQL(
            "SELECT count(*) AS n, (array_agg(root.id ORDER BY root.id DESC))[1:%s]"
            " AS ids FROM past root JOIN (SELECT same.id FROM ("
            " SELECT duplicate_of_id AS id FROM past WHERE duplicate_of_id IS NOT NULL"
            " UNION ALL SELECT me.issue_id FROM hypercare_issue_affected_rel me"
            " JOIN past ON past.id = me.issue_id) same"
            " GROUP BY same.id HAVING count(*) + 1 >= %s) asked ON asked.id = root.id"
            " WHERE root.duplicate_of_id IS NULL"
            " AND NOT EXISTS (SELECT FROM hypercare_article answer"
            " WHERE answer.active AND answer.published AND answer.create_date < %s"
            " AND EXISTS (SELECT FROM jsonb_each_text(answer.name) said"
            " WHERE lower(trim(said.value)) = lower(trim(root.name))))",
            NAMED,
            REPEATED,
            until,
        )

    def _kpi_day_sql(self, moment) -> SQL:
        """Return the day of hypercare of a moment: 1 is the go-live day."""
        return SQL(
            "(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date - %s::date + 1",
            moment,
            self.tz or "UTC",
            self.go_live,
        )

    def _kpi_raised(self, until):
        """Yield (severity, day, issue) of what was raised as S1 or S2.

        Only histories of what became urgent lately are read.
        """
        since = until - timedelta(days=LOOK_BACK)
        events = SQL(
            "SELECT array_agg(event.issue_id) AS issue, array_agg(%(at)s) AS at,"
            " array_agg(event.kind) AS kind, array_agg(event.old) AS old,"
            " array_agg(event.new) AS new, array_agg(event.user_id) AS by,"
            " array_agg(COALESCE(event.reason, '') != '') AS explained,"
            " array_agg(event.root) AS root"
            " FROM (SELECT event.*, CASE WHEN issue.cancel_reason = 'duplicate'"
            " THEN issue.duplicate_of_id END AS root FROM hypercare_issue_event event"
            " JOIN hypercare_issue issue ON issue.id = event.issue_id"
            " WHERE issue.period_id = %(period)s AND event.at < %(until)s"
            " AND event.kind IN ('state', 'severity')"
            " AND EXISTS (SELECT FROM hypercare_issue_event known"
            " WHERE known.issue_id = issue.id AND known.kind = 'severity'"
            " AND known.new IN ('s1', 's2')) AND (issue.ended_at IS NULL"
            " OR issue.ended_at >= %(since)s)"
            " ORDER BY event.issue_id, event.at, event.id) event",
            at=epoch_sql("event.at"),
            period=self.id,
            until=until,
            since=since,
        )
        # Raw SQL: the history of some issues in one row of arrays.
        [history] = self.env.execute_query_dict(events)
        ids = history["issue"] or ()
        roots = dict(zip(ids, history["root"] or (), strict=True))
        last = to_epoch(until) - 1
        raised = {
            issue: raised_as(changes, const.OPEN_STATES, last)
            for issue, changes in zip(roots, self._centre_changes(history), strict=True)
        }
        for issue, severity, at in one_of_each(raised, roots):
            yield severity, self._day_number(from_epoch(at)), issue
