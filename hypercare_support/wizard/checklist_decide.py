from odoo import api, fields, models
from odoo.exceptions import UserError

from ..intake.limits import clean_text
from ..intake.limits_files import MOST_BYTES, MOST_FILES, check_amount, check_file

#: Longest sentence, in characters.
LONGEST = 5_000


class HypercareChecklistDecide(models.TransientModel):
    """The words and files with which an item is ticked, left out or sent back."""

    _name = "hypercare.checklist.decide"
    _description = "Decide on a Checklist Item"

    item_id = fields.Many2one(
        "hypercare.checklist.item", required=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [("done", "Done"), ("skip", "Not applicable"), ("back", "Send back")],
        required=True,
        default="done",
    )
    # With the rights of the user: whoever sends any number must not read that item.
    item_name = fields.Char(related="item_id.name", related_sudo=False)
    item_text = fields.Text(related="item_id.text", related_sudo=False)
    evidence = fields.Selection(related="item_id.evidence", related_sudo=False)
    sign_off = fields.Boolean(related="item_id.sign_off", related_sudo=False)
    text = fields.Text()
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "hypercare_checklist_decide_attachment_rel",
        "decide_id",
        "attachment_id",
        "Files",
    )

    @api.model_create_multi
    def create(self, vals_list):
        dialogs = super().create(vals_list)
        # The name of the item is the name of the dialog's link to it.
        dialogs.item_id.check_access("read")
        return dialogs

    def write(self, vals):
        res = super().write(vals)
        if "item_id" in vals:
            self.item_id.check_access("read")
        return res

    def action_apply(self):
        """Do what the dialog is for.

        :raise UserError: if something is missing, or it is not for the user to say
        """
        self.ensure_one()
        item = self.item_id
        item.check_access("read")
        text = clean_text(self.text, LONGEST).text.strip()
        if self.kind == "done":
            files = self._checked_files()
            item._tick(text, files)
            self._uploads().unlink()
        elif not text:
            raise UserError(self.env._("Write a sentence first: why?"))
        elif self.kind == "skip":
            item._skip(text)
        else:
            item._send_back(text)
        return {"type": "ir.actions.act_window_close"}

    def _uploads(self):
        """Return the files that the user has added in this dialog, and no others."""
        # sudo: the uploader's own files, picked out by the two conditions.
        return self.sudo().attachment_ids.filtered(
            lambda file: file.create_uid == self.env.user
            and file.res_model == self._name
        )

    def _checked_files(self) -> list[dict]:
        """Return the files as attachment values, checked by what is in them.

        :raise UserError: for the first file that cannot be taken
        """
        files = self._uploads()
        if len(files) < len(self.sudo().attachment_ids):
            raise UserError(self.env._("Add the file again, from your own device."))
        if check_amount([file.file_size for file in files]):
            raise UserError(
                self.env._(
                    "At most %(files)s files, %(size)s MB altogether, can be added. "
                    "Take some away.",
                    files=MOST_FILES,
                    size=MOST_BYTES // 2**20,
                )
            )
        checked = []
        for file in files:
            result = check_file(file.name, file.mimetype, file.raw or b"")
            if result.problem:
                raise UserError(
                    self.env._(
                        "“%(name)s” cannot be taken. Add a picture, a PDF, a text or "
                        "an office file that is not too large.",
                        name=result.name,
                    )
                )
            checked.append(
                {"name": result.name, "mimetype": result.mimetype, "raw": file.raw}
            )
        return checked
