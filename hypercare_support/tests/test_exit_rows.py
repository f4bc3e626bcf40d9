"""What was signed stays: by every way, for everybody, and down to its rows."""

import json

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import JsonRpcException, tagged
from odoo.tests.common import HttpCase

from .common import at_time
from .exit_common import ExitCase


class FrozenCase(ExitCase):
    def setUp(self):
        super().setUp()
        self.now = self.at(12, 10)
        self.paper = self.criterion("attest", name="Payroll ran")
        with at_time(self.at(11, 10)):
            self.paper.with_user(self.manager)._attest("I saw it", b"eA==", "a.pdf")
        self.dropped = self.criterion("roster", name="Whom to call")
        self.waive(self.dropped, self.at(11, 11))
        self.frozen = self.review(
            self.now,
            condition_ids=[
                Command.create(
                    {
                        "name": "Count the stock",
                        "user_id": self.owner.id,
                        "date": "2026-04-05",
                    }
                )
            ],
        )
        self.sign_all(self.frozen, self.now)
        self.assertEqual(self.frozen.state, "go")
        self.assertFalse(self.frozen.tampered)

    def attempts(self):
        """Yield (model, method, ids, arguments) that would change what was signed."""
        review = self.frozen
        row = review.signature_ids[:1]
        condition = review.condition_ids
        act = self.paper.history_ids[:1]
        for vals in (
            {"summary": "Better"},
            {"state": "draft"},
            {"content": {}},
            {"content_hash": "0"},
            {"record_hash": "0"},
            {"decided_at": "2026-01-01 00:00:00"},
            {"signature_ids": [[1, row.id, {"note": "x"}]]},
            {"signature_ids": [[5]]},
            {"condition_ids": [[1, condition.id, {"name": "x"}]]},
            {"condition_ids": [[2, condition.id]]},
        ):
            yield review._name, "write", review.ids, [vals]
        for vals in ({"note": "x"}, {"signed_at": False}, {"user_id": 2}):
            yield row._name, "write", row.ids, [vals]
        for vals in ({"name": "x"}, {"date": "2030-01-01"}, {"review_id": review.id}):
            yield condition._name, "write", condition.ids, [vals]
        for vals in (
            {"name": "Easier"},
            {"target": 1},
            {"attested_note": "x"},
            {"waived_reason": "x"},
            {"history_ids": [[1, act.id, {"reason": "x"}]]},
        ):
            yield self.paper._name, "write", self.paper.ids, [vals]
        yield act._name, "write", act.ids, [{"reason": "x"}]
        for record in (review, row, condition, self.paper, act):
            yield record._name, "unlink", record.ids, []
            yield record._name, "copy", record.ids, []
        yield review._name, "action_submit", review.ids, []
        yield review._name, "load", [], [[".id", "state"], [[str(review.id), "draft"]]]

    def state_of_it(self):
        self.env.invalidate_all()
        tables = ("review", "signature", "condition", "criterion", "history")
        found = []
        for table in tables:
            self.env.cr.execute(
                f"SELECT to_jsonb(t) FROM hypercare_exit_{table} t ORDER BY id"
            )
            found += [
                json.dumps(row, sort_keys=True) for (row,) in self.env.cr.fetchall()
            ]
        return found


