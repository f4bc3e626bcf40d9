from odoo import api, fields, models

from .. import const
from ..engine.escalation import Step

REPORTER_PROMISES = frozenset({"response", "resolution"})


class HypercareEscalationRule(models.Model):
    """When somebody has to be told that a promise is in danger or broken."""

    _name = "hypercare.escalation.rule"
    _description = "Hypercare Escalation Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", index=True)
    metric = fields.Selection(
        const.METRICS,
        "Promise",
        help="Leave empty to watch both promises to the reporter: first response and "
        "resolution.",
    )
    severity = fields.Selection(
        const.SEVERITIES, help="Leave empty to watch every severity."
    )
    step_ids = fields.One2many("hypercare.escalation.step", "rule_id", "Steps")

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._rules_changed()
        return rules

    def write(self, vals):
        res = super().write(vals)
        self._rules_changed()
        return res

    def unlink(self):
        self._rules_changed()
        return super().unlink()

    def _rules_changed(self):
        """Have the sweep look again; refuse to change what other companies count on."""
        if any(not rule.company_id for rule in self):
            periods = self.env["hypercare.period"]._find_live([])
            periods._check_own_companies(self.env)
        self.env["hypercare.issue"]._replan_sweep()

    @api.private
    def engine_steps(self, company) -> list[Step]:
        """Return the steps of all active rules that apply to a company."""
        rules = self.search([("company_id", "in", (False, company.id))])
        return [
            Step(
                id=step.id,
                metrics=frozenset({step.rule_id.metric})
                if step.rule_id.metric
                else REPORTER_PROMISES,
                severities=frozenset({step.rule_id.severity})
                if step.rule_id.severity
                else frozenset(),
                percent=step.percent,
            )
            for step in rules.step_ids
        ]
