"""The daily run: once per day, made up for, each period on its own; alerts once."""

from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .common import at_time
from .kpi_common import KpiCase


class TestKpiDaily(KpiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        others = cls.env["hypercare.period"].search([("id", "!=", cls.period.id)])
        others.write({"state": "cancelled"})

    def run_cron(self, number):
        with at_time(self.night(number)), self.enter_registry_test_mode():
            self.env.ref("hypercare_support.ir_cron_daily").method_direct_trigger()
        self.env.invalidate_all()

    def snapshot(self):
        return {
            (value.kpi_id.code, value.date): (
                value.value,
                value.state,
                value.counted_at,
            )
            for value in self.values.search([("period_id", "=", self.period.id)])
        }

    def test_once_per_day_and_never_changed(self):
        self.life("s1", self.at(1))
        self.run_cron(1)
        first = self.snapshot()
        self.assertEqual(first[("open_urgent", self.day(1))][0], 1)
        self.life("s1", self.at(1, 11))
        self.run_cron(1)
        self.assertEqual(self.snapshot(), first)

    def test_missed_days_are_counted_as_they_were(self):
        issue = self.life("s1", self.at(2))
        self.do(issue, self.l1, self.at(4), state="resolved")
        self.run_cron(1)
        self.run_cron(5)
        found = [self.value("open_urgent", number).value for number in range(2, 6)]
        self.assertEqual(found, [1, 1, 0, 0])
        told = {
            number: self.value("repeated_questions", number).why for number in (2, 5)
        }
        self.assertIn("not recorded that day", told[2])
        self.assertIn("no answer: 0.", told[5])

    def test_a_day_that_was_missed_is_the_same_as_one_that_was_not(self):
        for number in (1, 2, 3, 5, 8):
            self.life("s2", self.at(number), self.at(number + 2))
        for number in range(1, 11):
            self.run_cron(number)
        known = {
            key: value[:2]
            for key, value in self.snapshot().items()
            if key[0] != "repeated_questions"
        }
        self.env.cr.execute("DELETE FROM hypercare_kpi_value")
        self.env.invalidate_all()
        self.run_cron(10)
        again = {
            key: value[:2]
            for key, value in self.snapshot().items()
            if key[0] != "repeated_questions"
        }
        self.assertEqual(again, known)

    def test_from_go_live_to_day_90_and_in_bounded_runs(self):
        self.run_cron(0)
        self.assertFalse(self.snapshot())
        with at_time(self.night(120)):
            days, more = self.period._kpi_days(self.night(120))
            self.assertEqual((len(days), more), (31, True))
            for _run in range(3):
                self.period._run_day_tasks(self.night(120))
            self.assertEqual(self.period._kpi_days(self.night(120)), ([], False))
        dates = self.values.search([("period_id", "=", self.period.id)]).mapped("date")
        self.assertEqual((min(dates), max(dates)), (self.day(1), self.day(90)))

    def test_goes_on_after_the_exit(self):
        self.period.sudo().write({"state": "exit_review"})
        self.period.sudo().write({"state": "monitoring"})
        self.run_cron(1)
        self.assertTrue(self.snapshot())

    @mute_logger("odoo.addons.hypercare_support.models.period_kpi")
    def test_one_period_that_fails_leaves_the_others_theirs(self):
        other = self.make_period(name="Second")
        broken = type(self.period)._snapshot_days

        def fail(period, days):
            if period == self.period:
                raise ValueError("out of ink")
            return broken(period, days)

        stamp = self.period.write_date
        with patch.object(type(self.period), "_snapshot_days", fail):
            self.run_cron(1)
        self.assertIn("out of ink", self.period.kpi_error)
        self.assertEqual(self.period.write_date, stamp)
        self.assertTrue(self.value("month_close", 1, other))
        self.run_cron(1)
        self.assertFalse(self.period.kpi_error)
        self.assertTrue(self.value("month_close", 1))

    @mute_logger("odoo.addons.hypercare_support.models.period_kpi")
    def test_a_mail_that_fails_costs_no_figures_and_is_sent_the_next_time(self):
        self.life("s1", self.at(1, 10), self.at(1, 12))
        self.run_cron(14)
        self.life("s1", self.at(15))
        watch = type(self.period)

        def fail(period, *args):
            raise ValueError("out of stamps")

        with patch.object(watch, "_alert_mail", fail):
            self.run_cron(15)
        self.assertIn("out of stamps", self.period.kpi_error)
        self.assertTrue(self.value("open_urgent", 15))
        alert = self.env["hypercare.kpi.alert"].search([("kind", "=", "lost")])
        self.assertTrue(alert and not alert.told_at)
        self.run_cron(15)
        self.assertFalse(self.period.kpi_error)
        self.assertTrue(alert.told_at)

    @mute_logger("odoo.addons.hypercare_support.models.period_kpi")
    def test_a_day_that_fails_costs_itself_only_and_is_made_up_for(self):
        store = type(self.period)._store_kpis

        def fail(period, day, kpis, latest):
            if day == self.day(2):
                raise ValueError("out of ink")
            return store(period, day, kpis, latest)

        kept = []
        with (
            patch.object(type(self.period), "_store_kpis", fail),
            at_time(self.night(3)),
        ):
            self.period._run_day_tasks(self.night(3), lambda: kept.append(1))
        known = [bool(self.value("open_urgent", number)) for number in (1, 2, 3)]
        self.assertEqual(known, [True, False, True])
        # Counts, two days, alerts and the mails about paper: each is kept on its own.
        self.assertEqual(len(kept), 5)
        self.run_cron(3)
        self.assertTrue(self.value("open_urgent", 2))

    def test_the_job_is_woken_after_the_next_midnight(self):
        self.run_cron(3)
        cron = self.env.ref("hypercare_support.ir_cron_daily")
        moments = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertIn(self.at(5, 0, 10), moments.mapped("call_at"))

    def test_a_manager_has_a_day_counted_again_and_it_is_recorded(self):
        self.life("s1", self.at(1))
        self.run_cron(1)
        value = self.value("open_urgent", 1)
        self.env.cr.execute(
            "UPDATE hypercare_kpi_value SET value = 9 WHERE id = %s", [value.id]
        )
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            value.with_user(self.l1).action_count_again()
        value.with_user(self.manager).action_count_again()
        self.env.invalidate_all()
        self.assertEqual((value.value, value.recounted_by_id), (1, self.manager))
        self.assertIn("9", value.earlier_text)
        said = self.period.message_ids.mapped("body")
        self.assertTrue(any("counted again" in body for body in said))


class TestKpiAlert(KpiCase):
    def setUp(self):
        super().setUp()
        self.alerts = self.env["hypercare.kpi.alert"]
        self.area = self.env["hypercare.area"].create(
            {"period_id": self.period.id, "name": "Finance", "head_id": self.l2.id}
        )

    def mails(self):
        return self.env["mail.mail"].search(
            [("message_id", "=like", "<hypercare-kpi-%")]
        )

    def test_worse_twice_in_a_row_is_told_once_with_its_causes(self):
        self.life("s3", self.at(1))
        self.count(1)
        first = self.life("s1", self.at(2), area_id=self.area.id)
        self.count(2)
        self.assertFalse(self.alerts.search([]))
        self.life("s1", self.at(3), area_id=self.area.id, name="<b>Money</b> is gone")
        self.count(3)
        alert = self.alerts.search([("period_id", "=", self.period.id)])
        self.assertEqual(
            (alert.kpi_id.code, alert.kind, str(alert.since)),
            ("open_urgent", "falling", "2026-03-03"),
        )
        mails = self.mails()
        to = " ".join(mails.mapped("email_to"))
        self.assertEqual(len(mails), 2)
        self.assertIn("manager@example.com", to)
        self.assertIn("sponsor@example.com", to)
        body = str(mails[0].body_html)
        for word in ("Finance (2)", first.number, "worse twice in a row"):
            self.assertIn(word, body)
        self.assertNotIn("<b>Money</b>", body)
        # Nobody is woken by it: the support hours open at nine.
        self.assertEqual(mails[0].scheduled_date, self.at(4, 9))
        self.life("s1", self.at(4))
        self.count(4)
        self.assertEqual(self.alerts.search_count([]), 1)
        self.assertEqual(len(self.mails()), 2)

    def test_missed_after_it_had_been_reached_and_again_after_it_is_over(self):
        solved = self.life("s1", self.at(1, 10), self.at(1, 12))
        self.count(14)
        issue = self.life("s1", self.at(15))
        self.count(15)
        alert = self.alerts.search([("kind", "=", "lost")])
        self.assertEqual(alert.kpi_id.code, "open_urgent")
        self.assertTrue(alert.told_at)
        self.do(issue, self.l1, self.at(16), state="resolved")
        self.count(16)
        self.assertEqual(alert.over_on, self.day(16))
        self.do(solved, self.l1, self.at(17), state="in_progress")
        self.count(17)
        again = self.alerts.search([("kind", "=", "lost")]) - alert
        self.assertEqual(again.since, self.day(17))

    def test_what_came_and_went_while_nobody_counted_is_not_told(self):
        self.life("s1", self.at(1, 10), self.at(1, 12))
        self.life("s1", self.at(15), self.at(17))
        self.count(20)
        alert = self.alerts.search([("kind", "=", "lost")])
        self.assertEqual((alert.since, alert.over_on), (self.day(15), self.day(17)))
        self.assertFalse(alert.told_at)
        self.assertFalse(self.mails())

    def test_after_the_exit_both_sides_are_told(self):
        owner = self.make_user("owner")
        self.period.business_owner_id = owner
        self.period.sudo().write({"state": "exit_review"})
        self.period.sudo().write({"state": "monitoring"})
        self.life("s1", self.at(1, 10), self.at(1, 12))
        self.count(14)
        self.life("s1", self.at(15))
        self.count(15)
        to = " ".join(self.mails().mapped("email_to"))
        for name in ("manager", "sponsor", "consultant", "owner"):
            self.assertIn(f"{name}@example.com", to)

    def test_a_backlog_that_grows_is_a_warning(self):
        for number in range(1, 16):
            self.life("s4", self.at(number))
        self.count(15)
        alert = self.alerts.search(
            [("kind", "=", "warning"), ("kpi_id", "=", self.kpi("backlog_weeks").id)]
        )
        self.assertEqual(alert.since, self.day(15))

    def test_the_intervention_says_who_and_when(self):
        self.life("s1", self.at(1, 10), self.at(1, 12))
        self.count(14)
        self.life("s1", self.at(15))
        self.count(15)
        alert = self.alerts.search([("kind", "=", "lost")])
        with at_time(self.at(16)):
            alert.with_user(self.manager).write({"intervention": " Two more testers "})
        self.assertEqual(alert.intervention, "Two more testers")
        self.assertEqual(alert.intervention_by_id, self.manager)
        self.assertEqual(alert.intervention_at, self.at(16))
        for vals in (
            {"intervention": "  "},
            {"intervention": 5},
            {"over_on": "2026-03-20"},
            {"intervention_by_id": self.l1.id},
            {"intervention": "x", "kind": "warning"},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                alert.with_user(self.manager).write(vals)
        with self.assertRaises(AccessError):
            alert.with_user(self.l1).write({"intervention": "x"})
        self.assertEqual(fields.Date.to_string(alert.since), "2026-03-15")
