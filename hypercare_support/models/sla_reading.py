from odoo import api, fields, models

from ..engine.clock import Clock, read
from ..engine.targets import Target
from .resource_calendar import TimelineBook, from_epoch, to_epoch


class HypercareSlaClock(models.Model):
    """How a clock stands at this moment, by the engine."""

    _inherit = "hypercare.sla.clock"

    due_now = fields.Datetime(
        "Due as of now",
        compute="_compute_reading",
        help="While the clock is paused the due time moves with the pause: this is "
        "when it would be due if work went on now.",
    )
    extended_by = fields.Float(
        "Extended by pauses (hours)",
        compute="_compute_reading",
        help="Hours that count and that were won by pauses.",
    )
    percent = fields.Float(
        "Time used (%)",
        compute="_compute_reading",
        help="Part of the promised time that is used up; over 100 when overdue.",
    )

    @api.depends("due_at", "state", "stopped_at", "issue_id.pause_ids.ended_at")
    def _compute_reading(self):
        now = fields.Datetime.now()
        books = {
            period: TimelineBook(period.calendar_id, period.company_id)
            # sudo: who may read a clock may know how it stands.
            for period in self.sudo().issue_id.period_id
        }
        for clock in self:
            book = books[clock.sudo().issue_id.period_id]
            reading = clock.due_at and book.ask(
                lambda timeline, clock=clock: read(
                    clock._engine_clock(now), timeline, to_epoch(now)
                ),
                to_epoch(clock.origin_at),
            )
            clock.due_now = clock.due_at
            if reading and clock.state == "paused":
                clock.due_now = from_epoch(reading.due_at)
            clock.extended_by = reading.extended_by / 3600 if reading else 0
            clock.percent = reading.percent if reading else 0

    def _engine_clock(self, until) -> Clock:
        """Return this clock as the engine knows it.

        :param until: naive UTC; pauses that began later are left out
        """
        # sudo: due times do not depend on who may read policies.
        line = self.sudo().line_id
        return Clock(
            line.target() if line else Target("none"),
            to_epoch(self.origin_at),
            self._engine_pauses(until),
            stopped_at=to_epoch(self.stopped_at) if self.stopped_at else None,
            cancelled=self.state == "cancelled",
            # A response is clamped to the resolution; its stored due time says where.
            not_after=to_epoch(self.due_at)
            if self.metric == "response" and self.due_at
            else None,
        )


class HypercareIssue(models.Model):
    _inherit = "hypercare.issue"

    resolution_due_now = fields.Datetime(
        "Resolution due as of now",
        compute="_compute_resolution_due_now",
        help="While we wait for somebody the due time moves with the pause.",
    )

    @api.depends("state", "resolution_due")
    def _compute_resolution_due_now(self):
        waiting = self.filtered(lambda issue: issue.state == "waiting")
        paused = {
            clock.issue_id: clock.due_now
            for clock in waiting.clock_ids
            if clock.metric == "resolution" and clock.state == "paused"
        }
        for issue in self:
            issue.resolution_due_now = paused.get(issue, issue.resolution_due)
