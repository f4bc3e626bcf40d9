import base64
import binascii
from datetime import time
from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.exceptions import UserError

from ..intake.sheet import read
from ..intake.sheet_files import (
    MAX_BYTES,
    MAX_ROWS,
    MB,
    Unreadable,
    likely_tab,
    open_file,
)
from .sheet_mapping import Mapping
from .sheet_plan import Planner

#: Whose habit decides where day and month cannot be told apart.
ORDERS = {"dmy": "en_GB", "mdy": "en_US", "ymd": "sv_SE"}


class HypercareSheetImport(models.TransientModel):
    """Reading the file, anew at every step."""

    _inherit = "hypercare.sheet.import"

    def _tabs(self):
        """Return the sheets of the file.

        :raise UserError: in plain words, if it cannot be read
        """
        try:
            content = self.with_context(bin_size=False).file
            return open_file(base64.b64decode(content or b"", validate=True))
        except (binascii.Error, ValueError):
            raise UserError(self._file_problem("file_broken")) from None
        except Unreadable as error:
            raise UserError(self._file_problem(error.key)) from error

    def _read_tabs(self):
        tabs = self._tabs()
        self.tab_ids.unlink()
        records = self.env["hypercare.sheet.import.tab"].create(
            [
                {"import_id": self.id, "name": tab.name, "place": place}
                for place, tab in enumerate(tabs)
            ]
        )
        self.write(
            {"tab_id": records[likely_tab(tabs)].id, "tab_count": len(tabs)},
        )

    def _rows(self):
        """Return the rows of the chosen sheet.

        :raise UserError: in plain words, if it cannot be read
        """
        tabs = self._tabs()
        place = self.tab_id.place if self.tab_id in self.tab_ids else 0
        try:
            return tabs[min(place, len(tabs) - 1)].rows()
        except Unreadable as error:
            raise UserError(self._file_problem(error.key)) from error

    def _file_problem(self, key) -> str:
        """Return why a file cannot be taken, and what to do."""
        return {
            "file_empty": self.env._("Choose a file first: an xlsx, xls, ods or csv."),
            "file_too_big": self.env._(
                "The file is larger than %s MB. Save the list without pictures, or in "
                "parts.",
                MAX_BYTES // MB,
            ),
            "file_broken": self.env._(
                "The file cannot be read; it may be damaged. Open it in your "
                "spreadsheet program, save it as xlsx and try again."
            ),
            "file_locked": self.env._(
                "The file has a password. Save it without one and try again."
            ),
            "file_page": self.env._(
                "This is a web page that calls itself a spreadsheet. Open it in your "
                "spreadsheet program, save it as xlsx and try again."
            ),
            "file_other": self.env._(
                "This is no spreadsheet. Choose an xlsx, xls, ods or csv file."
            ),
            "file_too_many_rows": self.env._(
                "The list has more than %s rows. Import it in parts.", MAX_ROWS
            ),
            "file_unpacks": self.env._(
                "The file holds far more than a list of issues. Copy the list into a "
                "new file and try again."
            ),
        }[key]

    def _check_file(self):
        """Read the file with the choices made so far, and store what to show.

        :return: the rows that are ready
        """
        rows = self._rows()
        if self.column_ids.tab_id != self.tab_id:
            # Another sheet: nothing chosen for the one before means anything here.
            self.column_ids.unlink()
            self.person_ids.unlink()
            self.line_ids.unlink()
        ignored = set(self.line_ids.filtered("ignore").mapped("row_number"))
        mapping = Mapping(self.env, rows, self.column_ids)
        sheet = self._read_sheet(mapping)
        planner = Planner(
            self.env,
            self.period_id,
            {
                person._key(): (person.user_id.id, person.keep)
                for person in self.person_ids
            },
            {column.field: column.label for column in sheet.columns if column.field},
            fields.Datetime.now(),
        )
        planned = planner.plan(sheet)
        self._show_columns(mapping, sheet, rows)
        self._show_people(planner)
        return self._show_rows(sheet, planned, ignored)

    def _read_sheet(self, mapping):
        """Return the sheet as it is understood."""
        country = self.period_id.company_id.country_id.code
        habit = f"en_{country}" if country else self.env.lang or "en_GB"
        apps = self.env["ir.ui.menu"].search([("parent_id", "=", False)])
        issues = self.env["hypercare.issue"].search_fetch(
            [("period_id", "=", self.period_id.id), ("module", "!=", False)],
            ["module"],
            limit=1000,
        )
        return read(
            mapping.rows,
            go_live=self.period_id.go_live,
            zone=ZoneInfo(self.tz),
            now=fields.Datetime.now(),
            locale=ORDERS.get(self.date_order, habit),
            modules={*apps.mapped("name"), *issues.mapped("module")},
            labels=mapping.labels,
            severity=self.severity,
            opening=self._clock("hour_from", min, 9),
            closing=self._clock("hour_to", max, 18),
        )

    def _clock(self, name, choose, default):
        """Return when support opens or closes, for dates without a time."""
        # sudo: support hours are no secret, but calendars are not read by all.
        hours = self.period_id.sudo().calendar_id.attendance_ids.mapped(name)
        minutes = min(round(choose(hours, default=default) * 60), 23 * 60 + 59)
        return time(*divmod(max(minutes, 0), 60))
