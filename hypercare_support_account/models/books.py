from odoo import models
from odoo.tools import SQL

#: Numbers of entries that a text names.
NAMED = 5


class HypercarePeriod(models.Model):
    """What the books of the company say: counted by the database, on its indexes.

    Each is one statement that begins at the journals or accounts of the company, so
    that it does not matter how many entries there are besides.
    """

    _inherit = "hypercare.period"

    def _books_sql(self, select, where, join=None) -> SQL:
        """Return a SELECT over entries of the company and its branches: ``move``.

        A branch books in the journals of the companies above it, or in its own.
        """
        books = self._books_companies()
        return SQL(
            "SELECT %s FROM account_journal journal"
            " JOIN account_move move ON move.journal_id = journal.id %s"
            " WHERE journal.company_id IN %s AND move.company_id IN %s AND %s",
            select,
            join or SQL(),
            tuple((self._close_companies() | books).ids),
            tuple(books.ids),
            where,
        )

    def _books_query(self, *args, **kwargs) -> dict:
        """Return the one row of `_books_sql`."""
        self.env.flush_all()
        [row] = self.env.execute_query_dict(self._books_sql(*args, **kwargs))
        return row

    def _books_drafts(self, until) -> dict:
        """Return ``n`` and the earliest ``day`` of draft entries dated up to a day.

        Of invoices and bills without a date it is not known which month they are of.
        """
        # The index on journal and state finds them.
        return self._books_query(
            SQL("count(*) AS n, min(move.date) AS day"),
            SQL("move.state = 'draft' AND move.date <= %s", until),
        )

    def _books_bank(self, until) -> dict:
        """Return ``n`` and the earliest ``day`` of bank lines that are not reconciled.

        ``found``: whether there are any lines in the month up to that day. ``silent``:
        ids of the bank journals in which there are none.
        """
        in_month = SQL(
            "move.date BETWEEN %s AND %s AND move.statement_line_id IS NOT NULL",
            until.replace(day=1),
            until,
        )
        lines = self._books_sql(SQL("1"), in_month)
        books = tuple(self._books_companies().ids)
        silent = SQL(
            "ARRAY(SELECT bank.id FROM account_journal bank WHERE bank.type = 'bank'"
            " AND bank.active AND bank.company_id IN %s AND NOT EXISTS (SELECT"
            " FROM account_move move WHERE move.journal_id = bank.id"
            " AND move.company_id IN %s AND %s) ORDER BY bank.sequence, bank.id)",
            books,
            books,
            in_month,
        )
        # The index of lines that are not reconciled is a small one.
        return self._books_query(
            SQL(
                "count(*) AS n, min(move.date) AS day, EXISTS (%s) AS found,"
                " %s AS silent",
                lines,
                silent,
            ),
            SQL("move.state IN ('draft', 'posted') AND move.date <= %s", until),
            join=SQL(
                "JOIN account_bank_statement_line line ON line.move_id = move.id"
                " AND line.journal_id = journal.id AND line.is_reconciled IS NOT TRUE"
            ),
        )

    def _books_gaps(self, until) -> dict:
        """Return ``n`` and some ``names`` of entries of a month before which one lacks.

        As Odoo marks them when they are posted.
        """
        return self._books_query(
            SQL(
                "count(*) AS n, (array_agg(move.name ORDER BY move.date, move.id))[:%s]"
                " AS names",
                NAMED,
            ),
            SQL(
                "move.made_sequence_gap IS TRUE AND move.state = 'posted'"
                " AND move.date BETWEEN %s AND %s",
                until.replace(day=1),
                until,
            ),
        )

    def _books_overdue(self, until, account_type) -> dict:
        """Return what was due by a day, and is open now.

        :param account_type: ``asset_receivable`` or ``liability_payable``
        :return: ``n`` items, of ``partners``, ``amount`` in the currency of the
            company, ``day`` of the oldest
        """
        self.env.flush_all()
        # The index of what is not reconciled begins with the account.
        [row] = self.env.execute_query_dict(
            SQL(
                "SELECT count(*) AS n, count(DISTINCT line.partner_id) AS partners,"
                " COALESCE(sum(line.amount_residual), 0) AS amount,"
                " min(line.date_maturity) AS day"
                " FROM account_account account"
                " JOIN account_move_line line ON line.account_id = account.id"
                " WHERE account.account_type = %(kind)s"
                " AND line.reconciled IS NOT TRUE AND line.parent_state = 'posted'"
                " AND line.company_id IN %(books)s AND line.date <= %(until)s"
                " AND COALESCE(line.date_maturity, line.date) <= %(until)s"
                " AND line.amount_residual != 0",
                kind=account_type,
                books=tuple(self._books_companies().ids),
                until=until,
            )
        )
        return row
