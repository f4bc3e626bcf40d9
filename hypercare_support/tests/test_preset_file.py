"""Presets leave as a file and come back; what else a file may be is refused."""

import base64
import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .preset_common import SetupCase


@tagged("post_install", "-at_install")
class TestPresetFile(SetupCase, HttpCase):
    def wizard(self, content, user=None, **values):
        wizards = self.env["hypercare.preset.import"].with_user(user or self.manager)
        return wizards.create(
            {"file": base64.b64encode(content), "file_name": "p.json", **values}
        )

    def changed(self, **values):
        """Return the file of a shipped preset with other values."""
        [data] = json.loads(self.complex._file())["presets"]
        content = {"format": "hypercare_support.preset", "version": 1}
        return json.dumps({**content, "presets": [{**data, **values}]}).encode()

    def download(self, user, presets):
        self.authenticate(user.login, user.login)
        [url] = [presets.with_user(self.manager).action_export()["url"]]
        return self.url_open(url)

    def test_saved_exported_imported_it_is_the_same(self):
        wizards = self.env["hypercare.preset.save"].with_user(self.manager)
        period = self.draft(preset_id=self.complex.id, length=24)
        wizard = wizards.with_context(active_id=period.id).create({"name": "Round"})
        wizard.action_save()
        preset = self.env["hypercare.preset"].search([("code", "=", "round")])
        preset.standup_time = 0
        before = preset._for_file()
        content = self.download(self.manager, preset).content
        preset.unlink()
        wizard = self.wizard(content)
        wizard.action_read()
        self.assertFalse(wizard.problem or wizard.remark)
        self.assertIn("Round: 24 days, phases: Intensive", wizard.summary)
        wizard.action_import()
        again = self.env["hypercare.preset"].search([("code", "=", "round")])
        self.assertEqual(again._for_file(), before)
        self.assertEqual(again.company_id, self.company)

    def test_every_shipped_preset_survives_the_way(self):
        content = self.presets._file()
        wizard = self.wizard(content)
        self.assertEqual(wizard.known_count, 6)
        wizard.action_import()
        for preset in self.presets:
            [copied] = self.env["hypercare.preset"].search(
                [("code", "=", f"{preset.code}_2")]
            )
            self.assertEqual(
                {**copied._for_file(), "code": preset.code}, preset._for_file()
            )

    def test_one_that_is_here_is_replaced_only_by_whoever_may(self):
        content = self.changed(name="Changed", phases=[{"name": "One", "days": 28}])
        wizard = self.wizard(content, existing="replace")
        with self.assertRaises(AccessError), self.cr.savepoint():
            wizard.action_import()
        admin = self.make_user("admin", "hypercare_support.group_admin")
        self.wizard(content, user=admin, existing="replace").action_import()
        self.assertEqual(self.complex.name, "Changed")
        self.assertEqual(self.complex.phase_ids.mapped("name"), ["One"])
        self.assertFalse(self.complex.company_id)

    def test_what_is_not_here_is_said_in_the_preview(self):
        wizard = self.wizard(
            self.changed(
                code="new_one",
                policy={"xmlid": "elsewhere.policy", "name": "Their promises"},
                rules=[{"name": "Their rule"}],
                colour="red",
            )
        )
        self.assertIn("“Their promises” is not here", wizard.remark)
        self.assertIn("“Their rule” is not here", wizard.remark)
        self.assertIn("“presets[1].colour” is not known here", wizard.remark)
        wizard.action_import()
        [preset] = self.env["hypercare.preset"].search([("code", "=", "new_one")])
        self.assertFalse(preset.policy_id | preset.policy_id)
        self.assertFalse(preset.rule_ids)
        period = self.draft(preset_id=preset.id)
        self.assertEqual(period.policy_id, self.policy, "the usual one")

    def test_a_reference_finds_only_its_own_kind(self):
        reference = {"xmlid": "base.user_admin", "name": "no policy"}
        wizard = self.wizard(self.changed(code="new_one", policy=reference))
        wizard.action_import()
        [preset] = self.env["hypercare.preset"].search([("code", "=", "new_one")])
        self.assertFalse(preset.policy_id)
        reference = {"xmlid": "gone.policy", "name": self.policy.name}
        self.wizard(self.changed(code="by_name", policy=reference)).action_import()
        [preset] = self.env["hypercare.preset"].search([("code", "=", "by_name")])
        self.assertEqual(preset.policy_id, self.policy)

    def test_hostile_files_create_nothing(self):
        count = self.env["hypercare.preset"].search_count([])
        twice = json.loads(self.complex._file())
        twice["presets"] *= 2
        for content, said in (
            (b"x" * 10 * 1024 * 1024, "larger than 256 kB"),
            (b"__import__('os').system('true')", "no file of presets"),
            (b"<script>alert(1)</script>", "no file of presets"),
            (self.changed(standup_time=float("nan")), "no file of presets"),
            (self.changed(length="28"), "length: “28” does not fit"),
            (self.changed(phases={"a": 1}), "A list is needed"),
            (json.dumps(twice).encode(), "is there twice"),
            (b"{}", "something else than presets"),
        ):
            with self.subTest(said=said):
                wizard = self.wizard(content)
                wizard.action_read()
                self.assertIn(said, wizard.problem)
                self.assertFalse(wizard.summary)
                wizard.action_import()
        self.assertEqual(self.env["hypercare.preset"].search_count([]), count)
        empty = self.env["hypercare.preset.import"].with_user(self.manager).create({})
        with self.assertRaisesRegex(UserError, "Choose a file"):
            empty.action_read()

    def test_text_is_text_wherever_it_is_shown(self):
        script = "<script>alert(1)</script>"
        self.wizard(self.changed(code="evil", name=script, description=script))
        wizard = self.wizard(
            self.changed(
                code="evil", name=script, phases=[{"name": script, "days": 28}]
            )
        )
        wizard.action_import()
        preset = self.env["hypercare.preset"].search([("code", "=", "evil")])
        setup = self.make_setup(preset_id=preset.id)
        self.assertIn("&lt;script&gt;", setup.preview)
        self.assertNotIn("<script>", setup.preview)

    def test_only_managers_export_and_import(self):
        for user in (self.reporter, self.l1, self.sponsor):
            with self.subTest(user=user.login):
                self.assertEqual(self.download(user, self.sme).status_code, 403)
                with self.assertRaises(AccessError):
                    self.wizard(b"{}", user=user)
        self.logout()
        answer = self.url_open("/hypercare/presets.json?ids=1", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)

    def test_presets_of_others_and_nonsense_are_not_given_out(self):
        foreign = self.env["hypercare.preset"].create(
            {"name": "F", "code": "f", "company_id": self.other.id}
        )
        self.authenticate(self.manager.login, self.manager.login)
        for ids in (str(foreign.id), "", "x", "-1", "1 or 1=1", "9" * 40, "²"):
            with self.subTest(ids=ids), mute_logger("odoo.http"):
                answer = self.url_open(f"/hypercare/presets.json?ids={ids}")
                self.assertNotEqual(answer.status_code, 200)
                self.assertNotIn("hypercare_support.preset", answer.text)
