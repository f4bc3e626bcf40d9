from odoo import fields, models

from .. import const


class HypercareEscalationDelivery(models.Model):
    """One person told about one escalation: how, when, and what went wrong."""

    _name = "hypercare.escalation.delivery"
    _description = "Hypercare Escalation Delivery"
    _order = "id desc"
    _inherit = ["hypercare.bulk.mixin", "hypercare.queued.mail"]
    _rec_name = "partner_id"

    _HEARTBEAT = "deliver"

    escalation_id = fields.Many2one(
        "hypercare.escalation",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True
    )
    partner_id = fields.Many2one(required=True)
    way = fields.Selection(const.DELIVERY_WAYS, required=True, readonly=True)

    _once = models.UniqueIndex("(escalation_id, partner_id, way)")
    _unsent_idx = models.Index("(retry_at, id) WHERE sent_at IS NULL")

    def _note_refused(self, text):
        self.escalation_id._add_problem(text)
