from odoo import fields, models


class HypercareTier(models.Model):
    """How people reach a tier."""

    _inherit = "hypercare.tier"

    channels = fields.Char(
        "Reached by",
        translate=True,
        help="For example: walk-up, phone 201, WhatsApp group “Odoo help”.",
    )
