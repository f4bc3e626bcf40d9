"""Presets: who changes them, and saved from periods."""

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from ..engine.plan import MAX_DAYS, MIN_DAYS
from ..intake import preset_schema
from .preset_common import SetupCase


class TestPreset(SetupCase):
    def own(self, **values):
        presets = self.env["hypercare.preset"].with_user(self.manager)
        return presets.create({"name": "Ours", "code": "ours", **values})

    def test_what_ships_is_complete(self):
        self.assertEqual(len(self.presets), 6)
        for preset in self.presets:
            with self.subTest(preset=preset.code):
                self.assertTrue(preset.description and preset.criteria)
                self.assertEqual(sum(preset.phase_ids.mapped("days")), preset.length)
                self.assertEqual(
                    preset.tier_ids.sorted("level").mapped("level"), ["l1", "l2", "l3"]
                )
                self.assertTrue(all(preset.phase_ids.mapped("duty")))
        lengths = {preset.code: preset.length for preset in self.presets}
        self.assertEqual(lengths["sme_2_weeks"], 14)
        self.assertEqual(lengths["complex_3_4_weeks"], 28)
        self.assertEqual(lengths["extended_4_6_weeks"], 42)

    def test_checklists_it_names_exist(self):
        for preset in self.presets:
            templates = preset._checklist_templates()
            if templates is not None:
                with self.subTest(preset=preset.code):
                    self.assertEqual(len(templates), len(preset._listed("checklists")))

    def test_progressive_withdrawal_word_by_word(self):
        preset = self.env.ref("hypercare_support.preset_withdrawal")
        weeks = [
            (phase.days_text, phase.part, phase.take_s1, phase.take_s3)
            for phase in preset.phase_ids
        ]
        self.assertEqual(
            weeks,
            [
                ("Day 1–7", "resolve", True, True),
                ("Day 8–14", "resolve", True, False),
                ("Day 15–21", "advise", True, True),
                ("Day 22–28", "escalation", True, True),
            ],
        )

    def test_managers_change_their_own_administrators_the_shared(self):
        admin = self.make_user("admin", "hypercare_support.group_admin")
        own = self.own()
        self.assertEqual(own.company_id, self.company)
        own.phase_ids = [Command.create({"name": "P", "days": 14})]
        shared = self.sme.with_user(self.manager)
        self.assertEqual(shared.name, "SME, 2 weeks")
        for act in (
            lambda: shared.write({"name": "x"}),
            lambda: shared.phase_ids[0].write({"days": 3}),
            lambda: shared.unlink(),
            lambda: own.write({"company_id": False}),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                act()
                self.env.flush_all()
        self.sme.with_user(admin).phase_ids[0].days = 5
        self.assertEqual(self.sme.phase_ids[0].days, 5)

    def test_others_have_no_presets(self):
        for user in (self.reporter, self.l1, self.sponsor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.sme.with_user(user).read(["name"])

    def test_companies_do_not_see_each_others(self):
        foreign = self.make_user(
            "foreign",
            "hypercare_support.group_manager",
            company_id=self.other.id,
            company_ids=[Command.set(self.other.ids)],
        )
        own = self.own()
        self.env.invalidate_all()
        found = self.env["hypercare.preset"].with_user(foreign).search([])
        self.assertNotIn(own.id, found.ids)
        self.assertIn(self.sme.id, found.ids)

    @mute_logger("odoo.sql_db")
    def test_values_that_fit_nothing_are_refused(self):
        for values, error in (
            ({"length": 13}, IntegrityError),
            ({"length": 57}, IntegrityError),
            ({"standup_time": 24}, IntegrityError),
            ({"users_from": -1}, IntegrityError),
            ({"phase_ids": [Command.create({"name": "P", "days": 0})]}, IntegrityError),
            ({"code": "Not a code"}, ValidationError),
            ({"code": "x" * 41}, ValidationError),
            ({"end_kind": "never"}, UserError),
            ({"policy_id": 99999999}, UserError),
            (
                {"phase_ids": [Command.create({"name": "P", "days": 1})] * 15},
                ValidationError,
            ),
        ):
            with (
                self.subTest(values=values),
                self.assertRaises(error),
                self.cr.savepoint(),
            ):
                self.own(**values)
                self.env.flush_all()

    def test_a_copy_has_a_code_of_its_own_and_all_lines(self):
        copied = self.complex.copy()
        self.assertEqual(copied.code, "complex_3_4_weeks_2")
        self.assertEqual(len(copied.phase_ids), 3)
        self.assertEqual(len(copied.tier_ids), 3)
        self.assertEqual(copied.name, "Complex, 3–4 weeks (copy)")

    def test_changing_a_preset_changes_no_period(self):
        period = self.draft(preset_id=self.sme.id)
        self.sme.phase_ids.unlink()
        self.assertEqual(len(period.phase_ids), 2)
        self.sme.unlink()
        self.assertFalse(period.preset_id)
        self.assertTrue(period.exists())

    def test_the_file_offers_what_the_models_offer(self):
        for model, schema in (
            ("hypercare.preset", preset_schema.PRESET),
            ("hypercare.preset.phase", preset_schema.PRESET["phases"].item),
            ("hypercare.preset.tier", preset_schema.PRESET["tiers"].item),
        ):
            fields = self.env[model]._fields
            for name, kind in schema.items():
                if isinstance(kind, preset_schema.Choice):
                    with self.subTest(model=model, field=name):
                        choices = dict(fields[name]._description_selection(self.env))
                        self.assertEqual(tuple(choices), kind.choices)
        length = preset_schema.PRESET["length"]
        self.assertEqual((length.low, length.high), (MIN_DAYS, MAX_DAYS))


class TestPresetSave(SetupCase):
    def save(self, period, **values):
        wizards = self.env["hypercare.preset.save"].with_user(self.manager)
        wizard = wizards.with_context(active_id=period.id).create(values)
        action = wizard.action_save()
        return self.env["hypercare.preset"].browse(action["res_id"])

    def test_what_was_a_draft_becomes_the_same_draft_again(self):
        first = self.draft(preset_id=self.complex.id, length=30)
        preset = self.save(first)
        self.assertEqual(preset.company_id, self.company)
        self.assertEqual(preset.length, 30)
        second = self.draft(preset_id=preset.id)
        self.assertEqual(second.date_end, first.date_end)
        for name in ("name", "date_from", "date_to", "status_rhythm"):
            self.assertEqual(
                first.phase_ids.mapped(name), second.phase_ids.mapped(name)
            )
        self.assertEqual(first.tier_ids.mapped("name"), second.tier_ids.mapped("name"))
        self.assertEqual(first.policy_id, second.policy_id)
        self.assertEqual(first.exit_criteria, second.exit_criteria)

    def test_only_what_is_ticked_is_taken(self):
        preset = self.save(
            self.draft(),
            name="Bare",
            take_phases=False,
            take_tiers=False,
            take_policy=False,
            take_criteria=False,
        )
        self.assertEqual((preset.name, preset.code), ("Bare", "bare"))
        self.assertFalse(preset.phase_ids | preset.phase_ids)
        self.assertFalse(preset.tier_ids)
        self.assertFalse(preset.policy_id)
        self.assertFalse(preset.criteria)

    def test_a_gap_between_phases_belongs_to_the_earlier(self):
        period = self.draft(preset_id=self.sme.id)
        period.phase_ids.sorted("date_from")[0].date_to = period.go_live
        self.assertEqual(self.save(period).phase_ids.mapped("days"), [7, 7])

    def test_periods_that_are_no_preset_are_refused(self):
        period = self.make_period("draft", date_end="2026-03-03")
        with self.assertRaisesRegex(UserError, "lasts 3 days"):
            self.save(period)
        with self.assertRaisesRegex(UserError, "a name"):
            self.save(self.draft(), name=" ")

    def test_a_preset_without_phases_gives_a_draft_without(self):
        preset = self.save(self.draft(), take_phases=False)
        self.assertFalse(self.draft(preset_id=preset.id).phase_ids)

    def test_only_managers_save(self):
        period = self.draft()
        for user in (self.reporter, self.l1, self.sponsor):
            wizards = self.env["hypercare.preset.save"].with_user(user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                wizards.create({"period_id": period.id})
