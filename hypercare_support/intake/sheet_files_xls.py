"""Spreadsheets of the old format, xls.

Pure; see `sheet_files`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from .sheet_files import MAX_COLUMNS, MAX_TABS, Cells, Tab, Unreadable, bounded


def tabs(data: bytes) -> tuple[Tab, ...]:
    """Return the visible sheets.

    :raise Unreadable: if it is none, or protected
    """
    if "EncryptedPackage".encode("utf-16-le") in data:
        # An xlsx file with a password comes in this wrapping.
        raise Unreadable("file_locked")
    try:
        import xlrd

        book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO())
        sheets = book.sheets()[:MAX_TABS]
        visible = [sheet for sheet in sheets if sheet.visibility == 0] or sheets
        return tuple(
            Tab(sheet.name, lambda sheet=sheet: bounded(_rows(book, sheet)))
            for sheet in visible
        )
    except Exception as error:
        # Damaged files raise whatever the damaged bytes lead to.
        locked = "encrypted" in str(error).lower()
        raise Unreadable("file_locked" if locked else "file_broken") from error


def _rows(book, sheet) -> Iterator[Cells]:
    for index in range(sheet.nrows):
        yield [_value(book, cell) for cell in sheet.row(index)[:MAX_COLUMNS]]


def _value(book, cell) -> object:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            moment = xlrd.xldate.xldate_as_datetime(cell.value, book.datemode)
        except (OverflowError, ValueError):
            return cell.value
        # Less than a day is a time of day.
        return moment if cell.value >= 1 else moment.time()
    if cell.ctype == xlrd.XL_CELL_NUMBER and float(cell.value).is_integer():
        return int(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#N/A")
    return cell.value
