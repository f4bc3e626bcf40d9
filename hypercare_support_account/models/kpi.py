from dataclasses import replace

from odoo import models

from odoo.addons.hypercare_support.engine.kpi_goal import Measured

from .period_close import MonthClose

#: What opened a month again → code of the sentence that says so.
OPENED = {
    "lock": "close_unlocked",
    "exception": "close_exception",
    "posting": "close_posted",
}


class HypercareKpi(models.Model):
    """The first month-end close, by the lock dates of the books."""

    _inherit = "hypercare.kpi"

    def _measure(self, period, day, facts):
        measured = super()._measure(period, day, facts)
        close = facts.close
        if self.evaluator != "month_close" or not isinstance(close, MonthClose):
            return measured
        told = dict(measured.facts)
        if not close.is_used:
            return Measured(None, why="close_unused", facts=told)
        if close.is_early:
            since = period._local_day(close.standing.since).isoformat()
            told |= {"on": since, "drafts": close.drafts}
            why = "close_drafts" if close.drafts else "close_early"
            return replace(measured, why=why, facts=told)
        act = close.standing.opened_by
        if close.is_done or not act:
            return measured
        told |= {
            "who": period._close_who(act),
            "on": period._local_day(act.at).isoformat(),
        }
        return replace(measured, why=OPENED[act.kind], facts=told)
