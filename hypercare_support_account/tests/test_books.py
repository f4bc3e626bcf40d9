"""What the books say, against statements of its own; few queries, one company."""

from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.hypercare_support.tests.common import at_time

from .close_common import MARCH, CloseCase


@tagged("post_install", "-at_install")
class TestBooks(CloseCase):
    def one(self, statement, *values):
        self.env.flush_all()
        self.env.cr.execute(statement, values)
        return self.env.cr.fetchone()

    def fill(self):
        self.load_books(self.other_company)
        for company in (self.company, self.other_company):
            for day in ("2026-02-27", "2026-03-05", "2026-03-31", "2026-04-01"):
                self.entry(day, company=company)
                self.entry(day, post=False, company=company)
                self.bank_line(day, company=company)
        self.reconcile(
            self.env["account.bank.statement.line"].search(
                [("company_id", "=", self.company.id), ("date", "=", "2026-03-05")]
            )
        )
        self.invoice("2026-03-01", "2026-03-10")
        self.invoice("2026-03-01", "2026-04-10")

    def test_by_independent_sql(self):
        self.fill()
        period = self.period.sudo()
        company = self.company.id
        drafts = period._books_drafts(MARCH)
        self.assertEqual(
            (drafts["n"], drafts["day"]),
            self.one(
                "SELECT count(*), min(date) FROM account_move WHERE state = 'draft'"
                " AND company_id = %s AND date <= '2026-03-31'",
                company,
            ),
        )
        self.assertEqual(drafts["n"], 3)
        bank = period._books_bank(MARCH)
        self.assertEqual(
            (bank["n"], bank["found"]),
            self.one(
                "SELECT count(*), true FROM account_bank_statement_line line"
                " JOIN account_move move ON line.move_id = move.id"
                " WHERE NOT is_reconciled AND move.company_id = %s"
                " AND move.date <= '2026-03-31'",
                company,
            ),
        )
        self.assertEqual(bank["n"], 2)
        due = period._books_overdue(MARCH, "asset_receivable")
        self.assertEqual(
            (due["n"], due["amount"], str(due["day"])),
            (1, 500, "2026-03-10"),
        )

    def test_a_branch_is_a_part_of_its_company(self):
        """It books in the same journals and accounts; ours are not its entries."""
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.company.id}
        )
        lines = [
            Command.create(
                {
                    "account_id": self.account(kind).id,
                    "partner_id": self.partner.id,
                    "balance": balance,
                    "date_maturity": "2026-03-10",
                }
            )
            for kind, balance in (("asset_receivable", 70), ("income", -70))
        ]
        self.entry("2026-03-05", company_id=branch.id, line_ids=lines)
        self.entry("2026-03-06", post=False, company_id=branch.id)
        self.entry("2026-03-07", post=False)
        theirs = self.make_period(name="Branch", company_id=branch.id).sudo()
        ours = self.period.sudo()
        for period, used, drafts, due in ((ours, True, 2, 70), (theirs, True, 1, 70)):
            with self.subTest(company=period.company_id.name):
                self.assertEqual(period._has_entries(MARCH), used)
                self.assertEqual(period._books_drafts(MARCH)["n"], drafts)
                overdue = period._books_overdue(MARCH, "asset_receivable")
                self.assertEqual(overdue["amount"], due)

    def test_a_month_without_bank_lines(self):
        self.bank_line("2026-02-10")
        bank = self.period.sudo()._books_bank(MARCH)
        self.assertEqual((bank["n"], bank["found"]), (1, False))

    def test_one_statement_each(self):
        self.fill()
        period = self.period.sudo()
        period._close_companies()
        period._books_companies()
        self.env.flush_all()
        for name, arguments in (
            ("_books_drafts", (MARCH,)),
            ("_books_bank", (MARCH,)),
            ("_books_gaps", (MARCH,)),
            ("_books_overdue", (MARCH, "asset_receivable")),
            ("_has_entries", (MARCH,)),
        ):
            with self.subTest(name), self.assertQueryCount(1):
                getattr(period, name)(*arguments)

    def measures(self, period=None):
        with at_time(self.at(38)):
            found = (period or self.period).sudo()._health_measures()
        return {row["code"]: row["value"] for row in found}

    def test_health_of_the_books(self):
        self.entry("2026-03-10")
        before = self.measures()
        self.assertEqual((before["account_draft"], before["account_bank"]), (0, 0))
        # Day 38 is 7 April: what is from 31 March or before waits for a week.
        for day in ("2026-03-31", "2026-04-01"):
            self.entry(day, post=False)
            self.bank_line(day)
        after = self.measures()
        self.assertEqual((after["account_draft"], after["account_bank"]), (1, 1))
        self.count(38)
        rows = self.env["hypercare.health.value"].search(
            [("period_id", "=", self.period.id), ("code", "=like", "account\\_%")]
        )
        states = dict(rows.filtered("value").mapped(lambda one: (one.name, one.state)))
        self.assertEqual(
            states,
            {
                "Draft entries older than a week": "bad",
                "Bank lines not reconciled for a week": "bad",
            },
        )

    def test_health_of_books_that_nobody_uses(self):
        self.entry("2026-03-10", post=False)
        found = self.measures()
        self.assertIsNone(found["account_draft"])
        self.assertIsNone(found["account_bank"])

    def test_failed_documents_of_what_is_installed(self):
        found = self.period.sudo()._failed_documents()
        self.assertEqual("account_edi" in found, "account.edi.document" in self.env)
        moves = self.env["account.move"]
        self.assertEqual(
            "account_peppol" in found, "peppol_move_state" in moves._fields
        )

    def test_many_entries_are_found_by_an_index(self):
        """The plan of the database begins at the journals, not at the entries."""
        self.entry("2026-03-10")
        # Enough entries for the database to prefer an index if there is one.
        day = MARCH - timedelta(days=400)
        self.env.flush_all()
        self.env.cr.execute(
            """
            INSERT INTO account_move (journal_id, company_id, date, state, move_type,
                   name, auto_post, currency_id, payment_state)
            SELECT %s, %s, %s::date + n %% 300, 'posted', 'entry', 'X/' || n, 'no', %s,
                   'not_paid'
              FROM generate_series(1, 20000) n
            """,
            [
                self.journal("general").id,
                self.company.id,
                day,
                self.company.currency_id.id,
            ],
        )
        self.env.cr.execute("ANALYZE account_move")
        period = self.period.sudo()
        statements = []
        execute_query = type(self.env).execute_query
        self.patch(
            type(self.env),
            "execute_query",
            lambda env, query: (statements.append(query) or execute_query(env, query)),
        )
        period._has_entries(MARCH)
        period._books_drafts(MARCH)
        period._books_gaps(MARCH)
        statements = [one for one in statements if "JOIN account_move" in one.code]
        self.assertEqual(len(statements), 3)
        for query in statements:
            self.env.cr.execute("EXPLAIN " + query.code, query.params)
            plan = "\n".join(line for (line,) in self.env.cr.fetchall())
            with self.subTest(plan=plan):
                self.assertNotIn("Seq Scan on account_move", plan)
