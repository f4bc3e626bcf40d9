from odoo import api, fields, models

from ..engine.checklist import due_date


class HypercareChecklistItem(models.Model):
    """One thing to do in a period: who does it, until when, and what became of it."""

    _name = "hypercare.checklist.item"
    _description = "Hypercare Checklist Item"
    _inherit = ["hypercare.checklist.task", "mail.thread"]
    _order = "is_settled, due_date, sequence, id"
    _mail_post_access = "read"

    _DERIVED = ("company_id", "period_id")
    _FIXED = ("checklist_id", "template_item_id")

    checklist_id = fields.Many2one(
        "hypercare.checklist", required=True, index=True, ondelete="cascade"
    )
    period_id = fields.Many2one(
        related="checklist_id.period_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="checklist_id.company_id", store=True, index=True, precompute=True
    )
    template_item_id = fields.Many2one(
        "hypercare.checklist.template.item", ondelete="set null", copy=False
    )
    depends_on_ids = fields.Many2many(
        "hypercare.checklist.item",
        "hypercare_checklist_item_needs_rel",
        "item_id",
        "needed_id",
        "Only after",
        copy=False,
        domain="[('checklist_id', '=', checklist_id), ('id', '!=', id)]",
        help="What has to be done before.",
    )
    area_id = fields.Many2one(
        "hypercare.area",
        compute="_compute_area_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="set null",
    )
    owner_id = fields.Many2one(
        "res.users",
        compute="_compute_owner_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="Who does it. Follows the role until somebody is chosen by hand.",
    )
    owner_by_hand = fields.Boolean(default=False, readonly=True, copy=False)
    due_date = fields.Date(
        "Due by",
        compute="_compute_due_date",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        tracking=True,
        help="Follows the rule, the go-live, the planned end and the holidays until a "
        "date is chosen by hand.",
    )
    due_by_hand = fields.Boolean(default=False, readonly=True, copy=False)
    signer_id = fields.Many2one(
        "res.users",
        "To be signed by",
        ondelete="restrict",
        tracking=True,
        help="Empty: the sponsor, a manager, the business owner or the head of the "
        "area, but never who did it.",
    )

    _once = models.UniqueIndex(
        "(checklist_id, template_item_id) WHERE template_item_id IS NOT NULL",
        "The checklist has this item already.",
    )
    _open_idx = models.Index("(period_id, due_date) WHERE is_settled IS NOT TRUE")

    @api.depends("area_name", "period_id.area_ids.name")
    def _compute_area_id(self):
        for item in self:
            item.area_id = item.period_id._checklist_area(item.area_name)

    @api.depends(
        *("role", "user_id", "owner_by_hand", "area_id.head_id"),
        *("period_id.sponsor_id", "period_id.client_pm_id"),
        *("period_id.consultant_lead_id", "period_id.business_owner_id"),
        *("period_id.tier_ids.lead_id", "period_id.tier_ids.level"),
    )
    def _compute_owner_id(self):
        for item in self:
            # Who did it stays who did it.
            if not item.owner_by_hand and not item.is_settled:
                item.owner_id = item.period_id._checklist_owner(
                    item.role, item.user_id, item.area_id
                )

    @api.depends(
        *("rule", "number", "month", "shift", "due_by_hand"),
        *("checklist_id.first_day", "period_id.date_end", "period_id.calendar_id"),
    )
    def _compute_due_date(self):
        for period, items in self.grouped("period_id").items():
            is_business_day = period._business_days()
            for item in items:
                if item.due_by_hand or item.is_settled:
                    continue
                first = item.checklist_id.first_day
                try:
                    item.due_date = first and due_date(
                        item._engine_rule(), first, period.date_end, is_business_day
                    )
                except ValueError:
                    # A rule that names no day: its constraint says so in a moment.
                    item.due_date = False

    @api.constrains("depends_on_ids", "checklist_id")
    def _check_needs(self):
        self._check_needs_in_order("checklist_id")

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [
            {
                **vals,
                "due_by_hand": bool(vals.get("due_date")),
                "owner_by_hand": bool(vals.get("owner_id")),
            }
            for vals in vals_list
        ]
        return super().create(vals_list)

    def write(self, vals):
        # What somebody chooses stays, until “by the rule again” is pressed.
        if "due_date" in vals:
            vals = {**vals, "due_by_hand": True}
        if "owner_id" in vals:
            vals = {**vals, "owner_by_hand": True}
        return super().write(vals)

    def action_by_rule(self):
        """Let due date and owner follow the rule and the role again."""
        self.check_access("write")
        self.write({"due_by_hand": False, "owner_by_hand": False})
        return True
