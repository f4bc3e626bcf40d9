from odoo import fields, models


class HypercarePhase(models.Model):
    """How often people are told while a phase runs."""

    _inherit = "hypercare.phase"

    status_rhythm = fields.Selection(
        [
            ("auto", "Daily in the first week"),
            ("daily", "Every business day"),
            ("alternate", "Every other business day"),
            ("weekly", "Weekly only"),
        ],
        "Status mail",
        default="auto",
        required=True,
        help="How often stakeholders get the daily status while this phase runs. The "
        "weekly summary comes in any case.",
    )
