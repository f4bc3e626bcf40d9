from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import const
from ..const import ENGAGEMENT_METRICS, LEVELS, METRICS, SEVERITIES, TARGET_KINDS
from ..engine.targets import Target, in_order

#: A promise of more than ten years is a slip of the pen.
MAX_MINUTES, MAX_DAYS = 10 * 366 * 24 * 60, 10 * 366


class HypercareSlaPolicyLine(models.Model):
    """One promise: for this severity, this metric is due within this target."""

    _name = "hypercare.sla.policy.line"
    _description = "Hypercare SLA Promise"
    _inherit = ["hypercare.kept.mixin"]
    _order = "policy_id, severity, metric, level, id"

    policy_id = fields.Many2one(
        "hypercare.sla.policy", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="policy_id.company_id", store=True, index=True)
    severity = fields.Selection(SEVERITIES, required=True)
    metric = fields.Selection(METRICS, required=True, string="Promise")
    level = fields.Selection(
        LEVELS,
        string="Tier",
        help="Only for pick-up and hand-over: the tier this promise binds.",
    )
    kind = fields.Selection(TARGET_KINDS, required=True, default="working")
    minutes = fields.Float(help="Minutes, for targets in hours and minutes.")
    days = fields.Integer(help="Business days; the day of the report is not counted.")
    label = fields.Char(
        translate=True,
        help="What happens to the issue when there is no target, "
        "for example “post-hypercare backlog”.",
    )

    _one_promise = models.UniqueIndex(
        "(policy_id, severity, metric, COALESCE(level, ''))",
        "A policy makes one promise per severity, kind of promise and tier.",
    )

    @api.depends("severity", "metric", "level")
    def _compute_display_name(self):
        severities = dict(self._fields["severity"]._description_selection(self.env))
        metrics = dict(self._fields["metric"]._description_selection(self.env))
        for line in self:
            line.display_name = (
                f"{severities.get(line.severity, '')} · {metrics.get(line.metric, '')}"
            )

    @api.constrains("kind", "minutes", "days", "severity", "metric")
    def _check_promise(self):
        self._check_target()
        self._check_order()

    def _check_target(self):
        """Refuse a target that promises nothing without saying so."""
        for line in self:
            if line.kind in ("elapsed", "working") and line.minutes < 1:
                raise ValidationError(
                    self.env._(
                        "%(line)s: give at least one minute, or choose “No target”.",
                        line=line.display_name,
                    )
                )
            if line.minutes > MAX_MINUTES or line.days > MAX_DAYS:
                raise ValidationError(
                    self.env._(
                        "%(line)s: promise ten years at the most, or choose "
                        "“No target”.",
                        line=line.display_name,
                    )
                )
            if line.kind == "next_days" and line.days <= 0:
                raise ValidationError(
                    self.env._(
                        "%(line)s: give a number of business days greater than "
                        "zero, or choose “Same business day”.",
                        line=line.display_name,
                    )
                )

    def _check_order(self):
        """Refuse a response that is promised for later than the resolution.

        Only targets of one kind can be compared; across kinds the response is
        clamped to the resolution when it is aimed.
        """
        for policy in self.policy_id:
            targets = policy.targets()
            for severity, label in const.SEVERITIES:
                pair = [
                    targets.get((severity, metric, ""))
                    for metric in ("response", "resolution")
                ]
                if all(pair) and not in_order(pair[0][1], pair[1][1]):
                    raise ValidationError(
                        self.env._(
                            "%(severity)s: the first response cannot be promised for "
                            "later than the resolution.",
                            severity=label,
                        )
                    )

    @api.constrains("metric", "level")
    def _check_level(self):
        for line in self:
            if (line.metric in ENGAGEMENT_METRICS) != bool(line.level):
                raise ValidationError(
                    self.env._(
                        "%(line)s: pick-up and hand-over promises name a tier, "
                        "the others do not.",
                        line=line.display_name,
                    )
                )

    @api.private
    def target(self) -> Target:
        """Return the promise as the engine's target."""
        self.ensure_one()
        if self.kind in ("elapsed", "working"):
            return Target(self.kind, minutes=self.minutes)
        if self.kind == "next_days":
            return Target(self.kind, days=self.days)
        return Target(self.kind)
