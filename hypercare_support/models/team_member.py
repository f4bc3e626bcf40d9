from odoo import api, fields, models
from odoo.exceptions import ValidationError

ROLES = [
    ("sponsor", "Sponsor"),
    ("client_pm", "Client project manager"),
    ("consultant_lead", "Consultant lead"),
    ("functional", "Functional consultant"),
    ("technical", "Technical consultant"),
    ("administrator", "CRM/ERP administrator"),
    ("analyst", "Business analyst"),
    ("support_manager", "Support manager"),
    ("department_head", "Head of department"),
    ("super_user", "Super-user"),
    ("business_owner", "Business owner"),
    ("governance", "Governance committee"),
    ("steering", "Steering committee"),
    ("other", "Other"),
]
AVAILABILITY = [
    ("full_time", "Full-time"),
    ("part_time", "Part-time"),
    ("on_call", "On call"),
]


class HypercareTeamMember(models.Model):
    """Somebody with a role in hypercare: what for, and how much of the time.

    Who works the issues is said by the tiers; this is the list of everybody.
    """

    _name = "hypercare.team.member"
    _description = "Hypercare Team Member"
    _inherit = ["hypercare.input.mixin"]
    _order = "period_id, sequence, id"
    _rec_name = "user_id"

    _DERIVED = ("company_id",)
    _FIXED = ("period_id",)

    period_id = fields.Many2one(
        "hypercare.period", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    user_id = fields.Many2one(
        "res.users", "Person", required=True, index=True, ondelete="cascade"
    )
    role = fields.Selection(ROLES, required=True)
    availability = fields.Selection(AVAILABILITY, default="full_time", required=True)
    phase_ids = fields.Many2many(
        "hypercare.phase",
        string="In the phases",
        domain="[('period_id', '=', period_id)]",
        help="Empty: in all of them. Add the person once more for other phases.",
    )
    duty = fields.Char(help="For example: first month-end close, master data.")

    @api.constrains("phase_ids", "period_id")
    def _check_phases(self):
        for member in self:
            if member.phase_ids.period_id - member.period_id:
                raise ValidationError(
                    self.env._(
                        "The phases of %s belong to another period. Choose phases of "
                        "this one.",
                        member.user_id.name,
                    )
                )


class HypercarePeriod(models.Model):
    _inherit = "hypercare.period"

    team_ids = fields.One2many("hypercare.team.member", "period_id")
