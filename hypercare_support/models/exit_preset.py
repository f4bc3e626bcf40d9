from odoo import fields, models


class HypercareExitPreset(models.Model):
    """A usual set of exit criteria, copied into a period and changed there."""

    _name = "hypercare.exit.preset"
    _description = "Hypercare Exit Criteria Preset"
    _inherit = ["hypercare.input.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", index="btree_not_null")
    description = fields.Text(translate=True)
    line_ids = fields.One2many(
        "hypercare.exit.preset.line", "preset_id", "Criteria", copy=True
    )
