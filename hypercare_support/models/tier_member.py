from odoo import api, fields, models


class HypercareTierMember(models.Model):
    """A person's place in a tier: how to reach them, from when until when."""

    _name = "hypercare.tier.member"
    _description = "Hypercare Tier Member"
    _order = "tier_id, sequence, id"
    _rec_name = "user_id"

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

    _tier_user = models.UniqueIndex(
        "(tier_id, user_id)", "This person is already a member of the tier."
    )

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
