from odoo import fields, models


class HypercareExitAttest(models.TransientModel):
    """A named person says that a criterion holds, and shows it."""

    _name = "hypercare.exit.attest"
    _description = "Attest a Hypercare Exit Criterion"
    _inherit = ["hypercare.input.mixin"]

    criterion_id = fields.Many2one(
        "hypercare.exit.criterion", required=True, ondelete="cascade"
    )
    name = fields.Char(
        "What it is about", related="criterion_id.name", related_sudo=False
    )
    note = fields.Text(
        "What you have seen",
        required=True,
        help="For example: bank reconciled, ledgers closed, report sent to the board.",
    )
    file = fields.Binary(help="What shows it: a signed report, a screenshot, a list.")
    file_name = fields.Char()
    needs_file = fields.Boolean(compute="_compute_needs_file")

    def _compute_needs_file(self):
        evaluators = self.env["hypercare.exit.criterion"]._evaluators()
        for wizard in self:
            code = wizard.criterion_id.code
            wizard.needs_file = bool(code and evaluators[code].needs_file)

    def action_attest(self):
        """Attest in the name of whoever is logged in.

        :raise UserError: see ``hypercare.exit.criterion._attest``
        """
        self.ensure_one()
        self.criterion_id._attest(self.note, self.file, self.file_name)
        return {"type": "ir.actions.act_window_close"}
