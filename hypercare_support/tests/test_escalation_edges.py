"""Where escalations are easily lost, doubled, or told to the wrong person."""

from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import at_time
from .escalation_common import EscalationCase
from .test_clocks import utc


@tagged("post_install", "-at_install")
class TestEscalationEdges(EscalationCase):
    def at_once(self, *tell, **values):
        step = {"timing": "at_once", "tell": tell, **values}
        return self.make_rule("severity", [step])

    # -- Nobody on shift ---------------------------------------------------------------

    def test_a_held_notice_wakes_nobody_at_night(self):
        self.only("nobody")
        self.at_once("assignee")
        self.make_issue("s3", at=utc(2, 22))
        row = self.sweep(utc(2, 22))
        self.assertEqual(len(row), 1)
        self.assertFalse(row.told_at)
        self.assertFalse(self.deliver(utc(2, 22)))

    def test_who_is_not_there_in_the_morning_either_is_told_all_the_same(self):
        self.only("nobody")
        self.at_once("assignee")
        afternoon = self.make_calendar(hours=((13, 18),))
        self.period.tier_ids.member_ids.calendar_id = afternoon
        self.make_issue("s3", at=utc(2, 22))
        row = self.sweep(utc(2, 22))
        nobody = self.sweep(utc(3, 9))
        self.assertEqual(nobody.rule_id, self.rule("nobody"))
        self.assertEqual(self.told(row), self.l1 | self.manager)
        self.assertFalse(self.sweep(utc(3, 9, 30)), "once")

    def test_whoever_is_on_call_is_told_before_managers(self):
        self.only("nobody")
        self.at_once("assignee")
        on_call, stand_in = self.make_user("oncall"), self.make_user("standin")
        self.tier3.member_ids = [
            Command.create({"user_id": user.id}) for user in (on_call, stand_in)
        ]
        self.env["hypercare.shift"].create(
            {
                "tier_id": self.tier3.id,
                "user_id": on_call.id,
                "backup_id": stand_in.id,
                "start_at": utc(2, 0),
                "end_at": utc(4, 0),
            }
        )
        self.make_issue("s1", at=utc(2, 22))
        row = self.sweep(utc(2, 22))
        self.assertEqual(self.told(row), on_call)
        self.assertFalse(row.problem)
        self.only("s1_unanswered", "nobody")
        backup = self.sweep(utc(2, 23))
        self.assertEqual(self.told(backup), stand_in)

    def test_the_next_tiers_lead_has_shifts_too(self):
        self.at_once("next_tier_lead", urgent=True)
        self.make_issue("s2", at=utc(2, 22))
        row = self.sweep(utc(2, 22))
        self.assertIn("Nobody of Level 2", row.problem)
        self.assertEqual(self.told(row), self.l2 | self.manager)

    # -- Changes that move moments -----------------------------------------------------

    def test_phases_and_standups_plan_anew(self):
        self.only("phase_end")
        self.make_issue("s2", at=utc(2, 10))
        phase = self.env["hypercare.phase"].create(
            {
                "name": "Week 1",
                "period_id": self.period.id,
                "date_from": "2026-03-01",
                "date_to": "2026-03-05",
            }
        )
        self.sweep(utc(2, 11))
        self.assertEqual(self.sweep(utc(5, 9)).due_at, utc(5, 9))
        phase.date_to = "2026-03-09"
        self.sweep(utc(5, 10))
        self.assertEqual(self.sweep(utc(9, 18)).occurrence, phase.id)
        self.only("standup")
        issue = self.make_issue("s3", at=utc(10, 10))
        self.sweep(utc(10, 10))
        self.period.standup_time = 15
        self.sweep(utc(10, 11))
        self.assertEqual(issue.next_action_at, utc(10, 15))

    def test_a_plan_taken_away_with_an_unchanged_severity_is_missed(self):
        self.only("no_plan")
        issue = self.make_issue("s2", at=utc(2, 10), plan="Restore")
        self.assertFalse(issue.next_action_at)
        self.do(issue, self.l1, utc(2, 11), plan=False, severity="s2")
        self.assertEqual(issue.next_action_at, utc(3, 10))

    def test_writing_the_plan_is_an_act(self):
        self.only("running_out")
        issue = self.make_issue("s1", at=utc(2, 10))
        row = self.sweep(utc(2, 11))
        with at_time(utc(2, 11, 5)):
            row.with_user(self.l3).action_acknowledge()
        self.do(issue, self.l3, utc(2, 12), plan="Restore the backup")
        self.assertEqual(issue.acted_at, utc(2, 12))
        late = self.sweep(utc(2, 12, 59)).filtered(lambda r: r.res_id == row.res_id)
        self.assertFalse(late)

    # -- Rights ------------------------------------------------------------------------

    def test_a_shared_rule_cannot_be_taken_away(self):
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.make_user(
            "thief",
            "hypercare_support.group_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        shared = self.rule("no_plan").with_user(foreign)
        own = self.make_rule("severity", company_id=other.id)
        for vals in ({"company_id": other.id}, {"name": "Mine"}, {"active": False}):
            with self.subTest(**vals), self.assertRaises(UserError):
                shared.write(vals)
        with self.assertRaisesRegex(UserError, "stays with its rule"):
            shared.step_ids.write({"rule_id": own.id})

    def test_a_period_is_not_created_as_stopped(self):
        periods = self.env["hypercare.period"].with_user(self.manager)
        period = periods.with_context(
            default_escalation_stopped_until="2030-01-01 00:00:00"
        ).create({"name": "Next", "go_live": "2026-04-01", "date_end": "2026-04-14"})
        self.assertFalse(period.escalation_stopped_until)

    # -- Waiting -----------------------------------------------------------------------

    def test_the_reporters_answer_ends_the_waiting(self):
        self.only("waiting")
        issue = self.make_issue("s3", at=utc(2, 10))
        self.do(issue, self.l1, utc(2, 11), state="waiting")
        with at_time(utc(2, 12)):
            issue.with_user(self.reporter).message_post(
                body="It was invoice 17",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        self.assertEqual(issue.state, "in_progress")
        self.assertFalse(self.sweep(utc(9, 12)))

    def test_an_answer_by_mail_changes_no_state_but_counts_anew(self):
        self.only("waiting")
        issue = self.make_issue("s3", at=utc(2, 10))
        self.do(issue, self.l1, utc(2, 11), state="waiting")
        with at_time(utc(3, 12)):
            issue.sudo().message_post(
                body="It was invoice 17",
                author_id=self.reporter.partner_id.id,
                message_type="email",
                subtype_xmlid="mail.mt_comment",
            )
        self.assertEqual(issue.state, "waiting")
        self.assertFalse(self.sweep(utc(4, 12)))
        self.assertTrue(self.sweep(utc(5, 12)))

    def test_nothing_is_closed_without_a_warning(self):
        self.only("waiting")
        issue = self.make_issue("s3", at=utc(2, 10))
        self.do(issue, self.l1, utc(2, 11), state="waiting")
        self.assertEqual(self.sweep(utc(16, 10)).step_id, self.step("waiting"))
        self.assertEqual(issue.state, "waiting")
        self.assertFalse(self.sweep(utc(17, 10) - timedelta(seconds=1)))
        self.sweep(utc(17, 10))
        self.assertEqual(issue.state, "closed")

    # -- Held, deferred, over ----------------------------------------------------------

    def held(self):
        self.only()
        self.at_once("client_pm")
        issue = self.make_issue("s2", at=utc(2, 22))
        return issue, self.sweep(utc(2, 22))

    def test_held_notices_obey_the_stop_switch(self):
        _issue, row = self.held()
        with at_time(utc(2, 23)):
            self.period.with_user(self.manager)._stop_escalations(utc(3, 15), "Move")
        self.sweep(utc(3, 9))
        self.assertFalse(row.told_at)
        self.sweep(utc(3, 15))
        self.assertEqual(self.told(row), self.manager)

    def test_held_notices_of_what_is_over_are_not_told(self):
        def resolve(issue):
            self.do(issue, self.l1, utc(2, 23), state="resolved")

        def cancel(_issue):
            self.period.state = "cancelled"

        for name, ends in (("cancelled", cancel), ("resolved", resolve)):
            with self.subTest(name), self.undone():
                issue, row = self.held()
                ends(issue)
                self.sweep(utc(3, 9))
                self.assertFalse(row.delivery_ids)
                self.assertIn("Over before", row.done)

    def test_reopened_meanwhile_the_old_run_is_not_told(self):
        issue, row = self.held()
        self.do(issue, self.l1, utc(2, 22, 30), state="resolved")
        self.do(issue, self.l1, utc(2, 23), state="in_progress")
        self.sweep(utc(3, 9))
        self.assertFalse(row.delivery_ids)

    def test_both_sides_hear_of_a_move_in_a_large_sweep_too(self):
        self.only("handover")
        with self.batches_of(2):
            for _number in range(5):
                self.make_issue("s3", at=utc(2, 10))
            rows = self.sweep(utc(2, 11))
        self.assertEqual(len(rows), 5)
        for row in rows:
            self.assertEqual(self.told(row), self.l1 | self.l2)

    def test_a_sweep_that_runs_out_of_time_is_woken_again(self):
        self.only()
        self.at_once("client_pm")
        with self.batches_of(2):
            for _number in range(5):
                self.make_issue("s2", at=utc(2, 10))
            triggers = self.env["ir.cron.trigger"].sudo()
            triggers.search([]).unlink()
            progress = type(self.env["ir.cron"])._commit_progress

            def no_time(cron, *args, **kwargs):
                progress(cron, *args, **kwargs)
                return 0

            with patch.object(type(self.env["ir.cron"]), "_commit_progress", no_time):
                self.sweep(utc(2, 10))
            self.assertTrue(triggers.search([("call_at", "<=", utc(2, 10, 1))]))
            self.sweep(utc(2, 10, 1))
        rows = self.env["hypercare.escalation"].search(
            [("period_id", "=", self.period.id)]
        )
        self.assertEqual(len(rows), 5)
        self.assertTrue(all(rows.mapped("told_at")))

    def test_a_standup_list_and_other_notices_are_apart(self):
        self.only("standup")
        self.at_once("client_pm")
        for _number in range(4):
            self.make_issue("s3", at=utc(2, 10))
        self.sweep(utc(2, 10))
        self.deliver(utc(2, 10))
        self.make_issue("s3", at=utc(3, 9, 29))
        self.sweep(utc(3, 9, 30))
        self.assertEqual(len(self.deliver(utc(3, 9, 30))), 2)

    # -- Evidence ----------------------------------------------------------------------

    def test_what_nobody_acknowledged_has_no_time(self):
        self.at_once("client_pm")
        for _number in range(2):
            self.make_issue("s2", at=utc(2, 10))
        rows = self.sweep(utc(2, 10))
        with at_time(utc(2, 12)):
            rows[0].with_user(self.manager).action_acknowledge()
        self.env.flush_all()
        [(hours,)] = self.env["hypercare.escalation"]._read_group(
            [("id", "in", rows.ids)], [], ["hours_to_acknowledge:avg"]
        )
        self.assertAlmostEqual(hours, 2)

    def test_one_refused_address_of_several_is_recorded(self):
        self.at_once("client_pm", "sponsor")
        self.make_issue("s2", at=utc(2, 10))
        row = self.sweep(utc(2, 10))

        def refuse(server, message, *args, **kwargs):
            asked = server.env.context["hypercare_refused"]
            asked["sponsor@example.com"] = (550, b"No such user")
            return message["Message-Id"]

        self.deliver(utc(2, 10), refuse)
        by_user = {d.partner_id.user_ids: d for d in row.delivery_ids}
        self.assertTrue(by_user[self.manager].sent_at)
        self.assertFalse(by_user[self.sponsor].sent_at)
        self.assertIn("550 No such user", by_user[self.sponsor].failed_reason)
        self.assertIn("refused sponsor@example.com", row.problem)

    def test_activities_end_with_the_issue(self):
        self.at_once("assignee", notify_activity=True)
        issue = self.make_issue("s2", at=utc(2, 10))
        self.sweep(utc(2, 10))
        self.assertTrue(issue.activity_ids)
        self.do(issue, self.l1, utc(2, 11), state="resolved")
        self.assertFalse(issue.activity_ids)
