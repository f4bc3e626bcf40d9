"""What a fresh draft of the assistant still lacks: little."""

from odoo import Command
from odoo.exceptions import UserError

from .preset_common import SetupCase


class TestFreshDraft(SetupCase):
    def codes(self, period):
        return {
            item["code"]
            for item in period._readiness_items()
            if item["level"] == "problem"
        }

    def test_a_fresh_draft_lacks_the_charter_only(self):
        """Mail is checked when the list is opened."""
        for preset in self.presets:
            with self.subTest(preset=preset.code):
                period = self.draft(preset_id=preset.id)
                self.assertEqual(self.codes(period), {"mail", "charter"})
                items = period._readiness_items()
                self.assertLessEqual(len(items), 7, [item["code"] for item in items])

    def test_without_a_preset_for_the_hand_over_it_is_asked_for(self):
        self.sme.responsibilities = False
        period = self.draft(preset_id=self.sme.id)
        self.assertIn("responsibilities", self.codes(period))
        self.assertNotIn("scope_receivers", self.codes(period))

    def test_whom_the_preset_names_receives_before_whoever_is_usual(self):
        self.sme.to_backlog = "sponsor_id"
        period = self.draft(preset_id=self.sme.id)
        receivers = {r.route: r.user_id for r in period.scope_receiver_ids}
        self.assertEqual(
            receivers,
            {
                "governance": self.sponsor,
                "business_owner": self.owner,
                "partner": self.consultant,
                "backlog": self.sponsor,
            },
        )

    def test_a_partner_who_rests_on_a_working_day_is_found_at_once(self):
        hours = self.make_calendar(days="01234", name="Partner")
        period = self.draft(l3_calendar_id=hours.id)
        tiers = period.tier_ids.sorted("level")
        self.assertEqual(tiers[2].member_ids.calendar_id, hours)
        self.assertFalse(tiers[:2].member_ids.calendar_id)
        self.assertEqual(self.codes(period), {"mail", "charter", "cover_l3"})
        hours.company_id = self.other
        with self.assertRaisesRegex(UserError, "another company"):
            self.draft(l3_calendar_id=hours.id)

    def test_without_apps_there_is_one_area(self):
        period = self.draft(app_ids=[Command.clear()])
        self.assertEqual(period.area_ids.mapped("name"), ["The whole system"])
        self.assertEqual(period.knowledge_transfer_ids.taker_id, self.l1)
        self.assertFalse(self.draft(make_areas=False).area_ids)

    def test_every_item_of_a_checklist_has_somebody(self):
        items = self.draft(preset_id=self.complex.id).checklist_ids.item_ids
        self.assertTrue(items)
        self.assertTrue(all(item.owner_id for item in items))
