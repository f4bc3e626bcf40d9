from odoo import models
from odoo.fields import Domain

#: Context key with the only company whose places are valued.
COMPANY = "hypercare_stock_company"


class StockLocation(models.Model):
    """The system values the stock of one company as a person of that company would.

    Which places are valued is asked of all of them, and narrowed by the record rules
    of whoever looks. There are none for the system, which would add up all companies.
    """

    _inherit = "stock.location"

    def _search_is_valued(self, operator, value):
        domain = super()._search_is_valued(operator, value)
        company = self.env.context.get(COMPANY)
        if not company:
            return domain
        return Domain(domain) & Domain("company_id", "=", company)
