from odoo import fields, models


class HypercareExitPresetLine(models.Model):
    """One criterion of a preset."""

    _name = "hypercare.exit.preset.line"
    _description = "Hypercare Exit Criterion of a Preset"
    _inherit = ["hypercare.input.mixin"]
    _order = "preset_id, sequence, id"

    _DERIVED = ("company_id",)
    _FIXED = ("preset_id",)

    preset_id = fields.Many2one(
        "hypercare.exit.preset", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="preset_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Criterion", required=True, translate=True)
    code = fields.Selection(
        lambda self: self.env["hypercare.exit.criterion"]._code_selection(),
        "Found out by",
        required=True,
        default="attest",
    )
    target = fields.Float(digits=(16, 1))

    def _criterion_vals(self) -> dict:
        """Return the criterion of a period that this line stands for."""
        self.ensure_one()
        return {
            "name": self.name,
            "code": self.code,
            "target": self.target,
            "sequence": 100 * self.preset_id.sequence + self.sequence,
        }
