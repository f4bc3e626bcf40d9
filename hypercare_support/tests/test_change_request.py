"""Change requests: asked for by anybody, approved by somebody else."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import MONDAY, at_time
from .handover_common import HandoverCase


class ChangeCase(HandoverCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.requests = cls.env["hypercare.change.request"]

    def request(self, user=None, **values):
        """Return a request with approver and implementer, as a manager chose them."""
        people = {
            name: values.pop(name, user.id)
            for name, user in (("approver_id", self.owner), ("implementer_id", self.l2))
        }
        request = self.requests.with_user(user or self.reporter).create(
            {
                "name": "A credit limit",
                "period_id": self.period.id,
                "reason": "The guarantee was raised.",
                **values,
            }
        )
        request.with_user(self.manager).write(people)
        return request

    def decide(self, request, user, decision="approved", sentence=""):
        dialog = (
            self.env["hypercare.change.decide"]
            .with_user(user)
            .create(
                {
                    "request_id": request.id,
                    "decision": decision,
                    "sentence": sentence,
                }
            )
        )
        dialog.action_apply()


@tagged("post_install", "-at_install")
class TestChangeRequest(ChangeCase):
    def test_from_draft_to_done(self):
        last = self.last_mail()
        request = self.request()
        self.assertEqual((request.state, request.freeze_text), ("draft", False))
        request.action_submit()
        self.assertEqual(request.state, "submitted")
        self.assertEqual(request.sudo().activity_ids.user_id, self.owner)
        self.assertIn("Please approve", self.mails_to(self.owner, last).subject)
        self.decide(request, self.owner, sentence="Go on")
        self.assertEqual(
            (request.state, request.decided_by_id, request.decision_note),
            ("approved", self.owner, "Go on"),
        )
        self.assertFalse(request.sudo().activity_ids)
        self.assertTrue(self.mails_to(self.l2, last))
        self.assertIn("Go on", self.mails_to(self.reporter, last)[:1].body_html)
        request.with_user(self.l2).action_done()
        self.assertEqual((request.state, request.done_by_id), ("done", self.l2))

    def test_nobody_approves_what_they_ask_for(self):
        with self.assertRaisesRegex(UserError, "cannot approve it"):
            self.request(approver_id=self.reporter.id)
        request = self.request(self.manager)
        with self.assertRaises(UserError):
            request.with_user(self.manager).approver_id = self.manager
        request.action_submit()
        for user in (self.manager, self.l1, self.sponsor, self.consultant):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.decide(request, user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                request.with_user(user).action_approve()
        with self.assertRaisesRegex(UserError, "stays where it is"):
            request.with_user(self.manager).requested_by_id = self.l1

    def test_the_proposed_approver_is_never_who_asks(self):
        mine = self.requests.with_user(self.manager).create(
            {"name": "x", "period_id": self.period.id}
        )
        self.assertEqual(mine.approver_id, self.owner)
        theirs = self.requests.with_user(self.reporter).create(
            {"name": "x", "period_id": self.period.id}
        )
        self.assertEqual(theirs.approver_id, self.manager)
        self.assertEqual(theirs.implementer_id, self.consultant)

    def test_the_status_follows_from_the_buttons_only(self):
        request = self.request()
        admin = self.make_user("admin", "hypercare_support.group_admin")
        for user in (self.reporter, self.manager, admin):
            mine = request.with_user(user)
            for name, value in (
                ("state", "approved"),
                ("decided_by_id", self.owner.id),
                ("decided_at", "2026-03-02 10:00:00"),
                ("decision_note", "Fine"),
                ("freeze_exception", "Fine"),
                ("done_at", "2026-03-02 10:00:00"),
                ("submitted_at", "2026-03-02 10:00:00"),
            ):
                with self.subTest(user=user.login, field=name):
                    with self.assertRaises(UserError):
                        mine.write({name: value})
                    with self.assertRaises(UserError):
                        self.request(user, **{name: value})
                    if user != self.reporter:
                        command = Command.create(
                            {"name": "x", "period_id": self.period.id, name: value}
                        )
                        issue = self.make_issue("s4")
                        with self.assertRaises(UserError):
                            issue.with_user(user).write(
                                {"change_request_ids": [command]}
                            )
        smuggled = self.requests.with_user(self.reporter).with_context(
            default_state="approved", default_requested_by_id=self.l1.id
        )
        smuggled = smuggled.create({"name": "x", "period_id": self.period.id})
        self.assertEqual(smuggled.state, "draft")
        self.assertEqual(smuggled.requested_by_id, self.reporter)
        request.action_submit()
        self.assertEqual(request.sudo().copy().state, "draft")
        result = self.requests.with_user(self.reporter).load(
            ["name", "period_id/.id", "state"],
            [["Smuggled", str(self.period.id), "approved"]],
        )
        self.assertFalse(result["ids"])

    def test_what_was_submitted_stays_as_it_is(self):
        request = self.request()
        with self.assertRaisesRegex(UserError, "why the change"):
            self.request(reason=False).action_submit()
        request.action_submit()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            request.write({"reason": "Something else"})
        with self.assertRaises(AccessError):
            request.write({"message_main_attachment_id": False})
        with self.assertRaisesRegex(UserError, "stays as it is"):
            request.with_user(self.manager).reason = "Something else"
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            request.with_user(self.manager).unlink()
        request.action_back_to_draft()
        request.write({"reason": "Something else"})
        self.assertFalse(request.submitted_at)
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            request.unlink()
        fresh = self.request()
        fresh.unlink()
        self.assertFalse(fresh.exists())

    def test_acts_are_done_in_order(self):
        request = self.request()
        with self.assertRaisesRegex(UserError, "not possible now"):
            self.decide(request, self.owner)
        with self.assertRaisesRegex(UserError, "not possible now"):
            request.with_user(self.l2).action_done()
        request.action_submit()
        with self.assertRaisesRegex(UserError, "why it is refused"):
            self.decide(request, self.owner, "refused")
        self.decide(request, self.owner, "refused", "Too dear")
        self.assertEqual(request.state, "refused")
        request.action_back_to_draft()
        self.assertFalse(request.decision_note)
        # The refusal is still to be read, and is not decided about by somebody else.
        said = request.sudo().message_ids[0].body
        self.assertIn("Refused by Owner", said)
        self.assertIn("Too dear", said)
        with self.assertRaisesRegex(UserError, "has refused .* before"):
            request.with_user(self.manager).approver_id = self.sponsor
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            request.with_user(self.manager).unlink()
        request.action_submit()
        self.decide(request, self.owner)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            request.with_user(self.manager).approver_id = self.sponsor
        with self.assertRaises(AccessError):
            request.action_done()

    def test_persona_table(self):
        request = self.request()
        other_agent = self.make_user("other_agent", "hypercare_support.group_agent")
        everybody = (
            # persona, reads, writes the draft
            (self.reporter, True, True),
            (self.colleague, False, False),
            (other_agent, False, False),
            (self.owner, True, False),
            (self.l2, True, False),
            (self.l1, True, False),
            (self.sponsor, True, False),
            (self.manager, True, True),
            (self.foreign_manager, False, False),
        )
        for user, reads, writes in everybody:
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                mine = request.with_user(user)
                self.assertEqual(bool(mine.search([("id", "=", mine.id)])), reads)
                self.assertEqual(mine.has_access("write"), writes)
        self.assertTrue(self.request(self.sponsor, approver_id=self.owner.id))
        with self.assertRaises(UserError):
            self.request(approver_id=self.foreign_manager.id)

    def test_a_freeze_needs_an_exception(self):
        freeze = {"period_id": self.period.id, "name": "Close"}
        freeze |= {"date_from": "2026-03-02", "date_to": "2026-03-04"}
        freezes = self.env["hypercare.change.freeze"]
        with self.assertRaises(AccessError):
            freezes.with_user(self.l1).create(freeze)
        before = self.request()
        before.action_submit()
        self.decide(before, self.owner)
        freezes.with_user(self.manager).create(freeze)
        with at_time(MONDAY):
            self.env.invalidate_all()
            request = self.request()
            request.action_submit()
            self.assertIn("Close", request.freeze_text)
            with self.assertRaisesRegex(UserError, "cannot wait"):
                self.decide(request, self.owner)
            self.decide(request, self.owner, sentence="The bank asks for it")
            self.assertEqual(request.freeze_exception, "The bank asks for it")
            request.with_user(self.l2).action_done()
            with self.assertRaisesRegex(UserError, "Ask Owner to allow it"):
                before.with_user(self.l2).action_done()
            self.decide(before, self.owner, "exception", "It is urgent")
            before.with_user(self.l2).action_done()
        # The last hour of the day before, by the clock of Dhaka.
        self.assertFalse(self.period._freeze_on(MONDAY.replace(day=1, hour=17)))
        self.assertTrue(self.period._freeze_on(MONDAY.replace(day=1, hour=18)))

    def test_an_exception_is_for_one_freeze(self):
        freezes = self.env["hypercare.change.freeze"].with_user(self.manager)
        freeze = {"period_id": self.period.id}
        close, audit = freezes.create(
            [
                {**freeze, "name": "Close", "date_from": day, "date_to": day}
                for day in ("2026-03-02", "2026-03-05")
            ]
        )
        request = self.request()
        request.action_submit()
        with at_time(MONDAY):
            self.decide(request, self.owner, sentence="The bank asks for it")
            self.assertEqual(request.freeze_exception_id, close)
            self.assertTrue(request.freeze_allowed)
        wednesday = at_time(MONDAY.replace(day=4))
        with wednesday, self.assertRaisesRegex(UserError, "No freeze is in force"):
            self.decide(request, self.owner, "exception", "Once more")
        with at_time(MONDAY.replace(day=5)):
            self.env.invalidate_all()
            self.assertFalse(request.freeze_allowed)
            with self.assertRaisesRegex(UserError, "Ask Owner to allow it"):
                request.with_user(self.l2).action_done()
            self.decide(request, self.owner, "exception", "Once more")
            self.assertEqual(request.freeze_exception_id, audit)
            request.with_user(self.l2).action_done()
        self.assertEqual(request.state, "done")

    def test_an_out_of_scope_issue_becomes_a_change_request(self):
        issue = self.make_issue("s4", name="Another field", description="On the bill")
        with self.assertRaisesRegex(UserError, "Only what is out of scope"):
            issue.with_user(self.l2).action_make_change_request()
        self.scope(issue)
        action = issue.with_user(self.owner).action_make_change_request()
        request = self.requests.browse(action["res_id"])
        self.assertEqual(request.issue_id, issue)
        self.assertEqual(request.requested_by_id, self.reporter)
        self.assertEqual(request.reason, "On the bill")
        self.assertEqual(request.approver_id, self.manager)
        again = issue.with_user(self.l2).action_make_change_request()
        self.assertEqual(again["res_id"], request.id)
        with self.assertRaises(AccessError):
            issue.with_user(self.colleague).action_make_change_request()
