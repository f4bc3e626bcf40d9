from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import const
from ..engine.escalation import Step


class HypercareEscalationRule(models.Model):
    """When somebody has to be told, or something done, about an issue."""

    _name = "hypercare.escalation.rule"
    _description = "Hypercare Escalation Rule"
    _inherit = ["hypercare.kept.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", index=True)
    watches = fields.Selection(const.WATCHES, default="promise", required=True)
    severity = fields.Selection(
        const.RULE_SEVERITIES, help="Leave empty to watch every severity."
    )
    level = fields.Selection(
        const.LEVELS, "Tier", help="Leave empty to watch every tier."
    )
    ack_minutes = fields.Integer(
        "Quiet after acknowledgement",
        default=60,
        required=True,
        help="Minutes for which the later steps stay quiet when somebody has "
        "acknowledged. If nothing has happened to the issue by then, the next step "
        "fires.",
    )
    step_ids = fields.One2many(
        "hypercare.escalation.step", "rule_id", "Steps", copy=True
    )

    _ack_positive = models.Constraint(
        "CHECK (ack_minutes > 0)",
        "An acknowledgement needs at least one minute to lead to something.",
    )

    @api.constrains("watches", "step_ids")
    def _check_steps(self):
        self.step_ids._check_timing()

    @api.constrains("watches", "severity")
    def _check_severity(self):
        for rule in self:
            if rule.watches == "no_plan" and rule.severity in ("s3", "s4"):
                raise ValidationError(
                    self.env._(
                        "Only S1 and S2 need a resolution plan: choose one of these "
                        "severities for “%s”.",
                        rule.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._rules_changed()
        return rules

    def write(self, vals):
        # Asked before: afterwards a rule may be another company's no longer.
        periods = self._live_periods()
        res = super().write(vals)
        if set(vals) - {"name"}:
            (periods | self._live_periods())._replan_escalations()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_unfired_only(self):
        fired = self.step_ids._fired()
        if fired:
            raise UserError(
                self.env._(
                    "“%s” has fired and is part of the evidence. Archive it instead.",
                    fired[0].rule_id.name,
                )
            )

    def unlink(self):
        periods = self._live_periods()
        res = super().unlink()
        periods._replan_escalations()
        return res

    def _rules_changed(self):
        """Plan anew whatever these rules watch.

        :raise UserError: if they bind a company that the user does not work for
        """
        self._live_periods()._replan_escalations()

    def _live_periods(self):
        """Return the periods these rules apply to.

        :raise UserError: if one is of a company that the user does not work for
        """
        everywhere = not all(rule.company_id for rule in self)
        domain = [] if everywhere else [("company_id", "in", self.company_id.ids)]
        periods = self.env["hypercare.period"]._find_live(domain)
        periods._check_own_companies(self.env)
        return periods

    @api.private
    def engine_steps(self, company) -> list[Step]:
        """Return the steps of all active rules that apply to a company."""
        return [step._engine_step() for step in self._in_force(company).step_ids]

    def _in_force(self, company, *domain):
        """Return the active rules that apply to a company, whatever the context says.

        Callers may look at archived records of other models.
        """
        rules = self.with_context(active_test=True)
        return rules.search([("company_id", "in", (False, company.id)), *domain])

    def _engine_severities(self) -> frozenset[str]:
        if not self.severity:
            return frozenset()
        if self.severity == "urgent":
            return frozenset(const.URGENT_SEVERITIES)
        return frozenset({self.severity})
