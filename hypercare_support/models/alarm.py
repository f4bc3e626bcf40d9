from odoo import fields, models


class HypercareAlarm(models.Model):
    """Which alarms a company's managers were told live, and when.

    Alarms themselves are derived from the facts whenever somebody asks; this only
    keeps the live message from being repeated, and tells that an alarm is over.
    """

    _name = "hypercare.alarm"
    _description = "Hypercare Alarm"
    _inherit = ["hypercare.kept.mixin"]
    _order = "company_id, code"
    _rec_name = "code"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, ondelete="cascade", readonly=True
    )
    code = fields.Char(required=True, readonly=True)
    told_at = fields.Datetime("Last told", required=True, readonly=True)

    _once = models.UniqueIndex("(company_id, code)")
