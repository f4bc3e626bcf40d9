from odoo import api, fields, models


class HypercareTierMember(models.Model):
    """A person's place in a tier: how to reach them, from when until when."""

    _name = "hypercare.tier.member"
    _description = "Hypercare Tier Member"
    _order = "tier_id, sequence, id"
    _inherit = ["hypercare.input.mixin"]
    _rec_name = "user_id"

    _DERIVED = ("period_id", "company_id")

    tier_id = fields.Many2one(
        "hypercare.tier", required=True, ondelete="cascade", index=True
    )
    period_id = fields.Many2one(
        related="tier_id.period_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="tier_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    user_id = fields.Many2one(
        "res.users", "Person", required=True, index=True, ondelete="cascade"
    )
    phone = fields.Char(related="user_id.partner_id.phone", readonly=True)
    availability = fields.Selection(
        [
            ("full_time", "Full-time"),
            ("part_time", "Part-time"),
            ("on_call", "On call"),
        ],
        default="full_time",
        required=True,
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        "Working hours",
        ondelete="restrict",
        help="When this person works, if not during the support hours of the period.",
    )
    date_from = fields.Date("From", help="First day in this tier, if not from Day 1.")
    date_to = fields.Date("Until", help="Last day in this tier, if not to the end.")
    away_text = fields.Char("Away", compute="_compute_away_text")

    _tier_user = models.UniqueIndex(
        "(tier_id, user_id)", "This person is already a member of the tier."
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_to >= date_from)",
        "A person cannot leave a tier before joining it.",
    )

    @api.depends("user_id")
    def _compute_away_text(self):
        absence = self.user_id._hypercare_absence(fields.Datetime.now())
        for member in self:
            member.away_text, _until = absence.get(member.user_id, (False, False))

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        members._grant_agent_group()
        return members

    def write(self, vals):
        res = super().write(vals)
        if "user_id" in vals:
            self._grant_agent_group()
        return res

    def _grant_agent_group(self):
        """Let new members see the menus of the log.

        The group alone opens nothing: record rules look at the membership.
        """
        group = self.env.ref("hypercare_support.group_agent")
        # sudo: a client project manager names super-users without being an
        # administrator of users.
        users = self.sudo().user_id.filtered(
            lambda user: user._is_internal() and group not in user.all_group_ids
        )
        users.write({"group_ids": [fields.Command.link(group.id)]})
