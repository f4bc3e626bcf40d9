from psycopg2.extras import Json

from odoo import fields, models
from odoo.tools import format_date

#: Codes of sentences that only this addon knows.
CODES = (
    *("close_unused", "close_unlocked", "close_exception", "close_posted"),
    *("close_early", "close_drafts"),
)


class HypercareKpiValue(models.Model):
    """Why the month-end close is as it is."""

    _inherit = "hypercare.kpi.value"

    def _reason_text(self, reason) -> str:
        if reason.get("why") in CODES and reason.get("on"):
            day = format_date(self.env, fields.Date.to_date(reason["on"]))
            reason = {**reason, "on": day}
        return super()._reason_text(reason)

    def _reason_sentences(self) -> dict[str, str]:
        return super()._reason_sentences() | {
            "close_unused": self.env._(
                "Nothing is posted in the month to %(month_end)s, so there is nothing "
                "to measure. A person can attest the close."
            ),
            "close_unlocked": self.env._(
                "The month to %(month_end)s is open again: %(who)s moved the lock date "
                "back on %(on)s. %(days)s business days so far."
            ),
            "close_exception": self.env._(
                "The month to %(month_end)s is open again: %(who)s granted an "
                "exception on %(on)s. %(days)s business days so far."
            ),
            "close_posted": self.env._(
                "The month to %(month_end)s is open again: %(who)s changed entries in "
                "what was locked on %(on)s. %(days)s business days so far."
            ),
            "close_early": self.env._(
                "The month to %(month_end)s was locked early, on %(on)s: it counts "
                "from the first day after the month. Business days: %(days)s."
            ),
            "close_drafts": self.env._(
                "The month to %(month_end)s was locked early, on %(on)s, and draft "
                "entries are still dated in it or before: %(drafts)s. %(days)s "
                "business days so far."
            ),
        }

    def _settle_close_words(self):
        """Write the sentences out, for when nobody knows their codes any more."""
        self.env.flush_all()
        # Raw SQL: the code is inside of a JSON column.
        self.env.cr.execute(
            "SELECT id FROM hypercare_kpi_value WHERE reason->>'why' IN %s", [CODES]
        )
        values = self.browse([row_id for (row_id,) in self.env.cr.fetchall()])
        values._store_rows(
            {
                value.id: {"reason": Json({"why": value._reason_text(value.reason)})}
                for value in values
            }
        )
