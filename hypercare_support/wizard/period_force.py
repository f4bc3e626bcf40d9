from odoo import api, fields, models


class HypercarePeriodForce(models.TransientModel):
    """Asks a manager why hypercare has to go on although something is missing."""

    _name = "hypercare.period.force"
    _description = "Start Hypercare in Spite of What Is Missing"

    period_id = fields.Many2one(
        "hypercare.period", required=True, readonly=True, ondelete="cascade"
    )
    missing = fields.Text(compute="_compute_missing")
    reason = fields.Text(
        required=True,
        help="Everybody who follows the period reads it, and the sponsor gets a mail.",
    )

    @api.depends("period_id")
    def _compute_missing(self):
        for wizard in self:
            missing = wizard.period_id._get_missing() if wizard.period_id else []
            wizard.missing = "\n".join(f"• {line}" for line in missing)

    def action_force(self):
        """Go on, and record why.

        :raise UserError: see ``hypercare.period._force``
        """
        self.ensure_one()
        self.period_id._force(self.reason)
        return {"type": "ir.actions.act_window_close"}
