"""Who may set up a go-live, and that two people do not get in each other's way."""

from odoo import Command
from odoo.exceptions import AccessError, UserError

from .preset_common import SetupCase


class TestSetupAccess(SetupCase):
    def test_only_managers_set_up(self):
        for user in (self.reporter, self.l1, self.sponsor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.make_setup(user=user)

    def test_two_people_at_once_do_not_see_each_other(self):
        second = self.make_user("second", "hypercare_support.group_manager")
        mine, theirs = self.make_setup(), self.make_setup(user=second)
        self.env.invalidate_all()
        setups = self.env["hypercare.setup"].with_user(second)
        self.assertEqual(setups.search([]), theirs)
        for act in (
            lambda: mine.with_user(second).read(["name"]),
            lambda: mine.with_user(second).write({"name": "x"}),
            lambda: mine.with_user(second).action_next(),
            lambda: mine.with_user(second).action_create_period(),
            lambda: mine.offered_app_ids.with_user(second).read(["name"]),
        ):
            with self.assertRaises(AccessError):
                act()
        mine.action_create_period()
        theirs.action_create_period()
        self.assertNotEqual(mine.period_id, theirs.period_id)

    def test_a_company_one_does_not_work_for_is_refused(self):
        with self.assertRaises(AccessError):
            self.make_setup(company_id=self.other.id)

    def test_what_was_made_is_no_field_of_clients(self):
        setup = self.make_setup()
        with self.assertRaises(UserError):
            setup.write({"period_id": self.period.id})
        copied = self.make_setup(period_id=self.period.id)
        self.assertFalse(copied.period_id)

    def test_each_company_has_its_own_draft(self):
        self.manager.company_ids = [Command.link(self.other.id)]
        both = (self.company | self.other).ids
        setups = self.env["hypercare.setup"].with_user(self.manager)
        setup = setups.with_context(allowed_company_ids=both).create(
            {
                "company_id": self.other.id,
                "go_live": "2026-11-30",
                "past_confirmed": True,
                "consultant_lead_id": self.manager.id,
                "l1_ids": [],
            }
        )
        setup.action_create_period()
        self.assertEqual(setup.period_id.company_id, self.other)
        self.assertEqual(setup.period_id.sequence_id.company_id, self.other)
        self.assertCovered(setup.period_id)
        self.assertEqual(self.draft().company_id, self.company)
