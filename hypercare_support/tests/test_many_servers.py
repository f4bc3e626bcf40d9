"""What several workers, servers and a read replica ask for."""

import json
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from lxml import etree
from psycopg2.errors import ReadOnlySqlTransaction

from odoo.exceptions import ConcurrencyError
from odoo.http import Controller
from odoo.tests import HttpCase, tagged
from odoo.tools import SQL

from .common import MONDAY, HypercareCommon, at_time

#: What the screens of the addon ask for by methods of their own, and only read.
READING = {
    "hypercare.period": {"command_centre", "cover_grid"},
    "hypercare.issue": {"report_start", "report_similar"},
}
#: Pages that only show.
READING_ROUTES = {
    "/hypercare/alarms",
    "/hypercare/archive.zip",
    "/hypercare/outside",
    "/hypercare/presets.json",
    "/hypercare/issue-list.xlsx",
    "/hypercare/unsubscribe/<int:stakeholder_id>/<string:token>",
}
#: Pages that write, or have to ask the database that is written to.
OTHER_ROUTES = {
    "/hypercare/health",
    "/hypercare/outside/save",
    "/hypercare/unsubscribe/<int:stakeholder_id>/<string:token>/<string:act>",
}


class ManyServersCase(HypercareCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.issue = cls.make_issue("s2", at=MONDAY)
        cls.make_issue("s1", at=MONDAY, confidential=True)
        cls.env.flush_all()

    @contextmanager
    def read_only(self):
        """Refuse every write inside, as a replica does."""
        # Live notices of the fixture as well, which are written at the end.
        self.env.cr.flush()
        self.env.invalidate_all()
        with self.env.cr.savepoint(flush=False) as savepoint:
            self.env.cr.execute("SET LOCAL transaction_read_only = on")
            yield
            self.env.flush_all()
            savepoint.rollback()


class TestReadOnly(ManyServersCase):
    def test_reading_methods_are_served_by_a_replica(self):
        for model, names in READING.items():
            for name in names:
                with self.subTest(method=f"{model}.{name}"):
                    self.assertTrue(getattr(self.registry[model], name)._readonly)

    def test_reading_methods_write_nothing(self):
        calls = {
            "command_centre": ("hypercare.period", [self.period.id], "l1"),
            "cover_grid": ("hypercare.period", [], "l1"),
            "report_start": ("hypercare.issue", [{"model": "res.partner"}], "reporter"),
            "report_similar": (
                "hypercare.issue",
                ["Something does not work", self.period.id],
                "reporter",
            ),
        }
        self.assertEqual(set(calls), set().union(*READING.values()))
        for name, (model, args, who) in calls.items():
            for user in (getattr(self, who), self.manager):
                records = self.env[model].with_user(user)
                with self.subTest(method=name, user=user.login), self.read_only():
                    self.assertTrue(getattr(records, name)(*args))

    def test_what_a_screen_shows_first_is_read_without_writing(self):
        """List, board and form of every model that a menu or button opens."""
        actions = self.env["ir.actions.act_window"].search(
            [("res_model", "=like", "hypercare.%")]
        )
        names = {
            name
            for name in actions.mapped("res_model")
            if not self.env[name]._transient
        }
        self.assertIn("hypercare.issue", names)
        for name in sorted(names):
            model = self.env[name].with_user(self.manager)
            for kind in ("list", "kanban", "form"):
                with self.subTest(model=name, view=kind), self.read_only():
                    asked = _asked(model, kind)
                    found = model.web_search_read([], asked, limit=80)
                    self.assertGreaterEqual(found["length"], len(found["records"]))

    def test_a_record_that_writes_when_read_is_read_where_it_may(self):
        contexts = self.env["hypercare.issue.context"]
        with (
            patch.object(
                type(contexts), "_readable_record", side_effect=ReadOnlySqlTransaction
            ),
            self.assertRaises(ReadOnlySqlTransaction),
        ):
            contexts._seen_record("res.partner", 1)

    def test_reading_pages_are_served_by_a_replica(self):
        """Every page of the addon is in one of the two lists above."""
        known = {}
        for controller in _controllers():
            for method in vars(controller).values():
                routing = getattr(method, "original_routing", None)
                for route in (routing or {}).get("routes") or ():
                    known[route] = bool(routing.get("readonly"))
        self.assertEqual(
            known,
            dict.fromkeys(READING_ROUTES, True) | dict.fromkeys(OTHER_ROUTES, False),
        )


class TestCoreTables(ManyServersCase):
    def test_no_table_of_odoo_has_a_column_of_ours(self):
        """A new column would lock a large table of a running company."""
        tables = {
            model._table
            for model in self.registry.values()
            if model._original_module and not _is_ours(model._original_module)
            # The table of the settings screen is a wizard's, and soon empty again.
            if not model._transient
        }
        self.assertLessEqual({"res_users", "res_company", "mail_message"}, tables)
        ours = {
            f"{model._table}.{field.name}"
            for model in self.registry.values()
            for field in model._fields.values()
            if model._table in tables and not model._abstract
            if field._modules and all(map(_is_ours, field._modules))
            if field.store and field.column_type
        }
        self.assertFalse(ours)
        self.env.cr.execute(
            SQL(
                "SELECT table_name, column_name FROM information_schema.columns"
                " WHERE table_schema = current_schema AND table_name IN %s"
                " AND column_name LIKE '%%hypercare%%'",
                tuple(tables),
            )
        )
        self.assertFalse(self.env.cr.fetchall())


class TestSentTwice(ManyServersCase):
    def test_two_at_the_same_moment_are_one_issue(self):
        """The one that comes second begins anew, and finds the first."""
        first, second = self.make_issue("s3"), self.make_issue("s3")
        first._keep_report_key("one-dialog")
        with self.assertRaises(ConcurrencyError), self.env.cr.savepoint():
            second._keep_report_key("one-dialog")

    def test_the_same_key_of_somebody_else_is_his_own(self):
        first = self.make_issue("s3", user=self.reporter)
        second = self.make_issue("s3", user=self.colleague)
        for issue in (first, second):
            issue.sudo()._keep_report_key("one-dialog")
        self.assertEqual(first.sudo().report_key, second.sudo().report_key)


class TestOnlyAfterCommit(ManyServersCase):
    """A live notice is written with the transaction and sent after its commit."""

    def notices(self):
        self.env.cr.precommit.run()
        return self.env["bus.bus"].search([]).mapped("message")

    def change(self):
        """Do everything that tells a screen something."""
        self.issue.with_user(self.l2).write({"state": "in_progress"})
        with at_time(datetime(2026, 3, 2, 5)):
            self.make_issue("s1", user=self.l1, affects_all=True)
        self.period.name = "Another name"

    def test_what_is_committed_is_told(self):
        self.env.cr.precommit.run()
        self.env["bus.bus"].search([]).unlink()
        self.change()
        self.assertFalse(self.env["bus.bus"].search([]))
        kinds = {json.loads(message)["type"] for message in self.notices()}
        self.assertLessEqual({"hypercare_centre", "hypercare_outage"}, kinds)
        self.assertTrue(self.env.cr.postcommit.data["bus.bus.channels"])

    def test_what_is_rolled_back_is_told_to_nobody(self):
        self.env.cr.precommit.run()
        self.env["bus.bus"].search([]).unlink()
        self.env.cr.postcommit.clear()
        self.change()
        # What a cursor does when its transaction is rolled back.
        self.env.cr.precommit.clear()
        self.env.cr.postcommit.clear()
        self.assertFalse(self.notices())
        self.assertFalse(self.env.cr.postcommit.data)


@tagged("post_install", "-at_install")
class TestReplicaServes(ManyServersCase, HttpCase):
    """Through the web: the read-only cursor answers, nothing is tried again."""

    def call(self, model, method, args):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": {}},
        )

    def test_calls_and_pages(self):
        self.manager.password = "load-tests-1"
        self.authenticate(self.manager.login, "load-tests-1")
        self.url_open("/odoo")
        # A retry with a cursor that may write is a warning of ``odoo.http``.
        with self.assertNoLogs("odoo.http", "WARNING"):
            self.assertTrue(self.call("hypercare.period", "command_centre", []))
            self.assertTrue(self.call("hypercare.period", "cover_grid", [[]]))
            self.assertTrue(self.call("hypercare.issue", "report_start", [{}]))
            similar = ["It does not work", self.period.id]
            self.assertIn(
                "issues", self.call("hypercare.issue", "report_similar", similar)
            )
            self.make_jsonrpc_request("/hypercare/alarms", {})
            for path in ("/hypercare/outside", "/hypercare/issue-list.xlsx"):
                self.assertEqual(self.url_open(path).status_code, 200, path)


def _asked(model, kind) -> dict:
    """Return what the web client asks for when it shows a view."""
    arch = etree.fromstring(model.get_view(None, kind)["arch"])
    asked = {}
    for node in arch.iter("field"):
        if any(parent.tag == "field" for parent in node.iterancestors()):
            continue
        field = model._fields[node.get("name")]
        relational = {"fields": {"display_name": {}}} if field.relational else {}
        asked[field.name] = relational
    return asked


def _is_ours(module: str) -> bool:
    return module.startswith("hypercare_")


def _controllers():
    for controllers in Controller.children_classes.values():
        for controller in controllers:
            if controller.__module__.startswith("odoo.addons.hypercare_support."):
                yield controller
