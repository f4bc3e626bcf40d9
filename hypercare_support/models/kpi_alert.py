from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..const import DAY_OF_YEAR
from .escalation_render import one_line

KINDS = [
    ("lost", "Was reached, and is missed"),
    ("falling", "Worse twice in a row"),
    ("warning", "Warning"),
]
#: Issues that an alert names one by one.
NAMED = 10


class HypercareKpiAlert(models.Model):
    """A KPI that goes the wrong way: told once, answered by what is done about it."""

    _name = "hypercare.kpi.alert"
    _description = "Hypercare KPI Alert"
    _inherit = ["hypercare.kept.mixin"]
    _order = "since desc, id desc"

    period_id = fields.Many2one(
        "hypercare.period", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    kpi_id = fields.Many2one(
        "hypercare.kpi",
        "KPI",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    value_id = fields.Many2one(
        "hypercare.kpi.value", "Snapshot", ondelete="set null", readonly=True
    )
    kind = fields.Selection(KINDS, "What happened", required=True, readonly=True)
    since = fields.Date(required=True, readonly=True)
    over_on = fields.Date("Over since", readonly=True, copy=False)
    told_at = fields.Datetime("Mail made", readonly=True, copy=False)
    cause = fields.Json(readonly=True)
    cause_text = fields.Text("Causes", compute="_compute_cause_text")
    shown = fields.Char(related="value_id.shown", string="Value")
    target_text = fields.Char(related="value_id.target_text")
    why = fields.Char(related="value_id.why")
    intervention = fields.Text(
        "What is done about it",
        copy=False,
        help="Who does what until when. Read at the next stand-up and in the exit "
        "review.",
    )
    intervention_by_id = fields.Many2one(
        "res.users", "Written by", readonly=True, copy=False
    )
    intervention_at = fields.Datetime("Written", readonly=True, copy=False)

    _once = models.UniqueIndex("(period_id, kpi_id, kind, since)")
    _open_idx = models.Index("(period_id) WHERE over_on IS NULL")

    @api.depends_context("lang")
    @api.depends("kpi_id", "since")
    def _compute_display_name(self):
        for alert in self:
            day = alert.since and format_date(
                self.env, alert.since, date_format=DAY_OF_YEAR
            )
            # sudo: the name of a KPI is no secret.
            name = alert.kpi_id.sudo().name
            alert.display_name = ", ".join(filter(None, [name, day]))

    @api.depends_context("lang", "uid")
    @api.depends("cause")
    def _compute_cause_text(self):
        for alert in self:
            alert.cause_text = "\n".join(alert._cause_lines())

    def _cause_lines(self) -> list[str]:
        """Return departments and issues behind an alert, as far as they may be read."""
        self.ensure_one()
        cause = self.cause or {}
        lines = []
        if areas := cause.get("areas"):
            named = ", ".join(f"{name} ({count})" for name, count in areas)
            lines.append(self.env._("Departments: %s", named))
        issues = self.env["hypercare.issue"].search(
            [("id", "in", cause.get("issues") or [])], order="severity, id desc"
        )
        lines += [self._issue_line(issue) for issue in issues[:NAMED]]
        more = cause.get("count", 0) - min(len(issues), NAMED)
        if more > 0:
            lines.append(self.env._("and %s more in Odoo", more))
        return lines

    def _issue_line(self, issue) -> str:
        title = one_line(issue.name or "", 120)
        if issue.confidential:
            title = self.env._("Confidential: open it in Odoo")
        return f"{issue.severity.upper()} {issue.number} {title}"

    def _alert_sentence(self) -> str:
        """Return what happened in one sentence, in the language of the context."""
        self.ensure_one()
        facts = {
            "day": format_date(self.env, self.since, date_format="EEE d MMM"),
            "value": self.shown or "–",
            "target": self.target_text,
        }
        if self.kind == "lost":
            return self.env._(
                "It had been reached and is missed since %(day)s: %(value)s, to be "
                "%(target)s.",
                **facts,
            )
        if self.kind == "falling":
            return self.env._(
                "It got worse twice in a row, on %(day)s to %(value)s; to be "
                "%(target)s.",
                **facts,
            )
        return self.env._("Since %(day)s: %(value)s, to be %(target)s.", **facts)

    # -- Guards --------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise UserError(
            self.env._("Alerts are made from the KPIs when one goes the wrong way.")
        )

    def write(self, vals):
        if set(vals) - {"intervention"}:
            raise UserError(
                self.env._(
                    "Of an alert only what is done about it can be written down; the "
                    "rest follows from the KPIs."
                )
            )
        if "intervention" not in vals:
            return super().write(vals)
        self.check_access("write")
        text = vals["intervention"]
        if not isinstance(text, str) or not text.strip():
            raise UserError(
                self.env._("Write down what is done about it: who, what, until when.")
            )
        if len(text) > 10_000:
            raise UserError(
                self.env._(
                    "That is too long. Write the main points, and link the rest."
                )
            )
        # The guard above is for everybody else.
        return super().write(
            {
                "intervention": text.strip(),
                "intervention_by_id": self.env.uid,
                "intervention_at": self.env.cr.now().replace(microsecond=0),
            }
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("An alert is evidence and cannot be deleted."))

    def _make(self, vals_list):
        """Create without the guards: for `_watch_kpis`."""
        return super().create(vals_list)  # pylint: disable=super-method-mismatch

    def _keep(self, vals):
        """Write without the guards: for the daily run."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    def action_open_issues(self):
        """Open the issues behind this alert."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "hypercare.issue",
            "domain": [("id", "in", (self.cause or {}).get("issues") or [])],
            "context": {"create": False},
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
        }
