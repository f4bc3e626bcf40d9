"""What people see: checklists, health, KPI, exit criterion, and the records."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.hypercare_support.tests.common import at_time

from .stock_common import APRIL_3, MARCH, StockCase


@tagged("post_install", "-at_install")
class TestStockShown(StockCase):
    def item(self, name, template):
        """Return the item of the core's own checklist that stock measures."""
        source = self.env.ref(f"hypercare_support.checklist_item_{name}")
        checklists = self.env["hypercare.checklist"]
        found = checklists.search([("period_id", "=", self.period.id)])
        template = self.env.ref(f"hypercare_support.checklist_template_{template}")
        if template not in found.template_id:
            with at_time(self.at(1)):
                found |= self.period._add_checklists(template)
        items = found.item_ids.filtered(lambda one: one.template_item_id == source)
        items.depends_on_ids = False
        return items.sorted("id")[0]

    def look(self, item, day, hour=12):
        self.env.flush_all()
        with at_time(self.at(day, hour)):
            self.period._stock_refresh(self.period._stock_months(self.day(day)))
            item._remeasure()
            self.env.flush_all()
        return bool(item.done_at)

    # -- Checklists ----------------------------------------------------------

    def test_below_zero_ticks_and_unticks(self):
        item = self.item("supply_chain_negative", "supply_chain")
        # Nothing was ever in stock: a person says so.
        self.assertFalse(self.look(item, 2))
        self.assertFalse(item.measure_text)
        thing = self.product()
        self.move(thing, 5, 2)
        self.assertTrue(self.look(item, 2))
        self.assertTrue(item.is_measured)
        self.move(thing, 7, 3, "out")
        self.assertFalse(self.look(item, 3))
        self.assertIn("below zero: 1", item.measure_text)
        action = item.action_open_records()
        quants = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual((quants.product_id, quants.quantity), (thing, -2))
        self.move(thing, 2, 4)
        self.assertTrue(self.look(item, 4))

    def test_the_round_of_last_week_stays_as_it_was(self):
        item = self.item("supply_chain_negative", "supply_chain")
        thing = self.product()
        self.move(thing, 5, 2)
        self.assertTrue(self.look(item, 2))
        with at_time(self.at(9)):
            self.period._make_rounds()
            self.env.flush_all()
        later = self.env["hypercare.checklist.item"].search(
            [("template_item_id", "=", item.template_item_id.id)], order="id desc"
        )[0]
        self.assertNotEqual(later, item)
        self.move(thing, 7, 9, "out")
        self.assertTrue(self.look(item, 9))
        self.assertFalse(self.look(later, 9))
        self.assertTrue(later.measure_text)

    def test_overdue_and_hanging(self):
        overdue = self.item("supply_chain_overdue", "supply_chain")
        hanging = self.item("supply_chain_hanging", "supply_chain")
        thing = self.product()
        with at_time(self.at(2)):
            late = self.transfer(thing, 1, "in", plan=self.at(3))
            self.env.flush_all()
        self.assertTrue(self.look(overdue, 3))
        self.assertFalse(self.look(overdue, 4))
        self.assertIn("1 receipts, 0 deliveries", overdue.measure_text)
        self.assertFalse(self.look(hanging, 4))
        for item in (overdue, hanging):
            with at_time(self.at(4)):
                action = item.action_open_records()
            found = self.env[action["res_model"]].search(action["domain"])
            self.assertEqual(found, late)
        late.scheduled_date = self.at(6)
        self.assertTrue(self.look(overdue, 4))
        self.assertTrue(self.look(hanging, 4))

    def test_counts_in_time(self):
        item = self.item("supply_chain_planned_counts", "supply_chain")
        self.move(self.product(), 5, 2)
        quant = self.env["stock.quant"].search(
            [("location_id", "=", self.house().lot_stock_id.id)]
        )
        quant.inventory_date = self.day(3)
        self.assertTrue(self.look(item, 3))
        self.assertFalse(self.look(item, 4))
        self.assertIn("1", item.measure_text)

    def test_the_value_of_stock_ticks_with_the_close_and_unticks(self):
        item = self.item("month_end_inventory", "month_end")
        self.move(self.product(cost=5), 10, 10)
        self.assertFalse(self.look(item, 20))
        self.assertIn("March 2026 has not ended", item.measure_text)
        self.assertFalse(self.look(item, APRIL_3))
        self.assertIn("no closing entry", item.measure_text)
        with at_time(self.at(APRIL_3)), self.assertRaises(UserError):
            item.with_user(item.owner_id or self.manager).sudo()._tick_measured()
        self.close()
        self.assertTrue(self.look(item, APRIL_3))
        self.assertIn("50.00", item.measure_text)
        wrong = self.entry(7, "2026-03-30")
        self.assertFalse(self.look(item, APRIL_3))
        self.assertIn("7.00", item.measure_text)
        action = item.action_open_records()
        lines = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(lines.mapped("difference"), [-7])
        entries = lines.action_open_entries()
        found = self.env[entries["res_model"]].search(entries["domain"])
        self.assertEqual(sum(found.mapped("balance")), self.balance_by_sql())
        wrong.button_draft()
        self.assertTrue(self.look(item, APRIL_3))

    # -- Health --------------------------------------------------------------

    def health(self, number):
        rows = self.env["hypercare.health.value"].search(
            [("period_id", "=", self.period.id), ("date", "=", self.day(number))]
        )
        return {row.code: row for row in rows if row.code.startswith("stock_")}

    def test_health_of_a_database_without_stock_is_unknown(self):
        self.count(2)
        rows = self.health(2)
        self.assertEqual([row.state for row in rows.values()], ["unknown"] * 5)
        self.assertIn("No month has ended", rows["stock_value"].why)
        self.assertIn("Nothing of it", rows["stock_negative"].why)
        self.assertEqual(rows["stock_negative"].name, "Quantities below zero")

    def test_health_of_days(self):
        thing = self.product(cost=5)
        self.move(thing, 10, 2)
        self.count(2)
        self.assertEqual(self.health(2)["stock_negative"].state, "ok")
        self.move(thing, 12, 3, "out")
        with at_time(self.at(2)):
            self.transfer(thing, 1, "in", plan=self.at(2, 20))
        self.count(3)
        rows = self.health(3)
        self.assertEqual(rows["stock_negative"].value, 1)
        self.assertEqual(rows["stock_receipts"].state, "bad")
        self.assertEqual(rows["stock_deliveries"].state, "ok")
        with at_time(self.at(4)):
            action = rows["stock_receipts"].action_open_records()
        self.assertEqual(self.env["stock.picking"].search_count(action["domain"]), 1)

    def test_health_of_the_value(self):
        self.move(self.product(cost=5), 10, 2)
        self.count(31)
        row = self.health(31)["stock_value"]
        self.assertEqual(row.state, "unknown")
        self.assertIn("no closing entry", row.why)
        self.close(32)
        self.count(33)
        self.assertEqual(self.health(33)["stock_value"].state, "ok")
        self.entry(7, "2026-03-30")
        self.count(34)
        row = self.health(34)["stock_value"]
        self.assertEqual((row.state, row.value), ("bad", 7))
        action = row.action_open_records()
        line = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(line.difference, -7)

    # -- KPI -----------------------------------------------------------------

    def attest(self, day):
        with at_time(self.at(day)):
            return (
                self.env["hypercare.kpi.attestation"]
                .with_user(self.manager)
                .create(
                    {
                        "period_id": self.period.id,
                        "kpi_id": self.kpi("inventory_valuation").id,
                        "name": "Looked through with the store keeper",
                        "date": self.day(day),
                        "file": "cmVwb3J0",
                        "file_name": "report.pdf",
                    }
                )
            )

    def count_to(self, number):
        """Count the days up to one, which takes two nights after the first month."""
        self.count(31)
        self.count(number)

    def test_kpi_wants_both_the_review_and_the_accounts(self):
        self.move(self.product(cost=5), 10, 10)
        self.count_to(44)
        found = self.value("inventory_valuation", 44)
        self.assertEqual(found.value, 0)
        self.assertIn("the accounts said", found.why)
        self.attest(45)
        self.count(45)
        found = self.value("inventory_valuation", 45)
        self.assertEqual(found.value, 0)
        self.assertNotEqual(found.state, "green")
        self.close(46)
        self.count(46)
        found = self.value("inventory_valuation", 46)
        self.assertEqual((found.value, found.state), (1, "green"))
        self.assertIn("50.00", found.why)
        action = found.action_open_records()
        lines = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(lines.value, 50)
        self.entry(7, "2026-03-30", day=47)
        self.count(47)
        self.assertEqual(self.value("inventory_valuation", 47).value, 0)

    def test_kpi_without_a_review_is_not_reached(self):
        self.move(self.product(cost=5), 10, 10)
        self.close()
        self.count_to(45)
        found = self.value("inventory_valuation", 45)
        self.assertEqual(found.value, 0)
        self.assertIn("nobody has attested", found.why)

    def test_kpi_where_nothing_can_be_compared_rests_on_the_file(self):
        self.count_to(44)
        found = self.value("inventory_valuation", 44)
        self.assertNotEqual(found.state, "green")
        self.assertIn("cannot be compared", found.why)
        self.attest(45)
        self.count(45)
        found = self.value("inventory_valuation", 45)
        self.assertEqual(found.state, "green")
        self.assertIn("rests on the file alone", found.why)

    # -- Exit ----------------------------------------------------------------

    def test_exit_needs_the_close_of_inventory(self):
        criterion = self.criterion("close_areas")
        self.move(self.product(cost=5), 10, 10)
        found = self.found(criterion, self.at(20))
        self.assertEqual(found.state, "not_met")
        self.assertIn("has not ended", found.evidence)
        self.stand()
        found = self.found(criterion, self.at(APRIL_3))
        self.assertEqual(found.state, "not_met")
        self.assertIn("no closing entry", found.evidence)
        with at_time(self.at(APRIL_3)):
            action = criterion.action_evidence()
        self.assertEqual(action["res_model"], "hypercare.stock.value")
        self.close()
        self.stand()
        # Goods agree; what stock cannot see is for others, or for a person.
        found = self.found(criterion, self.at(APRIL_3))
        self.assertNotEqual(found.state, "met")
        self.assertIn("the accounts say so too", found.evidence)

    def test_exit_is_never_met_by_an_unused_stock(self):
        criterion = self.criterion("close_areas")
        self.stand()
        found = self.found(criterion, self.at(APRIL_3))
        self.assertNotIn(found.state, ("met", "attested"))
        self.assertIn("There were no goods", found.evidence)

    # -- Who -----------------------------------------------------------------

    def test_who_reads_the_comparison(self):
        self.move(self.product(cost=5), 10, 10)
        self.stand()
        line = self.rows.search([])
        for user in (self.manager, self.l1, self.sponsor):
            self.assertEqual(line.with_user(user).value, 50)
            self.assertIn(self.account.name, line.with_user(user).display_name)
            with self.assertRaises(AccessError):
                line.with_user(user).write({"value": 0})
            with self.assertRaises(AccessError):
                line.with_user(user).unlink()
            with self.assertRaises(AccessError):
                self.rows.with_user(user).create(
                    {
                        "period_id": self.period.id,
                        "company_id": self.company.id,
                        "month_end": MARCH,
                    }
                )
        for user in (self.reporter, self.foreign_manager):
            with self.assertRaises(AccessError):
                line.with_user(user).read(["value"])
        # Who may not see stock is offered no button that fails.
        item = self.item("supply_chain_hanging", "supply_chain")
        self.assertTrue(item.has_records)
        self.assertFalse(item.with_user(self.manager).has_records)
        with self.assertRaises(UserError):
            item.with_user(self.manager).action_open_records()
