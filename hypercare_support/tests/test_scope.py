"""Out of scope: who says so, who decides, what is told, and that no promise counts."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import MONDAY, at_time
from .handover_common import HandoverCase


@tagged("post_install", "-at_install")
class TestScope(HandoverCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.issue = cls.make_issue("s3", name="A report of wastage")

    # -- Saying so --------------------------------------------------------------------

    def test_the_dialog_proposes_route_and_receiver(self):
        cases = (
            ("new_workflow", "governance", self.sponsor),
            ("process_variation", "business_owner", self.owner),
            ("configuration", "partner", self.consultant),
            ("new_report", "backlog", self.owner),
        )
        for kind, route, receiver in cases:
            with self.subTest(kind=kind):
                dialog = (
                    self.env["hypercare.scope.declare"]
                    .with_user(self.l2)
                    .create({"issue_id": self.issue.id, "kind": kind})
                )
                self.assertEqual((dialog.route, dialog.receiver_id), (route, receiver))

    def test_the_category_decides_before_the_kind(self):
        category = self.env.ref("hypercare_support.category_configuration_change")
        self.issue.with_user(self.l2).category_id = category
        dialogs = self.env["hypercare.scope.declare"].with_user(self.l2)
        dialog = dialogs.with_context(default_issue_id=self.issue.id).create({})
        self.assertEqual((dialog.kind, dialog.route), ("configuration", "partner"))

    def test_out_of_scope_leaves_the_queue_and_tells_both(self):
        last = self.last_mail()
        self.scope(self.issue)
        issue = self.issue
        self.assertEqual(
            (issue.state, issue.cancel_reason, issue.scope_state, issue.scope_route),
            ("cancelled", "out_of_scope", "handed_over", "backlog"),
        )
        self.assertEqual(issue.scope_owner_id, self.owner)
        self.assertEqual(issue.scope_declared_by_id, self.l2)
        self.assertFalse(issue.is_open)
        self.assertEqual(issue.activity_ids.user_id, self.owner)
        [to_owner] = self.mails_to(self.owner, last)
        self.assertIn("Please decide", to_owner.subject)
        self.assertIn(f"/odoo/hypercare-requests/{issue.id}", to_owner.body_html)
        [to_reporter] = self.mails_to(self.reporter, last)
        self.assertIn("Not part of hypercare.", to_reporter.body_html)
        self.assertIn("Owner decides", issue.with_user(self.reporter).status_text)

    def test_mails_are_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.owner.lang = "fr_FR"
        kind = self.env["ir.model.fields.selection"].search(
            [
                ("field_id.model", "=", "hypercare.issue"),
                ("field_id.name", "=", "scope_kind"),
                ("value", "=", "new_report"),
            ]
        )
        kind.with_context(lang="fr_FR").name = "Un nouveau rapport"
        last = self.last_mail()
        self.scope(self.issue)
        self.assertIn("Un nouveau rapport", self.mails_to(self.owner, last).body_html)

    def test_a_sentence_and_a_receiver_are_needed(self):
        with self.assertRaisesRegex(UserError, "Write a sentence"):
            self.scope(self.issue, sentence="  ")
        self.period.scope_receiver_ids.filtered(lambda r: r.route == "backlog").unlink()
        with self.assertRaisesRegex(UserError, "Nobody receives.*Enhancement backlog"):
            self.scope(self.issue)
        with self.assertRaisesRegex(UserError, "does not work in"):
            self.scope(self.issue, receiver=self.foreign_manager)

    def test_cancelling_as_out_of_scope_waits_for_somebody_to_hand_it_over(self):
        last = self.last_mail()
        self.issue.with_user(self.l2).write(
            {"state": "cancelled", "cancel_reason": "out_of_scope"}
        )
        self.assertEqual(self.issue.scope_state, "to_route")
        self.assertFalse(self.issue.scope_owner_id)
        self.assertFalse(self.mails_to(self.owner, last))
        self.issue.with_user(self.l2).action_hand_over_scope()
        self.assertEqual(self.issue.scope_state, "handed_over")
        self.assertTrue(self.mails_to(self.owner, last))
        with self.assertRaisesRegex(UserError, "handed over already"):
            self.issue.with_user(self.l2).action_hand_over_scope()

    def test_the_reason_of_a_cancelled_issue_changes(self):
        issue = self.issue.with_user(self.l2)
        issue.write({"state": "cancelled", "cancel_reason": "not_an_issue"})
        self.assertFalse(issue.scope_state)
        issue.cancel_reason = "out_of_scope"
        self.assertEqual(issue.scope_state, "to_route")
        issue.cancel_reason = "duplicate"
        self.assertFalse(issue.scope_state)

    def test_a_confidential_issue_is_not_shown_by_handing_it_over(self):
        secret = self.make_issue("s3", confidential=True, name="Salary of Mr. X")
        with self.assertRaisesRegex(UserError, "confidential"):
            self.scope(secret, self.l1)
        self.assertEqual(secret.state, "new")
        self.scope(secret, self.l1, kind="new_workflow")  # the sponsor may read it
        self.assertEqual(secret.scope_owner_id, self.sponsor)

    def test_employees_cannot_put_anything_out_of_scope(self):
        for user in (self.reporter, self.owner, self.colleague):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.scope(self.issue, user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.issue.with_user(user).action_out_of_scope()

    # -- Promises ---------------------------------------------------------------------

    def test_no_promise_counts(self):
        late = MONDAY + timedelta(days=3)
        issue = self.make_issue("s2", at=MONDAY)
        self.do(issue, self.l2, late, user_id=self.l2.id)
        with at_time(late):
            self.env.invalidate_all()
            self.assertEqual(issue.response_outcome, "breached")
            self.assertEqual(issue.sla_state, "breached")
            self.scope(issue)
        with at_time(late + timedelta(days=1)):
            self.env.invalidate_all()
            self.assertEqual(issue.response_outcome, "none")
            self.assertEqual(issue.resolution_outcome, "none")
            self.assertEqual(issue.sla_state, "none")
            self.assertEqual(set(issue.clock_ids.mapped("outcome")), {"none"})
            clocks = self.env["hypercare.sla.clock"]
            mine = [("issue_id", "=", issue.id)]
            self.assertFalse(clocks.search([*mine, ("outcome", "=", "breached")]))
            self.assertEqual(
                clocks.search([*mine, ("outcome", "=", "none")]), issue.clock_ids
            )
            self.assertFalse(issue.next_action_at)
            counted = self.period._status_promises(MONDAY, late + timedelta(days=2))
            self.assertEqual(counted["response"][1], 0)
            centre = self.period.with_user(self.manager).command_centre(self.period.id)
            self.assertTrue(centre)

    # -- Back again -------------------------------------------------------------------

    def test_back_into_scope_needs_a_reason_whoever_asks(self):
        self.scope(self.issue)
        issue = self.issue.with_user(self.l2)
        for act in (
            issue.action_reopen,
            lambda: issue.write({"state": "in_progress"}),
            lambda: issue.write({"state": "new", "change_reason": " "}),
        ):
            with self.assertRaisesRegex(UserError, "Back into scope"):
                act()
        dialogs = self.env["hypercare.scope.declare"].with_user(self.l2)
        dialog = dialogs.create({"issue_id": issue.id, "back": True})
        with self.assertRaisesRegex(UserError, "why it comes back"):
            dialog.action_back()
        dialog.sentence = "It was promised in the contract."
        dialog.action_back()
        self.assertEqual((issue.state, issue.cancel_reason), ("in_progress", False))
        for name in ("scope_state", "scope_owner_id", "scope_note", "scope_kind"):
            self.assertFalse(issue[name])
        self.assertFalse(self.issue.activity_ids)
        self.assertIn(
            "It was promised in the contract.", issue.event_ids.mapped("reason")
        )
        self.assertIn("running", issue.clock_ids.mapped("state"))

    # -- Guards -----------------------------------------------------------------------

    def test_nobody_sets_the_decision_by_hand(self):
        self.scope(self.issue)
        values = {
            "scope_state": "accepted",
            "scope_owner_id": self.l1.id,
            "scope_kind": "other",
            "scope_route": "partner",
            "scope_note": "x",
            "scope_answer": "x",
            "scope_decided_at": "2026-03-02 10:00:00",
            "scope_decided_by_id": self.l1.id,
            "scope_declared_by_id": self.l1.id,
            "scope_declared_at": "2026-03-02 10:00:00",
            "scope_date": "2026-03-02",
        }
        admin = self.make_user("admin", "hypercare_support.group_admin")
        for user in (self.l1, self.manager, admin):
            issue = self.issue.with_user(user)
            for name, value in values.items():
                with self.subTest(user=user.login, field=name):
                    with self.assertRaisesRegex(UserError, "kept by the system"):
                        issue.write({name: value})
                    with self.assertRaisesRegex(UserError, "kept by the system"):
                        self.make_issue(user=user, **{name: value})
                    command = Command.update(issue.id, {name: value})
                    with self.assertRaises(UserError):
                        self.period.with_user(self.manager).write(
                            {"issue_ids": [command]}
                        )
        issues = self.env["hypercare.issue"].with_user(self.l1)
        result = issues.load(
            ["name", "period_id/.id", "severity", "scope_state"],
            [["Smuggled", str(self.period.id), "s3", "accepted"]],
        )
        self.assertFalse(result["ids"])
        smuggled = issues.with_context(default_scope_state="accepted").create(
            {"name": "x", "period_id": self.period.id}
        )
        self.assertFalse(smuggled.scope_state)
        self.assertFalse(self.issue.copy().scope_state)
