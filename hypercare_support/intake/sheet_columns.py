"""Which row of a sheet names the columns, and what each column is for.

Pure. The row with the most known names wins, the first of equals; a row above it that
spans several columns (“Reported” over “By” and “On”) is read along with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .notes import Note
from .words_columns import COLUMNS, column_key

#: Titles, logos and legends above the column names take no more rows than this.
_SEARCHED = 40
#: One of these has to be there.
TEXT_FIELDS = ("name", "description", "expected", "actual")
#: Columns that may occur several times; their texts are put together.
JOINED = ("comments",)


@dataclass(frozen=True)
class Column:
    """A column of the sheet.

    :ivar index: from 0
    :ivar label: its name as the sheet has it
    :ivar field: what it fills; "" if it is kept as text only
    """

    index: int
    label: str
    field: str = ""


@dataclass(frozen=True)
class Heading:
    """The row of column names.

    :ivar row: its index, from 0
    """

    row: int
    columns: tuple[Column, ...]
    notes: tuple[Note, ...] = ()

    def column(self, field: str) -> Column | None:
        """Return the column that fills a field."""
        return next((one for one in self.columns if one.field == field), None)

    def label(self, *fields: str) -> str:
        """Return the name of the first of these columns that is there."""
        found = filter(None, map(self.column, fields))
        return next((column.label for column in found), "")


def find_heading(
    rows: Sequence[Sequence[str]], labels: Mapping[str, str] | None = None
) -> Heading | None:
    """Return the row of column names, or None if there is none.

    :param rows: the sheet as text
    :param labels: further names of columns (in another language) → field
    """
    known = {**COLUMNS, **{column_key(name): to for name, to in (labels or {}).items()}}
    best: tuple[int, int, list[tuple[str, str]]] | None = None
    above: Sequence[str] = ()
    for index, row in enumerate(rows[:_SEARCHED]):
        plain = [(label, known.get(column_key(label), "")) for label in row]
        joined = _with_row_above(row, above, known) if any(above) else plain
        found = plain if _score(joined) <= _score(plain) else joined
        score = _score(found)
        if score > (best[0] if best else 1) and _speaks(found, score):
            best = (score, index, found)
        above = row
    if best is None:
        return None
    return _heading(best[1], best[2])


def _score(found: list[tuple[str, str]]) -> int:
    return len({field for _label, field in found if field})


def _speaks(found: list[tuple[str, str]], score: int) -> bool:
    """Whether a row says enough to be the heading."""
    return score > 2 or any(field in TEXT_FIELDS for _label, field in found)


def _with_row_above(
    row: Sequence[str], above: Sequence[str], known: Mapping[str, str]
) -> list[tuple[str, str]]:
    found = []
    group = ""
    for index in range(max(len(row), len(above))):
        lower = row[index] if index < len(row) else ""
        upper = above[index] if index < len(above) else ""
        group = upper or (group if lower else "")
        label = " ".join(filter(None, (group, lower)))
        field = known.get(column_key(label)) or known.get(column_key(lower), "")
        found.append((label if field else lower or upper, field))
    return found


def _heading(row: int, found: list[tuple[str, str]]) -> Heading:
    """Give each field to one column; what is left is kept as text."""
    taken: dict[str, str] = {}
    columns, notes = [], []
    fields = {field for _label, field in found}
    for index, (label, field) in enumerate(found):
        if not label:
            continue
        if field == "name" and field in taken and "description" not in fields:
            field = "description"
        if field in taken and field not in JOINED:
            params = {"column": label, "first": taken[field]}
            notes.append(Note("column_twice", params))
            field = ""
        elif not field:
            notes.append(Note("column_unknown", {"column": label}))
        else:
            taken.setdefault(field, label)
        columns.append(Column(index, label, field))
    if not any(field in taken for field in TEXT_FIELDS):
        notes.append(Note("sheet_no_text"))
    return Heading(row, tuple(columns), tuple(notes))
