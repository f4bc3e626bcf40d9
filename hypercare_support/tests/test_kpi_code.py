"""What a KPI counts stays the same; which month is the first; steps that wait."""

from datetime import date

from odoo.exceptions import UserError

from .common import at_time
from .kpi_common import KpiCase


class TestKpiCode(KpiCase):
    def test_a_version_of_a_company_is_counted_in_the_same_way(self):
        shared = self.kpi("month_close")
        own = shared.copy({"company_id": self.company.id, "target": 8})
        self.assertEqual((own.code, own.target), ("month_close", 8))
        with self.assertRaises(UserError):
            own.evaluator = "attested"
            self.env.flush_all()
        other = {"company_id": self.other_company.id, "evaluator": "attested"}
        with self.assertRaises(UserError):
            shared.copy(other)
        # Archived, it still says what the code means.
        shared.active = False
        with self.assertRaises(UserError):
            shared.copy(other)
        self.assertTrue(shared.copy({**other, "code": "our_close"}))

    def test_a_kpi_of_the_addon_keeps_what_it_counts(self):
        shared = self.kpi("month_close")
        with self.assertRaisesRegex(UserError, "came with the addon"):
            shared.evaluator = "attested"
        shared.write({"evaluator": "month_close", "target": 6})
        own = shared.copy({"code": "our_close", "evaluator": "attested"})
        own.evaluator = "attested_monthly"
        self.assertEqual(own.evaluator, "attested_monthly")

    def test_the_first_month_has_five_working_days(self):
        """The week is Sunday to Thursday; 31 March is a Tuesday."""
        for go_live, month_end in (
            ("2026-03-01", date(2026, 3, 31)),
            # 25, 26, 29, 30 and 31 March.
            ("2026-03-24", date(2026, 3, 31)),
            ("2026-03-25", date(2026, 4, 30)),
            ("2026-03-31", date(2026, 4, 30)),
            ("2026-12-30", date(2027, 1, 31)),
        ):
            period = self.make_period(
                name=go_live, go_live=go_live, date_end="2027-02-28"
            )
            with self.subTest(go_live=go_live):
                self.assertEqual(period.sudo()._first_month_end(), month_end)

    def test_a_close_is_attested_of_the_first_month(self):
        period = self.make_period(
            name="Late", go_live="2026-03-29", date_end="2026-05-30"
        ).sudo()
        with at_time(self.at(40)):
            self.assertIsNone(period._kpi_facts(self.day(39)).close.month_end)

    def test_the_month_is_locked_on_the_day_that_the_kpi_asks_for(self):
        step = self.env.ref("hypercare_support.checklist_item_month_end_lock")
        self.assertEqual(step.number, self.kpi("month_close").target)

    def test_a_step_that_waits_says_what_is_true_now(self):
        template = self.env.ref("hypercare_support.checklist_template_month_end")
        items = self.period._add_checklists(template).item_ids
        step = items.filtered(lambda one: one.code == "month_locked")
        step._set_measured(False, "Not locked yet.")
        step._set_measured(True, "Locked since today.")
        self.assertEqual(step.measure_text, "Locked since today.")
        self.assertFalse(step.done_at)
        step.depends_on_ids = False
        step._set_measured(True, "Locked since today.")
        self.assertTrue(step.done_at)
