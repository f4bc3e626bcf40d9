"""Doing to the addon what the log says, and holding it against the log at each step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest
from typing import NamedTuple
from zoneinfo import ZoneInfo

from odoo.exceptions import AccessError, UserError, ValidationError

from . import _replay_sla
from ._replay_acts import ENDED, OPEN, History, acts, button, path
from ._replay_log import UNKNOWN, Log, Row, in_order, kind_of, parse_time
from ._replay_world import World, make_world, still_clock

#: Rows after which the caches are emptied, so that a long log needs no more memory.
CACHED_ROWS = 500


class Mismatch(NamedTuple):
    """The addon and the log differ."""

    line: int
    incident: str
    what: str
    expected: object
    found: object


@dataclass
class Result:
    """What came of a replay. Every line of the log is counted in one of the first four.

    :ivar applied: rows that changed an issue, by what they changed
    :ivar unchanged: rows that changed nothing an issue keeps, by what they changed
    :ivar refused: rows that the addon refused: row, reason
    :ivar log: the log, with the lines that could not be read
    :ivar notes: incidents of the rows with something particular, by what it is
    :ivar contradictions: where the log disagrees with itself, by what and line
    :ivar how: acts by the button or method that did them
    :ivar compared: comparisons made, by what was compared
    :ivar sla: (severity, metric, outcome) → number of issues
    :ivar times: (severity, metric) → seconds from the opening, one per issue
    :ivar reopened: severity → reopenings
    :ivar issues: severity → issues
    """

    log: Log
    now: datetime
    applied: Counter = field(default_factory=Counter)
    unchanged: Counter = field(default_factory=Counter)
    refused: list[tuple[Row, str]] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=dict)
    contradictions: list[tuple[str, int, str]] = field(default_factory=list)
    how: Counter = field(default_factory=Counter)
    compared: Counter = field(default_factory=Counter)
    mismatches: list[Mismatch] = field(default_factory=list)
    sla: Counter = field(default_factory=Counter)
    times: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    reopened: Counter = field(default_factory=Counter)
    issues: Counter = field(default_factory=Counter)

    def compare(self, row: Row, what: str, expected: object, found: object) -> None:
        self.compared[what] += 1
        if expected != found:
            mismatch = Mismatch(row.line, row.incident, what, expected, found)
            self.mismatches.append(mismatch)


class Replay:
    """One run of a log through the public methods of ``hypercare.issue``."""

    def __init__(self, world: World, log: Log, zone: ZoneInfo):
        self.world, self.zone = world, zone
        self.result = Result(log, max(row.at for row in log.rows))
        self.histories: dict[str, History] = {}
        self.last_rows: dict[str, Row] = {}

    def open(self, row: Row) -> None:
        """Report an incident."""
        issue = self.world.open_issue(row)
        self.world.env.cr.flush()
        history = History.opened(row.opened_at, row.facts.severity)
        self.histories[row.incident] = history
        self.result.how["create"] += 1
        self._compare_issue(row, issue.id, row.opened_at)

    def apply(self, row: Row) -> None:
        """Do what the row says changed since the row before, and compare."""
        history = self.histories[row.incident]
        issue_id = self.world.issues[row.incident]
        notes = self._particulars(row, history)
        try:
            with self.world.env.cr.savepoint():
                used = self._act(row, issue_id, history)
        except (UserError, ValidationError, AccessError) as error:
            issue = self.world.env["hypercare.issue"].browse(issue_id)
            reason = str(error).replace(issue.number, "the issue")
            self.result.refused.append((row, f"{type(error).__name__}: {reason}"))
            self._compare_issue(row, issue_id, row.at)
            self.last_rows[row.incident] = row
            return
        # What every request ends with: pending writes, tracking, notifications.
        self.world.env.cr.flush()
        self.result.how.update(used)
        for note in notes:
            self.result.notes.setdefault(note, []).append(row.incident)
        old = history.facts
        changed = history.follow(row.facts, row.at)
        if changed or used:
            self.result.applied[_changes(old, row.facts)] += 1
        else:
            kind = kind_of(row, self.last_rows.get(row.incident))
            self.result.unchanged[kind] += 1
        self.last_rows[row.incident] = row
        self._compare_issue(row, issue_id, row.at)

    def _act(self, row: Row, issue_id: int, history: History) -> Counter:
        """Act as the person in charge, else as the desk; return what was used."""
        used: Counter = Counter()
        issue = self.world.issues_as(row.facts.owner).browse(issue_id)
        for act in acts(history.facts, row.facts):
            name = button(act, issue.state, bool(issue.user_id))
            if name:
                getattr(issue, name)()
            else:
                vals = dict(act)
                if "owner" in vals:
                    owner = vals.pop("owner")
                    vals["user_id"] = self.world.users[owner] if owner else False
                issue.write(vals)
            used[name or "write"] += 1
        return used

    def _particulars(self, row: Row, history: History) -> list[str]:
        """Return what is particular about a row that is about to be replayed."""
        last = self.last_rows.get(row.incident)
        steps = path(history.facts.state, row.facts.state)
        notes = [row.lifted] if row.lifted else []
        if len(steps) > 1:
            notes.append(f"{history.facts.state} → {' → '.join(steps)} in one row")
        if steps and history.facts.state in ENDED and steps[0] in OPEN:
            notes.append("reopened")
        if steps and last and last.at == row.at:
            notes.append("state changed in the minute of the row before")
        if steps and any(
            event.kind == "state" and event.at == row.at and event.old
            for event in history.events
        ):
            notes.append("state changed twice in one minute")
        if history.facts.severity != row.facts.severity:
            notes.append("priority changed")
        group = "assignment_group"
        if last and row.cells.get(group) != last.cells.get(group):
            notes.append("assignment group changed, not replayed")
        return notes

    # -- Comparing -------------------------------------------------------------------

    def _compare_issue(self, row: Row, issue_id: int, now: datetime) -> None:
        """Hold the issue, read back from the database, against the log."""
        history = self.histories[row.incident]
        issue = self.world.env["hypercare.issue"].browse(issue_id)
        # Nothing may come from the cache: outcomes go by the time of reading.
        issue.invalidate_recordset()
        issue.clock_ids.invalidate_recordset()
        facts = history.facts
        check = self.result.compare
        check(row, "state", facts.state, issue.state)
        check(row, "waiting for", facts.waiting_for, issue.waiting_for or "")
        check(row, "severity", facts.severity, issue.severity)
        check(row, "owner", facts.owner, self.world.owner_name(issue.user_id.id))
        check(row, "resolved at", history.resolved_at, issue.resolved_at or None)
        check(row, "closed at", history.closed_at, issue.closed_at or None)
        check(row, "reopenings", history.reopenings, issue.reopen_count)
        for metric, standing in self._standings(history, now).items():
            clock = _last_clock(issue, metric)
            # A promise that binds nobody any more is due at no time.
            due_at = clock.due_at if clock.state != "cancelled" else None
            check(row, f"{metric} due", standing.due_at, due_at or None)
            stopped_at, outcome = clock.stopped_at or None, clock.outcome or "running"
            check(row, f"{metric} stop", standing.stopped_at, stopped_at)
            check(row, f"{metric} outcome", standing.outcome, outcome)

    def _standings(self, history: History, now: datetime) -> dict:
        hours = self.world.hours
        return {
            "response": _replay_sla.response(history, hours, now),
            "resolution": _replay_sla.resolution(history, hours, now),
        }

    def finish(self) -> None:
        """Compare each issue's whole history, and add up the figures."""
        Issue = self.world.env["hypercare.issue"]
        for incident, history in self.histories.items():
            row = self.last_rows[incident]
            issue = Issue.browse(self.world.issues[incident])
            self._compare_events(row, history, issue)
            self._compare_columns(row, history)
            self._count(issue)

    def _compare_events(self, row: Row, history: History, issue) -> None:
        name_of = self.world.owner_name
        found = {"state": [], "severity": [], "owner": []}
        for event in issue.event_ids.sorted("id"):
            old, new = event.old or "", event.new or ""
            if event.kind == "owner":
                old, new = (name_of(int(text or 0)) for text in (old, new))
            # From nobody to the desk is no change to the log.
            if event.kind in found and old != new:
                found[event.kind].append((old, new, event.at))
        for kind, events in found.items():
            expected = [event[1:] for event in history.events if event.kind == kind]
            for wanted, event in zip_longest(expected, events):
                self.result.compare(row, f"history of {kind}", wanted, event)

    def _compare_columns(self, row: Row, history: History) -> None:
        """Hold the log's own columns against its rows; a conflict is the log's."""
        for column, told in (
            ("resolved_at", history.resolved_at),
            ("closed_at", history.closed_at),
            ("reopen_count", history.reopenings),
        ):
            text = row.cells.get(column, UNKNOWN).strip()
            kind = ""
            if text in ("", UNKNOWN):
                kind = "is empty" if told else ""
            elif column == "reopen_count":
                kind = "differs from the rows" if text != str(told) else ""
            elif _time_or_none(text, self.zone) != told:
                kind = "differs from the rows"
            entry = (f"{column} {kind}", row.line, row.incident)
            if kind:
                self.result.contradictions.append(entry)

    def _count(self, issue) -> None:
        result, severity = self.result, issue.severity
        result.issues[severity] += 1
        result.reopened[severity] += issue.reopen_count
        for metric, at in (
            ("response", issue.responded_at),
            ("resolution", issue.resolved_at),
        ):
            outcome = _last_clock(issue, metric).outcome or "running"
            result.sla[severity, metric, outcome] += 1
            if at:
                times = result.times.setdefault((severity, metric), [])
                times.append((at - issue.reported_at).total_seconds())


