from datetime import timedelta

from odoo import models

#: Figures of the health baseline, besides the value of stock.
FIGURES = ("stock_negative", "stock_receipts", "stock_deliveries", "stock_counts")

#: How long after a month-end it is counted every night, whatever has changed. Valuing
#: goods takes Odoo some queries for each product.
CLOSING = timedelta(days=10)


class HypercarePeriod(models.Model):
    """Stock in the nightly run, in the health baseline and in the sweep."""

    _inherit = "hypercare.period"

    def _count_days(self, days):  # pylint: disable=missing-return
        today = self._local_day(self.env.cr.now())
        months = self._stock_months(today)
        closing = [day for day in months if today - day <= CLOSING]
        self._stock_refresh(months, always=closing)
        super()._count_days(days)

    def _checklist_sweep(self):
        """What changed a closed month is known before items are measured."""
        self._stock_refresh(self._stock_months(self._local_day(self.env.cr.now())))
        return super()._checklist_sweep()

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
