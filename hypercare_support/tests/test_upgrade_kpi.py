"""The script of 19.0.0.4.0 about KPIs: each day is judged by what is known of it."""

from odoo.modules.migration import load_script
from odoo.tests import tagged
from odoo.tools import file_path

from .kpi_common import KpiCase

SCRIPT = "hypercare_support/migrations/19.0.0.4.0/pre-kpi.py"


@tagged("post_install", "-at_install")
class TestUpgradeKpi(KpiCase):
    def run_script(self):
        self.env.flush_all()
        load_script(file_path(SCRIPT), "upgrade_kpi").migrate(self.env.cr, "19.0.0.3.0")
        self.env.invalidate_all()

    def test_days_that_were_counted_before(self):
        self.count(2)
        value = self.value("open_urgent", 1)
        second = self.value("open_urgent", 2)
        goal = value._judged_by()
        self.env.flush_all()
        # As the version before had it.
        self.env.cr.execute(
            "ALTER TABLE hypercare_kpi_value DROP code CASCADE, DROP comparison,"
            " DROP margin, DROP minimum, DROP due_day"
        )
        self.env.cr.execute(
            "UPDATE hypercare_kpi_value SET earlier ="
            ' \'{"value": 3.0, "state": "red"}\' WHERE id = %s',
            [value.id],
        )
        # A company's copy, counted for the same day.
        own = value.kpi_id.copy()
        self.env.flush_all()
        self.env.cr.execute(
            "INSERT INTO hypercare_kpi_value"
            " (period_id, company_id, kpi_id, date, state, value)"
            " SELECT period_id, company_id, %s, date, 'green', 7"
            " FROM hypercare_kpi_value WHERE id = %s",
            [own.id, second.id],
        )
        self.run_script()
        self.assertEqual(value.code, "open_urgent")
        self.assertEqual(value._judged_by(), goal)
        [before] = value.earlier
        self.assertEqual((before["value"], before["state"]), (3.0, "red"))
        self.assertIn("Missed", value.earlier_text)
        values = self.env["hypercare.kpi.value"].search(
            [("period_id", "=", self.period.id), ("code", "=", "open_urgent")]
        )
        self.assertEqual(sorted(values.mapped("value")), [value.value, 7.0])
        self.run_script()
        self.assertEqual(len(value.earlier), 1, "the second time nothing")
