import logging
from datetime import datetime, time, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import SUPERUSER_ID, models
from odoo.tools import SQL, format_date

from odoo.addons.hypercare_support.models.period_kpi import LAST_DAY

from ..stock_judge import Line, judge_stock
from .stock_location import COMPANY

_logger = logging.getLogger(__name__)


class Standing(NamedTuple):
    """How the value of stock stood against the accounts at a month-end.

    :ivar state: of `judge_stock`, ``unread`` where it was not compared yet
    :ivar gap: differences of all accounts, each taken as positive
    """

    day: object
    state: str
    value: float = 0.0
    balance: float = 0.0
    gap: float = 0.0

    @property
    def is_known(self) -> bool:
        """Whether goods and accounts could be compared."""
        return self.state in ("equal", "differs", "not_closed")


class HypercarePeriod(models.Model):
    """The value of stock against the accounts, at the end of every month.

    Odoo 19 brings the two together when a month is closed: bills and invoices post in
    between, or nothing does. In the middle of a month a difference means nothing, at
    its end there must be none.
    """

    _inherit = "hypercare.period"

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

    def _stock_refresh(self, months, always=()):
        """Compare anew the month-ends of which a document has changed.

        :param months: dates that are over
        :param always: those that are compared whatever has changed
        """
        self.ensure_one()
        # sudo: the comparison is of the whole company, whoever asks for it.
        rows = self.env["hypercare.stock.value"].sudo()
        for day in months:
            known = rows.search(
                [("period_id", "=", self.id), ("month_end", "=", day)], order="id"
            )
            try:
                with self.env.cr.savepoint():
                    mark = known and self._stock_mark(day, known.account_id.ids)
                    if mark and day not in always and known[0].mark == mark:
                        continue
                    lines = self._stock_lines(day)
                    accounts = [line.account for line in lines if line.account]
                    mark = self._stock_mark(day, accounts)
                    known.unlink()
                    rows.create([self._stock_row(day, line, mark) for line in lines])
            except Exception:
                _logger.exception("Stock of period %s cannot be valued", self.id)
                # What cannot be counted any more is not known.
                self.env.invalidate_all(flush=False)
                known.exists().unlink()

    def _stock_row(self, day, line, mark) -> dict:
        return {
            "period_id": self.id,
            "company_id": self.company_id.id,
            "month_end": day,
            "account_id": line.account,
            "value": line.value,
            "balance": line.balance,
            "has_goods": line.goods,
            "at_closing": line.at_closing,
            "is_closed": line.closed,
            "mark": mark,
            "counted_at": self.env.cr.now().replace(microsecond=0),
        }

    def _stock_mark(self, day, accounts) -> str:
        """Return a mark that changes with whatever the comparison is made of.

        Valuing goods takes queries for each of them; this is one for all. What it does
        not see, another category of a product, is seen in the night.

        :param accounts: ids of the valuation accounts
        """
        self.env.flush_all()
        # Raw SQL: five tables in one statement.
        [row] = self.env.execute_query(
            SQL(
                """
                SELECT (SELECT (count(*), sum(value), sum(quantity), max(write_date))
                          FROM stock_move WHERE company_id = %(company)s
                           AND state = 'done' AND date <= %(until)s)::text,
                       (SELECT (count(*), sum(value), max(write_date))
                          FROM product_value WHERE company_id = %(company)s)::text,
                       (SELECT max(write_date) FROM product_category)::text,
                       (SELECT write_date FROM res_company
                         WHERE id = %(company)s)::text,
                       (SELECT string_agg(found::text, ' ') FROM (
                        SELECT account_id, count(*), sum(balance),
                               bool_or(date = %(day)s)
                          FROM account_move_line WHERE account_id IN %(accounts)s
                           AND company_id = %(company)s AND date <= %(day)s
                           AND parent_state = 'posted'
                      GROUP BY account_id ORDER BY account_id) found)
                """,
                company=self.company_id.id,
                until=_end_of(day),
                day=day,
                accounts=tuple(accounts) or (0,),
            )
        )
        return "|".join(part or "" for part in row)

    def _stock_lines(self, day) -> list[Line]:
        """Value the goods at the end of a day, and read the accounts they belong to.

        By Odoo's own valuation, as its inventory valuation report does.
        """
        # The system, in this company only: places and accounts of others are not asked.
        company = self.company_id.with_user(SUPERUSER_ID).with_context(
            allowed_company_ids=self.company_id.ids, **{COMPANY: self.company_id.id}
        )
        accounts = company._get_accounts_by_product()
        kept = self._stock_kept(company, accounts, day)
        goods, at_closing = set(), set()
        for product, quantity in self._stock_quantities(company, kept, day).items():
            if quantity > 0:
                goods.add(accounts[product]["valuation"])
            if product.valuation == "periodic":
                at_closing.add(accounts[product]["valuation"])
        values = company.stock_value(kept, at_date=_end_of(day)) if kept else {}
        balances = (
            company.stock_accounting_value(accounts, at_date=day) if accounts else {}
        )
        closed = self._stock_closed(company, day)
        found = [
            Line(
                account.id or None,
                values.get(account, 0.0),
                balances.get(account, 0.0),
                account in goods,
                account in at_closing,
                account.id in closed,
            )
            for account in {**dict(values), **dict(balances)}
        ]
        return found or [Line(None, 0.0, 0.0, goods=False)]

    def _stock_kept(self, company, accounts, day) -> dict:
        """Return those products with their accounts that ever moved up to a day."""
        moved = company.env["stock.move"]._read_group(
            [
                ("company_id", "=", company.id),
                ("state", "=", "done"),
                ("date", "<=", _end_of(day)),
                ("product_id", "in", [product.id for product in accounts]),
            ],
            ["product_id"],
        )
        ids = {product.id for [product] in moved}
        return {one: found for one, found in accounts.items() if one.id in ids}

    def _stock_quantities(self, company, kept, day) -> dict:
        """Return product → quantity in the places of the company, in few queries."""
        places = company.env["stock.location"].search(
            [("is_valued_internal", "=", True)]
        )
        products = company.env["product.product"].browse([one.id for one in kept])
        there = products.with_context(to_date=_end_of(day), location=places.ids)
        return dict(zip(kept, there.mapped("qty_available"), strict=True))

    def _stock_closed(self, company, day) -> set:
        """Return the ids of the accounts that have a closing entry of a day."""
        groups = company.env["account.move.line"]._read_group(
            [
                ("company_id", "=", company.id),
                ("journal_id", "=", company.account_stock_journal_id.id),
                ("parent_state", "=", "posted"),
                ("date", "=", day),
            ],
            ["account_id"],
        )
        return {account.id for [account] in groups}

    # -- What is said of it --------------------------------------------------

    def _stock_standing(self, day) -> Standing:
        """Return how a month-end stands, by what was counted last."""
        self.ensure_one()
        # sudo: what is true does not depend on who asks.
        rows = (
            self.env["hypercare.stock.value"]
            .sudo()
            .search([("period_id", "=", self.id), ("month_end", "=", day)])
        )
        if not rows:
            return Standing(day, "unread")
        lines = [
            Line(
                *(row.account_id.id or None, row.value, row.balance),
                *(row.has_goods, row.at_closing, row.is_closed),
            )
            for row in rows
        ]
        return Standing(
            day,
            judge_stock(lines, self.company_id.currency_id.rounding),
            sum(rows.mapped("value")),
            sum(rows.mapped("balance")),
            sum(abs(row.difference) for row in rows),
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
        return self._stock_sentences()[standing.state] % facts

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
        }


def _end_of(day) -> datetime:
    """Return the last second of a day as Odoo's valuation draws it: in UTC."""
    return datetime.combine(day, time(23, 59, 59))
