from odoo import fields, models

from ..const import LEVELS
from ..const_scope import SCOPE_ROUTES


class HypercareCategory(models.Model):
    """Kind of issue: decides where it starts and whether it is in scope."""

    _name = "hypercare.category"
    _description = "Hypercare Issue Category"
    _inherit = ["hypercare.kept.mixin"]
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", index=True)
    level = fields.Selection(
        LEVELS[1:],
        string="Starts at",
        required=True,
        default="l1",
        help="The tier that receives issues of this category first. "
        "S1 issues engage every tier at once.",
    )
    in_scope = fields.Boolean(
        default=True,
        help="Out of scope: logged and counted, but not worked on during hypercare.",
    )
    route = fields.Selection(
        SCOPE_ROUTES,
        help="Who receives out-of-scope requests of this category.",
    )
