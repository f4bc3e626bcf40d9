from odoo import fields, models

from ..engine.escalation import Decision
from .resource_calendar import to_epoch


class HypercareIssue(models.Model):
    """Escalations that were due before an issue came into the log."""

    _inherit = "hypercare.issue"

    quiet_until = fields.Datetime(
        "Quiet until",
        copy=False,
        readonly=True,
        help="What was due before is told to nobody: the issue was taken over from a "
        "log that was kept elsewhere.",
    )

    @property
    def _KEPT_FIELDS(self):
        return super()._KEPT_FIELDS | {"quiet_until"}

    def _decide(self, rows_by_issue, now):
        decisions = super()._decide(rows_by_issue, now)
        for issue in self.filtered("quiet_until"):
            decision = decisions[issue.id]
            decisions[issue.id] = Decision(
                tuple(due for due in decision.due if issue._is_heard(due)),
                decision.next_at,
            )
        return decisions

    def _upcoming(self, now, steps=None):
        return [
            (issue, due)
            for issue, due in super()._upcoming(now, steps)
            if issue._is_heard(due)
        ]

    def _is_heard(self, due) -> bool:
        """Tell whether a step became due after the issue came into the log."""
        return not self.quiet_until or due.due_at > to_epoch(self.quiet_until)
