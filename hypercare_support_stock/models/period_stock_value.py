from datetime import timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import format_date, format_datetime

from odoo.addons.hypercare_support.models.period_kpi import LAST_DAY

from ..stock_judge import Line, judge_stock

#: Business days that people have for closing a month.
DAYS_TO_CLOSE = 5


class Standing(NamedTuple):
    """How the value of stock stood against the accounts at a month-end.

    :ivar state: of `judge_stock`, ``unread`` where it was not compared yet, ``stale``
        where it could not be compared again and no difference was known
    :ivar gap: differences of all accounts, each taken as positive
    :ivar counted_at: naive UTC, None if it never was
    :ivar problem: why it could not be compared again
    :ivar compared: this month-end or an earlier one could be compared before
    """

    day: object
    state: str
    value: float = 0.0
    balance: float = 0.0
    gap: float = 0.0
    counted_at: object = None
    problem: str = ""
    compared: bool = False

    @property
    def is_known(self) -> bool:
        """Whether goods and accounts could be compared."""
        return self.state in ("equal", "differs", "not_closed")

    @property
    def is_lost(self) -> bool:
        """Whether they could be compared once, and no more: nothing is proved then."""
        return self.compared and not self.is_known and self.state != "none"


class HypercarePeriod(models.Model):
    """The value of stock against the accounts, at the end of every month.

    Odoo 19 brings the two together when a month is closed: bills and invoices post in
    between, or nothing does. In the middle of a month a difference means nothing, at
    its end there must be none.
    """

    _inherit = "hypercare.period"

    # -- Months --------------------------------------------------------------

    def _stock_months(self, today) -> list:
        """Return the month-ends from go-live on that are over, to day 90 at most."""
        last = min(today, self.go_live + timedelta(days=LAST_DAY))
        found, day = [], self.go_live + relativedelta(day=31)
        while day < last:
            found.append(day)
            day += relativedelta(months=1, day=31)
        return found

    def _stock_month_of(self, day):
        """Return the last month-end before a local day, None before the first one."""
        months = self._stock_months(day)
        return months[-1] if months else None

    def _stock_first_month(self):
        """Return the end of the first month that people can be asked to close.

        The same month as of the other books, where these are watched.
        """
        books = getattr(self, "_first_month_end", None)
        return books() if books else self._stock_first_full_month()

    def _stock_first_full_month(self):
        """Return the end of the first month with enough business days after go-live."""
        day = self.go_live + relativedelta(day=31)
        if self._business_days_between(self.go_live, day) >= DAYS_TO_CLOSE:
            return day
        return day + relativedelta(months=1, day=31)

    def _stock_due(self, month_end):
        """Return the local day by whose end a month is to be closed."""
        day, left = month_end, DAYS_TO_CLOSE
        while left and (day - month_end).days < 31:
            day += timedelta(days=1)
            left -= self._is_business_day(day)
        return day

    def _stock_judged(self, day):
        """Return what a local day is judged by, and the month-end that still has time.

        Until a month can be expected to be closed the one before it counts. What is
        equal already, and what cannot be compared at all, need not wait.

        :return: `Standing` or None, month-end or None
        """
        first = self._stock_first_month()
        months = [
            one for one in self._stock_months(day + timedelta(days=1)) if one >= first
        ]
        if not months:
            return None, None
        standing = self._stock_standing(months[-1])
        waits = standing.is_known or standing.compared or standing.state == "unread"
        if standing.state == "equal" or not waits or day >= self._stock_due(months[-1]):
            return standing, None
        before = self._stock_standing(months[-2]) if len(months) > 1 else None
        return before, months[-1]

    # -- What is said of it --------------------------------------------------

    def _stock_rows(self, day):
        # sudo: what is true does not depend on who asks.
        rows = self.env["hypercare.stock.value"].sudo()
        return rows.search([("period_id", "=", self.id), ("month_end", "=", day)])

    def _stock_standing(self, day) -> Standing:
        """Return how a month-end stands, by what was counted last: four queries."""
        self.ensure_one()
        rows = self._stock_rows(day)
        # sudo: bookkeeping of a job.
        counts = (
            self.env["hypercare.stock.count"]
            .sudo()
            .search([("period_id", "=", self.id), ("month_end", "<=", day)])
        )
        count = counts.filtered(lambda one: one.month_end == day)
        lines = [
            Line(
                *(row.account_id.id or None, row.value, row.balance),
                *(row.has_goods, row.at_closing, row.is_closed),
            )
            for row in rows
        ]
        rounding = self.company_id.currency_id.rounding
        state = judge_stock(lines, rounding) if lines else "unread"
        # A difference stays one until it is seen that there is none any more.
        if lines and count.problem and state != "differs":
            state = "stale"
        return Standing(
            day,
            state,
            sum(rows.mapped("value")),
            sum(rows.mapped("balance")),
            sum(abs(row.difference) for row in rows),
            count.counted_at or None,
            count.problem or "",
            any(counts.mapped("was_compared")),
        )

    def _stock_sentence(self, standing) -> str:
        """Return what is to be said of a standing, in the language of the reader."""
        currency = self.company_id.currency_id
        facts = {
            "day": format_date(self.env, standing.day),
            "value": currency.format(standing.value),
            "balance": currency.format(standing.balance),
            "gap": currency.format(standing.gap),
        }
        said = [self._stock_sentences()[standing.state] % facts]
        if standing.is_lost:
            said.append(
                self.env._("Before, they could be compared: see what was changed.")
            )
        if standing.problem:
            said.append(
                self.env._("The last comparison failed (%s).", standing.problem)
            )
        if standing.counted_at:
            when = self._stock_moment(standing.counted_at)
            said.append(self.env._("Counted %s.", when))
        return " ".join(said)

    def _stock_moment(self, moment) -> str:
        """Return a moment in the time zone of the period, for people."""
        return format_datetime(
            self.env,
            fields.Datetime.to_datetime(moment),
            tz=self.tz,
            dt_format="d MMM y HH:mm",
        )

    def _stock_sentences(self) -> dict[str, str]:
        return {
            "equal": self.env._(
                "On %(day)s the goods were worth %(value)s, and the accounts say so "
                "too."
            ),
            "differs": self.env._(
                "On %(day)s the goods were worth %(value)s, but the accounts say "
                "%(balance)s. They differ by %(gap)s."
            ),
            "not_closed": self.env._(
                "On %(day)s the goods were worth %(value)s, but the accounts say "
                "%(balance)s: no closing entry of that day is posted yet."
            ),
            "no_account": self.env._(
                "Goods that were in stock on %(day)s have no valuation account, so "
                "there is nothing to compare them with."
            ),
            "no_cost": self.env._(
                "There were goods in stock on %(day)s, but none of them has a cost."
            ),
            "none": self.env._("There were no goods in stock on %(day)s."),
            "unread": self.env._(
                "Goods and accounts of %(day)s have not been compared yet."
            ),
            "stale": self.env._(
                "Goods and accounts of %(day)s could not be compared again, so nobody "
                "knows whether they still agree."
            ),
        }
