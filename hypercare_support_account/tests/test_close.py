"""The first month-end close as a KPI: measured by lock dates, day by day."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.hypercare_support.tests.common import at_time

from .close_common import FEBRUARY, MARCH, CloseCase


@tagged("post_install", "-at_install")
class TestClose(CloseCase):
    def states(self, *numbers):
        found = []
        for number in numbers:
            value = self.value("month_close", number)
            found.append((value.value if value.has_value else None, value.state))
        return found

    def holiday(self, day):
        """Close the office on a day of April."""
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.calendar.id,
                "company_id": self.company.id,
                "date_from": self.april(day, 0),
                "date_to": self.april(day + 1, 0),
            }
        )

    def test_on_the_fifth_working_day(self):
        self.entry("2026-03-10")
        self.lock(MARCH, self.april(7, 23))
        # Day 38 is 7 April.
        for number in (31, 32, 37, 38, 39):
            self.count(number)
        self.assertEqual(
            self.states(31, 32, 37, 38, 39),
            [
                (None, "unmeasurable"),
                *((1, "amber"), (4, "amber"), (5, "green"), (5, "green")),
            ],
        )

    def test_on_the_sixth_working_day(self):
        self.entry("2026-03-10")
        self.lock(MARCH, self.april(8, 0))
        for number in (38, 39):
            self.count(number)
        self.assertEqual(self.states(38, 39), [(5, "amber"), (6, "red")])

    def test_a_holiday_is_no_working_day(self):
        self.entry("2026-03-10")
        self.holiday(5)
        self.lock(MARCH, self.april(8))
        self.count(39)
        self.assertEqual(self.states(39), [(5, "green")])

    def test_the_day_is_that_of_the_period(self):
        """Half past eleven in the evening in Dhaka is still the fifth day there."""
        self.entry("2026-03-10")
        self.lock(MARCH, "2026-04-07 17:30:00")
        self.assertEqual(self.close(self.april(9)).days, 5)
        tokyo = self.make_period(name="Tokyo", tz="Asia/Tokyo")
        # There it is half past two of the next day.
        self.assertEqual(self.close(self.april(9), tokyo).days, 6)

    def test_reopened_and_locked_again(self):
        self.entry("2026-03-10")
        self.lock(MARCH, self.april(2))
        self.count(34)
        self.assertEqual(self.states(34), [(2, "green")])
        self.lock(FEBRUARY, self.april(12))
        self.count(44)
        # 1, 2, 5–9, 12 and 13 April.
        self.assertEqual(self.states(44), [(9, "red")])
        value = self.value("month_close", 44)
        self.assertIn("Accountant moved the lock date back on 04/12/2026", value.why)
        alert = self.env["hypercare.kpi.alert"].search(
            [("period_id", "=", self.period.id), ("kpi_id.code", "=", "month_close")]
        )
        self.assertEqual(alert.kind, "lost")
        self.lock(MARCH, self.april(14))
        self.count(46)
        self.assertEqual(self.states(46), [(10, "red")])
        # What was counted stays as it was; a day that is counted now is as it was then.
        self.assertEqual(self.states(34), [(2, "green")])
        self.count(36)
        self.assertEqual(self.states(36), [(2, "green")])

    def test_an_exception_opens_until_it_ends(self):
        self.entry("2026-03-10")
        self.lock(MARCH, self.april(2))
        self.allow(self.april(6), until=self.april(7, 18))
        open_again = self.close(self.april(6, 11))
        self.assertFalse(open_again.is_done)
        self.assertEqual(open_again.standing.opened_by.kind, "exception")
        ended = self.close(self.april(7, 19))
        self.assertEqual((ended.is_done, ended.days), (True, 5))
        self.count(37)
        self.assertIn("granted an exception", self.value("month_close", 37).why)

    def test_an_exception_that_is_revoked(self):
        self.entry("2026-03-10")
        self.lock(MARCH, self.april(2))
        exception = self.allow(self.april(5))
        with at_time(self.april(6)):
            exception.with_user(self.accountant).action_revoke()
        self.assertFalse(self.close(self.april(5, 12)).is_done)
        self.assertEqual(self.close(self.april(8)).days, 4)
        self.assertEqual(
            self.events.search([], order="id").mapped("kind")[-3:],
            ["lock", "exception", "revoked"],
        )

    def test_an_exception_goes_on_when_the_lock_moves_on(self):
        self.entry("2026-03-10")
        self.lock(MARCH, self.april(2))
        self.allow(self.april(5))
        self.lock("2026-04-30", "2026-05-05 04:00:00")
        self.assertFalse(self.close("2026-05-06 04:00:00").is_done)

    def test_posting_with_an_exception_and_without(self):
        draft = self.entry("2026-03-20", post=False)
        self.entry("2026-03-10")
        self.lock(MARCH, self.april(2))
        self.allow(self.april(5), until=self.april(5, 12))
        with at_time(self.april(5, 11)):
            moves = self.env["account.move"].with_user(self.l1).sudo()
            moves.browse(draft.id).action_post()
        self.assertEqual(str(draft.date), "2026-03-20")
        event = self.events.search([("kind", "=", "posting")])
        self.assertEqual((event.entries, event.who), (1, "L1"))
        # It was open then; it is locked again since noon.
        self.assertEqual(self.close(self.april(6)).days, 3)
        # A program that steps over the check leaves its mark all the same.
        other = self.entry("2026-04-02", post=False)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move SET date = '2026-03-25' WHERE id = %s", [other.id]
        )
        self.env.invalidate_all()
        with at_time(self.april(9)):
            self.step_over(other).write({"state": "posted"})
        found = self.close(self.april(9, 11))
        self.assertFalse(found.is_done)
        self.assertEqual(found.standing.opened_by.kind, "posting")
        self.lock("2026-04-05", self.april(12))
        self.assertTrue(self.close(self.april(12, 11)).is_done)

    def test_odoo_itself_refuses_or_moves_the_date(self):
        """So that what is tested here is the exception, not the rule."""
        draft = self.entry("2026-03-20", post=False)
        posted = self.entry("2026-03-10")
        self.lock(MARCH, self.april(2))
        with at_time(self.april(3)), self.assertRaises(UserError):
            posted.button_draft()
        with at_time(self.april(3)):
            draft.action_post()
        self.assertGreater(draft.date, MARCH)
        self.assertFalse(self.events.search([("kind", "=", "posting")]))

    def test_where_nothing_is_posted_nothing_is_measured(self):
        self.lock(MARCH, self.april(2))
        self.entry("2026-03-20", post=False)
        self.entry("2026-04-01")
        self.count(35)
        self.assertEqual(self.states(35), [(None, "unmeasurable")])
        self.assertIn("Nothing is posted", self.value("month_close", 35).why)

    def test_an_attestation_counts_only_where_nothing_is_posted(self):
        attest = {
            "period_id": self.period.id,
            "kpi_id": self.kpi("month_close").id,
            "name": "Closed in the old system",
            "date": self.day(33),
            "file": b"UERG",
        }
        attestations = self.env["hypercare.kpi.attestation"].with_user(self.manager)
        with at_time(self.at(33)):
            attestations.create(attest)
        self.count(33)
        self.assertEqual(self.states(33), [(2, "green")])
        self.entry("2026-03-10")
        self.count(34)
        self.assertEqual(self.states(34), [(2, "amber")])
        with (
            at_time(self.at(35)),
            self.assertRaisesRegex(UserError, "measured by Odoo itself"),
        ):
            attestations.create(attest)

    def test_another_company(self):
        self.load_books(self.other_company)
        other = self.make_period(
            name="Other", company_id=self.other_company.id, calendar_id=False
        )
        self.entry("2026-03-10")
        self.entry("2026-03-10", company=self.other_company)
        self.lock(MARCH, self.april(2))
        self.assertTrue(self.close(self.april(5)).is_done)
        self.assertFalse(self.close(self.april(5), other).is_done)
        self.lock(MARCH, self.april(6), company=self.other_company)
        self.assertTrue(self.close(self.april(6, 11), other).is_done)

    def test_a_branch_is_locked_with_the_company_above(self):
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.company.id}
        )
        period = self.make_period(name="Branch", company_id=branch.id)
        self.entry("2026-03-10")
        self.lock(MARCH, self.april(2))
        # Its own entries count, not those above it.
        self.assertFalse(self.close(self.april(5), period).is_used)
        with at_time(self.april(3)):
            self.company.sudo().fiscalyear_lock_date = False
            self.env["account.move"].create(
                {
                    "company_id": branch.id,
                    "journal_id": self.journal("general").id,
                    "date": "2026-03-12",
                    "line_ids": [
                        (0, 0, {"account_id": self.account(kind).id, "balance": sign})
                        for kind, sign in (("expense", 5), ("asset_current", -5))
                    ],
                }
            ).action_post()
        self.lock(MARCH, self.april(6))
        found = self.close(self.april(7), period)
        self.assertEqual((found.is_used, found.is_done, found.days), (True, True, 4))

    def test_locked_by_sql_is_seen_and_nobody_is_named(self):
        self.entry("2026-03-10")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_company SET fiscalyear_lock_date = %s WHERE id = %s",
            [MARCH, self.company.id],
        )
        self.env.invalidate_all()
        self.assertTrue(self.close(self.april(5)).is_done)
        self.assertFalse(self.events.search([]))
        self.count(36)
        event = self.events.search([])
        self.assertEqual((event.source, event.user_id.id, event.who), ("found", 0, 0))
        self.assertEqual(event.new_date, MARCH)
        self.count(37)
        self.assertEqual(len(self.events.search([])), 1)

    def test_by_independent_sql(self):
        """The moment in which it was locked is that of the message of the company."""
        self.entry("2026-03-10")
        tracked = self.company.with_context(tracking_disable=False)
        with at_time(self.april(6)):
            tracked.with_user(self.accountant).sudo().fiscalyear_lock_date = MARCH
            self.env.flush_all()
            self.env.cr.precommit.run()
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT message.date FROM mail_tracking_value value
              JOIN mail_message message ON message.id = value.mail_message_id
              JOIN ir_model_fields field ON field.id = value.field_id
             WHERE field.name = 'fiscalyear_lock_date' AND message.res_id = %s
               AND field.model = 'res.company'
            """,
            [self.company.id],
        )
        tracked_at = self.env.cr.fetchall()
        found = self.close(self.april(8))
        self.assertEqual([(found.standing.since,)], tracked_at)
        self.assertEqual(found.days, 4)

    def test_few_statements(self):
        self.entry("2026-03-10")
        self.lock(MARCH, self.april(2))
        with at_time(self.april(8)):
            self.period.sudo()._month_close()
            self.env.invalidate_all()
            with self.assertQueryCount(9):
                self.period.sudo()._month_close()
