from dataclasses import replace

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_date

CODE = "inventory_valuation"


class HypercareKpi(models.Model):
    """The monthly valuation of stock: a person reviews it, the database compares it."""

    _inherit = "hypercare.kpi"

    def _measure(self, period, day, facts):
        """Hold what a person attested against what goods and accounts say.

        A review of a value that the accounts do not show is not done. Where goods and
        accounts cannot be compared, the person's word and file stand alone.
        """
        measured = super()._measure(period, day, facts)
        if self.code != CODE:
            return measured
        month_end = period._stock_day_of(day)
        if not month_end:
            return replace(measured, value=None, why="no_month_end", facts={})
        standing = period._stock_standing(month_end)
        reviewed = bool(measured.value)
        why = self._stock_why(standing, reviewed)
        told = {
            "day": month_end.isoformat(),
            "value": standing.value,
            "balance": standing.balance,
            "gap": standing.gap,
            "currency": period.company_id.currency_id.id,
        }
        holds = reviewed and (standing.state == "equal" or not standing.is_known)
        return replace(measured, value=int(holds), why=why, facts=told)

    def _stock_why(self, standing, reviewed) -> str:
        if not standing.is_known:
            return "stock_reviewed_only" if reviewed else "stock_unknown"
        if standing.state != "equal":
            return "stock_differs"
        return "stock_reviewed" if reviewed else "stock_not_reviewed"


class HypercareKpiValue(models.Model):
    """Why the value of stock is as it is, and the lines behind it."""

    _inherit = "hypercare.kpi.value"

    def _reason_text(self, reason) -> str:
        if not (reason.get("why") or "").startswith("stock_"):
            return super()._reason_text(reason)
        currency = self.env["res.currency"].browse(reason["currency"])
        shown = {
            name: currency.format(reason[name]) for name in ("value", "balance", "gap")
        }
        day = format_date(self.env, fields.Date.to_date(reason["day"]))
        return super()._reason_text({**reason, **shown, "day": day})

    def _reason_sentences(self) -> dict[str, str]:
        return {
            **super()._reason_sentences(),
            "stock_reviewed": self.env._(
                "Reviewed within the last month. On %(day)s the accounts said what the "
                "goods were worth: %(value)s."
            ),
            "stock_not_reviewed": self.env._(
                "On %(day)s the accounts said what the goods were worth, %(value)s, "
                "but nobody has attested the review within the last month."
            ),
            "stock_differs": self.env._(
                "On %(day)s the goods were worth %(value)s, but the accounts said "
                "%(balance)s: they differ by %(gap)s."
            ),
            "stock_reviewed_only": self.env._(
                "Reviewed within the last month. Goods and accounts of %(day)s cannot "
                "be compared here, so this rests on the file alone."
            ),
            "stock_unknown": self.env._(
                "Goods and accounts of %(day)s cannot be compared here, and nobody has "
                "attested the review within the last month."
            ),
        }

    def _records_behind(self):
        period = self.period_id
        if self.kpi_id.sudo().code != CODE:  # sudo: the words of a KPI are no secret
            return super()._records_behind()
        domain = Domain("period_id", "=", period.id)
        month = Domain("month_end", "=", period._stock_day_of(self.date))
        return "hypercare.stock.value", domain & month
