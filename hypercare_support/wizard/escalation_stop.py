from odoo import fields, models


class HypercareEscalationStop(models.TransientModel):
    """Asks until when the escalations of a period are stopped, and why."""

    _name = "hypercare.escalation.stop"
    _description = "Stop Hypercare Escalations"

    period_id = fields.Many2one("hypercare.period", required=True, ondelete="cascade")
    until = fields.Datetime(
        "They go on at",
        required=True,
        default=lambda self: fields.Datetime.add(fields.Datetime.now(), hours=2),
        help="By itself. A week at most.",
    )
    reason = fields.Char(
        required=True, help="For example: the server moves tonight. All can read it."
    )

    def action_stop(self):
        """Stop the escalations of the period.

        :raise UserError: see ``hypercare.period._stop_escalations``
        """
        self.ensure_one()
        self.period_id._stop_escalations(self.until, self.reason)
        return {"type": "ir.actions.act_window_close"}
