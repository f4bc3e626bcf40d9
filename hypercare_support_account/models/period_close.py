from dataclasses import dataclass
from datetime import timedelta

from odoo import models
from odoo.tools import SQL, format_date, format_datetime

from odoo.addons.hypercare_support.engine.kpi_facts import Close

from ..closing import GLOBAL, HARD, Act, Standing, standing


@dataclass(frozen=True, slots=True)
class MonthClose(Close):
    """The close of a month as the books show it.

    :ivar is_used: anything is posted in the month; without it nothing is proved
    :ivar standing: since when it is locked, by what, or what opened it again
    :ivar is_early: it was locked before it was over
    :ivar drafts: of a month that was locked early, the entries that are not posted
    """

    is_used: bool = False
    standing: Standing = Standing()
    is_early: bool = False
    drafts: int = 0


class HypercarePeriod(models.Model):
    """Month-end close: measured by lock dates, and what was done to them."""

    _inherit = "hypercare.period"

    # -- Facts ---------------------------------------------------------------

    def _close_companies(self):
        """Return the company of the period and those above it, whose locks count."""
        # sudo: lock dates bind whoever books, in whatever company he may look.
        return self.sudo().company_id.parent_ids

    def _books_companies(self):
        """Return the company of the period and its branches, whose entries count."""
        # sudo: what is booked does not depend on who asks.
        found = level = self.sudo().company_id
        while level := level.all_child_ids - found:
            found |= level
        return found

    def _month_close(self, until=None, month_end=None) -> MonthClose:
        """Return how the close of a month stood at a moment.

        :param until: naive UTC; now, if nothing is given
        :param month_end: date; the end of the first month, if nothing is given
        """
        self.ensure_one()
        now = self.env.cr.now()
        until = min(until or now, now)
        if until.replace(microsecond=0) == now.replace(microsecond=0):
            until = now
        month_end = month_end or self._first_month_end()
        found = self._close_standing(month_end, until)
        is_used = self._has_entries(month_end)
        today = self._local_day(until)
        if today <= month_end:
            return MonthClose(is_used=is_used, standing=found)
        is_early = self._is_early(found, month_end)
        # Those of now: what was a draft once is not known.
        drafts = self._books_drafts(month_end)["n"] if is_early else 0
        is_done = is_used and bool(found.since) and not drafts
        last = today
        if found.since and not drafts:
            # A month is not closed before it is over.
            last = max(self._local_day(found.since), month_end + timedelta(days=1))
        days = self._business_days_between(month_end, last)
        return MonthClose(month_end, days, is_done, is_used, found, is_early, drafts)

    def _is_early(self, found, month_end) -> bool:
        """Tell whether a month was locked before it was over."""
        return bool(found.since) and self._local_day(found.since) <= month_end

    def _close_standing(self, month_end, until, field=GLOBAL) -> Standing:
        """Return since when a month is locked, by everything that was noted.

        :param until: naive UTC
        :param field: which lock date; the hard one always counts
        """
        companies = self._close_companies()
        books = self._books_companies()
        acts = self.env["hypercare.close.event"]._acts(companies, until, books)
        if until >= self.env.cr.now():
            acts += self._unnoted_acts(companies, acts, field, until)
        return standing(acts, month_end, until, field)

    def _unnoted_acts(self, companies, acts, field, until) -> list[Act]:
        """Return what the lock dates say now that nobody has noted: changed by SQL."""
        noted = {
            (act.company, act.field): act.day for act in acts if act.kind == "lock"
        }
        return [
            Act(until, "lock", company.id, name, company[name] or None)
            for company in companies
            for name in (field, HARD)
            if (company[name] or None) != noted.get((company.id, name))
        ]

    def _has_entries(self, month_end) -> bool:
        """Tell whether anything is posted in a month, in the books of the period."""
        self.env["account.move"].flush_model(["state", "date", "journal_id"])
        # Raw SQL: the first row is enough; by the index on journal, company and date.
        [(found,)] = self.env.execute_query(
            SQL(
                "SELECT EXISTS (%s)",
                self._books_sql(
                    SQL("1"),
                    SQL(
                        "move.date BETWEEN %s AND %s AND move.state = 'posted'",
                        month_end.replace(day=1),
                        month_end,
                    ),
                ),
            )
        )
        return found

    # -- The KPI -------------------------------------------------------------

    def _kpi_close(self, day) -> Close:
        """Return how the first month-end close went, by the lock dates.

        Where nothing is posted it is as a person attests it, or not measurable.
        """
        month_end = self._first_month_end()
        if month_end >= day:
            return Close()
        # The last moment of the day: midnight is the next one.
        last = self._day_bounds(day)[1] - timedelta(microseconds=1)
        close = self._month_close(last)
        if not close.is_used:
            attested = super()._kpi_close(day)
            return attested if attested.is_done else close
        return close

    def _count_days(self, days):  # pylint: disable=missing-return
        # Before anything is judged by it.
        self.env["hypercare.close.event"]._observe(self._close_companies())
        super()._count_days(days)

    # -- In words ------------------------------------------------------------

    def _close_words(self, found, month_end, drafts=0) -> str:
        """Return why a month is locked or open, in a sentence.

        :param found: of ``_close_standing``
        :param drafts: entries that keep a month from being closed
        """
        month = format_date(self.env, month_end, date_format="MMMM y")
        if self._is_early(found, month_end):
            return self._close_early_words(found, month, drafts)
        if found.since and not found.closed_by:
            return self.env._(
                "%(month)s is locked again since %(when)s, when the exception ended.",
                month=month,
                when=self._close_moment(found.since),
            )
        if found.since:
            return self.env._(
                "%(month)s is locked since %(when)s, by %(who)s.",
                month=month,
                when=self._close_moment(found.since),
                who=self._close_who(found.closed_by),
            )
        act = found.opened_by
        if not act:
            return self.env._("%s is not locked yet.", month)
        words = {
            "month": month,
            "who": self._close_who(act),
            "when": self._close_moment(act.at),
        }
        if act.kind == "exception":
            event = self.env["hypercare.close.event"].sudo().browse(act.ref)
            words["whom"] = event.for_whom or self.env._("everybody")
            return self.env._(
                "%(month)s is open again: %(who)s granted an exception to %(whom)s on "
                "%(when)s.",
                **words,
            )
        if act.kind == "posting":
            return self.env._(
                "%(month)s is open again: on %(when)s %(who)s changed entries in what "
                "was locked. It counts when a lock date is set again.",
                **words,
            )
        return self.env._(
            "%(month)s is open again: %(who)s moved the lock date back on %(when)s.",
            **words,
        )

    def _close_early_words(self, found, month, drafts) -> str:
        words = {
            "month": month,
            "when": self._close_moment(found.since),
            "who": self._close_who(found.closed_by),
        }
        if drafts:
            return self.env._(
                "%(month)s was locked early, on %(when)s by %(who)s, and draft entries "
                "are still dated in it or before: %(drafts)s. It is closed when none "
                "is left.",
                drafts=drafts,
                **words,
            )
        return self.env._(
            "%(month)s was locked early, on %(when)s by %(who)s: it counts from the "
            "first day after the month.",
            **words,
        )

    def _close_who(self, act) -> str:
        """Return who did something, as he was called then."""
        ref = act.ref if act else 0
        # sudo: who did it is part of the evidence.
        event = self.env["hypercare.close.event"].sudo().browse(ref or [])
        return event.who or self.env._("somebody who is not known")

    def _close_moment(self, instant) -> str:
        return format_datetime(
            self.env, instant, tz=self.tz, dt_format="EEE d MMM y, HH:mm"
        )
