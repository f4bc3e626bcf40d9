from collections import defaultdict

from odoo import fields, models

from .. import const
from ..engine.clock import Clock, aim_many, at
from ..engine.targets import Target
from .resource_calendar import TimelineBook, from_epoch, to_epoch

NO_TARGET = (False, Target("none"))
ACTIVE = ("running", "paused")
CLOCK_COLUMNS = (
    *("issue_id", "company_id", "engagement_id", "line_id", "metric", "run", "state"),
    *("origin_at", "started_at", "due_at", "at_risk_at", "stopped_at"),
)


class HypercareIssue(models.Model):
    """The clocks of issues: started, stopped, re-aimed – always for many at once.

    A *row* is a clock as a dict of its columns, plus ``issue`` and ``level``; the
    same code aims rows that are not stored yet and rows read back.
    """

    _inherit = "hypercare.issue"

    # -- Start -----------------------------------------------------------------------

    def _open_clocks(self, turns):
        """Start the clocks of new issues, aimed before they are stored.

        :param turns: the engagements that begin with the issues
        """
        team_ids = self._team_ids()
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
            issue = row["issue"]
            # Entered by a tier member for somebody else: that person was answered.
            if (
                row["metric"] == "response"
                and self.env.uid in team_ids.get(issue.period_id.id, ())
                and issue.reporter_id.id != self.env.uid
            ):
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
        }

    def _create_clocks(self, rows):
        """Store rows as clocks, and note their ids in the rows."""
        clocks = self.env["hypercare.sla.clock"]._insert_rows(
            [{name: row.get(name) for name in CLOCK_COLUMNS} for row in rows]
        )
        for row, clock in zip(rows, clocks, strict=True):
            row["id"] = clock.id
        return clocks

    # -- Follow what happens -------------------------------------------------------------

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
            # severity is lowered.
            released = self.is_open and turn.tier_id != old["tier_id"]
            return "cancelled" if released or self.state == "cancelled" else "stopped"
        if self.state not in const.ENDED_STATES:
            return None
        # Handed over late is late; closed or cancelled promises bind nobody. After
        # the end no further update is owed, but one that was missed stays missed.
        overdue = clock.due_at and clock.due_at < now
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

        A first response is the act of a human tier member who is not the reporter.
        """
        team_ids = self._team_ids()
        answered = self.filtered(
            lambda issue: self.env.uid in team_ids.get(issue.period_id.id, ())
            and issue.reporter_id.id != self.env.uid
        )
        self.env["hypercare.sla.clock"].search(
            [
                ("issue_id", "in", answered.ids),
                ("metric", "=", "response"),
                ("state", "=", "running"),
            ]
        ).write({"state": "stopped", "stopped_at": now})

    def _register_update(self, now):
        """A public word of the team keeps the update promise; the next one begins."""
        running = self.env["hypercare.sla.clock"].search(
            [
                ("issue_id", "in", self.ids),
                ("metric", "=", "update"),
                ("state", "=", "running"),
            ]
        )
        rows = [
            clock.issue_id._row("update", now, None, clock.run + 1) for clock in running
        ]
        running.write({"state": "stopped", "stopped_at": now})
        self._create_clocks(rows)

    # -- Aim -------------------------------------------------------------------------

    def _refresh_clocks(self, fresh=()):
        """Derive due times and the standing of these issues again, from the facts.

        :param fresh: clocks that have stopped just now; those stopped earlier keep
            the due time they had
        """
        rows = self._clock_rows(fresh)
        before = {row["id"]: dict(row) for row in rows}
        self._aim_rows(rows)
        changes = {
            row["id"]: {
                name: row[name] or None
                for name in ("state", "line_id", "due_at", "at_risk_at")
                if row[name] != before[row["id"]][name]
            }
            for row in rows
        }
        self.env["hypercare.sla.clock"]._store_rows(
            {clock_id: vals for clock_id, vals in changes.items() if vals}
        )
        self._store_standing(rows)
        return rows

    def _clock_rows(self, fresh=()):
        """Return the clocks of these issues as rows, as they are stored."""
        fresh_ids = set(fresh.ids) if fresh else set()
        names = ("id", "metric", "run", "state", "origin_at", "started_at")
        names += ("due_at", "at_risk_at", "stopped_at")
        return [
            {name: clock[name] for name in names}
            | {
                "issue": clock.issue_id,
                "line_id": clock.line_id.id,
                "final": clock.state not in ACTIVE and clock.id not in fresh_ids,
                "level": clock.engagement_id.tier_id.level or "",
            }
            for clock in self.env["hypercare.sla.clock"].search(
                [("issue_id", "in", self.ids)]
            )
        ]

    def _aim_rows(self, rows):
        """Set state, promise and due times of rows read back, in place."""
        for row in rows:
            if row["state"] in ACTIVE:
                waits = row["issue"].state == "waiting"
                paused = waits and row["metric"] in const.PAUSABLE_METRICS
                row["state"] = "paused" if paused else "running"
        pauses = self.env["hypercare.sla.pause"].search([("issue_id", "in", self.ids)])
        self._aim(rows, pauses.grouped("issue_id"))

    def _aim(self, rows, pauses_by_issue):
        """Set promise, due and at-risk time of rows, in place.

        Final rows keep the due time they had. Resolution comes first: no response is
        due after it.
        """
        books = {
            period.id: TimelineBook(period.calendar_id, period.company_id)
            for period in self.period_id
        }
        promises = self.period_id._get_promises()
        limits = {}
        for wave in (True, False):
            groups = defaultdict(list)
            for row in rows:
                if (row["metric"] == "resolution") is not wave or row.get("final"):
                    continue
                issue = row["issue"]
                row["line_id"], target = promises[issue.period_id].targets.get(
                    (issue.severity, row["metric"], row["level"]), NO_TARGET
                )
                pauses = _pauses_of(row, pauses_by_issue.get(issue, ()))
                row |= {"target": target, "pauses": pauses}
                group = (issue.period_id.id, target, bool(pauses))
                groups[group].append((row, pauses))
            for (period_id, target, has_pauses), group in groups.items():
                aim = _aim_paused if has_pauses else _aim_simple
                aim(books[period_id], target, group, limits)
            for row in rows if wave else ():
                if row["metric"] == "resolution" and row["due_at"]:
                    # Runs come in order: the latest one counts.
                    limits[row["issue"].id] = to_epoch(row["due_at"])

    # -- Standing --------------------------------------------------------------------

    def _store_standing(self, rows):
        """Store on the issues what lists and the sweep look at."""
        by_issue = defaultdict(list)
        for row in rows:
            by_issue[row["issue"].id].append(row)
        next_actions = self._next_actions(by_issue)
        changes = {}
        for issue in self:
            vals = issue._standing(by_issue.get(issue.id, []))
            vals["next_action_at"] = next_actions.get(issue.id)
            changed = {
                name: value
                for name, value in vals.items()
                if (value or False) != issue[name]
            }
            if changed:
                changes[issue.id] = changed
        self._store_rows(changes)
        self._wake_sweep(next_actions.values())

    def _standing(self, rows) -> dict:
        """Return the stored SLA columns of one issue from its rows."""
        latest = {}
        for row in sorted(rows, key=lambda row: row["run"]):
            if row["metric"] in const.ISSUE_METRICS:
                latest[row["metric"]] = row
        response, resolution = latest.get("response"), latest.get("resolution")
        update = latest.pop("update", None)
        running = [
            row
            for row in rows
            if row["metric"] in const.SHOWN_METRICS
            and row["due_at"]
            and (row["state"] == "running" or row.get("overdue_when_paused"))
        ]
        return {
            "response_due": (response and response["due_at"]) or None,
            "resolution_due": (resolution and resolution["due_at"]) or None,
            "update_due": (
                (update and update["state"] == "running" and update["due_at"]) or None
            ),
            "responded_at": (
                (response and response["state"] == "stopped" and response["stopped_at"])
                or None
            ),
            "breach_at": min((row["due_at"] for row in running), default=None),
            "at_risk_at": min((row["at_risk_at"] for row in running), default=None),
            "sla_settled": self._settled(rows, latest.values()),
        }

    def _settled(self, rows, latest) -> str:
        """Return the SLA state to show when no clock is running."""
        if self.is_open:
            paused = any(row["state"] == "paused" and row["due_at"] for row in rows)
            return "paused" if paused else "none"
        kept = [row for row in latest if row["state"] == "stopped" and row["due_at"]]
        if any(row["stopped_at"] > row["due_at"] for row in kept):
            return "breached"
        return "met" if kept else "none"


def _pauses_of(row, pauses):
    """Return the pauses that bear on a row, as the engine wants them."""
    return tuple(
        (to_epoch(pause.started_at), pause.ended_at and to_epoch(pause.ended_at))
        for pause in pauses
        if pause.kind == "closed" or row["metric"] in const.PAUSABLE_METRICS
    )


def _aim_simple(book, target, group, limits):
    """Aim rows without pauses, all at once."""
    starts = [to_epoch(row["origin_at"]) for row, _pauses in group]
    not_after = [
        limits.get(row["issue"].id) if row["metric"] == "response" else None
        for row, _pauses in group
    ]
    aims = book.ask(
        lambda timeline: aim_many(target, starts, timeline, not_after), min(starts)
    )
    for (row, _pauses), aim in zip(group, aims or [None] * len(group), strict=True):
        row["due_at"] = aim and from_epoch(aim.due_at)
        row["at_risk_at"] = aim and from_epoch(aim.at_risk_at)


def _aim_paused(book, target, group, limits):
    """Aim rows with pauses; an open pause shows the due time it found."""
    for row, pauses in group:
        clock = Clock(
            target,
            to_epoch(row["origin_at"]),
            tuple((begin, end or None) for begin, end in pauses),
            stopped_at=to_epoch(row["stopped_at"]) if row["stopped_at"] else None,
            not_after=limits.get(row["issue"].id)
            if row["metric"] == "response"
            else None,
        )
        aims = book.ask(
            lambda timeline, clock=clock: (
                at(clock, timeline, 1),
                at(clock, timeline, 0.75),
            ),
            clock.origin,
        )
        due, at_risk = aims or (None, None)
        row["due_at"] = due and from_epoch(due)
        row["at_risk_at"] = at_risk and from_epoch(at_risk)
        open_pause = next((begin for begin, end in pauses if not end), None)
        row["overdue_when_paused"] = bool(
            row["state"] == "paused" and due and open_pause and due < open_pause
        )
