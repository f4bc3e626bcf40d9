"""The running phase decides what goes to the project team, whoever moves it and how."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..models.issue_engagement import AUTOMATIC
from .common import MONDAY, at_time
from .phases_common import ADVISE, CRITICAL, ESCALATION, PhasesCommon


class TestPhaseModes(PhasesCommon):
    def up(self, issue, user, **values):
        self.do(issue, user, MONDAY, tier_id=self.tier3.id, **values)

    def refused_up(self, issue, user, words, **values):
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            self.up(issue, user, **values)
        self.env.invalidate_all()
        self.assertNotEqual(issue.tier_id, self.tier3)

    def test_without_phases_everything_goes_up(self):
        issue = self.make_issue("s4", at=MONDAY)
        self.up(issue, self.l1)
        self.assertEqual(issue.tier_id, self.tier3)

    def test_a_phase_as_it_is_made_restricts_nothing(self):
        phase = self.make_phase()
        self.assertTrue(phase._mode().is_full)
        for severity in ("s1", "s2", "s3", "s4"):
            issue = self.make_issue(severity, at=MONDAY)
            self.up(issue, self.l1)
            self.assertEqual(issue.tier_id, self.tier3)

    def test_what_is_not_taken_stays(self):
        self.make_phase(**CRITICAL)
        issue = self.make_issue("s3", at=MONDAY)
        for user in (self.l1, self.l2, self.l3):
            self.refused_up(
                issue,
                user,
                r"S3\) stays with the business in the phase “Stabilise”. The project "
                r"team takes S1; S2, S3, and S4 stay.*Manager or Lead",
            )
        self.refused_up(issue, self.l2, "stays with the business", change_reason="Why")
        self.refused_up(issue, self.manager, "written reason")
        critical = self.make_issue("s1", at=MONDAY)
        self.assertEqual(critical.tier_id, self.tier3)

    def test_a_member_of_the_project_team_does_not_take_it(self):
        self.make_phase(**CRITICAL)
        issue = self.make_issue("s3", at=MONDAY)
        for values in (
            {"user_id": self.l3.id},
            {"state": "in_progress"},
            {"state": "resolved"},
        ):
            with self.refused("stays with the business"), self.env.cr.savepoint():
                self.do(issue, self.l3, MONDAY, **values)
        with self.refused("stays with the business"), self.env.cr.savepoint():
            self.do(issue, self.l1, MONDAY, user_id=self.l3.id)
        self.env.invalidate_all()
        self.assertFalse(issue.user_id)
        self.do(issue, self.l1, MONDAY, user_id=self.l2.id)
        self.assertEqual(issue.user_id, self.l2)

    def test_who_is_in_level_2_as_well_works_there(self):
        self.make_phase(**ADVISE)
        self.tier2.member_ids = [Command.create({"user_id": self.l3.id})]
        issue = self.make_issue("s3", at=MONDAY)
        self.do(issue, self.l3, MONDAY, state="in_progress")
        self.assertEqual(issue.user_id, self.l3)

    def test_a_manager_overrides_with_a_reason(self):
        self.make_phase(**CRITICAL)
        issue = self.make_issue("s3", at=MONDAY)
        self.up(issue, self.manager, change_reason="It is a defect of ours")
        self.assertEqual(issue.tier_id, self.tier3)
        event = issue.event_ids.filtered(lambda event: event.kind == "tier")[0]
        self.assertEqual(event.reason, "It is a defect of ours")
        self.assertEqual(event.user_id, self.manager)
        notes = issue.message_ids.mapped("body")
        self.assertTrue(
            any("beyond the phase" in note and "a defect" in note for note in notes)
        )

    def test_advice_owns_nothing(self):
        self.make_phase(**ADVISE)
        issue = self.make_issue("s1", at=MONDAY)
        self.assertEqual(issue.tier_id, self.tier2)
        self.refused_up(issue, self.l2, "The project team advises", change_reason="Why")
        with at_time(MONDAY):
            issue.with_user(self.l3).message_post(
                body="Look at the rounding", message_type="comment"
            )
        self.assertIn("rounding", issue.message_ids[0].body)

    def test_escalation_comes_after_level_2_with_a_reason(self):
        self.make_phase(**ESCALATION)
        issue = self.make_issue("s3", at=MONDAY)
        self.refused_up(issue, self.l1, "only after Level 2", change_reason="Why")
        self.do(issue, self.l1, MONDAY, tier_id=self.tier2.id)
        self.refused_up(issue, self.l2, "write why it moves up")
        self.up(issue, self.l2, change_reason="We have tried everything")
        self.assertEqual(issue.tier_id, self.tier3)
        self.assertFalse([m for m in issue.message_ids if "beyond" in m.body])

    def test_what_the_project_team_has_stays_with_it(self):
        self.make_phase(1, 7, "Intensive")
        self.make_phase(8, 14, "Transition", **ADVISE)
        issue = self.make_issue("s3", at=MONDAY)
        self.up(issue, self.l1)
        later = MONDAY + timedelta(days=7)
        self.do(issue, self.l3, later, state="in_progress")
        self.assertEqual(issue.user_id, self.l3)
        self.do(issue, self.l3, later, state="resolved")
        self.do(issue, self.l1, later, state="in_progress")
        self.assertEqual(issue.tier_id, self.tier3)

    def test_the_day_changes_at_midnight_in_dhaka(self):
        self.make_phase(1, 2, "Intensive")
        self.make_phase(3, 14, "Transition", **ADVISE)
        midnight = MONDAY.replace(hour=18)
        for moment, tier in (
            (midnight - timedelta(minutes=1), self.tier3),
            (midnight, self.tier2),
        ):
            issue = self.make_issue("s1", at=moment)
            self.assertEqual(issue.tier_id, tier, moment)

    def test_summer_time_moves_the_day(self):
        # 29 March 2026 in Berlin: 23:00 UTC before, 22:00 UTC after.
        period = self.make_period(
            name="Berlin", tz="Europe/Berlin", date_end="2026-04-14"
        )
        for begin, end, values in ((28, 29, {}), (30, 31, ADVISE)):
            self.make_phase(begin, end, f"From {begin}", period, **values)
        for moment, full in (
            ("2026-03-27 23:00:00", True),
            ("2026-03-29 21:59:59", True),
            ("2026-03-29 22:00:00", False),
        ):
            now = type(MONDAY).fromisoformat(moment)
            self.assertEqual(period._mode_at(now).is_full, full, moment)

    def test_an_s1_engages_every_tier_that_has_to_act(self):
        everybody = self.tier1 | self.tier2 | self.tier3
        issue = self.make_issue("s1", at=MONDAY)
        self.assertEqual(issue.engagement_ids.tier_id, everybody)
        for values in (ADVISE, ESCALATION, {**CRITICAL, "take_s1": False}):
            phase = self.make_phase(**values)
            issue = self.make_issue("s1", at=MONDAY)
            self.assertEqual(issue.engagement_ids.tier_id, self.tier1 | self.tier2)
            self.assertEqual(issue.tier_id, self.tier2)
            self.assertTrue(self.clock(issue, "resolution").due_at)
            levels = issue.clock_ids.filtered(lambda c: c.metric == "pickup")
            self.assertEqual(len(levels), 2)
            phase.unlink()

    def test_an_s1_moved_up_engages_the_project_team(self):
        self.make_phase(**ESCALATION)
        issue = self.make_issue("s1", at=MONDAY)
        self.up(issue, self.l2, change_reason="The server is down")
        self.assertIn(self.tier3, issue._open_turns().tier_id)
        pickups = issue.clock_ids.filtered(lambda clock: clock.metric == "pickup")
        self.assertEqual(len(pickups), 3)

    def test_a_tier_once_called_stays_called(self):
        self.make_phase(1, 2, "Intensive")
        self.make_phase(3, 14, "Transition", **ADVISE)
        issue = self.make_issue("s1", at=MONDAY)
        later = MONDAY + timedelta(days=1)
        self.do(issue, self.l1, later, state="in_progress")
        self.assertIn(self.tier3, issue._open_turns().tier_id)

    def test_a_category_of_level_3_starts_below(self):
        category = self.env["hypercare.category"].create(
            {"name": "Custom code", "level": "l3"}
        )
        issue = self.make_issue("s3", at=MONDAY, category_id=category.id)
        self.assertEqual(issue.tier_id, self.tier3)
        self.make_phase(**CRITICAL)
        issue = self.make_issue("s3", at=MONDAY, category_id=category.id)
        self.assertEqual(issue.tier_id, self.tier2)

    def test_nothing_is_created_where_it_may_not_go(self):
        self.make_phase(**CRITICAL)
        with self.refused("cannot start at"):
            self.make_issue("s3", at=MONDAY, user=self.l2, tier_id=self.tier3.id)
        with self.refused("stays with the business"):
            self.make_issue("s3", at=MONDAY, user=self.l3, user_id=self.l3.id)
        issue = self.make_issue("s1", at=MONDAY, user=self.l2, tier_id=self.tier3.id)
        self.assertEqual(issue.tier_id, self.tier3)

    def test_where_nobody_else_is_the_project_team_takes_it(self):
        self.make_phase(**ADVISE)
        (self.tier1 | self.tier2).member_ids.unlink()
        issue = self.make_issue("s1", at=MONDAY)
        self.assertEqual(issue.tier_id, self.tier3)

    def test_rules_keep_to_the_phase(self):
        self.make_phase(**ADVISE)
        issue = self.make_issue("s2", at=MONDAY)
        rule = issue.sudo().with_context(hypercare_automatic=AUTOMATIC)
        with self.refused("stays with the business"), at_time(MONDAY):
            rule._apply_facts({"tier_id": self.tier3.id}, {}, "A rule")

    def test_after_the_last_phase_its_mode_goes_on_until_hypercare_is_over(self):
        self.make_phase(1, 7, "Intensive")
        self.make_phase(8, 14, "Transition", **ADVISE)
        late = MONDAY + timedelta(days=20)
        self.assertEqual(self.period._mode_at(late).part, "advise")
        self.period.state = "exit_review"
        self.period.state = "monitoring"
        self.assertTrue(self.period._mode_at(late).is_full)

    def test_two_companies_have_their_own_phases(self):
        company = self.env["res.company"].create({"name": "Other"})
        other = self.make_period(name="Wave 2", company_id=company.id)
        self.make_phase(**ADVISE)
        for period, tier in ((self.period, "l2"), (other, "l3")):
            issue = self.make_issue(
                "s1", at=MONDAY, user=self.env.user, period_id=period.id
            )
            self.assertEqual(issue.tier_id.level, tier)

    # -- The dialog --------------------------------------------------------------------

    def dialog(self, issue, user, name="action_next_tier"):
        with at_time(MONDAY):
            action = getattr(issue.with_user(user), name)()
        self.assertEqual(action["res_model"], "hypercare.step.up")
        dialogs = self.env[action["res_model"]].with_user(user)
        return dialogs.with_context(**action["context"]).create({})

    def test_the_button_asks_for_advice(self):
        self.make_phase(**ADVISE)
        issue = self.make_issue("s3", at=MONDAY)
        self.do(issue, self.l1, MONDAY, tier_id=self.tier2.id)
        dialog = self.dialog(issue, self.l2)
        with at_time(MONDAY):
            self.assertIn("The project team advises", dialog.refusal)
            self.assertTrue(dialog.can_ask)
            self.assertFalse(dialog.can_override or dialog.can_escalate)
            with self.refused("Write the reason"):
                dialog.action_ask()
            dialog.text = "Which tax is meant?"
            dialog.action_ask()
            with self.refused("stays with the business"):
                dialog.action_move()
        self.env.invalidate_all()
        note = issue.message_ids[0]
        self.assertIn("Which tax is meant?", note.body)
        self.assertEqual(note.subtype_id, self.env.ref("mail.mt_note"))
        self.assertEqual(note.partner_ids, self.l3.partner_id)
        self.assertEqual(issue.tier_id, self.tier2)

    def test_the_button_moves_up_with_a_reason(self):
        self.make_phase(**ESCALATION)
        issue = self.make_issue("s3", at=MONDAY)
        self.do(issue, self.l1, MONDAY, tier_id=self.tier2.id)
        dialog = self.dialog(issue, self.l2)
        with at_time(MONDAY):
            self.assertTrue(dialog.can_escalate)
            dialog.text = "Needs a developer"
            dialog.action_move()
        self.assertEqual(issue.tier_id, self.tier3)

    def test_a_manager_of_the_project_team_takes_it_with_a_reason(self):
        self.make_phase(**CRITICAL)
        self.tier3.member_ids = [Command.create({"user_id": self.lead.id})]
        issue = self.make_issue("s4", at=MONDAY)
        dialog = self.dialog(issue, self.lead, "action_take")
        with at_time(MONDAY):
            self.assertTrue(dialog.can_override)
            dialog.text = "I know this one"
            dialog.action_move()
        self.assertEqual(issue.user_id, self.lead)
        issue = self.make_issue("s4", at=MONDAY)
        dialog = self.dialog(issue, self.l3, "action_take")
        self.assertFalse(dialog.can_override or dialog.can_ask)

    def test_nobody_asks_about_what_he_may_not_work_on(self):
        self.make_phase(**ADVISE)
        issue = self.make_issue("s3", at=MONDAY)
        agent = self.make_user("other_agent", "hypercare_support.group_agent")
        dialog = self.env["hypercare.step.up"].with_user(agent)
        dialog = dialog.create({"issue_id": issue.id, "text": "?"})
        for name in ("action_ask", "action_move"):
            with self.assertRaises(AccessError):
                getattr(dialog, name)()

    def test_the_command_centre_says_the_mode(self):
        self.make_phase(**CRITICAL)
        with at_time(MONDAY):
            data = self.period.with_user(self.l1).command_centre(self.period.id)
        self.assertEqual(data["period"]["mode"], "critical only")
