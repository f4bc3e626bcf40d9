"""The value of stock against the accounts, by Odoo's own documents and by hand."""

from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.hypercare_support.tests.common import at_time

from .stock_common import APRIL_3, MARCH, StockCase


@tagged("post_install", "-at_install")
class TestStockValue(StockCase):
    def test_valued_at_closing(self):
        thing = self.product(cost=5)
        self.move(thing, 10, 10)
        self.move(thing, 4, 20, "out")
        found = self.stand()
        self.assertEqual(self.quantity_by_sql(thing), 6)
        self.assertEqual(
            (found.state, found.value, found.balance), ("not_closed", 30, 0)
        )
        self.close()
        found = self.stand()
        self.assertEqual((found.state, found.value, found.gap), ("equal", 30, 0))
        self.assertEqual(found.balance, self.balance_by_sql())

    def test_april_does_not_change_march_but_a_late_entry_does(self):
        thing = self.product(cost=5)
        self.move(thing, 10, 10)
        self.close()
        self.assertEqual(self.stand().state, "equal")
        self.move(thing, 90, 33)
        self.assertEqual(self.stand()[1:4], ("equal", 50, 50))
        self.entry(7, "2026-04-02")
        self.assertEqual(self.stand().state, "equal")
        wrong = self.entry(7, "2026-03-30")
        found = self.stand()
        self.assertEqual((found.state, found.gap), ("differs", 7))
        self.assertEqual(found.balance, self.balance_by_sql())
        wrong.button_draft()
        self.assertEqual(self.stand().state, "equal")

    def test_average_and_first_in_first_out(self):
        average = self.product(cost=0, method="average")
        first = self.product(cost=0, method="fifo")
        for thing in (average, first):
            self.move(thing, 10, 10, price=5)
            self.move(thing, 10, 12, price=7)
            self.move(thing, 5, 14, "out")
        # By hand: 15 of 6 on average; 5 of 5 and 10 of 7 of what came in last.
        found = self.stand()
        self.assertAlmostEqual(found.value, 15 * 6 + 5 * 5 + 10 * 7)
        self.close()
        self.assertEqual(self.stand().state, "equal")

    def test_the_last_evening_of_the_month_belongs_to_it(self):
        thing = self.product(cost=5)
        self.move(thing, 10, 10)
        # 20:00 in Dhaka.
        self.move(thing, 3, 31, hour=20)
        self.assertEqual(self.quantity_by_sql(thing), 13)
        self.assertEqual(self.stand().value, 65)
        # Odoo's closing of a past day leaves out what moved on that day. It shows.
        self.close()
        found = self.stand()
        missing = 65 - self.balance_by_sql()
        self.assertEqual(found.gap, missing)
        self.assertEqual(found.state, "differs" if missing else "equal")
        if missing:
            self.entry(missing, MARCH)
        self.assertEqual(self.stand().state, "equal")

    def test_valued_at_invoicing(self):
        thing = self.product(cost=5, valuation="real_time")
        self.move(thing, 10, 10)
        found = self.stand()
        self.assertEqual((found.state, found.gap), ("differs", 50))
        with at_time(self.at(15)):
            bill = self.env["account.move"].create(
                {
                    "move_type": "in_invoice",
                    "partner_id": self.reporter.partner_id.id,
                    "invoice_date": "2026-03-15",
                    "invoice_line_ids": [
                        (
                            0,
                            0,
                            {
                                "product_id": thing.id,
                                "quantity": 10,
                                "price_unit": 5,
                                "tax_ids": False,
                            },
                        )
                    ],
                }
            )
            bill.action_post()
        found = self.stand()
        self.assertEqual((found.state, found.balance), ("equal", 50))
        self.assertEqual(found.balance, self.balance_by_sql())

    def test_nothing_in_stock_is_not_equal(self):
        self.assertEqual(self.stand().state, "none")
        thing = self.product(cost=5)
        self.move(thing, 10, 10)
        self.move(thing, 10, 11, "out")
        self.assertEqual(self.stand().state, "none")
        # Goods that came after the month-end are of the next one.
        self.move(thing, 10, 33)
        self.assertEqual(self.stand().state, "none")

    def test_goods_without_cost_are_not_equal(self):
        self.move(self.product(cost=0), 10, 10)
        self.assertEqual(self.stand().state, "no_cost")

    def test_goods_without_account_are_not_equal(self):
        self.move(self.product(cost=5), 10, 10)
        defaults = self.env["ir.default"].search(
            [("field_id.name", "=", "property_stock_valuation_account_id")]
        )
        defaults.unlink()
        self.company.account_stock_valuation_id = False
        self.assertEqual(self.stand().state, "no_account")

    def test_before_the_comparison_nothing_is_said(self):
        self.assertEqual(self.period._stock_standing(MARCH).state, "unread")

    def test_the_other_company_is_not_counted(self):
        thing = self.product(cost=5)
        thing.with_company(self.other_company).standard_price = 100
        self.move(thing, 10, 10)
        self.move(thing, 77, 10, company=self.other_company)
        for method in ("average", "fifo"):
            other = self.product(cost=0, method=method)
            other.categ_id.with_company(
                self.other_company
            ).property_cost_method = method
            self.move(other, 2, 10, price=3)
            self.move(other, 50, 10, price=3, company=self.other_company)
        found = self.stand()
        self.assertEqual(found.value, 10 * 5 + 2 * 3 + 2 * 3)
        self.assertEqual(set(self.rows.search([]).company_id), {self.company})

    def test_the_same_whoever_asks(self):
        thing = self.product(cost=5)
        self.move(thing, 10, 10)
        for user in (self.manager, self.l1):
            with self.subTest(user=user.login), at_time(self.at(APRIL_3)):
                self.period.with_user(user)._stock_refresh([MARCH], always=[MARCH])
                found = self.period.with_user(user)._stock_standing(MARCH)
                self.assertEqual(found.value, 50)

    def test_months_that_are_over(self):
        months = self.period._stock_months
        self.assertEqual(months(MARCH), [])
        self.assertEqual(months(self.day(32)), [MARCH])
        self.assertEqual(
            [str(day) for day in months(self.day(200))],
            ["2026-03-31", "2026-04-30"],
        )
        # 1 April 0:30 in Dhaka is 31 March in UTC: over there, not yet in Dhaka's UTC.
        with at_time(self.at(32, 0, 30)):
            today = self.period._local_day(self.env.cr.now())
            self.assertEqual(self.period._stock_month_of(today), MARCH)
        with at_time(self.at(31, 23, 30)):
            today = self.period._local_day(self.env.cr.now())
            self.assertFalse(self.period._stock_month_of(today))

    def test_what_has_not_changed_is_not_counted(self):
        things = [self.product(cost=5) for _number in range(5)]
        for thing in things:
            self.move(thing, 10, 10)
        self.stand()
        counted = self.rows.search([]).ids
        with at_time(self.at(APRIL_3)):
            self.env.invalidate_all()
            self.period.mapped("go_live")
            self.period.mapped("company_id")
            # Whatever the number of goods: the mark, and which accounts there are.
            with self.assertQueryCount(20):
                self.period._stock_refresh([MARCH])
        self.assertEqual(self.rows.search([]).ids, counted)

    @mute_logger("odoo.addons.hypercare_support_stock.models.period_stock_count")
    def test_what_cannot_be_counted_any_more_is_not_known(self):
        self.move(self.product(cost=5), 10, 10)
        self.close()
        self.assertEqual(self.stand().state, "equal")
        with (
            patch.object(type(self.company), "stock_value", side_effect=ValueError),
            at_time(self.at(APRIL_3)),
        ):
            self.period._stock_refresh([MARCH], always=[MARCH])
        self.assertEqual(self.period._stock_standing(MARCH).state, "stale")
