"""What was done before the addon came, and what is left when it goes."""

from odoo.tests import tagged

from odoo.addons.hypercare_support.tests.common import at_time

from ... import hypercare_support_account as addon
from .close_common import FEBRUARY, MARCH, CloseCase


@tagged("post_install", "-at_install")
class TestCloseHistory(CloseCase):
    def forget(self):
        """Take away what was noted, as if the addon had not been there."""
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM hypercare_close_event")
        self.env.invalidate_all()

    def track(self, day, when):
        tracked = self.company.with_context(tracking_disable=False)
        with at_time(when):
            tracked.with_user(self.accountant).sudo().fiscalyear_lock_date = day
            self.env.flush_all()
            self.env.cr.precommit.run()

    def test_locks_and_exceptions_of_before_are_taken_over(self):
        self.entry("2026-03-10")
        self.track(MARCH, self.april(2))
        self.track(FEBRUARY, self.april(5))
        self.track(MARCH, self.april(6))
        self.allow(self.april(7), until=self.april(7, 12))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_lock_exception SET create_date = %s", [self.april(7)]
        )
        before = self.close(self.april(9))
        acts = self.events.search([], order="at, id").mapped(
            lambda event: (event.at, event.kind, event.new_date, event.who)
        )
        self.forget()
        with at_time(self.april(9)):
            addon.post_init_hook(self.env)
        found = self.events.search([], order="at, id")
        self.assertEqual(
            acts,
            found.mapped(
                lambda event: (event.at, event.kind, event.new_date, event.who)
            ),
        )
        self.assertEqual(set(found.mapped("source")), {"history"})
        after = self.close(self.april(9))
        self.assertEqual(after.days, before.days)
        self.assertEqual(after.standing.since, self.april(7, 12))

    def test_a_lock_date_without_a_message_is_found(self):
        self.lock(MARCH, self.april(2))
        self.forget()
        with at_time(self.april(9)):
            addon.post_init_hook(self.env)
        event = self.events.search([])
        self.assertEqual((event.source, event.who), ("found", False))
        self.assertEqual(event.at, self.april(9))

    def test_nothing_is_left_that_nobody_can_read(self):
        self.count(35)
        value = self.value("month_close", 35)
        words = value.why
        self.assertEqual(value.reason["why"], "close_unused")
        health = self.env["hypercare.health.value"]
        mine = [("code", "=like", "account\\_%")]
        self.assertTrue(health.search(mine))
        others = health.search_count([]) - health.search_count(mine)
        addon.uninstall_hook(self.env)
        self.env.invalidate_all()
        self.assertEqual(value.reason, {"why": words})
        self.assertEqual(health.search_count([]), others)
