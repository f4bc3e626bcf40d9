"""Every kind of document, made through the models of its app, whichever are here.

Kinds whose app is absent are skipped; a kind whose app is here has to fit it. Run with
all apps by `tests/bridges/test_transaction_apps.py`.
"""

from odoo.tests import tagged

from .common import at_time
from .documents import Documents
from .kpi_common import KpiCase

#: The app of each kind: where it is installed, its kind has to work.
APPS = {
    "sale_order": "sale",
    "purchase_order": "purchase",
    "receipt": "stock",
    "delivery": "stock",
    "internal_transfer": "stock",
    "stock_count": "stock",
    "scrap": "stock",
    "vendor_bill": "account",
    "customer_invoice": "account",
    "payment": "account",
    "journal_entry": "account",
    "bank_line": "account",
    "manufacturing_order": "mrp",
    "pos_session": "point_of_sale",
    "pos_order": "point_of_sale",
    "attendance": "hr_attendance",
    "expense": "hr_expense",
    "leave": "hr_holidays",
    "repair_order": "repair",
    "maintenance_request": "maintenance",
    "lead": "crm",
    "timesheet": "hr_timesheet",
}
#: Kinds that say whether they were entered late.
LATE = {
    *("vendor_bill", "customer_invoice", "payment", "pos_session", "pos_order"),
    *("attendance", "expense", "maintenance_request", "timesheet"),
}


@tagged("post_install", "-at_install")
class TestTransactionApps(KpiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Apps add what they need of a company when it is made.
        cls.documents = Documents(cls.env, cls.company)
        cls.foreign = Documents(cls.env, cls.other_company)
        cls.installed = cls.env["ir.module.module"]._installed()
        cls.kinds = {
            kind.code: kind
            for kind in cls.env["hypercare.transaction.type"].search(
                [("company_id", "=", False)]
            )
        }
        cls.here = [code for code, app in APPS.items() if app in cls.installed]

    def test_the_list_is_complete(self):
        self.assertEqual(set(APPS), set(self.kinds))
        dated = {code for code, kind in self.kinds.items() if kind.date_field}
        self.assertEqual(dated, LATE)

    def test_proposed_exactly_where_the_app_is_installed(self):
        self.period.action_propose_transactions()
        proposed = set(self.period.transaction_ids.type_id.mapped("code"))
        self.assertEqual(proposed, set(self.here))
        for code, kind in self.kinds.items():
            with self.subTest(kind=code):
                self.assertEqual(kind.is_installed, code in self.here)

    def test_fields_and_conditions_fit_the_models(self):
        self.assertTrue(self.kinds)
        for code in self.here:
            kind = self.kinds[code]
            with self.subTest(kind=code):
                self.assertEqual(kind._problem(), "")
                model = self.env[kind.model]
                model.search(kind._read_domain(), limit=1)
                self.assertTrue(kind._company_domain_of(model))
                # States of which there are none count nothing, without a word.
                self._check_selections(model, kind._read_domain())

    def _check_selections(self, model, domain):
        for condition in domain.iter_conditions():
            current, field = model, None
            for name in condition.field_expr.split("."):
                field = current._fields[name]
                current = self.env.get(field.comodel_name or "")
            if field.type != "selection":
                continue
            known = set(field.get_values(self.env))
            values = condition.value
            values = {values} if isinstance(values, str) else set(values)
            self.assertLessEqual(values, known, condition)

    def test_documents_count_on_their_local_day_in_their_company(self):
        if not self.here:
            self.skipTest("none of the apps is installed")
        for code in self.here:
            with self.subTest(kind=code), self.cr.savepoint() as savepoint:
                self._check_counted(code)
                savepoint.rollback()
            self.env.invalidate_all()

    def _check_counted(self, code):
        line = self.env["hypercare.period.transaction"].create(
            {"period_id": self.period.id, "type_id": self.kinds[code].id}
        )
        self.env.flush_all()
        self.assertFalse(line.tested_on)
        # 23:30 in Dhaka is 17:30 in UTC, 0:30 is still the day before in UTC.
        made = [
            self._make(self.documents, code, 2, 23, 30),
            self._make(self.documents, code, 3, 0, 30),
            self._make(self.documents, code, 3, 12, 0),
        ]
        self._make(self.foreign, code, 3, 12, 0)
        self.count(4)
        rows = self._rows(code)
        counts = {number: rows[self.day(number)].count for number in (1, 2, 3, 4)}
        self.assertEqual(counts, {1: 0, 2: 1, 3: 2, 4: 0})
        self.assertTrue(all(row.measured for row in rows.values()))
        self.assertEqual(sum(row.late for row in rows.values()), 0)
        line.invalidate_recordset()
        self.assertEqual(line.tested_on, self.day(2))
        # The documents themselves, and no others.
        action = rows[self.day(3)].action_open_records()
        self.assertEqual(action["res_model"], self.kinds[code].model)
        opened = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(opened, made[1] | made[2])

    def _make(self, documents, code, number, hour, minute, of=None):
        """Make a document at a local moment; it bears the date of a day."""
        moment = self.at(number, hour, minute)
        with at_time(moment):
            record = getattr(documents, code)(of or moment)
            self.env.flush_all()
        return record

    def _rows(self, code):
        rows = self.env["hypercare.transaction.count"].search(
            [
                ("period_id", "=", self.period.id),
                ("type_id", "=", self.kinds[code].id),
            ]
        )
        return {row.date: row for row in rows}

    def test_late_is_more_than_one_working_day(self):
        late = [code for code in self.here if code in LATE]
        if not late:
            self.skipTest("none of the apps is installed")
        for code in late:
            with self.subTest(kind=code), self.cr.savepoint() as savepoint:
                self.env["hypercare.period.transaction"].create(
                    {"period_id": self.period.id, "type_id": self.kinds[code].id}
                )
                # Day 5 is a Thursday: of Wednesday is in time, of Tuesday is late.
                for number in (5, 4, 3):
                    of = self.at(number, 9)
                    self._make(self.documents, code, 5, 10, number, of=of)
                self.count(5)
                row = self._rows(code)[self.day(5)]
                self.assertEqual((row.count, row.late), (3, 1))
                self.assertEqual(row.late_share, "33 %")
                savepoint.rollback()
            self.env.invalidate_all()

    def test_every_kind_tested_ticks_when_the_last_one_is(self):
        if len(self.here) < 2:
            self.skipTest("too few of the apps are installed")
        self.period.action_propose_transactions()
        checklist = self.period._add_checklists(
            self.env.ref("hypercare_support.checklist_template_transactions")
        )
        item = checklist.item_ids.filtered(lambda one: one.code)
        item.depends_on_ids = False
        for code in self.here[:-1]:
            self._make(self.documents, code, 2, 12, 0)
        self.count(2)
        item._remeasure()
        self.assertFalse(item.done_at)
        self.assertIn(self.kinds[self.here[-1]].name, item.measure_text)
        self._make(self.documents, self.here[-1], 3, 12, 0)
        self.count(3)
        item._remeasure()
        self.assertTrue(item.is_measured)
        self.assertIn(str(len(self.here)), item.measure_text)
