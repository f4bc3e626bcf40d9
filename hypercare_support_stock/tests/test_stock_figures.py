"""Negative stock, overdue transfers and counts: by local day, and of one company."""

from odoo.tests import tagged

from odoo.addons.hypercare_support.tests.common import at_time

from .stock_common import StockCase


@tagged("post_install", "-at_install")
class TestStockFigures(StockCase):
    def figures(self, day=10, hour=12, period=None):
        self.env.flush_all()
        with at_time(self.at(day, hour)):
            return (period or self.period)._stock_figures(self.env.cr.now())

    def test_an_empty_database_knows_nothing(self):
        self.assertEqual(set(self.figures().values()), {None})
        # Neither does one in which only the other company works.
        self.move(self.product(), 5, 2, company=self.other_company)
        self.move(self.product(), 5, 2, "out", company=self.other_company)
        self.assertEqual(set(self.figures().values()), {None})

    def test_below_zero(self):
        thing = self.product()
        self.move(thing, 5, 2)
        self.assertEqual(self.figures()["stock_negative"], 0)
        self.move(thing, 7, 3, "out")
        self.move(self.product(), 1, 3, "out", company=self.other_company)
        self.assertEqual(self.figures()["stock_negative"], 1)
        self.env.cr.execute(
            "SELECT count(*) FROM stock_quant quant JOIN stock_location place"
            " ON place.id = quant.location_id WHERE quant.quantity < 0"
            " AND place.usage = 'internal' AND place.company_id = %s",
            [self.company.id],
        )
        self.assertEqual(self.env.cr.fetchone()[0], 1)
        self.move(thing, 2, 4)
        self.assertEqual(self.figures()["stock_negative"], 0)

    def test_overdue_when_the_local_day_is_over(self):
        thing = self.product()
        # 23:30 in Dhaka is still the ninth, 0:30 is the tenth.
        with at_time(self.at(2)):
            late = self.transfer(thing, 1, "in", plan=self.at(9, 23, 30))
            self.transfer(thing, 1, "in", plan=self.at(10, 0, 30))
            self.transfer(thing, 1, "out", plan=self.at(9, 23, 30))
            self.transfer(
                thing, 1, "in", company=self.other_company, plan=self.at(3, 12)
            )
            draft = self.transfer(thing, 1, "in", plan=self.at(3, 12))
            draft.action_cancel()
        found = self.figures(10, 0, None)
        self.assertEqual((found["stock_receipts"], found["stock_deliveries"]), (1, 1))
        self.assertEqual(found["stock_transfers"], 2)
        self.assertEqual(self.figures(9, 23)["stock_receipts"], 0)
        self.assertEqual(self.figures(11, 1)["stock_receipts"], 2)
        # In Honolulu the ninth is not over yet.
        self.period.tz = "Pacific/Honolulu"
        self.assertEqual(self.figures(10, 12)["stock_receipts"], 0)
        self.period.tz = "Asia/Dhaka"
        late.move_ids.write({"quantity": 1, "picked": True})
        late._action_done()
        self.assertEqual(self.figures(10)["stock_receipts"], 0)

    def test_counts_that_were_planned(self):
        thing, other = self.product(), self.product()
        self.move(thing, 5, 2)
        self.move(other, 5, 2, company=self.other_company)
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "in", (thing | other).ids),
                ("location_id.usage", "=", "internal"),
            ]
        )
        self.assertEqual(len(quants), 2)
        quants.inventory_date = self.day(10)
        self.assertEqual(self.figures(10)["stock_counts"], 0)
        self.assertEqual(self.figures(11)["stock_counts"], 1)
        quants.inventory_date = self.day(15)
        self.assertEqual(self.figures(11)["stock_counts"], 0)

    def test_one_statement(self):
        self.move(self.product(), 5, 2)
        period = self.period.sudo()
        self.figures()
        with at_time(self.at(10)):
            now = self.env.cr.now()
            period._stock_figures(now)
            with self.assertQueryCount(1):
                period._stock_figures(now)
