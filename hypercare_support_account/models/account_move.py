import logging
from datetime import date

from psycopg2 import OperationalError

from odoo import models

_logger = logging.getLogger(__name__)


class AccountMove(models.Model):
    """Entries that are posted, or taken back, in a month that is locked.

    Odoo refuses that, except to whom an exception is granted, and to programs that
    step over the check.
    """

    _inherit = "account.move"

    def write(self, vals):
        if "state" not in vals:
            return super().write(vals)
        before = {move.id: move.state for move in self}
        res = super().write(vals)
        self._note_in_locked(before)
        return res

    def _note_in_locked(self, before):
        """Note, as evidence, which entries were changed in a month that is locked.

        Whatever goes wrong with that, nobody is kept from posting.

        :param before: id → state
        """
        try:
            changed = self.filtered(
                lambda move: (
                    move.state != before[move.id]
                    and "posted" in (move.state, before[move.id])
                )
            )
            rows = changed._locked_rows()
        except OperationalError:
            raise
        except Exception:
            _logger.exception("Whether changed entries are locked is not known")
            return
        if rows:
            events = self.env["hypercare.close.event"]
            events._note_safely(events._note, rows)

    def _locked_rows(self) -> list[dict]:
        """Return events about those that are dated in a locked month.

        Also in one that was locked when the transaction began.
        """
        rows = []
        events = self.env["hypercare.close.event"]
        for company, moves in self.grouped("company_id").items():
            # sudo: lock dates of companies above count as well.
            line = company.sudo().parent_ids
            locked = max(events._locked_days(line), default=date.min)
            dates = [move.date for move in moves if move.date and move.date <= locked]
            if dates:
                rows.append(
                    {
                        "company_id": company.id,
                        "kind": "posting",
                        "new_date": min(dates),
                        "entries": len(dates),
                    }
                )
        return rows
