from odoo import fields, models


class HypercareExitRelapse(models.Model):
    """Something that got worse after the exit, and who was told of it, once."""

    _name = "hypercare.exit.relapse"
    _description = "Relapse after a Hypercare Exit"
    _inherit = ["hypercare.kept.mixin"]
    _order = "at desc, id desc"
    _rec_name = "text"

    period_id = fields.Many2one(
        "hypercare.period",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    key = fields.Char(required=True, readonly=True, help="Names one occurrence.")
    at = fields.Datetime("When", required=True, readonly=True)
    text = fields.Char("What happened", required=True, readonly=True)
    issue_id = fields.Many2one("hypercare.issue", readonly=True, ondelete="cascade")
    criterion_id = fields.Many2one(
        "hypercare.exit.criterion", readonly=True, ondelete="cascade"
    )
    told_ids = fields.Many2many(
        "res.partner", "hypercare_exit_relapse_told_rel", readonly=True
    )

    _once = models.UniqueIndex("(period_id, key)")
