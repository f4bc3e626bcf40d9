"""What the tests of the month-end close share: books with real entries in March 2026.

The period began on Sunday, 1 March; its week is Sunday to Thursday, in Dhaka. March
ends on a Tuesday: 1 April is the first working day after it, 7 April the fifth.
"""

from datetime import date, datetime, timedelta

from odoo.fields import Command

from odoo.addons.account.models.account_move import BYPASS_LOCK_CHECK
from odoo.addons.hypercare_support.tests.common import at_time
from odoo.addons.hypercare_support.tests.kpi_common import KpiCase

MARCH = date(2026, 3, 31)
FEBRUARY = date(2026, 2, 28)


class CloseCase(KpiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.load_books(cls.company)
        cls.accountant = cls.make_user("accountant", "account.group_account_manager")
        cls.partner = cls.env["res.partner"].create({"name": "Aroma Textiles"})
        cls.events = cls.env["hypercare.close.event"]

    @classmethod
    def load_books(cls, company):
        """Give a company the smallest of Odoo's charts of accounts."""
        if not company.chart_template:
            cls.env["account.chart.template"].try_loading(
                "generic_coa", company=company, install_demo=False
            )

    @classmethod
    def account(cls, account_type, company=None):
        company = company or cls.company
        return cls.env["account.account"].search(
            [("account_type", "=", account_type), ("company_ids", "in", company.id)],
            limit=1,
        )

    @classmethod
    def journal(cls, kind, company=None):
        return cls.env["account.journal"].search(
            [("type", "=", kind), ("company_id", "=", (company or cls.company).id)],
            limit=1,
        )

    @classmethod
    def entry(cls, day, post=True, company=None, amount=100.0, **values):
        """Make a journal entry, and post it through its own button."""
        company = company or cls.company
        move = (
            cls.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": "entry",
                    "date": day,
                    "journal_id": cls.journal("general", company).id,
                    "line_ids": [
                        Command.create(
                            {
                                "account_id": cls.account(kind, company).id,
                                "balance": balance,
                            }
                        )
                        for kind, balance in (
                            ("expense", amount),
                            ("asset_current", -amount),
                        )
                    ],
                    **values,
                }
            )
        )
        if post:
            move.action_post()
        return move

    @classmethod
    def invoice(cls, day, due, amount=500.0, kind="out_invoice", partner=None):
        """Make an invoice or a bill without tax, and post it."""
        income = "income" if kind.startswith("out") else "expense"
        move = cls.env["account.move"].create(
            {
                "move_type": kind,
                "partner_id": (partner or cls.partner).id,
                "invoice_date": day,
                "date": day,
                "invoice_date_due": due,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Shirts",
                            "quantity": 1,
                            "price_unit": amount,
                            "account_id": cls.account(income).id,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        move.action_post()
        return move

    @classmethod
    def bank_line(cls, day, amount=50.0, company=None):
        """Enter a line of a bank statement; nobody has reconciled it."""
        company = company or cls.company
        return (
            cls.env["account.bank.statement.line"]
            .with_company(company)
            .create(
                {
                    "date": day,
                    "journal_id": cls.journal("bank", company).id,
                    "payment_ref": "Transfer",
                    "amount": amount,
                }
            )
        )

    def reconcile(self, line):
        """Book a bank line to an account, as whoever reconciles does."""
        _liquidity, suspense, _other = line._seek_for_lines()
        suspense.account_id = self.account("expense")

    def count(self, number, period=None):  # pylint: disable=missing-return
        """Run what is due in the night after a day, and make up for all before it."""
        for _run in range(3):
            super().count(number, period)

    def april(self, day, hour=10):
        """Return a local time of a day of April as naive UTC."""
        return datetime(2026, 4, day, hour) - timedelta(hours=6)

    def step_over(self, move):
        """Return an entry as a program sees it that asks nobody for lock dates."""
        return (
            move.with_user(self.accountant)
            .sudo()
            .with_context(bypass_lock_check=BYPASS_LOCK_CHECK)
        )

    def lock(self, day, when, field="fiscalyear_lock_date", user=None, company=None):
        """Set a lock date, as whoever may do so in Accounting."""
        with at_time(when):
            company = (company or self.company).with_user(user or self.accountant)
            company.sudo().write({field: day})
            self.env.flush_all()
        self.env.invalidate_all()

    def allow(self, when, until=None, day=FEBRUARY, field="fiscalyear_lock_date"):
        """Grant an exception from a lock date."""
        with at_time(when):
            exception = (
                self.env["account.lock_exception"]
                .with_user(self.accountant)
                .create(
                    {
                        "company_id": self.company.id,
                        "user_id": self.l1.id,
                        field: day,
                        "end_datetime": until,
                        "reason": "A bill came late",
                    }
                )
            )
            self.env.flush_all()
        self.env.invalidate_all()
        return exception

    def close(self, when, period=None):
        """Return how the close of March stands at a moment."""
        self.env.flush_all()
        self.env.invalidate_all()
        with at_time(when):
            return (period or self.period).sudo()._month_close()
