"""The close as an exit criterion: measured instead of attested, where it can be."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.hypercare_support.tests.common import at_time
from odoo.addons.hypercare_support.tests.exit_common import ExitCase

from .close_common import FEBRUARY, MARCH, CloseCase


@tagged("post_install", "-at_install")
class TestCloseExit(CloseCase, ExitCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.done = cls.criterion("month_end_close")
        cls.areas = cls.criterion("close_areas")

    def seen(self, criterion, when):
        found = self.found(criterion, when)
        return found.state, found.rag

    def attest(self, criterion, when):
        with at_time(when):
            criterion.with_user(self.owner)._attest(
                "Seen in the old system", file="UERG", file_name="close.pdf"
            )

    def test_nothing_posted_is_not_measurable(self):
        self.lock(MARCH, self.april(2))
        self.assertEqual(self.seen(self.done, self.april(5)), ("unmeasurable", "grey"))
        self.attest(self.done, self.april(5))
        self.assertEqual(self.seen(self.done, self.april(5))[0], "attested")

    def test_the_measurement_takes_the_place_of_an_attestation(self):
        self.attest(self.done, self.april(5))
        self.entry("2026-03-10")
        self.assertEqual(self.seen(self.done, self.april(5)), ("not_met", "red"))
        self.lock(MARCH, self.april(6))
        self.assertEqual(self.seen(self.done, self.april(6)), ("met", "green"))
        self.assertIn("by Accountant", self.done.evidence)
        self.assertIn("Business days after the month-end: 4", self.done.evidence)
        with self.assertRaisesRegex(UserError, "measured by Odoo itself"):
            self.attest(self.done, self.april(7))

    def test_before_the_month_ends(self):
        self.entry("2026-03-02")
        self.lock(MARCH, self.at(20))
        self.assertEqual(self.seen(self.done, self.at(21)), ("not_met", "amber"))
        self.assertIn("No month has ended", self.done.evidence)

    def test_opened_again(self):
        self.entry("2026-03-10")
        self.lock(MARCH, self.april(2))
        self.lock(FEBRUARY, self.april(5))
        self.assertEqual(self.seen(self.done, self.april(6)), ("not_met", "red"))
        self.assertIn("moved the lock date back on Sun 5 Apr", self.done.evidence)
        self.lock(MARCH, self.april(7))
        self.allow(self.april(8))
        self.assertEqual(self.seen(self.done, self.april(8, 11))[0], "not_met")
        self.assertIn("granted an exception to L1", self.done.evidence)

    def test_the_areas_follow_the_ledger(self):
        self.entry("2026-03-10")
        self.assertEqual(self.seen(self.areas, self.april(5)), ("not_met", "red"))
        self.lock(MARCH, self.april(6))
        # Stock is not the business of the books.
        expected = "unmeasurable" if "stock.quant" in self.env else "met"
        self.assertEqual(self.seen(self.areas, self.april(6))[0], expected)

    def test_the_evidence_opens(self):
        self.entry("2026-03-10")
        with at_time(self.april(5)):
            action = self.done.with_user(self.manager).action_evidence()
        self.assertEqual(action["res_model"], "hypercare.close.event")
        self.lock(MARCH, self.april(6))
        found = self.events.with_user(self.manager).search(action["domain"])
        self.assertEqual(found.mapped("kind"), ["lock"])
        self.attest_free = self.criterion("month_end_close", name="Another")
        self.env.cr.execute("UPDATE account_move SET date = '2026-04-02'")
        self.env.invalidate_all()
        with at_time(self.april(7)):
            action = self.attest_free.with_user(self.manager).action_evidence()
        self.assertEqual(action["res_model"], "hypercare.exit.history")
