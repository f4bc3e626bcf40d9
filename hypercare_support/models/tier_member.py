from odoo import api, fields, models
from odoo.tools.i18n import format_list


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
        before = self._people_by_tier() if {"active", "user_id"} & set(vals) else {}
        res = super().write(vals)
        if "user_id" in vals:
            self._grant_agent_group()
        self._note_who_left(before)
        return res

    def unlink(self):
        before = self._people_by_tier()
        res = super().unlink()
        self._note_who_left(before)
        return res

    def _people_by_tier(self) -> dict:
        """Return tier → its people, of periods in which people count on them."""
        # sudo: who is in a tier is a fact, whoever may read it; so below.
        tiers = self.sudo().tier_id.filtered(
            lambda tier: tier.period_id.state in ("running", "exit_review")
        )
        return {tier: tier.user_ids for tier in tiers}

    def _note_who_left(self, before):
        """Write into the period who is no longer in a tier, and whether anybody is.

        The client project manager is told when a tier is left with nobody.

        :param before: see `_people_by_tier`
        """
        for tier, people in before.items():
            gone = people - tier.user_ids
            if not gone:
                continue
            values = {
                "who": self.env.user.name,
                "people": format_list(self.env, gone.mapped("name")),
                "tier": tier.name,
            }
            body = self.env._("%(who)s has taken %(people)s out of %(tier)s.", **values)
            told = self.env["res.users"]
            if not tier.user_ids:
                told = tier.period_id.client_pm_id - self.env.user
                body = self.env._(
                    "%(who)s has taken %(people)s out of %(tier)s: nobody is left in "
                    "it.",
                    **values,
                )
            tier.period_id.message_post(
                body=body,
                subtype_xmlid="mail.mt_note",
                partner_ids=told.partner_id.ids,
                author_id=self.env.user.partner_id.id,
            )

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
