"""Who receives what is out of scope: as planned, and never whoever says so."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .handover_common import HandoverCase


@tagged("post_install", "-at_install")
class TestScopeReceiver(HandoverCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.issue = cls.make_issue("s3", name="A report of wastage")
        cls.outsider = new_test_user(
            cls.env, login="hc_outside", groups="base.group_portal", name="Outside"
        )

    def receiver(self, route):
        return self.period.scope_receiver_ids.filtered(lambda one: one.route == route)

    def test_nobody_picks_who_decides_but_managers(self):
        for receiver in (self.l2, self.l1, self.sponsor):
            with (
                self.subTest(receiver=receiver.login),
                self.assertRaisesRegex(AccessError, "Owner decides"),
            ):
                self.scope(self.issue, self.l2, receiver=receiver)
        self.assertEqual(self.issue.state, "new")
        with self.assertRaisesRegex(UserError, "somebody else"):
            self.scope(self.issue, self.manager, receiver=self.manager)
        self.scope(self.issue, self.manager, receiver=self.l1)
        self.assertEqual(self.issue.scope_owner_id, self.l1)

    def test_the_dialog_lets_managers_choose(self):
        dialogs = self.env["hypercare.scope.declare"]
        for user, expected in ((self.l2, False), (self.manager, True)):
            dialog = dialogs.with_user(user).create({"issue_id": self.issue.id})
            self.assertEqual(dialog.can_choose, expected)

    def test_a_portal_account_receives_nothing(self):
        partner = self.receiver("partner")
        with self.assertRaisesRegex(ValidationError, "portal account only"):
            partner.with_user(self.manager).user_id = self.outsider
        with self.assertRaisesRegex(UserError, "portal account only"):
            self.scope(self.issue, self.manager, receiver=self.outsider)
        # Named with an account inside, which was turned into one for outsiders later.
        self.env.flush_all()
        self.period._write({"consultant_lead_id": self.outsider.id})
        self.env.invalidate_all()
        partner.unlink()
        self.assertFalse(self.period._propose_scope_receivers())
        self.assertFalse(self.receiver("partner"))

    def test_readiness_says_who_has_a_portal_account_only(self):
        def texts():
            items = self.period._lacking_receivers()
            return [item["text"] for item in items]

        self.assertFalse(texts())
        # As an account that was turned into one for outsiders later.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hypercare_scope_receiver SET user_id = %s WHERE id = %s",
            (self.outsider.id, self.receiver("partner").id),
        )
        self.env.invalidate_all()
        [text] = texts()
        self.assertIn("Outside has a portal account only", text)

    def test_what_can_be_handed_over_is_handed_over(self):
        routed, stuck = self.issue, self.make_issue("s3", name="A new workflow")
        issues = (routed | stuck).with_user(self.l2)
        issues.write({"state": "cancelled", "cancel_reason": "out_of_scope"})
        stuck._write_columns(
            {"scope_kind": "new_workflow", "scope_route": "governance"}
        )
        self.receiver("governance").unlink()
        self.env.flush_all()
        action = issues.action_hand_over_scope()
        self.assertEqual(
            (routed.scope_state, stuck.scope_state), ("handed_over", "to_route")
        )
        self.assertEqual(action["tag"], "display_notification")
        self.assertIn("1 handed over, 1 not", action["params"]["title"])
        self.assertIn(f"{stuck.number}: Nobody receives", action["params"]["message"])
        with self.assertRaisesRegex(UserError, f"{stuck.number}: Nobody receives"):
            issues.action_hand_over_scope()
