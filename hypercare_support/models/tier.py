from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import ASSIGNMENTS, LEVELS


class HypercareTier(models.Model):
    """A level of support in one period, with named members and a lead."""

    _name = "hypercare.tier"
    _description = "Hypercare Support Tier"
    _inherit = ["hypercare.input.mixin"]
    _order = "period_id, level, id"

    _DERIVED = ("company_id",)

    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        translate=True,
    )
    period_id = fields.Many2one(
        "hypercare.period", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    level = fields.Selection(LEVELS, required=True)
    lead_id = fields.Many2one("res.users")
    backup_id = fields.Many2one(
        "res.users",
        "Stands in",
        help="Is told and given issues when the person meant is away or does not "
        "answer.",
    )
    assignment = fields.Selection(
        ASSIGNMENTS,
        "Who gets an issue that arrives by itself",
        default="none",
        required=True,
        help="When an issue reaches this tier without an owner. People who are away "
        "are left out.",
    )
    outsourced = fields.Boolean(help="This tier is not staffed by the company itself.")
    member_ids = fields.One2many("hypercare.tier.member", "tier_id", "Members")
    user_ids = fields.Many2many(
        "res.users", string="People", compute="_compute_user_ids"
    )

    _period_level = models.UniqueIndex(
        "(period_id, level)", "A period has one tier of each level."
    )

    @api.depends("level")
    def _compute_name(self):
        labels = dict(self._fields["level"]._description_selection(self.env))
        for tier in self:
            tier.name = tier.name or labels.get(tier.level, "")

    @api.depends("member_ids.user_id", "member_ids.active")
    def _compute_user_ids(self):
        for tier in self:
            tier.user_ids = tier.member_ids.user_id

    def write(self, vals):
        if "period_id" in vals and any(
            tier.period_id.id != vals["period_id"] for tier in self
        ):
            raise UserError(self.env._("A tier stays with its period."))
        res = super().write(vals)
        if "level" in vals:
            self.period_id._reaim()
        return res

    @api.private
    def next_tier(self):
        """Return the tier above this one in the same period, or none."""
        if not self:
            return self
        above = self.period_id.tier_ids.filtered(lambda tier: tier.level > self.level)
        return above.sorted("level")[:1]

    @api.private
    def lead_or_member(self):
        """Return whom to address for this tier: its lead, else its first member."""
        lead = self.lead_id.filtered("active")
        return lead or self.user_ids.filtered("active")[:1]
