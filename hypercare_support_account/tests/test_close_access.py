"""Who may see the evidence of a close, and that nobody writes it."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .close_common import MARCH, CloseCase


@tagged("post_install", "-at_install")
class TestCloseAccess(CloseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sudo().fiscalyear_lock_date = MARCH
        cls.event = cls.events.search([("company_id", "=", cls.company.id)], limit=1)

    def test_who_reads(self):
        for user in (self.manager, self.sponsor, self.accountant):
            with self.subTest(user=user.name):
                self.assertTrue(self.event.with_user(user).read(["who", "at"]))
        for user in (self.reporter, self.l1, self.l3):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.event.with_user(user).read(["who"])

    def test_not_of_another_company(self):
        self.assertFalse(self.events.with_user(self.foreign_manager).search([]))
        with self.assertRaises(AccessError):
            self.event.with_user(self.foreign_manager).read(["who"])

    def test_nobody_writes_it(self):
        values = {"company_id": self.company.id, "kind": "lock", "source": "done"}
        values["at"] = "2026-04-01 00:00:00"
        for user in (self.l1, self.manager, self.sponsor, self.accountant):
            event = self.event.with_user(user)
            for act in (
                lambda event=event: event.create(values),
                lambda event=event: event.write({"at": "2026-04-01 00:00:00"}),
                lambda event=event: event.unlink(),
                lambda event=event: event.copy(),
            ):
                with (
                    self.subTest(user=user.name),
                    self.assertRaises(UserError),
                ):
                    act()
        # Not even the administrator.
        with self.assertRaises(UserError):
            self.event.create(values)
        with self.assertRaises(UserError):
            self.event.write({"who": "Somebody else"})
        with self.assertRaises(UserError):
            self.event.unlink()
        with self.assertRaises(UserError):
            self.event.copy()

    def test_whoever_locks_needs_no_right_of_hypercare(self):
        """An accountant who has nothing to do with hypercare is noted all the same."""
        clerk = self.make_user("clerk", "account.group_account_manager")
        before = self.events.search_count([])
        self.company.with_user(clerk).sudo().fiscalyear_lock_date = "2026-04-30"
        self.assertEqual(self.events.search_count([]), before + 1)
        self.assertEqual(self.events.search([], limit=1).user_id, clerk)
        exceptions = self.env["account.lock_exception"].with_user(clerk)
        exceptions.create({"fiscalyear_lock_date": MARCH, "user_id": clerk.id})
        self.assertEqual(self.events.search_count([]), before + 2)

    def test_a_manager_without_accounting_reads_what_is_measured(self):
        self.assertFalse(self.manager.has_group("account.group_account_readonly"))
        criterion = self.env["hypercare.exit.criterion"].create(
            {
                "name": "Close",
                "period_id": self.period.id,
                "code": "month_end_close",
            }
        )
        for user in (self.manager, self.sponsor, self.l1):
            self.assertTrue(criterion.with_user(user).read(["state", "evidence"]))

    def test_two_companies_at_once(self):
        self.foreign_manager.company_ids = [Command.link(self.company.id)]
        events = self.events.with_user(self.foreign_manager)
        both = self.company | self.other_company
        events = events.with_context(allowed_company_ids=both.ids)
        self.assertIn(self.event, events.search([]))

    def test_every_line_says_what_happened(self):
        self.allow(self.april(2), until=self.april(3))
        self.allow(self.april(2), day=False).with_user(self.accountant).action_revoke()
        self.lock("2026-02-28", self.april(3))
        self.lock(False, self.april(4))
        events = self.events.with_user(self.manager)
        words = events.search([], order="id").mapped("words")
        self.assertEqual(
            words,
            [
                "Global Lock Date: set to 31 Mar 2026.",
                "Global Lock Date: for L1 only up to 28 Feb 2026, until 3 Apr 2026, "
                "10:00. “A bill came late”",
                "Global Lock Date: for L1 only up to –, without an end. “A bill "
                "came late”",
                "Global Lock Date: the exception for L1 is over. “A bill came late”",
                "Global Lock Date: moved back from 31 Mar 2026 to 28 Feb 2026.",
                "Global Lock Date: taken away; it was 28 Feb 2026.",
            ],
        )
