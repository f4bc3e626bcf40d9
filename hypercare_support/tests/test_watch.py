from datetime import timedelta
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCase

from .common import HypercareCommon, at_time
from .test_clocks import utc

#: Monday, 12:00 in Dhaka: the first response of an S1 reported at ten is due.
DUE = utc(2, 12)
LIVE = "odoo.addons.hypercare_support.models.period_alarm_live"


class WatchCommon(HypercareCommon, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        others = cls.env["hypercare.period"].search([("id", "!=", cls.period.id)])
        (others - cls.period).write({"state": "cancelled"})
        cls.other_company = cls.env["res.company"].create({"name": "Other"})
        cls.foreign_manager = cls.make_user(
            "foreign",
            "hypercare_support.group_manager",
            company_id=cls.other_company.id,
            company_ids=[Command.set(cls.other_company.ids)],
        )
        cls.make_period(name="Foreign", company_id=cls.other_company.id)
        cls.sweep_job = cls.env.ref("hypercare_support.ir_cron_escalate")
        cls.deliver_job = cls.env.ref("hypercare_support.ir_cron_deliver")
        # The jobs are older than the frozen moments of these tests.
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE ir_cron SET create_date = '2026-01-01'")
        cls.env.cr.execute("DELETE FROM hypercare_heartbeat")

    def beat(self, moment, code="sweep", **values):
        with at_time(moment):
            self.env["hypercare.heartbeat"]._beat(code, **values)

    def alarms(self, moment, user=None):
        """Return the alarms that a user (a manager) sees at a moment, by code."""
        with at_time(moment):
            alarms = (
                self.env["hypercare.period"]
                .with_user(user or self.manager)
                ._alarms_for_user()
            )
        return None if alarms is None else {alarm["code"]: alarm for alarm in alarms}

    def sweep(self, moment):
        with at_time(moment), self.enter_registry_test_mode():
            self.sweep_job.method_direct_trigger()
        self.env.invalidate_all()
        self.beat(moment)


@tagged("post_install", "-at_install")
class TestHeartbeat(WatchCommon):
    def test_one_row_per_job_and_one_statement_per_beat(self):
        heartbeats = self.env["hypercare.heartbeat"]
        with self.assertQueryCount(1):
            heartbeats._beat("sweep", 7, 1.5)
        self.beat(utc(2, 10), count=3, seconds=0.5, error="ValueError: x")
        self.beat(utc(2, 11), count=4)
        heartbeat = heartbeats.search([("code", "=", "sweep")])
        self.assertEqual(len(heartbeat), 1)
        self.assertEqual((heartbeat.beat_at, heartbeat.handled), (utc(2, 11), 4))
        self.assertEqual(heartbeat.last_error, "ValueError: x")
        self.assertEqual(heartbeat.error_at, utc(2, 10))

    def test_late_after_seven_minutes_dead_after_fifteen(self):
        heartbeats = self.env["hypercare.heartbeat"]
        hours = 60 * 60
        for code, age, state in (
            ("sweep", 0, "ok"),
            ("sweep", 7 * 60, "ok"),
            ("sweep", 7 * 60 + 1, "late"),
            ("deliver", 15 * 60, "late"),
            ("deliver", 15 * 60 + 1, "dead"),
            ("sweep", None, "dead"),
            ("daily", 25 * hours, "ok"),
            ("daily", 26 * hours, "late"),
            ("daily", 50 * hours, "dead"),
        ):
            with self.subTest(code=code, age=age):
                self.assertEqual(heartbeats._state_of(code, age), state)

    def test_managers_read_when_the_last_sweep_was(self):
        period = self.period.with_user(self.manager)
        self.assertEqual(period.sweep_status, "Escalations have not been checked yet")
        self.beat(utc(2, 10))
        for seconds, text, state in (
            (40, "Escalations last checked 40 s ago", "ok"),
            (10 * 60, "Escalations last checked 10 min ago", "late"),
            (3 * 3600, "Escalations last checked 3 h ago", "dead"),
            (4 * 86400, "Escalations last checked 4 days ago", "dead"),
        ):
            with at_time(utc(2, 10) + timedelta(seconds=seconds)):
                self.env.invalidate_all()
                self.assertEqual(
                    (period.sweep_status, period.sweep_state), (text, state)
                )
        self.assertNotIn("sweep_status", self.period.with_user(self.l1).fields_get())


@tagged("post_install", "-at_install")
class TestAlarms(WatchCommon):
    def test_a_dead_sweep_is_an_alarm_while_issues_are_open(self):
        self.beat(utc(2, 10))
        self.assertFalse(self.alarms(utc(2, 11)), "nothing is open")
        self.make_issue("s1", at=utc(2, 10))
        self.assertFalse(self.alarms(utc(2, 10, 15)))
        [alarm] = self.alarms(utc(2, 10, 16)).values()
        self.assertEqual((alarm["code"], alarm["level"]), ("sweep_dead", "danger"))
        self.assertIn("has not run for 16 minutes", alarm["text"])
        self.beat(utc(2, 10, 20))
        self.assertFalse(self.alarms(utc(2, 10, 21)))

    def test_a_job_that_never_ran_is_as_old_as_its_record(self):
        self.make_issue("s1", at=utc(2, 10))
        self.assertIn("sweep_dead", self.alarms(utc(2, 10)))
        self.env.cr.execute("UPDATE ir_cron SET create_date = %s", [utc(2, 10)])
        self.assertFalse(self.alarms(utc(2, 10)))

    def test_a_job_that_is_switched_off_is_an_alarm(self):
        self.beat(utc(2, 10))
        self.sweep_job.active = False
        self.assertEqual(list(self.alarms(utc(2, 10))), ["sweep_off"])
        self.deliver_job.active = False
        self.assertEqual(list(self.alarms(utc(2, 10))), ["sweep_off", "deliver_off"])
        self.deliver_job.unlink()
        self.assertIn("deliver_off", self.alarms(utc(2, 10)))
        self.period.state = "cancelled"
        self.assertFalse(self.alarms(utc(2, 10)), "nothing runs, nothing is missed")

    def test_a_mail_unsent_for_five_minutes_is_an_alarm(self):
        self.make_issue("s1", at=utc(2, 10))
        self.sweep(DUE)
        self.assertFalse(self.alarms(DUE + timedelta(minutes=4, seconds=59)))
        alarm = self.alarms(DUE + timedelta(minutes=5, seconds=1))["unsent"]
        self.assertIn("since 5 minutes", alarm["text"])
        action = alarm["action"]
        shown = (
            self.env[action["res_model"]]
            .with_user(self.manager)
            .search(action["domain"])
        )
        self.assertTrue(shown)
        self.assertEqual(shown.escalation_id.period_id, self.period)
        shown.sudo().failed_reason = "550 mailbox unknown"
        alarm = self.alarms(DUE + timedelta(minutes=9))["unsent"]
        self.assertIn("550 mailbox unknown", alarm["text"])
        shown.sudo().sent_at = DUE
        self.assertFalse(self.alarms(DUE + timedelta(minutes=9)))

    def test_issues_put_aside_and_people_not_reached(self):
        issue = self.make_issue("s1", at=utc(2, 10))
        self.sweep(DUE)
        self.env["hypercare.escalation.delivery"].search([]).sent_at = DUE
        issue._store_rows({issue.id: {"sweep_error": "ValueError: poison"}})
        self.assertIn("ValueError: poison", self.alarms(DUE)["aside"]["text"])
        issue._store_rows({issue.id: {"sweep_error": None}})
        issue.escalation_ids[:1].problem = "No valid e-mail address: Manager"
        self.assertIn("No valid e-mail", self.alarms(DUE)["problem"]["text"])
        next_day = DUE + timedelta(hours=24)
        self.beat(next_day)
        self.assertFalse(self.alarms(next_day))

    def test_only_managers_of_the_company_have_alarms(self):
        self.make_issue("s1", at=utc(2, 10))
        self.sweep(DUE)
        late = DUE + timedelta(minutes=6)
        portal = self.make_user("portal")
        portal.group_ids = [Command.set(self.env.ref("base.group_portal").ids)]
        for user in (self.reporter, self.l1, self.sponsor, portal):
            self.assertIsNone(self.alarms(late, user))
        self.assertEqual(list(self.alarms(late)), ["unsent"])
        self.assertEqual(self.alarms(late, self.foreign_manager), {})

    def test_alarms_cost_three_statements_and_no_error_gets_through(self):
        self.make_issue("s1", at=utc(2, 10))
        self.sweep(DUE)
        periods = self.env["hypercare.period"].with_user(self.manager)
        periods._alarms_for_user()
        periods.with_user(self.l1)._alarms_for_user()
        self.env.flush_all()
        with self.assertQueryCount(3):
            periods._alarms_for_user()
        with self.assertQueryCount(0):
            periods.with_user(self.l1)._alarms_for_user()
        with (
            patch.object(type(periods), "_alarm_facts", side_effect=ValueError("x")),
            mute_logger(LIVE),
        ):
            self.assertIsNone(periods._alarms_for_user())


@tagged("post_install", "-at_install")
class TestLiveAlarms(WatchCommon):
    def raise_alarms(self, moment):
        """Run the watch at a moment; return (partner, codes) of the messages sent."""
        messages = []

        def keep(_bus, target, kind, message):
            if kind == "hypercare_alarm":
                codes = [alarm["code"] for alarm in message["alarms"]]
                messages.append((target, codes))

        bus = type(self.env["bus.bus"])
        with at_time(moment), patch.object(bus, "_sendone", keep):
            self.env["hypercare.period"]._cron_watch()
        return messages

    def test_managers_are_told_once_again_after_a_while_and_when_it_is_over(self):
        self.beat(utc(2, 10))
        self.sweep_job.active = False
        own, foreign = self.manager.partner_id, self.foreign_manager.partner_id
        told = dict(self.raise_alarms(utc(2, 10)))
        self.assertEqual((told[own], told[foreign]), (["sweep_off"], ["sweep_off"]))
        self.assertNotIn(self.l1.partner_id, told)
        self.assertFalse(self.raise_alarms(utc(2, 10, 14)), "told a while ago")
        self.assertIn((own, ["sweep_off"]), self.raise_alarms(utc(2, 10, 15)))
        self.deliver_job.active = False
        told = dict(self.raise_alarms(utc(2, 10, 16)))
        self.assertEqual(told[own], ["sweep_off", "deliver_off"])
        self.sweep_job.active = self.deliver_job.active = True
        self.beat(utc(2, 10, 20))
        self.assertIn((own, []), self.raise_alarms(utc(2, 10, 20)))
        self.assertFalse(self.raise_alarms(utc(2, 10, 21)))
        self.assertFalse(self.env["hypercare.alarm"].search([]))

    def test_another_companys_managers_are_not_told(self):
        issue = self.make_issue("s1", at=utc(2, 10))
        self.beat(utc(2, 10))
        issue._store_rows({issue.id: {"sweep_error": "ValueError: poison"}})
        told = dict(self.raise_alarms(utc(2, 10)))
        self.assertIn(self.manager.partner_id, told)
        self.assertNotIn(self.foreign_manager.partner_id, told)

    def test_the_watch_is_there_when_a_mail_becomes_an_alarm(self):
        self.make_issue("s1", at=utc(2, 10))
        self.sweep(DUE)
        watch = self.env.ref("hypercare_support.ir_cron_watch")
        triggers = [("cron_id", "=", watch.id)]
        self.env["ir.cron.trigger"].search(triggers).unlink()
        self.raise_alarms(DUE + timedelta(minutes=1))
        self.raise_alarms(DUE + timedelta(minutes=2))
        trigger = self.env["ir.cron.trigger"].search(triggers)
        self.assertEqual(trigger.mapped("call_at"), [DUE + timedelta(minutes=5)])

    def test_whatever_fails_leaves_the_caller_alone(self):
        self.manager.name = "Still here"
        periods = self.env["hypercare.period"]
        with (
            patch.object(type(periods), "_tell_managers", side_effect=ValueError("x")),
            mute_logger(LIVE),
        ):
            self.sweep_job.active = False
            periods._raise_alarms()
        self.assertFalse(self.env["hypercare.alarm"].search([]))
        self.assertEqual(self.manager.name, "Still here")
