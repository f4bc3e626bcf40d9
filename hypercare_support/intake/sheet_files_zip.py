"""Spreadsheets that are zip archives: xlsx (also with macros, which are not read), ods.

Pure. Archives are checked before anything is unpacked; an archive that claims less
than it holds is cut off at what it claims.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from .sheet_files import (
    MAX_COLUMNS,
    MAX_LINES,
    MAX_TABS,
    MB,
    Cells,
    Tab,
    Unreadable,
    bounded,
)

_MOST_ENTRIES = 2000
_MOST_UNPACKED = 50 * MB
#: Before the first element: long enough for every declaration and comment.
_PROLOG = 64 * 1024
_ENCRYPTED = 0x1

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")


def tabs(data: bytes) -> tuple[Tab, ...]:
    """Return the visible sheets of an archive.

    :raise Unreadable: if it is none of the two, or not safe to unpack
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except Exception as error:
        # Broken archives raise whatever the damaged bytes lead to.
        raise Unreadable("file_broken") from error
    _check(archive, entries)
    names = {entry.filename for entry in entries}
    try:
        if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
            return _xlsx_tabs(data)
        if "content.xml" in names and "xl/workbook.xml" not in names:
            return _ods_tabs(archive)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable("file_broken") from error
    raise Unreadable("file_other")


def _check(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > _MOST_ENTRIES:
        raise Unreadable("file_unpacks")
    if sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
        raise Unreadable("file_unpacks")
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise Unreadable("file_locked")
        if entry.filename.endswith((".xml", ".rels")):
            try:
                with archive.open(entry) as part:
                    prolog = part.read(_PROLOG)
            except Exception as error:
                raise Unreadable("file_broken") from error
            # No spreadsheet program writes these; entities can swell without end.
            if b"<!DOCTYPE" in _plain(prolog) or b"<!ENTITY" in _plain(prolog):
                raise Unreadable("file_broken")


def _plain(text: bytes) -> bytes:
    """Return text of any encoding so that ASCII words in it can be found."""
    return text.replace(b"\0", b"").upper()


# -- xlsx ----------------------------------------------------------------------------


def _xlsx_tabs(data: bytes) -> tuple[Tab, ...]:
    book = _xlsx_book(data)
    try:
        sheets = book.worksheets[:MAX_TABS]
        visible = [sheet.title for sheet in sheets if sheet.sheet_state == "visible"]
    finally:
        book.close()
    names = visible or [sheet.title for sheet in sheets]
    if not names:
        raise Unreadable("file_other")
    return tuple(Tab(name, lambda name=name: _xlsx_rows(data, name)) for name in names)


def _xlsx_book(data: bytes):
    import openpyxl

    with warnings.catch_warnings():
        # Of parts that are not read.
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False
        )


def _xlsx_rows(data: bytes, name: str) -> list[Cells]:
    try:
        book = _xlsx_book(data)
        try:
            sheet = book[name]
            # Many programs write a wrong one.
            sheet.reset_dimensions()
            with warnings.catch_warnings():
                # Of dates that do not exist.
                warnings.simplefilter("ignore")
                return bounded(
                    sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True),
                )
        finally:
            book.close()
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable("file_broken") from error


# -- ods ----------------------------------------------------------------------------


def _ods_tabs(archive: zipfile.ZipFile) -> tuple[Tab, ...]:
    content = archive.read("content.xml")
    names, hidden, styles = [], set(), set()
    for element in _elements(content, (f"{_TABLE}table", f"{_STYLE}style")):
        if element.tag == f"{_STYLE}style":
            if any(one.get(f"{_TABLE}display") == "false" for one in element):
                styles.add(element.get(f"{_STYLE}name"))
        else:
            names.append(element.get(f"{_TABLE}name") or "")
            if element.get(f"{_TABLE}style-name") in styles:
                hidden.add(len(names) - 1)
    places = [place for place in range(len(names)) if place not in hidden]
    if not names:
        raise Unreadable("file_other")
    return tuple(
        Tab(names[place], lambda place=place: bounded(_ods_rows(content, place)))
        for place in (places or range(len(names)))[:MAX_TABS]
    )


def _elements(content: bytes, tags: tuple[str, ...]):
    from lxml import etree

    for _event, element in etree.iterparse(
        io.BytesIO(content),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    ):
        yield element


def _ods_rows(content: bytes, place: int) -> Iterator[Cells]:
    """Yield the rows of the sheet at a place."""
    row_tag, table_tag = f"{_TABLE}table-row", f"{_TABLE}table"
    current = 0
    try:
        for element in _elements(content, (row_tag, table_tag)):
            if element.tag == table_tag:
                current += 1
                if current > place:
                    return
            elif current == place:
                cells = _ods_cells(element)
                times = _count(element, "number-rows-repeated", MAX_LINES)
                yield from (cells for _time in range(times))
            element.clear()
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable("file_broken") from error


def _ods_cells(row) -> Cells:
    cells: Cells = []
    for element in row:
        if element.tag not in (
            f"{_TABLE}table-cell",
            f"{_TABLE}covered-table-cell",
        ):
            continue
        times = _count(element, "number-columns-repeated", MAX_COLUMNS)
        cells.extend([_ods_value(element)] * min(times, MAX_COLUMNS - len(cells)))
        if len(cells) >= MAX_COLUMNS:
            break
    return cells


def _count(element, name: str, most: int) -> int:
    text = element.get(f"{_TABLE}{name}") or "1"
    return min(int(text), most) if text.isdigit() else 1


def _ods_value(cell) -> object:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind == "date":
        text = cell.get(f"{_OFFICE}date-value") or ""
        moment = datetime.fromisoformat(text[:26])
        return moment if "T" in text else moment.date()
    if kind == "time":
        found = _DURATION.match(cell.get(f"{_OFFICE}time-value") or "")
        if found and int(found[1]) < 24:
            return time(*map(int, found.groups()))
        if found:
            hours, minutes, seconds = map(int, found.groups())
            return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if kind in ("float", "currency"):
        number = float(cell.get(f"{_OFFICE}value") or "nan")
        return int(number) if number.is_integer() else number
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    return "\n".join(_ods_text(part) for part in cell if part.tag == f"{_TEXT}p")


def _ods_text(part) -> str:
    """Return a paragraph, with the blanks and line ends that are elements."""
    signs = {
        f"{_TEXT}tab": "\t",
        f"{_TEXT}line-break": "\n",
    }
    text = part.text or ""
    for element in part:
        if element.tag == f"{_TEXT}s":
            count = element.get(f"{_TEXT}c") or "1"
            text += " " * (min(int(count), 1000) if count.isdigit() else 1)
        elif element.tag in signs:
            text += signs[element.tag]
        elif element.tag != f"{_OFFICE}annotation":
            text += _ods_text(element)
        text += element.tail or ""
    return text
