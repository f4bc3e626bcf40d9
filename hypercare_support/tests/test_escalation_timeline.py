from datetime import timedelta

from odoo.tests import tagged

from .common import at_time
from .escalation_common import EscalationCase
from .test_clocks import utc

MONDAY_10 = utc(2, 10)


class TimelineCase(EscalationCase):
    RULES = ("overdue",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.step("overdue").role_ids = cls.roles("next_tier_lead", "client_pm")

    def timeline(self, issue, moment, user=None):
        """Return the time line as a user reads it at a moment."""
        self.env.invalidate_all()
        with at_time(moment):
            return issue.with_user(user or self.manager).escalation_timeline

    def is_open(self, issue, moment, user=None):
        """Return whether the banner is there for a user, and what it says."""
        self.env.invalidate_all()
        with at_time(moment):
            issue = issue.with_user(user or self.manager)
            self.assertEqual(bool(issue.escalation_text), issue.escalation_open)
            return issue.escalation_open, issue.can_acknowledge

    def acknowledge(self, issue, user, moment):
        with at_time(moment):
            issue.with_user(user).action_acknowledge_escalations()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestEscalationTimeline(TimelineCase):
    """What fired, who was told, and what fires next, as the form shows it."""

    def test_nothing_has_fired_and_the_next_steps_are_known(self):
        issue = self.make_issue("s2", at=MONDAY_10)
        timeline = self.timeline(issue, MONDAY_10)
        self.assertEqual((timeline["past"], timeline["stopped_until"]), ([], False))
        first, second = timeline["next"]
        self.assertEqual(first["at"], "2026-03-02 08:00:00")
        self.assertEqual(second["at"], "2026-03-02 12:00:00")
        self.assertEqual(
            (first["rule"], first["about"], first["when"], first["what"]),
            (
                "A promise to the reporter is broken",
                "First response",
                "when the time is over",
                "E-mail, High priority",
            ),
        )
        self.assertEqual(second["about"], "Resolution")
        self.assertEqual(
            first["people"],
            ["L2 (Lead of the next tier)", "Manager (Client project manager)"],
        )
        self.assertEqual((first["urgent"], first["held_until"]), (False, False))

    def test_a_step_at_night_says_until_when_it_is_held(self):
        self.make_rule("no_plan", [{"delay": 8, "timing": "after"}], severity="s2")
        issue = self.make_issue("s2", at=MONDAY_10)
        [night] = [
            step
            for step in self.timeline(issue, MONDAY_10)["next"]
            if step["rule"] == "A rule"
        ]
        self.assertEqual(night["at"], "2026-03-02 12:00:00")
        self.assertEqual(night["held_until"], "2026-03-03 03:00:00")
        self.do(issue, self.manager, utc(2, 10, 30), severity="s1")
        for step in self.timeline(issue, utc(2, 10, 30))["next"]:
            self.assertTrue(step["urgent"])
            self.assertFalse(step["held_until"])

    def test_what_comes_every_day_is_shown_once_and_four_steps_at_most(self):
        self.only("overdue", "running_out", "standup")
        issue = self.make_issue("s3", at=MONDAY_10)
        steps = self.timeline(issue, MONDAY_10)["next"]
        self.assertEqual(len(steps), 4)
        self.assertEqual([s["at"] for s in steps], sorted(s["at"] for s in steps))
        names = [(step["rule"], step["about"], step["when"]) for step in steps]
        self.assertEqual(len(set(names)), 4)

    def test_who_is_away_is_replaced_in_what_comes_next(self):
        issue = self.make_issue("s2", at=MONDAY_10)
        self.manager.partner_id.email = "not an address"
        [first, *_more] = self.timeline(issue, MONDAY_10)["next"]
        self.assertIn(
            "Consultant (stands in for Manager, no valid e-mail address)",
            first["people"],
        )

    def test_what_fired_tells_when_who_and_how(self):
        issue = self.make_issue("s2", at=MONDAY_10)
        self.sweep(utc(2, 14, 5))
        [row] = self.timeline(issue, utc(2, 14, 6))["past"]
        self.assertEqual(
            [row[name] for name in ("due_at", "decided_at", "told_at")],
            ["2026-03-02 08:00:00", "2026-03-02 08:05:00", "2026-03-02 08:05:00"],
        )
        self.assertEqual(
            (row["about"], row["severity"], row["held_until"], row["done"]),
            ("First response", "s2", False, "Marked as high priority."),
        )
        self.assertEqual(
            [(told["name"], told["way"], told["sent_at"]) for told in row["told"]],
            [("L2", "email", False), ("Manager", "email", False)],
        )
        self.deliver(utc(2, 14, 7))
        [row] = self.timeline(issue, utc(2, 14, 8))["past"]
        self.assertEqual({t["sent_at"] for t in row["told"]}, {"2026-03-02 08:07:00"})
        self.assertFalse(row["acknowledged_at"])

    def test_a_mail_that_does_not_go_out_says_why_and_when_it_is_tried_again(self):
        issue = self.make_issue("s2", at=MONDAY_10)
        self.sweep(utc(2, 14))
        with self.assertLogs("odoo.addons.mail.models.mail_mail", "ERROR"):
            self.deliver(utc(2, 14), OSError("down"))
        [told, *_more] = self.timeline(issue, utc(2, 14))["past"][0]["told"]
        self.assertIn("down", told["failed"])
        self.assertEqual(told["retry_at"], "2026-03-02 08:01:00")
        self.deliver(utc(2, 14, 2))
        [told, *_more] = self.timeline(issue, utc(2, 14, 2))["past"][0]["told"]
        self.assertEqual((told["failed"], told["retry_at"]), (False, False))

    def test_whoever_stands_in_is_told_apart(self):
        issue = self.make_issue("s2", at=MONDAY_10)
        self.manager.partner_id.email = "not an address"
        self.sweep(utc(2, 14))
        [row] = self.timeline(issue, utc(2, 14))["past"]
        told = {told["name"]: told for told in row["told"]}["Consultant"]
        self.assertEqual(told["instead_of"], "Manager")
        self.assertEqual(told["reason"], "no valid e-mail address")

    def test_what_is_held_says_until_when(self):
        self.make_rule(
            "no_plan",
            [{"delay": 9, "timing": "after", "tell": ["client_pm"]}],
            severity="s2",
        )
        issue = self.make_issue("s2", at=MONDAY_10)
        self.do(issue, self.l1, utc(2, 11), user_id=self.l1.id)
        self.do(issue, self.l1, utc(2, 11), state="waiting", waiting_for="third_party")
        self.sweep(utc(2, 19))
        [row] = self.timeline(issue, utc(2, 19))["past"]
        self.assertEqual(
            (row["held_until"], row["told_at"]), ("2026-03-03 03:00:00", False)
        )
        self.assertFalse(self.is_open(issue, utc(2, 19))[0], "nobody was told yet")
        self.sweep(utc(3, 9))
        [row] = self.timeline(issue, utc(3, 9))["past"]
        self.assertEqual(row["told_at"], "2026-03-03 03:00:00")
        self.assertTrue(self.is_open(issue, utc(3, 9))[0])

    def test_stopped_escalations_say_so(self):
        issue = self.make_issue("s2", at=MONDAY_10)
        until = utc(3, 9)
        self.env["hypercare.period"].flush_model()
        self.env.cr.execute(
            "UPDATE hypercare_period SET escalation_stopped_until = %s WHERE id = %s",
            (until, self.period.id),
        )
        timeline = self.timeline(issue, MONDAY_10)
        self.assertEqual(timeline["stopped_until"], "2026-03-03 03:00:00")
        self.assertEqual({s["at"] for s in timeline["next"]}, {"2026-03-03 03:00:00"})

    def test_an_acknowledgement_moves_what_comes_next(self):
        self.only("running_out")
        self.rule("running_out").step_ids[0].unlink()
        self.rule("running_out").step_ids[0].percent = 100
        later = self.rule("running_out").step_ids[1]
        later.write({"timing": "after", "delay": 30, "delay_unit": "minutes"})
        issue = self.make_issue("s1", at=MONDAY_10)
        self.do(issue, self.l1, utc(2, 10, 30), user_id=self.l1.id)
        self.sweep(utc(2, 14))
        self.acknowledge(issue, self.manager, utc(2, 14, 10))
        timeline = self.timeline(issue, utc(2, 14, 10))
        [row] = timeline["past"]
        self.assertEqual(row["acknowledged_at"], "2026-03-02 08:10:00")
        self.assertEqual(row["acknowledged_by"], "Manager")
        [step] = timeline["next"]
        self.assertEqual(step["at"], "2026-03-02 09:10:00")

    def test_an_issue_that_ended_has_nothing_next(self):
        issue = self.make_issue("s2", at=MONDAY_10)
        self.sweep(utc(2, 14))
        self.do(issue, self.l1, utc(2, 15), state="resolved")
        timeline = self.timeline(issue, utc(2, 15))
        self.assertEqual(len(timeline["past"]), 1)
        self.assertFalse(timeline["next"])
        self.assertEqual(self.is_open(issue, utc(2, 15)), (False, False))

    def test_the_newest_comes_last(self):
        issue = self.make_issue("s2", at=MONDAY_10)
        self.sweep(utc(2, 14))
        self.sweep(utc(2, 18))
        rows = self.timeline(issue, utc(2, 18))["past"]
        self.assertEqual(
            [row["about"] for row in rows], ["First response", "Resolution"]
        )

    def test_the_number_of_queries_does_not_grow_with_the_history(self):
        self.only("running_out", "overdue", "reported")
        issues = [self.make_issue("s1", at=MONDAY_10) for _number in range(2)]
        self.sweep(MONDAY_10)
        self.do(issues[1], self.l3, utc(2, 10, 1), user_id=self.l3.id)
        self.do(issues[1], self.l3, utc(2, 10, 2), state="resolved")
        for number in range(3):
            begin = utc(3 + number, 10)
            self.do(issues[1], self.manager, begin, state="in_progress")
            self.sweep(begin + timedelta(hours=6))
            self.do(issues[1], self.l3, begin + timedelta(hours=7), state="resolved")
        counts = []
        for issue in issues:
            self.env.invalidate_all()
            issue = issue.with_user(self.manager)
            before = self.cr.sql_log_count
            with at_time(utc(8, 10)):
                self.assertTrue(issue.escalation_timeline["past"])
            counts.append(self.cr.sql_log_count - before)
        few, many = (len(issue.escalation_ids) for issue in issues)
        self.assertGreater(many, few + 4)
        self.assertLessEqual(counts[1], counts[0])
        self.env.invalidate_all()
        with at_time(utc(8, 10)), self.assertQueryCount(34):
            issues[0].with_user(self.manager).read(
                ["escalation_timeline", "escalation_open", "escalation_text"]
            )

    # -- Who sees it -------------------------------------------------------------------

    def test_only_whoever_may_read_the_ledger_sees_it(self):
        other_agent = self.make_user("other_agent", "hypercare_support.group_agent")
        issue = self.make_issue("s2", at=MONDAY_10)
        unfired = self.make_issue("s3", at=MONDAY_10)
        self.sweep(utc(2, 14))
        table = (
            (self.reporter, False),
            (self.colleague, False),
            (other_agent, False),
            (self.l1, True),
            (self.l3, True),
            (self.manager, True),
            (self.sponsor, True),
        )
        for user, sees in table:
            with self.subTest(user=user.login):
                for one in (issue, unfired):
                    timeline = self.timeline(one, utc(2, 14), user)
                    self.assertEqual(bool(timeline), sees)
                self.assertEqual(self.is_open(issue, utc(2, 14), user)[0], sees)

    def test_a_team_member_sees_no_ledger_of_a_secret_they_only_reported(self):
        issue = self.make_issue("s2", at=MONDAY_10, user=self.l3, confidential=True)
        self.sweep(utc(2, 14))
        self.assertTrue(self.timeline(issue, utc(2, 14), self.l1))
        self.assertFalse(self.timeline(issue, utc(2, 14), self.l3))
        self.assertEqual(self.is_open(issue, utc(2, 14), self.l3), (False, False))

    def test_a_form_that_is_being_edited_shows_what_is_saved(self):
        issue = self.make_issue("s2", at=MONDAY_10)
        with at_time(MONDAY_10):
            draft = issue.new(origin=issue)
            self.assertEqual(draft.escalation_timeline, issue.escalation_timeline)
            new = self.env["hypercare.issue"].new({"period_id": self.period.id})
            self.assertFalse(new.escalation_timeline)
            self.assertFalse(new.escalation_open)
