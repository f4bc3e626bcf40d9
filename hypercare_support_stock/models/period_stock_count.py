import logging
from datetime import timedelta

from odoo import api, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from odoo.addons.hypercare_support.models.period_kpi import STATES

from ..stock_judge import Line

_logger = logging.getLogger(__name__)

#: Products that are valued at once: a second or two at average cost.
CHUNK = 100
#: A month that was looked at less than this ago is left alone.
REST = timedelta(minutes=50)
#: How long after a month-end its close is under way, and looked at every hour.
CLOSING = timedelta(days=10)
HOUR = timedelta(hours=1)
#: Once a week it is counted whatever has changed.
WEEK = timedelta(days=7)
#: A count that has begun longer ago than this begins anew.
FRESH = timedelta(days=1)
#: What is cleared when a count is over.
NO_PART = {"part_mark": False, "part": False, "last_product": 0, "started_at": False}


class HypercarePeriod(models.Model):
    """The comparison itself: a job of its own, in parts that are kept one by one.

    Nothing else waits for it: whoever shows or judges reads what was counted last.
    """

    _inherit = "hypercare.period"

    @api.model
    def _cron_stock(self):
        """Compare the month-ends of which something has changed."""
        now = self.env.cr.now()
        keep = self.env["ir.cron"]._commit_progress
        todo = [
            (period, day)
            for period in self.search([("state", "in", STATES)])
            for day in period._stock_months(period._local_day(now))
            if not period._stock_rests(day, now)
        ]
        keep(remaining=len(todo))
        for done, (period, day) in enumerate(todo):
            left = len(todo) - done

            def keep_part(left=left):
                # Parts are progress too, or the job would look stuck.
                return keep(1, remaining=left)

            if not period._stock_count(day, keep=keep_part):
                return
            if not keep(1, remaining=left - 1):
                return

    def _stock_rests(self, day, now) -> bool:
        """Tell whether a month-end was looked at a moment ago, and is not half done."""
        count = self._stock_counts(day)
        looked = count.checked_at
        return bool(
            looked and not count.part_mark and timedelta(0) <= now - looked < REST
        )

    def _stock_wake(self):
        """Have the job look at a close that is under way, once an hour at most."""
        self.ensure_one()
        now = self.env.cr.now()
        today = self._local_day(now)
        day = self._stock_month_of(today) if self.state in STATES else None
        if not day or today - day > CLOSING:
            return
        looked = self._stock_counts(day).checked_at
        cron = self.env.ref("hypercare_support_stock.ir_cron_stock", False)
        if not cron or (looked and now - looked < HOUR):
            return
        # sudo: waking the job needs no right.
        triggers = self.env["ir.cron.trigger"].sudo()
        if not triggers.search_count([("cron_id", "=", cron.id)], limit=1):
            cron.sudo()._trigger()  # sudo: the same

    def _checklist_sweep(self):
        self._stock_wake()
        return super()._checklist_sweep()

    def _stock_counts(self, day):
        """Return how far the count of a month-end has got; empty before the first."""
        # sudo: bookkeeping of a job.
        counts = self.env["hypercare.stock.count"].sudo()
        return counts.search([("period_id", "=", self.id), ("month_end", "=", day)])

    def _stock_refresh(self, months, always=()):
        """Compare month-ends of which something has changed, all at once.

        :param months: dates that are over
        :param always: those that are compared whatever has changed
        """
        for day in months:
            self._stock_count(day, force=day in always)

    def _stock_count(self, day, force=False, keep=None) -> bool:
        """Compare one month-end, part by part; return whether it is through.

        :param force: whatever has changed
        :param keep: called after each part, to commit it; returns the seconds left
        """
        self.ensure_one()
        # sudo: the comparison is of the whole company, whoever asks for it.
        period = self.sudo()
        while period._stock_step(day, force):
            force = False
            if keep and not keep():
                return False
        return True

    def _stock_step(self, day, force) -> bool:
        """Do the next part of a count; return whether more is to be done.

        What fails leaves the rows of the last time, marked with the reason.

        :raise psycopg2.OperationalError: when somebody else was faster; to be retried
        """
        if not self._stock_lock(day):
            return False
        try:
            with self.env.cr.savepoint():
                return self._stock_part(day, force)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception as error:
            _logger.exception("Stock of period %s cannot be valued", self.id)
            # The savepoint undoes the database; the cache has to follow.
            self.env.invalidate_all(flush=False)
            problem = f"{type(error).__name__}: {error}"[:300]
            now = self.env.cr.now().replace(microsecond=0)
            count = self._stock_counts(day) or self._stock_begin(day)
            count.write({**NO_PART, "problem": problem, "checked_at": now})
            self._stock_rows(day).write({"problem": problem})
            return False

    def _stock_lock(self, day) -> bool:
        """Take a month of a company until the transaction ends, if nobody else has."""
        # Raw SQL: a lock that holds nobody up.
        [(mine,)] = self.env.execute_query(
            SQL(
                "SELECT pg_try_advisory_xact_lock(hashtext(%s), %s)",
                f"hypercare.stock.count,{self.company_id.id}",
                day.toordinal(),
            )
        )
        return mine

    def _stock_begin(self, day):
        return self.env["hypercare.stock.count"].create(
            {
                "period_id": self.id,
                "company_id": self.company_id.id,
                "month_end": day,
            }
        )

    def _stock_part(self, day, force) -> bool:
        now = self.env.cr.now().replace(microsecond=0)
        count = self._stock_counts(day) or self._stock_begin(day)
        if force or not count.part_mark or now - count.started_at > FRESH:
            mark = self._stock_mark(day)
            if not force and self._stock_is_as_it_was(count, mark, now):
                count.checked_at = now
                return False
            count.write({**NO_PART, "part_mark": mark, "part": {}, "started_at": now})
        products = self._stock_products(day, count.last_product, CHUNK)
        if not products:
            self._stock_finish(count, now)
            return False
        part = {key: list(line) for key, line in (count.part or {}).items()}
        for key, found in self._stock_value_of(products, day).items():
            value, goods, at_closing = part.get(key, (0.0, False, False))
            part[key] = [
                value + found[0],
                goods or found[1],
                at_closing or found[2],
            ]
        count.write({"part": part, "last_product": products[-1].id})
        return True

    def _stock_is_as_it_was(self, count, mark, now) -> bool:
        return bool(
            count.counted_at
            and not count.problem
            and count.mark == mark
            and now - count.counted_at < WEEK
        )

    def _stock_finish(self, count, now):
        """Hold what all parts have found against the accounts."""
        day = count.month_end
        # The accounts of the last time belong to what is compared now.
        lines = self._stock_lines(day, count.part or {})
        self._stock_rows(day).unlink()
        self.env["hypercare.stock.value"].create(
            [
                {
                    "period_id": self.id,
                    "company_id": self.company_id.id,
                    "month_end": day,
                    "account_id": line.account,
                    "value": line.value,
                    "balance": line.balance,
                    "has_goods": line.goods,
                    "at_closing": line.at_closing,
                    "is_closed": line.closed,
                    "counted_at": now,
                }
                for line in lines
            ]
        )
        count.write(
            {
                **NO_PART,
                "mark": count.part_mark,
                "problem": False,
                "checked_at": now,
                "counted_at": now,
            }
        )
        if not count.was_compared and self._stock_standing(day).is_known:
            count.was_compared = True

    def _stock_lines(self, day, part) -> list[Line]:
        """Return goods and accounts side by side; accounts with nothing are left out.

        :param part: of ``_stock_value_of``, of all products
        """
        accounts = self._stock_accounts(day)
        accounts |= accounts.browse([int(key) for key in part if key != "0"])
        balances = self._stock_balances(accounts, day)
        closed = self._stock_closed(day)
        currency = self.company_id.currency_id
        found = []
        for account in [accounts.browse(), *accounts]:
            value, goods, at_closing = part.get(
                str(account.id or 0), (0.0, False, False)
            )
            balance = balances.get(account, 0.0) if account else 0.0
            if goods or not (currency.is_zero(value) and currency.is_zero(balance)):
                found.append(
                    Line(
                        *(account.id or None, value, balance, goods, at_closing),
                        account.id in closed,
                    )
                )
        return found or [Line(None, 0.0, 0.0, goods=False)]
