from datetime import timedelta
from functools import cached_property

from odoo import models
from odoo.tools import SQL

from .. import const
from ..engine.kpi import trend
from ..engine.kpi_raised import highest_held
from .period_centre_facts import epoch_sql
from .period_centre_streak import HISTORY_ISSUES, UNSOLVED_STATES
from .resource_calendar import TimelineBook, to_epoch

WEEK = 7 * 86400
SEVERITIES = tuple(code for code, _label in const.SEVERITIES)
#: Weeks that are looked back on: hypercare and monitoring together.
MOST_WEEKS = 26
#: Daily values that a trend is told from.
TREND_DAYS = 21


class ExitFacts:
    """What the criteria of one period are judged by, at one moment.

    :ivar rows: fact → rows of the database, see ``_exit_branches``
    :ivar now: naive UTC
    """

    def __init__(self, period, now, rows, book=None):
        self.period = period
        self.now = now
        self.rows = rows
        self.book = book or TimelineBook(period.calendar_id, period.company_id)
        self.minimum = period._centre_minimum()

    @cached_property
    def urgent(self) -> int:
        """How many S1 and S2 are open."""
        return self.rows["exit_urgent"][0]["n"]

    @property
    def raised(self) -> int:
        """How many issues there have ever been."""
        return self.rows["exit_urgent"][0]["raised"]

    @cached_property
    def experts(self):
        """Who is or was of Level 3."""
        [row] = self.rows["exit_experts"]
        return self.period.env["res.users"].browse(row["users"] or [])

    @cached_property
    def streak(self):
        """The clean streak while nothing urgent is open; None if it cannot be told."""
        [history] = self.rows["history"]
        return self.period._find_streak(history, self.now, self.book)

    def count_solved(self, reached=None, first=None) -> int:
        """Return how many issues were solved for good.

        :param reached: only those whose highest level is one of these
        :param first: only those that began at this level
        """
        return sum(
            row["n"]
            for row in self.rows["exit_solved"]
            if (reached is None or (row["reached"] or "l1") in reached)
            and (first is None or row["first"] == first)
        )

    @cached_property
    def weeks(self) -> list[dict[str, int]]:
        """What was raised by severity in the weeks up to now, the last one first.

        Whole weeks since go-live only. What was lowered counts as the worst that it
        was, unless that was a mistake.
        """
        begin = to_epoch(self.period._midnight(self.period.go_live))
        whole = min(max(to_epoch(self.now) - begin, 0) // WEEK, MOST_WEEKS)
        found = [{} for _week in range(whole)]
        for row in self.rows["exit_weeks"]:
            if row["back"] < whole:
                found[row["back"]][row["severity"]] = row["n"]
        for back, severity, worst in self._lowered():
            if back < whole:
                week = found[back]
                week[severity] -= 1
                week[worst] = week.get(worst, 0) + 1
        return found

    def _lowered(self):
        """Yield (week, severity now, the worst it was) of what was lowered."""
        [history] = self.rows["exit_lowered"]
        shown = dict(
            zip(
                history["issue"] or (),
                zip(history["back"] or (), history["severity"] or (), strict=True),
                strict=True,
            )
        )
        until = to_epoch(self.now)
        for (back, severity), changes in zip(
            shown.values(), self.period._centre_changes(history), strict=True
        ):
            worst = highest_held(changes, SEVERITIES, const.OPEN_STATES, until)
            if worst and worst < severity:
                yield back, severity, worst

    @cached_property
    def busiest(self) -> int:
        """How many issues were raised in the busiest week, whole or not."""
        counts = {}
        for row in self.rows["exit_weeks"]:
            counts[row["back"]] = counts.get(row["back"], 0) + row["n"]
        return max(counts.values(), default=0)

    @cached_property
    def trend(self):
        """The last seven days against the seven before; None in the first two weeks."""
        if len(self.weeks) < 2:
            return None
        return trend(*self.weeks[:2], self.minimum)

    def values_of(self, criterion) -> list[tuple[str, float]]:
        """Return the daily values of a criterion that say something, in order."""
        for row in self.rows["exit_values"]:
            if row["criterion"] == criterion.id:
                return list(zip(row["days"], row["values"], strict=True))
        return []


class HypercarePeriod(models.Model):
    """The facts behind exit criteria: counted by the database, in one statement."""

    _inherit = "hypercare.period"

    def _exit_facts(self, now) -> ExitFacts:
        """Return the facts of a moment.

        :param now: naive UTC
        """
        self.ensure_one()
        self.env.flush_all()
        # sudo: criteria count all issues; nothing of a single one is told.
        period = self.sudo()
        branches = {
            **period._exit_branches(now),
            "history": period._history_branch(HISTORY_ISSUES),
        }
        rows = self.env.execute_query(
            # Raw SQL: as in the command centre, all counts in one statement.
            SQL(
                "WITH issue AS MATERIALIZED (%s) %s",
                period._centre_issues_sql(),
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
        facts = {name: [] for name in branches}
        for name, row in rows:
            facts[name].append(row)
        return ExitFacts(period, now, facts)

    def _exit_branches(self, now) -> dict[str, SQL]:
        """Return fact → SELECT over ``issue``, for the criteria. To be extended."""
        return {
            "exit_urgent": SQL(
                "SELECT count(*) AS raised, count(*) FILTER"
                " (WHERE severity IN %s AND state IN %s) AS n FROM issue",
                const.URGENT_SEVERITIES,
                UNSOLVED_STATES,
            ),
            "exit_integration": SQL(
                "SELECT count(*) AS n FROM hypercare_integration"
                " WHERE period_id = %s AND critical AND active",
                self.id,
            ),
            "exit_experts": SQL(
                "SELECT array_agg(member.user_id) AS users"
                " FROM hypercare_tier_member member"
                " JOIN hypercare_tier tier ON tier.id = member.tier_id"
                " WHERE tier.period_id = %s AND tier.level = 'l3'",
                self.id,
            ),
            "exit_lowered": self._exit_lowered_branch(now),
            "exit_solved": self._exit_solved_branch(),
            "exit_weeks": SQL(
                "SELECT floor(extract(epoch FROM %(now)s - reported_at)"
                " / %(week)s)::int AS back, severity, count(*) AS n FROM issue"
                " WHERE state != 'cancelled' AND reported_at < %(now)s"
                " AND reported_at >= %(since)s GROUP BY 1, 2",
                now=now,
                week=WEEK,
                since=now - timedelta(seconds=MOST_WEEKS * WEEK),
            ),
            "exit_values": SQL(
                "SELECT criterion_id AS criterion, array_agg(date ORDER BY date)"
                " AS days, array_agg(value ORDER BY date) AS values"
                " FROM hypercare_exit_history WHERE period_id = %s AND kind = 'value'"
                " AND state IN ('met', 'not_met') AND date > %s GROUP BY criterion_id",
                self.id,
                self._to_local(now).date() - timedelta(days=TREND_DAYS),
            ),
            "exit_articles": SQL(
                "SELECT count(*) AS n FROM hypercare_article"
                " WHERE period_id = %s AND published AND active",
                self.id,
            ),
            "exit_agreed": SQL(
                "SELECT bau_policy_id IS NOT NULL AS policy,"
                " business_owner_id IS NOT NULL AS owner FROM hypercare_period"
                " WHERE id = %s",
                self.id,
            ),
            "exit_taken": SQL(
                "SELECT kind, count(*) AS n, max(at) AS last"
                " FROM hypercare_taken_out WHERE period_id = %s GROUP BY kind",
                self.id,
            ),
            **self._exit_handover_branches(),
        }

    def _exit_lowered_branch(self, now) -> SQL:
        """One row of arrays: histories of what was more severe than it is now."""
        return SQL(
            "SELECT array_agg(issue_id) AS issue, array_agg(back) AS back,"
            " array_agg(severity) AS severity, array_agg(at) AS at,"
            " array_agg(kind) AS kind, array_agg(old) AS old, array_agg(new) AS new,"
            " array_agg(by) AS by, array_agg(explained) AS explained FROM (SELECT"
            " event.issue_id, floor(extract(epoch FROM %(now)s - issue.reported_at)"
            " / %(week)s)::int AS back, issue.severity, %(at)s AS at, event.kind,"
            " event.old, event.new, event.user_id AS by,"
            " COALESCE(event.reason, '') != '' AS explained"
            " FROM hypercare_issue_event event JOIN issue ON issue.id = event.issue_id"
            " WHERE event.kind IN ('state', 'severity') AND issue.state != 'cancelled'"
            " AND issue.reported_at < %(now)s AND issue.reported_at >= %(since)s"
            " AND EXISTS (SELECT FROM hypercare_issue_event known"
            " WHERE known.issue_id = issue.id AND known.kind = 'severity'"
            " AND known.new < issue.severity)"
            " ORDER BY event.issue_id, event.at, event.id) part",
            now=now,
            week=WEEK,
            since=now - timedelta(seconds=MOST_WEEKS * WEEK),
            at=epoch_sql("event.at"),
        )

    def _exit_solved_branch(self) -> SQL:
        """Solved issues by the level where they began and the highest they reached."""
        query = self._centre_query()
        solved = self._centre_where(self._solved_domain(), query)
        return SQL(
            "SELECT part.level AS reached, begun.level AS first, count(*) AS n"
            " FROM %(from)s LEFT JOIN (SELECT issue_id, MAX(level) AS level"
            " FROM (%(levels)s) every WHERE level > 'l1' GROUP BY issue_id) part"
            " ON part.issue_id = hypercare_issue.id"
            " LEFT JOIN (SELECT DISTINCT ON (event.issue_id) event.issue_id,"
            " tier.level FROM hypercare_issue_event event"
            " JOIN issue ON issue.id = event.issue_id"
            " JOIN hypercare_tier tier ON tier.id::text = event.new"
            " WHERE event.kind = 'tier' ORDER BY event.issue_id, event.at, event.id)"
            " begun ON begun.issue_id = hypercare_issue.id"
            " WHERE %(solved)s GROUP BY part.level, begun.level",
            **{"from": query.from_clause},
            solved=solved,
            levels=self.env["hypercare.issue"]._levels_sql(SQL.identifier("issue")),
        )

    def _exit_handover_branches(self) -> dict[str, SQL]:
        """Count what is handed over, as far as this database knows of it."""
        done = {
            "hypercare.responsibility": SQL("accepted_at IS NOT NULL"),
            "hypercare.knowledge.transfer": SQL("state = 'done'"),
            "hypercare.after.contact": SQL(
                "name IS NOT NULL AND what_for IS NOT NULL"
                " AND COALESCE(phone, email) IS NOT NULL"
            ),
        }
        return {
            f"exit_{model.rpartition('.')[2]}": SQL(
                "SELECT count(*) AS n, count(*) FILTER (WHERE %s) AS done"
                " FROM %s WHERE period_id = %s",
                is_done,
                SQL.identifier(self.env[model]._table),
                self.id,
            )
            for model, is_done in done.items()
            if model in self.env
        }
