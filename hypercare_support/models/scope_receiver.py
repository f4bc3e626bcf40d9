from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..const_scope import SCOPE_ROUTES


class HypercareScopeReceiver(models.Model):
    """Who receives the out-of-scope requests of one route, in one period."""

    _name = "hypercare.scope.receiver"
    _description = "Hypercare Receiver of Out-of-scope Requests"
    _inherit = ["hypercare.input.mixin"]
    _order = "period_id, route, id"
    _rec_name = "user_id"

    _DERIVED = ("company_id",)
    _FIXED = ("period_id",)

    period_id = fields.Many2one(
        "hypercare.period", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    route = fields.Selection(SCOPE_ROUTES, "Goes to", required=True)
    user_id = fields.Many2one(
        "res.users",
        "Received by",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
        help="Is told of each request, and decides about it.",
    )

    _once = models.UniqueIndex(
        "(period_id, route)", "Somebody receives these requests already."
    )

    @api.constrains("user_id", "period_id")
    def _check_receiver(self):
        for receiver in self:
            # sudo: what account somebody has, and where, is asked, not shown.
            if receiver.user_id.sudo().share:
                raise ValidationError(receiver.user_id._scope_portal_text())
            companies = receiver.user_id.sudo().company_ids
            if receiver.period_id.company_id not in companies:
                raise ValidationError(
                    self.env._(
                        "%(person)s does not work in %(company)s and could not read "
                        "the requests. Choose somebody else.",
                        person=receiver.user_id.name,
                        company=receiver.period_id.company_id.name,
                    )
                )


class ResUsers(models.Model):
    _inherit = "res.users"

    def _scope_portal_text(self) -> str:
        """Say that somebody outside cannot decide about requests, and what to do."""
        return self.env._(
            "%s has a portal account only and cannot decide about requests here. "
            "Choose somebody with an employee's account.",
            self.name,
        )


class HypercarePeriod(models.Model):
    _inherit = "hypercare.period"

    scope_receiver_ids = fields.One2many(
        "hypercare.scope.receiver",
        "period_id",
        "Receivers of out-of-scope requests",
        copy=True,
    )

    def _scope_receiver(self, route):
        """Return who receives the requests of a route; nobody if nobody is named."""
        self.ensure_one()
        # sudo: whoever hands a request over need not know the plan.
        receivers = self.sudo().scope_receiver_ids
        user = receivers.filtered(lambda one: one.route == route).user_id
        return user.filtered("active").with_env(self.env)

    def _propose_scope_receivers(self):
        """Name those who usually receive, for routes that nobody receives yet.

        :return: the receivers that were added
        """
        usual = {
            "governance": ("sponsor_id", "business_owner_id"),
            "business_owner": ("business_owner_id",),
            "partner": ("consultant_lead_id",),
            "backlog": ("business_owner_id", "client_pm_id"),
        }
        vals_list = []
        for period in self:
            known = set(period.scope_receiver_ids.mapped("route"))
            for route, roles in usual.items():
                # Whoever only has a portal account cannot decide.
                people = (period[role] for role in roles if not period[role].share)
                user = next(filter(None, people), None)
                if route not in known and user:
                    vals_list.append(
                        {"period_id": period.id, "route": route, "user_id": user.id}
                    )
        return self.env["hypercare.scope.receiver"].create(vals_list)
