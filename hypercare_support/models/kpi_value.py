from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_datetime

from ..engine.kpi_goal import Goal
from .kpi import COMPARISONS

STATES = [
    ("green", "Reached"),
    ("amber", "Not yet"),
    ("red", "Missed"),
    ("few", "Too few to say"),
    ("unmeasurable", "Not measurable"),
]
TRENDS = [("better", "Better"), ("level", "The same"), ("worse", "Worse")]
ICONS = {
    "green": "fa-check-circle",
    "amber": "fa-clock-o",
    "red": "fa-exclamation-circle",
    "few": "fa-ellipsis-h",
    "unmeasurable": "fa-question-circle",
}


#: The same as characters, for lists: colour is never alone.
MARKS = {"green": "✔", "amber": "◷", "red": "✖", "few": "…", "unmeasurable": "?"}


class HypercareKpiValue(models.Model):
    """What a KPI was at the end of a day: a snapshot that stays as it was.

    Only a manager's “count again” changes it, and what it was before is kept.
    """

    _name = "hypercare.kpi.value"
    _description = "Hypercare KPI Value"
    _inherit = ["hypercare.counted.mixin"]
    _order = "date desc, period_id, kpi_id, id"
    _rec_name = "kpi_id"

    kpi_id = fields.Many2one(
        "hypercare.kpi",
        "Figure",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    code = fields.Char(
        required=True, readonly=True, help="The same KPI, whoever sets its target."
    )
    day_number = fields.Integer("Day of hypercare", readonly=True, aggregator="max")
    has_value = fields.Boolean(readonly=True)
    value = fields.Float(
        readonly=True, digits=(16, 1), aggregator="avg", help="0 where there is none."
    )
    numerator = fields.Integer(readonly=True, aggregator=None)
    denominator = fields.Integer(readonly=True, aggregator=None)
    sample = fields.Integer("Cases", readonly=True, aggregator=None)
    target = fields.Float(
        "Target value", readonly=True, digits=(16, 1), aggregator="avg"
    )
    # What it was judged by that evening, whatever the KPI asks for by now.
    comparison = fields.Selection(COMPARISONS, readonly=True)
    margin = fields.Float(readonly=True, digits=(16, 1), aggregator=None)
    minimum = fields.Integer("Cases needed", readonly=True, aggregator=None)
    due_day = fields.Integer("Reached by day", readonly=True, aggregator=None)
    state = fields.Selection(STATES, required=True, readonly=True)
    trend = fields.Selection(TRENDS, readonly=True)
    reason = fields.Json(readonly=True)
    issue_refs = fields.Json("Issues behind it", readonly=True)
    recounted_by_id = fields.Many2one("res.users", "Counted again by", readonly=True)
    earlier = fields.Json(readonly=True, help="What it was before it was counted again")

    name = fields.Char(related="kpi_id.name", related_sudo=True)
    formula = fields.Text(related="kpi_id.formula", related_sudo=True)
    target_text = fields.Char("Target", compute="_compute_target_text")
    is_warning = fields.Boolean(related="kpi_id.is_warning", related_sudo=True)
    is_attestable = fields.Boolean(related="kpi_id.is_attestable", related_sudo=True)
    shown = fields.Char("Value shown", compute="_compute_shown")
    why = fields.Char(compute="_compute_why")
    earlier_text = fields.Text("Was before", compute="_compute_earlier_text")
    state_icon = fields.Char(compute="_compute_shown")
    state_text = fields.Char("Standing", compute="_compute_shown")
    issue_count = fields.Integer(compute="_compute_shown")
    is_latest = fields.Boolean(
        "Latest", compute="_compute_is_latest", search="_search_is_latest"
    )

    # By code: a company that sets a target of its own counts no day anew.
    _once = models.UniqueIndex("(period_id, code, date)")

    # -- Computed ------------------------------------------------------------

    @api.depends_context("lang")
    @api.depends("value", "has_value", "state", "kpi_id")
    def _compute_shown(self):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for value in self:
            kpi = value.kpi_id.sudo()  # sudo: the words of a KPI are no secret
            value.shown = kpi._shown(value.value if value.has_value else None)
            value.state_icon = ICONS.get(value.state)
            value.state_text = f"{MARKS.get(value.state)} {labels.get(value.state)}"
            value.issue_count = len(value.issue_refs or [])

    @api.depends_context("lang")
    @api.depends("reason")
    def _compute_why(self):
        for value in self:
            value.why = self._reason_text(value.reason or {})

    @api.depends_context("lang")
    @api.depends("earlier")
    def _compute_earlier_text(self):
        for value in self:
            value.earlier_text = "\n".join(
                value._earlier_line(before) for before in reversed(value.earlier or [])
            )

    def _earlier_line(self, before) -> str:
        """Return “60 %, Missed (counted 3 Mar 2026, 00:10)”, and by whom if not at
        night."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        # sudo: the words of a KPI are no secret.
        parts = [self.kpi_id.sudo()._shown(before["value"]), labels[before["state"]]]
        when = format_datetime(
            self.env,
            fields.Datetime.to_datetime(before["counted_at"]),
            tz=self.period_id.tz,
            dt_format="d MMM y HH:mm",
        )
        # sudo: who had it counted is told to whoever reads the value.
        who = self.env["res.users"].sudo().browse(before.get("by") or []).exists()
        counted = self.env._("counted %s", when)
        if who:
            counted = self.env._(
                "counted %(when)s, again by %(who)s", when=when, who=who.name
            )
        return f"{', '.join(parts)} ({counted})"

    @api.depends_context("lang")
    @api.depends("comparison", "target", "kpi_id")
    def _compute_target_text(self):
        for value in self:
            kpi = value.kpi_id.sudo()  # sudo: the words of a KPI are no secret
            value.target_text = kpi and kpi._target_words(
                value.comparison, value.target
            )

    def _goal(self) -> Goal:
        """Return what this day was judged by."""
        self.ensure_one()
        return Goal(**self._judged_by())

    def _judged_by(self) -> dict:
        """Return the values of the KPI that this day was judged by."""
        names = ("target", "comparison", "margin", "minimum", "due_day")
        return {name: self[name] for name in names}

    def _compute_is_latest(self):
        latest = self.search([("id", "in", self.ids), ("is_latest", "=", True)])
        for value in self:
            value.is_latest = value in latest

    def _search_is_latest(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        latest = Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "NOT EXISTS (SELECT FROM hypercare_kpi_value later"
                " WHERE later.period_id = %s AND later.code = %s"
                " AND later.date > %s)",
                *(
                    model._field_to_sql(alias, name, query)
                    for name in ("period_id", "code", "date")
                ),
            ),
        )
        return latest if (True in value) == (operator == "in") else ~latest

    # -- Guards --------------------------------------------------------------

    def _refusal(self) -> str:
        return self.env._(
            "KPIs are counted from the database and cannot be typed or deleted. If one "
            "is wrong, a manager presses “Count again”."
        )

    # -- Buttons -------------------------------------------------------------

    def action_open_issues(self):
        """Open the issues that stand against the target, as far as the user may."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "hypercare.issue",
            "domain": [("id", "in", self.issue_refs or [])],
            "context": {"create": False},
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
        }

    def action_open_days(self):
        """Show how this KPI went, day by day."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "hypercare_support.kpi_value_days_action"
        )
        action["name"] = self.name
        action["domain"] = [
            ("period_id", "=", self.period_id.id),
            ("code", "=", self.code),
            ("has_value", "=", True),
        ]
        return action

    def action_attest(self):
        """Open the form in which a person attests what this KPI asks for."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Attest"),
            "res_model": "hypercare.kpi.attestation",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_period_id": self.period_id.id,
                "default_kpi_id": self.kpi_id.id,
            },
        }

    def action_count_again(self):
        """Count this day's values again; what they were before is kept.

        :raise AccessError: for everybody but managers
        """
        self.check_access("read")
        self.env["hypercare.period"]._check_kpi_manager()
        for period, values in self.grouped("period_id").items():
            for day, of_day in values.grouped("date").items():
                period._kpi_count_again(day, of_day.kpi_id)
        return True
