"""Records as rows of a table that is downloaded: texts that are no formulas."""

import csv
import io

from odoo.tools import html2plaintext

from .safe_export import safe_cell

TEXTS = ("char", "text", "html")
#: Kinds of fields that hold a value by themselves.
SIMPLE = (*TEXTS, "selection", "date", "datetime", "integer", "float", "boolean")


def line_of(record, fields) -> list[str]:
    """Return the values of a record as texts, in the order of name → field."""
    return [_plain(record, name, field) for name, field in fields.items()]


def _plain(record, name, field) -> str:
    value = record[name]
    if field.type == "selection":
        return dict(field._description_selection(record.env)).get(value, value or "")
    if field.type == "html":
        return html2plaintext(value or "")
    if field.type == "many2one":
        return value.display_name or ""
    if value is False and field.type != "boolean":
        return ""
    return str(value)


def safe_row(row) -> list[str]:
    """Return a row in which nothing is a formula."""
    return [safe_cell(cell) for cell in row]


def sheet(rows) -> bytes:
    """Return rows of texts as a table that spreadsheet programs open."""
    text = io.StringIO()
    csv.writer(text).writerows(map(safe_row, rows))
    return text.getvalue().encode("utf-8-sig")
