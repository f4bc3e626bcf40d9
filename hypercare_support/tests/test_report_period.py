"""Which period a report goes to, whom to ask, and what the reporter is told."""

from unittest.mock import MagicMock, patch

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import at_time
from .test_clocks import utc
from .test_report import ReportCase

#: A Monday morning, within the support hours, and a Friday, outside of them.
OPEN, SHUT = utc(2, 10), utc(6, 10)


@tagged("post_install", "-at_install")
class TestReportPeriod(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        menus = cls.env["ir.ui.menu"]
        cls.sales, cls.stock = menus.create([{"name": "Sales"}, {"name": "Stock"}])
        cls.orders = menus.create({"name": "Orders", "parent_id": cls.sales.id})
        cls.log = cls.env.ref("hypercare_support.menu_root")
        cls.l1.partner_id.phone = "+880 1000 000011"
        cls.manager.partner_id.phone = "+880 1000 000021"

    def start(self, app=None, user=None, **context):
        if app is not None:
            context["app_id"] = app if isinstance(app, int) else app.id
        return self.issues(user).report_start(context)

    # -- Apps --------------------------------------------------------------------------

    def test_the_app_decides_between_periods(self):
        self.period.app_ids = self.sales
        other = self.make_period(name="Second wave", app_ids=self.stock.ids)
        cases = [
            (self.sales, self.period, self.period),
            (self.stock, other, other),
            # The log itself, and what is not known, say nothing.
            (self.log, self.period | other, self.env["hypercare.period"]),
            (None, self.period | other, self.env["hypercare.period"]),
            (10**9, self.period | other, self.env["hypercare.period"]),
            (self.orders, self.period | other, self.env["hypercare.period"]),
        ]
        for app, offered, chosen in cases:
            with self.subTest(app=app):
                start = self.start(app)
                self.assertEqual(
                    [row["id"] for row in start["periods"]], list(offered._ids)
                ) if len(offered) == 1 else self.assertEqual(
                    {row["id"] for row in start["periods"]}, set(offered._ids)
                )
                self.assertEqual(start["period_id"], chosen.id)
                self.assertFalse(start["out_of_scope"])
        issue = self.submit(context={"app_id": self.stock.id})
        self.assertEqual(issue.period_id, other)
        with self.assertRaisesRegex(UserError, "Choose what the report belongs to"):
            self.submit()

    def test_a_period_without_apps_takes_all(self):
        other = self.make_period(name="Second wave", app_ids=self.stock.ids)
        self.assertEqual(self.start(self.sales)["period_id"], self.period.id)
        start = self.start(self.stock)
        self.assertEqual(
            {row["id"] for row in start["periods"]}, {self.period.id, other.id}
        )
        self.assertFalse(start["period_id"])

    def test_out_of_scope_is_said_and_taken_all_the_same(self):
        self.period.app_ids = self.sales
        start = self.start(self.stock)
        self.assertIn(
            "Stock is not part of this go-live (Sales)", start["out_of_scope"]
        )
        self.assertEqual(start["period_id"], self.period.id)
        issue = self.submit(context={"app_id": self.stock.id})
        self.assertIn("Stock is not part", "".join(issue.message_ids.mapped("body")))
        inside = self.submit(context={"app_id": self.sales.id})
        self.assertNotIn("not part", "".join(inside.message_ids.mapped("body")))

    def test_only_apps_can_be_in_scope(self):
        with self.assertRaisesRegex(ValidationError, "is a menu inside of an app"):
            self.period.app_ids = self.orders

    def test_nonsense_as_app_says_nothing(self):
        self.period.app_ids = self.sales
        for app in ("1", 0, -1, 2**40, True, [1], {"a": 1}, None):
            with self.subTest(app=app):
                start = self.issues().report_start({"app_id": app})
                self.assertEqual(start["period_id"], self.period.id)
                self.assertFalse(start["out_of_scope"])

    # -- Whom to ask -------------------------------------------------------------------

    def test_whom_to_call_is_on_duty_else_leads_the_project(self):
        with at_time(OPEN):
            [person] = self.start()["ask_whom"]
            self.assertEqual(
                (person["name"], person["phone"]), ("L1", "+880 1000 000011")
            )
            self.assertRegex(person["whatsapp"], r"^https://wa\.me/8801000000011\?text")
            self.assertEqual(self.start()["periods"][0]["ask_whom"], [person])
            [other] = self.start(user=self.l1)["ask_whom"]
        self.assertEqual(other["name"], "Manager", "nobody is told to call himself")
        with at_time(SHUT):
            [person] = self.start()["ask_whom"]
        self.assertEqual(person["name"], "Manager")

    def test_without_a_period_people_are_named(self):
        self.period.active = False
        start = self.start()
        self.assertEqual(start["periods"], [])
        self.assertIn("Ask", start["none_reason"])
        self.assertEqual(len(start["ask_whom"]), 1)
        self.assertIn(start["ask_whom"][0]["name"], start["none_reason"])
        hint = self.issues()._report_session()
        self.assertIn("Press to see whom to ask", hint["reason"])

    def test_after_the_end_it_is_who_stays(self):
        owner = self.make_user("owner", phone="+880 1000 000031")
        self.period.business_owner_id = owner
        for state in ("exit_review", "monitoring", "closed"):
            self.period.state = state
        start = self.start()
        self.assertEqual([row["name"] for row in start["ask_whom"]], ["Owner"])
        self.assertIn("Owner (+880 1000 000031)", start["none_reason"])

    def test_another_companys_people_are_not_named(self):
        self.period.active = False
        foreign = self.env["res.company"].create({"name": "Foreign"})
        self.make_period(name="Foreign", company_id=foreign.id, go_live="2026-03-02")
        self.assertNotIn("Foreign", str(self.start()["periods"]))
        user = self.make_user(
            "alone", company_id=foreign.id, company_ids=[Command.set(foreign.ids)]
        )
        self.env["hypercare.period"].search(
            [("company_id", "=", foreign.id)]
        ).client_pm_id = False
        self.env["hypercare.tier"].search(
            [("company_id", "=", foreign.id)]
        ).member_ids.unlink()
        self.assertEqual(self.start(user=user)["ask_whom"], [])

    # -- The receipt -------------------------------------------------------------------

    def test_the_receipt_says_who_has_it(self):
        with at_time(OPEN):
            values = self.values(workaround_known="costly")
            receipt = self.issues().report_submit(values)
            issue = self.env["hypercare.issue"].browse(receipt["id"])
            self.assertEqual(receipt["who"], "Level 1 Super-users; on duty now: L1")
            self.assertTrue(receipt["response_due"] and receipt["resolution_due"])
            urgent = self.issues().report_submit(self.values())
            self.assertEqual(
                urgent["who"], "The whole support team; on duty now: L1, L2, L3"
            )
            issue.with_user(self.l2).write({"user_id": self.l2.id})
            self.assertEqual(issue._report_receipt()["who"], "L2")
        with at_time(SHUT):
            receipt = self.issues().report_submit(values)
            self.assertEqual(receipt["who"], "Level 1 Super-users")

    # -- The address -------------------------------------------------------------------

    def test_the_address_by_any_name_of_the_server_is_kept(self):
        contexts = self.env["hypercare.issue.context"]
        own = contexts.get_base_url()
        module = "odoo.addons.hypercare_support.models.issue_context_address.request"
        with patch(module, MagicMock()) as request:
            request.httprequest.host_url = "http://192.168.1.5:8069/"
            cases = [
                (f"{own}/odoo/sales/7", "/odoo/sales/7"),
                ("http://192.168.1.5:8069/odoo/sales/7?debug=1", "/odoo/sales/7"),
                ("https://elsewhere.example/odoo", ""),
                (None, ""),
            ]
            for url, kept in cases:
                with self.subTest(url=url):
                    self.assertEqual(contexts._own_address(url), kept)
        self.assertEqual(contexts._own_address("http://192.168.1.5:8069/odoo"), "")

    # -- What the team sees ------------------------------------------------------------

    def test_the_answers_are_kept_and_shown_to_the_team(self):
        issue = self.submit(workaround_known="costly", only_person="yes")
        names = ("work_stopped", "workaround_known", "only_person")
        [values] = issue.with_user(self.l1).read(names)
        self.assertEqual([values[name] for name in names], ["yes", "costly", "yes"])
        arch = issue.with_user(self.l1).get_view(view_type="form")["arch"]
        self.assertIn("What the reporter answered", arch)
