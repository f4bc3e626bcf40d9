"""Making files of issue lists, and importing them."""

import base64
import csv
import io
import zipfile
from datetime import date, datetime

import openpyxl
import xlwt

from .common import HypercareCommon, at_time

#: Day 10 of the period, 12:00 in Dhaka.
NOW = datetime(2026, 3, 10, 6)
HEAD = ["No", "Day/Date", "Severity", "Issue", "Reported by", "Assigned to", "Status"]

_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="Log">%s'
    '<table:table-row table:number-rows-repeated="1048000"><table:table-cell'
    ' table:number-columns-repeated="16384"/></table:table-row>'
    "</table:table></office:spreadsheet></office:body></office:document-content>"
)


def csv_file(rows, separator=",", encoding="utf-8-sig", **options):
    lines = io.StringIO()
    csv.writer(lines, delimiter=separator, **options).writerows(rows)
    return lines.getvalue().encode(encoding)


def xlsx_file(rows, **tabs):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, cells in (tabs or {"Log": rows}).items():
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(row)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def xls_file(rows):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Log")
    style = xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm")
    for index, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write(index, place, cell, style)
            elif cell is not None:
                sheet.write(index, place, cell)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def ods_file(rows):
    lines = []
    for row in rows:
        cells = "".join(map(_ods_cell, row))
        lines.append(f"<table:table-row>{cells}</table:table-row>")
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("content.xml", _ODS % "".join(lines))
    return output.getvalue()


def _ods_cell(cell):
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, datetime):
        said = cell.isoformat()
        return (
            '<table:table-cell office:value-type="date"'
            f' office:date-value="{said}"><text:p>…</text:p></table:table-cell>'
        )
    if isinstance(cell, int):
        return (
            f'<table:table-cell office:value-type="float" office:value="{cell}">'
            f"<text:p>{cell}</text:p></table:table-cell>"
        )
    return f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>"


class SheetCase(HypercareCommon):
    """Imports as the member of the first tier, on Day 10."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.period.company_id.country_id = cls.env.ref("base.bd")

    def wizard(self, content, user=None, **values):
        """Return a wizard that has read a file."""
        wizards = self.env["hypercare.sheet.import"].with_user(user or self.l1)
        wizard = wizards.create(
            {
                "period_id": self.period.id,
                "file": base64.b64encode(content),
                "file_name": "log",
                **values,
            }
        )
        with at_time(NOW):
            wizard.action_read()
        self.env.flush_all()
        return wizard

    def again(self, wizard, action="action_check"):
        with at_time(NOW):
            res = getattr(wizard, action)()
        self.env.flush_all()
        return res

    def take(self, wizard):
        """Import; return the issues as the system sees them."""
        res = self.again(wizard, "action_import")
        self.assertIsInstance(res, dict, wizard.line_ids.mapped("message"))
        issues = self.env["hypercare.issue"].search(res["domain"], order="id")
        self.env.invalidate_all()
        return issues

    def rows(self, *rows):
        return [HEAD, *rows]

    def import_rows(self, *rows):
        wizard = self.wizard(csv_file(self.rows(*rows)))
        self.again(wizard, "action_keep_names")
        return self.take(wizard)

    def status(self, wizard):
        return [(line.row_number, line.status) for line in self.lines(wizard)]

    def lines(self, wizard):
        """Return the rows in the order of the file."""
        return wizard.line_ids.sorted("row_number")
