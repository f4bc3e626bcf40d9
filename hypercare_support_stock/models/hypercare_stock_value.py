from odoo import api, fields, models
from odoo.tools import format_date


class HypercareStockValue(models.Model):
    """What stood in a valuation account at a month-end, and what the goods were worth.

    Counted by the system, and counted anew when a document of that month changes: it
    is the proof to look at, and nobody types it.
    """

    _name = "hypercare.stock.value"
    _description = "Hypercare Stock Value against Account"
    _order = "month_end desc, id"
    _rec_name = "account_id"

    period_id = fields.Many2one(
        "hypercare.period", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, ondelete="cascade", readonly=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    month_end = fields.Date("At the end of", required=True, readonly=True)
    account_id = fields.Many2one(
        "account.account", "Valuation account", ondelete="cascade", readonly=True
    )
    value = fields.Monetary("Value of the goods", readonly=True)
    balance = fields.Monetary("In the account", readonly=True)
    difference = fields.Monetary(compute="_compute_difference")
    has_goods = fields.Boolean("In stock", default=False, readonly=True)
    at_closing = fields.Boolean("Valued at closing", default=False, readonly=True)
    is_closed = fields.Boolean("Closing entry posted", default=False, readonly=True)
    problem = fields.Char("Could not be compared anew", readonly=True)
    counted_at = fields.Datetime("Counted", readonly=True)

    _once = models.UniqueIndex("(period_id, month_end, COALESCE(account_id, 0))")

    @api.depends("value", "balance")
    def _compute_difference(self):
        for line in self:
            line.difference = line.value - line.balance

    @api.depends_context("lang")
    @api.depends("month_end", "account_id")
    def _compute_display_name(self):
        for line in self:
            # sudo: the name of an account is no secret to whoever may see its balance.
            account = line.sudo().account_id.display_name or self.env._("No account")
            day = format_date(self.env, line.month_end)
            line.display_name = f"{account}, {day}"

    def action_open_entries(self):
        """Open the posted journal items that make up the balance."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "account.move.line",
            "domain": [
                ("account_id", "=", self.account_id.id),
                ("company_id", "=", self.company_id.id),
                ("parent_state", "=", "posted"),
                ("date", "<=", self.month_end),
            ],
            "context": {"create": False},
            "views": [(False, "list"), (False, "form")],
        }