def replay(
    env,
    log: Log,
    zone: ZoneInfo,
    hours_name: str,
    progress: Callable[[int], None] = lambda done: None,
) -> Result:
    """Replay a log in the transaction of *env*; the caller commits or rolls back.

    :param env: of the superuser; acts are done as the people of the log
    :param progress: called with the number of rows done, now and then
    """
    begin = min(row.opened_at for row in log.rows)
    with still_clock(begin) as clock:
        run = Replay(make_world(env, log, zone, hours_name), log, zone)
        done = 0
        for row, opening in in_order(log):
            clock.set(row.opened_at if opening else row.at)
            if opening:
                run.open(row)
                continue
            run.apply(row)
            done += 1
            if not done % CACHED_ROWS:
                run.world.env.invalidate_all()
                progress(done)
        run.finish()
    return run.result


def _last_clock(issue, metric: str):
    clocks = issue.clock_ids.filtered(lambda clock: clock.metric == metric)
    return clocks.sorted("run")[-1:]


def _changes(old, new) -> str:
    names = [name for name in new._fields if getattr(old, name) != getattr(new, name)]
    return " and ".join(name.replace("_", " ") for name in names)


def _time_or_none(text: str, zone: ZoneInfo) -> datetime | None:
    try:
        return parse_time(text, zone)
    except ValueError:
        return None
