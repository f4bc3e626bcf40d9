from odoo import fields, models


class HypercareExitWaive(models.TransientModel):
    """The sponsor lets a criterion go, and says why."""

    _name = "hypercare.exit.waive"
    _description = "Waive a Hypercare Exit Criterion"
    _inherit = ["hypercare.input.mixin"]

    criterion_id = fields.Many2one(
        "hypercare.exit.criterion", required=True, ondelete="cascade"
    )
    name = fields.Char(
        "What it is about", related="criterion_id.name", related_sudo=False
    )
    evidence = fields.Char(related="criterion_id.evidence", related_sudo=False)
    reason = fields.Text(
        required=True, help="Stands in the exit record, with your name and the date."
    )

    def action_waive(self):
        """Waive in the name of whoever is logged in.

        :raise UserError: see ``hypercare.exit.criterion._waive``
        """
        self.ensure_one()
        self.criterion_id._waive(self.reason)
        return {"type": "ir.actions.act_window_close"}
