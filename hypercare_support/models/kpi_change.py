from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_datetime

from .period_kpi import STATES

#: What a day is judged by: if any of it changes, that is recorded.
JUDGED = (
    *("active", "evaluator", "basis", "comparison", "target", "margin", "minimum"),
    *("unit", "window_from", "window_to", "due_day", "span_days"),
    *("is_warning", "model_needed"),
)


class HypercareKpiChange(models.Model):
    """Who changed what a KPI is judged by, when, and from what to what.

    Days that are over are judged by what counted at their end, also when they are
    counted later.
    """

    _name = "hypercare.kpi.change"
    _description = "Change of a Hypercare KPI"
    _inherit = ["hypercare.kept.mixin"]
    _order = "at desc, id desc"
    _rec_name = "code"

    kpi_id = fields.Many2one(
        "hypercare.kpi",
        "KPI",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    code = fields.Char(required=True, readonly=True, index=True)
    company_id = fields.Many2one(
        "res.company", index=True, readonly=True, help="Empty: of the shared KPI."
    )
    at = fields.Datetime("When", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", "Who", required=True, readonly=True, ondelete="restrict"
    )
    old = fields.Json(readonly=True, help="What counted before; empty: nothing did.")
    new = fields.Json(readonly=True)
    was_shared = fields.Boolean(
        readonly=True, help="Before that the shared KPI counted for the company."
    )
    text = fields.Text("What changed", compute="_compute_text")

    @api.depends_context("lang")
    @api.depends("old", "new")
    def _compute_text(self):
        for change in self:
            change.text = "\n".join(change._lines())

    @api.depends_context("lang", "tz")
    @api.depends("code", "at")
    def _compute_display_name(self):
        for change in self:
            # sudo: the name of a KPI is no secret.
            name = change.kpi_id.sudo().name
            when = change.at and format_datetime(self.env, change.at, dt_format="short")
            change.display_name = ", ".join(filter(None, [name, when]))

    def _lines(self) -> list[str]:
        """Return “Target value: 90 → 60”, one for each value that is another now."""
        self.ensure_one()
        old, new = self.old or {}, self.new or {}
        kpis = self.env["hypercare.kpi"]
        return [
            f"{kpis._fields[name]._description_string(self.env)}: "
            f"{self._value_text(name, old)} → {self._value_text(name, new)}"
            for name in JUDGED
            if old.get(name) != new.get(name)
        ]

    def _value_text(self, name, values) -> str:
        field = self.env["hypercare.kpi"]._fields[name]
        value = values.get(name)
        if not values or (field.type in ("char", "selection") and not value):
            return "–"
        if field.type == "boolean":
            return self.env._("yes") if value else self.env._("no")
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        return f"{value:g}" if field.type in ("float", "integer") else value

    # -- Guards --------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise UserError(self._refusal())

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self._refusal())

    def copy(self, default=None):  # pylint: disable=method-required-super
        raise UserError(self._refusal())

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self._refusal())

    def _refusal(self) -> str:
        return self.env._("Changes of a KPI are recorded by themselves, and stay.")

    @api.model
    def _record(self, vals_list):
        """Add changes, and say so in the periods that are judged by them."""
        # sudo: evidence is written by the addon only.
        changes = super(HypercareKpiChange, self.sudo()).create(vals_list)  # pylint: disable=super-method-mismatch
        for change in changes:
            change._tell_periods()
        return changes

    def _tell_periods(self):
        """Note the change in the running periods whose KPI it is."""
        self.ensure_one()
        periods = self.env["hypercare.period"].search(
            [("state", "in", STATES)]
            + ([("company_id", "=", self.company_id.id)] if self.company_id else [])
        )
        own = self.env["hypercare.kpi"].search(
            [("code", "=", self.code), ("company_id", "!=", False)]
        )
        if not self.company_id:
            periods = periods.filtered(lambda one: one.company_id not in own.company_id)
        for period in periods:
            period.message_post(
                body=self.env._(
                    "%(who)s changed what “%(kpi)s” is judged by: %(what)s. Days that "
                    "are over keep what they were judged by.",
                    who=self.user_id.name,
                    kpi=self.kpi_id.name,
                    what="; ".join(self._lines()),
                ),
                author_id=self.user_id.partner_id.id,
            )


