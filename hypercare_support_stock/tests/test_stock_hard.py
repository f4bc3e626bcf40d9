"""What must not turn green: accounts that vanish, and counts that fail."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from .stock_common import APRIL_3, MARCH
from .stock_hard_common import LATE, HardCase

COUNT = "odoo.addons.hypercare_support_stock.models.period_stock_count"


@tagged("post_install", "-at_install")
class TestStockHard(HardCase):
    # -- A known difference stays one ----------------------------------------

    def test_emptying_the_account_hides_no_difference(self):
        self.close()
        self.entry(7, "2026-03-30")
        self.assertEqual(self.stand().state, "differs")
        self.forget_account()
        self.assertEqual(self.stand().state, "differs")
        self.attest(LATE)
        found = self.judged(LATE)
        self.assertEqual(found.value, 0)
        self.assertNotEqual(found.state, "green")

    @mute_logger(COUNT)
    def test_an_error_keeps_what_was_counted(self):
        self.close()
        self.entry(7, "2026-03-30")
        self.assertEqual(self.stand().state, "differs")
        self.break_down(ValueError("broken"))
        found = self.period._stock_standing(MARCH)
        self.assertEqual((found.state, found.gap), ("differs", 7))
        sentence = self.period._stock_sentence(found)
        self.assertIn("ValueError: broken", sentence)
        self.assertIn("Counted 3 Apr 2026", sentence)
        self.assertIn("broken", self.rows.search([]).problem)
        self.attest(LATE)
        state, measured, _kpi = self.measured(LATE)
        self.assertEqual((state, measured.value), ("amber", 0))
        # Once it works again, the reason is gone.
        self.assertFalse(self.stand().problem)
        self.assertFalse(self.rows.search([]).problem)

    @mute_logger(COUNT)
    def test_equal_once_is_not_equal_after_an_error(self):
        self.close()
        self.stand()
        self.attest(LATE)
        self.assertEqual(self.measured(LATE)[0], "green")
        self.break_down(ValueError("broken"))
        state, measured, _kpi = self.measured(LATE)
        self.assertEqual(state, "unmeasurable")
        self.assertEqual(measured.why, "stock_lost_stale")

    def test_no_account_after_a_comparison_is_not_green(self):
        self.assertEqual(self.stand().state, "not_closed")
        self.forget_account()
        self.assertEqual(self.stand().state, "no_account")
        self.attest(LATE)
        found = self.judged(LATE)
        self.assertEqual(found.state, "unmeasurable")
        self.assertIn("no valuation account any more", found.why)

    # -- Every account -------------------------------------------------------

    def test_the_old_account_of_a_category_is_compared(self):
        self.close()
        self.assertEqual(self.stand().state, "equal")
        self.thing.categ_id.property_stock_valuation_account_id = self.new_account()
        found = self.stand()
        self.assertEqual((found.state, found.gap), ("differs", 100))
        self.assertEqual(found.balance, self.balance_by_sql())

    def test_an_account_of_entries_is_compared_for_the_first_time(self):
        self.close()
        new = self.new_account()
        self.thing.categ_id.property_stock_valuation_account_id = new
        self.env["ir.default"].search(
            [("field_id.name", "=", "property_stock_valuation_account_id")]
        ).unlink()
        self.company.account_stock_valuation_id = new
        # Nothing points to the old one any more but its entries.
        self.assertEqual(self.stand().state, "differs")
        self.assertIn(self.account, self.rows.search([]).account_id)

    def test_an_archived_product_keeps_its_value(self):
        self.thing.categ_id.property_stock_valuation_account_id = self.new_account()
        self.close()
        self.assertEqual(self.stand()[1:4], ("equal", 50, 50))
        self.thing.product_tmpl_id.active = False
        self.assertEqual(self.stand()[1:4], ("equal", 50, 50))

    def test_the_other_side_of_entries_is_not_compared(self):
        self.close()
        self.stand()
        self.assertEqual(self.rows.search([]).account_id, self.account)

    # -- The mark ------------------------------------------------------------

    def test_what_the_mark_sees(self):
        other = self.product(cost=5)
        template = self.thing.product_tmpl_id
        self.stand()
        for table, change in (
            ("product_template", {"categ_id": other.categ_id.id}),
            ("product_product", {"active": False}),
            ("product_template", {"write_date": "2027-01-01"}),
        ):
            before = self.period._stock_mark(MARCH)
            [(name, value)] = change.items()
            one = template if table == "product_template" else self.thing
            self.env.cr.execute(
                f"UPDATE {table} SET {name} = %s WHERE id = %s", [value, one.id]
            )
            self.env.invalidate_all()
            with self.subTest(column=name):
                self.assertNotEqual(self.period._stock_mark(MARCH), before)
                self.assertEqual(
                    self.period._stock_mark(MARCH), self.period._stock_mark(MARCH)
                )

    def test_once_a_week_it_is_counted_anyway(self):
        self.stand()
        first = self.rows.search([])
        self.stand(APRIL_3 + 6)
        self.assertEqual(self.rows.search([]), first)
        self.stand(APRIL_3 + 7)
        self.assertNotEqual(self.rows.search([]), first)
