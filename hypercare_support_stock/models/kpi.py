from dataclasses import replace

from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

CODE = "inventory_valuation"


class HypercareKpi(models.Model):
    """The monthly valuation of stock: a person reviews it, the database compares it."""

    _inherit = "hypercare.kpi"

    def _measure(self, period, day, facts):
        """Hold what a person attested against what goods and accounts say.

        A review of a value that the accounts do not show is not done. Where goods and
        accounts never could be compared, the person's word and file stand alone; where
        they could be once, nothing is proved. What nobody can have closed yet is no
        failure.
        """
        measured = super()._measure(period, day, facts)
        if self.code != CODE:
            return measured
        standing, waiting = period._stock_judged(day)
        if not standing and not waiting:
            return replace(measured, value=None, why="no_month_end", facts={})
        if not standing:
            due = period._stock_due(waiting)
            told = {"day": waiting.isoformat(), "due": due.isoformat()}
            return replace(
                measured, value=1, why="stock_not_yet", facts=told, pending=True
            )
        reviewed = bool(measured.value)
        told = {
            "day": standing.day.isoformat(),
            "value": standing.value,
            "balance": standing.balance,
            "gap": standing.gap,
            "currency": period.company_id.currency_id.id,
            "counted": standing.counted_at and standing.counted_at.isoformat(" "),
            "waiting": waiting and waiting.isoformat(),
        }
        if standing.is_lost:
            why = f"stock_lost_{standing.state}"
            return replace(measured, value=None, why=why, facts=told)
        holds = reviewed and (standing.state == "equal" or not standing.is_known)
        why = self._stock_why(standing, reviewed)
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

    @api.depends_context("lang")
    @api.depends("reason")
    def _compute_shown(self):
        res = super()._compute_shown()
        for value in self:
            if (value.reason or {}).get("why") == "stock_not_yet":
                value.shown = self.env._("Not closed yet")
        return res

    def _reason_text(self, reason) -> str:
        if not (reason.get("why") or "").startswith("stock_"):
            return super()._reason_text(reason)
        shown = {
            name: format_date(self.env, fields.Date.to_date(reason[name]))
            for name in ("day", "due", "waiting")
            if reason.get(name)
        }
        if "currency" in reason:
            currency = self.env["res.currency"].browse(reason["currency"])
            for name in ("value", "balance", "gap"):
                shown[name] = currency.format(reason[name])
        said = [super()._reason_text({**reason, **shown})]
        if reason.get("waiting"):
            said.append(
                self.env._(
                    "The month to %s counts once there was time to close it.",
                    shown["waiting"],
                )
            )
        if reason.get("counted"):
            when = self.period_id._stock_moment(reason["counted"])
            said.append(self.env._("Counted %s.", when))
        return " ".join(said)

    def _reason_sentences(self) -> dict[str, str]:
        return {
            **super()._reason_sentences(),
            "stock_not_yet": self.env._(
                "The month to %(day)s is not closed yet. It is asked for by the end of "
                "%(due)s."
            ),
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
            "stock_lost_no_account": self.env._(
                "Goods and accounts could be compared before. On %(day)s goods have no "
                "valuation account any more: choose one in their category or for the "
                "company."
            ),
            "stock_lost_no_cost": self.env._(
                "Goods and accounts could be compared before. On %(day)s no goods have "
                "a cost any more: see who changed the costs."
            ),
            "stock_lost_unread": self.env._(
                "Goods and accounts could be compared before, but those of %(day)s "
                "have not been compared yet."
            ),
            "stock_lost_stale": self.env._(
                "Goods and accounts of %(day)s could be compared before, but the last "
                "comparison failed: the reason stands with the lines."
            ),
        }

    def _settle_stock_words(self):
        """Write the sentences out, for when nobody knows their codes any more."""
        self.env.flush_all()
        # Raw SQL: the code is inside of a JSON column.
        self.env.cr.execute(
            "SELECT id FROM hypercare_kpi_value"
            " WHERE starts_with(reason->>'why', 'stock_')"
        )
        values = self.browse([row_id for (row_id,) in self.env.cr.fetchall()])
        values._store_rows(
            {
                value.id: {"reason": Json({"why": value._reason_text(value.reason)})}
                for value in values
            }
        )

    def _records_behind(self):
        period = self.period_id
        if self.kpi_id.sudo().code != CODE:  # sudo: the words of a KPI are no secret
            return super()._records_behind()
        day = (self.reason or {}).get("day") or period._stock_day_of(self.date)
        domain = Domain("period_id", "=", period.id)
        month = Domain("month_end", "=", day)
        return "hypercare.stock.value", domain & month
