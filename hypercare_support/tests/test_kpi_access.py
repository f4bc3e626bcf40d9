"""Who may see KPIs, adoption and health, and that nobody can make them up."""

from odoo.exceptions import AccessError, UserError, ValidationError

from .common import at_time
from .kpi_common import KpiCase

COUNTED = (
    "hypercare.kpi.value",
    "hypercare.transaction.count",
    "hypercare.user.activity",
    "hypercare.health.value",
)


class TestKpiAccess(KpiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.make_user("admin", "hypercare_support.group_admin")
        cls.other_agent = cls.make_user("other", "hypercare_support.group_agent")
        cls.kind = cls.env["hypercare.transaction.type"].create(
            {
                "code": "people",
                "name": "Contacts",
                "model": "res.partner",
                "company_id": cls.company.id,
            }
        )
        cls.line = cls.env["hypercare.period.transaction"].create(
            {
                "period_id": cls.period.id,
                "type_id": cls.kind.id,
                "user_id": cls.colleague.id,
            }
        )

    def setUp(self):
        super().setUp()
        self.life("s1", self.at(1, 10), self.at(1, 12))
        self.count(14)
        self.life("s1", self.at(15))
        self.count(15)
        with at_time(self.at(15)):
            self.paper = self.env["hypercare.off.system"].create(
                {
                    "period_id": self.period.id,
                    "type_id": self.kind.id,
                    "date": self.day(14),
                    "count": 2,
                }
            )
            self.connection = self.env["hypercare.integration"].create(
                {"period_id": self.period.id, "name": "Bank", "kind": "bank"}
            )
            self.connection.action_worked()
        self.attested = self.env["hypercare.kpi.attestation"]
        with at_time(self.at(15)):
            self.attested = self.attested.create(self.proof())

    def proof(self, **values):
        return {
            "period_id": self.period.id,
            "kpi_id": self.kpi("report_used").id,
            "name": "Stock report, order of yarn",
            "date": self.day(14),
            "file": b"UERG",
            **values,
        }

    def records(self):
        found = [self.env[name].search([], limit=1) for name in COUNTED]
        alert = self.env["hypercare.kpi.alert"].search([], limit=1)
        found += [alert, self.attested, self.line, self.paper, self.connection]
        return [*found, self.connection.day_ids]

    def may(self, user, record, act):
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint():
                act(record.with_user(user))
                self.env.flush_all()
            return True
        except AccessError:
            return False

    def test_who_reads_what(self):
        for record in self.records():
            self.assertTrue(record, record._name)
            for name, reads in (
                ("reporter", False),
                ("colleague", False),
                ("other_agent", False),
                ("l1", True),
                ("manager", True),
                ("sponsor", True),
                ("foreign_manager", False),
            ):
                with self.subTest(model=record._name, persona=name):
                    user = getattr(self, name)
                    found = record.with_user(user)
                    self.assertEqual(
                        self.may(user, record, lambda one: one.read(["display_name"])),
                        reads,
                    )
                    if name not in ("reporter", "colleague"):
                        found = found.search([("id", "=", record.id)])
                        self.assertEqual(bool(found), reads)

    def test_nobody_makes_figures_up(self):
        for name in COUNTED:
            record = self.env[name].search([], limit=1)
            for user in (self.l1, self.manager, self.admin, self.env.user):
                own = record.with_user(user)
                with self.subTest(model=name, user=user.login):
                    with self.assertRaises(UserError):
                        own.write({"date": "2026-03-09"})
                    with self.assertRaises(UserError):
                        own.unlink()
                    with self.assertRaises(UserError):
                        own.create({"period_id": self.period.id})
                    with self.assertRaises(UserError):
                        own.copy()
        with self.assertRaises(UserError):
            self.period.with_user(self.manager).write(
                {"kpi_value_ids": [(0, 0, {"value": 100})]}
            )
        with self.assertRaises(UserError):
            self.period.with_user(self.manager).write({"kpi_error": "x"})

    def test_import_makes_no_figures_up(self):
        result = self.values.with_user(self.manager).load(
            ["period_id/.id", "kpi_id/.id", "date", "state"],
            [[str(self.period.id), str(self.kpi("in_odoo").id), "2026-03-01", "green"]],
        )
        self.assertFalse(result["ids"])

    def test_attested_by_whom_is_not_up_to_them(self):
        for vals in (
            {"user_id": self.l1.id},
            {"attested_at": "2026-03-01"},
            {"file": False},
            {"kpi_id": self.kpi("open_urgent").id},
            {"date": "2026-02-01"},
            {"date": "2026-04-01"},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRaises(UserError),
                at_time(self.at(15)),
            ):
                self.attested.with_user(self.manager).create(self.proof(**vals))
        self.assertEqual(self.attested.user_id, self.env.user)
        with self.assertRaises(UserError):
            self.attested.write({"name": "Another"})
        with self.assertRaises(UserError):
            self.attested.unlink()
        with at_time(self.at(15)), self.assertRaises(AccessError):
            self.attested.with_user(self.l1).create(self.proof())

    def test_shared_definitions_are_the_administrators(self):
        kpi = self.kpi("open_urgent")
        self.assertFalse(
            self.may(self.manager, kpi, lambda one: one.write({"target": 5}))
        )
        self.assertTrue(self.may(self.admin, kpi, lambda one: one.write({"target": 5})))
        own = kpi.with_user(self.manager).copy()
        own.write({"target": 4})
        self.assertFalse(
            self.may(self.foreign_manager, own.sudo(), lambda one: one.read(["target"]))
        )
        with self.assertRaises(UserError):
            own.write({"code": "another"})
        with self.assertRaises(ValidationError):
            own.write({"target": 4.5})
        with self.assertRaises(UserError):
            kpi.with_user(self.admin).unlink()

    def test_counting_is_the_managers(self):
        for user in (self.l1, self.sponsor):
            with self.assertRaises(AccessError):
                self.period.with_user(user).action_count_kpis()
        with at_time(self.night(16)):
            action = self.period.with_user(self.manager).action_count_kpis()
        self.assertEqual(action["res_model"], "hypercare.kpi.value")
        self.assertTrue(self.value("open_urgent", 16))

    def test_issues_behind_a_value_are_those_one_may_read(self):
        hidden = self.life("s2", self.at(16), confidential=True)
        self.count(16)
        value = self.value("open_urgent", 16)
        self.assertIn(hidden.id, value.issue_refs)
        action = value.with_user(self.l2).action_open_issues()
        found = self.env["hypercare.issue"].with_user(self.l2).search(action["domain"])
        self.assertTrue(found)
        self.assertNotIn(hidden, found)
