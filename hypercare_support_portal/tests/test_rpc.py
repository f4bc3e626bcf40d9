"""Portal accounts can call the server as programs do: nothing opens that way."""

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .portal_common import PortalHttpCase

ACCESS = "odoo.exceptions.AccessError"
#: What refuses before rights are asked: a guard, or that there is no such record.
REFUSED = (ACCESS, "odoo.exceptions.UserError", "odoo.exceptions.MissingError")


@tagged("post_install", "-at_install")
class TestRpc(PortalHttpCase):
    def models(self):
        return sorted(
            name
            for name, model in self.registry.items()
            if name.startswith("hypercare.") and not model._abstract
        )

    def column(self, model):
        """Return a field that is read from the table: a computed one proves little."""
        return next(
            name
            for name, field in sorted(self.registry[model]._fields.items())
            if field.store and field.column_type and name != "id"
        )

    def first(self, model):
        """Return the id of a record, if there is one."""
        return (
            self.env[model]
            .sudo()
            .with_context(active_test=False)
            .search([], limit=1)
            .id
            or 1
        )

    def test_no_access_row_and_no_record_rule_names_the_portal(self):
        groups = self.env.ref("base.group_portal") | self.env.ref("base.group_public")
        names = self.models()
        rows = self.env["ir.model.access"].search([("model_id.model", "in", names)])
        self.assertTrue(rows)
        self.assertFalse(rows.filtered(lambda row: not row.group_id))
        implied = rows.group_id.filtered(lambda one: one in groups.all_implied_ids)
        self.assertFalse(implied.mapped("name"))

    @mute_logger("odoo.http")
    def test_every_model_refuses_every_operation(self):
        names = self.models()
        self.assertGreater(len(names), 80)
        for user in (self.out_l3, self.out_sponsor):
            self.enter(user)
            for name in names:
                number = self.first(name)
                for method, args, kwargs in (
                    ("search_read", [], {"domain": [], "fields": ["id"]}),
                    (
                        "web_read",
                        [[number]],
                        {"specification": {self.column(name): {}}},
                    ),
                    ("create", [[{}]], {}),
                    ("write", [[number], {"create_uid": 1}], {}),
                    ("unlink", [[number]], {}),
                ):
                    with self.subTest(user=user.login, model=name, method=method):
                        result, error = self.rpc(name, method, *args, **kwargs)
                        self.assertIsNone(result)
                        reads = method in ("search_read", "web_read")
                        self.assertIn(error, (ACCESS,) if reads else REFUSED)

    def test_every_way_to_read_an_issue_is_closed(self):
        issue = self.mine
        for user in (self.out_l3, self.out_sponsor, self.out_nobody):
            self.env.invalidate_all()
            theirs = issue.with_user(user)
            for call in (
                lambda r: r.read(["name"]),
                lambda r: r.export_data(["name"]),
                lambda r: r.search_count([]),
                lambda r: r.name_search("At"),
                lambda r: r.formatted_read_group([], ["state"], ["__count"]),
                lambda r: r.read_progress_bar(
                    [], "state", {"field": "state", "colors": {}}
                ),
                lambda r: r.web_search_read([], {"name": {}}),
                lambda r: r.copy(),
                lambda r: r.web_save({"name": "x"}, {"name": {}}),
                lambda r: r.load(["name"], [["x"]])["ids"] or r.check_access("create"),
                lambda r: r.name,
            ):
                # Odoo says of exports that a right is missing, in its own words.
                with self.assertRaises(UserError):
                    call(theirs)

    @mute_logger("odoo.http")
    def test_every_protected_field_stays_by_rpc(self):
        """Also the issue of one's own tier: there is no write at all outside."""
        before = self.mine.read(["state", "severity", "tier_id", "user_id"])
        for user in (self.out_l3, self.out_sponsor):
            self.enter(user)
            for vals in (
                {"state": "closed"},
                {"severity": "s4"},
                {"tier_id": self.tier1.id},
                {"user_id": user.id},
                {"resolution": "x"},
                {"clock_ids": [[5]]},
            ):
                _result, error = self.rpc(
                    "hypercare.issue", "write", [self.mine.id], vals
                )
                self.assertIn(error, REFUSED)
            # Nor by way of the person's own partner and user.
            for model, record in (
                ("res.users", user),
                ("res.partner", user.partner_id),
            ):
                _result, error = self.rpc(
                    model, "write", [record.id], {"group_ids": [[4, 1]]}
                )
                self.assertTrue(error)
        self.env.invalidate_all()
        self.assertEqual(
            self.mine.read(["state", "severity", "tier_id", "user_id"]), before
        )

    @mute_logger("odoo.http")
    def test_no_public_method_does_anything(self):
        """All methods that a program can call, on all models, with plausible values."""
        arguments = {"hypercare.period": self.period, "hypercare.issue": self.mine}
        opened, tried = [], 0
        inherited = set(dir(self.registry["rating.mixin"])) | set(
            dir(self.registry["mail.activity.mixin"])
        )
        for user in (self.out_l3, self.out_sponsor):
            self.enter(user)
            for name in self.models():
                model = self.registry[name]
                number = arguments[name].id if name in arguments else self.first(name)
                for attribute in sorted(set(dir(model)) - inherited):
                    method = getattr(model, attribute, None)
                    if (
                        attribute.startswith("_")
                        or attribute in model._fields
                        or not callable(method)
                        or getattr(method, "_api_private", False)
                    ):
                        continue
                    args = [] if getattr(method, "_api_model", False) else [[number]]
                    tried += 1
                    result, error = self.answer(name, attribute, args)
                    if not error and result and not self.is_screen(result):
                        opened.append((user.login, name, attribute, result))
        self.assertGreater(tried, 100)
        self.assertEqual(opened, [])
        self.env.invalidate_all()
        self.assertFalse(self.mine.user_id)
        self.assertEqual((self.mine.state, self.period.state), ("new", "running"))

    def is_screen(self, result):
        """Tell whether an answer only says which screen an internal account opens."""
        return (
            isinstance(result, dict)
            and result.get("type") in ("ir.actions.act_window", "ir.actions.client")
            and self.period.name not in str(result)
        )

    def answer(self, model, method, args):
        """Call with more and more values until the method has what it takes."""
        values = [self.period.id, {}, {}, {}]
        for count in range(len(values) + 1):
            result, error = self.rpc(model, method, *args, *values[:count])
            if error != "builtins.TypeError":
                break
        return result, error

    @mute_logger("odoo.http")
    def test_what_odoo_keeps_about_issues_is_closed_as_well(self):
        note = self.mine.with_user(self.l3).message_post(
            body="Inside", message_type="comment", subtype_xmlid="mail.mt_note"
        )
        word = self.mine.with_user(self.l3).message_post(
            body="Said", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        for user in (self.out_l3, self.out_sponsor, self.out_nobody):
            self.enter(user)
            domain = [("model", "=", "hypercare.issue")]
            result, error = self.rpc(
                "mail.message", "search_read", domain=domain, fields=["body"]
            )
            self.assertFalse(error is None and result, result)
            for message in (note, word):
                _result, error = self.rpc(
                    "mail.message", "read", [message.id], ["body", "email_from"]
                )
                self.assertEqual(error, ACCESS)
            result, error = self.rpc(
                "ir.attachment",
                "search_read",
                domain=[("res_model", "like", "hypercare.%")],
                fields=["name"],
            )
            self.assertFalse(error is None and result, result)
            for model in ("mail.followers", "mail.activity", "mail.mail"):
                result, error = self.rpc(model, "search_read", domain=[], fields=["id"])
                self.assertFalse(error is None and result, (model, result))
            # People of the client: their addresses are not read outside.
            result, error = self.rpc(
                "res.partner",
                "search_read",
                domain=[("id", "=", self.reporter.partner_id.id)],
                fields=["email", "phone"],
            )
            self.assertFalse(error is None and result, result)
            for method, kwargs in (
                ("message_post", {"body": "By program"}),
                ("message_subscribe", {"partner_ids": [user.partner_id.id]}),
                ("activity_schedule", {"summary": "x"}),
            ):
                result, error = self.rpc(
                    "hypercare.issue", method, [self.mine.id], **kwargs
                )
                self.assertTrue(error or result is False, method)
            self.assertNotIn(user.partner_id, self.mine.message_partner_ids)
        self.env.invalidate_all()
        self.assertNotIn("By program", "".join(self.mine.message_ids.mapped("body")))

    def test_other_routes_of_the_addon_tell_nothing(self):
        for user in (self.out_l3, self.out_sponsor):
            self.enter(user)
            alarms = self.url_open("/hypercare/alarms", json={"params": {}}).json()
            self.assertFalse(alarms.get("result"))
            for path in ("/hypercare/issue-list.xlsx", "/hypercare/presets.json?ids=1"):
                with self.subTest(path=path):
                    self.assertEqual(self.get(path)[0], 403)
            status, text = self.get("/hypercare/outside")
            self.assertEqual(status, 200)
            self.assertNotIn(self.period.name, text)
            for report in ("exit_review_document", "charter_report", "issue_log"):
                status, text = self.get(
                    f"/report/html/hypercare_support.{report}/{self.period.id}"
                )
                with self.subTest(report=report):
                    self.assertNotEqual(status, 200)
