from zoneinfo import ZoneInfo

from odoo import fields, models

from ..const import ENDED_STATES
from ..intake.sheet_columns import find_heading
from ..intake.sheet_values import cell_text
from .sheet_mapping import guessed_heading

#: In which order rows are shown.
RANKS = ("error", "look", "ready", "known", "ignored")


class HypercareSheetImport(models.TransientModel):
    """What would become of the file, as it is shown before anything is created."""

    _inherit = "hypercare.sheet.import"

    def _show_columns(self, mapping, sheet, rows):
        if self.column_ids:
            return
        columns = sheet.columns or guessed_heading(rows)
        heading = find_heading([[cell_text(cell) for cell in row] for row in rows])
        below = rows[(heading.row if heading else mapping.guessed_row(rows)) + 1 :]
        self.env["hypercare.sheet.import.column"]._insert_rows(
            [
                {
                    "import_id": self.id,
                    "tab_id": self.tab_id.id,
                    "place": column.index,
                    "name": column.label[:200],
                    "field_name": column.field or False,
                    "recognised": column.field or False,
                    "sample": _sample(below, column.index),
                }
                for column in columns
            ]
        )

    def _show_people(self, planner):
        self.person_ids.unlink()
        self.env["hypercare.sheet.import.person"]._insert_rows(
            [
                {
                    "import_id": self.id,
                    "name": person["name"][:200],
                    "user_id": person["user_id"],
                    "status": _person_status(person),
                    "reported": person["reporter"],
                    "assigned": person["owner"],
                    "keep": person["keep"],
                }
                for person in planner.people.values()
            ]
        )
        self.unknown_count = sum(
            _person_status(person) == "unknown" for person in planner.people.values()
        )

    def _show_rows(self, sheet, planned, ignored):
        """Store the rows to show and the summary; return the rows that are ready."""
        self.line_ids.unlink()
        statuses = {row.number: _status(row, ignored) for row in planned}
        self.env["hypercare.sheet.import.line"]._insert_rows(
            [self._line_vals(row, statuses[row.number]) for row in planned]
        )
        ready = [row for row in planned if statuses[row.number] in ("ready", "look")]
        counts = {
            status: sum(one == status for one in statuses.values())
            for status in ("error", "known", "ignored")
        }
        numbers = {row.number for row in planned}
        general = [note for note in sheet.errors if note.row not in numbers]
        remarks = [note for note in sheet.warnings if note.row not in numbers]
        modules = {
            note.params["value"]: note
            for note in sheet.warnings
            if note.code == "module_unknown"
        }
        say = self.env._
        problems = [note.text(say) for note in general]
        self.write(
            {
                "problem": "\n".join(problems) or False,
                "remark": "\n".join(
                    note.text(say) for note in (*remarks, *modules.values())
                )
                or False,
                "summary": self._summary(ready, counts),
                "ready_count": len(ready),
                "error_count": counts["error"],
                "is_order_certain": sheet.certain,
                "date_order": self.date_order or sheet.order,
            }
        )
        return ready

    def _line_vals(self, row, status):
        vals, then = row.entry["vals"], row.entry["then"]
        people = self.env["res.users"]
        names = {
            role: people.browse(row.users[role]).name
            if row.users.get(role)
            else row.values.get(role)
            for role in ("reporter", "owner")
        }
        return {
            "import_id": self.id,
            "row_number": row.number,
            "ignore": status == "ignored",
            "status": status,
            "rank": RANKS.index(status),
            "number": vals["legacy_number"],
            "moment": self._moment_text(row.values.get("reported_at"))
            or (not row.errors and self.env._("now")),
            "severity": vals["severity"],
            "name": vals["name"] or "…",
            "reporter": names["reporter"] or False,
            "owner": names["owner"] or False,
            "state": then["state"],
            "message": "\n".join(filter(None, (*row.errors, row.known, *row.remarks)))
            or False,
        }

    def _moment_text(self, moment):
        """Return a UTC moment as “Day 2 09:15 (15 Mar)”, in the file's time zone."""
        if not moment:
            return False
        local = moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(self.tz))
        day = (local.date() - self.period_id.go_live).days + 1
        return self.env._(
            "Day %(day)s %(time)s (%(date)s)",
            day=day,
            time=local.strftime("%H:%M"),
            date=fields.Date.to_string(local.date()),
        )

    def _summary(self, ready, counts) -> str:
        """Return in a sentence or two what would happen."""
        ended = sum(row.entry["then"]["state"] in ENDED_STATES for row in ready)
        parts = [
            self.env._(
                "Issues to be created: %(count)s (%(open)s open, %(ended)s ended).",
                count=len(ready),
                open=len(ready) - ended,
                ended=ended,
            )
        ]
        if counts["error"]:
            parts.append(
                self.env._("Rows with something to mend: %s.", counts["error"])
            )
        if counts["known"]:
            parts.append(self.env._("In the log already: %s.", counts["known"]))
        if counts["ignored"]:
            parts.append(self.env._("Left out: %s.", counts["ignored"]))
        return " ".join(parts)


def _status(row, ignored) -> str:
    """Return what becomes of a row."""
    if row.number in ignored:
        return "ignored"
    if row.known:
        return "known"
    if row.errors:
        return "error"
    return "look" if row.remarks else "ready"


def _person_status(person) -> str:
    if person["user_id"]:
        return "guessed" if person["guessed"] else "found"
    return "kept" if person["keep"] else "unknown"


def _sample(rows, place) -> str:
    """Return the first texts of a column."""
    texts = (cell_text(row[place]) for row in rows if place < len(row))
    found = [text.splitlines()[0][:40] for text in texts if text][:3]
    return " · ".join(found) or False
