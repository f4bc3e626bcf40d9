import json

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import const
from ..engine.triage import severity_from_answers

ACTIONS = [
    ("new", "New issue"),
    ("add", "Add to an issue"),
    ("above", "Belongs to the one above"),
    ("skip", "Leave out"),
]
#: Messages of one line that are shown; all of them are taken.
_MOST_SHOWN = 200


class HypercareChatPasteLine(models.TransientModel):
    """A part of a chat, and what is to become of it."""

    _name = "hypercare.chat.paste.line"
    _description = "Part of a Chat"
    _inherit = ["hypercare.input.mixin"]
    _order = "sequence, id"

    paste_id = fields.Many2one(
        "hypercare.chat.paste", required=True, ondelete="cascade", readonly=True
    )
    period_id = fields.Many2one(related="paste_id.period_id")
    sequence = fields.Integer(readonly=True)
    sender = fields.Char("Who", readonly=True)
    name = fields.Char("Issue")
    reported_at = fields.Datetime("When", help="The promises count from here.")
    action = fields.Selection(ACTIONS, "What to do", default="new", required=True)
    issue_id = fields.Many2one(
        "hypercare.issue",
        "Which issue",
        domain="[('period_id', '=', period_id)]",
    )
    work_stopped = fields.Selection(const.YES_NO, "Is their work stopped?")
    workaround_known = fields.Selection(const.WORKAROUNDS, "Is there a way round it?")
    only_person = fields.Selection(const.YES_NO, "Only they can do this job?")
    severity = fields.Selection(
        const.SEVERITIES,
        compute="_compute_severity",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    confidential = fields.Boolean()
    solved = fields.Boolean(
        "Solved in the chat", help="Resolved at the time of the last message."
    )
    resolution = fields.Char("How it was solved")
    rest = fields.Boolean("No problem in it", readonly=True)
    message_count = fields.Integer("Messages", readonly=True)
    new_count = fields.Integer("New messages", readonly=True)
    taken_text = fields.Char("In the log", readonly=True)
    messages = fields.Text("What was written", readonly=True)
    is_last = fields.Boolean(compute="_compute_is_last")
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    _GIVEN = frozenset(
        {
            *("name", "reported_at", "action", "issue_id", "work_stopped"),
            *("workaround_known", "only_person", "severity", "confidential"),
            *("solved", "resolution"),
        }
    )

    @api.depends("work_stopped", "workaround_known", "only_person")
    def _compute_severity(self):
        for line in self:
            if line.work_stopped and line.workaround_known:
                line.severity = severity_from_answers(
                    line.work_stopped == "yes",
                    line.workaround_known,
                    line.only_person == "yes",
                )
            else:
                line.severity = line.severity or "s3"

    @api.depends("sequence", "paste_id.line_ids")
    def _compute_is_last(self):
        for line in self:
            line.is_last = not line._next()

    @api.depends("messages")
    def _compute_preview(self):
        for line in self:
            messages = line._messages()
            rows = [
                Markup('<p class="mb-1"><b>%s</b> <small>%s</small>%s<br/>%s</p>')
                % (
                    message["sender"] or self.env._("Text without sender"),
                    line.paste_id._moment_text(message["at"]),
                    Markup(" <small>(%s)</small>") % self.env._("already in the log")
                    if message["taken"]
                    else "",
                    Markup("<br/>").join(message["text"][:2000].split("\n")),
                )
                for message in messages[:_MOST_SHOWN]
            ]
            if len(messages) > _MOST_SHOWN:
                more = self.env._("… and %s more", len(messages) - _MOST_SHOWN)
                rows.append(Markup("<p>%s</p>") % more)
            line.preview = Markup().join(rows)

    def write(self, vals):
        if not self.env.su and set(vals) - self._GIVEN:
            raise UserError(self.env._("This is filled in by the system."))
        return super().write(vals)

    @api.onchange("issue_id")
    def _onchange_issue_id(self):
        if self.issue_id:
            self.action = "add"

    # -- Buttons -----------------------------------------------------------------------

    def action_open(self):
        """Read this line in the dialog, in place of all of them."""
        self.ensure_one()
        self.check_access("read")
        view = self.env.ref("hypercare_support.chat_paste_line_view_form_dialog")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Paste a WhatsApp chat"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[view.id, "form"]],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def action_next(self):
        """Read the line below this one."""
        self.ensure_one()
        return (self._next() or self).action_open()

    def action_done(self):
        """Go back to all lines."""
        self.ensure_one()
        self.check_access("read")
        return self.paste_id._show("chat_paste_view_form_preview")

    def _next(self):
        """Return the line below this one, if there is one."""
        lines = self.paste_id.line_ids
        return lines.filtered(lambda line: line.sequence > self.sequence)[:1]

    def _messages(self) -> list[dict]:
        """Return the messages: ``at``, ``sender``, ``text``, ``key``, ``taken``."""
        return [
            {**message, "at": fields.Datetime.to_datetime(message["at"])}
            for message in json.loads(self.messages or "[]")
        ]
