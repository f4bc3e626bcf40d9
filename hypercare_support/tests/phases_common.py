"""Periods with phases, for whatever depends on what the project team takes."""

from contextlib import contextmanager

from odoo.exceptions import UserError

from .common import HypercareCommon

#: What the phases of a progressive withdrawal say, by week.
CRITICAL = {"take_s2": False, "take_s3": False, "take_s4": False}
ADVISE = {"part": "advise"}
ESCALATION = {"part": "escalation"}


class PhasesCommon(HypercareCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls.make_user("lead", "hypercare_support.group_manager")
        cls.period.consultant_lead_id = cls.lead

    @classmethod
    def make_phase(cls, begin=1, end=14, name="Stabilise", period=None, **values):
        period = period or cls.period
        return cls.env["hypercare.phase"].create(
            {
                "period_id": period.id,
                "name": name,
                "date_from": f"2026-03-{begin:02}",
                "date_to": f"2026-03-{end:02}",
                **values,
            }
        )

    @contextmanager
    def refused(self, words, error=UserError):
        """Expect a refusal in these words, which changes nothing."""
        with self.assertRaisesRegex(error, words), self.env.cr.savepoint():
            yield
            self.env.flush_all()
        self.env.invalidate_all()
