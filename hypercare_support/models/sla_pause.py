from odoo import fields, models

from .. import const
from .resource_calendar import to_epoch


class HypercareSlaPause(models.Model):
    """An interval that is not counted: waiting for somebody, or closed.

    ``waiting`` intervals stop the clocks that may pause; ``closed`` ones lie
    between an end and a reopening and are counted by no clock of the new run.
    """

    _name = "hypercare.sla.pause"
    _description = "Hypercare SLA Pause"
    _inherit = ["hypercare.bulk.mixin"]
    _order = "started_at, id"

    issue_id = fields.Many2one(
        "hypercare.issue", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True
    )
    kind = fields.Selection(
        [("waiting", "Waiting"), ("closed", "Closed")], required=True, readonly=True
    )
    waiting_for = fields.Selection(const.WAITING_FOR, readonly=True)
    started_at = fields.Datetime("From", required=True, readonly=True)
    ended_at = fields.Datetime("Until", readonly=True)

    def _engine_pause(self) -> tuple[int, int | None]:
        """Return the pause as the engine knows it; an open one has no end."""
        self.ensure_one()
        return (
            to_epoch(self.started_at),
            to_epoch(self.ended_at) if self.ended_at else None,
        )


class HypercareIssue(models.Model):
    _inherit = "hypercare.issue"

    def _move_pauses(self, before, now):
        """Start and end pauses after a change of state or of what is waited for."""
        Pause = self.env["hypercare.sla.pause"]
        moved = self.filtered(
            lambda issue: any(
                before[issue.id][name] != issue[name]
                for name in ("state", "waiting_for")
            )
        )
        if not moved:
            return
        Pause.search(
            [
                ("issue_id", "in", moved.ids),
                ("kind", "=", "waiting"),
                ("ended_at", "=", False),
            ]
        ).write({"ended_at": now})
        vals_list = []
        for issue in moved:
            common = {"issue_id": issue.id, "company_id": issue.company_id.id}
            old = before[issue.id]
            if old["state"] in const.ENDED_STATES and issue.is_open:
                vals_list.append(
                    {
                        **common,
                        "kind": "closed",
                        "started_at": old["ended_at"] or now,
                        "ended_at": now,
                    }
                )
            if issue.state == "waiting":
                vals_list.append(
                    {
                        **common,
                        "kind": "waiting",
                        "waiting_for": issue.waiting_for,
                        "started_at": now,
                    }
                )
        Pause.create(vals_list)
