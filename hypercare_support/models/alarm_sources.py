from odoo import fields, models


class HypercareIssue(models.Model):
    """Alarms are read with every page: what they look for is found by an index."""

    _inherit = "hypercare.issue"

    _aside_idx = models.Index("(company_id) WHERE sweep_error IS NOT NULL")


class HypercareEscalation(models.Model):
    _inherit = "hypercare.escalation"

    _problem_idx = models.Index("(decided_at) WHERE problem IS NOT NULL")


class HypercareEscalationDelivery(models.Model):
    _inherit = "hypercare.escalation.delivery"

    issue_id = fields.Many2one(related="escalation_id.issue_id")
    told_at = fields.Datetime(
        "Unsent since",
        related="escalation_id.notify_at",
        help="When this person should have been told.",
    )
