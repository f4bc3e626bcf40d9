"""Out of scope: who decides, what the reporter is told, who receives."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..const_scope import SCOPE_DECISIONS
from .handover_common import HandoverCase


@tagged("post_install", "-at_install")
class TestScopeDecide(HandoverCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.issue = cls.make_issue("s3", name="A report of wastage")

    # -- Deciding ---------------------------------------------------------------------

    def test_only_the_receiver_and_managers_decide(self):
        self.scope(self.issue)
        others = (self.reporter, self.colleague, self.l1, self.l2, self.sponsor)
        for user in others:
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self.decide(self.issue, user)
                with self.assertRaises(AccessError):
                    self.issue.with_user(user).action_scope_accept()
                self.assertFalse(self.issue.with_user(user).may_decide_scope)
        with self.assertRaises(AccessError):
            self.decide(self.issue, self.foreign_manager)
        self.decide(self.issue, self.owner)
        self.assertEqual(self.issue.scope_state, "accepted")
        self.assertEqual(self.issue.scope_decided_by_id, self.owner)
        self.decide(self.issue, self.manager, "declined", "Too dear")
        self.assertEqual(self.issue.scope_state, "declined")

    def test_the_reporter_is_told_what_was_decided(self):
        self.scope(self.issue)
        for decision, words in (
            ("accepted", "accepted it"),
            ("planned", "planned it for"),
            ("declined", "declined by"),
        ):
            last = self.last_mail()
            self.decide(self.issue, self.owner, decision, "Because.", day="2026-06-01")
            [mail] = self.mails_to(self.reporter, last)
            self.assertIn("Because.", mail.body_html)
            self.assertIn(words, self.issue.with_user(self.reporter).status_text)
        self.assertFalse(self.issue.activity_ids)

    def test_decisions_follow_the_table(self):
        for state in SCOPE_DECISIONS:
            for decision in ("accepted", "planned", "declined"):
                with self.subTest(state=state, decision=decision):
                    issue = self.scope(self.make_issue("s4"))
                    issue._write_columns({"scope_state": state})
                    if decision in SCOPE_DECISIONS[state]:
                        self.decide(issue, self.owner, decision)
                        self.assertEqual(issue.scope_state, decision)
                    else:
                        with self.assertRaisesRegex(UserError, "cannot be decided"):
                            self.decide(issue, self.owner, decision)

    def test_declining_needs_a_sentence(self):
        self.scope(self.issue)
        with self.assertRaisesRegex(UserError, "Write a sentence"):
            self.decide(self.issue, self.owner, "declined", " ")
        with self.assertRaisesRegex(UserError, "not a Decision"):
            self.issue.with_user(self.owner)._decide_scope("nonsense", "x")
        with self.assertRaisesRegex(UserError, "cannot be decided"):
            self.issue.with_user(self.owner)._decide_scope("to_route", "x")

    def test_a_receiver_outside_reads_his_request_and_no_other(self):
        self.period.public_log = False
        other = self.make_issue("s3")
        self.scope(self.issue)
        issues = self.env["hypercare.issue"].with_user(self.owner)
        self.assertEqual(issues.search([]), self.issue.with_user(self.owner))
        with self.assertRaises(AccessError):
            other.with_user(self.owner).read(["name"])
        with self.assertRaises(AccessError):
            self.issue.with_user(self.owner).write({"name": "x"})
        self.issue.with_user(self.l1).confidential = True
        self.assertFalse(issues.search([]))

    def test_dialogs_show_only_what_the_user_may_read(self):
        self.period.public_log = False
        with self.assertRaises(AccessError):
            self.env["hypercare.scope.decide"].with_user(self.colleague).create(
                {"issue_id": self.issue.id, "decision": "accepted"}
            )

    # -- Receivers --------------------------------------------------------------------

    def test_receivers_are_set_up_by_managers_once_per_route(self):
        receivers = self.env["hypercare.scope.receiver"]
        values = {
            "period_id": self.period.id,
            "route": "governance",
            "user_id": self.l1.id,
        }
        for user in (self.l1, self.owner, self.sponsor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                receivers.with_user(user).create(values)
        governance = self.period.scope_receiver_ids.filtered(
            lambda one: one.route == "governance"
        )
        governance.with_user(self.manager).user_id = self.l1
        with self.assertRaisesRegex(UserError, "does not work in"):
            governance.with_user(self.manager).user_id = self.foreign_manager
        with self.assertRaisesRegex(UserError, "no choice"):
            governance.with_user(self.manager).route = "moon"
