"""Reading the event log of a service desk: from text to rows with facts.

Pure Python, no Odoo. Every line of the file comes out of here exactly once: as a
`Row`, or as a `Rejected` line with the reason. Nothing is dropped.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

#: Without these columns a file is no event log.
NEEDED = (
    "number",
    "incident_state",
    "opened_at",
    "sys_updated_at",
    "priority",
    "assigned_to",
)
#: Read when they are there.
OPTIONAL = ("opened_by", "contact_type", "category", "reopen_count")
#: What a row of the log says beside the time of its writing.
TIME_OF_ROW = "sys_updated_at"
TIME_FORMAT = "%d-%m-%Y %H:%M"
#: How the log writes that it knows nothing.
UNKNOWN = "?"

PRIORITIES = {"1": "s1", "2": "s2", "3": "s3", "4": "s4"}
CHANNELS = {"Phone": "phone", "Email": "email", "IVR": "phone"}
#: Further states that begin with "Awaiting" wait for a third party.
WAITING_FOR_REPORTER = "Awaiting User Info"
WAITING = "Awaiting "


class LogError(Exception):
    """The file cannot be read as an event log; the text says what to do."""


class Facts(NamedTuple):
    """What a row says about an incident, in the words of the addon.

    :ivar waiting_for: ``reporter`` or ``third_party`` while waiting, else empty
    :ivar owner: name of the person in charge, empty if the log names none
    """

    state: str
    waiting_for: str
    severity: str
    owner: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the log.

    :ivar line: number of the line in the file, the first after the header is 2
    :ivar cells: the texts as they stand, by column
    :ivar opened_at: when the incident was opened (naive UTC)
    :ivar updated_at: when the row was written, by its own account (naive UTC)
    :ivar at: when it is replayed, see `placed`
    :ivar lifted: why ``at`` differs from ``updated_at``; empty if it does not
    """

    line: int
    incident: str
    cells: dict[str, str]
    opened_at: datetime
    updated_at: datetime
    facts: Facts
    at: datetime
    lifted: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that cannot be replayed, and why."""

    line: int
    incident: str
    reason: str


@dataclass(frozen=True, slots=True)
class Log:
    """A file, read: rows by incident in the order of the file, and the rest."""

    incidents: dict[str, list[Row]]
    rejected: list[Rejected]

    @property
    def rows(self) -> list[Row]:
        return [row for rows in self.incidents.values() for row in rows]

    @property
    def size(self) -> int:
        """Number of lines after the header, empty ones not counted."""
        return len(self.rows) + len(self.rejected)


def read_log(path: Path, zone: ZoneInfo) -> Log:
    """Read a log whose times are local times of *zone*.

    :raise LogError: no such file, not a text, or columns missing
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return parse(csv.DictReader(file), zone)
    except OSError as error:
        raise LogError(
            f"cannot read the log {path.name} ({error.strerror}): check the path"
        ) from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise LogError(f"{path.name} is no CSV file in UTF-8: {error}") from None


def parse(reader: csv.DictReader, zone: ZoneInfo) -> Log:
    """Sort the lines of a log into rows by incident and rejected lines.

    :raise LogError: columns missing
    """
    missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
    if missing:
        raise LogError(f"the log has no column {', '.join(missing)}: is it the log?")
    incidents: dict[str, list[Row]] = {}
    rejected: list[Rejected] = []
    for cells in reader:
        row = parse_row(reader.line_num, cells, zone)
        if isinstance(row, Row):
            incidents.setdefault(row.incident, []).append(row)
        else:
            rejected.append(row)
    return Log({name: placed(rows) for name, rows in incidents.items()}, rejected)


def parse_row(line: int, cells: dict, zone: ZoneInfo) -> Row | Rejected:
    """Read one line, or say why it cannot be read."""
    incident = (cells.get("number") or "").strip()
    try:
        if None in cells or None in cells.values():
            raise ValueError("has not as many cells as the header")
        if not incident or incident == UNKNOWN:
            raise ValueError("names no incident")
        opened_at = parse_time(cells["opened_at"], zone)
        updated_at = parse_time(cells[TIME_OF_ROW], zone)
        facts = facts_of(cells)
    except ValueError as error:
        return Rejected(line, incident, str(error))
    return Row(line, incident, cells, opened_at, updated_at, facts, updated_at)


def parse_time(text: str, zone: ZoneInfo) -> datetime:
    """Return a local time of the log as naive UTC.

    Of an hour that comes twice the first one is taken; an hour that a change of
    clocks leaves out is read as if the change had not happened yet.

    :raise ValueError: not a time
    """
    try:
        local = datetime.strptime(text.strip(), TIME_FORMAT)
    except ValueError:
        raise ValueError(f"time “{text}” cannot be read") from None
    return local.replace(tzinfo=zone).astimezone(timezone.utc).replace(tzinfo=None)


def facts_of(cells: dict[str, str]) -> Facts:
    """Translate the state, priority and assignee of a row.

    :raise ValueError: for a state or priority that has no counterpart
    """
    owner = cells["assigned_to"].strip()
    owner = "" if owner == UNKNOWN else owner
    state, waiting_for = state_of(cells["incident_state"].strip(), owner)
    return Facts(state, waiting_for, severity_of(cells["priority"].strip()), owner)


def state_of(text: str, owner: str) -> tuple[str, str]:
    """Return the state and whom it waits for.

    “New” with somebody in charge is the addon's *assigned*.
    """
    if text == "New":
        return ("assigned" if owner else "new"), ""
    if text == WAITING_FOR_REPORTER:
        return "waiting", "reporter"
    if text.startswith(WAITING):
        return "waiting", "third_party"
    plain = {"Active": "in_progress", "Resolved": "resolved", "Closed": "closed"}
    if text not in plain:
        raise ValueError(f"state “{text}” has no counterpart")
    return plain[text], ""


def severity_of(text: str) -> str:
    number, dash, _name = text.partition(" - ")
    if not dash or number not in PRIORITIES:
        raise ValueError(f"priority “{text}” has no counterpart")
    return PRIORITIES[number]


def placed(rows: Iterable[Row]) -> list[Row]:
    """Give each row of one incident the moment at which it is replayed.

    The order of the file is the order of events. A row dated before the opening is
    replayed at the opening, one dated before an earlier row at that row's moment.
    """
    result: list[Row] = []
    for row in rows:
        opened_at = result[0].opened_at if result else row.opened_at
        at, lifted = row.updated_at, ""
        if at < opened_at:
            at, lifted = opened_at, "dated before the opening"
        if result and at < result[-1].at:
            at = result[-1].at
            lifted = lifted or "dated before an earlier row of the incident"
        result.append(replace(row, at=at, lifted=lifted))
    return result


def in_order(log: Log) -> Iterator[tuple[Row, bool]]:
    """Yield all acts of the log by time, and in the order of the file within a minute.

    :return: the row, and whether it stands for the opening of its incident, which is
        an act of its own before the first row
    """
    acts = [(rows[0].opened_at, rows[0], True) for rows in log.incidents.values()]
    acts += [(row.at, row, False) for row in log.rows]
    acts.sort(key=lambda act: (act[0], act[1].line, not act[2]))
    for _at, row, opening in acts:
        yield row, opening


def kind_of(row: Row, before: Row | None) -> str:
    """Name the columns in which a row differs from the one before it."""
    if before is None:
        return "first row, as opened"
    changed = [
        name
        for name, text in row.cells.items()
        if name != TIME_OF_ROW and text != before.cells.get(name)
    ]
    return ", ".join(changed) or "nothing but the time of the row"
