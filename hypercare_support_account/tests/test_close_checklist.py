"""Steps of the close tick themselves, and untick themselves, and say why."""

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tests import tagged

from odoo.addons.hypercare_support.tests.common import at_time

from .close_common import FEBRUARY, MARCH, CloseCase

ITEMS = {
    "bank": "bank_reconciled",
    "posted": "entries_posted",
    "numbers": "numbers_complete",
    "receivable": "receivables_aged",
    "payable": "payables_aged",
    "depreciation": "depreciation_posted",
    "tax": "tax_locked",
    "lock": "month_locked",
}


@tagged("post_install", "-at_install")
class TestCloseChecklist(CloseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        template = cls.env.ref("hypercare_support.checklist_template_month_end")
        with at_time("2026-02-20 03:00:00"):
            cls.checklist = cls.period._add_checklists(template)
            # What is tested is the measurement, not the order of the steps.
            cls.checklist.item_ids.depends_on_ids = False
            cls.env.flush_all()
        cls.items = {
            name: cls.checklist.item_ids.filtered(
                lambda one, code=code: one.code == code
            )
            for name, code in ITEMS.items()
        }

    def look(self, when):
        """Let the scheduled action look at the period."""
        self.env.flush_all()
        self.env.invalidate_all()
        with at_time(when):
            self.period._checklist_sweep()
            self.env.flush_all()
        self.env.invalidate_all()

    def done(self):
        return {name for name, item in self.items.items() if item.done_at}

    def text(self, name):
        return self.items[name].measure_text

    def test_every_step_has_its_measure(self):
        for name, item in self.items.items():
            with self.subTest(name=name):
                self.assertEqual(len(item), 1)
                self.assertTrue(hasattr(item, f"_measure_{item.code}"))

    def test_unused_books_tick_nothing(self):
        self.lock(MARCH, self.april(2))
        self.look(self.april(5))
        self.assertFalse(self.done())
        self.assertIn("a person attests it", self.text("lock"))
        # And a person can.
        item = self.items["posted"]
        with at_time(self.april(5)):
            item.with_user(self.manager)._tick("All in the old system")
        self.assertEqual((item.done_by_id, item.is_measured), (self.manager, False))

    def test_before_the_month_is_over(self):
        self.entry("2026-03-02")
        self.lock(MARCH, self.at(20))
        self.look(self.at(21))
        self.assertFalse(self.done())
        self.assertIn("not over yet", self.text("lock"))
        with at_time(self.at(21)), self.assertRaisesRegex(UserError, "not over yet"):
            self.items["posted"].with_user(self.manager)._tick("Done")

    def test_the_close_of_a_month(self):
        draft = self.entry("2026-03-20", post=False)
        self.entry("2026-03-10")
        line = self.bank_line("2026-03-15")
        self.bank_line("2026-04-02")
        self.look(self.april(1))
        self.assertEqual(self.done(), {"numbers"})
        self.assertEqual(
            self.text("posted"),
            "Draft entries dated up to 31 Mar 2026: 1. The oldest is of 20 Mar 2026.",
        )
        self.assertEqual(
            self.text("bank"),
            "Bank lines up to 31 Mar 2026 that are not reconciled: 1. The oldest is of "
            "15 Mar 2026.",
        )
        draft.action_post()
        self.reconcile(line)
        self.assertTrue(line.is_reconciled)
        self.look(self.april(2))
        self.assertEqual(self.done(), {"numbers", "posted", "bank"})
        self.lock(MARCH, self.april(5), "tax_lock_date")
        self.look(self.april(5))
        self.assertEqual(self.done(), {"numbers", "posted", "bank", "tax"})
        self.lock(MARCH, self.april(6))
        self.look(self.april(6))
        self.assertEqual(self.done(), {"numbers", "posted", "bank", "tax", "lock"})
        self.assertIn("by Accountant", self.text("lock"))
        # What a person has to look at is never ticked by itself.
        for name in ("receivable", "payable"):
            self.assertEqual(
                self.text(name), "Nothing that was due by 31 Mar 2026 is open."
            )

    def test_opened_again_in_every_way(self):
        self.entry("2026-03-10")
        self.lock(MARCH, self.april(2))
        self.look(self.april(2))
        item = self.items["lock"]
        self.assertTrue(item.done_at)
        self.lock(FEBRUARY, self.april(5))
        self.look(self.april(5))
        self.assertFalse(item.done_at)
        self.assertIn("moved the lock date back", item.measure_text)
        self.assertIn("moved the lock date back", item.message_ids[:1].body)
        self.lock(MARCH, self.april(6))
        self.look(self.april(6))
        self.assertTrue(item.done_at)
        exception = self.allow(self.april(7))
        self.look(self.april(7))
        self.assertFalse(item.done_at)
        self.assertIn("granted an exception to L1", item.message_ids[:1].body)
        with at_time(self.april(8)):
            exception.with_user(self.accountant).action_revoke()
        self.look(self.april(8))
        self.assertTrue(item.done_at)
        self.assertIn("when the exception ended", item.measure_text)
        other = self.entry("2026-04-02", post=False)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move SET date = '2026-03-25' WHERE id = %s", [other.id]
        )
        self.env.invalidate_all()
        self.look(self.april(9))
        self.assertTrue(item.done_at)
        self.assertFalse(self.items["posted"].done_at)
        with at_time(self.april(9)):
            self.step_over(other).write({"state": "posted"})
        self.look(self.april(9))
        self.assertFalse(item.done_at)
        self.assertIn("changed entries in what was locked", item.measure_text)

    def test_a_bank_line_that_comes_late_unticks(self):
        self.entry("2026-03-10")
        self.reconcile(self.bank_line("2026-03-15"))
        self.look(self.april(2))
        self.assertTrue(self.items["bank"].done_at)
        self.bank_line("2026-03-31")
        self.look(self.april(3))
        self.assertFalse(self.items["bank"].done_at)

    def test_without_bank_lines_nothing_is_proved(self):
        self.entry("2026-03-10")
        self.look(self.april(2))
        self.assertFalse(self.items["bank"].done_at)
        self.assertIn("No bank line is in Odoo", self.text("bank"))

    def test_a_missing_number_is_explained_by_a_person(self):
        moves = [self.entry(f"2026-03-{day}") for day in (10, 11, 12)]
        self.look(self.april(1))
        item = self.items["numbers"]
        self.assertTrue(item.done_at)
        moves[1].button_draft()
        moves[1].with_context(force_delete=True).unlink()
        self.look(self.april(2))
        self.assertFalse(item.done_at)
        self.assertIn(moves[2].name, item.measure_text)
        with at_time(self.april(2)):
            item.with_user(self.manager)._tick("Deleted: entered twice by mistake")
        self.look(self.april(3))
        self.assertEqual(item.done_by_id, self.manager)

    def test_what_is_overdue_stands_beside_the_step(self):
        self.invoice("2026-03-05", "2026-03-20", 500)
        self.invoice("2026-03-06", "2026-03-25", 250.5)
        self.invoice("2026-03-07", "2026-04-20", 900)
        self.invoice("2026-03-08", "2026-03-28", 70, kind="in_invoice")
        self.look(self.april(2))
        self.assertRegex(
            self.text("receivable"),
            r"750\.50.*\(items: 2, partners: 1\)\. The oldest was due on 20 Mar 2026",
        )
        self.assertRegex(self.text("payable"), r"open: [^-]*70\.00.*items: 1")
        self.assertFalse({"receivable", "payable"} & self.done())

    def test_depreciation_without_an_app_of_assets_is_attested(self):
        if "account.asset" in self.env:
            self.skipTest("assets are kept in Odoo here")
        self.entry("2026-03-10")
        self.assertIsNone(self.items["depreciation"]._measure())

    def test_depreciation_where_assets_are_kept(self):
        """By any model of entries: here those that are called depreciation."""
        posted = self.entry("2026-03-31", ref="Depreciation")
        scope = [("company_id", "=", self.company.id), ("ref", "=", "Depreciation")]
        domain = Domain(scope), Domain([("state", "=", "posted")])
        item = self.items["depreciation"]
        self.patch(
            type(item),
            "_depreciation_lines",
            lambda _item: ("account.move", "date", *domain),
        )
        self.look(self.april(1))
        self.assertTrue(item.done_at)
        self.entry("2026-03-31", post=False, ref="Depreciation")
        self.look(self.april(2))
        self.assertFalse(item.done_at)
        self.assertIn("not posted: 1", item.measure_text)
        self.env["account.move"].search([("ref", "=", "Depreciation")]).ref = "Other"
        self.look(self.april(3))
        self.assertIn("No depreciation is posted", item.measure_text)
        self.assertTrue(posted.exists())

    def test_another_company_ticks_nothing_here(self):
        self.load_books(self.other_company)
        self.entry("2026-03-10")
        self.entry("2026-03-10", post=False, company=self.other_company)
        self.bank_line("2026-03-10", company=self.other_company)
        self.lock(MARCH, self.april(2), "tax_lock_date", company=self.other_company)
        self.look(self.april(3))
        self.assertEqual(self.done(), {"numbers", "posted"})

    def test_a_change_wakes_the_job(self):
        cron = self.env.ref("hypercare_support.ir_cron_checklist")
        triggers = self.env["ir.cron.trigger"]
        before = triggers.search_count([("cron_id", "=", cron.id)])
        self.lock(MARCH, self.april(2))
        self.assertGreater(triggers.search_count([("cron_id", "=", cron.id)]), before)
