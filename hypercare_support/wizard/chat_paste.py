import base64
import binascii
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_datetime

from ..intake.chat_file import MOST_FILE, MOST_TEXT, read_chat_file
from ..models.period import _tz_get

ORDERS = [
    ("dmy", "Day, month, year"),
    ("mdy", "Month, day, year"),
    ("ymd", "Year, month, day"),
]


class HypercareChatPaste(models.TransientModel):
    """From a WhatsApp chat to the log, by way of a preview.

    This file has the dialog; ``chat_paste_read`` makes proposals of a text,
    ``chat_paste_take`` puts what was confirmed into the log.
    """

    _name = "hypercare.chat.paste"
    _description = "Chat to Put into the Log"
    _inherit = ["hypercare.input.mixin"]
    _rec_name = "file_name"

    period_id = fields.Many2one(
        "hypercare.period",
        "Hypercare period",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env["hypercare.period"]._default_for_issue(),
        domain="[('state', 'not in', ('closed', 'cancelled'))]",
    )
    company_id = fields.Many2one(related="period_id.company_id")
    text = fields.Text("The chat", help="Exported from WhatsApp, or copied out of it.")
    file = fields.Binary("Or the file of the export", attachment=False)
    file_name = fields.Char()
    tz = fields.Selection(
        _tz_get,
        "Time zone of the phone",
        compute="_compute_from_period",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    since = fields.Date(
        "Leave out what is before",
        compute="_compute_from_period",
        store=True,
        readonly=False,
        precompute=True,
        help="An export has the whole chat, often of years. Empty: take all of it.",
    )
    order = fields.Selection(ORDERS, readonly=True)
    order_doubt = fields.Boolean("Dates can be read in two ways", readonly=True)
    overview = fields.Char(readonly=True)
    taken_count = fields.Integer("Already in the log", readonly=True)
    notes = fields.Text(readonly=True)
    line_ids = fields.One2many("hypercare.chat.paste.line", "paste_id", "Proposals")
    sender_ids = fields.One2many("hypercare.chat.paste.sender", "paste_id", "Who wrote")
    result = fields.Text(readonly=True)
    issue_ids = fields.Many2many(
        "hypercare.issue",
        string="Issues",
        readonly=True,
        context={"active_test": False},
    )

    #: What the dialog sets; everything else follows from the text.
    _GIVEN = frozenset(
        {
            *("period_id", "text", "file", "file_name", "tz", "since"),
            *("line_ids", "sender_ids"),
        }
    )

    @api.depends("period_id")
    def _compute_from_period(self):
        for paste in self:
            period = paste.period_id
            paste.tz = period.tz or self.env.user.tz or "UTC"
            today = fields.Date.context_today(self)
            started = period.go_live and period.go_live <= today
            paste.since = started and period.go_live

    # -- Guards ------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            self._check_given(vals, creating=True)
        return super().create(vals_list)

    def write(self, vals):
        self._check_given(vals)
        return super().write(vals)

    def _check_given(self, vals, creating=False):
        """Refuse what the dialog does not set, and texts nobody can read through.

        :raise UserError:
        """
        if self.env.su:
            return
        if creating:
            # A client names every field of its form; lines are made by us alone.
            for name in set(vals) - (self._GIVEN - {"line_ids", "sender_ids"}):
                vals.pop(name)
        elif set(vals) - self._GIVEN:
            raise UserError(self.env._("This is filled in by the system."))
        if isinstance(vals.get("text"), str) and len(vals["text"]) > MOST_TEXT:
            raise UserError(
                self.env._(
                    "The text has %(length)s characters; %(limit)s can be read at "
                    "once. Paste the last weeks only. Nothing was changed.",
                    length=len(vals["text"]),
                    limit=MOST_TEXT,
                )
            )
        size = len(vals["file"]) if isinstance(vals.get("file"), str | bytes) else 0
        if size * 3 // 4 > MOST_FILE:
            raise UserError(self._refusal_text("too_big"))

    def _check_team(self):
        """Refuse everybody who does not work in the period.

        :raise UserError: also for a period that takes no more issues
        """
        self.ensure_one()
        issues = self.env["hypercare.issue"]
        issues._check_period_open(self.period_id)
        if not issues._may_work(self.period_id):
            raise UserError(
                self.env._(
                    "Only the support team of %s can put a chat into its log.",
                    self.period_id.name,
                )
            )

    def _refusal_text(self, refusal) -> str:
        """Return why a file is not read, and what to do instead."""
        megabytes = 1_000_000
        return {
            "empty": self.env._("There is no text in the file."),
            "too_big": self.env._(
                "The file is too large: %(file)s MB, and %(text)s MB of text, can be "
                "read. Export the chat “without media”.",
                file=MOST_FILE // megabytes,
                text=MOST_TEXT // megabytes,
            ),
            "broken": self.env._(
                "The file is damaged and cannot be opened. Export the chat again."
            ),
            "locked": self.env._(
                "The file is locked with a password. Export the chat again."
            ),
            "no_text": self.env._(
                "There is no chat in the file: it has no text (.txt) in it."
            ),
            "several": self.env._(
                "There are several texts in the file. Unpack it, and choose the one "
                "that is the chat."
            ),
            "not_text": self.env._(
                "This file is no text. Choose the .txt or the .zip that WhatsApp has "
                "exported."
            ),
        }[refusal]

    def _get_text(self) -> str:
        """Return the text of the chat, pasted or from the file.

        :raise UserError: if there is none
        """
        if self.file:
            try:
                data = base64.b64decode(self.file, validate=True)
            except (binascii.Error, ValueError):
                data = b""
            found = read_chat_file(data)
            if found.refusal:
                raise UserError(self._refusal_text(found.refusal))
            return found.text
        if not (self.text or "").strip():
            raise UserError(
                self.env._(
                    "There is nothing to read yet. Paste the chat, or choose the file "
                    "that WhatsApp has exported."
                )
            )
        return self.text

    # -- Buttons -----------------------------------------------------------------------

    def action_read(self):
        """Read the chat and show what could become of it.

        :raise UserError: if it is no chat, or the user is not of the team
        """
        self._check_team()
        self.sudo().write({"order": False})
        self._read_chat()
        return self._show("chat_paste_view_form_preview")

    def action_flip(self):
        """Read dates the other way round: month first, or day first."""
        self._check_team()
        other = "dmy" if self.order == "mdy" else "mdy"
        # sudo: the order is no field that clients set.
        self.sudo().write({"order": other})
        self._read_chat()
        return self._show("chat_paste_view_form_preview")

    def action_back(self):
        """Go back to the text; the preview is made anew afterwards."""
        self.check_access("write")
        return self._show("chat_paste_view_form")

    def action_take(self):
        """Put what was confirmed into the log, all of it or nothing.

        :raise UserError: naming the line that cannot be taken
        """
        self._check_team()
        self._take()
        return self._show("chat_paste_view_form_done")

    def action_open_issues(self):
        """Show the issues that were created or added to."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hypercare_support.issue_action_list"
        )
        return {
            **action,
            "domain": [("id", "in", self.issue_ids.ids)],
            "context": {},
            "target": "main",
        }

    def _show(self, view):
        """Return the dialog with one of its three views."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Paste a WhatsApp chat"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[self.env.ref(f"hypercare_support.{view}").id, "form"]],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    # -- Times -------------------------------------------------------------------------

    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.tz or "UTC")

    def _moment_text(self, moment) -> str:
        """Return a naive UTC moment as the phone has shown it."""
        return format_datetime(self.env, moment, tz=self.tz, dt_format="d MMM y, HH:mm")
