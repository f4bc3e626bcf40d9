from datetime import timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.tools import format_date, format_datetime, groupby

from .. import const
from ..engine.targets import explain
from .resource_calendar import TimelineBook, from_epoch, to_epoch

#: Spans listed in words; the drawing shows all.
LISTED_DAYS = 12


class HypercareSlaClock(models.Model):
    """Why this deadline? In words and as a drawing, from the engine's own figures."""

    _inherit = "hypercare.sla.clock"

    explanation = fields.Html(
        "Why this deadline?", compute="_compute_explanation", sanitize=False
    )

    @api.depends(
        "due_at", "state", "stopped_at", "line_id", "issue_id.pause_ids.ended_at"
    )
    def _compute_explanation(self):
        now = fields.Datetime.now()
        for clock in self:
            values = clock._explain(min(clock.stopped_at or now, now))
            clock.explanation = self.env["ir.qweb"]._render(
                "hypercare_support.clock_explanation", values
            )

    def _explain(self, until) -> dict:
        """Return the parts of the explanation, ready to be shown.

        :param until: naive UTC; open pauses are counted up to here
        """
        self.ensure_one()
        # sudo: who may read the clock may know what it was counted with.
        issue = self.sudo().issue_id
        period = issue.period_id
        line = self.sudo().line_id
        clock = self._engine_clock(until)
        target = clock.target
        book = TimelineBook(period.calendar_id, period.company_id)
        explanation = book.ask(
            lambda timeline: explain(
                target,
                clock.origin,
                timeline,
                clock.pauses,
                not_after=clock.not_after,
                now=to_epoch(until),
            ),
            clock.origin,
        )
        values = {
            "target": self._target_text(line, target),
            "calendar": period.calendar_id.name,
            "tz": period.tz,
            "start": self._local(self.origin_at, period),
            "due": explanation
            and explanation.due
            and self._local(from_epoch(explanation.due), period),
        }
        ended = self.state in ("stopped", "cancelled")
        due = from_epoch(explanation.due) if explanation and explanation.due else False
        if ended and due != self.due_at:
            return values | {
                "target": False,
                "due": self.due_at and self._local(self.due_at, period),
                "reason": self.env._(
                    "This clock has ended. The promise or the support hours have "
                    "changed since; the due time is the one that held then."
                ),
            }
        if not explanation or explanation.due is None:
            return {**values, "reason": self._no_due_reason(target, period)}
        return {
            **values,
            "clamped": explanation.clamped,
            "days": self._day_lines(explanation, period),
            "budget": self._duration(explanation.budget),
            "pauses": [
                {
                    "from": self._local(from_epoch(part.begin), period),
                    "to": self._local(from_epoch(part.end), period),
                    "counted": self._duration(part.counted),
                    "closings": part.closings,
                }
                for part in explanation.pauses
            ],
            "extended": self._duration(explanation.extended_by),
            "shut_days": [
                format_date(self.env, day, date_format="EEE d MMM")
                for day in explanation.shut_days[:LISTED_DAYS]
            ],
            "more_shut_days": max(len(explanation.shut_days) - LISTED_DAYS, 0),
            "bar": self._bar(explanation),
        }

    def _engine_pauses(self, until):
        """Return the pauses of this clock, those after a stop left out."""
        return tuple(
            pause._engine_pause()
            # sudo: who may read the clock may know when it stood still.
            for pause in self.sudo().issue_id.pause_ids
            if pause.started_at < until
            and (
                (pause.kind == "closed" and self.run > 1)
                or (pause.kind == "waiting" and self.metric in const.PAUSABLE_METRICS)
            )
        )

    # -- Words -----------------------------------------------------------------------

    def _target_text(self, line, target):
        """Return the promise in words, such as “4 working hours”."""
        if target.kind == "elapsed":
            return self.env._("%s, day and night", self._duration(target.seconds))
        if target.kind == "working":
            return self.env._("%s of support hours", self._duration(target.seconds))
        if target.kind == "same_day":
            return self.env._("the end of the same business day")
        if target.kind == "next_days":
            if target.days == 1:
                return self.env._("the end of the next business day")
            return self.env._("the end of business day %s", target.days)
        return line.label or self.env._("no target")

    def _no_due_reason(self, target, period):
        if target.kind == "none":
            return self.env._("Nothing is promised here, so nothing can be late.")
        return period.problem or self.env._(
            "The support hours never open again after the start: there is no due time. "
            "Check the working hours of the period."
        )

    def _duration(self, seconds):
        """Return seconds as “4 h”, “30 min” or “1 h 30 min”."""
        hours, minutes = divmod(round(seconds / 60), 60)
        if not hours:
            return self.env._("%s min", minutes)
        if not minutes:
            return self.env._("%s h", hours)
        return self.env._("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes)

    def _local(self, instant, period):
        return format_datetime(
            self.env, instant, tz=period.tz, dt_format="EEE d MMM HH:mm"
        )

    def _day_lines(self, explanation, period):
        """Return the counted spans by local day: date, times, sum."""
        zone = ZoneInfo(period.tz)

        def local(seconds):
            return from_epoch(seconds).replace(tzinfo=timezone.utc).astimezone(zone)

        if explanation.target.kind == "elapsed":
            return []
        lines = [
            {
                "date": format_date(self.env, day, date_format="EEE d MMM"),
                "times": ", ".join(
                    f"{local(begin):%H:%M}–{local(end):%H:%M}" for begin, end in spans
                ),
                "sum": self._duration(sum(end - begin for begin, end in spans)),
            }
            for day, spans in groupby(
                explanation.spans, lambda span: local(span[0]).date()
            )
        ]
        if len(lines) > LISTED_DAYS:
            half = LISTED_DAYS // 2
            lines = [*lines[:half], {"more": len(lines) - 2 * half}, *lines[-half:]]
        return lines

    # -- Drawing ---------------------------------------------------------------------

    def _bar(self, explanation):
        """Return the bar from start to due time: segments in percent of its length."""
        start, due = explanation.start, explanation.due
        length = max(due - start, 1)
        marks = [
            *((begin, end, "counted") for begin, end in explanation.spans),
            *(
                (part.begin, min(part.end, due), "paused")
                for part in explanation.pauses
            ),
        ]

        def share(seconds):
            return round(100 * seconds / length, 3)

        segments, at = [], start
        for begin, end, kind in sorted(marks):
            begin = max(begin, at)
            if end <= begin:
                continue
            if begin > at:
                segments.append({"kind": "shut", "width": share(begin - at)})
            segments.append({"kind": kind, "width": share(end - begin)})
            at = end
        if at < due:
            segments.append({"kind": "shut", "width": share(due - at)})
        now = to_epoch(fields.Datetime.now())
        return {
            "segments": segments,
            "now": share(now - start)
            if self.state in ("running", "paused") and start <= now <= due
            else None,
        }
