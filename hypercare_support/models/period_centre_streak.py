from odoo import fields, models
from odoo.tools import SQL

from .. import const
from ..engine.kpi import Change, clean_streak, last_urgent, urgent_spans
from .period_centre_facts import epoch_sql
from .resource_calendar import from_epoch, to_epoch

#: Issues whose history decides, nearly always, how long the clean streak is.
HISTORY_ISSUES = 100
#: Who hands an S1 over has not solved it.
UNSOLVED_STATES = (*const.OPEN_STATES, "transferred")


class HypercarePeriod(models.Model):
    """The clean streak, from what happened rather than from how things stand."""

    _inherit = "hypercare.period"

    def _centre_branches(self, frame) -> dict[str, SQL]:
        return {
            **super()._centre_branches(frame),
            "history": self._history_branch(HISTORY_ISSUES),
        }

    def _centre_sections(self, frame) -> dict[str, dict]:
        sections = super()._centre_sections(frame)
        if streak := self._centre_streak(frame):
            sections["streak"] = streak
        return sections

    def _centre_streak(self, frame) -> dict | None:
        """Return the clean streak; None where it cannot be told."""
        [history] = frame.facts["history"]
        urgent = self._counted(frame, "urgent")
        streak = self._find_streak(history, frame.now, frame.book)
        if streak is None:
            return None
        return {
            "days": 0 if urgent["value"] else streak.days,
            "possible": streak.possible,
            "urgent": urgent,
            "broken_at": streak.broken_at
            and fields.Datetime.to_string(from_epoch(streak.broken_at)),
        }

    def _find_streak(self, history, now, book):
        """Return the streak while nothing urgent is open; None if it cannot be told.

        :param history: the row of ``_history_branch``
        :param now: naive UTC
        """
        begin, now = to_epoch(self._midnight(self.go_live)), to_epoch(now)
        spans = self._urgent_spans(history, now)
        # An issue that was left out may have been over later only if these were over
        # before it: they were excused, or opened again.
        bound = history["bound"]
        if bound is not None and (last_urgent(spans, now) or 0) < bound:
            spans = self._urgent_spans(self._centre_whole_history(), now)
        # An S1 or S2 that is open now ends the streak; its history is not asked for.
        return book.ask(
            lambda timeline: clean_streak(spans, timeline, begin, now), begin
        )

    def _urgent_spans(self, history, now):
        return [
            span
            for changes in self._centre_changes(history)
            for span in urgent_spans(
                changes, const.URGENT_SEVERITIES, UNSOLVED_STATES, now
            )
        ]

    def _centre_changes(self, history):
        """Yield the changes of each issue, from arrays in order of issue and time."""
        columns = ("issue", "at", "kind", "old", "new", "by", "explained")
        last, changes = None, []
        for issue_id, *change in zip(
            *(history[name] or () for name in columns), strict=True
        ):
            if issue_id != last and changes:
                yield changes
                changes = []
            last = issue_id
            changes.append(Change(*change))
        if changes:
            yield changes

    def _history_branch(self, limit=None) -> SQL:
        """One row of arrays: what happened to issues that have ever been S1 or S2.

        Only while none is open: an open one ends the streak, whatever happened before.

        :param limit: only of so many issues, those that were over last; ``bound`` says
            when the first of them was, or is null if these are all
        """
        ever = SQL(
            "SELECT known.issue_id FROM hypercare_issue_event known"
            " JOIN issue ON issue.id = known.issue_id"
            " WHERE known.kind = 'severity' AND known.new IN %s",
            const.URGENT_SEVERITIES,
        )
        return SQL(
            "WITH recent AS (SELECT issue_id, max(at) AS bound"
            " FROM hypercare_issue_event WHERE issue_id IN (%(ever)s)"
            " AND (kind = 'state' AND old IN %(unsolved)s AND new NOT IN %(open)s"
            " OR kind = 'severity' AND old IN %(urgent)s AND new NOT IN %(urgent)s)"
            " AND NOT EXISTS (SELECT FROM issue WHERE severity IN %(urgent)s"
            " AND state IN %(open)s)"
            # What was transferred and is not solved is not over: it comes first.
            " GROUP BY issue_id ORDER BY issue_id IN (SELECT id FROM issue"
            " WHERE severity IN %(urgent)s AND state = 'transferred') DESC,"
            " bound DESC LIMIT %(limit)s)"
            " SELECT array_agg(event.issue_id) AS issue, array_agg(%(at)s) AS at,"
            " array_agg(event.kind) AS kind, array_agg(event.old) AS old,"
            " array_agg(event.new) AS new, array_agg(event.user_id) AS by,"
            " array_agg(COALESCE(event.reason, '') != '') AS explained,"
            " (SELECT CASE WHEN count(*) = %(limit)s THEN"
            " extract(epoch FROM min(bound))::bigint END FROM recent) AS bound"
            " FROM (SELECT * FROM hypercare_issue_event"
            " WHERE kind IN ('state', 'severity')"
            " AND issue_id IN (SELECT issue_id FROM recent)"
            " ORDER BY issue_id, at, id) event",
            ever=ever,
            at=epoch_sql("event.at"),
            urgent=const.URGENT_SEVERITIES,
            open=const.OPEN_STATES,
            unsolved=UNSOLVED_STATES,
            limit=limit,
        )

    def _centre_whole_history(self) -> dict:
        """Return the row of ``_history_branch`` for all issues of the period."""
        # Raw SQL: as above, without the limit.
        [row] = self.env.execute_query_dict(
            SQL(
                "WITH issue AS MATERIALIZED (%s) SELECT * FROM (%s) found",
                self._centre_issues_sql(),
                self._history_branch(),
            )
        )
        return row
