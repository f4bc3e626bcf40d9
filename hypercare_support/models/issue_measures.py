from odoo import api, fields, models
from odoo.tools import SQL


class HypercareIssue(models.Model):
    """Figures of an issue: for its form one by one, for pivot and graph in SQL.

    None of them is stored: they follow from facts, and the database computes them
    where they are summed up.
    """

    _inherit = "hypercare.issue"

    hours_to_respond = fields.Float(
        "Hours to first answer",
        compute="_compute_hours",
        aggregator="avg",
        help="From the report to the first answer, nights and holidays included.",
    )
    hours_to_resolve = fields.Float(
        "Hours to solution",
        compute="_compute_hours",
        aggregator="avg",
        help="From the report to the solution, nights and holidays included.",
    )
    duration_tracking = fields.Json(
        "Time in each status",
        compute="_compute_duration_tracking",
        help="Seconds by status, up to now; the web client writes them beside it.",
    )

    @api.depends("reported_at", "responded_at", "resolved_at")
    def _compute_hours(self):
        for issue in self:
            start = issue.reported_at
            for name, end in (
                ("hours_to_respond", issue.responded_at),
                ("hours_to_resolve", issue.resolved_at),
            ):
                spent = (end - start).total_seconds() / 3600 if start and end else 0
                issue[name] = spent

    @api.depends("state", "reopen_count")
    def _compute_duration_tracking(self):
        # Raw SQL: one statement for any number of issues. What it tells is when the
        # status of a readable issue changed.
        self.env["hypercare.issue.event"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT issue_id, new, SUM(EXTRACT(EPOCH FROM until - at))
                  FROM (SELECT issue_id, new, at, LEAD(at, 1, %(now)s) OVER (
                                   PARTITION BY issue_id ORDER BY at, id) AS until
                          FROM hypercare_issue_event
                         WHERE kind = 'state' AND issue_id IN %(ids)s) AS spans
                 GROUP BY issue_id, new
                """,
                now=fields.Datetime.now(),
                ids=tuple(self.ids) or (0,),
            )
        )
        spent = {}
        for issue_id, state, seconds in rows:
            spent.setdefault(issue_id, {})[state] = int(seconds)
        for issue in self:
            durations = spent.get(issue.id, {})
            # How long it has been over says nothing about the work.
            issue.duration_tracking = {
                state: seconds
                for state, seconds in durations.items()
                if state not in ("closed", "transferred", "cancelled")
            }

    def _field_to_sql(self, alias, field_expr, query=None) -> SQL:
        """Let pivot, graph and lists sum and sort by the figures."""
        ends = {"hours_to_respond": "responded_at", "hours_to_resolve": "resolved_at"}
        if field_expr in ends:
            return SQL(
                "(EXTRACT(EPOCH FROM %s - %s) / 3600)::float8",
                self._field_to_sql(alias, ends[field_expr], query),
                self._field_to_sql(alias, "reported_at", query),
            )
        if field_expr == "me_too_count":
            return SQL(
                "(SELECT COUNT(*) FROM hypercare_issue_affected_rel"
                " WHERE issue_id = %s)::int",
                SQL.identifier(alias, "id"),
            )
        return super()._field_to_sql(alias, field_expr, query)
