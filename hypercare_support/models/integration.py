from datetime import timedelta

from odoo import api, fields, models

from ..engine.health import stable_days

KINDS = [
    ("bank", "Bank"),
    ("payroll", "Payroll"),
    ("ecommerce", "E-commerce"),
    ("edi", "Electronic documents (EDI)"),
    ("biometric", "Attendance device"),
    ("mail", "Mail"),
    ("other", "Other"),
]
STATES = [("ok", "Worked"), ("failed", "Failed"), ("unknown", "Not known")]
#: Business days that are looked at.
LOOK_BACK = 30


class HypercareIntegration(models.Model):
    """A connection to another system, and whether it works day by day."""

    _name = "hypercare.integration"
    _description = "Hypercare Integration"
    _inherit = ["hypercare.input.mixin"]
    _order = "period_id, critical desc, name, id"

    _DERIVED = ("company_id",)
    _FIXED = ("period_id",)

    name = fields.Char("Connection", required=True)
    period_id = fields.Many2one(
        "hypercare.period", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(KINDS, required=True, default="other")
    critical = fields.Boolean(
        default=True, help="The exit waits until it has been stable."
    )
    user_id = fields.Many2one("res.users", "Looked after by", ondelete="restrict")
    stable_needed = fields.Integer(
        "Business days to be stable", default=5, required=True
    )
    active = fields.Boolean(default=True)
    day_ids = fields.One2many("hypercare.integration.day", "integration_id", "Days")
    stable_days = fields.Integer("Days in a row", compute="_compute_stable")
    is_stable = fields.Boolean("Stable", compute="_compute_stable")
    today_state = fields.Selection(STATES, "Today", compute="_compute_stable")

    _enough = models.Constraint(
        "CHECK (stable_needed BETWEEN 1 AND 30)",
        "A connection is stable after 1 to 30 business days.",
    )

    @api.depends("day_ids.state", "day_ids.date", "stable_needed")
    def _compute_stable(self):
        for integration in self:
            period = integration.period_id
            today = period and period._local_day(self.env.cr.now())
            states = integration._states_of_days(today) if today else {}
            past = [state for day, state in states.items() if day < today]
            integration.today_state = states.get(today, "unknown")
            # Today counts as soon as it is known.
            if integration.today_state != "unknown":
                past.append(integration.today_state)
            integration.stable_days = stable_days(past)
            integration.is_stable = integration.stable_days >= integration.stable_needed

    def _states_of_days(self, today) -> dict:
        """Return business day → state up to today, days without a note as unknown."""
        self.ensure_one()
        period = self.period_id
        first = max(period.go_live, today - timedelta(days=2 * LOOK_BACK))
        days = [
            first + timedelta(days=number) for number in range((today - first).days)
        ]
        known = {row.date: row.state for row in self.day_ids}
        working = {*period._business_days_of(days), today}
        return {
            # A failure on a holiday is a failure.
            day: known.get(day, "unknown")
            for day in [*days, today]
            if day in working or known.get(day) == "failed"
        }

    def action_worked(self):
        """Note that it worked today."""
        return self._note_today("ok")

    def action_failed(self):
        """Note that it failed today."""
        return self._note_today("failed")

    def _note_today(self, state):
        days = self.env["hypercare.integration.day"]
        for integration in self:
            today = integration.period_id._local_day(self.env.cr.now())
            known = integration.day_ids.filtered(lambda row, day=today: row.date == day)
            if known:
                known.write({"state": state})
            else:
                days.create(
                    {"integration_id": integration.id, "date": today, "state": state}
                )
        return True


class HypercarePeriod(models.Model):
    _inherit = "hypercare.period"

    integration_ids = fields.One2many(
        "hypercare.integration", "period_id", "Integrations", copy=True
    )

    def _unstable_integrations(self):
        """Return the critical connections that are not stable yet."""
        self.ensure_one()
        return self.integration_ids.filtered(
            lambda one: one.critical and not one.is_stable
        )
