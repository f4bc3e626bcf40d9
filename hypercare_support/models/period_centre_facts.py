from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL, Query

from .. import const

#: Columns of an issue that figures are counted from.
ISSUE_COLUMNS = (
    *(
        "id",
        "period_id",
        "state",
        "severity",
        "tier_id",
        "user_id",
        "level",
        "category_id",
    ),
    *("reported_at", "ended_at", "resolved_at", "reopen_count", "affects_all"),
    *("breach_at", "at_risk_at", "sla_settled", "waiting_for", "cancel_reason"),
)


class HypercarePeriod(models.Model):
    """The facts of the command centre: counted by the database, in one statement.

    Every fact is a SELECT over the issues of one period, which are found once. Who may
    not read an issue still has it counted; beside every number stands how many of
    them the user may read, so that only those become links that open all they count.
    """

    _inherit = "hypercare.period"

    # === WHAT IS COUNTED === #

    def _centre_domains(self, frame) -> dict[str, Domain]:
        """Return name → domain within the period, of every number simply counted.

        The same domain counts the issues, by severity, and opens them. To be extended.
        """
        self.ensure_one()
        is_open = Domain("is_open", "=", True)
        late = is_open & Domain("sla_state", "=", "breached")
        counted = ~Domain("state", "=", "cancelled")
        solved = self._solved_domain()
        domains = {
            "open": is_open,
            "late": late,
            "at_risk": is_open & Domain("sla_state", "=", "at_risk"),
            "urgent": is_open & Domain("severity", "in", const.URGENT_SEVERITIES),
            "nobody": is_open & Domain("user_id", "=", False),
            "waiting": Domain("state", "=", "waiting"),
            "raised": counted,
            "done": counted & Domain("state", "in", const.ENDED_STATES),
            "outage": is_open
            & Domain("severity", "=", "s1")
            & Domain("affects_all", "=", True),
            "solved": solved,
        }
        for name, part in (("week", frame.week), ("before", frame.week_before)):
            if part:
                domains[name] = counted & self._centre_between("reported_at", *part)
        return domains

    def _solved_domain(self) -> Domain:
        """Return the domain of what was solved for good, in scope."""
        return (
            Domain("state", "in", ("resolved", "closed"))
            & Domain("resolved_at", "!=", False)
            & Domain("reopen_count", "=", 0)
            & (
                Domain("category_id", "=", False)
                | Domain("category_id.in_scope", "=", True)
            )
        )

    def _centre_between(self, name, begin, end) -> Domain:
        """Return the domain of a moment in [begin, end), both naive UTC."""
        return Domain(name, ">=", fields.Datetime.to_string(begin)) & Domain(
            name, "<", fields.Datetime.to_string(end)
        )

    # === THE STATEMENT === #

    def _centre_facts(self, frame) -> dict[str, list[dict]]:
        """Return fact → its rows.

        :param frame: a `Frame`: the moment, and the domains of `_centre_domains`
        """
        self.ensure_one()
        self.env.flush_all()
        branches = self._centre_branches(frame)
        # Raw SQL: all figures of a period in one statement. Rows that the user may not
        # read are counted only; nothing else of them is told.
        rows = self.env.execute_query(
            SQL(
                "WITH issue AS MATERIALIZED (%s) %s",
                self._centre_issues_sql(),
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
        return facts

    def _centre_issues_sql(self) -> SQL:
        """Return the SELECT of the period's issues, each with what the user may."""
        issues = self.env["hypercare.issue"].with_context(active_test=False)
        readable = SQL("TRUE")
        query = Query(self.env, issues._table, issues._table_sql)
        if not self.env.su:
            rules = self.env["ir.rule"]._compute_domain(issues._name, "read")
            # sudo: as in any search, the rules themselves are not subject to rules.
            issues = issues.sudo()
            rules = rules.optimize_full(issues)
            readable = rules._to_sql(issues, issues._table, query)
        return SQL(
            "SELECT %s, (%s) IS TRUE AS readable FROM %s WHERE %s = %s",
            SQL(", ").join(
                SQL.identifier(issues._table, name) for name in ISSUE_COLUMNS
            ),
            readable,
            query.from_clause,
            SQL.identifier(issues._table, "period_id"),
            self.id,
        )

    def _centre_branches(self, frame) -> dict[str, SQL]:
        """Return fact → SELECT over ``issue``. To be extended.

        Instants are handed out as seconds since the Unix epoch.
        """
        opened = self._centre_where(Domain("is_open", "=", True))
        return {
            "count": self._count_branch(frame),
            "ages": SQL(
                "SELECT severity, array_agg(%s) AS starts"
                " FROM issue hypercare_issue WHERE %s GROUP BY severity",
                epoch_sql("reported_at"),
                opened,
            ),
            "load": self._load_branch(opened),
            "sla": self._sla_branch(),
            "days": self._days_branch(frame),
            # Without the title of a confidential one: screens hang on walls.
            "reach": self._reach_branch(frame),
            "next": SQL(
                "SELECT log.id, %s AS due,"
                " CASE WHEN readable THEN number END AS number,"
                " CASE WHEN readable AND confidential IS NOT TRUE THEN name END AS name"
                " FROM (SELECT id, readable FROM issue hypercare_issue"
                " WHERE %s AND breach_at >= %s ORDER BY breach_at, id LIMIT 1) next"
                " JOIN hypercare_issue log ON log.id = next.id",
                epoch_sql("log.breach_at"),
                opened,
                frame.now,
            ),
            "beat": SQL(
                "SELECT %s AS at FROM hypercare_heartbeat WHERE code = 'sweep'",
                epoch_sql("beat_at"),
            ),
            "shift": SQL(
                "SELECT tier_id, user_id, backup_id FROM hypercare_shift"
                " WHERE period_id = %(period)s AND start_at <= %(now)s"
                " AND end_at > %(now)s",
                period=self.id,
                now=frame.now,
            ),
            "phase": SQL(
                "SELECT %(name)s AS name, part, take_s1, take_s2, take_s3, take_s4"
                " FROM hypercare_phase"
                " WHERE period_id = %(period)s AND date_from <= %(today)s"
                " AND date_to >= %(today)s",
                name=self.env["hypercare.phase"]._field_to_sql(
                    "hypercare_phase", "name"
                ),
                period=self.id,
                today=self._to_local(frame.now).date(),
            ),
        }

    def _centre_where(self, domain, query=None) -> SQL:
        """Return the SQL of a domain over rows of ``issue``, named as their table is.

        :param query: collects the joins that the domain needs
        """
        # sudo: counts are of all issues; which are readable is a column.
        issues = self.env["hypercare.issue"].sudo().with_context(active_test=False)
        query = self._centre_query() if query is None else query
        return domain.optimize_full(issues)._to_sql(issues, issues._table, query)

    def _centre_query(self) -> Query:
        table = self.env["hypercare.issue"]._table
        return Query(self.env, table, SQL.identifier("issue"))

    def _count_branch(self, frame) -> SQL:
        """A row per severity and whether it is readable, with every number."""
        query = self._centre_query()
        counts = [
            SQL(
                "count(*) FILTER (WHERE %s) AS %s",
                self._centre_where(domain, query),
                SQL.identifier(name),
            )
            for name, domain in frame.domains.items()
        ]
        return SQL(
            "SELECT severity, readable, %s FROM %s GROUP BY severity, readable",
            SQL(", ").join(counts),
            query.from_clause,
        )

    def _load_branch(self, opened) -> SQL:
        """Open issues by tier, and by owner; nobody is an owner as well."""
        late = self._centre_where(Domain("sla_state", "=", "breached"))
        urgent = self._centre_where(Domain("severity", "in", const.URGENT_SEVERITIES))
        return SQL(
            "SELECT CASE WHEN GROUPING(tier_id) = 0 THEN 'tier' ELSE 'owner' END"
            " AS kind, COALESCE(tier_id, user_id) AS record,"
            " count(*) AS open, count(*) FILTER (WHERE readable) AS open_r,"
            " count(*) FILTER (WHERE %(urgent)s) AS urgent,"
            " count(*) FILTER (WHERE readable AND %(urgent)s) AS urgent_r,"
            " count(*) FILTER (WHERE %(late)s) AS late,"
            " count(*) FILTER (WHERE readable AND %(late)s) AS late_r"
            " FROM issue hypercare_issue WHERE %(opened)s"
            " GROUP BY GROUPING SETS ((tier_id), (user_id))",
            late=late,
            urgent=urgent,
            opened=opened,
        )

    def _sla_branch(self) -> SQL:
        """Promises by severity and how they ended; the last run of each counts."""
        return SQL(
            "SELECT metric, severity, outcome, count(*) AS n,"
            " count(*) FILTER (WHERE readable) AS n_r"
            " FROM (SELECT clock.metric, issue.severity, issue.readable, %s AS outcome"
            " FROM hypercare_sla_clock clock JOIN issue ON issue.id = clock.issue_id"
            " WHERE clock.metric IN ('response', 'resolution')"
            " AND issue.cancel_reason IS DISTINCT FROM 'out_of_scope'"
            # What was never reopened has one run only.
            " AND (COALESCE(issue.reopen_count, 0) = 0 OR clock.run ="
            " (SELECT max(other.run) FROM hypercare_sla_clock other"
            " WHERE other.issue_id = clock.issue_id"
            " AND other.metric = clock.metric))) found"
            " WHERE outcome IN ('met', 'breached')"
            " GROUP BY metric, severity, outcome",
            self.env["hypercare.issue"]._outcome_sql("clock"),
        )

    def _reach_branch(self, frame) -> SQL:
        """Solved issues by the highest level above Level 1 that had a part in them."""
        query = self._centre_query()
        solved = self._centre_where(frame.domains["solved"], query)
        return SQL(
            "SELECT part.level AS reached, count(*) AS n,"
            " count(*) FILTER (WHERE readable) AS n_r"
            " FROM %(from)s LEFT JOIN (SELECT issue_id, MAX(level) AS level"
            " FROM (%(levels)s) every WHERE level > 'l1' GROUP BY issue_id) part"
            " ON part.issue_id = hypercare_issue.id WHERE %(solved)s"
            " GROUP BY part.level",
            **{"from": query.from_clause},
            solved=solved,
            levels=self.env["hypercare.issue"]._levels_sql(SQL.identifier("issue")),
        )

    def _days_branch(self, frame) -> SQL:
        """Issues raised and done by day: 0 is before the first day of the frame.

        Days are counted by the bounds that open their records.
        """
        parts = []
        for kind, column in (("raised", "reported_at"), ("done", "ended_at")):
            parts.append(
                SQL(
                    "SELECT %s AS kind, width_bucket(%s, %s::timestamp[]) AS day,"
                    " count(*) AS n, count(*) FILTER (WHERE readable) AS n_r"
                    " FROM issue hypercare_issue"
                    " WHERE state != 'cancelled' AND %s IS NOT NULL GROUP BY 2",
                    kind,
                    SQL.identifier(column),
                    list(frame.midnights),
                    SQL.identifier(column),
                )
            )
        return SQL(" UNION ALL ").join(parts)


def epoch_sql(column: str) -> SQL:
    """Return a moment as whole seconds since the Unix epoch."""
    return SQL("extract(epoch FROM %s)::bigint", SQL.identifier(*column.split(".")))
