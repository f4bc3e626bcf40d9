"""Files of spreadsheets, as rows of cells: xlsx, xls, ods and csv.

Pure: bytes come in, rows of cells (text, numbers, dates, times, None) go out, for
`sheet.read`. Nothing of a file is carried out, followed or kept: macros, links and
formulas are not looked at; a formula counts as the value that was last shown. What a
file is, is decided by its content.

Bounded: size of the file, what it unpacks to, rows and columns.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from .sheet_columns import find_heading
from .sheet_values import cell_text

MB = 1024 * 1024
MAX_BYTES = 10 * MB
#: Rows with something in them: the issues and what stands above them.
MAX_ROWS = 5000
MAX_HEAD = 100
MAX_COLUMNS = 200
#: Characters of a cell of a csv file; other formats hold no more than 32,767.
MAX_CELL = 120_000
#: Rows of a sheet, the empty ones counted.
MAX_LINES = 60_000
MAX_TABS = 50

#: Why a file cannot be read; whoever shows it has the words.
PROBLEMS = (
    *("file_empty", "file_too_big", "file_broken", "file_locked", "file_page"),
    *("file_other", "file_too_many_rows", "file_unpacks"),
)

_SEPARATORS = ",;\t|"
#: Lines by which the separator of a csv file is told.
_SAMPLE = 60

Cells = list[object]


class Unreadable(Exception):
    """A file that cannot be taken.

    :ivar key: one of `PROBLEMS`
    """

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True)
class Tab:
    """A sheet of a file.

    :ivar rows: reads it, from its first row on
    """

    name: str
    rows: Callable[[], list[Cells]]


def open_file(data: bytes) -> tuple[Tab, ...]:
    """Return the visible sheets of a file.

    :raise Unreadable: for what is no spreadsheet, too large, protected or broken
    """
    if not data:
        raise Unreadable("file_empty")
    if len(data) > MAX_BYTES:
        raise Unreadable("file_too_big")
    if data.startswith(b"PK"):
        from . import sheet_files_zip

        return sheet_files_zip.tabs(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        from . import sheet_files_xls

        return sheet_files_xls.tabs(data)
    return (Tab("", lambda: _read_csv(data)),)


def likely_tab(tabs: Sequence[Tab]) -> int:
    """Return which sheet the issues are in: the one with the most known columns."""
    if len(tabs) < 2:
        return 0
    return max(range(len(tabs)), key=lambda index: (_known(tabs[index]), -index))


def _known(tab: Tab) -> int:
    try:
        return score(tab.rows())
    except Unreadable:
        return 0


def score(rows: Iterable[Sequence[object]]) -> int:
    """Return how many columns of a sheet are known."""
    heading = find_heading([[cell_text(cell) for cell in row] for row in rows])
    return len({one.field for one in heading.columns if one.field}) if heading else 0


def bounded(rows: Iterable[Sequence[object]]) -> list[Cells]:
    """Return rows without the empty ends of rows and sheet.

    :raise Unreadable: if there are too many
    """
    found: list[Cells] = []
    filled = empty = 0
    for row in rows:
        cells = list(row[:MAX_COLUMNS])
        while cells and cells[-1] in (None, ""):
            cells.pop()
        if not cells:
            empty += 1
            continue
        filled += 1
        if filled > MAX_ROWS + MAX_HEAD or len(found) + empty >= MAX_LINES:
            raise Unreadable("file_too_many_rows")
        # Rows are named by their number, so the empty ones between them count.
        found.extend([] for _blank in range(empty))
        found.append(cells)
        empty = 0
    return found


# -- Text ----------------------------------------------------------------------------


def _read_csv(data: bytes) -> list[Cells]:
    text = _decoded(data)
    begin = text[:2000].lstrip("\ufeff \t\r\n").lower()
    if begin.startswith(("<!doctype", "<html", "<?xml", "<table", "<meta")):
        raise Unreadable("file_page")
    first, _end, rest = text.partition("\n")
    said = first.strip().strip('"').lower()
    if said.startswith("sep=") and len(said) == 5:
        return [[], *bounded(_parsed(rest, said[4]))]
    sample = "\n".join(text.splitlines()[:_SAMPLE])
    separator = max(_SEPARATORS, key=lambda one: _fit(sample, one))
    return bounded(_parsed(text, separator))


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    controls = sum(text.count(chr(code)) for code in (0, 1, 2, 3, 4, 5, 6))
    if controls > len(text) // 1000:
        raise Unreadable("file_other")
    return text.replace("\0", "")


def _parsed(text: str, separator: str) -> Iterator[list[str]]:
    lines = io.StringIO(text, newline="")
    try:
        for row in csv.reader(lines, delimiter=separator):
            # A quotation mark that is never closed makes one endless cell. The limit
            # of the csv module is the same for the whole process, so others set it.
            if max(map(len, row), default=0) > MAX_CELL:
                raise Unreadable("file_broken")
            yield row
    except csv.Error as error:
        raise Unreadable("file_broken") from error


def _fit(sample: str, separator: str) -> tuple[int, int]:
    """Return how well a separator fits: known columns, then cells."""
    try:
        rows = list(_parsed(sample, separator))
    except Unreadable:
        return (0, 0)
    widths = sorted(len(row) for row in rows if any(row))
    return (score(rows), widths[len(widths) // 2] if widths else 0)
