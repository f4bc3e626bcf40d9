from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import const

#: What may be added to a row of the ledger after it has fired.
_ADDED = {
    *("notify_at", "told_at", "problem", "done"),
    *("acknowledged_at", "acknowledged_by"),
}


class HypercareEscalation(models.Model):
    """Ledger of what fired: one row per subject, step and occurrence, for ever.

    The unique index is the promise "once and only once": whatever crashes or runs
    twice, a second row is refused by the database. A subject that becomes more urgent
    than what was told may fire again; its severity is part of the key.
    """

    _name = "hypercare.escalation"
    _description = "Hypercare Escalation"
    _inherit = ["hypercare.bulk.mixin"]
    _order = "decided_at desc, id desc"
    _rec_name = "step_id"

    issue_id = fields.Many2one(
        "hypercare.issue", required=True, index=True, ondelete="cascade", readonly=True
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
    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        required=True, model_field="res_model", readonly=True
    )
    step_id = fields.Many2one(
        "hypercare.escalation.step",
        "Why",
        required=True,
        ondelete="restrict",
        readonly=True,
    )
    rule_id = fields.Many2one(
        "hypercare.escalation.rule",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    occurrence = fields.Integer(required=True, readonly=True)
    severity = fields.Selection(const.SEVERITIES, required=True, readonly=True)
    tier_id = fields.Many2one(
        "hypercare.tier",
        ondelete="set null",
        readonly=True,
        help="The tier that had the issue when it was escalated.",
    )
    due_at = fields.Datetime("Due", required=True, readonly=True)
    decided_at = fields.Datetime("Fired", required=True, readonly=True)
    notify_at = fields.Datetime(
        "To be told",
        required=True,
        readonly=True,
        help="At once if it is urgent, else when the support hours open.",
    )
    told_at = fields.Datetime("Told at", readonly=True)
    acknowledged_at = fields.Datetime("Acknowledged", readonly=True)
    acknowledged_by = fields.Many2one("res.users", readonly=True)
    hours_to_acknowledge = fields.Float(
        readonly=True,
        aggregator="avg",
        help="Hours between telling people and the first acknowledgement.",
    )
    delivery_ids = fields.One2many(
        "hypercare.escalation.delivery", "escalation_id", "Deliveries"
    )
    told = fields.Char(compute="_compute_told", help="Who was told, and when.")
    done = fields.Char(readonly=True, help="What was done to the issue.")
    problem = fields.Char(
        readonly=True, help="Why nobody, or not everybody, could be told."
    )

    _once = models.UniqueIndex("(res_model, res_id, step_id, occurrence, severity)")
    _untold_idx = models.Index("(notify_at, id) WHERE told_at IS NULL")

    @api.depends_context("lang")
    @api.depends("delivery_ids.sent_at", "delivery_ids.partner_id")
    def _compute_told(self):
        for ledger in self:
            sent, waiting = {}, {}
            for delivery in ledger.delivery_ids:
                people = sent if delivery.sent_at else waiting
                people[delivery.partner_id.id] = delivery.partner_id.name
            ledger.told = ", ".join(
                [
                    *sent.values(),
                    *(
                        self.env._("%s (not yet)", name)
                        for partner_id, name in waiting.items()
                        if partner_id not in sent
                    ),
                ]
            )

    def write(self, vals):
        """Keep the evidence: only what happened afterwards may be added.

        Clients have no right to write at all; see ``action_acknowledge``.
        """
        if not set(vals) <= _ADDED:
            raise UserError(self.env._("An escalation that fired cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("An escalation that fired cannot be deleted."))

    # -- Acknowledgement ---------------------------------------------------------------

    def action_acknowledge(self):
        """Say “I know, I see to it”: the later steps of the rule stay quiet.

        When nothing has happened to the issue after the rule's patience, the next
        step fires. What was acknowledged already stays as it is.

        :raise AccessError: for somebody who was not told and may not read the row
        :raise UserError: for somebody who neither works in the period nor was told
        """
        # sudo: whoever was told may answer, even without the right to read the ledger.
        told = self.sudo().filtered(
            lambda row: self.env.user.partner_id in row.delivery_ids.partner_id
        )
        others = self - told.sudo(False)
        if others:
            others.check_access("read")
        for ledger in others:
            if not ledger.issue_id._may_work(ledger.period_id):
                raise UserError(
                    self.env._(
                        "Only the support team and the people who were told can "
                        "acknowledge an escalation of %s.",
                        ledger.issue_id.number,
                    )
                )
        # sudo: the ledger is written by the addon only.
        ledgers = self.sudo()
        ledgers.issue_id._lock_rows()
        ledgers.invalidate_recordset(["acknowledged_at"])
        fresh = ledgers._same_subject().filtered(lambda row: not row.acknowledged_at)
        fresh.write(
            {
                "acknowledged_at": fields.Datetime.now(),
                "acknowledged_by": self.env.uid,
            }
        )
        # Empty, not 0, for what nobody acknowledged: an average must not improve by it.
        fresh._store_rows(
            {
                row.id: {"hours_to_acknowledge": row._hours_until(row.acknowledged_at)}
                for row in fresh
            }
        )
        fresh.issue_id._refresh_clocks()
        return True

    def _hours_until(self, moment) -> float:
        """Return the hours from telling people to a moment."""
        seconds = (moment - (self.told_at or self.decided_at)).total_seconds()
        return max(seconds, 0) / 3600

    def _same_subject(self):
        """Return these rows and what their rules told about the same before."""
        keys = {(row.rule_id, row.res_model, row.res_id) for row in self}
        return self | self.issue_id.escalation_ids.filtered(
            lambda row: (row.rule_id, row.res_model, row.res_id) in keys
        )

    @api.model
    def _cron_deliver(self):
        """Send the escalation mails that are queued or were refused before.

        :return: whether there was time for all of them
        """
        return self.env["hypercare.escalation.delivery"]._send_queue()
