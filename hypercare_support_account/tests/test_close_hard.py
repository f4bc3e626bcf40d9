"""Ways around the measurement of the close: each is seen, and nobody is kept from work.

The rule itself, for acts of one moment, is tested in `test_close_together.py`.
"""

from datetime import date, timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.hypercare_support.tests.common import at_time
from odoo.addons.hypercare_support.tests.exit_common import ExitCase

from .close_common import FEBRUARY, MARCH, CloseCase

NOTE = "odoo.addons.hypercare_support_account.models.close_event_note"
MOVE = "odoo.addons.hypercare_support_account.models.account_move"


@tagged("post_install", "-at_install")
class TestCloseHard(CloseCase, ExitCase):
    def month_locked(self, when):
        """Return what the step of the checklist says at a moment."""
        self.env.flush_all()
        self.env.invalidate_all()
        with at_time(when):
            return self.step._measure_month_locked()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        template = cls.env.ref("hypercare_support.checklist_template_month_end")
        with at_time("2026-02-20 03:00:00"):
            items = cls.period._add_checklists(template).item_ids
            cls.env.flush_all()
        cls.step = items.filtered(lambda one: one.code == "month_locked")
        cls.bank_step = items.filtered(lambda one: one.code == "bank_reconciled")

    # -- Opened and locked again at once ------------------------------------

    def test_opened_changed_and_locked_in_one_transaction(self):
        posted = self.entry("2026-03-10")
        self.lock(MARCH, self.april(2))
        late = self.april(20)
        with at_time(late):
            company = self.company.with_user(self.accountant).sudo()
            company.fiscalyear_lock_date = FEBRUARY
            posted.with_user(self.accountant).sudo().button_draft()
            posted.action_post()
            company.fiscalyear_lock_date = MARCH
            self.env.flush_all()
        found = self.close(self.april(21))
        self.assertEqual(found.standing.since, late)
        self.assertGreater(found.days, 5)
        kinds = self.events.search([("at", ">=", late)], order="id").mapped("kind")
        self.assertEqual(kinds, ["unlock", "posting", "posting", "lock"])
        self.assertEqual(
            self.events.search([("kind", "=", "posting")]).mapped("new_date"),
            [date(2026, 3, 10)] * 2,
        )

    def test_opened_and_locked_within_a_second(self):
        self.entry("2026-03-10")
        self.lock(MARCH, self.april(2))
        late = self.april(20)
        self.lock(FEBRUARY, late + timedelta(microseconds=100))
        self.lock(MARCH, late + timedelta(microseconds=900))
        found = self.close(self.april(21))
        self.assertEqual(found.standing.since, late + timedelta(microseconds=900))
        self.assertEqual(
            self.close(late + timedelta(microseconds=950)).standing.since,
            found.standing.since,
        )

    # -- Locked before the month is over ------------------------------------

    def test_locked_early(self):
        self.entry("2026-03-10")
        self.lock(MARCH, self.at(20))
        self.count(32)
        value = self.value("month_close", 32)
        # 1 April is a working day: the first on which March can be closed.
        self.assertEqual((value.value, value.state), (1, "green"))
        self.assertIn("locked early, on 03/20/2026", value.why)
        done, text = self.month_locked(self.april(2))
        self.assertTrue(done)
        self.assertIn("was locked early", text)
        criterion = self.criterion("month_end_close")
        self.assertEqual(self.found(criterion, self.april(2)).state, "met")
        self.assertIn("was locked early", criterion.evidence)

    def test_locked_early_with_drafts(self):
        self.entry("2026-03-10")
        draft = self.entry("2026-03-30", post=False)
        self.lock(MARCH, self.at(20))
        self.count(33)
        value = self.value("month_close", 33)
        self.assertEqual((value.value, value.state), (2, "amber"))
        self.assertIn("dated in it or before: 1", value.why)
        done, text = self.month_locked(self.april(3))
        self.assertFalse(done)
        self.assertIn("draft entries are still dated in it", text)
        criterion = self.criterion("month_end_close")
        self.assertEqual(self.found(criterion, self.april(3)).state, "not_met")
        draft.unlink()
        self.assertTrue(self.close(self.april(3)).is_done)

    # -- What is in time does not fall --------------------------------------

    def test_no_alert_while_it_is_in_time(self):
        self.entry("2026-03-10")
        for number in (32, 33, 36, 37, 38):
            self.count(number)
        self.assertEqual(self.value("month_close", 38).value, 5)
        alerts = self.env["hypercare.kpi.alert"]
        mine = [("period_id", "=", self.period.id), ("kpi_id.code", "=", "month_close")]
        self.assertFalse(alerts.search(mine))
        self.count(39)
        self.assertEqual(self.value("month_close", 39).state, "red")
        self.assertEqual(alerts.search(mine).kind, "falling")

    # -- Attested instead of measured ---------------------------------------

    def test_a_kpi_of_the_company_is_measured_as_well(self):
        self.entry("2026-03-10")
        own = self.kpi("month_close").copy({"company_id": self.company.id})
        attest = {
            "period_id": self.period.id,
            "kpi_id": own.id,
            "name": "Closed, believe me",
            "date": self.day(33),
            "file": b"UERG",
        }
        # As if it had been changed before that was refused.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hypercare_kpi SET evaluator = 'attested' WHERE id = %s", [own.id]
        )
        self.env.invalidate_all()
        attestations = self.env["hypercare.kpi.attestation"].with_user(self.manager)
        with (
            at_time(self.at(33)),
            self.assertRaisesRegex(UserError, "measured by Odoo itself"),
        ):
            attestations.create(attest)

    # -- Branches ------------------------------------------------------------

    def branch(self):
        return self.env["res.company"].create(
            {"name": "Chattogram", "parent_id": self.company.id}
        )

    def test_what_a_branch_books_counts(self):
        branch = self.branch()
        self.load_books(self.other_company)
        self.entry("2026-03-12", company=self.other_company)
        self.entry("2026-03-12", company=self.other_company, post=False)
        period = self.period.sudo()
        self.assertFalse(period._has_entries(MARCH))
        self.entry("2026-03-05", company_id=branch.id)
        self.entry("2026-03-06", company_id=branch.id, post=False)
        journal = self.env["account.journal"].create(
            {"name": "Bank of the branch", "type": "bank", "code": "BBR"}
            | {"company_id": branch.id}
            | {"suspense_account_id": self.journal("bank").suspense_account_id.id}
        )
        self.env["account.bank.statement.line"].with_company(branch).create(
            {"date": "2026-03-07", "journal_id": journal.id, "amount": 5}
            | {"payment_ref": "Transfer"}
        )
        self.assertTrue(period._has_entries(MARCH))
        self.assertEqual(period._books_drafts(MARCH)["n"], 1)
        self.assertEqual(period._books_bank(MARCH)["n"], 1)

    def test_an_entry_of_a_branch_opens_the_month(self):
        branch = self.branch()
        self.entry("2026-03-10")
        other = self.entry("2026-04-02", post=False, company_id=branch.id)
        self.lock(MARCH, self.april(2))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move SET date = '2026-03-25' WHERE id = %s", [other.id]
        )
        self.env.invalidate_all()
        self.assertTrue(self.close(self.april(8)).is_done)
        with at_time(self.april(9)):
            self.step_over(other).write({"state": "posted"})
        self.assertFalse(self.close(self.april(10)).is_done)

    # -- The first month -----------------------------------------------------

    def test_go_live_at_the_end_of_a_month(self):
        self.entry("2026-03-30")
        self.lock(MARCH, self.april(1))
        late = self.make_period(
            name="Late", go_live="2026-03-29", date_end="2026-05-30"
        ).sudo()
        with at_time(self.april(5)):
            self.assertIsNone(late._month_close().month_end)
        self.entry("2026-04-10")
        with at_time("2026-05-03 04:00:00"):
            found = late._month_close()
        self.assertEqual((found.month_end, found.is_done), (date(2026, 4, 30), False))

    # -- Nobody is kept from work -------------------------------------------

    def test_what_cannot_be_noted_stops_nobody(self):
        posted = self.entry("2026-03-10")
        draft = self.entry("2026-03-20", post=False)
        self.lock(MARCH, self.april(2))
        events = type(self.events)

        def broken(*_args, **_kwargs):
            # An error of the database, after which nothing would go on by itself.
            self.env.cr.execute("SELECT 1 / 0")

        with (
            patch.object(events, "_note", broken),
            mute_logger("odoo.sql_db"),
            self.assertLogs(NOTE, "ERROR") as logs,
        ):
            self.allow(self.april(5), until=self.april(5, 12))
            with at_time(self.april(5, 11)):
                self.env["account.move"].with_user(self.l1).sudo().browse(
                    draft.id
                ).action_post()
                self.env.flush_all()
            self.lock(FEBRUARY, self.april(6))
        self.assertEqual(len(logs.output), 3)
        self.assertEqual((draft.state, str(draft.date)), ("posted", "2026-03-20"))
        self.assertEqual(self.company.fiscalyear_lock_date, FEBRUARY)
        with (
            patch.object(events, "_locked_days", side_effect=ValueError("broken")),
            self.assertLogs(MOVE, "ERROR"),
        ):
            posted.button_draft()
        self.assertEqual(posted.state, "draft")

    def test_odoo_still_refuses(self):
        posted = self.entry("2026-03-10")
        self.lock(MARCH, self.april(2))
        with at_time(self.april(3)), self.assertRaises(UserError):
            posted.button_draft()
        self.lock(FEBRUARY, self.april(3), "hard_lock_date")
        with self.assertRaises(UserError):
            self.lock(None, self.april(4), "hard_lock_date")

    def test_the_night_finds_what_was_not_noted(self):
        self.entry("2026-03-10")
        self.lock(MARCH, self.april(2))
        with (
            patch.object(type(self.events), "_note", side_effect=ValueError("broken")),
            self.assertLogs(NOTE, "ERROR"),
        ):
            exception = self.allow(self.april(6))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_lock_exception SET create_date = %s", [self.april(6)]
        )
        self.env.invalidate_all()
        self.assertTrue(self.close(self.april(7)).is_done)
        self.count(38)
        event = self.events.search([("kind", "=", "exception")])
        self.assertEqual(
            (event.source, event.exception_ref, event.who, event.for_whom),
            ("found", exception.id, "Accountant", "L1"),
        )
        self.assertFalse(self.close(self.april(9)).is_done)
        self.count(39)
        self.assertEqual(len(self.events.search([("kind", "=", "exception")])), 1)

    # -- Bank journals -------------------------------------------------------

    def test_a_bank_without_any_line_is_not_proven(self):
        self.entry("2026-03-10")
        self.reconcile(self.bank_line("2026-03-15"))
        with at_time(self.april(2)):
            self.assertTrue(self.bank_step._measure_bank_reconciled()[0])
        second = self.env["account.journal"].create(
            {"name": "Sonali Bank", "type": "bank", "code": "SON"}
            | {"company_id": self.company.id}
        )
        with at_time(self.april(2)):
            done, text = self.bank_step._measure_bank_reconciled()
        self.assertIsNone(done)
        self.assertIn("Sonali Bank", text)
        second.active = False
        with at_time(self.april(2)):
            self.assertTrue(self.bank_step._measure_bank_reconciled()[0])
