from odoo import fields, models

from ..const import ASSIGNMENTS, LEVELS


class HypercarePresetTier(models.Model):
    """A tier as a preset has it; people come with the period."""

    _name = "hypercare.preset.tier"
    _description = "Hypercare Preset Tier"
    _inherit = ["hypercare.input.mixin"]
    _order = "preset_id, level, id"

    _DERIVED = ("company_id",)
    _FIXED = ("preset_id",)

    preset_id = fields.Many2one(
        "hypercare.preset", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="preset_id.company_id", store=True, index=True, precompute=True
    )
    level = fields.Selection(LEVELS, required=True)
    name = fields.Char("Who", required=True, translate=True)
    assignment = fields.Selection(
        ASSIGNMENTS,
        "Who gets an issue that arrives by itself",
        default="none",
        required=True,
    )
    outsourced = fields.Boolean(help="Not staffed by the company itself.")
    channels = fields.Char("Reached by", translate=True)

    _preset_level = models.UniqueIndex(
        "(preset_id, level)", "A preset has one tier of each level."
    )
