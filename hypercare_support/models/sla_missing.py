from odoo import fields, models
from odoo.tools import SQL

from .. import const


class HypercarePeriod(models.Model):
    """Clocks of promises that are made while issues are open already."""

    _inherit = "hypercare.period"

    def _start_missing(self):
        """Start the clocks that the promises in force have and open issues lack.

        A new policy may promise what the old one did not. Counting begins with the
        report or with the tier's turn, updates are owed from now on. Who was answered
        or taken already is not asked again.
        """
        self.ensure_one()
        self.env.flush_all()
        rows = []
        for metric, level in sorted(self._get_promises()[self].kinds):
            rows += self._missing_rows(metric, level)
        self.env["hypercare.sla.clock"]._insert_rows(rows)

    def _missing_rows(self, metric, level):
        """Return the clocks to insert for one promise, not aimed yet."""
        find = self._missing_turns if level else self._missing_issues
        now = fields.Datetime.now()
        return [
            {
                "issue_id": issue_id,
                "company_id": self.company_id.id,
                "engagement_id": turn_id,
                "metric": metric,
                "run": 1,
                "state": "running",
                "origin_at": now if metric == "update" else since,
                "started_at": now if metric == "update" else since,
            }
            for issue_id, turn_id, since in find(metric, level)
        ]

    def _missing_issues(self, metric, _level):
        answered = SQL("FALSE")
        if metric == "response":
            answered = SQL(
                "(i.user_id IS NOT NULL OR i.state IN ('in_progress', 'waiting'))"
            )
        # Raw SQL: an anti-join over all open issues.
        return self.env.execute_query(
            SQL(
                """
                SELECT i.id, NULL, i.reported_at
                  FROM hypercare_issue i
                 WHERE i.period_id = %s AND i.state IN %s AND NOT %s
                   AND NOT EXISTS (SELECT FROM hypercare_sla_clock c
                                    WHERE c.issue_id = i.id AND c.metric = %s)
                """,
                self.id,
                const.OPEN_STATES,
                answered,
                metric,
            )
        )

    def _missing_turns(self, metric, level):
        # Raw SQL: as above, over the open turns of the tier.
        return self.env.execute_query(
            SQL(
                """
                SELECT i.id, e.id, e.received_at
                  FROM hypercare_issue_engagement e
                  JOIN hypercare_tier t ON t.id = e.tier_id AND t.level = %s
                  JOIN hypercare_issue i ON i.id = e.issue_id
                 WHERE i.period_id = %s AND i.state IN %s AND e.left_at IS NULL
                   AND NOT (%s = 'pickup' AND e.taken_at IS NOT NULL)
                   AND NOT EXISTS (SELECT FROM hypercare_sla_clock c
                                    WHERE c.engagement_id = e.id AND c.metric = %s)
                """,
                level,
                self.id,
                const.OPEN_STATES,
                metric,
                metric,
            )
        )
