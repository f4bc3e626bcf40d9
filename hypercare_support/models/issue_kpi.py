from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..const import LEVELS

#: How a promise to the reporter ended, in its last run.
OUTCOMES = [
    ("met", "Kept"),
    ("breached", "Missed"),
    ("running", "Not decided yet"),
    ("none", "Nothing promised"),
]
_METRIC_OF = {"response_outcome": "response", "resolution_outcome": "resolution"}


class HypercareIssue(models.Model):
    """What the figures of a period are counted from, as fields to search by.

    Each has one definition in SQL, which counting and opening the records share.
    """

    _inherit = "hypercare.issue"

    response_outcome = fields.Selection(
        OUTCOMES,
        "First response kept",
        compute="_compute_outcomes",
        search="_search_response_outcome",
        help="Running and overdue counts as missed.",
    )
    resolution_outcome = fields.Selection(
        OUTCOMES,
        "Solution kept",
        compute="_compute_outcomes",
        search="_search_resolution_outcome",
        help="Of a reopened issue the last run counts. Running and overdue counts as "
        "missed.",
    )
    reached_level = fields.Selection(
        LEVELS,
        "Highest level",
        compute="_compute_reached_level",
        search="_search_reached_level",
        help="The highest level that had this issue, took part in it, or whose people "
        "worked on it. An S1 engages every level; those that did not take it do not "
        "count.",
    )

    @api.depends(
        *("clock_ids.state", "clock_ids.due_at", "clock_ids.stopped_at"),
        "cancel_reason",
    )
    def _compute_outcomes(self):
        values = self._kpi_values(*_METRIC_OF)
        for issue in self:
            for name in _METRIC_OF:
                issue[name] = values.get(issue.id, {}).get(name, "none")

    @api.depends("level", "engagement_ids.taken_at", "event_ids")
    def _compute_reached_level(self):
        values = self._kpi_values("reached_level")
        for issue in self:
            issue.reached_level = values.get(issue.id, {}).get("reached_level", False)

    def _search_response_outcome(self, operator, value):
        return self._search_by_sql("response_outcome", operator, value)

    def _search_resolution_outcome(self, operator, value):
        return self._search_by_sql("resolution_outcome", operator, value)

    def _search_reached_level(self, operator, value):
        return self._search_by_sql("reached_level", operator, value)

    @api.model
    def _search_by_sql(self, name, operator, value):
        """Return the domain of a field that is defined in SQL only."""
        if operator not in ("in", "not in"):
            return NotImplemented
        # Nothing is the empty text here, so that "not in" finds it as well.
        values = tuple(item or "" for item in value) or (None,)
        domain = Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "COALESCE(%s, '') IN %s",
                model._field_to_sql(alias, name, query),
                values,
            )
        )
        return domain if operator == "in" else ~domain

    def _kpi_values(self, *names) -> dict[int, dict]:
        """Return id → field → value as the database computes them."""
        ids = tuple(self._origin.ids)
        if not ids:
            return {}
        self.env.flush_all()
        # Raw SQL: the definition is in SQL, and nothing of the issue is told that who
        # reads the field may not read.
        rows = self.env.execute_query_dict(
            SQL(
                "SELECT id, %s FROM hypercare_issue WHERE id IN %s",
                SQL(", ").join(
                    SQL(
                        "%s AS %s",
                        self._field_to_sql(self._table, name),
                        SQL.identifier(name),
                    )
                    for name in names
                ),
                ids,
            )
        )
        return {row.pop("id"): row for row in rows}

    def _field_to_sql(self, alias, field_expr, query=None) -> SQL:
        """Let lists group and sort by the outcomes and by the highest level."""
        if field_expr in _METRIC_OF:
            return SQL(
                # What is out of scope is neither kept nor missed.
                "CASE WHEN %s = 'out_of_scope' THEN 'none' ELSE"
                " COALESCE((SELECT %s FROM hypercare_sla_clock kpi_clock"
                " WHERE kpi_clock.issue_id = %s AND kpi_clock.metric = %s"
                " ORDER BY kpi_clock.run DESC LIMIT 1), 'none') END",
                SQL.identifier(alias, "cancel_reason"),
                self._outcome_sql("kpi_clock"),
                SQL.identifier(alias, "id"),
                _METRIC_OF[field_expr],
            )
        if field_expr == "reached_level":
            columns = ("id", "severity", "level", "period_id")
            one = SQL(
                "(SELECT %s)",
                SQL(", ").join(
                    SQL("%s AS %s", SQL.identifier(alias, name), SQL.identifier(name))
                    for name in columns
                ),
            )
            return SQL("(SELECT MAX(level) FROM (%s) kpi_level)", self._levels_sql(one))
        return super()._field_to_sql(alias, field_expr, query)

    @api.model
    def _outcome_sql(self, alias) -> SQL:
        """Return how the clock of an SQL alias ended, as one of `OUTCOMES`."""
        return SQL(
            "CASE WHEN %(state)s = 'cancelled' OR %(due)s IS NULL THEN 'none'"
            " WHEN COALESCE(%(stopped)s, %(paused)s, %(now)s) > %(due)s"
            " THEN 'breached' WHEN %(stopped)s IS NOT NULL THEN 'met'"
            " ELSE 'running' END",
            state=SQL.identifier(alias, "state"),
            due=SQL.identifier(alias, "due_at"),
            stopped=SQL.identifier(alias, "stopped_at"),
            paused=SQL.identifier(alias, "paused_at"),
            now=fields.Datetime.now(),
        )

    @api.model
    def _levels_sql(self, issues, until=None) -> SQL:
        """Return the SELECT of issue_id and level: every level that had a part in it.

        :param issues: SQL of what has the columns id, severity, level, period_id
        :param until: naive UTC; what happened then or later is not known yet
        """
        past = {"event": SQL(), "turn": SQL(), "old": SQL(), "level": SQL()}
        if until:
            past = {
                "event": SQL(" AND event.at < %s", until),
                "turn": SQL(" AND turn.taken_at < %s", until),
                # What it was before the first later move is what it was then.
                "old": SQL(
                    " AND (event.at < %(until)s OR NOT EXISTS (SELECT FROM"
                    " hypercare_issue_event prior WHERE prior.issue_id = one.id"
                    " AND prior.kind = 'tier' AND prior.at >= %(until)s"
                    " AND (prior.at, prior.id) < (event.at, event.id)))",
                    until=until,
                ),
                "level": SQL(
                    " AND NOT EXISTS (SELECT FROM hypercare_issue_event later"
                    " WHERE later.issue_id = one.id AND later.kind = 'tier'"
                    " AND later.old IS NOT NULL AND later.at >= %s)",
                    until,
                ),
            }
        return SQL(
            # Where it is and was; an S1 does not choose where it starts.
            "SELECT one.id AS issue_id, one.level FROM %(issues)s one"
            " WHERE one.severity != 's1'%(level)s"
            " UNION ALL SELECT event.issue_id, tier.level FROM %(issues)s one"
            " JOIN hypercare_issue_event event ON event.issue_id = one.id"
            " AND event.kind = 'tier' AND event.old IS NOT NULL"
            " JOIN hypercare_tier tier ON tier.id::text = event.new%(event)s"
            " OR tier.id::text = event.old AND one.severity != 's1'%(old)s"
            # Who took part.
            " UNION ALL SELECT turn.issue_id, tier.level FROM %(issues)s one"
            " JOIN hypercare_issue_engagement turn ON turn.issue_id = one.id"
            " AND turn.taken_at IS NOT NULL%(turn)s"
            " JOIN hypercare_tier tier ON tier.id = turn.tier_id"
            # Who had it: a consultant who solves it is not Level 1.
            " UNION ALL SELECT event.issue_id, person.level FROM %(issues)s one"
            " JOIN hypercare_issue_event event ON event.issue_id = one.id"
            " AND event.kind = 'owner'%(event)s"
            " JOIN (SELECT user_id::text AS user_id, period_id, MIN(level) AS level"
            " FROM (SELECT member.user_id, tier.period_id, tier.level"
            " FROM hypercare_tier_member member"
            " JOIN hypercare_tier tier ON tier.id = member.tier_id"
            # Leads need not be members; the consultant's is the technical level.
            " UNION ALL SELECT lead_id, period_id, level FROM hypercare_tier"
            " WHERE lead_id IS NOT NULL"
            " UNION ALL SELECT consultant_lead_id, id, 'l3' FROM hypercare_period"
            " WHERE consultant_lead_id IS NOT NULL) anybody"
            " GROUP BY user_id, period_id) person"
            " ON person.user_id = event.new AND person.period_id = one.period_id",
            issues=issues,
            **past,
        )
