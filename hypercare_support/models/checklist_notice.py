from odoo import api, fields, models
from odoo.exceptions import UserError

from .checklist_step import ROLES


class HypercareChecklistNotice(models.Model):
    """Ledger of reminders: one row per item, step and due date, for ever.

    What is told to whoever has to act has a row per such person: a new owner does not
    know what the old one was told. A row without anybody told waits until somebody
    can be told.

    The unique index is the promise "once and only once": whatever crashes or runs
    twice, a second row is refused by the database. A due date that was moved is a new
    one, and is reminded of anew.
    """

    _name = "hypercare.checklist.notice"
    _description = "Reminder Sent for a Checklist Item"
    _inherit = ["hypercare.bulk.mixin", "hypercare.queued.mail"]
    _order = "decided_at desc, id desc"
    _rec_name = "item_id"

    item_id = fields.Many2one(
        "hypercare.checklist.item",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    period_id = fields.Many2one(
        "hypercare.period",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True
    )
    step_id = fields.Many2one(
        "hypercare.checklist.step",
        "Reminder",
        required=True,
        ondelete="restrict",
        readonly=True,
    )
    due_on = fields.Date("Was due", required=True, readonly=True)
    meant_id = fields.Many2one(
        "res.users",
        "Meant for",
        ondelete="restrict",
        readonly=True,
        help="Whoever had to act then; empty for roles.",
    )
    role = fields.Selection(ROLES, "Told as", required=True, readonly=True)
    decided_at = fields.Datetime("Reminded", required=True, readonly=True)
    problem = fields.Char("Not told", readonly=True, help="Why nobody could be told.")

    _once = models.UniqueIndex("(item_id, step_id, due_on, COALESCE(meant_id, 0))")
    _unsent_idx = models.Index("(retry_at, id) WHERE sent_at IS NULL")

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise UserError(self.env._("Reminders are sent by the system."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A reminder that was sent cannot be deleted."))

    def _note_refused(self, text):
        self.write({"problem": text})


class HypercareChecklistItem(models.Model):
    _inherit = "hypercare.checklist.item"

    notice_ids = fields.One2many(
        "hypercare.checklist.notice", "item_id", "Reminders", readonly=True
    )


class HypercareEscalation(models.Model):
    _inherit = "hypercare.escalation"

    @api.model
    def _cron_deliver(self):
        """Send the reminders of checklists after the escalations."""
        in_time = super()._cron_deliver()
        return in_time and self.env["hypercare.checklist.notice"]._send_queue()
