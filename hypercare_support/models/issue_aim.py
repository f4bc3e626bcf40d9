from collections import defaultdict

from odoo import models

from .. import const
from ..engine.clock import AT_RISK, Clock, aim_many, at
from ..engine.targets import Target
from .issue_clock import ACTIVE
from .resource_calendar import TimelineBook, from_epoch, to_epoch

#: Policy line and target of a promise that nobody made.
NO_TARGET = (False, Target("none"))


class HypercareIssue(models.Model):
    """Due times: derived from the facts, for many issues at once.

    A *row* is a clock as a dict of its columns, plus ``issue`` and ``level``; the
    same code aims rows that are not stored yet and rows read back.
    """

    _inherit = "hypercare.issue"

    # -- Aim -------------------------------------------------------------------------

    def _refresh_clocks(self, fresh=(), standing=True):
        """Derive due times and the standing of these issues again, from the facts.

        :param fresh: clocks that have stopped just now; those stopped earlier keep
            the due time they had
        :param standing: store what lists and the sweep look at as well
        """
        rows = self._clock_rows(fresh)
        before = {row["id"]: dict(row) for row in rows}
        self._aim_rows(rows)
        changes = {
            row["id"]: {
                name: row[name] or None
                for name in ("state", "line_id", "due_at", "at_risk_at", "paused_at")
                if row[name] != before[row["id"]][name]
            }
            for row in rows
        }
        self.env["hypercare.sla.clock"]._store_rows(
            {clock_id: vals for clock_id, vals in changes.items() if vals}
        )
        if standing:
            self._store_standing(rows)
        return rows

    def _clock_rows(self, fresh=()):
        """Return the clocks of these issues as rows, as they are stored."""
        fresh_ids = set(fresh.ids) if fresh else set()
        names = ("id", "metric", "run", "state", "origin_at", "started_at")
        names += ("due_at", "at_risk_at", "stopped_at", "paused_at")
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
            row["paused_at"] = False
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
                groups[group].append(row)
            for (period_id, target, has_pauses), group in groups.items():
                aim = _aim_paused if has_pauses else _aim_simple
                aim(books[period_id], target, group, limits)
            for row in rows if wave else ():
                if row["metric"] == "resolution":
                    # Runs come in order: the latest one counts, if it still binds.
                    binds = row["due_at"] and row["state"] != "cancelled"
                    limits[row["issue"].id] = to_epoch(row["due_at"]) if binds else None

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
        self._wake_sweep(
            vals["next_action_at"]
            for vals in changes.values()
            if "next_action_at" in vals
        )

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
            and (row["metric"] != "pickup" or not self.user_id)
            and row["due_at"]
            and (row["state"] == "running" or _was_late_when_paused(row))
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
        pause._engine_pause()
        for pause in pauses
        if pause.kind == "closed" or row["metric"] in const.PAUSABLE_METRICS
    )


def aim_group(book, target, starts, not_after, fraction=AT_RISK):
    """Return the aims of many clocks without pauses, None where nothing opens.

    Asked for all at once; only when the support hours end for some of them is each
    asked by itself, so that these do not take the due time of the others.
    """
    aims = book.ask(
        lambda timeline: aim_many(target, starts, timeline, not_after, fraction),
        min(starts),
    )
    if aims is not None or len(starts) == 1:
        return aims or [None]
    return [
        aim_group(book, target, [start], [limit], fraction)[0]
        for start, limit in zip(starts, not_after, strict=True)
    ]


def _limit_of(row, limits):
    """Return what a row is due at the latest: a response, with the resolution."""
    return limits.get(row["issue"].id) if row["metric"] == "response" else None


def _aim_simple(book, target, group, limits):
    """Aim rows without pauses, all at once."""
    starts = [to_epoch(row["origin_at"]) for row in group]
    not_after = [_limit_of(row, limits) for row in group]
    aims = aim_group(book, target, starts, not_after)
    for row, aim in zip(group, aims, strict=True):
        row["due_at"] = aim and from_epoch(aim.due_at)
        row["at_risk_at"] = aim and from_epoch(aim.at_risk_at)


def _aim_paused(book, target, group, limits):
    """Aim rows with pauses; an open pause shows the due time it found."""
    for row in group:
        pauses = row["pauses"]
        clock = Clock(
            target,
            to_epoch(row["origin_at"]),
            pauses,
            stopped_at=to_epoch(row["stopped_at"]) if row["stopped_at"] else None,
            not_after=_limit_of(row, limits),
        )
        aims = book.ask(
            lambda timeline, clock=clock: (
                at(clock, timeline, 1),
                at(clock, timeline, AT_RISK),
            ),
            clock.origin,
        )
        due, at_risk = aims or (None, None)
        row["due_at"] = due and from_epoch(due)
        row["at_risk_at"] = at_risk and from_epoch(at_risk)
        open_pause = next((begin for begin, end in pauses if end is None), None)
        if row["state"] == "paused" and open_pause is not None:
            row["paused_at"] = from_epoch(open_pause)


def _was_late_when_paused(row) -> bool:
    """Tell whether a breach goes on although the clock stands still."""
    return bool(row["paused_at"] and row["due_at"] < row["paused_at"])
