from psycopg2 import IntegrityError
from psycopg2.errors import CheckViolation

from odoo.exceptions import RedirectWarning, UserError, ValidationError
from odoo.tools import mute_logger

from .. import uninstall_hook
from ..models.charter_publish import PDF
from .common import MONDAY, HypercareCommon, at_time


class TestPeriod(HypercareCommon):
    def test_the_way_from_draft_to_running(self):
        period = self.make_ready(self.make_period(state="draft"))
        period.with_user(self.manager).action_ready()
        period.with_user(self.manager).action_start()
        self.assertEqual(period.state, "running")
        with self.assertRaisesRegex(UserError, "cannot become Draft"):
            period.action_back_to_draft()

    def test_what_is_missing_is_said_in_plain_words(self):
        period = self.make_period(state="draft")
        period.tier_ids.filtered(lambda tier: tier.level == "l2").member_ids.unlink()
        period.write({"client_pm_id": False, "calendar_id": False})
        with self.assertRaises(RedirectWarning) as caught:
            period.action_ready()
        for text in ("Level 2 has nobody", "client project manager", "support hours"):
            self.assertIn(text, str(caught.exception))
        self.assertEqual(period.state, "draft")

    def test_a_period_is_created_as_a_draft(self):
        values = {"name": "x", "go_live": "2026-03-01", "date_end": "2026-03-02"}
        periods = self.env["hypercare.period"].with_user(self.manager)
        with self.assertRaisesRegex(UserError, "created as a draft"):
            periods.create({**values, "state": "running"})
        self.assertEqual(periods.create(values).state, "draft")

    @mute_logger("odoo.sql_db")
    def test_the_end_is_not_before_the_beginning(self):
        with self.assertRaises(CheckViolation):
            self.make_period(date_end="2026-02-28")

    def test_the_business_owner_is_not_the_project_manager(self):
        with self.assertRaisesRegex(ValidationError, "business owner"):
            self.period.business_owner_id = self.manager

    def test_a_period_with_issues_stays(self):
        self.make_issue()
        with self.assertRaisesRegex(UserError, "evidence"):
            self.period.unlink()
        company = self.env["res.company"].create({"name": "Other"})
        with self.assertRaisesRegex(UserError, "stays with its company"):
            self.period.company_id = company

    def test_an_empty_period_goes_with_its_sequence(self):
        period = self.make_period(state="draft")
        sequence = period.sequence_id
        period.unlink()
        self.assertFalse(sequence.exists())

    def test_numbers_come_from_a_sequence_of_its_own(self):
        other = self.env["ir.sequence"].create({"name": "Invoices"})
        admin = self.make_user("admin", "hypercare_support.group_admin")
        period = self.make_period(state="draft").with_user(admin)
        with self.assertRaisesRegex(UserError, "kept by the system"):
            period.write({"sequence_id": other.id})
        with self.assertRaisesRegex(UserError, "kept by the system"):
            self.make_period(sequence_id=other.id)
        period.unlink()
        self.assertTrue(other.exists())

    def test_the_prefix_can_be_changed(self):
        self.period.number_prefix = "GZ-"
        self.assertTrue(self.make_issue().number.startswith("GZ-"))

    def test_what_is_in_use_is_not_deleted(self):
        for record in (self.calendar, self.policy):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                record.unlink()
        with self.assertRaisesRegex(UserError, "stays with its period"):
            self.tier1.period_id = self.make_period(name="Other")

    def test_uninstalling_takes_the_log_and_nothing_else(self):
        issue = self.make_issue("s1")
        issue.message_subscribe(self.colleague.partner_id.ids)
        sequence = self.period.sequence_id
        partners = self.env["res.partner"].search_count([])
        files = self.env["ir.attachment"]
        copy, other = files.create(
            [
                {"name": "Charter", "raw": b"x", "description": PDF},
                {"name": "Charter", "raw": b"x", "description": "Mine"},
            ]
        )
        uninstall_hook(self.env)
        self.assertEqual((copy | other).exists(), other)
        self.assertFalse(sequence.exists())
        self.assertFalse(self.env["hypercare.issue"].search_count([]))
        self.assertFalse(self.env["hypercare.sla.clock"].search_count([]))
        self.assertEqual(self.env["res.partner"].search_count([]), partners)
        self.assertTrue(self.period.exists())

    def test_the_day_label(self):
        with at_time(MONDAY):
            self.assertEqual(self.period.day_label, "Day 2 of 14")

    def test_naming_a_member_opens_the_menus_to_them(self):
        group = self.env.ref("hypercare_support.group_agent")
        self.assertIn(group, self.l1.all_group_ids)
        self.assertNotIn(group, self.colleague.all_group_ids)
        self.tier1.with_user(self.manager).write(
            {"member_ids": [(0, 0, {"user_id": self.colleague.id})]}
        )
        self.assertIn(group, self.colleague.all_group_ids)

    def test_targets_must_promise_something(self):
        line = self.policy.line_ids[:1]
        for values in (
            {"kind": "working", "minutes": 0},
            {"kind": "elapsed", "minutes": -5},
            {"kind": "next_days", "days": 0},
            {"kind": "elapsed", "minutes": 1e9},
            {"kind": "next_days", "days": 10_000},
        ):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                line.write(values)

    def test_two_periods_running_have_to_be_told_apart(self):
        self.make_period(name="Second wave")
        with self.assertRaisesRegex(UserError, "No hypercare period"):
            self.env["hypercare.issue"].create({"name": "Which one?"})
