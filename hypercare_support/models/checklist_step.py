from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

ROLES = [
    ("owner", "Whoever does it, or signs it"),
    ("area_head", "Head of the area"),
    ("client_pm", "Client project manager"),
    ("consultant_lead", "Consultant lead"),
    ("business_owner", "Business owner"),
    ("sponsor", "Sponsor"),
]


class HypercareChecklistStep(models.Model):
    """Who is told of an item that is due and not done, and how many days later."""

    _name = "hypercare.checklist.step"
    _description = "Reminder of Checklist Items"
    _inherit = ["hypercare.input.mixin"]
    _order = "days, sequence, id"

    name = fields.Char("Reminder", required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", index=True, help="Leave empty to use it in all companies."
    )
    days = fields.Integer(
        "Working days after the due date",
        default=0,
        help="0: in the morning of the due date itself.",
    )
    role = fields.Selection(ROLES, "Tells", required=True, default="owner")

    @api.constrains("days")
    def _check_days(self):
        for step in self:
            if not 0 <= step.days <= 60:
                raise ValidationError(
                    self.env._("A reminder comes 0 to 60 working days after the date.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps._check_own_company()
        return steps

    def write(self, vals):
        self._check_own_company()
        res = super().write(vals)
        self._check_own_company()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_unused_only(self):
        self._check_own_company()
        # sudo: whether it was used elsewhere too decides, not who may see it.
        notices = self.env["hypercare.checklist.notice"].sudo()
        if notices.search_count([("step_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._("Somebody was reminded by this already. Archive it instead.")
            )

    def _check_own_company(self):
        """Refuse to change what other companies are reminded by.

        :raise UserError: saying what to do instead
        """
        if self.env.su or all(step.company_id for step in self):
            return
        # sudo: that other companies have periods is all that is asked.
        periods = self.env["hypercare.period"].sudo()
        foreign = [("company_id", "not in", self.env.companies.ids)]
        if periods.search_count(foreign, limit=1):
            raise UserError(
                self.env._(
                    "Other companies count on this too. Make one for your company."
                )
            )

    @api.model
    def _in_force(self, company):
        """Return the reminders of a company: its own, and those of all."""
        # sudo: who is reminded does not depend on who may read the reminders.
        return self.sudo().search([("company_id", "in", (False, company.id))])
