import base64
import binascii

from odoo import fields, models
from odoo.exceptions import UserError

from ..intake.limits_files import MOST_BYTES, MOST_FILES, check_amount, check_file


class HypercareIssue(models.Model):
    """Pictures and files that come with a report."""

    _inherit = "hypercare.issue"

    evidence_ids = fields.Many2many(
        "ir.attachment",
        "hypercare_issue_evidence_rel",
        "issue_id",
        "attachment_id",
        "Sent with the report",
        copy=False,
        readonly=True,
        bypass_search_access=True,
        help="Kept for as long as the settings say, counted from the end of the issue.",
    )

    def _report_files(self, given) -> list[dict]:
        """Return the files as attachment values, checked by what is in them.

        :raise UserError: for the first file that cannot be taken
        """
        given = given or []
        if not isinstance(given, list) or not all(isinstance(f, dict) for f in given):
            raise UserError(self.env._("The files could not be read. Add them again."))
        contents = []
        for file in given[: MOST_FILES + 1]:
            data = file.get("data")
            if not isinstance(data, str) or len(data) > 2 * MOST_BYTES:
                raise UserError(
                    self.env._("A file is too large. %s MB altogether are taken.")
                    % (MOST_BYTES // 2**20)
                )
            try:
                contents.append(base64.b64decode(data, validate=True))
            except (binascii.Error, ValueError) as error:
                raise UserError(
                    self.env._("A file could not be read. Add it again.")
                ) from error
        problem = check_amount([len(data) for data in contents])
        if problem:
            raise UserError(
                self.env._(
                    "At most %(files)s files, %(size)s MB altogether, can be sent. "
                    "Take some away.",
                    files=MOST_FILES,
                    size=MOST_BYTES // 2**20,
                )
            )
        return [
            self._report_file(file, data)
            for file, data in zip(given, contents, strict=True)
        ]

    def _report_file(self, file, data) -> dict:
        checked = check_file(file.get("name"), file.get("mimetype"), data)
        if checked.problem:
            raise UserError(
                self.env._(
                    "“%(name)s” cannot be taken. Send a picture, a PDF, a text or an "
                    "office file that is not too large.",
                    name=checked.name,
                )
            )
        return {"name": checked.name, "mimetype": checked.mimetype, "raw": data}

    def _attach_files(self, files):
        """Bind files to the issue; nobody reaches them but through it."""
        if not files:
            return
        attachments = self.env["ir.attachment"].create(
            [
                {**file, "res_model": self._name, "res_id": self.id, "public": False}
                for file in files
            ]
        )
        self._write_columns({"evidence_ids": [fields.Command.set(attachments.ids)]})
