"""The health of the server by day, and connections that have to be stable."""

from odoo.exceptions import AccessError, UserError

from .common import at_time
from .kpi_common import KpiCase


class TestHealth(KpiCase):
    def measures(self, number):
        rows = self.env["hypercare.health.value"].search(
            [("period_id", "=", self.period.id), ("date", "=", self.day(number))]
        )
        return {row.code: row for row in rows}

    def test_failures_are_counted_and_named(self):
        self.count(1)
        before = self.measures(1)
        self.env["mail.mail"].create(
            {
                "state": "exception",
                "failure_reason": "Mailbox full",
                "email_to": "a@b.c",
            }
        )
        self.env.ref("hypercare_support.ir_cron_status").failure_count = 3
        self.env["fetchmail.server"].create(
            {"name": "Post", "error_date": self.at(1), "active": True}
        )
        self.count(2)
        after = self.measures(2)
        for code, note in (
            ("mail_failed", "Mailbox full"),
            ("cron_failed", "Hypercare: status reports"),
            ("fetchmail", "Post"),
        ):
            with self.subTest(code=code):
                self.assertEqual(after[code].value, before[code].value + 1)
                self.assertEqual(after[code].state, "bad")
                self.assertIn(note, after[code].note)
                self.assertTrue(after[code].name)

    def failed_mail(self, **values):
        return self.env["mail.mail"].create(
            {"state": "exception", "failure_reason": "Full", "email_to": "a@b.c"}
            | values
        )

    def test_only_mails_of_the_day_and_of_the_company_are_counted(self):
        self.count(1)
        before = self.measures(1)["mail_failed"].value
        old = self.failed_mail()
        self.failed_mail(record_company_id=self.other_company.id)
        self.failed_mail(record_company_id=self.company.id)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mail_mail SET write_date = %s WHERE id = %s", [self.at(1), old.id]
        )
        self.count(2)
        self.assertEqual(self.measures(2)["mail_failed"].value, before + 1)

    def test_what_the_server_said_is_for_administrators(self):
        self.failed_mail()
        self.count(1)
        row = self.measures(1)["mail_failed"]
        admin = self.make_user("admin", "hypercare_support.group_admin")
        self.assertIn("Full", row.with_user(admin).note)
        for user in (self.l1, self.manager, self.sponsor):
            with self.subTest(user=user.name):
                self.assertEqual(row.with_user(user).state, "bad")
                with self.assertRaises(AccessError):
                    row.with_user(user).read(["note"])

    def test_a_night_that_was_missed_is_noted_as_such(self):
        self.count(3)
        self.assertEqual(set(self.measures(1)), {"not_recorded"})
        self.assertEqual(self.measures(1)["not_recorded"].state, "unknown")
        self.assertIn("mail_failed", self.measures(3))
        known = self.measures(3)
        self.count(3)
        self.assertEqual(self.measures(3), known)

    def test_slow_queries_are_not_measurable_without_statistics(self):
        self.env.cr.execute(
            "SELECT count(*) FROM pg_extension WHERE extname = 'pg_stat_statements'"
        )
        if self.env.cr.fetchone()[0]:
            self.skipTest("this database keeps statistics")
        self.count(1)
        row = self.measures(1)["slow_queries"]
        self.assertEqual((row.state, row.shown), ("unknown", "–"))

    def test_a_connection_is_stable_after_days_without_a_failure(self):
        bank = self.env["hypercare.integration"].create(
            {"period_id": self.period.id, "name": "Bank", "stable_needed": 3}
        )
        for number, act in (
            (1, "action_worked"),
            (2, "action_failed"),
            (3, "action_worked"),
            (4, "action_worked"),
        ):
            with at_time(self.at(number)):
                getattr(bank.with_user(self.l1), act)()
        # Friday and Saturday are no business days; Sunday is day 8.
        with at_time(self.at(5)):
            bank.with_user(self.l1).action_worked()
        with at_time(self.at(8, 8)):
            self.env.invalidate_all()
            self.assertEqual((bank.stable_days, bank.is_stable), (3, True))
            self.assertFalse(self.period._unstable_integrations())
        with at_time(self.at(9)):
            self.env.invalidate_all()
            # Nobody noted Sunday: silence is no proof.
            self.assertEqual(bank.stable_days, 0)
            self.assertEqual(self.period._unstable_integrations(), bank)

    def test_a_failure_is_corrected_with_a_reason_and_stays_readable(self):
        bank = self.env["hypercare.integration"].create(
            {"period_id": self.period.id, "name": "Bank"}
        )
        with at_time(self.at(2)):
            bank.with_user(self.l2).action_failed()
            day = bank.day_ids
            day.with_user(self.l2).note = "No file"
            for act in (
                lambda: bank.with_user(self.l1).action_worked(),
                lambda: day.with_user(self.l1).write({"state": "ok", "reason": "  "}),
                lambda: day.with_user(self.l1).write({"date": self.day(1)}),
                lambda: day.with_user(self.l1).write({"earlier": "x"}),
            ):
                with self.assertRaises(UserError):
                    act()
            self.assertEqual(day.state, "failed")
            day.with_user(self.l1).write(
                {"state": "ok", "reason": "The file was there", "note": False}
            )
        self.assertEqual(day.state, "ok")
        for word in ("Failed", "No file", "The file was there", self.l2.name):
            self.assertIn(word, day.earlier)

    def test_only_the_last_two_business_days_are_noted_afterwards(self):
        bank = self.env["hypercare.integration"].create(
            {"period_id": self.period.id, "name": "Bank"}
        )
        days = self.env["hypercare.integration.day"].with_user(self.l1)
        # Day 9 is a Monday: day 8 and, before the weekend, day 5.
        with at_time(self.at(9)):
            for number in (9, 8, 5):
                days.create({"integration_id": bank.id, "date": self.day(number)})
            with self.assertRaisesRegex(UserError, "two business days"):
                days.create({"integration_id": bank.id, "date": self.day(4)})

    def test_what_is_noted_is_corrected_and_not_deleted(self):
        bank = self.env["hypercare.integration"].create(
            {"period_id": self.period.id, "name": "Bank"}
        )
        with at_time(self.at(2)):
            bank.with_user(self.l1).action_worked()
            bank.with_user(self.l2).action_failed()
            day = bank.day_ids
            self.assertEqual((day.state, day.user_id), ("failed", self.l2))
            for act in (
                lambda: day.with_user(self.manager).unlink(),
                lambda: day.with_user(self.l1).write({"user_id": self.l1.id}),
                lambda: day.with_user(self.l1).write({"date": "2026-04-01"}),
            ):
                with self.assertRaises(UserError):
                    act()
