from odoo import api, fields, models
from odoo.fields import Domain

from .period_stock_health import FIGURES


class HypercareHealthValue(models.Model):
    """The lines of the health baseline that are about stock."""

    _inherit = "hypercare.health.value"

    stock_reason = fields.Char(readonly=True)
    why = fields.Char("Why not measurable", compute="_compute_why")

    @api.depends_context("lang")
    @api.depends("stock_reason")
    def _compute_why(self):
        reasons = self._stock_reasons()
        for row in self:
            row.why = reasons.get(row.stock_reason, row.stock_reason)

    @api.model
    def _measure_names(self) -> dict[str, str]:
        return {
            **super()._measure_names(),
            "stock_negative": self.env._("Quantities below zero"),
            "stock_receipts": self.env._("Overdue receipts"),
            "stock_deliveries": self.env._("Overdue deliveries"),
            "stock_counts": self.env._("Overdue inventory counts"),
            "stock_value": self.env._(
                "Value of stock and accounts apart by, at the last month-end"
            ),
        }

    @api.model
    def _stock_reasons(self) -> dict[str, str]:
        return {
            "unused": self.env._("Nothing of it has been done in Odoo yet."),
            "no_month": self.env._("No month has ended since go-live."),
            "not_closed": self.env._(
                "Stock is valued at closing, and no closing entry of the last day of "
                "the month is posted yet."
            ),
            "no_account": self.env._("Goods in stock have no valuation account."),
            "no_cost": self.env._("There are goods in stock, but none has a cost."),
            "none": self.env._("There were no goods in stock at the month-end."),
            "unread": self.env._("Goods and accounts have not been compared yet."),
            "stale": self.env._(
                "Goods and accounts could not be compared again; see the lines."
            ),
        }

    def _records_behind(self):
        """What is there now: records of a day in the past are not kept apart."""
        if self.code == "stock_value":
            day = self.period_id._stock_day_of(self.date)
            domain = Domain("period_id", "=", self.period_id.id)
            return "hypercare.stock.value", domain & Domain("month_end", "=", day)
        domains = self.period_id._stock_domains(self.env.cr.now())
        return domains.get(self.code) or super()._records_behind()

    def _forget_stock_measures(self):
        """Delete what nobody could name any more."""
        # Raw SQL: people may not delete measures; this is the end of the addon.
        self.env.cr.execute(
            "DELETE FROM hypercare_health_value WHERE code IN %s",
            [(*FIGURES, "stock_value")],
        )
        self.env.invalidate_all()