class TestExitRows(FrozenCase):
    def personas(self):
        admin = self.make_user("admin", "hypercare_support.group_admin")
        system = self.make_user("system", "base.group_system")
        return (
            *(self.l1, self.l3, self.manager, self.consultant, self.owner),
            *(
                self.sponsor,
                admin,
                system,
                self.colleague,
                self.env.ref("base.user_root"),
            ),
        )

    def test_no_persona_changes_it_by_what_clients_call(self):
        before = self.state_of_it()
        for user in self.personas():
            for model, method, ids, args in self.attempts():
                records = self.env[model].with_user(user)
                with self.subTest(user=user.login, model=model, method=method, a=args):
                    if method == "load":
                        try:
                            result = call_kw(records, method, args, {})
                        except AccessError:
                            continue
                        self.assertFalse(result["ids"])
                        continue
                    call = [ids, *args]
                    # An access error is one of these.
                    with self.assertRaises(UserError), self.env.cr.savepoint():
                        call_kw(records, method, call, {})
                        self.env.flush_all()
        self.assertEqual(self.state_of_it(), before)
        self.assertFalse(self.frozen.tampered)

    def test_rows_changed_in_the_database_are_shown(self):
        act = self.paper.history_ids.filtered(lambda one: one.kind == "attested")
        waiver = self.dropped.history_ids.filtered(lambda one: one.kind == "waived")
        condition, row = self.frozen.condition_ids, self.frozen.signature_ids[:1]
        file = self.env["ir.attachment"].search(
            [("res_model", "=", act._name), ("res_id", "=", act.id)]
            + [("res_field", "=", "file")]
        )
        self.assertEqual(len(file), 1)
        changes = (
            ("hypercare_exit_criterion", self.paper, "name = 'Easier'"),
            ("hypercare_exit_criterion", self.paper, "code = 'bau_policy'"),
            ("hypercare_exit_criterion", self.dropped, "target = 3"),
            ("hypercare_exit_history", act, "reason = 'All is well'"),
            ("hypercare_exit_history", act, "user_id = 1"),
            ("hypercare_exit_history", waiver, "at = at - interval '1 day'"),
            ("ir_attachment", file, "checksum = 'x'"),
            ("hypercare_exit_condition", condition, "name = 'Nothing'"),
            ("hypercare_exit_condition", condition, "date = '2030-01-01'"),
            ("hypercare_exit_condition", condition, "user_id = 1"),
            ("hypercare_exit_signature", row, "decision = 'no_go'"),
            ("hypercare_exit_signature", row, "user_id = 1"),
        )
        statements = [
            *(f"UPDATE {t} SET {c} WHERE id = {r.id}" for t, r, c in changes),
            f"DELETE FROM hypercare_exit_history WHERE id = {waiver.id}",
            f"DELETE FROM hypercare_exit_condition WHERE id = {condition.id}",
            f"DELETE FROM hypercare_exit_criterion WHERE id = {self.dropped.id}",
            f"DELETE FROM hypercare_exit_signature WHERE id = {row.id}",
        ]
        for statement in statements:
            with self.subTest(statement=statement):
                with self.env.cr.savepoint() as savepoint:
                    self.sql(statement)
                    self.assertRegex(self.frozen.tampered, "fit (its|their) seal")
                    html = self.env["ir.actions.report"]._render_qweb_html(
                        "hypercare_support.exit_review_pdf", self.frozen.ids
                    )[0]
                    self.assertRegex(html.decode(), "fit (its|their) seal")
                    savepoint.rollback()
                self.env.invalidate_all()
                self.assertFalse(self.frozen.tampered)

    def test_what_happens_later_breaks_no_seal(self):
        later = self.at(16, 10)
        with at_time(later):
            self.paper.with_user(self.manager).action_unattest()
            self.dropped.with_user(self.sponsor).action_unwaive()
            self.criterion("bau_policy", name="One more")
            self.frozen.condition_ids.with_user(self.owner).action_done()
            self.period._exit_daily(later)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.frozen.tampered)


@tagged("post_install", "-at_install")
class TestExitRpc(FrozenCase, HttpCase):
    def test_no_persona_changes_it_by_rpc(self):
        personas = {
            "admin": "hypercare_support.group_admin",
            "system": "base.group_system",
        }
        for login, group in personas.items():
            self.make_user(login, group)
        logins = ("manager", "consultant", "sponsor", "owner", "l1", *personas)
        before = self.state_of_it()
        attempts = list(self.attempts())
        for login in logins:
            # A test user has its login as password.
            self.authenticate(f"hc_{login}", f"hc_{login}")
            for model, method, ids, args in attempts:
                call = args if method == "load" else [ids, *args]
                with self.subTest(login=login, model=model, method=method, args=args):
                    try:
                        result = self.make_jsonrpc_request(
                            f"/web/dataset/call_kw/{model}/{method}",
                            {
                                "model": model,
                                "method": method,
                                "args": call,
                                "kwargs": {},
                            },
                        )
                    except JsonRpcException as error:
                        self.assertIn(
                            str(error).rpartition(".")[2],
                            ("UserError", "AccessError", "ValidationError"),
                        )
                    else:
                        self.assertEqual(method, "load", result)
                        self.assertFalse(result["ids"])
        self.assertEqual(self.state_of_it(), before)
