import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine.kpi_goal import Goal, Measured
from ..engine.kpi_measures import EVALUATORS

UNITS = [
    ("count", "Number"),
    ("percent", "Percent"),
    ("points", "Change in percent"),
    ("days", "Business days"),
    ("yes", "Yes or no"),
]
COMPARISONS = [
    ("min", "at least"),
    ("max", "at most"),
    ("below", "less than"),
]
#: Goals that a person may attest, and whether a file has to prove it: all of them.
ATTESTED = {
    "month_close": True,
    "attested": True,
    "attested_monthly": True,
    "operate_alone": True,
}
#: Words that stand for these two evaluators are chosen by the basis of the rate.
BASES = [
    ("without_consultant", "Solved without Level 3, the consultant"),
    ("l1_only", "Solved by Level 1 alone"),
]


class HypercareKpi(models.Model):
    """A figure that hypercare is steered by: what is counted, and its target.

    Definitions are data. Those without a company are shared; a company that wants other
    targets has its own of the same code, which then counts instead.
    """

    _name = "hypercare.kpi"
    _description = "Hypercare KPI"
    _inherit = ["hypercare.input.mixin"]
    _order = "is_warning, window_from, sequence, id"

    code = fields.Char(required=True, help="Stays the same when the words change.")
    name = fields.Char("KPI", required=True, translate=True)
    formula = fields.Text(
        "How it is counted", required=True, translate=True, help="In plain words."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self.env.company,
        help="Empty: for every company. A company's own KPI of the same code counts "
        "instead of the shared one.",
    )
    evaluator = fields.Selection(
        selection="_selection_evaluator", required=True, help="What is counted."
    )
    basis = fields.Selection(
        BASES, help="What counts as help, for the share of issues solved without it."
    )
    model_needed = fields.Char(
        "Only with the app of",
        help="Technical name of what has to be installed, for example hr.payslip. "
        "Without it nobody is asked for it.",
    )
    is_warning = fields.Boolean(
        "Warning only", help="Not a target of its own: it warns when it turns red."
    )
    window_from = fields.Integer("From day", default=1, required=True)
    window_to = fields.Integer("To day", default=30, required=True)
    due_day = fields.Integer(
        "Reached by day", help="Before this day it is not red. 0: at once."
    )
    span_days = fields.Integer(
        "Days counted", help="0: from the first day of its window, as long as that is."
    )
    comparison = fields.Selection(COMPARISONS, default="min", required=True)
    target = fields.Float("Target value", required=True, digits=(16, 1))
    margin = fields.Float(
        "Near enough for amber", digits=(16, 1), help="Missed by no more than this."
    )
    minimum = fields.Integer(
        "Cases needed", help="Below this many it is too few to say."
    )
    unit = fields.Selection(UNITS, default="count", required=True)
    owner_role = fields.Selection(
        [
            ("client_pm_id", "Client project manager"),
            ("consultant_lead_id", "Consultant lead"),
            ("business_owner_id", "Business owner"),
            ("sponsor_id", "Sponsor"),
        ],
        default="client_pm_id",
    )
    target_text = fields.Char("Target", compute="_compute_target_text")
    is_attestable = fields.Boolean(
        compute="_compute_is_attestable", search="_search_is_attestable"
    )
    needs_file = fields.Boolean(compute="_compute_is_attestable")

    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "There is a KPI of this code already."
    )
    _window = models.Constraint(
        "CHECK (window_from >= 1 AND window_to >= window_from AND window_to <= 366)",
        "A window begins on day 1 at the earliest, and ends after it has begun.",
    )
    _not_negative = models.Constraint(
        "CHECK (due_day >= 0 AND span_days >= 0 AND minimum >= 0 AND margin >= 0)",
        "Days, cases and margins cannot be less than nothing.",
    )

    # -- Computed ------------------------------------------------------------

    @api.model
    def _selection_evaluator(self):
        """Return code and name of everything that can be counted. To be extended."""
        return [
            ("open_urgent", self.env._("Open S1 and S2")),
            ("open_critical", self.env._("Open S1")),
            ("critical_raised", self.env._("S1 raised")),
            ("high_raised", self.env._("S2 raised")),
            ("high_kept", self.env._("S2 solved in time")),
            ("without_help", self.env._("Solved without help")),
            ("in_odoo", self.env._("Documents made in Odoo")),
            ("month_close", self.env._("First month-end close")),
            ("attested", self.env._("Attested by a person")),
            ("attested_monthly", self.env._("Attested by a person every month")),
            ("operate_alone", self.env._("Levels 1 and 2 work alone")),
            ("weekly_trend", self.env._("Raised this week against last week")),
            ("backlog_weeks", self.env._("Weeks that the backlog has grown")),
            ("consultant_share", self.env._("Change of the consultant's share")),
            ("repeated_questions", self.env._("Questions without an answer")),
            ("improvements", self.env._("Improvements closed in a quarter")),
        ]

    @api.depends_context("lang")
    @api.depends("comparison", "target", "unit")
    def _compute_target_text(self):
        for kpi in self:
            kpi.target_text = kpi._target_words(kpi.comparison, kpi.target)

    @api.depends("evaluator")
    def _compute_is_attestable(self):
        for kpi in self:
            kpi.is_attestable = kpi.evaluator in ATTESTED
            kpi.needs_file = ATTESTED.get(kpi.evaluator, False)

    def _search_is_attestable(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        wanted = (True in value) == (operator == "in")
        return [("evaluator", "in" if wanted else "not in", list(ATTESTED))]

    @api.constrains("unit", "target")
    def _check_whole_percent(self):
        for kpi in self:
            if kpi.unit in ("percent", "count") and kpi.target != int(kpi.target):
                raise ValidationError(
                    self.env._(
                        "“%s” is counted in whole numbers: give its target as one.",
                        kpi.name,
                    )
                )

    @api.constrains("code")
    def _check_code(self):
        for kpi in self:
            if not re.fullmatch(r"[a-z][a-z0-9_]{1,40}", kpi.code or ""):
                raise ValidationError(
                    self.env._(
                        "“%s” is no code: use small letters, digits and “_”.", kpi.code
                    )
                )

    def copy_data(self, default=None):
        default = {"company_id": self.env.company.id, **(default or {})}
        return super().copy_data(default)

    def write(self, vals):
        # What was counted by a code is known by it.
        if "code" in vals and self.filtered(lambda kpi: kpi.code != vals["code"]):
            raise UserError(
                self.env._("A KPI keeps its code: make another one instead.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_unused_only(self):
        # sudo: values of any company are evidence.
        values = self.env["hypercare.kpi.value"].sudo()
        if values.search_count([("kpi_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._("It has been counted already. Archive it instead.")
            )
        # sudo: as above.
        changes = self.env["hypercare.kpi.change"].sudo()
        if changes.search_count([("kpi_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "What it is judged by was changed, and who did that stays written "
                    "down. Archive it instead."
                )
            )

    # -- Business ------------------------------------------------------------

    def _target_words(self, comparison, target) -> str:
        """Return “at least 90 %”, for a target of this KPI at any time."""
        self.ensure_one()
        if self.unit == "yes":
            return self.env._("Yes")
        words = dict(self._fields["comparison"]._description_selection(self.env))
        return f"{words.get(comparison, '')} {self._shown(target)}"

    def _shown(self, value) -> str:
        """Return a value of this KPI as people read it."""
        self.ensure_one()
        number = f"{value:g}" if value is not None else ""
        if value is None:
            return "–"
        if self.unit == "yes":
            return self.env._("Yes") if value else self.env._("No")
        if self.unit == "percent":
            return self.env._("%s %%", number)
        if self.unit == "points":
            return self.env._("%s %%", f"{value:+g}" if value else "0")
        if self.unit == "days":
            return self.env._("%s business days", number)
        return number

    def _goal(self) -> Goal:
        """Return what the engine judges by."""
        self.ensure_one()
        return Goal(
            target=self.target,
            comparison=self.comparison,
            first_day=self.window_from,
            last_day=self.window_to,
            due_day=self.due_day,
            margin=self.margin,
            minimum=self.minimum,
            span=self.span_days,
        )

    def _measure(self, period, day, facts) -> Measured:
        """Return what was measured at the end of a day.

        Extensions add a method ``_evaluate_<evaluator>(period, day)``, which returns a
        dict of value, numerator, denominator, sample and why; it counts before the
        evaluators of the engine.

        :param day: local date
        :param facts: of ``_kpi_facts(day)``
        """
        self.ensure_one()
        own = getattr(self, f"_evaluate_{self.evaluator}", None)
        if own:
            return Measured(**own(period, day))
        name = self.evaluator
        if name == "without_help":
            name = self.basis or "without_consultant"
        return EVALUATORS[name](facts, self._goal(), self.code)


class HypercarePeriod(models.Model):
    _inherit = "hypercare.period"

    def _kpis(self):
        """Return the KPIs of a period: the company's own before the shared ones."""
        self.ensure_one()
        # sudo: what is counted does not depend on who has it counted.
        kpis = (
            self.env["hypercare.kpi"]
            .sudo()
            .search([("company_id", "in", [self.company_id.id, False])])
        )
        own = set(kpis.filtered("company_id").mapped("code"))
        return kpis.filtered(lambda kpi: kpi.company_id or kpi.code not in own)
