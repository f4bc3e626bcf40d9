"""One row of a sheet as one issue.

Pure. What a row says is read cell by cell; whatever is not understood becomes an error
or a warning with row and column, and the other cells are read all the same, so that
the person sees everything at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from .sheet_cells import Cells, Findings
from .sheet_columns import Heading
from .sheet_dates import Calendar, Moment
from .sheet_times import read_time
from .sheet_values import channel, level, severity, state, yes_no
from .texts import fold
from .titles import title_of
from .words_columns import column_key

#: A longer issue text is a description, and its first sentence the title.
_NAME_LENGTH = 120
_PLAIN = ("number", "module", "area", "category", "reporter", "owner", "description")
_PLAIN += ("expected", "actual", "resolution", "workaround", "plan", "comments")
_DAY_WORDS = {"day", "tag", "jour", "dia", "দিন"}
_ENDED = ("resolved", "closed", "transferred", "cancelled")


@dataclass(frozen=True)
class Options:
    """What the sheet itself does not say.

    :ivar now: naive UTC; None if nothing is in the future
    :ivar opening: time of day of reports that have only a date
    :ivar closing: time of day of solutions that have only a date
    :ivar severity: of rows without one
    :ivar modules: known names, folded → as they are to be written; empty if unknown
    """

    go_live: date
    now: datetime | None = None
    opening: time = time(9)
    closing: time = time(18)
    severity: str = "s3"
    modules: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """An issue as the sheet has it.

    :ivar number: row as spreadsheets count, from 1
    :ivar values: by field name; fields the sheet does not say are not there. Times are
        naive UTC, `commit_date` is a date, people are names, yes and no are booleans.
    :ivar extra: columns that have no field, as “name: text” lines
    """

    number: int
    values: Mapping[str, object]
    extra: str = ""


class Reader:
    """Reads rows below a heading.

    :ivar findings: errors and warnings so far
    :ivar undated: how many dates had no time, by column name and time taken
    """

    def __init__(self, heading: Heading, calendar: Calendar, options: Options) -> None:
        self._heading = heading
        self._calendar = calendar
        self._options = options
        self._above: date | None = None
        self._is_section = False
        self.findings = Findings(options.go_live.isoformat())
        self.undated: dict[tuple[str, time], int] = {}

    def issue(self, number: int, raw: Sequence[object], texts: Sequence[str]) -> Row:
        """Return the issue in a row.

        :param number: row as spreadsheets count
        :param raw: cells as the file has them
        :param texts: the same as text
        """
        cells = Cells(self.findings, number, self._heading, raw, texts)
        values: dict[str, object] = {
            name: cells.text(name) for name in _PLAIN if cells.text(name)
        }
        self._add_title(cells, values)
        self._add_severity(cells, values)
        self._add_choices(cells, values)
        self._add_times(cells, values)
        self._add_state(cells, values)
        return Row(number, values, cells.extra())

    def section(self, value: object) -> bool:
        """Take a lone cell for the date of the rows below it; say whether it is one."""
        moment = self._calendar.moment(value)
        if moment:
            self._above, self._is_section = moment.day, True
        return moment is not None

    # -- Parts of a row ------------------------------------------------------

    def _add_title(self, cells: Cells, values: dict[str, object]) -> None:
        name = cells.text("name")
        texts = (cells.text(key) for key in ("description", "actual", "expected"))
        first = name or next(filter(None, texts), "")
        if not first:
            label = self._heading.label("name", "description", "actual", "expected")
            cells.error("text_missing", column=label)
        elif name and len(name) <= _NAME_LENGTH and "\n" not in name:
            values["name"] = name
        else:
            values["name"] = title_of(first)
            if name:
                whole = filter(None, (name, cells.text("description")))
                values["description"] = "\n\n".join(whole)
        module = str(values.get("module", ""))
        if module and self._options.modules:
            values["module"] = self._options.modules.get(fold(module), module)
            if fold(module) not in self._options.modules:
                cells.warn("module_unknown", "module")

    def _add_severity(self, cells: Cells, values: dict[str, object]) -> None:
        found = {}
        for name in ("severity", "priority"):
            text = cells.text(name)
            if not text:
                continue
            found[name] = severity(text)
            if found[name] is None:
                cells.error("severity_unknown", name)
            elif found[name].doubtful:
                cells.warn("severity_doubt", name, severity=found[name].key.upper())
        chosen = found.get("severity") or found.get("priority")
        values["severity"] = chosen.key if chosen else self._options.severity
        if found.get("severity") and found.get("priority"):
            # Among issues of the same severity: normal or high.
            values["priority"] = "1" if found["priority"].key in ("s1", "s2") else "0"
        if not found and (label := self._heading.label("severity", "priority")):
            taken = self._options.severity.upper()
            cells.warn("severity_missing", column=label, severity=taken)

    def _add_choices(self, cells: Cells, values: dict[str, object]) -> None:
        for name, reader in (("level", level), ("channel", channel)):
            if text := cells.text(name):
                if found := reader(text):
                    values[name] = found
                else:
                    cells.warn(f"{name}_unknown", name)
        for name in ("affects_all", "work_stopped", "confidential"):
            if text := cells.text(name):
                answer = yes_no(text)
                if answer is None:
                    cells.error("yes_no_unknown", name)
                else:
                    values[name] = answer

    def _add_times(self, cells: Cells, values: dict[str, object]) -> None:
        moment, label = self._reported(cells)
        if moment:
            if moment.day != self._above:
                self._above, self._is_section = moment.day, False
            clock = moment.clock
            if clock is None:
                clock = self._options.opening
                self._count_undated(label, clock)
            values["reported_at"] = self._calendar.utc(moment.day, clock, moment.offset)
            self._check_future(cells, values["reported_at"], label)
        for name in ("resolved_at", "closed_at"):
            found = self._ended(cells, name, moment)
            if found:
                values[name] = found
                self._check_future(cells, found, cells.label(name))
        if text := cells.text("commit_date"):
            found = self._calendar.moment(cells.raw("commit_date"))
            if found:
                values["commit_date"] = found.day
            else:
                cells.error("date_unknown", "commit_date", value=text)

    def _add_state(self, cells: Cells, values: dict[str, object]) -> None:
        text = cells.text("state")
        found = state(text) if text else None
        if text and not found:
            cells.error("state_unknown", "state")
        if found:
            values["state"] = found.key
            if found.waiting_for:
                values["waiting_for"] = found.waiting_for
            if found.cancel_reason:
                values["cancel_reason"] = found.cancel_reason
        elif not text:
            ended = {"closed_at": "closed", "resolved_at": "resolved"}
            states = (key for name, key in ended.items() if name in values)
            values["state"] = next(states, "new")
        if values.get("state") == "new" and values.get("owner"):
            values["state"] = "assigned"
        self._check_order(cells, values)

    # -- Times ---------------------------------------------------------------

    def _reported(self, cells: Cells) -> tuple[Moment | None, str]:
        """Return when it was reported, and the column that says so."""
        clock, wrong = self._time_of_day(cells)
        for name in ("reported_at", "reported_day"):
            if not cells.text(name):
                continue
            label = cells.label(name)
            bare_day = bool(_DAY_WORDS & set(column_key(label).split()))
            moment = self._calendar.moment(cells.raw(name), bare_day=bare_day)
            if moment is None and cells.text("reported_day") and clock is None:
                # “Reported at” with a time only, beside a column of days.
                clock = read_time(cells.raw(name))
                if clock:
                    continue
            if moment is None:
                cells.error("date_unknown", name)
                return None, label
            if moment.year_guessed:
                cells.warn("date_year", name, date=moment.day.isoformat())
            return moment._replace(clock=moment.clock or clock), label
        label = self._heading.label("reported_at", "reported_day", "reported_time")
        if not label or wrong:
            return None, label
        if self._above is None:
            cells.error("date_missing", column=label)
            return None, label
        if not self._is_section:
            cells.warn("date_from_above", column=label)
        return Moment(self._above, clock), label

    def _time_of_day(self, cells: Cells) -> tuple[time | None, bool]:
        if not cells.text("reported_time"):
            return None, False
        clock = read_time(cells.raw("reported_time"))
        if clock is None:
            cells.error("time_unknown", "reported_time")
        return clock, clock is None

    def _ended(
        self, cells: Cells, name: str, reported: Moment | None
    ) -> datetime | None:
        if not cells.text(name):
            return None
        moment = self._calendar.moment(cells.raw(name))
        if moment is None and reported:
            clock = read_time(cells.raw(name))
            moment = Moment(reported.day, clock) if clock else None
        if moment is None:
            cells.error("date_unknown", name)
            return None
        if moment.year_guessed:
            cells.warn("date_year", name, date=moment.day.isoformat())
        clock = moment.clock
        if clock is None:
            clock = self._options.closing
            self._count_undated(cells.label(name), clock)
            if reported and reported.clock and reported.day == moment.day:
                clock = max(clock, reported.clock)
        return self._calendar.utc(moment.day, clock, moment.offset)

    def _check_order(self, cells: Cells, values: dict[str, object]) -> None:
        reported = values.get("reported_at")
        for name in ("resolved_at", "closed_at"):
            ended = values.get(name)
            if ended and reported and ended < reported:
                cells.warn("resolved_before", name)
            if ended and values.get("state", "resolved") not in _ENDED:
                cells.warn("resolved_open", name)

    def _check_future(self, cells: Cells, moment: datetime, label: str) -> None:
        if self._options.now and moment > self._options.now:
            value = moment.isoformat(" ", "minutes")
            cells.warn("date_future", column=label, value=value)

    def _count_undated(self, label: str, clock: time) -> None:
        key = (label, clock)
        self.undated[key] = self.undated.get(key, 0) + 1
