from odoo import models

from .. import const

ACTIVE = ("running", "paused")
CLOCK_COLUMNS = (
    *("issue_id", "company_id", "engagement_id", "line_id", "metric", "run", "state"),
    *("origin_at", "started_at", "due_at", "at_risk_at", "stopped_at"),
)


class HypercareIssue(models.Model):
    """The clocks of issues: started, stopped, cancelled – always for many at once.

    A *row* is a clock as a dict of its columns: see ``issue_aim``.
    """

    _inherit = "hypercare.issue"

    # -- Start -----------------------------------------------------------------------

    def _open_clocks(self, turns):
        """Start the clocks of new issues, aimed before they are stored.

        :param turns: the engagements that begin with the issues
        """
        answered_ids = set(self._acted_on_by_team().ids)
        promises = self.period_id._get_promises()
        turns = turns.grouped("issue_id")
        rows = []
        for issue in self:
            kinds = promises[issue.period_id].kinds
            rows += [
                issue._row(metric, issue.reported_at)
                for metric in const.ISSUE_METRICS
                if (metric, "") in kinds
            ]
            for turn in turns.get(issue, ()):
                rows += issue._turn_rows(turn, kinds)
        self._aim(rows, {})
        for row in rows:
            # Entered by a tier member for somebody else: that person was answered.
            if row["metric"] == "response" and row["issue_id"] in answered_ids:
                row.update(state="stopped", stopped_at=row["origin_at"])
        self._create_clocks(rows)
        self._store_standing(rows)

    def _turn_rows(self, turn, kinds):
        """Return the rows of the promises that bind a tier during its turn."""
        level = turn.tier_id.level
        return [
            self._row(metric, turn.received_at, turn)
            for metric in const.ENGAGEMENT_METRICS
            if (metric, level) in kinds
        ]

    def _row(self, metric, origin_at, turn=None, run=1, started_at=None):
        return {
            "issue": self,
            "level": turn.tier_id.level if turn else "",
            "issue_id": self.id,
            "company_id": self.company_id.id,
            "engagement_id": turn.id if turn else False,
            "metric": metric,
            "run": run,
            "state": "running",
            "origin_at": origin_at,
            "started_at": started_at or origin_at,
            "stopped_at": False,
            "paused_at": False,
        }

    def _create_clocks(self, rows):
        """Store rows as clocks, and note their ids in the rows."""
        clocks = self.env["hypercare.sla.clock"]._insert_rows(
            [{name: row.get(name) for name in CLOCK_COLUMNS} for row in rows]
        )
        for row, clock in zip(rows, clocks, strict=True):
            row["id"] = clock.id
        return clocks

    # -- Follow what happens ---------------------------------------------------

    def _move_clocks(self, before, now):
        """Stop, cancel and start clocks after facts have changed.

        :return: the clocks whose due time has yet to be settled
        """
        promises = self.period_id._get_promises()
        turns = self._open_turns().grouped("issue_id")
        clocks = self.env["hypercare.sla.clock"].search([("issue_id", "in", self.ids)])
        by_issue = clocks.grouped("issue_id")
        stopped, cancelled, rows = [], [], []
        for issue in self:
            known = by_issue.get(issue, clocks.browse())
            for clock in known.filtered(lambda clock: clock.state in ACTIVE):
                fate = issue._clock_fate(clock, before[issue.id], now)
                if fate == "stopped":
                    stopped.append(clock.id)
                elif fate == "cancelled":
                    cancelled.append(clock.id)
            rows += issue._next_runs(known, before[issue.id], now)
            for turn in turns.get(issue, known.engagement_id) - known.engagement_id:
                for row in issue._turn_rows(turn, promises[issue.period_id].kinds):
                    if turn.taken_at and row["metric"] == "pickup":
                        row.update(state="stopped", stopped_at=turn.taken_at)
                    rows.append(row)
        clocks.browse(stopped).write({"state": "stopped", "stopped_at": now})
        clocks.browse(cancelled).write({"state": "cancelled", "stopped_at": now})
        return clocks.browse(stopped) | self._create_clocks(rows)

    def _clock_fate(self, clock, old, now):
        """Return what becomes of a running clock: stopped, cancelled or nothing."""
        if clock.engagement_id:
            turn = clock.engagement_id
            if clock.metric == "pickup" and turn.taken_at:
                return "stopped"
            if not turn.left_at:
                return None
            # A tier that an S1 engaged beside the current one owes nothing once the
            # severity is lowered, or once another has solved it in time.
            in_time = not clock.due_at or now <= (clock.paused_at or clock.due_at)
            spared = turn.tier_id != old["tier_id"] and (self.is_open or in_time)
            return "cancelled" if spared or self.state == "cancelled" else "stopped"
        if self.state not in const.ENDED_STATES:
            return None
        # Handed over late is late; closed or cancelled promises bind nobody. After
        # the end no further update is owed, but one that was missed stays missed.
        overdue = clock.due_at and clock.due_at < (clock.paused_at or now)
        if self.state == "resolved":
            late_or_done = overdue or clock.metric != "update"
            return "stopped" if late_or_done else "cancelled"
        return "stopped" if self.state == "transferred" and overdue else "cancelled"

    def _next_runs(self, known, old, now):
        """Return the rows of the runs that begin when an issue is reopened."""
        if old["state"] not in const.ENDED_STATES or not self.is_open:
            return []
        rows = []
        for metric in const.ISSUE_METRICS:
            last = known.filtered(lambda clock, m=metric: clock.metric == m)
            last = last.sorted("run")[-1:]
            # A first answer was given once and for all; a solution was not. Updates
            # are owed from now on.
            if last and (metric != "response" or last.state == "cancelled"):
                origin_at = now if metric == "update" else last.origin_at
                rows.append(self._row(metric, origin_at, None, last.run + 1, now))
        return rows

    def _register_response(self, now):
        """Stop the response clock if the user's act is the first of the team.

        :return: the clocks that stopped
        """
        clocks = self._acted_on_by_team()._running_clocks("response")
        clocks.write({"state": "stopped", "stopped_at": now})
        return clocks

    def _register_update(self, now):
        """A public word of the team keeps the update promise; the next one begins."""
        running = self._running_clocks("update")
        rows = [
            clock.issue_id._row("update", now, None, clock.run + 1) for clock in running
        ]
        running.write({"state": "stopped", "stopped_at": now})
        self._create_clocks(rows)

    def _running_clocks(self, metric):
        return self.env["hypercare.sla.clock"].search(
            [
                ("issue_id", "in", self.ids),
                ("metric", "=", metric),
                ("state", "=", "running"),
            ]
        )
