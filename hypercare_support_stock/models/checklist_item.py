from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.fields import Domain
from odoo.tools import format_date

#: Measure of an item → figure of `_stock_figures`.
FIGURES = {
    "stock_not_negative": "stock_negative",
    "stock_nothing_overdue": None,
    "stock_no_transfer_hangs": "stock_transfers",
    "stock_counts_in_time": "stock_counts",
}
VALUE = "stock_value_right"


class HypercareChecklistItem(models.Model):
    """What stock proves of checklists."""

    _inherit = "hypercare.checklist.item"

    def _measure_stock_not_negative(self):
        """No quantity in a place of the company is below zero."""
        count = self._stock_figures()["stock_negative"]
        return self._stock_answer(
            count,
            self.env._("No quantity is below zero."),
            self.env._("Quantities below zero: %s.", count),
        )

    def _measure_stock_nothing_overdue(self):
        """No receipt and no delivery that was planned for an earlier day is open."""
        figures = self._stock_figures()
        receipts, deliveries = figures["stock_receipts"], figures["stock_deliveries"]
        known = [one for one in (receipts, deliveries) if one is not None]
        return self._stock_answer(
            sum(known) if known else None,
            self.env._("No receipt or delivery is overdue."),
            self.env._(
                "Overdue: %(receipts)s receipts, %(deliveries)s deliveries.",
                receipts=receipts or 0,
                deliveries=deliveries or 0,
            ),
        )

    def _measure_stock_no_transfer_hangs(self):
        """No transfer of any kind that was planned for an earlier day is open."""
        count = self._stock_figures()["stock_transfers"]
        return self._stock_answer(
            count,
            self.env._("No transfer is overdue."),
            self.env._("Overdue transfers: %s.", count),
        )

    def _measure_stock_counts_in_time(self):
        """No inventory count that was planned for an earlier day is left."""
        count = self._stock_figures()["stock_counts"]
        return self._stock_answer(
            count,
            self.env._("No inventory count is overdue."),
            self.env._("Overdue inventory counts: %s.", count),
        )

    def _measure_stock_value_right(self):
        """The accounts say what the goods were worth at the end of the month."""
        period, day = self.period_id, self._stock_month()
        if day >= period._local_day(self.env.cr.now()):
            month = format_date(self.env, day, date_format="MMMM y")
            return False, self.env._("%s has not ended yet.", month)
        standing = period._stock_standing(day)
        sentence = period._stock_sentence(standing)
        if standing.is_known:
            return standing.state == "equal", sentence
        if standing.is_lost:
            return None, sentence
        return self._stock_unknown(sentence)

    def _stock_figures(self):
        return self.period_id._stock_figures(self.env.cr.now())

    def _stock_answer(self, count, good, bad):
        if count is None:
            return self._stock_unknown(self.env._("Nothing of it is in Odoo any more."))
        return not count, bad if count else good

    def _stock_unknown(self, why):
        """Leave to a person what cannot be told; take back what was told before."""
        return (False, why) if self.is_measured and self.done_at else None

    def _stock_month(self):
        """Return the month-end that this item is about."""
        first = self.checklist_id.first_day or self.period_id.go_live
        later = self.month - 1 if self.rule == "month_workday" else 0
        return first + relativedelta(months=later, day=31)

    def _records_behind(self):
        # sudo: time zone and company of the period, which an owner need not read.
        item = self.sudo()
        period = item.period_id
        if self.code == VALUE:
            domain = Domain("period_id", "=", period.id)
            month = Domain("month_end", "=", item._stock_month())
            return "hypercare.stock.value", domain & month
        if self.code not in FIGURES:
            return super()._records_behind()
        domains = period._stock_domains(self.env.cr.now())
        if figure := FIGURES[self.code]:
            return domains[figure]
        model, receipts = domains["stock_receipts"]
        return model, receipts | domains["stock_deliveries"][1]
