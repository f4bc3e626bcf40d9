"""Books with many accounting lines, written by the database itself."""

from __future__ import annotations

from odoo.fields import Command
from odoo.sql_db import db_connect
from odoo.tools import SQL

from tools.layout import ROOT

#: Lines of an entry: receivable, payable, income, expense.
LINES = 4
TYPES = ("asset_receivable", "liability_payable", "income", "expense")
JOURNALS = ("general", "general", "sale", "purchase", "bank")
BRIDGE = "hypercare_support_account"
TABLES = ("account_move", "account_move_line", "account_bank_statement_line")


def modules() -> list[str]:
    """Return the addons of the database, the bridge among them if there is one."""
    bridge = [BRIDGE] if (ROOT / BRIDGE).is_dir() else []
    return ["hypercare_support", "account", *bridge]


class Books:
    """Two years of entries, a part of them open, drafts, or not reconciled."""

    def __init__(self, env, period):
        self.env = env
        self.company = period.company_id
        self.accounts = env["account.account"].create(
            [
                {
                    "name": kind,
                    "code": f"9{number}9{number}9{number}",
                    "account_type": kind,
                    "reconcile": number < 2,
                    "company_ids": [Command.set(self.company.ids)],
                }
                for number, kind in enumerate(TYPES)
            ]
        )
        self.journals = env["account.journal"].create(
            [
                {
                    "name": f"Bench {number}",
                    "code": f"BN{number}",
                    "type": kind,
                    "company_id": self.company.id,
                }
                for number, kind in enumerate(JOURNALS)
            ]
        )
        period.action_propose_transactions()
        self.entries = 0

    def grow(self, lines: int) -> None:
        """Add entries until there are so many lines."""
        first, self.entries = self.entries + 1, lines // LINES
        self._insert_entries(first)
        self._insert_lines(first)
        self._insert_bank(first)
        self._tidy()

    def _insert_entries(self, first) -> None:
        # Raw SQL: a million lines by their own models take hours.
        self.env.cr.execute(
            SQL(
                "INSERT INTO account_move (journal_id, company_id, date, state,"
                " move_type, name, auto_post, currency_id, payment_state,"
                " made_sequence_gap, sequence_prefix, sequence_number, partner_id,"
                " invoice_date, create_date, write_date, create_uid, write_uid)"
                " SELECT journal.id, %(company)s, day.date,"
                " CASE WHEN n %% 500 = 0 THEN 'draft' ELSE 'posted' END,"
                " CASE journal.type WHEN 'sale' THEN 'out_invoice'"
                " WHEN 'purchase' THEN 'in_invoice' ELSE 'entry' END,"
                " 'BENCH/' || n, 'no', %(currency)s, 'not_paid', n %% 1000 = 7,"
                " 'BENCH/', n, %(partner)s, day.date, day.date, day.date, 1, 1"
                " FROM generate_series(%(first)s, %(last)s) n"
                " CROSS JOIN LATERAL (SELECT current_date - n %% 700 AS date) day"
                " JOIN (SELECT id, type, row_number() OVER (ORDER BY id) - 1 AS nth"
                " FROM account_journal WHERE id IN %(journals)s) journal"
                " ON journal.nth = n %% %(count)s",
                company=self.company.id,
                currency=self.company.currency_id.id,
                partner=self.company.partner_id.id,
                first=first,
                last=self.entries,
                journals=tuple(self.journals.ids),
                count=len(JOURNALS),
            )
        )

    def _insert_lines(self, first) -> None:
        self.env.cr.execute(
            SQL(
                "INSERT INTO account_move_line (move_id, journal_id, company_id, date,"
                " date_maturity, parent_state, account_id, partner_id,"
                " amount_residual, amount_residual_currency, balance, amount_currency,"
                " debit, credit, reconciled, display_type, company_currency_id,"
                " currency_id, name)"
                " SELECT move.id, move.journal_id, move.company_id, move.date,"
                " move.date + 30, move.state, account.id, move.partner_id,"
                " CASE WHEN is_open.yes THEN amount.of ELSE 0 END,"
                " CASE WHEN is_open.yes THEN amount.of ELSE 0 END, amount.of,"
                " amount.of, greatest(amount.of, 0), greatest(-amount.of, 0),"
                " account.nth < 2 AND NOT is_open.yes, 'product', move.currency_id,"
                " move.currency_id, 'bench' FROM account_move move CROSS JOIN (SELECT"
                " id, row_number() OVER (ORDER BY id) - 1 AS nth FROM account_account"
                " WHERE id IN %(accounts)s) account"
                " CROSS JOIN LATERAL (SELECT CASE WHEN account.nth %% 2 = 0 THEN 100"
                " ELSE -100 END AS of) amount CROSS JOIN LATERAL (SELECT"
                " account.nth < 2 AND move.sequence_number %% 50 = 0 AS yes) is_open"
                " WHERE move.sequence_prefix = 'BENCH/'"
                " AND move.sequence_number BETWEEN %(first)s AND %(last)s",
                accounts=tuple(self.accounts.ids),
                first=first,
                last=self.entries,
            )
        )

    def _insert_bank(self, first) -> None:
        self.env.cr.execute(
            SQL(
                "WITH line AS (INSERT INTO account_bank_statement_line (move_id,"
                " journal_id, company_id, is_reconciled, amount, internal_index)"
                " SELECT move.id, move.journal_id, move.company_id,"
                " move.sequence_number %% 200 != 0, 5, 'bench' || move.id"
                " FROM account_move move JOIN account_journal journal"
                " ON journal.id = move.journal_id AND journal.type = 'bank'"
                " WHERE move.sequence_prefix = 'BENCH/'"
                " AND move.sequence_number BETWEEN %s AND %s RETURNING id, move_id)"
                " UPDATE account_move move SET statement_line_id = line.id"
                " FROM line WHERE line.move_id = move.id",
                first,
                self.entries,
            )
        )

    def _tidy(self) -> None:
        """Have the planner know what there is."""
        self.env.cr.commit()
        self.env.invalidate_all()
        with db_connect(self.env.cr.dbname).cursor() as cr:
            cr._cnx.rollback()
            cr._cnx.autocommit = True
            for table in TABLES:
                cr.execute(SQL("VACUUM ANALYZE %s", SQL.identifier(table)))
            cr._cnx.autocommit = False
