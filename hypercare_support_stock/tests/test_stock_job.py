"""The job that compares: killed, woken, failing, two at once, and what it leaves."""

from datetime import date, timedelta
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.tests import tagged

from odoo.addons.hypercare_support.tests.common import at_time
from odoo.addons.hypercare_support_stock import uninstall_hook
from odoo.addons.hypercare_support_stock.models import period_stock_count

from .stock_common import APRIL_3, MARCH
from .stock_hard_common import KPI, LATE, HardCase


@tagged("post_install", "-at_install")
class TestStockJob(HardCase):
    # -- The job -------------------------------------------------------------

    def test_a_killed_job_goes_on(self):
        for _number in range(4):
            self.move(self.product(cost=5), 10, 10)
        seen = []
        value_of = type(self.period)._stock_value_of

        def spy(period, products, day):
            seen.append(products.ids)
            return value_of(period, products, day)

        turns = iter([1, 0, 1, 1, 1])
        with (
            patch.object(period_stock_count, "CHUNK", 2),
            patch.object(type(self.period), "_stock_value_of", spy),
            at_time(self.at(APRIL_3)),
        ):
            through = self.period._stock_count(MARCH, keep=lambda: next(turns))
            self.assertFalse(through)
            self.assertEqual(self.period._stock_standing(MARCH).state, "unread")
            self.assertTrue(self.period._stock_count(MARCH, keep=lambda: next(turns)))
        self.assertEqual([len(ids) for ids in seen], [2, 2, 1])
        self.assertEqual(len({one for ids in seen for one in ids}), 5)
        self.assertEqual(self.period._stock_standing(MARCH).value, 250)

    def test_the_job_is_its_own(self):
        cron = self.env.ref("hypercare_support_stock.ir_cron_stock")
        self.assertEqual(cron.user_id, self.env.ref("base.user_root"))
        self.assertTrue(
            self.env["ir.model.data"]
            .search([("model", "=", "ir.cron"), ("res_id", "=", cron.id)])
            .noupdate
        )
        commits = []
        with (
            patch.object(
                type(self.env["ir.cron"]),
                "_commit_progress",
                lambda _self, *args, **kw: commits.append((args, kw)) or 60,
            ),
            at_time(self.at(APRIL_3)),
        ):
            self.env["hypercare.period"]._cron_stock()
            self.assertEqual(self.period._stock_standing(MARCH).value, 50)
            self.assertIn(((), {"remaining": 1}), commits)
            # A moment later there is nothing to do, after the end never again.
            commits.clear()
            self.env["hypercare.period"]._cron_stock()
            self.assertEqual(commits, [((), {"remaining": 0})])
        self.env.cr.execute(
            "UPDATE hypercare_period SET state = 'closed' WHERE id = %s",
            [self.period.id],
        )
        self.env.invalidate_all()
        with (
            patch.object(
                type(self.env["ir.cron"]),
                "_commit_progress",
                lambda _self, *args, **kw: commits.append((args, kw)) or 60,
            ),
            at_time(self.at(LATE)),
        ):
            commits.clear()
            self.env["hypercare.period"]._cron_stock()
        self.assertEqual(commits, [((), {"remaining": 0})])

    def test_the_job_is_woken_once_an_hour_while_a_close_is_under_way(self):
        cron = self.env.ref("hypercare_support_stock.ir_cron_stock")
        triggers = self.env["ir.cron.trigger"]

        def woken(day, hour=12, minute=0):
            triggers.search([("cron_id", "=", cron.id)]).unlink()
            with at_time(self.at(day, hour, minute)):
                self.period._stock_wake()
                self.period._stock_wake()
                return triggers.search_count([("cron_id", "=", cron.id)])

        self.assertEqual(woken(20), 0)
        self.assertEqual(woken(APRIL_3), 1)
        self.stand()
        self.assertEqual(woken(APRIL_3, 10, 50), 0)
        self.assertEqual(woken(APRIL_3, 11), 1)
        self.assertEqual(woken(LATE), 0)

    def test_nobody_else_waits_for_a_comparison(self):
        with at_time(self.at(1)):
            self.period._add_checklists(
                self.env.ref("hypercare_support.checklist_template_month_end")
            )
        item = self.env["hypercare.checklist.item"].search(
            [("code", "=", "stock_value_right"), ("period_id", "=", self.period.id)]
        )
        self.assertTrue(item)
        criterion = self.criterion("close_areas")
        with (
            patch.object(
                type(self.period), "_stock_step", side_effect=AssertionError
            ) as step,
            at_time(self.night(LATE)),
        ):
            self.period.sudo()._run_day_tasks(self.night(LATE))
            self.period._checklist_sweep()
            item._measure()
            self.env.flush_all()
            self.found(criterion, self.night(LATE))
        step.assert_not_called()

    def test_readers_take_four_queries(self):
        self.stand()
        period = self.period.sudo()
        self.env.flush_all()
        with at_time(self.at(APRIL_3)):
            period._stock_sentence(period._stock_standing(MARCH))
            self.rows.invalidate_model()
            self.env["hypercare.stock.count"].invalidate_model()
            with self.assertQueryCount(4):
                period._stock_sentence(period._stock_standing(MARCH))

    # -- Two at once ---------------------------------------------------------

    def test_who_was_faster_is_no_failure(self):
        self.close()
        self.stand()
        rows = self.rows.search([])
        with self.assertRaises(SerializationFailure):
            self.break_down(SerializationFailure("faster"))
        self.env.invalidate_all()
        self.assertEqual(self.rows.search([]), rows)
        self.assertEqual(self.period._stock_standing(MARCH).state, "equal")

    def test_a_month_that_another_one_counts_is_left_alone(self):
        with patch.object(type(self.period), "_stock_lock", return_value=False):
            self.assertEqual(self.stand().state, "unread")

    # -- Time to close -------------------------------------------------------

    def test_nobody_is_blamed_before_there_was_time_to_close(self):
        due = self.period._stock_due(MARCH)
        between = self.period._business_days_between
        self.assertEqual(between(MARCH, due), 5)
        self.assertEqual(between(MARCH, due - timedelta(days=1)), 4)
        last = (due - self.day(1)).days + 1
        self.count(31)
        self.count(last - 1)
        found = self.value(KPI, last - 1)
        self.assertEqual(found.state, "amber")
        self.assertIn("not closed yet", found.why)
        self.assertEqual(found.shown, "Not closed yet")
        self.count(last)
        found = self.value(KPI, last)
        self.assertEqual(found.value, 0)
        self.assertIn("they differ", found.why)

    def test_the_month_before_counts_until_then(self):
        self.close()
        self.stand()
        self.attest(55)
        april = date(2026, 4, 30)
        self.move(self.thing, 10, 50)
        first = (april - self.day(1)).days + 2
        self.count(first - 2)
        self.count(first)
        found = self.value(KPI, first)
        self.assertEqual((found.state, found.value), ("green", 1))
        self.assertIn("counts once there was time", found.why)
        self.assertFalse(
            self.env["hypercare.kpi.alert"].search(
                [("period_id", "=", self.period.id), ("kpi_id.code", "=", KPI)]
            )
        )
        late = (self.period._stock_due(april) - self.day(1)).days + 1
        self.count(late)
        found = self.value(KPI, late)
        self.assertEqual((found.state, found.value), ("red", 0))

    def test_the_first_month_has_time_to_close(self):
        self.assertEqual(self.period._stock_first_full_month(), MARCH)
        with patch.object(type(self.period), "_business_days_between", return_value=4):
            first = self.period._stock_first_full_month()
        self.assertEqual(first, date(2026, 4, 30))

    # -- The end of the addon ------------------------------------------------

    def test_what_stays_after_the_addon_can_be_read(self):
        found = self.judged(LATE)
        text = found.why
        self.assertIn("they differ", text)
        health = self.env["hypercare.health.value"]
        ours = [("code", "=like", "stock\\_%")]
        self.assertTrue(health.search_count(ours))
        everything = health.search_count([])
        uninstall_hook(self.env)
        self.env.invalidate_all()
        self.assertEqual(found.reason, {"why": text})
        self.assertEqual(found.why, text)
        self.assertFalse(health.search_count(ours))
        self.assertEqual(health.search_count([]), everything - 10)
