from datetime import datetime, timedelta

from .common import MONDAY, HypercareCommon, at_time


def utc(day, hour, minute=0, second=0):
    """Return a moment in March 2026, given in Dhaka time, as naive UTC."""
    return datetime(2026, 3, day, hour, minute, second) - timedelta(hours=6)


class TestClocks(HypercareCommon):
    """Thursday is 5 March, Sunday 8 March; support hours are 09–18 in Dhaka."""

    def dues(self, issue):
        return issue.response_due, issue.resolution_due

    def test_the_worked_examples_of_the_documentation(self):
        cases = [
            (utc(5, 15), utc(5, 18), utc(5, 18)),
            (utc(5, 18, 30), utc(8, 13), utc(8, 18)),
            (utc(2, 10), utc(2, 14), utc(2, 18)),
        ]
        for reported, response, resolution in cases:
            issue = self.make_issue("s2", at=reported)
            self.assertEqual(self.dues(issue), (response, resolution))

    def test_a_pause_over_closing_moves_a_day_target(self):
        issue = self.make_issue("s2", at=utc(5, 15))
        self.do(issue, self.l1, utc(5, 17, 59), state="waiting")
        self.assertEqual(issue.sla_state, "paused")
        self.do(issue, self.l1, utc(5, 18, 1), state="in_progress")
        self.assertEqual(issue.resolution_due, utc(8, 18))

    def test_a_pause_moves_elapsed_time_but_not_the_response(self):
        issue = self.make_issue("s1", at=utc(2, 10))
        response_due = issue.response_due
        self.do(issue, self.manager, utc(2, 11), state="waiting")
        self.assertEqual(issue.response_due, response_due)
        self.assertEqual(self.clock(issue, "resolution").state, "paused")
        self.assertEqual(self.clock(issue, "response").state, "running")
        self.do(issue, self.manager, utc(2, 12, 30), state="in_progress")
        self.assertEqual(issue.resolution_due, utc(2, 15, 30))

    def test_resolving_out_of_waiting_counts_the_pause(self):
        issue = self.make_issue("s1", at=utc(2, 10))
        self.do(issue, self.l3, utc(2, 11), state="waiting")
        self.do(issue, self.l3, utc(2, 20), state="resolved")
        clock = self.clock(issue, "resolution")
        self.assertEqual((clock.due_at, clock.outcome), (utc(2, 23), "met"))

    def test_stopping_at_the_due_second_is_met_and_one_later_breached(self):
        for seconds, outcome in ((0, "met"), (1, "breached")):
            issue = self.make_issue("s1", at=utc(2, 10))
            self.do(issue, self.l3, utc(2, 11), user_id=self.l3.id)
            self.do(issue, self.l3, utc(2, 14, 0, seconds), state="resolved")
            self.assertEqual(self.clock(issue, "resolution").outcome, outcome)
            self.assertEqual(issue.sla_state, outcome)

    def test_severity_re_aims_from_the_original_start(self):
        issue = self.make_issue("s3", at=utc(2, 10))
        self.assertEqual(self.dues(issue), (utc(3, 18), utc(5, 18)))
        self.do(issue, self.manager, utc(2, 11), severity="s1")
        self.assertEqual(self.dues(issue), (utc(2, 12), utc(2, 14)))
        self.do(issue, self.manager, utc(2, 11, 30), severity="s2")
        self.assertEqual(self.dues(issue), (utc(2, 14), utc(2, 18)))
        self.assertEqual(self.clock(issue, "resolution").run, 1)

    def test_severity_keeps_the_pauses(self):
        issue = self.make_issue("s3", at=utc(2, 10))
        self.do(issue, self.l1, utc(2, 10, 30), state="waiting")
        self.do(issue, self.l1, utc(2, 11, 30), state="in_progress")
        self.do(issue, self.manager, utc(2, 12), severity="s1")
        self.assertEqual(issue.resolution_due, utc(2, 15))

    def test_a_met_clock_stays_met(self):
        issue = self.make_issue("s3", at=utc(2, 10))
        self.do(issue, self.l1, utc(2, 13), user_id=self.l1.id)
        self.do(issue, self.manager, utc(2, 15), severity="s1")
        self.assertEqual(self.clock(issue, "response").outcome, "met")
        self.assertEqual(issue.responded_at, utc(2, 13))

    def test_no_target_has_no_due_time_until_the_severity_rises(self):
        issue = self.make_issue("s4", at=utc(2, 10))
        self.assertFalse(issue.resolution_due)
        self.do(issue, self.manager, utc(2, 11), severity="s1")
        self.assertEqual(issue.resolution_due, utc(2, 14))

    def test_reopening_gives_the_budget_that_was_left(self):
        issue = self.make_issue("s1", at=utc(2, 10))
        self.do(issue, self.l3, utc(2, 11), state="resolved")
        self.do(issue, self.l3, utc(3, 9), state="in_progress")
        first, second = (
            self.clock(issue, "resolution", 1),
            self.clock(issue, "resolution", 2),
        )
        self.assertEqual((first.outcome, first.due_at), ("met", utc(2, 14)))
        self.assertEqual(second.due_at, utc(3, 12))
        self.assertEqual(second.started_at, utc(3, 9))
        self.assertEqual(issue.resolution_due, utc(3, 12))
        self.assertFalse(self.clock(issue, "response", 2))

    def test_reopening_what_was_late_is_late_again(self):
        issue = self.make_issue("s1", at=utc(2, 10))
        self.do(issue, self.l3, utc(2, 15), state="resolved")
        self.do(issue, self.l3, utc(3, 9), state="in_progress")
        with at_time(utc(3, 9, 1)):
            issue.invalidate_recordset()
            self.assertEqual(issue.sla_state, "breached")
        self.assertEqual(issue.resolution_due, utc(2, 14))

    def test_reopening_a_day_target_moves_by_the_closings_in_between(self):
        issue = self.make_issue("s2", at=utc(2, 10))
        self.do(issue, self.l1, utc(2, 17), state="resolved")
        self.do(issue, self.l1, utc(4, 9), state="in_progress")
        self.assertEqual(issue.resolution_due, utc(4, 18))

    def test_closing_by_itself_is_neither_met_nor_breached(self):
        issue = self.make_issue("s1", at=utc(2, 10))
        self.do(issue, self.l3, utc(2, 11), state="waiting")
        self.do(issue, self.l3, utc(4, 11), state="closed")
        clock = self.clock(issue, "resolution")
        self.assertEqual((clock.state, clock.outcome), ("cancelled", "none"))

    def test_transferring_late_is_a_breach_and_in_time_is_none(self):
        for hour, outcome in ((11, "none"), (15, "breached")):
            issue = self.make_issue("s1", at=utc(2, 10))
            plan = {"plan": "Later", "plan_owner_id": self.l3.id}
            self.do(issue, self.l3, utc(2, hour), state="transferred", **plan)
            self.assertEqual(self.clock(issue, "resolution").outcome, outcome)

    def test_transferring_out_of_waiting_is_no_breach(self):
        issue = self.make_issue("s2", at=utc(2, 10))
        self.do(issue, self.l1, utc(2, 10, 2), state="waiting")
        plan = {"plan": "Later", "plan_owner_id": self.l1.id}
        self.do(issue, self.l1, utc(12, 10), state="transferred", **plan)
        clock = self.clock(issue, "resolution")
        self.assertEqual((clock.state, clock.outcome), ("cancelled", "none"))

    def test_a_cancelled_run_clamps_nothing(self):
        issue = self.make_issue("s2", at=utc(2, 10))
        self.do(issue, self.manager, utc(2, 11), state="cancelled")
        self.do(issue, self.manager, utc(4, 11), state="new", severity="s4")
        self.assertEqual(self.clock(issue, "response", 2).due_at, utc(5, 18))
        self.assertFalse(issue.resolution_due)

    def test_pick_up_of_a_tier_that_was_spared_is_no_merit(self):
        issue = self.make_issue("s1", at=utc(2, 10))
        self.do(issue, self.l3, utc(2, 10, 20), state="resolved")
        pickups = issue.clock_ids.filtered(lambda clock: clock.metric == "pickup")
        self.assertEqual(
            {clock.tier_id: clock.outcome for clock in pickups},
            {self.tier1: "none", self.tier2: "none", self.tier3: "met"},
        )

    def test_the_first_response_is_the_act_of_a_tier_member(self):
        acts = {
            "take": lambda issue, user: issue.with_user(user).action_take(),
            "assign": lambda issue, user: issue.with_user(user).write(
                {"user_id": self.l2.id}
            ),
            "start": lambda issue, user: issue.with_user(user).write(
                {"state": "in_progress"}
            ),
            "reply": lambda issue, user: issue.with_user(user).message_post(
                body="Looking into it",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            ),
            "reply by mail": lambda issue, user: issue.with_user(user).message_post(
                body="Looking into it",
                message_type="email",
                subtype_xmlid="mail.mt_comment",
            ),
        }
        for name, act in acts.items():
            with self.subTest(act=name):
                issue = self.make_issue("s2", at=utc(2, 10))
                with at_time(utc(2, 11)):
                    act(issue, self.l1)
                self.assertEqual(issue.responded_at, utc(2, 11))
                self.assertEqual(self.clock(issue, "response").outcome, "met")

    def test_what_is_no_first_response(self):
        def post(user, **values):
            return lambda issue: issue.with_user(user).message_post(
                body="…", **{"message_type": "comment", **values}
            )

        acts = {
            "the reporter's reply": post(
                self.reporter, subtype_xmlid="mail.mt_comment"
            ),
            "a colleague's reply": post(
                self.colleague, subtype_xmlid="mail.mt_comment"
            ),
            "an internal note": post(self.l1, subtype_xmlid="mail.mt_note"),
            "an automatic mail": post(
                self.l1, message_type="auto_comment", subtype_xmlid="mail.mt_comment"
            ),
            "a reply in a member's name": post(
                self.colleague,
                subtype_xmlid="mail.mt_comment",
                author_id=self.l1.partner_id.id,
            ),
        }
        for name, act in acts.items():
            with self.subTest(act=name):
                issue = self.make_issue("s2", at=utc(2, 10))
                act(issue)
                self.assertFalse(issue.responded_at)
                self.assertEqual(self.clock(issue, "response").state, "running")

    def test_moving_severity_or_tier_answers_nobody(self):
        issue = self.make_issue("s3", at=utc(2, 10))
        self.do(issue, self.l1, utc(2, 11), severity="s2")
        self.do(issue, self.l1, utc(2, 11), tier_id=self.tier2.id)
        self.assertFalse(issue.responded_at)

    def test_the_shown_due_time_moves_while_paused(self):
        issue = self.make_issue("s1", at=utc(2, 10))
        self.do(issue, self.l3, utc(2, 11), state="waiting")
        for moment, due in ((utc(2, 11), utc(2, 14)), (utc(2, 12, 30), utc(2, 15, 30))):
            with at_time(moment):
                self.env.invalidate_all()
                self.assertEqual(issue.resolution_due_now, due)
                self.assertEqual(issue.resolution_due, utc(2, 14), "frozen in lists")
        self.do(issue, self.l3, utc(2, 13), state="in_progress")
        with at_time(utc(2, 14)):
            self.env.invalidate_all()
            clock = self.clock(issue, "resolution")
            self.assertEqual(issue.resolution_due_now, utc(2, 16))
            self.assertEqual((clock.extended_by, clock.percent), (2, 50))

    def test_waiting_makes_no_promise_late(self):
        issue = self.make_issue("s1", at=utc(2, 10))
        self.do(issue, self.l3, utc(2, 10, 30), state="waiting")
        clock = self.clock(issue, "resolution")
        with at_time(utc(4, 10)):
            self.env.invalidate_all()
            self.assertFalse(clock.outcome)
            domain = [("id", "=", clock.id), ("outcome", "=", "breached")]
            self.assertFalse(clock.search(domain))
        self.do(issue, self.l3, utc(4, 10), state="in_progress")
        self.assertFalse(clock.paused_at)
        self.assertEqual(clock.due_at, utc(4, 13, 30))
        self.do(issue, self.l3, utc(4, 14), state="waiting")
        with at_time(utc(4, 15)):
            self.env.invalidate_all()
            self.assertEqual(clock.outcome, "breached")
            self.assertEqual(clock.search(domain), clock)

    def test_a_severity_changed_in_the_answering_act_counts(self):
        for act in ({"user_id": self.l1.id}, {"state": "resolved"}):
            issue = self.make_issue("s3", at=utc(2, 9))
            self.do(issue, self.l1, utc(2, 15), severity="s1", **act)
            response = self.clock(issue, "response")
            self.assertEqual(
                (response.due_at, response.outcome), (utc(2, 11), "breached")
            )
            self.assertEqual(issue.resolution_due, utc(2, 13))

    def test_waiting_for_somebody_else_is_recorded(self):
        issue = self.make_issue("s1", at=utc(2, 10))
        self.do(issue, self.l3, utc(2, 11), state="waiting")
        self.do(issue, self.l3, utc(2, 12), state="waiting", waiting_for="third_party")
        self.assertEqual(
            [
                (pause.waiting_for, pause.started_at, pause.ended_at)
                for pause in issue.pause_ids.sorted("id")
            ],
            [
                ("reporter", utc(2, 11), utc(2, 12)),
                ("third_party", utc(2, 12), False),
            ],
        )
        events = issue.event_ids.filtered(lambda event: event.kind == "waiting")
        self.assertEqual(set(events.mapped("new")), {"reporter", "third_party"})
        self.do(issue, self.l3, utc(2, 13), state="in_progress")
        self.assertEqual(issue.resolution_due, utc(2, 16))
        self.assertFalse(issue.waiting_for)

    def test_an_own_report_of_a_member_is_not_answered_by_taking_it(self):
        issue = self.make_issue("s2", at=utc(2, 10), user=self.l1)
        self.do(issue, self.l1, utc(2, 11), user_id=self.l1.id)
        self.assertEqual(self.clock(issue, "response").state, "running")

    def test_entered_on_behalf_is_answered_at_once(self):
        issue = self.make_issue(
            "s2", at=utc(2, 10), user=self.l1, reporter_id=self.reporter.id
        )
        clock = self.clock(issue, "response")
        self.assertEqual((clock.outcome, clock.stopped_at), ("met", utc(2, 10)))
        self.assertEqual(issue.responded_at, utc(2, 10))

    def test_pick_up_runs_per_tier(self):
        issue = self.make_issue("s3", at=utc(2, 10))
        self.assertEqual(self.clock(issue, "pickup").due_at, utc(2, 10, 30))
        self.do(issue, self.l1, utc(2, 11), tier_id=self.tier2.id)
        first, second = issue.clock_ids.filtered(
            lambda clock: clock.metric == "pickup"
        ).sorted("id")
        self.assertEqual((first.state, first.outcome), ("stopped", "breached"))
        self.assertEqual((second.state, second.due_at), ("running", utc(2, 15)))
        self.do(issue, self.l2, utc(2, 12), user_id=self.l2.id)
        self.assertEqual((second.stopped_at, second.outcome), (utc(2, 12), "met"))

    def test_a_critical_issue_engages_every_tier(self):
        issue = self.make_issue("s1", at=utc(2, 10))
        pickups = issue.clock_ids.filtered(lambda clock: clock.metric == "pickup")
        self.assertEqual(
            {clock.tier_id: clock.due_at for clock in pickups},
            {
                self.tier1: utc(2, 10, 30),
                self.tier2: utc(2, 14),
                self.tier3: utc(2, 12),
            },
        )
        self.do(issue, self.l3, utc(2, 10, 20), severity="s3")
        released = pickups.filtered(lambda clock: clock.tier_id != self.tier3)
        self.assertEqual(set(released.mapped("state")), {"cancelled"})

    def test_holidays_of_the_company_and_not_of_others_are_skipped(self):
        other = self.env["res.company"].create({"name": "Other"})
        for company, day in ((self.company, 3), (other, 4)):
            leave = (
                self.env["resource.calendar.leaves"]
                .with_company(company)
                .create(
                    {
                        "name": "Holiday",
                        "calendar_id": False,
                        "date_from": utc(day, 0),
                        "date_to": utc(day, 23, 59, 59),
                    }
                )
            )
            self.assertEqual(leave.company_id, company)
        issue = self.make_issue("s3", at=utc(2, 10))
        self.assertEqual(issue.response_due, utc(4, 18))

    def test_a_changed_calendar_is_seen_at_once(self):
        self.make_issue("s3", at=MONDAY)
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.calendar.id,
                "date_from": utc(3, 0),
                "date_to": utc(3, 23, 59, 59),
            }
        )
        self.assertEqual(self.make_issue("s3", at=MONDAY).response_due, utc(4, 18))

    def test_a_clock_started_years_ago_still_has_a_due_time(self):
        issue = self.make_issue(
            "s3", at=MONDAY, user=self.l1, reported_at=datetime(2012, 3, 4, 4, 0)
        )
        self.assertEqual(issue.resolution_due, datetime(2012, 3, 7, 12, 0))

    def test_hand_over_runs_for_level_one_and_pauses(self):
        issue = self.make_issue("s3", at=utc(2, 10))
        clock = self.clock(issue, "handover")
        self.assertEqual((clock.due_at, clock.tier_id), (utc(2, 11), self.tier1))
        self.do(issue, self.l1, utc(2, 10, 30), state="waiting")
        self.do(issue, self.l1, utc(2, 10, 50), state="in_progress")
        self.assertEqual(clock.due_at, utc(2, 11, 20))
        self.do(issue, self.l1, utc(2, 11), tier_id=self.tier2.id)
        self.assertEqual((clock.state, clock.outcome), ("stopped", "met"))
        self.assertFalse(
            issue.clock_ids.filtered(
                lambda clock: clock.metric == "handover" and clock.state == "running"
            )
        )
        self.assertFalse(self.clock(self.make_issue("s1"), "handover").due_at)

    def test_every_public_word_renews_the_update_promise(self):
        issue = self.make_issue("s1", at=utc(2, 10))
        self.assertEqual(issue.update_due, utc(2, 11))

        def say(user, moment, subtype="mail.mt_comment"):
            with at_time(moment):
                issue.with_user(user).message_post(
                    body="…", message_type="comment", subtype_xmlid=subtype
                )

        say(self.reporter, utc(2, 10, 20))
        say(self.l3, utc(2, 10, 25), "mail.mt_note")
        self.assertEqual(issue.update_due, utc(2, 11))
        say(self.l3, utc(2, 10, 30))
        self.assertEqual(issue.update_due, utc(2, 11, 30))
        say(self.l3, utc(2, 12))
        self.assertEqual(issue.update_due, utc(2, 13))
        runs = issue.clock_ids.filtered(lambda clock: clock.metric == "update")
        with at_time(utc(2, 12, 1)):
            runs.invalidate_recordset()
            self.assertEqual(
                runs.sorted("run").mapped("outcome"), ["met", "breached", False]
            )
        self.do(issue, self.l3, utc(2, 12, 30), state="resolved")
        self.assertFalse(issue.update_due)
        self.assertEqual(runs.sorted("run")[-1].state, "cancelled")
        self.do(issue, self.l3, utc(3, 9), state="in_progress")
        self.assertEqual(issue.update_due, utc(3, 10))
