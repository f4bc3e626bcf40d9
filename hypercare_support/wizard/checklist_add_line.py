from odoo import fields, models


class HypercareChecklistAddLine(models.TransientModel):
    """One template in the dialog, wanted or not."""

    _name = "hypercare.checklist.add.line"
    _description = "Checklist to be Added"
    _order = "id"

    add_id = fields.Many2one(
        "hypercare.checklist.add", required=True, index=True, ondelete="cascade"
    )
    template_id = fields.Many2one(
        "hypercare.checklist.template", "Checklist", required=True, ondelete="cascade"
    )
    wanted = fields.Boolean(default=False)
    item_count = fields.Integer(
        "Items", related="template_id.item_count", related_sudo=False
    )
    repeat = fields.Selection(related="template_id.repeat", related_sudo=False)
