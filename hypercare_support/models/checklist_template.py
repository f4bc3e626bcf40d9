from odoo import api, fields, models
from odoo.exceptions import ValidationError

REPEATS = [
    ("none", "Once"),
    ("daily", "Every working day"),
    ("weekly", "Every week"),
    ("monthly", "Every month"),
    ("quarterly", "Every three months"),
]


class HypercareChecklistTemplate(models.Model):
    """A list of what has to be done, kept apart from any period.

    What is made from it is a copy: changing a template changes no checklist that
    people are working on, only later rounds.
    """

    _name = "hypercare.checklist.template"
    _description = "Hypercare Checklist Template"
    _inherit = ["hypercare.input.mixin"]
    _order = "sequence, id"

    name = fields.Char("Checklist", required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", index=True, help="Leave empty to offer it in all companies."
    )
    purpose = fields.Text("What it is for", translate=True)
    repeat = fields.Selection(
        REPEATS,
        "How often",
        required=True,
        default="none",
        help="The next round is made by itself on its first day; due dates count from "
        "that day.",
    )
    repeat_days = fields.Integer(
        "Only in the first days",
        default=0,
        help="New rounds begin in the first so many days of hypercare. 0: as long as "
        "the period is not closed.",
    )
    proposed = fields.Boolean(
        "Proposed for new periods",
        default=True,
        help="Chosen already when checklists are added to a period.",
    )
    item_ids = fields.One2many(
        "hypercare.checklist.template.item", "template_id", "Items", copy=True
    )
    item_count = fields.Integer("Number of items", compute="_compute_item_count")

    @api.depends("item_ids")
    def _compute_item_count(self):
        counts = dict(
            self.env["hypercare.checklist.template.item"]._read_group(
                [("template_id", "in", self.ids)], ["template_id"], ["__count"]
            )
        )
        for template in self:
            template.item_count = counts.get(template, 0)

    @api.constrains("repeat_days")
    def _check_repeat_days(self):
        for template in self:
            if not 0 <= template.repeat_days <= 3650:
                raise ValidationError(
                    self.env._("“Only in the first days” lies between 0 and 3650.")
                )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for template, vals in zip(self, vals_list, strict=True):
            vals.setdefault("name", template.name)
            if not (default or {}).get("name"):
                vals["name"] = self.env._("%s (copy)", template.name)
        return vals_list

    def copy(self, default=None):
        """Copy with what waits for what: the copies wait for each other."""
        copies = super().copy(default)
        for template, copied in zip(self, copies, strict=True):
            items = template.item_ids.sorted("id")
            twins = dict(zip(items, copied.item_ids.sorted("id"), strict=True))
            for item, twin in twins.items():
                if item.depends_on_ids:
                    twin.depends_on_ids = self.env[twin._name].union(
                        *(twins[needed] for needed in item.depends_on_ids)
                    )
        return copies
