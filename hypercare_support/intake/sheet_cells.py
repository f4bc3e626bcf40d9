"""The cells of one row by field, and where to complain about them.

Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .notes import Note
from .sheet_columns import JOINED, Heading
from .texts import fold
from .words_values import BROKEN, NOTHING


@dataclass
class Findings:
    """What was found while a sheet was read.

    :ivar example: a date as it should be written
    """

    example: str
    errors: list[Note] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)


class Cells:
    """A row of the sheet, seen through its heading.

    :param number: row as spreadsheets count
    :param raw: cells as the file has them
    :param texts: the same as text
    """

    def __init__(
        self,
        findings: Findings,
        number: int,
        heading: Heading,
        raw: Sequence[object],
        texts: Sequence[str],
    ) -> None:
        self._findings = findings
        self._number = number
        self._labels: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        self._raw: dict[str, object] = {}
        self._extra: list[str] = []
        for column in heading.columns:
            if column.field:
                self._labels.setdefault(column.field, column.label)
            text = texts[column.index] if column.index < len(texts) else ""
            folded = fold(text)
            if folded in BROKEN:
                self.warn("cell_broken", column=column.label, value=text)
            elif folded and folded not in NOTHING:
                self._take(column.field, column.label, text, raw[column.index])

    def _take(self, name: str, label: str, text: str, raw: object) -> None:
        if not name:
            self._extra.append(f"{label}: {text}")
            return
        if name in JOINED and name in self._texts:
            text = f"{self._texts[name]}\n{text}"
        self._texts[name] = text
        self._raw[name] = text if isinstance(raw, str) else raw

    def text(self, name: str) -> str:
        """Return a cell as text; "" if there is none, or “-”, “n/a” and the like."""
        return self._texts.get(name, "")

    def raw(self, name: str) -> object:
        """Return a cell as the file has it."""
        return self._raw.get(name)

    def label(self, name: str) -> str:
        """Return the name of the column of a field."""
        return self._labels.get(name, "")

    def extra(self) -> str:
        """Return what stands in columns without field."""
        return "\n".join(self._extra)

    def error(self, code: str, name: str = "", **params: object) -> None:
        """Note what keeps the row from being imported."""
        self._findings.errors.append(self._note(code, name, params))

    def warn(self, code: str, name: str = "", **params: object) -> None:
        """Note what the person ought to look at."""
        self._findings.warnings.append(self._note(code, name, params))

    def _note(self, code: str, name: str, params: Mapping[str, object]) -> Note:
        said = {
            "row": self._number,
            "column": self.label(name),
            "value": self.text(name),
            "example": self._findings.example,
        }
        return Note(code, {**said, **params})
