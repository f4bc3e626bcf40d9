from odoo import api, fields, models


class HypercareChecklistTemplateItem(models.Model):
    """One thing to do, as it stands in a template."""

    _name = "hypercare.checklist.template.item"
    _description = "Hypercare Checklist Template Item"
    _inherit = ["hypercare.checklist.task"]
    _order = "template_id, sequence, id"

    _DERIVED = ("company_id",)
    _FIXED = ("template_id",)

    template_id = fields.Many2one(
        "hypercare.checklist.template", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="template_id.company_id", store=True, index=True, precompute=True
    )
    depends_on_ids = fields.Many2many(
        "hypercare.checklist.template.item",
        "hypercare_checklist_template_item_needs_rel",
        "item_id",
        "needed_id",
        "Only after",
        copy=False,
        domain="[('template_id', '=', template_id), ('id', '!=', id)]",
        help="What has to be done before.",
    )

    @api.constrains("depends_on_ids", "template_id")
    def _check_needs(self):
        self._check_needs_in_order("template_id")
