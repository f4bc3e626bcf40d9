"""The rows of somebody's issue list, as issues.

Pure: no Odoo, no file, no clock. Whoever reads the xlsx or csv file hands over rows of
cells (text, numbers, dates, times, None) and gets issues, errors and warnings. Import
all of it, or, if there is an error, nothing::

    sheet = read(rows, go_live=date(2026, 3, 14), zone=ZoneInfo("Asia/Dhaka"))
    if sheet.ok:
        for row in sheet.rows:
            ...  # row.values["name"], row.values["reported_at"] in UTC
    else:
        messages = [note.text(translate) for note in sheet.errors]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timezone
from zoneinfo import ZoneInfo

from .dates import order_of
from .notes import Note
from .sheet_columns import TEXT_FIELDS, Column, Heading, find_heading
from .sheet_dates import Calendar
from .sheet_rows import Options, Reader, Row
from .sheet_values import cell_text
from .texts import fold
from .words_columns import FOOTERS, column_key

_DATE_FIELDS = (
    *("reported_at", "reported_day", "resolved_at", "closed_at"),
    "commit_date",
)
#: A row with nothing else was numbered in advance.
_PREFILLED = frozenset({"number", "state"})
_TOTAL = re.compile(rf"(?:{'|'.join(map(re.escape, FOOTERS))})[\s:=\-]*[\d\s.,%]*$")
_REMARK = re.compile(rf"(?:{'|'.join(map(re.escape, FOOTERS))})\s?:")


@dataclass(frozen=True)
class Sheet:
    """A sheet as it was understood.

    :ivar rows: the issues, also those with errors
    :ivar errors: why nothing of it can be imported
    :ivar warnings: what the person who confirms ought to know
    :ivar columns: what each column was taken for
    :ivar order: how dates of numbers were read: ``dmy``, ``mdy`` or ``ymd``
    :ivar certain: the dates allow no other reading
    """

    rows: tuple[Row, ...] = ()
    errors: tuple[Note, ...] = ()
    warnings: tuple[Note, ...] = ()
    columns: tuple[Column, ...] = ()
    order: str = "dmy"
    certain: bool = True

    @property
    def ok(self) -> bool:
        """Whether it may be imported."""
        return bool(self.rows) and not self.errors


@dataclass
class _Body:
    """The rows below the heading that are issues, and what the others are."""

    rows: list[tuple[int, Sequence[object], list[str]]] = field(default_factory=list)
    sections: dict[int, object] = field(default_factory=dict)
    warnings: list[Note] = field(default_factory=list)


def read(
    rows: Iterable[Sequence[object]],
    *,
    go_live: date,
    zone: ZoneInfo,
    now: datetime | None = None,
    locale: str = "en_GB",
    modules: Iterable[str] = (),
    labels: Mapping[str, str] | None = None,
    severity: str = "s3",
    opening: time = time(9),
    closing: time = time(18),
) -> Sheet:
    """Return the issues of a sheet. Raises nothing, whatever the cells.

    :param rows: from the first row of the sheet on
    :param go_live: Day 1 of hypercare
    :param zone: time zone of the times in the sheet
    :param now: naive UTC; None if no date counts as future
    :param locale: whose habit counts where day and month cannot be told apart
    :param modules: names of modules; others are kept as text, with a warning
    :param labels: further column names → field, for a translated template
    :param severity: of rows that do not say
    :param opening: local time of day of reports that have only a date
    :param closing: local time of day of solutions that have only a date
    """
    raw = [list(row) for row in rows]
    texts = [[cell_text(cell) for cell in row] for row in raw]
    if not any(any(row) for row in texts):
        return Sheet(errors=(Note("sheet_empty"),))
    heading = find_heading(texts, labels)
    if heading is None:
        return Sheet(errors=(Note("sheet_no_header"),))
    if not any(heading.column(name) for name in TEXT_FIELDS):
        errors = tuple(note for note in heading.notes if note.code == "sheet_no_text")
        return Sheet(errors=errors, columns=heading.columns)
    body = _body(heading, raw, texts)
    today = _local_date(now, zone) if now else None
    calendar = Calendar(
        go_live, zone, order_of(locale), _date_cells(heading, body, texts), today
    )
    known = {fold(name): name for name in modules}
    options = Options(go_live, now, opening, closing, severity, known)
    reader = Reader(heading, calendar, options)
    found = _read_rows(reader, body)
    errors = [*reader.findings.errors]
    if not found:
        errors.append(Note("sheet_no_rows"))
    warnings = [
        *heading.notes,
        *_on_dates(heading, calendar, reader),
        *sorted(
            [*body.warnings, *reader.findings.warnings, *_twice(found, heading)],
            key=lambda note: note.row or 0,
        ),
    ]
    return Sheet(
        tuple(found),
        tuple(errors),
        tuple(warnings),
        heading.columns,
        calendar.order,
        calendar.certain,
    )


# -- Rows ----------------------------------------------------------------------------


def _body(heading: Heading, raw: list[list[object]], texts: list[list[str]]) -> _Body:
    """Sort the rows below the heading: issues, dates of sections, the rest."""
    body = _Body()
    names = {column.index: column_key(column.label) for column in heading.columns}
    fields = {column.index: column.field for column in heading.columns}
    for index in range(heading.row + 1, len(raw)):
        row = texts[index]
        filled = [place for place, text in enumerate(row) if text]
        used = {fields.get(place, "") for place in filled}
        if not filled or _repeats(row, filled, names):
            continue
        number = index + 1
        lone = len(filled) == 1
        first = row[filled[0]]
        if _is_footer([row[place] for place in filled], fields.get(filled[0], "")):
            body.warnings.append(Note("row_footer", {"row": number, "value": first}))
        elif used <= _PREFILLED and not (lone and _says_something(first)):
            continue
        elif lone and not used & set(TEXT_FIELDS):
            body.sections[number] = raw[index][filled[0]]
        else:
            body.rows.append((number, raw[index], row))
    return body


def _repeats(row: list[str], filled: list[int], names: Mapping[int, str]) -> bool:
    """Whether the heading stands here again, as on every printed page."""
    return len(filled) > 1 and all(
        names.get(place) == column_key(row[place]) for place in filled
    )


def _is_footer(filled: list[str], field: str) -> bool:
    """Whether a row is a total, a signature or a remark below the log.

    :param filled: the cells that are not empty
    :param field: what the column of the first of them is for
    """
    first = fold(filled[0])
    if _TOTAL.match(first):
        numbers = all(not _has_letters(text) for text in filled[1:])
        return numbers or (len(filled) == 2 and field not in TEXT_FIELDS)
    return bool(_REMARK.match(first)) and len(filled) <= 2 and field not in TEXT_FIELDS


def _says_something(text: str) -> bool:
    """Whether a lone cell is more than a number."""
    return not text.strip("#. ").isdigit()


def _has_letters(text: str) -> bool:
    return any(sign.isalpha() for sign in text)


def _read_rows(reader: Reader, body: _Body) -> list[Row]:
    found = []
    sections = sorted(body.sections, reverse=True)
    for number, raw, texts in body.rows:
        while sections and sections[-1] < number:
            _section(reader, body, sections.pop())
        found.append(reader.issue(number, raw, texts))
    while sections:
        _section(reader, body, sections.pop())
    return found


def _section(reader: Reader, body: _Body, number: int) -> None:
    """Take a lone cell for the date of what follows, or for a heading."""
    value = body.sections[number]
    if not reader.section(value):
        params = {"row": number, "value": cell_text(value)}
        body.warnings.append(Note("row_heading", params))


def _date_cells(
    heading: Heading, body: _Body, texts: list[list[str]]
) -> Iterable[object]:
    places = [
        column.index for column in heading.columns if column.field in _DATE_FIELDS
    ]
    yield from (value for value in body.sections.values() if isinstance(value, str))
    for place in places:
        for _number, raw, row in body.rows:
            if place < len(row) and isinstance(raw[place], str):
                yield row[place]


# -- Warnings ------------------------------------------------------------------------


def _on_dates(heading: Heading, calendar: Calendar, reader: Reader) -> Iterable[Note]:
    if not calendar.certain and calendar.example:
        yield Note(f"order_{calendar.order}", {"example": calendar.example})
    if not heading.label("reported_at", "reported_day"):
        yield Note("sheet_no_date_column")
    for (label, clock), count in reader.undated.items():
        params = {"count": count, "column": label, "time": clock.isoformat("minutes")}
        yield Note("sheet_no_time", params)


def _twice(rows: Sequence[Row], heading: Heading) -> Iterable[Note]:
    seen: dict[str, int] = {}
    label = heading.label("number")
    for row in rows:
        number = str(row.values.get("number", ""))
        if not number:
            continue
        if number in seen:
            params = {"row": row.number, "column": label, "value": number}
            yield Note("number_twice", {**params, "other": seen[number]})
        seen.setdefault(number, row.number)


def _local_date(now: datetime, zone: ZoneInfo) -> date:
    return now.replace(tzinfo=timezone.utc).astimezone(zone).date()
