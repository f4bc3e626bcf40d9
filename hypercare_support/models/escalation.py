from odoo import api, fields, models
from odoo.exceptions import UserError


class HypercareEscalation(models.Model):
    """Ledger of what fired: one row per subject, step and occurrence, for ever.

    The unique index is the promise "once and only once": whatever crashes or runs
    twice, a second row is refused by the database.
    """

    _name = "hypercare.escalation"
    _description = "Hypercare Escalation"
    _order = "decided_at desc, id desc"
    _rec_name = "step_id"

    issue_id = fields.Many2one(
        "hypercare.issue", required=True, index=True, ondelete="cascade", readonly=True
    )
    period_id = fields.Many2one(related="issue_id.period_id", store=True, index=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True
    )
    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        required=True, model_field="res_model", readonly=True
    )
    step_id = fields.Many2one(
        "hypercare.escalation.step", required=True, ondelete="restrict", readonly=True
    )
    occurrence = fields.Integer(required=True, readonly=True)
    due_at = fields.Datetime("Due", required=True, readonly=True)
    decided_at = fields.Datetime("Fired", required=True, readonly=True)
    notify_at = fields.Datetime("To be told", required=True, readonly=True)
    acknowledged_at = fields.Datetime("Acknowledged", readonly=True)
    acknowledged_by = fields.Many2one("res.users", readonly=True)
    delivery_ids = fields.One2many(
        "hypercare.escalation.delivery", "escalation_id", "Deliveries"
    )
    told = fields.Char(compute="_compute_told", help="Who was told, and when.")
    problem = fields.Char(
        readonly=True, help="Why nobody, or not everybody, could be told."
    )

    _once = models.UniqueIndex("(res_model, res_id, step_id, occurrence)")

    @api.depends("delivery_ids.sent_at", "delivery_ids.partner_id")
    def _compute_told(self):
        for ledger in self:
            ledger.told = ", ".join(
                delivery.partner_id.name
                if delivery.sent_at
                else self.env._("%s (not yet)", delivery.partner_id.name)
                for delivery in ledger.delivery_ids
            )

    def write(self, vals):
        """Keep the evidence: only the acknowledgement may be added."""
        if not set(vals) <= {"acknowledged_at", "acknowledged_by", "problem"}:
            raise UserError(self.env._("An escalation that fired cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("An escalation that fired cannot be deleted."))

    @api.model
    def _cron_deliver(self):
        """Send the escalation mails that are queued or were refused before."""
        self.env["hypercare.escalation.delivery"]._send_queue()
