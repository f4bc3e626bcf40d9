import logging
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models

from ..engine.rhythm import month_before, reports_on
from .resource_calendar import TimelineBook, from_epoch, to_epoch

_logger = logging.getLogger(__name__)

#: For how long a report that could not be made is made up for. What a daily status
#: says is stale the next day.
CATCH_UP = {
    "daily": timedelta(hours=12),
    "weekly": timedelta(days=3),
    "monthly": timedelta(days=5),
}
#: Reports go to people while hypercare runs; the monthly one goes on after it.
STATES = {
    "daily": ("running", "exit_review"),
    "weekly": ("running", "exit_review"),
    "monthly": ("running", "exit_review", "monitoring"),
}


class HypercarePeriod(models.Model):
    """When status reports go out, each of them once."""

    _inherit = "hypercare.period"

    status_mails = fields.Boolean(
        "Send status reports",
        default=True,
        help="Daily status by the rhythm of the phase, weekly summary, monthly report.",
    )
    status_time = fields.Float(
        "Status report at",
        default=17.0,
        required=True,
        help="Time of day in the period's time zone.",
    )

    _status_within_the_day = models.Constraint(
        "CHECK (status_time >= 0 AND status_time < 24)",
        "Status reports go out between 00:00 and 23:59.",
    )

    def write(self, vals):
        if "status_time" in vals:
            self.env["hypercare.phase"]._check_float_input(
                self._fields["status_time"], vals["status_time"]
            )
        return super().write(vals)

    @api.model
    def _cron_status(self):
        """Make and send the status reports that are due; one transaction for each.

        A report that fails does not hold up the others; it is tried again at the next
        run while it is not too old.
        """
        IrCron = self.env["ir.cron"]
        now = self.env.cr.now().replace(microsecond=0)
        periods = self.search(
            [("status_mails", "=", True), ("state", "in", STATES["monthly"])]
        )
        due = [
            (period.id, kind, day)
            for period in periods
            for kind, day in period._reports_due(now)
        ]
        IrCron._commit_progress(remaining=len(due))
        for period_id, kind, day in due:
            try:
                with self.env.cr.savepoint():
                    self.browse(period_id)._send_report(kind, day)
            except Exception:
                _logger.exception("Hypercare %s report of %s failed", kind, period_id)
                # The savepoint undoes the database; the cache has to follow.
                self.env.invalidate_all(flush=False)
            if not IrCron._commit_progress(1):
                break

    def _send_report(self, kind, day):
        report = self.env["hypercare.status.report"]._make(self, kind, day)
        report._send()

    def _reports_due(self, now) -> list[tuple[str, object]]:
        """Return (kind, day) of the reports that should have gone out by now.

        :param now: naive UTC
        """
        self.ensure_one()
        today = self._local_day(now)
        due = []
        for back in range(max(CATCH_UP.values()).days, -1, -1):
            day = today - timedelta(days=back)
            age = now - self._status_moment(day)
            kinds = [
                kind
                for kind, longest in CATCH_UP.items()
                if timedelta() <= age <= longest and self.state in STATES[kind]
            ]
            if kinds:
                due += [(kind, day) for kind in self._reports_on(day) if kind in kinds]
        if not due:
            return []
        sent = self.env["hypercare.status.report"].search(
            [("period_id", "=", self.id), ("sent_at", "!=", False)]
        )
        done = {(report.kind, report.day) for report in sent}
        return [item for item in due if item not in done]

    def _reports_on(self, day) -> tuple[str, ...]:
        """Return the kinds of report that a local day brings."""
        phase = self.phase_ids.filtered(
            lambda phase: phase.date_from <= day <= phase.date_to
        )
        rhythm = phase[:1].status_rhythm or "auto"
        # One book for all days: it asks once whether the calendar has changed.
        book = TimelineBook(self.calendar_id, self.company_id)
        return reports_on(
            day, self.go_live, rhythm, lambda one: self._is_business_day(one, book)
        )

    def _is_business_day(self, day, book=None) -> bool:
        """Tell whether the support hours open on a local day.

        Where they never open every day counts: better told than not.
        """
        begin, end = self._day_bounds(day)
        book = book or TimelineBook(self.calendar_id, self.company_id)
        working = book.ask(
            lambda timeline: (
                timeline.between(to_epoch(begin), to_epoch(end)) if timeline else None
            ),
            to_epoch(begin),
        )
        return working is None or working > 0

    def _status_moment(self, day):
        """Return when the report of a local day goes out, naive UTC."""
        hours, minutes = divmod(round(self.status_time * 60), 60)
        return self._local_moment(day, time(min(hours, 23), minutes))

    def _report_span(self, kind, day, now):
        """Return the naive UTC instants between which a report tells what happened.

        A business day runs from the previous closing to this one, so that nothing of
        an evening or of a weekend is left out.
        """
        if kind == "monthly":
            first, last = month_before(day)
            return self._day_bounds(first)[0], self._day_bounds(last)[1]
        if kind == "weekly":
            first = day - timedelta(days=(day - self.go_live).days % 7)
        else:
            first = day - timedelta(days=1)
            while first > self.go_live and not self._is_business_day(first):
                first -= timedelta(days=1)
        begin = self._status_moment(first)
        if first <= self.go_live or kind == "weekly":
            begin = self._day_bounds(first)[0]
        return begin, min(now, self._day_bounds(day)[1])

    # -- Local time --------------------------------------------------------------------

    def _local_day(self, instant):
        """Return the local date of a naive UTC instant."""
        return self._to_local(instant).date()

    def _local_moment(self, day, clock):
        """Return a local time of a local day as naive UTC."""
        moment = datetime.combine(day, clock, ZoneInfo(self.tz))
        return from_epoch(int(moment.timestamp()))

    def _day_bounds(self, day):
        """Return the naive UTC instants at which a local day begins and ends."""
        return (
            self._local_moment(day, time.min),
            self._local_moment(day + timedelta(days=1), time.min),
        )