class HypercareKpi(models.Model):
    """Targets move in the open: every change is recorded, and changes no past day."""

    _inherit = "hypercare.kpi"

    _FIXED = ("company_id",)

    change_ids = fields.One2many(
        "hypercare.kpi.change", "kpi_id", "Changes", readonly=True, copy=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_changes_kept(vals)
        kpis = super().create(vals_list)
        before = {kpi: kpi._shared()._judged_by() for kpi in kpis if kpi.company_id}
        # A KPI that there was not before takes the place of none.
        kpis._record_changes({kpi: old for kpi, old in before.items() if old}, True)
        return kpis

    def write(self, vals):
        self._check_changes_kept(vals)
        self._check_unit(vals)
        watched = set(JUDGED) & set(vals)
        before = {kpi: kpi._counting() for kpi in self} if watched else {}
        res = super().write(vals)
        self._record_changes(before)
        return res

    def _check_changes_kept(self, vals):
        if "change_ids" in vals:
            raise UserError(self.env["hypercare.kpi.change"]._refusal())

    def _check_unit(self, vals):
        """Refuse another unit for what was counted: 5 percent are not 5 days."""
        changed = self.filtered(lambda kpi: vals.get("unit", kpi.unit) != kpi.unit)
        # sudo: values of any company are evidence.
        values = self.env["hypercare.kpi.value"].sudo()
        if changed and values.search_count([("kpi_id", "in", changed.ids)], limit=1):
            raise UserError(
                self.env._("It has been counted already, so its unit stays as it is.")
            )

    def _shared(self):
        """Return the shared KPI of the same code; none for the shared one itself."""
        self.ensure_one()
        # sudo: what counts does not depend on who asks.
        return self.sudo().search(
            [
                ("code", "=", self.code),
                ("company_id", "=", False),
                ("id", "!=", self.id),
            ]
        )

    def _judged_by(self) -> dict:
        """Return the values that a day is judged by; empty if this does not count."""
        if not self or not self.active:
            return {}
        return {name: self[name] for name in JUDGED}

    def _counting(self) -> tuple[dict, bool]:
        """Return what counts for this code and company, and if it is the shared KPI."""
        self.ensure_one()
        if self.active or not self.company_id:
            return self._judged_by(), False
        return self._shared()._judged_by(), True

    def _record_changes(self, before, is_shared=False):
        """Record for each KPI what counts now instead of *before*, if that differs."""
        now = self.env.cr.now().replace(microsecond=0)
        vals_list = []
        for kpi, old in before.items():
            was_shared = is_shared
            if isinstance(old, tuple):
                old, was_shared = old
            new, _is_shared = kpi._counting()
            if old == new:
                continue
            vals_list.append(
                {
                    "kpi_id": kpi.id,
                    "code": kpi.code,
                    "company_id": kpi.company_id.id,
                    "at": now,
                    "user_id": self.env.uid,
                    "old": old,
                    "new": new,
                    "was_shared": was_shared,
                }
            )
        if vals_list:
            self.env["hypercare.kpi.change"]._record(vals_list)

    def _as_judged(self, values):
        """Return this KPI with other values to judge by; nothing is stored."""
        self.ensure_one()
        if not values:
            return self
        judged = {name: self[name] for name in JUDGED}
        return self.new({**judged, **values}, origin=self._origin)

    def _before(self, changes) -> dict:
        """Return what counted before some changes, the first of them first.

        Empty if nothing else counted.
        """
        own = changes.filtered("company_id")[:1]
        shared = changes.filtered(lambda change: not change.company_id)[:1]
        if own:
            earlier = own.was_shared and shared and shared.at <= own.at
            return (shared if earlier else own).old
        return {} if self.company_id else shared.old or {}


class HypercarePeriod(models.Model):
    _inherit = "hypercare.period"

    def _kpis_then(self, kpis, until) -> dict:
        """Return KPI → the same as it was judged by at an instant.

        :param kpis: those of the period that count now
        :param until: naive UTC
        """
        self.ensure_one()
        company = Domain("company_id", "in", [self.company_id.id, False])
        # sudo: what a day was judged by does not depend on who has it counted.
        changes = (
            self.env["hypercare.kpi.change"]
            .sudo()
            .search(
                company
                & Domain("code", "in", kpis.mapped("code"))
                # The end of a day belongs to the next one.
                & Domain("at", ">=", until),
                order="at, id",
            )
        )
        by_code = changes.grouped("code")
        return {
            kpi: kpi._as_judged(kpi._before(by_code.get(kpi.code, changes.browse())))
            for kpi in kpis
        }
