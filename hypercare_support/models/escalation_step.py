from odoo import api, fields, models


class HypercareEscalationStep(models.Model):
    """One step of a rule: at which part of the clock it fires, and whom it tells."""

    _name = "hypercare.escalation.step"
    _description = "Hypercare Escalation Step"
    _order = "rule_id, percent, id"

    rule_id = fields.Many2one(
        "hypercare.escalation.rule", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="rule_id.company_id", store=True, index=True)
    percent = fields.Integer(
        default=100,
        required=True,
        help="Part of the promised time that is used up when the step fires. "
        "100 is the due time.",
    )
    role_ids = fields.Many2many("hypercare.escalation.role", string="Tell")
    template_id = fields.Many2one(
        "mail.template",
        "Mail",
        domain="[('model', '=', 'hypercare.issue')]",
        ondelete="set null",
    )

    _percent_positive = models.Constraint(
        "CHECK (percent > 0)", "A step fires at more than 0 percent of a clock."
    )

    @api.depends("rule_id.name", "percent")
    def _compute_display_name(self):
        for step in self:
            step.display_name = self.env._(
                "%(rule)s at %(percent)s %%",
                rule=step.rule_id.name or "",
                percent=step.percent,
            )

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps.rule_id._rules_changed()
        return steps

    def write(self, vals):
        res = super().write(vals)
        self.rule_id._rules_changed()
        return res
