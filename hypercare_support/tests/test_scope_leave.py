"""Back into scope: by whom, with whom told, and what it does to a change request."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .handover_common import HandoverCase


@tagged("post_install", "-at_install")
class TestScopeLeave(HandoverCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.issue = cls.make_issue("s3", name="A report of wastage")

    def back(self, user=None, reason="It was promised in the contract."):
        dialogs = self.env["hypercare.scope.declare"].with_user(user or self.l2)
        dialog = dialogs.create(
            {"issue_id": self.issue.id, "back": True, "sentence": reason}
        )
        dialog.action_back()
        self.env.flush_all()

    def test_another_reason_does_not_wipe_what_was_decided(self):
        self.scope(self.issue)
        for decided in (False, True):
            if decided:
                self.decide(self.issue, self.owner, "declined", "Too expensive")
            state = self.issue.scope_state
            for user in (self.l2, self.manager):
                issue = self.issue.with_user(user)
                for values in (
                    {"cancel_reason": "not_an_issue"},
                    {"cancel_reason": "duplicate", "change_reason": "Oh"},
                    {"cancel_reason": False},
                    {"state": "cancelled", "cancel_reason": "duplicate"},
                ):
                    with (
                        self.subTest(user=user.login, values=values),
                        self.assertRaisesRegex(UserError, "Back into scope"),
                    ):
                        issue.write(values)
            self.assertEqual(self.issue.scope_state, state)
        self.assertEqual(self.issue.scope_answer, "Too expensive")

    def test_what_was_decided_comes_back_by_receiver_and_managers_only(self):
        self.scope(self.issue)
        self.decide(self.issue, self.owner, "planned", "In spring")
        with self.assertRaisesRegex(AccessError, "Owner has decided"):
            self.back()
        with self.assertRaisesRegex(AccessError, "Owner has decided"):
            self.issue.with_user(self.l2).write(
                {"state": "in_progress", "change_reason": "Quickly"}
            )
        with self.assertRaisesRegex(AccessError, "Owner has decided"):
            self.scope(self.issue, kind="new_workflow")
        self.assertEqual(self.issue.scope_state, "planned")
        self.back(self.manager)
        self.assertFalse(self.issue.scope_state)
        self.assertTrue(self.issue.is_open)

    def test_both_sides_are_told_and_the_decision_is_noted(self):
        self.scope(self.issue)
        self.decide(self.issue, self.owner, "declined", "Too expensive")
        last = self.last_mail()
        self.back(self.manager)
        for user in (self.owner, self.reporter):
            with self.subTest(user=user.login):
                [mail] = self.mails_to(user, last)
                self.assertIn("Back in hypercare", mail.subject)
                self.assertIn("It was promised in the contract.", mail.body_html)
        note = self.issue.message_ids[0].body + self.issue.message_ids[1].body
        for words in ("Too expensive", "Declined", "Owner", "promised"):
            self.assertIn(words, note)

    def test_nobody_is_told_of_what_nobody_was_told(self):
        issue = self.issue.with_user(self.l2)
        issue.write({"state": "cancelled", "cancel_reason": "out_of_scope"})
        last = self.last_mail()
        self.back()
        self.assertFalse(self.mails_to(self.owner, last))

    def test_it_does_not_come_back_while_a_change_request_is_under_way(self):
        self.scope(self.issue)
        self.issue.with_user(self.owner).action_make_change_request()
        request = self.issue.change_request_ids
        request.sudo().write({"reason": "The auditors ask for it."})
        for state in ("submitted", "approved"):
            request.sudo()._attest({"state": state})
            with (
                self.subTest(state=state),
                self.assertRaisesRegex(UserError, "change request"),
            ):
                self.back(self.manager)
            self.assertEqual(self.issue.scope_state, "handed_over")
        request.sudo()._attest({"state": "draft"})
        self.back(self.manager)
        self.assertFalse(self.issue.scope_state)
        self.assertIn("support team works on it", request.message_ids[0].body)


@tagged("post_install", "-at_install")
class TestScopeConfidential(HandoverCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.issue = cls.make_issue("s3", name="Salary of Mr. X")

    def test_a_change_request_shows_no_more_than_its_issue(self):
        self.scope(self.issue)
        self.issue.with_user(self.owner).action_make_change_request()
        request = self.issue.change_request_ids
        # The reporter asks, the manager approves.
        request.sudo().write(
            {"approver_id": self.manager.id, "implementer_id": self.consultant.id}
        )
        own = request.sudo().copy(
            {"issue_id": False, "approver_id": self.sponsor.id, "name": "Other"}
        )
        self.env.flush_all()
        for user in (self.l3, self.owner):
            self.assertTrue(request.with_user(user).has_access("read"), user.login)
        self.issue.with_user(self.l1).confidential = True
        self.env.flush_all()
        self.env.invalidate_all()
        for user in (self.l3, self.owner):
            with self.subTest(user=user.login):
                self.assertFalse(request.with_user(user).has_access("read"))
                self.assertTrue(own.with_user(user).has_access("read"))
        for user in (self.l1, self.reporter, self.manager, self.sponsor):
            self.assertTrue(request.with_user(user).has_access("read"), user.login)

    def test_a_receiver_who_may_not_read_it_any_more_is_replaced(self):
        self.scope(self.issue)
        self.assertIn("Salary", self.issue.activity_ids.summary)
        self.issue.with_user(self.l1).confidential = True
        self.assertEqual(self.issue.scope_state, "to_route")
        self.assertFalse(self.issue.scope_owner_id or self.issue.activity_ids)

    def test_the_activity_of_whoever_may_read_it_loses_the_title(self):
        self.scope(self.issue, kind="new_workflow")
        self.issue.with_user(self.l1).confidential = True
        self.assertEqual(self.issue.scope_owner_id, self.sponsor)
        activity = self.issue.activity_ids
        self.assertEqual(activity.user_id, self.sponsor)
        self.assertEqual(activity.summary, f"Decide: {self.issue.number}")

    def test_topics_of_a_refresher_keep_the_number_only(self):
        area = self.env["hypercare.area"].create(
            {"period_id": self.period.id, "name": "Pay", "head_id": self.colleague.id}
        )
        question = self.env.ref("hypercare_support.category_how_to")
        values = {"area_id": area.id, "category_id": question.id}
        self.issue.write(values)
        other = self.make_issue("s4", name="How to print", **values)
        self.env.flush_all()
        action = area.with_user(self.manager).action_plan_refresher()
        refresher = self.env[action["res_model"]].browse(action["res_id"])
        self.assertIn("Salary of Mr. X", refresher.topics)
        self.issue.with_user(self.l1).confidential = True
        self.assertEqual(
            refresher.topics.splitlines(),
            [f"• {self.issue.number}", f"• {other.number} How to print"],
        )
