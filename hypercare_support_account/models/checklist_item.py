from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.tools import format_date
from odoo.tools.misc import formatLang

from ..closing import TAX


class HypercareChecklistItem(models.Model):
    """Steps of the month-end close that the books prove, or say something about."""

    _inherit = "hypercare.checklist.item"

    # -- Steps ---------------------------------------------------------------

    def _measure_bank_reconciled(self):
        """No bank line up to the month-end is left."""
        return self._measure_month(self._bank_of)

    def _bank_of(self, month_end):
        bank = self.period_id._books_bank(month_end)
        day = self._day_words(month_end)
        if bank["n"]:
            return False, self.env._(
                "Bank lines up to %(day)s that are not reconciled: %(count)s. The "
                "oldest is of %(oldest)s.",
                count=bank["n"],
                day=day,
                oldest=self._day_words(bank["day"]),
            )
        if not bank["found"]:
            return None, self.env._(
                "No bank line is in Odoo for the month to %s: a person attests it.",
                day,
            )
        if bank["silent"]:
            # sudo: the names of journals are no secret to whoever closes the month.
            journals = self.env["account.journal"].sudo().browse(bank["silent"])
            return None, self.env._(
                "Every bank line up to %(day)s is reconciled, but of these bank "
                "journals no line is in Odoo for the month: %(names)s. A person "
                "attests them.",
                day=day,
                names=", ".join(journals.mapped("name")),
            )
        return True, self.env._("Every bank line up to %s is reconciled.", day)

    def _measure_entries_posted(self):
        """No draft entry is dated in the month, or before it."""
        return self._measure_month(self._posted_of)

    def _posted_of(self, month_end):
        drafts = self.period_id._books_drafts(month_end)
        day = self._day_words(month_end)
        if drafts["n"]:
            return False, self.env._(
                "Draft entries dated up to %(day)s: %(count)s. The oldest is of "
                "%(oldest)s.",
                count=drafts["n"],
                day=day,
                oldest=self._day_words(drafts["day"]),
            )
        return True, self.env._("No draft entry is dated up to %s.", day)

    def _measure_numbers_complete(self):
        """No number is missing; if one is, a person says why."""
        return self._measure_month(self._numbers_of)

    def _numbers_of(self, month_end):
        gaps = self.period_id._books_gaps(month_end)
        if not gaps["n"]:
            return True, self.env._(
                "No number is missing in the month to %s.", self._day_words(month_end)
            )
        return None, self.env._(
            "A number is missing before these entries: %(names)s (%(count)s in all). "
            "A person writes down why.",
            count=gaps["n"],
            names=", ".join(gaps["names"]),
        )

    def _measure_receivables_aged(self):
        """What customers owe; that somebody has looked at it, only he can say."""
        return self._measure_month(self._receivables_of)

    def _receivables_of(self, month_end):
        return None, self._overdue_words(month_end, "asset_receivable")

    def _measure_payables_aged(self):
        """What is owed to vendors; that somebody has looked at it, only he can say."""
        return self._measure_month(self._payables_of)

    def _payables_of(self, month_end):
        return None, self._overdue_words(month_end, "liability_payable")

    def _measure_tax_locked(self):
        """Tax returns are locked up to the month-end."""
        return self._measure_month(self._tax_of)

    def _tax_of(self, month_end):
        period = self.period_id
        found = period._close_standing(month_end, self.env.cr.now(), TAX)
        return bool(found.since), self.env._(
            "Tax returns: %s", period._close_words(found, month_end)
        )

    def _measure_month_locked(self):
        """The month is locked for everybody."""
        return self._measure_month(self._lock_of)

    def _lock_of(self, month_end):
        period = self.period_id
        close = period._month_close(month_end=month_end)
        words = period._close_words(close.standing, month_end, close.drafts)
        return close.is_done, words

    # -- What they share -----------------------------------------------------

    def _measure_month(self, measure):
        """Return what a measure says of the month that this item closes.

        Where nothing is posted in the month there is nothing to say; before its end
        nothing is done.

        :param measure: month-end → (done, text), done None where a person decides
        """
        period, month_end = self.period_id, self._month_end()
        day = self._day_words(month_end)
        if not period._has_entries(month_end):
            return None, self.env._(
                "Nothing is posted in the month to %s: a person attests it.", day
            )
        if period._local_day(self.env.cr.now()) <= month_end:
            return False, self.env._("The month to %s is not over yet.", day)
        return measure(month_end)

    def _month_end(self):
        """Return the end of the month that this item is about."""
        first = self.checklist_id.first_day or self.period_id.go_live
        return first + relativedelta(months=max(self.month, 1) - 1, day=31)

    def _day_words(self, day) -> str:
        return format_date(self.env, day, date_format="d MMM y")

    def _overdue_words(self, month_end, account_type) -> str:
        found = self.period_id._books_overdue(month_end, account_type)
        day = self._day_words(month_end)
        if not found["n"]:
            return self.env._("Nothing that was due by %s is open.", day)
        # What is owed to vendors is below zero in the books.
        sign = -1 if account_type == "liability_payable" else 1
        currency = self.company_id.currency_id
        return self.env._(
            "Due by %(day)s and still open: %(amount)s (items: %(count)s, partners: "
            "%(partners)s). The oldest was due on %(oldest)s.",
            day=day,
            count=found["n"],
            partners=found["partners"],
            amount=formatLang(self.env, sign * found["amount"], currency_obj=currency),
            oldest=self._day_words(found["day"]),
        )
