from odoo import fields, models


class HypercareStockCount(models.Model):
    """How far the comparison of a month-end has got, and what became of it.

    Goods are valued in parts, each kept as soon as it is there: a job that is killed
    goes on with the next one.
    """

    _name = "hypercare.stock.count"
    _description = "Hypercare Comparison of Stock"
    _order = "month_end desc, id"
    _rec_name = "month_end"

    period_id = fields.Many2one(
        "hypercare.period", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, ondelete="cascade", readonly=True
    )
    month_end = fields.Date("At the end of", required=True, readonly=True)
    mark = fields.Char(readonly=True, help="What it was counted from.")
    was_compared = fields.Boolean("Could be compared", default=False, readonly=True)
    problem = fields.Char("Why it failed", readonly=True)
    checked_at = fields.Datetime("Looked at", readonly=True)
    counted_at = fields.Datetime("Counted", readonly=True)
    # Of a count that is under way.
    part_mark = fields.Char(readonly=True)
    part = fields.Json(readonly=True, help="Account: value, goods, valued at closing.")
    last_product = fields.Integer(readonly=True)
    started_at = fields.Datetime("Begun", readonly=True)

    _once = models.UniqueIndex("(period_id, month_end)")
