from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

#: Less than this below zero is what adding fractions leaves behind.
DUST = -1e-6
#: States of a transfer that somebody still has to do something about.
OPEN = ("waiting", "confirmed", "assigned")


class HypercarePeriod(models.Model):
    """What hangs in the warehouse of the company, and which records it is."""

    _inherit = "hypercare.period"

    def _stock_domains(self, now) -> dict[str, tuple[str, Domain]]:
        """Return code → model and domain of what should not be there.

        A transfer or count is overdue when the local day for which it was planned is
        over.

        :param now: naive UTC
        """
        self.ensure_one()
        today = self._local_day(now)
        begin = self._day_bounds(today)[0]
        company = Domain("company_id", "=", self.company_id.id)
        inside = company & Domain("location_id.usage", "in", ("internal", "transit"))
        late = company & Domain("state", "in", OPEN)
        late &= Domain("scheduled_date", "<", begin)
        return {
            "stock_negative": ("stock.quant", inside & Domain("quantity", "<", DUST)),
            "stock_receipts": (
                "stock.picking",
                late & Domain("picking_type_id.code", "=", "incoming"),
            ),
            "stock_deliveries": (
                "stock.picking",
                late & Domain("picking_type_id.code", "=", "outgoing"),
            ),
            "stock_transfers": ("stock.picking", late),
            "stock_counts": (
                "stock.quant",
                inside & Domain("inventory_date", "<", today),
            ),
        }

    def _stock_used(self) -> dict[str, tuple[str, Domain]]:
        """Return code → model and domain of what shows that it is used at all.

        Nothing overdue among nothing is no good news.
        """
        self.ensure_one()
        company = Domain("company_id", "=", self.company_id.id)
        moves = company & Domain("state", "=", "done")
        moves &= Domain("product_id.is_storable", "=", True)
        transfers = company & Domain("state", "not in", ("draft", "cancel"))
        receipts = transfers & Domain("picking_type_id.code", "=", "incoming")
        deliveries = transfers & Domain("picking_type_id.code", "=", "outgoing")
        return {
            "stock_negative": ("stock.move", moves),
            "stock_receipts": ("stock.picking", receipts),
            "stock_deliveries": ("stock.picking", deliveries),
            "stock_transfers": ("stock.picking", transfers),
            "stock_counts": ("stock.move", moves),
        }

    def _stock_figures(self, now) -> dict[str, int | None]:
        """Return code → how many there are, None where it is not used here.

        :param now: naive UTC
        """
        self.ensure_one()
        # sudo: figures are of the whole company, whoever has them counted.
        period = self.sudo()
        self.env.flush_all()
        domains, used = period._stock_domains(now), period._stock_used()
        parts = []
        for code, (model, domain) in domains.items():
            count = period.env[model]._search(domain, bypass_access=True)
            name, condition = used[code]
            any_at_all = period.env[name]._search(
                condition, bypass_access=True, limit=1
            )
            parts.append(
                SQL(
                    "CASE WHEN EXISTS (%s) THEN (%s) END",
                    any_at_all.select(SQL("1")),
                    count.select(SQL("count(*)")),
                )
            )
        # Raw SQL: all counts in one statement.
        [row] = self.env.execute_query(SQL("SELECT %s", SQL(", ").join(parts)))
        return dict(zip(domains, row, strict=True))
