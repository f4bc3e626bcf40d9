"""What the tests of stock share: goods, receipts, deliveries, bills and a clock."""

from datetime import date

from odoo.fields import Command

from odoo.addons.hypercare_support.tests.common import at_time
from odoo.addons.hypercare_support.tests.exit_common import ExitCase
from odoo.addons.hypercare_support.tests.kpi_common import KpiCase

#: The end of the first month, and three days later at noon in Dhaka.
MARCH = date(2026, 3, 31)
APRIL_3 = 34


class StockCase(KpiCase, ExitCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for company in (cls.company, cls.other_company):
            if not company.account_stock_valuation_id:
                cls.env["account.chart.template"].with_company(company)._load(
                    "generic_coa", company, install_demo=False
                )
        cls.account = cls.company.account_stock_valuation_id
        cls.rows = cls.env["hypercare.stock.value"]

    @classmethod
    def product(cls, cost=5.0, method="standard", valuation="periodic", **values):
        category = cls.env["product.category"].create(
            {
                "name": f"{method} {valuation}",
                "property_cost_method": method,
                "property_valuation": valuation,
            }
        )
        return cls.env["product.product"].create(
            {
                "name": f"Thing {method}",
                "is_storable": True,
                "standard_price": cost,
                "categ_id": category.id,
                **values,
            }
        )

    def house(self, company=None):
        return self.env["stock.warehouse"].search(
            [("company_id", "=", (company or self.company).id)], limit=1
        )

    def transfer(self, product, quantity, way, company=None, plan=None, **values):
        """Return a confirmed transfer, for a day if one is given."""
        house = self.house(company)
        inside = house.lot_stock_id
        source, target, kind = {
            "in": (self.env.ref("stock.stock_location_suppliers"), inside, "in"),
            "out": (inside, self.env.ref("stock.stock_location_customers"), "out"),
            "int": (inside, inside, "int"),
        }[way]
        picking = (
            self.env["stock.picking"]
            .with_company(company or self.company)
            .create(
                {
                    "picking_type_id": house[f"{kind}_type_id"].id,
                    "location_id": source.id,
                    "location_dest_id": target.id,
                    "move_ids": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "product_uom_qty": quantity,
                                "location_id": source.id,
                                "location_dest_id": target.id,
                                **values,
                            }
                        )
                    ],
                }
            )
        )
        picking.action_confirm()
        if plan:
            picking.scheduled_date = plan
        return picking

    def move(self, product, quantity, day, way="in", price=None, hour=12, **values):
        """Receive or deliver goods on a day of hypercare."""
        if price:
            values |= {"price_unit": price, "value_manual": price * quantity}
        company = values.pop("company", None)
        with at_time(self.at(day, hour)):
            picking = self.transfer(product, quantity, way, company, **values)
            picking.move_ids.write({"quantity": quantity, "picked": True})
            picking._action_done()
            self.env.flush_all()
        return picking

    def close(self, day=APRIL_3, month_end=MARCH):
        """Post the closing entry of a month-end, as the accountant does."""
        with at_time(self.at(day)):
            self.company.action_close_stock_valuation(month_end, auto_post=True)
            self.env.flush_all()

    def entry(self, amount, on, day=APRIL_3):
        """Post an entry by hand into the valuation account."""
        other = self.env["account.account"].search(
            [("account_type", "=", "equity"), ("company_ids", "=", self.company.id)],
            limit=1,
        )
        with at_time(self.at(day)):
            move = self.env["account.move"].create(
                {
                    "date": on,
                    "line_ids": [
                        Command.create(
                            {"account_id": self.account.id, "balance": amount}
                        ),
                        Command.create({"account_id": other.id, "balance": -amount}),
                    ],
                }
            )
            move.action_post()
            self.env.flush_all()
        return move

    def stand(self, day=APRIL_3, month_end=MARCH, period=None):
        """Compare at noon of a day, and return what is found."""
        period = period or self.period
        with at_time(self.at(day)):
            period._stock_refresh([month_end])
            self.env.flush_all()
            return period._stock_standing(month_end)

    def count(self, number, period=None):  # pylint: disable=missing-return
        """Compare month-ends in the evening, then run what is due in the night."""
        period = period or self.period
        self.env.flush_all()
        with at_time(self.night(number)):
            period._stock_refresh(period._stock_months(self.day(number + 1)))
            self.env.flush_all()
        super().count(number, period)

    def balance_by_sql(self, on=MARCH):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT COALESCE(sum(line.balance), 0) FROM account_move_line line"
            " JOIN account_move move ON move.id = line.move_id"
            " WHERE line.account_id = %s AND move.state = 'posted'"
            " AND move.date <= %s AND move.company_id = %s",
            [self.account.id, on, self.company.id],
        )
        return float(self.env.cr.fetchone()[0])

    def quantity_by_sql(self, product, until="2026-03-31 23:59:59"):
        """Return what came in less what went out of the company, by its moves."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT COALESCE(sum(CASE WHEN target.usage = 'internal'"
            " THEN move.quantity ELSE 0 END - CASE WHEN source.usage = 'internal'"
            " THEN move.quantity ELSE 0 END), 0) FROM stock_move move"
            " JOIN stock_location source ON source.id = move.location_id"
            " JOIN stock_location target ON target.id = move.location_dest_id"
            " WHERE move.product_id = %s AND move.state = 'done' AND move.date <= %s"
            " AND move.company_id = %s",
            [product.id, until, self.company.id],
        )
        return float(self.env.cr.fetchone()[0])
