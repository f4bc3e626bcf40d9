from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..engine.delays import needed
from .resource_calendar import TimelineBook, from_epoch, to_epoch

#: Set by buttons and by planning only.
_KEPT = {
    *("escalation_stopped_until", "escalation_stop_reason", "escalation_replan_from"),
}


class HypercarePeriod(models.Model):
    """Escalation of a period as a whole: the stop switch, planning anew."""

    _inherit = "hypercare.period"

    escalation_stopped_until = fields.Datetime(
        "Escalations stopped until",
        readonly=True,
        copy=False,
        tracking=True,
        help="Nothing is escalated before. What fell due meanwhile and still holds is "
        "told then.",
    )
    escalation_stop_reason = fields.Char(readonly=True, copy=False, tracking=True)
    escalation_is_stopped = fields.Boolean(compute="_compute_escalation_is_stopped")
    escalation_replan_from = fields.Integer(
        copy=False,
        readonly=True,
        help="Issues above this id have yet to be planned by the rules in force; "
        "-1 if none.",
        default=-1,
    )

    def _compute_escalation_is_stopped(self):
        now = fields.Datetime.now()
        for period in self:
            period.escalation_is_stopped = bool(period._escalation_stopped(now))

    def _escalation_stopped(self, now):
        """Return until when escalations are stopped, False if they are not."""
        until = self.escalation_stopped_until
        return until if until and until > now else False

    # -- The stop switch -----------------------------------------------------------

    def action_stop_escalations(self):
        """Open the dialog that asks until when, and why."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Stop escalations"),
            "res_model": "hypercare.escalation.stop",
            "view_mode": "form",
            "target": "new",
            "context": {"default_period_id": self.id},
        }

    def action_resume_escalations(self):
        """Let escalations go on at once."""
        self.check_access("write")
        self._store_stop(False, False)

    def _stop_escalations(self, until, reason):
        """Stop the escalations of these periods for a time.

        :param until: naive UTC
        :raise UserError: without reason, or for a moment that is not in the future or
            more than a week away
        """
        self.check_access("write")
        now = fields.Datetime.now()
        if not (reason or "").strip():
            raise UserError(
                self.env._("Say why escalations are stopped: everybody can read it.")
            )
        if not until or until <= now or until > fields.Datetime.add(now, days=7):
            raise UserError(
                self.env._(
                    "Escalations can be stopped for a week at most. Choose when they "
                    "go on."
                )
            )
        self._store_stop(until, reason.strip())

    def _store_stop(self, until, reason):
        self._write_stop(
            {"escalation_stopped_until": until, "escalation_stop_reason": reason}
        )
        self._replan_escalations()

    def _write_stop(self, vals):
        """Write the columns that ``write`` keeps from clients."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    def write(self, vals):
        if _KEPT & set(vals):
            raise UserError(
                self.env._("Use the button “Stop escalations” of the period.")
            )
        res = super().write(vals)
        if {"date_end", "go_live", "standup_time", "tz"} & set(vals):
            self._replan_escalations()
        return res

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # A default from the context must not smuggle them in.
            vals.update(
                escalation_stopped_until=False,
                escalation_stop_reason=False,
                escalation_replan_from=-1,
            )
        return super().create(vals_list)

    # -- Planning anew -----------------------------------------------------------------

    def _replan_escalations(self):
        """Have the sweep plan all open issues of these periods anew.

        Only a mark is set here: whoever edits a rule does not wait for 100,000 issues.
        """
        if not self.ids:
            return
        self.flush_model(["escalation_replan_from"])
        # Raw SQL: bookkeeping, which must not touch write_date or be tracked.
        self.env.execute_query(
            SQL(
                "UPDATE hypercare_period SET escalation_replan_from = 0"
                " WHERE id = ANY(%s) RETURNING id",
                self.ids,
            )
        )
        self.invalidate_model(["escalation_replan_from"], flush=False)
        self.env["hypercare.issue"]._wake_sweep([fields.Datetime.now()])

    @api.model
    def _lock_replan(self):
        """Return a period that has to be planned anew and that nobody has locked."""
        self.flush_model(["escalation_replan_from"])
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM hypercare_period WHERE escalation_replan_from >= 0"
                " ORDER BY id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED"
            )
        )
        return self.browse([period_id for (period_id,) in rows])

    def _next_opening(self, now):
        """Return *now* in support hours, else when they open; None if they never do."""
        book = TimelineBook(self.calendar_id, self.company_id)
        at = to_epoch(now)
        opening = book.ask(lambda timeline: needed(timeline).next_opening(at), at)
        return opening and from_epoch(opening)

    def _replan_chunk(self) -> int:
        """Plan the next issues of a marked period; count nothing as done."""
        self.ensure_one()
        ids = self._open_issue_ids(self.escalation_replan_from)
        if ids:
            self._reaim_issues(ids)
        self.env.execute_query(
            SQL(
                "UPDATE hypercare_period SET escalation_replan_from = %s"
                " WHERE id = %s RETURNING id",
                ids[-1] if ids else -1,
                self.id,
            )
        )
        self.invalidate_recordset(["escalation_replan_from"], flush=False)
        return 0


class HypercarePhase(models.Model):
    _inherit = "hypercare.phase"

    @api.model_create_multi
    def create(self, vals_list):
        phases = super().create(vals_list)
        phases.period_id._replan_escalations()
        return phases

    def write(self, vals):
        res = super().write(vals)
        if {"date_from", "date_to"} & set(vals):
            self.period_id._replan_escalations()
        return res

    def unlink(self):
        periods = self.period_id
        res = super().unlink()
        periods._replan_escalations()
        return res
