from datetime import date

from odoo import models


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
        changed = self.filtered(
            lambda move: (
                move.state != before[move.id]
                and "posted" in (move.state, before[move.id])
            )
        )
        changed._note_in_locked()
        return res

    def _note_in_locked(self):
        """Note which of these entries, as evidence, are dated in a locked month."""
        rows = []
        for company, moves in self.grouped("company_id").items():
            # sudo: lock dates of companies above count as well.
            line = company.sudo().parent_ids
            days = line.mapped("fiscalyear_lock_date") + line.mapped("hard_lock_date")
            locked = max(filter(None, days), default=date.min)
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
        self.env["hypercare.close.event"]._note(rows)
