from datetime import timedelta

from odoo import models

#: Figures of the health baseline, besides the value of stock.
FIGURES = ("stock_negative", "stock_receipts", "stock_deliveries", "stock_counts")


class HypercarePeriod(models.Model):
    """Stock in the health baseline: what is there, and what was counted last."""

    _inherit = "hypercare.period"

    def _health_measures(self) -> list[dict]:
        figures = self._stock_figures(self.env.cr.now())
        stock = [
            {
                "code": code,
                "value": None if figures[code] is None else float(figures[code]),
                "reason": "unused" if figures[code] is None else None,
            }
            for code in FIGURES
        ]
        return [*super()._health_measures(), *stock, self._stock_value_measure()]

    def _stock_value_measure(self) -> dict:
        """Return how far goods and accounts were apart at the last month-end."""
        found = {"code": "stock_value", "value": None}
        day = self._stock_month_of(self._local_day(self.env.cr.now()))
        if not day:
            return found | {"reason": "no_month"}
        standing = self._stock_standing(day)
        if standing.state in ("equal", "differs"):
            return found | {"value": standing.gap}
        return found | {"reason": standing.state}

    def _health_row(self, day, measure) -> dict:
        row = super()._health_row(day, measure)
        return row | {"stock_reason": measure.get("reason")}

    def _stock_day_of(self, day):
        """Return the month-end that was measured in the night after a local day."""
        return self._stock_month_of(day + timedelta(days=1))
