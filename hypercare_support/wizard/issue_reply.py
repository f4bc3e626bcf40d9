from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ..intake.limits import clean_text
from ..models.issue_rating import FACES

#: Longest answer, in characters.
LONGEST = 20_000


class HypercareIssueReply(models.TransientModel):
    """What a reporter says to the team, without looking for the place to say it."""

    _name = "hypercare.issue.reply"
    _description = "Reply of a Reporter"

    issue_id = fields.Many2one("hypercare.issue", required=True, ondelete="cascade")
    kind = fields.Selection(
        [
            ("answer", "Answers the question"),
            ("not_solved", "Says what still does not work"),
            ("rate", "Says how it went"),
        ],
        required=True,
        default="answer",
    )
    # With the rights of the user: whoever sends any number must not read that issue.
    issue_name = fields.Char(
        "What was wrong", related="issue_id.name", related_sudo=False
    )
    question = fields.Text(related="issue_id.my_question", related_sudo=False)
    resolution = fields.Text(related="issue_id.resolution", related_sudo=False)
    text = fields.Text()
    face = fields.Selection(FACES, "How did it go?")
    my_rating = fields.Selection(
        related="issue_id.my_rating", string="Said before", related_sudo=False
    )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if values.get("kind") == "rate" and values.get("issue_id"):
            issue = self.env["hypercare.issue"].browse(values["issue_id"])
            if issue.has_access("read") and issue.my_rating:
                values["text"] = issue.rating_last_feedback
        return values

    @api.model_create_multi
    def create(self, vals_list):
        replies = super().create(vals_list)
        replies.issue_id.check_access("read")
        return replies

    def write(self, vals):
        res = super().write(vals)
        if "issue_id" in vals:
            self.issue_id.check_access("read")
        return res

    def action_good(self):
        return self._send_face("5")

    def action_so_so(self):
        return self._send_face("3")

    def action_bad(self):
        return self._send_face("1")

    def _send_face(self, face):
        self.face = face
        return self.action_send()

    def action_send(self):
        """Do what the dialog is for.

        :raise UserError: if something is missing, or it is not for the user to say
        """
        self.ensure_one()
        issue = self.issue_id
        issue.check_access("read")
        if self.kind == "rate":
            if not self.face:
                raise UserError(self.env._("Choose one of the three faces."))
            issue._rate(self.face, self.text)
        else:
            text = clean_text(self.text, LONGEST).text.strip()
            if not text:
                raise UserError(self.env._("Write a sentence first."))
            if self.kind == "not_solved":
                # First, so that a refusal leaves no message behind in any case.
                issue.action_not_solved()
            issue.message_post(
                body=plaintext2html(text),
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        return {"type": "ir.actions.act_window_close"}
