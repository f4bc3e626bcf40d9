from datetime import timedelta

from odoo import models
from odoo.tools import SQL

#: What waits in the books for longer than this belongs to nobody.
WAITING = timedelta(days=7)
#: Codes of measures that only this addon knows.
CODES = (
    *("account_draft", "account_bank", "account_edi"),
    *("account_peppol", "account_online"),
)


class HypercarePeriod(models.Model):
    """The health of the books, beside that of the server."""

    _inherit = "hypercare.period"

    def _health_measures(self):
        return [*super()._health_measures(), *self._books_health()]

    def _books_health(self) -> list[dict]:
        """Return measures of what waits or failed in the books of the company.

        Where nothing was ever posted they are not known.
        """
        until = self._local_day(self.env.cr.now()) - WAITING
        found = {"account_draft": None, "account_bank": None}
        if self._books_in_use():
            found["account_draft"] = self._books_drafts(until)["n"]
            found["account_bank"] = self._books_bank(until)["n"]
        found |= self._failed_documents()
        return [
            {"code": code, "value": value, "note": None, "limit": 0}
            for code, value in found.items()
        ]

    def _books_in_use(self) -> bool:
        """Tell whether the company has ever posted anything."""
        posted = self._books_sql(SQL("1"), SQL("move.state = 'posted'"))
        [(found,)] = self.env.execute_query(SQL("SELECT EXISTS (%s)", posted))
        return found

    def _failed_documents(self) -> dict:
        """Return code → electronic documents and connections with an error.

        Only of what is installed here.
        """
        found = {}
        companies = self._books_companies().ids
        if "account.edi.document" in self.env:
            found["account_edi"] = self.env["account.edi.document"].search_count(
                [
                    ("move_id.company_id", "in", companies),
                    ("blocking_level", "=", "error"),
                    ("state", "in", ["to_send", "to_cancel"]),
                ]
            )
        moves = self.env["account.move"]
        if "peppol_move_state" in moves._fields:
            found["account_peppol"] = moves.search_count(
                [("company_id", "in", companies), ("peppol_move_state", "=", "error")]
            )
        links = "account.online.link"
        if links in self.env and "state" in self.env[links]._fields:
            found["account_online"] = self.env[links].search_count(
                [("company_id", "in", companies), ("state", "=", "error")]
            )
        return found


class HypercareHealthValue(models.Model):
    _inherit = "hypercare.health.value"

    def _measure_names(self):
        return super()._measure_names() | {
            "account_draft": self.env._("Draft entries older than a week"),
            "account_bank": self.env._("Bank lines not reconciled for a week"),
            "account_edi": self.env._("Electronic documents that failed"),
            "account_peppol": self.env._("Peppol documents that failed"),
            "account_online": self.env._("Bank connections with an error"),
        }

    def _forget_account_measures(self):
        """Delete what nobody could name any more."""
        # Raw SQL: people may not delete measures; this is the end of the addon.
        self.env.cr.execute(
            "DELETE FROM hypercare_health_value WHERE code IN %s", [CODES]
        )
        self.env.invalidate_all()
