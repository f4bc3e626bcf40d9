"""Who agrees for the client, with which rights, and who is told of people who leave."""

from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.fields import Command

from .common import MONDAY, at_time
from .phases_common import ADVISE, CRITICAL, PhasesCommon


class TestConsentPeople(PhasesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.make_phase(1, 7, "Intensive")
        cls.second = cls.make_phase(8, 14, "Stabilise", **CRITICAL)
        cls.period._agree_plan()

    def ask(self):
        wishes = self.env["hypercare.cover.less"].with_user(self.lead)
        with at_time(MONDAY):
            wishes.create(
                {
                    "period_id": self.period.id,
                    "phase_id": self.second.id,
                    "reason": "It is quiet",
                    **ADVISE,
                }
            ).action_ask()
        return self.env["hypercare.cover.request"].search(
            [("period_id", "=", self.period.id)], limit=1
        )

    # -- Who it is ---------------------------------------------------------------------

    def test_the_lead_does_not_name_who_agrees(self):
        mine = self.period.with_user(self.lead)
        for name in ("client_pm_id", "sponsor_id"):
            for user in (self.lead, self.colleague, self.env["res.users"]):
                with self.refused("was agreed before hypercare"):
                    mine.write({name: user.id})
            # A form gives back what is there.
            mine.write({name: self.period[name].id})
        draft = self.make_period(state="draft", name="Draft")
        draft.with_user(self.lead).client_pm_id = self.colleague
        self.assertEqual(draft.client_pm_id, self.colleague)

    def test_who_may_name_another(self):
        admin = self.make_user("boss", "hypercare_support.group_admin")
        self.period.with_user(admin).client_pm_id = self.colleague
        self.period.client_pm_id = self.manager
        self.period.with_user(self.manager).client_pm_id = self.colleague
        self.assertEqual(self.period.client_pm_id, self.colleague)

    def test_nobody_agrees_with_himself(self):
        request = self.ask()
        self.period.client_pm_id = self.lead
        self.assertFalse(request.with_user(self.lead).may_decide)
        with self.refused("at once"), at_time(MONDAY):
            request.with_user(self.lead).action_accept()
        with self.refused("at once"), at_time(MONDAY):
            self.second.with_user(self.lead).write(ADVISE)
        with self.refused("at once"):
            self.ask()
        self.assertEqual(self.second.part, "resolve")

    # -- What they may -----------------------------------------------------------------

    def test_a_client_project_manager_without_rights_decides(self):
        for act, state, part in (
            ("action_refuse", "refused", "resolve"),
            ("action_accept", "accepted", "advise"),
        ):
            self.period.client_pm_id = self.manager
            request = self.ask()
            self.period.client_pm_id = self.l2
            mine = request.with_user(self.l2)
            self.assertTrue(mine.may_decide)
            with at_time(MONDAY):
                getattr(mine, act)()
            self.assertEqual((request.state, self.second.part), (state, part))
            self.assertEqual(request.decided_by_id, self.l2)
            self.assertEqual(self.period.message_ids[0].author_id, self.l2.partner_id)
        with self.assertRaises(AccessError):
            self.second.with_user(self.l2).write({"name": "Mine"})

    def test_missing_rights_are_told_before_the_start(self):
        period = self.make_period(state="draft", name="Draft")
        codes = {item["code"]: item["level"] for item in period._readiness_items()}
        self.assertEqual(codes.get("consultant_lead_rights"), "warning")
        self.assertNotIn("client_pm_rights", codes)

    def test_nothing_is_decided_when_it_is_over(self):
        request = self.ask()
        self.period.state = "cancelled"
        mine = request.with_user(self.manager)
        self.assertFalse(mine.may_decide)
        for act in (mine.action_accept, mine.action_refuse):
            with self.refused("does not run any more"):
                act()
        self.assertEqual(request.state, "asked")

    # -- People who leave --------------------------------------------------------------

    def notes(self):
        return str(self.period.message_ids[:1].body)

    def test_whoever_empties_a_tier_is_named_and_the_client_told(self):
        member = self.tier3.member_ids.with_user(self.lead)
        member.active = False
        self.assertIn("Lead has taken L3 out of", self.notes())
        self.assertIn("nobody is in it any more", self.notes())
        message = self.period.message_ids[:1]
        self.assertEqual(message.partner_ids, self.manager.partner_id)
        before = len(self.period.message_ids)
        member.active = True
        member.availability = "on_call"
        self.assertEqual(len(self.period.message_ids), before)

    def test_every_way_out_of_a_tier_is_noted(self):
        tier = self.tier3.with_user(self.lead)
        for act in (
            lambda one: one.write({"active": False}),
            lambda one: one.write({"date_to": "2026-03-01"}),
            lambda one: one.write({"user_id": self.reporter.id}),
            lambda one: one.unlink(),
            lambda one: tier.write({"member_ids": [Command.delete(one.id)]}),
        ):
            with self.env.cr.savepoint() as point, at_time(MONDAY):
                member = tier.write(
                    {"member_ids": [Command.create({"user_id": self.colleague.id})]}
                )
                member = tier.member_ids.filtered(
                    lambda one: one.user_id == self.colleague
                )
                act(member)
                self.assertIn("has taken Colleague out of", self.notes())
                self.assertNotIn("nobody", self.notes())
                point.rollback()
            self.env.invalidate_all(flush=False)

    def test_a_draft_is_prepared_without_notes(self):
        period = self.make_period(state="draft", name="Draft")
        tier = period.tier_ids.filtered(lambda tier: tier.level == "l3")
        loss = patch.object(type(period), "_note_loss")
        with loss as noted:
            tier.member_ids.with_user(self.lead).active = False
        noted.assert_not_called()

    # -- Who reads it ------------------------------------------------------------------

    def test_plain_employees_read_no_inner_facts(self):
        names = ("agreed_plan", "forced_reason", "forced_by_id", "forced_at")
        names += ("forced_codes", "gone_notice", "end_notice", "asked_less")
        for name in names:
            with self.subTest(field=name):
                with self.assertRaises(AccessError):
                    self.period.with_user(self.reporter).read([name])
                for user in (self.l1, self.manager, self.sponsor):
                    self.period.with_user(user).read([name])
        self.assertTrue(self.period.with_user(self.reporter).read(["name"]))
