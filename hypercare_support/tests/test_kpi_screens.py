"""KPIs where they are read: command centre, monthly report, buttons of the period."""

from .common import at_time
from .kpi_common import KpiCase


class TestKpiScreens(KpiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        others = cls.env["hypercare.period"].search([("id", "!=", cls.period.id)])
        others.write({"state": "cancelled"})
        cls.kind = cls.env["hypercare.transaction.type"].create(
            {
                "code": "holidays",
                "name": "Holidays",
                "model": "resource.calendar.leaves",
            }
        )
        cls.env["hypercare.period.transaction"].create(
            {"period_id": cls.period.id, "type_id": cls.kind.id}
        )

    def centre(self, user):
        self.env.flush_all()
        self.env.invalidate_all()
        with at_time(self.at(9)):
            return self.env["hypercare.period"].with_user(user).command_centre()

    def test_the_command_centre_tells_what_was_counted(self):
        self.assertNotIn("kpi", self.centre(self.manager)["sections"])
        self.life("s1", self.at(1))
        self.count(8)
        sections = self.centre(self.manager)["sections"]
        rows = {row["name"]: row for row in sections["kpi"]["rows"]}
        row = rows["Open S1 and S2"]
        self.assertEqual(
            (row["value"], row["state"], row["label"], row["trend"]),
            ("1", "amber", "Not yet", "The same"),
        )
        self.assertEqual(sections["kpi"]["date"], "2026-03-08")
        self.assertEqual(rows["First month-end close in Odoo"]["value"], "–")
        [kind] = sections["adoption"]
        self.assertEqual((kind["name"], kind["count"]), ("Holidays", 0))
        self.assertEqual((kind["declared"], kind["share"]), (False, False))

    def test_the_command_centre_of_employees_has_none_of_it(self):
        self.life("s1", self.at(1))
        self.count(8)
        sections = self.centre(self.reporter)["sections"]
        self.assertFalse({"kpi", "adoption"} & set(sections))

    def test_the_monthly_report_has_the_kpis_and_the_daily_has_not(self):
        self.life("s1", self.at(1))
        self.count(14)
        reports = self.env["hypercare.status.report"]
        with at_time(self.at(32, 17)):
            monthly = reports._make(self.period, "monthly", self.day(32))
        said = monthly._render_status()[1]
        self.assertIn("Open S1 and S2", said)
        self.assertIn("✖ Missed", said)
        self.assertNotIn("Questions asked again", said)
        with at_time(self.at(15, 17)):
            daily = reports._make(self.period, "daily", self.day(15))
        self.assertNotIn("Open S1 and S2", daily._render_status()[1])

    def test_buttons_open_what_they_say(self):
        self.life("s1", self.at(1))
        self.count(2)
        for name, model in (
            ("action_open_kpis", "hypercare.kpi.value"),
            ("action_open_adoption", "hypercare.transaction.count"),
            ("action_open_health", "hypercare.health.value"),
        ):
            with self.subTest(name=name):
                action = getattr(self.period.with_user(self.l1), name)()
                self.assertEqual(action["res_model"], model)
        value = self.value("open_urgent", 2).with_user(self.l1)
        days = value.action_open_days()
        self.assertEqual(len(self.values.search(days["domain"])), 2)
        latest = self.values.search(
            [("is_latest", "=", True), ("kpi_id", "=", value.kpi_id.id)]
        )
        self.assertEqual(latest, value.sudo())
        earlier = self.value("open_urgent", 1)
        self.assertEqual((value.is_latest, earlier.is_latest), (True, False))
