from odoo import fields, models
from odoo.tools import format_date

from ..const import DAY_OF_YEAR


class HypercareChangeFreeze(models.Model):
    """Days on which nothing is changed in the system, such as the month-end close."""

    _name = "hypercare.change.freeze"
    _description = "Hypercare Change Freeze"
    _inherit = ["hypercare.input.mixin"]
    _order = "date_from desc, id"

    _DERIVED = ("company_id",)
    _FIXED = ("period_id",)

    period_id = fields.Many2one(
        "hypercare.period",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env["hypercare.period"]._default_for_issue(),
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    name = fields.Char("Why", required=True, help="For example: month-end close.")
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("To", required=True)

    _in_order = models.Constraint(
        "CHECK (date_to >= date_from)", "A freeze ends on the day it begins or later."
    )


class HypercarePeriod(models.Model):
    _inherit = "hypercare.period"

    freeze_ids = fields.One2many(
        "hypercare.change.freeze", "period_id", "Change freezes"
    )

    def _move_notes(self, entries):
        """Name the freezes: a month-end close does not depend on go-live."""
        notes = super()._move_notes(entries)
        if self.freeze_ids:
            freezes = self.freeze_ids.sorted("date_from")
            days = [
                format_date(self.env, freeze.date_from, date_format=DAY_OF_YEAR)
                for freeze in freezes
            ]
            notes.append(
                self.env._(
                    "Change freezes keep their days; move them by hand if they depend "
                    "on go-live: %s.",
                    ", ".join(
                        f"{f.name} ({d})" for f, d in zip(freezes, days, strict=True)
                    ),
                )
            )
        return notes

    def _freeze_on(self, moment):
        """Return the freeze that a UTC moment falls into, by the period's own days."""
        self.ensure_one()
        day = self._to_local(moment).date()
        # sudo: whether changes are frozen is asked by people who may not read the plan.
        freezes = self.sudo().freeze_ids
        return freezes.filtered(lambda one: one.date_from <= day <= one.date_to)[:1]

    def _freeze_text(self, moment) -> str | bool:
        """Return a sentence about the freeze at a UTC moment, if there is one."""
        freeze = self._freeze_on(moment)
        if not freeze:
            return False
        return self.env._(
            "Nothing is changed until %(date)s (%(reason)s).",
            date=format_date(self.env, freeze.date_to, date_format=DAY_OF_YEAR),
            reason=freeze.name,
        )
