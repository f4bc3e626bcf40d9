from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..const import SEVERITIES
from ..models.period import _tz_get


class HypercareSheetImport(models.TransientModel):
    """Takes over an issue list that was kept in a spreadsheet.

    The file is read anew at every step, with the choices made in the preview; what is
    shown is what is imported. All of it or nothing.
    """

    _name = "hypercare.sheet.import"
    _description = "Import of an Issue List"

    period_id = fields.Many2one(
        "hypercare.period",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env["hypercare.period"]._default_for_issue(),
        domain="[('state', 'not in', ('closed', 'cancelled'))]",
    )
    state = fields.Selection(
        [("file", "File"), ("preview", "Preview")], default="file", readonly=True
    )
    file = fields.Binary(attachment=False)
    file_name = fields.Char()
    tz = fields.Selection(
        _tz_get,
        "Times are those of",
        compute="_compute_tz",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    tab_ids = fields.One2many("hypercare.sheet.import.tab", "import_id")
    tab_id = fields.Many2one(
        "hypercare.sheet.import.tab",
        "Sheet",
        domain="[('import_id', '=', id)]",
        ondelete="set null",
    )
    tab_count = fields.Integer(readonly=True)
    date_order = fields.Selection(
        [
            ("dmy", "Day first: 31/12"),
            ("mdy", "Month first: 12/31"),
            ("ymd", "Year first: 26/12/31"),
        ],
        "Dates are written",
    )
    is_order_certain = fields.Boolean(default=True, readonly=True)
    severity = fields.Selection(
        SEVERITIES, "Severity where none is said", default="s3", required=True
    )
    column_ids = fields.One2many("hypercare.sheet.import.column", "import_id")
    person_ids = fields.One2many("hypercare.sheet.import.person", "import_id")
    line_ids = fields.One2many("hypercare.sheet.import.line", "import_id")
    problem = fields.Text(readonly=True)
    remark = fields.Text(readonly=True)
    summary = fields.Char(readonly=True)
    ready_count = fields.Integer(readonly=True)
    error_count = fields.Integer(readonly=True)
    unknown_count = fields.Integer("People to be chosen", readonly=True)

    @api.depends("period_id")
    def _compute_tz(self):
        for wizard in self:
            wizard.tz = wizard.period_id.tz or wizard.tz or self.env.user.tz or "UTC"

    def _compute_display_name(self):
        for wizard in self:
            wizard.display_name = self.env._("Import a spreadsheet")

    # -- Steps -------------------------------------------------------------------------

    def action_read(self):
        """Read the file and show what would become of it.

        :raise UserError: if it cannot be read
        """
        self.ensure_one()
        self._check_may_import()
        self._read_tabs()
        self.column_ids.unlink()
        self.person_ids.unlink()
        self.line_ids.unlink()
        self.state = "preview"
        self._check_file()
        return True

    def action_check(self):
        """Read the file again with the choices made in the preview."""
        self.ensure_one()
        self._check_may_import()
        if self.state != "preview":
            return self.action_read()
        self._check_file()
        return True

    def action_back(self):
        """Return to the choice of the file."""
        self.ensure_one()
        self.state = "file"
        return True

    def action_keep_names(self):
        """Keep every unknown name in the description, then check again."""
        self.ensure_one()
        self.person_ids.filtered(lambda person: not person.user_id).keep = True
        return self.action_check()

    def action_leave_out(self):
        """Leave out every row with an error, then check again."""
        self.ensure_one()
        self.line_ids.filtered(lambda line: line.status == "error").ignore = True
        return self.action_check()

    def action_import(self):
        """Create the issues, all or none; show them, or what is still wrong.

        :raise UserError: if the user does not work in the period, or nothing is to do
        """
        self.ensure_one()
        self._check_may_import()
        if self.state != "preview":
            return self.action_read()
        # Two imports of the same file at once: the second finds what the first made,
        # or is refused by the unique index.
        self.env.execute_query(
            SQL(
                "SELECT 1 FROM pg_advisory_xact_lock(hashtext('hypercare sheet'), %s)",
                self.period_id.id,
            )
        )
        ready = self._check_file()
        if self.problem or self.error_count:
            return True
        if not ready:
            raise UserError(
                self.env._(
                    "There is nothing to import: every row is in the log already or "
                    "left out."
                )
            )
        issues = self.env["hypercare.issue"]._enter_log(
            [row.entry for row in ready],
            self.env._("Taken over from %s", self.file_name or self.env._("a list")),
        )
        # sudo: members of a tier do not write periods; this is for the record.
        self.period_id.sudo()._message_log(
            body=self.env._(
                "Issues taken over from %(file)s by %(user)s: %(count)s.",
                count=len(issues),
                file=self.file_name or self.env._("a list"),
                user=self.env.user.name,
            ),
            author_id=self.env.user.partner_id.id,
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Imported issues: %s", len(issues)),
            "res_model": "hypercare.issue",
            "views": [[False, "list"], [False, "form"]],
            "domain": [("id", "in", issues.ids)],
            "target": "main",
        }

    def _check_may_import(self):
        """Refuse people outside the team, and periods that take no issues.

        :raise UserError: saying who may
        """
        issues = self.env["hypercare.issue"]
        issues._check_period_open(self.period_id)
        if not issues._may_work(self.period_id):
            raise UserError(
                self.env._(
                    "Lists are imported by the support team of %s and its managers. "
                    "Ask one of them.",
                    self.period_id.name,
                )
            )
