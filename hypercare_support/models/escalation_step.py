from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import const
from ..engine.escalation import Step

#: A year; what is meant to be longer is a mistake.
MAX_DELAY = 525_600


class HypercareEscalationStep(models.Model):
    """One step of a rule: when it fires, whom it tells, what it does."""

    _name = "hypercare.escalation.step"
    _description = "Hypercare Escalation Step"
    _inherit = ["hypercare.kept.mixin"]
    _order = "rule_id, sequence, percent, id"

    rule_id = fields.Many2one(
        "hypercare.escalation.rule", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="rule_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    watches = fields.Selection(related="rule_id.watches")
    timing = fields.Selection(
        const.TIMINGS,
        "When",
        compute="_compute_timing",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    percent = fields.Integer(
        default=100,
        required=True,
        help="Part of the promised time that is used up when the step fires. "
        "100 is the due time.",
    )
    delay = fields.Integer(default=1, required=True)
    delay_unit = fields.Selection(const.DELAY_UNITS, default="hours", required=True)
    urgent = fields.Boolean(
        "Also outside support hours",
        help="Tell at once, at night too. Whatever concerns an S1 always goes at once; "
        "everything else waits for the next opening of the support hours.",
    )
    role_ids = fields.Many2many("hypercare.escalation.role", string="Tell")
    notify_email = fields.Boolean("E-mail", default=True)
    notify_activity = fields.Boolean("Activity", help="A to-do on the issue.")
    notify_inbox = fields.Boolean(
        "Notice in Odoo", help="A message on the screen of whoever is logged in."
    )
    add_followers = fields.Boolean("Add as follower")
    raise_priority = fields.Boolean("Mark as high priority")
    change = fields.Selection(
        const.STEP_CHANGES, "And the issue", default="none", required=True
    )
    target_level = fields.Selection(const.LEVELS, "Tier")
    template_id = fields.Many2one(
        "mail.template",
        "Mail",
        domain="[('model', '=', 'hypercare.issue')]",
        ondelete="set null",
    )

    @api.depends("rule_id.watches")
    def _compute_timing(self):
        for step in self:
            fitting = const.TIMINGS_OF.get(step.rule_id.watches, ("percent",))
            step.timing = step.timing if step.timing in fitting else fitting[0]

    @api.constrains(
        *("timing", "percent", "delay", "delay_unit", "change", "target_level")
    )
    def _check_timing(self):
        """Refuse steps that could never fire, or fire before anything has begun."""
        timings = dict(self._fields["timing"]._description_selection(self.env))
        for step in self:
            if step.timing not in const.TIMINGS_OF[step.rule_id.watches]:
                raise ValidationError(
                    self.env._(
                        "“%(rule)s” cannot fire “%(timing)s”. Choose another time for "
                        "its step.",
                        rule=step.rule_id.name,
                        timing=timings[step.timing],
                    )
                )
            if step.timing == "percent" and not 0 < step.percent <= 100:
                raise ValidationError(
                    self.env._(
                        "A step of “%s” fires at 1 to 100 percent of the promised "
                        "time; 100 is the due time.",
                        step.rule_id.name,
                    )
                )
            lowest = 0 if step.timing == "before_end" else 1
            if step.timing in ("after", "before_end") and not (
                lowest <= step.delay <= MAX_DELAY
            ):
                raise ValidationError(
                    self.env._(
                        "A step of “%(rule)s” has to wait at least 1 and at most "
                        "%(most)s. To tell somebody at once, choose “at once”.",
                        rule=step.rule_id.name,
                        most=MAX_DELAY,
                    )
                )
            if step.change == "tier" and not step.target_level:
                raise ValidationError(
                    self.env._(
                        "Choose the tier that a step of “%s” moves the issue to.",
                        step.rule_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps.rule_id._rules_changed()
        return steps

    def write(self, vals):
        if "rule_id" in vals and any(
            step.rule_id.id != vals["rule_id"] for step in self
        ):
            raise UserError(
                self.env._("A step stays with its rule. Make a new one instead.")
            )
        self.rule_id._live_periods()
        res = super().write(vals)
        self.rule_id._rules_changed()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_unfired_only(self):
        fired = self._fired()
        if fired:
            raise UserError(
                self.env._(
                    "The step “%s” has fired and is part of the evidence. Archive its "
                    "rule and make a new one.",
                    fired[0].display_name,
                )
            )

    def unlink(self):
        rules = self.rule_id
        res = super().unlink()
        rules._rules_changed()
        return res

    def _fired(self):
        """Return those of these steps that the ledger speaks of."""
        # sudo: what has fired has fired, whoever may read the ledger.
        ledger = self.env["hypercare.escalation"].sudo()
        fired_ids = {
            step.id
            for [step] in ledger._read_group([("step_id", "in", self.ids)], ["step_id"])
        }
        return self.filtered(lambda step: step.id in fired_ids)

    def _engine_step(self, rule=None) -> Step:
        """Return the step as the engine knows it.

        :param rule: its rule as it is being edited
        """
        self.ensure_one()
        rule = rule or self.rule_id
        return Step(
            id=self.id,
            rule_id=rule.id,
            watches=frozenset(const.WATCHED_KINDS.get(rule.watches, (rule.watches,))),
            severities=rule._engine_severities(),
            levels=frozenset({rule.level} if rule.level else ()),
            timing=self.timing,
            percent=self.percent,
            delay=self.delay,
            unit="business_days" if self.timing == "before_end" else self.delay_unit,
            patience=rule.ack_minutes * 60,
            follows=self._warning_step(rule),
        )

    def _warning_step(self, rule) -> int:
        """Return the step that has to warn before this one closes an issue; 0 if none.

        It is the one before: who is told there has had a chance to answer.
        """
        if self.change != "close":
            return 0
        steps = rule.step_ids.sorted(lambda step: (step.sequence, step.percent))
        before = steps[: list(steps).index(self)] if self in steps else steps[:0]
        warnings = before.filtered(lambda step: step.change != "close")
        return warnings[-1:].id or 0
