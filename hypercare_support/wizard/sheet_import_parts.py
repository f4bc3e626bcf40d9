from odoo import fields, models

from ..const import ISSUE_STATES, SEVERITIES
from ..intake.texts import fold
from .sheet_mapping import field_choices


class HypercareSheetImportTab(models.TransientModel):
    """A sheet of the file."""

    _name = "hypercare.sheet.import.tab"
    _description = "Sheet of an Imported File"
    _order = "place"

    import_id = fields.Many2one(
        "hypercare.sheet.import", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char()
    place = fields.Integer()


class HypercareSheetImportColumn(models.TransientModel):
    """A column of the sheet, and what it fills."""

    _name = "hypercare.sheet.import.column"
    _description = "Column of an Imported File"
    _inherit = ["hypercare.bulk.mixin"]
    _order = "place"

    import_id = fields.Many2one(
        "hypercare.sheet.import", required=True, index=True, ondelete="cascade"
    )
    tab_id = fields.Many2one("hypercare.sheet.import.tab", ondelete="cascade")
    place = fields.Integer(readonly=True)
    name = fields.Char("Column", readonly=True)
    sample = fields.Char("For example", readonly=True)
    field_name = fields.Selection(
        field_choices,
        "Fills",
        help="Columns that fill nothing are kept in the description.",
    )
    recognised = fields.Char(readonly=True)

    def _is_changed(self) -> bool:
        """Tell whether somebody has chosen something else than was recognised."""
        return (self.field_name or "") != (self.recognised or "")


class HypercareSheetImportPerson(models.TransientModel):
    """A name in the sheet, and whom it means."""

    _name = "hypercare.sheet.import.person"
    _description = "Person in an Imported File"
    _inherit = ["hypercare.bulk.mixin"]
    _order = "status desc, id"

    import_id = fields.Many2one(
        "hypercare.sheet.import", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char("Name in the list", readonly=True)
    reported = fields.Integer(readonly=True)
    assigned = fields.Integer(readonly=True)
    user_id = fields.Many2one(
        "res.users", "Is", domain="[('share', '=', False)]", ondelete="cascade"
    )
    keep = fields.Boolean(
        "Keep as text", help="The name is kept in the description of the issue."
    )
    status = fields.Selection(
        [
            ("found", "Found"),
            ("kept", "Kept as text"),
            ("guessed", "Guessed: please check"),
            ("unknown", "Unknown: please choose"),
        ],
        readonly=True,
    )

    def _key(self) -> str:
        return fold(self.name or "")


class HypercareSheetImportLine(models.TransientModel):
    """A row of the sheet, as it would become an issue."""

    _name = "hypercare.sheet.import.line"
    _description = "Row of an Imported File"
    _inherit = ["hypercare.bulk.mixin"]
    _order = "rank, row_number"

    import_id = fields.Many2one(
        "hypercare.sheet.import", required=True, index=True, ondelete="cascade"
    )
    row_number = fields.Integer("Row", readonly=True)
    ignore = fields.Boolean("Leave out")
    rank = fields.Integer(help="What has to be mended comes first.")
    status = fields.Selection(
        [
            ("error", "Please mend"),
            ("look", "Please look"),
            ("ready", "Ready"),
            ("known", "In the log"),
            ("ignored", "Left out"),
        ],
        "Result",
        readonly=True,
    )
    number = fields.Char("No.", readonly=True)
    moment = fields.Char("Reported", readonly=True)
    severity = fields.Selection(SEVERITIES, readonly=True)
    name = fields.Char("Issue", readonly=True)
    reporter = fields.Char("Reported by", readonly=True)
    owner = fields.Char("Assigned to", readonly=True)
    state = fields.Selection(ISSUE_STATES, "Status", readonly=True)
    message = fields.Text("To mend, to look at", readonly=True)
