"""Rules as they are edited: bad input, acknowledgement, stop switch, loops, preview."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import at_time
from .escalation_common import EscalationCase
from .test_clocks import utc


@tagged("post_install", "-at_install")
class TestEscalationRules(EscalationCase):
    # -- Bad input ---------------------------------------------------------------------

    def test_steps_that_make_no_sense_are_refused_in_plain_words(self):
        cases = [
            ("severity", {"timing": "after", "delay": 0}, "at least 1"),
            ("severity", {"timing": "after", "delay": -5}, "at least 1"),
            ("severity", {"timing": "after", "delay": 10**7}, "at most"),
            ("severity", {"timing": "percent"}, "cannot fire"),
            ("promise", {"timing": "percent", "percent": 0}, "1 to 100 percent"),
            ("promise", {"timing": "percent", "percent": 101}, "1 to 100 percent"),
            ("promise", {"timing": "before_end"}, "cannot fire"),
            ("promise", {"change": "tier"}, "Choose the tier"),
            ("phase_end", {"timing": "before_end", "delay": -1}, "at least"),
        ]
        for watches, step, message in cases:
            with (
                self.subTest(watches=watches, **step),
                self.assertRaisesRegex(ValidationError, message),
                self.env.cr.savepoint(),
            ):
                self.make_rule(watches, [step])

    def test_only_urgent_issues_need_a_plan(self):
        with self.assertRaisesRegex(ValidationError, "Only S1 and S2"):
            self.make_rule("no_plan", severity="s4")

    def test_a_rule_that_watches_something_else_gets_fitting_steps(self):
        rule = self.make_rule("promise", [{"percent": 50}])
        rule.watches = "standup"
        self.assertEqual(rule.step_ids.timing, "at_once")

    def test_what_has_fired_stays(self):
        rule = self.make_rule("severity", [{"timing": "at_once", "tell": ["sponsor"]}])
        self.make_issue("s2", at=utc(2, 10))
        self.assertTrue(self.sweep(utc(2, 10)))
        with self.assertRaisesRegex(UserError, "Archive"):
            rule.unlink()
        with self.assertRaisesRegex(UserError, "Archive"):
            rule.step_ids.unlink()
        rule.active = False
        self.make_issue("s2", at=utc(2, 11))
        self.assertFalse(self.sweep(utc(2, 11)))

    def test_a_deleted_user_leaves_the_others_their_notice(self):
        gone = self.make_user("gone")
        self.period.consultant_lead_id = gone
        self.period.client_pm_id = False
        tell = ["consultant_lead", "client_pm", "sponsor"]
        self.make_rule("severity", [{"timing": "at_once", "tell": tell}])
        issue = self.make_issue("s2", at=utc(2, 10))
        self.period.consultant_lead_id = False
        gone.unlink()
        row = self.sweep(utc(2, 10))
        self.assertEqual(self.told(row), self.sponsor)
        self.assertFalse(issue.sweep_error)

    def test_rules_that_move_it_back_and_forth_are_stopped(self):
        up = {"percent": 100, "change": "tier", "target_level": "l2"}
        down = {"percent": 100, "change": "tier", "target_level": "l1"}
        self.make_rule("handover", [up], level="l1", name="Up")
        self.make_rule("pickup", [down], level="l2", name="Down")
        issue = self.make_issue("s3", at=utc(2, 10))
        self.assertIn("Moved", self.sweep(utc(2, 11)).done)
        self.assertEqual(issue.tier_id, self.tier2)
        row = self.sweep(utc(2, 15))
        self.assertFalse(row.done)
        self.assertIn("back and forth between Level 2", row.problem)
        self.assertEqual(issue.tier_id, self.tier2)
        self.assertFalse(issue.sweep_error)
        self.assertFalse(self.sweep(utc(3, 15)))

    def test_a_person_may_move_it_where_a_rule_took_it_from(self):
        up = {"percent": 100, "change": "next_tier"}
        self.make_rule("handover", [up], level="l1")
        issue = self.make_issue("s3", at=utc(2, 10))
        self.sweep(utc(2, 11))
        self.do(issue, self.l2, utc(2, 12), tier_id=self.tier1.id)
        self.sweep(utc(2, 13))
        self.assertEqual(issue.tier_id, self.tier2)

    def test_nobody_but_managers_edits_rules(self):
        rule = self.make_rule("severity")
        for user in (self.reporter, self.l1, self.sponsor):
            with self.subTest(user.login), self.assertRaises(AccessError):
                rule.with_user(user).write({"name": "Mine"})
        rule.with_user(self.manager).write({"name": "Ours"})
        self.assertEqual(rule.name, "Ours")

    def test_another_companys_manager_cannot_change_shared_rules(self):
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.make_user(
            "foreign",
            "hypercare_support.group_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        rule = self.make_rule("severity", [{"timing": "at_once"}])
        with self.assertRaisesRegex(UserError, "Other companies count on this"):
            rule.with_user(foreign).write({"active": False})

    # -- Acknowledgement ---------------------------------------------------------------

    def running_out(self):
        self.only("running_out")
        issue = self.make_issue("s1", at=utc(2, 10))
        row = self.sweep(utc(2, 11))
        with at_time(utc(2, 11, 10)):
            row.with_user(self.l3).action_acknowledge()
        return issue, row

    def test_acknowledged_is_quiet_until_nothing_has_followed(self):
        issue, row = self.running_out()
        self.assertEqual(row.acknowledged_by, self.l3)
        self.assertAlmostEqual(row.hours_to_acknowledge, 10 / 60)
        # 75 % of the response would be 11:30; half of the solution is another subject.
        self.assertEqual(issue.next_action_at, utc(2, 12))
        self.assertFalse(
            self.sweep(utc(2, 12)).filtered(lambda found: found.res_id == row.res_id)
        )
        late = self.sweep(utc(2, 12, 10))
        self.assertEqual(late.step_id, self.step("three_quarters") | self.step("due"))
        self.assertEqual(set(late.mapped("res_id")), {row.res_id})
        self.assertEqual(set(late.mapped("due_at")), {utc(2, 12, 10)})

    def test_what_follows_an_acknowledgement_keeps_it_quiet(self):
        issue, row = self.running_out()
        with at_time(utc(2, 12)):
            issue.with_user(self.l3).message_post(
                body="Looking",
                message_type="comment",
                subtype_xmlid="mail.mt_note",
            )
        self.sweep(utc(2, 12, 59))
        told = issue.escalation_ids.filtered(lambda found: found.res_id == row.res_id)
        self.assertEqual(told, row)
        late = self.sweep(utc(2, 13)).filtered(lambda found: found.res_id == row.res_id)
        self.assertEqual(late.step_id, self.step("three_quarters") | self.step("due"))

    def test_acknowledging_is_not_taking(self):
        issue, _row = self.running_out()
        self.assertFalse(issue.user_id)
        self.assertEqual(self.clock(issue, "response").state, "running")

    def test_taking_it_stops_the_rule(self):
        self.only("running_out")
        issue = self.make_issue("s1", at=utc(2, 10))
        with at_time(utc(2, 10, 30)):
            issue.with_user(self.l3).action_take()
        self.assertFalse(self.sweep(utc(2, 11, 59)))

    def test_who_may_acknowledge(self):
        self.only("overdue")
        self.make_issue("s2", at=utc(2, 10))
        row = self.sweep(utc(2, 14))
        outsider = self.make_user("agent_elsewhere", "hypercare_support.group_agent")
        for user in (self.reporter, self.colleague, outsider):
            with self.subTest(user.login), self.assertRaises(AccessError):
                row.with_user(user).action_acknowledge()
        self.assertFalse(row.acknowledged_at)
        for user in (self.l1, self.manager):
            with self.subTest(user.login), self.undone():
                self.assertTrue(row.with_user(user).action_acknowledge())
                self.assertEqual(row.acknowledged_by, user)
        with self.assertRaises(AccessError):
            row.with_user(self.manager).write({"acknowledged_at": utc(2, 15)})

    def test_whoever_was_told_may_acknowledge_without_reading_the_ledger(self):
        head = self.make_user("head")
        area = self.env["hypercare.area"].create(
            {"name": "Finance", "period_id": self.period.id, "head_id": head.id}
        )
        self.make_rule("severity", [{"timing": "at_once", "tell": ["department_head"]}])
        self.make_issue("s2", at=utc(2, 10), area_id=area.id)
        row = self.sweep(utc(2, 10))
        self.assertEqual(self.told(row), head)
        row.with_user(head).action_acknowledge()
        self.assertEqual(row.acknowledged_by, head)

    def test_the_first_acknowledgement_counts(self):
        issue, row = self.running_out()
        with at_time(utc(2, 11, 30)):
            row.with_user(self.manager).action_acknowledge()
        self.assertEqual(row.acknowledged_by, self.l3)
        self.assertEqual(issue.next_action_at, utc(2, 12))

    # -- The stop switch ---------------------------------------------------------------

    def stop(self, until, reason="The server moves", user=None, at=None):
        with at_time(at or utc(2, 10)):
            wizard = self.env["hypercare.escalation.stop"].with_user(
                user or self.manager
            )
            wizard.create(
                {"period_id": self.period.id, "until": until, "reason": reason}
            ).action_stop()

    def test_stopped_escalations_go_on_by_themselves(self):
        self.only("overdue")
        issue = self.make_issue("s1", at=utc(2, 10))
        self.stop(utc(2, 18))
        self.assertFalse(self.sweep(utc(2, 12)))
        self.assertEqual(issue.next_action_at, utc(2, 18))
        self.assertFalse(self.sweep(utc(2, 18) - timedelta(seconds=1)))
        rows = self.sweep(utc(2, 18))
        self.assertEqual(set(rows.mapped("due_at")), {utc(2, 12), utc(2, 14)})

    def test_what_is_solved_meanwhile_is_not_told(self):
        self.only("overdue")
        issue = self.make_issue("s1", at=utc(2, 10))
        self.stop(utc(2, 18))
        self.do(issue, self.l3, utc(2, 16), state="resolved")
        self.assertFalse(self.sweep(utc(2, 18)))

    def test_resuming_by_hand(self):
        self.only("overdue")
        self.make_issue("s1", at=utc(2, 10))
        self.stop(utc(2, 18))
        self.sweep(utc(2, 12))
        with at_time(utc(2, 13)):
            self.period.with_user(self.manager).action_resume_escalations()
        self.assertEqual(self.sweep(utc(2, 13)).due_at, utc(2, 12))

    def test_stopping_needs_a_manager_a_reason_and_an_end(self):
        for until, reason, message in (
            (utc(2, 18), "  ", "Say why"),
            (utc(2, 9), "Move", "for a week at most"),
            (utc(20, 9), "Move", "for a week at most"),
        ):
            with self.subTest(reason), self.assertRaisesRegex(UserError, message):
                self.stop(until, reason)
        for user in (self.reporter, self.l1, self.sponsor):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.stop(utc(2, 18), user=user)
        with self.assertRaisesRegex(UserError, "Stop escalations"):
            self.period.write({"escalation_stopped_until": utc(9, 9)})
        self.assertFalse(self.period.escalation_stopped_until)

    # -- In plain words ----------------------------------------------------------------

    def test_a_rule_says_what_it_would_do_while_it_is_edited(self):
        self.only()
        with at_time(utc(2, 10)):
            issue = self.make_issue("s2")
            rules = self.env["hypercare.escalation.rule"].with_user(self.manager)
            with Form(rules) as form:
                form.name = "No plan"
                form.watches = "no_plan"
                form.severity = "urgent"
                with form.step_ids.new() as step:
                    step.timing = "after"
                    step.delay = 24
                    step.delay_unit = "hours"
                    step.role_ids.add(
                        self.env.ref("hypercare_support.escalation_role_sponsor")
                    )
                self.assertIn(issue.number, form.preview)
                self.assertIn("Tue 3 Mar 10:00", form.preview)
                self.assertIn("Sponsor", form.preview)
            self.assertEqual(form.record.step_ids.when_text, "after 24 hours")
            self.assertIn("e-mail to Sponsor", form.record.step_ids.what_text)

    def test_the_preview_shows_only_what_the_user_may_read(self):
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.make_user(
            "foreign2",
            "hypercare_support.group_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        issue = self.make_issue("s1", at=utc(2, 10))
        rule = self.rule("no_plan")
        self.assertIn(issue.number, rule.with_user(self.manager).preview)
        self.assertNotIn(issue.number, rule.with_user(foreign).preview)

    def test_a_rule_change_plans_all_open_issues_at_the_next_sweep(self):
        self.only()
        issues = [self.make_issue("s2", at=utc(2, 10)) for _number in range(3)]
        self.assertFalse(any(issue.next_action_at for issue in issues))
        with at_time(utc(2, 10)):
            self.make_rule("promise", [{"percent": 50}])
        self.assertEqual(self.period.escalation_replan_from, 0)
        self.assertFalse(self.sweep(utc(2, 10)))
        self.assertEqual(self.period.escalation_replan_from, -1)
        for issue in issues:
            self.assertEqual(issue.next_action_at, utc(2, 12))
