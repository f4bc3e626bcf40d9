from odoo.exceptions import UserError

from ..const import ENDED_STATES, ISSUE_STATES, MOVES
from .common import HypercareCommon

STATES = [state for state, _label in ISSUE_STATES]


class TestMoves(HypercareCommon):
    def issue_in(self, state):
        """Return an issue that went to a state by permitted moves."""
        issue = self.make_issue("s3")
        values = {"state": state, "plan": "Plan", "plan_owner_id": self.l1.id}
        if state == "closed":
            issue.write({"state": "resolved"})
        if state != "new":
            issue.with_user(self.l1).write(values)
        self.assertEqual(issue.state, state)
        return issue

    def test_every_pair_of_states_obeys_the_table(self):
        tried = 0
        for source in STATES:
            for target in STATES:
                if source == target:
                    continue
                tried += 1
                with self.subTest(source=source, target=target):
                    issue = self.issue_in(source)
                    values = {"state": target, "user_id": self.l1.id}
                    if target == "transferred":
                        values |= {"plan": "Plan", "plan_owner_id": self.l1.id}
                    if target == "new":
                        values.pop("user_id")
                    if target in MOVES[source]:
                        issue.with_user(self.l1).write(values)
                        self.assertEqual(issue.state, target)
                    else:
                        with self.assertRaisesRegex(UserError, issue.number):
                            issue.with_user(self.l1).write(values)
                        self.assertEqual(issue.state, source)
        self.assertEqual(tried, 56)

    def test_the_refusal_names_the_possible_moves(self):
        with self.assertRaisesRegex(UserError, "can go to: Assigned, In Progress"):
            self.make_issue().write({"state": "closed"})

    def test_moving_to_the_same_state_changes_nothing(self):
        issue = self.issue_in("waiting")
        events = issue.event_ids
        issue.write({"state": "waiting"})
        self.assertEqual(issue.event_ids, events)

    def test_every_change_is_an_event_with_reason(self):
        issue = self.make_issue("s3")
        issue.with_user(self.l1).write(
            {"severity": "s2", "user_id": self.l1.id, "change_reason": "Two sites"}
        )
        last = issue.event_ids.filtered("reason")
        self.assertEqual(
            {(event.kind, event.old, event.new) for event in last},
            {
                ("severity", "s3", "s2"),
                ("owner", False, str(self.l1.id)),
                ("state", "new", "assigned"),
            },
        )
        self.assertEqual(last.user_id, self.l1)
        self.assertEqual(set(last.mapped("reason")), {"Two sites"})

    def test_the_history_cannot_be_edited(self):
        event = self.make_issue().event_ids[:1]
        with self.assertRaises(UserError):
            event.write({"new": "s4"})
        with self.assertRaises(UserError):
            event.unlink()

    def test_assigning_needs_an_owner(self):
        with self.assertRaisesRegex(UserError, "Choose the owner"):
            self.make_issue().with_user(self.manager).write({"state": "assigned"})

    def test_a_member_who_starts_becomes_the_owner(self):
        issue = self.make_issue()
        issue.with_user(self.l1).action_start()
        self.assertEqual(issue.user_id, self.l1)

    def test_only_one_takes_an_issue(self):
        issue = self.make_issue()
        issue.with_user(self.l1).action_take()
        issue.with_user(self.l1).action_take()
        with self.assertRaisesRegex(UserError, "L1 has taken"):
            issue.with_user(self.l2).action_take()
        issue.with_user(self.l2).write({"user_id": self.l2.id})
        self.assertEqual(issue.user_id, self.l2)

    def test_giving_back_clears_the_owner(self):
        issue = self.issue_in("in_progress")
        issue.write({"state": "new"})
        self.assertFalse(issue.user_id)
        taken = self.issue_in("assigned")
        taken.write({"user_id": False})
        self.assertEqual(taken.state, "new")

    def test_transfer_needs_plan_and_owner(self):
        for values in ({}, {"plan": "Later"}, {"plan_owner_id": self.l1.id}):
            with self.assertRaisesRegex(UserError, "resolution plan"):
                self.make_issue().write({"state": "transferred", **values})

    def test_dates_of_the_end_follow_the_state(self):
        for state in ENDED_STATES:
            with self.subTest(state=state):
                issue = self.issue_in(state)
                self.assertTrue(issue.ended_at)
                self.assertEqual(
                    bool(issue.resolved_at), state in ("resolved", "closed")
                )
                self.assertEqual(bool(issue.closed_at), state == "closed")
                issue.with_user(self.l1).action_reopen()
                self.assertFalse(issue.ended_at or issue.resolved_at or issue.closed_at)
                self.assertEqual(issue.reopen_count, 1)

    def test_the_reporter_confirms_or_reopens(self):
        issue = self.issue_in("resolved")
        with self.assertRaisesRegex(UserError, "Only the person who reported"):
            issue.with_user(self.colleague).action_confirm_solved()
        issue.with_user(self.reporter).action_not_solved()
        self.assertIn(issue.state, ("assigned", "in_progress"))
        issue.with_user(self.l1).write({"state": "resolved"})
        issue.with_user(self.reporter).action_confirm_solved()
        self.assertEqual(issue.state, "closed")

    def test_the_reporter_decides_about_resolved_issues_only(self):
        for state in ("waiting", "in_progress", "cancelled", "transferred"):
            issue = self.issue_in(state).with_user(self.reporter)
            with self.assertRaisesRegex(UserError, "has not been resolved"):
                issue.action_confirm_solved()
            with self.assertRaisesRegex(UserError, "has not been resolved"):
                issue.action_not_solved()
            self.assertEqual(issue.state, state)

    def test_the_next_tier_receives_and_the_owner_is_asked_anew(self):
        issue = self.issue_in("assigned")
        issue.with_user(self.l1).action_next_tier()
        self.assertEqual((issue.tier_id, issue.state), (self.tier2, "new"))
        self.assertFalse(issue.user_id)
        turns = issue.engagement_ids.sorted("id")
        self.assertEqual(turns.tier_id, self.tier1 | self.tier2)
        self.assertTrue(turns[0].left_at and turns[0].taken_at)
        self.assertFalse(turns[1].left_at or turns[1].taken_at)
        issue.action_next_tier()
        with self.assertRaisesRegex(UserError, "highest tier"):
            issue.action_next_tier()

    def test_moving_many_costs_few_queries(self):
        issues = self.env["hypercare.issue"].create(
            [{"name": str(n), "period_id": self.period.id} for n in range(100)]
        )
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        issues.with_user(self.l1).write({"state": "in_progress"})
        self.env.flush_all()
        self.assertLess(self.env.cr.sql_log_count - before, 50)
