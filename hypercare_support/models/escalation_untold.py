import logging

from odoo import api, models
from odoo.tools import SQL

from .escalation_tell import GATHERED
from .halving import halve, put_aside, retry_at

_logger = logging.getLogger(__name__)

#: Rows told in one transaction: a burst of this size is one digest per person.
TELL_BATCH = 10_000


class HypercareEscalation(models.Model):
    """What waits to be told: until the sweep has ended, or the support hours open."""

    _inherit = "hypercare.escalation"

    def _is_urgent(self) -> bool:
        """Tell whether people are told outside the support hours as well."""
        return self.step_id.urgent or self.severity == "s1"

    def _may_wait(self) -> bool:
        """Tell whether people may be told at the end of a sweep of several batches.

        Not of what changed hands: the old side is known now only. What is gathered for
        a meeting waits in any case, so that it is one list.
        """
        if self.rule_id.watches in GATHERED:
            return True
        return not self._is_urgent() and self.step_id.change == "none"

    @api.model
    def _has_untold(self) -> bool:
        """Tell whether an earlier sweep left something to be told at once."""
        now = self.env.cr.now()
        domain = [("told_at", "=", False), ("notify_at", "<=", now)]
        return bool(self.search_count(domain, limit=1))

    @api.model
    def _lock_untold(self, now):
        """Return the rows that are to be told now and that nobody else has locked."""
        self.flush_model(["notify_at", "told_at"])
        # Raw SQL: skips locked rows in the order of the partial index.
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM hypercare_escalation WHERE told_at IS NULL"
                " AND notify_at <= %s ORDER BY notify_at, id LIMIT %s"
                " FOR NO KEY UPDATE SKIP LOCKED",
                now,
                TELL_BATCH,
            )
        )
        return self.browse([row_id for (row_id,) in rows])

    def _tell_batch(self, now) -> int:
        halve(self, lambda rows: rows._tell(now), put_aside(now))
        return 0

    def _store_problem(self, error, now):
        """Record why a row cannot be told, and when to try again."""
        _logger.error("Escalation %s could not be told", self.id, exc_info=error)
        self._add_problem(f"{type(error).__name__}: {error}"[:500])
        self.write({"notify_at": retry_at(now)})
