"""An upgrade in the middle of hypercare writes to nobody."""

from datetime import timedelta
from importlib.util import module_from_spec, spec_from_file_location

from odoo.tools import file_path

from .common import at_time
from .test_period_notices import GO_LIVE, NoticeCase

SCRIPT = "hypercare_support/migrations/19.0.0.3.0/post-migrate.py"


class TestUpgrade(NoticeCase):
    def upgrade(self, day):
        spec = spec_from_file_location("upgrade_3", file_path(SCRIPT))
        script = module_from_spec(spec)
        spec.loader.exec_module(script)
        with at_time(GO_LIVE + timedelta(days=day - 1)):
            script.migrate(self.env.cr, "19.0.0.2.0")
        self.env.invalidate_all()

    def test_what_began_before_is_no_news(self):
        self.make_phase(1, 7, "Intensive")
        second = self.make_phase(8, 14, "Stabilise")
        self.make_issue("s3", at=GO_LIVE)
        self.upgrade(10)
        self.assertEqual(self.codes(), {f"phase:{second.id}", "ending:2026-03-14"})
        self.assertEqual(set(self.period.notice_ids.mapped("reader_count")), {0})
        for day in (10, 11, 12):
            self.assertFalse(self.morning(day))
        # From then on as ever.
        self.assertEqual(set(self.morning(15)), {"manager", "lead"})

    def test_nor_that_it_is_over(self):
        self.make_issue("s3", at=GO_LIVE)
        self.upgrade(16)
        self.assertEqual(self.codes(), {"ended:2026-03-16"})
        self.assertFalse(self.morning(16))

    def test_what_is_not_running_waits_for_its_own_news(self):
        ready = self.make_period(state="ready", name="Ready")
        self.make_phase(1, 14, "Intensive", ready)
        self.upgrade(2)
        self.assertFalse(ready.notice_ids)

    def test_a_period_that_fails_stops_no_upgrade(self):
        self.make_phase()
        other = self.make_period(name="Wave 2")
        phase = self.make_phase(period=other)
        periods = self.env.registry["hypercare.period"]
        real = periods._notices_due
        self.patch(
            periods,
            "_notices_due",
            lambda period, today: (
                1 / 0 if period == self.period else real(period, today)
            ),
        )
        with self.assertLogs("odoo.addons.hypercare_support", "ERROR"):
            self.upgrade(2)
        self.assertFalse(self.codes())
        self.assertEqual(other.notice_ids.mapped("code"), [f"phase:{phase.id}"])
