"""Four eyes: nobody chooses who decides about his own change."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from .test_change_request import ChangeCase


@tagged("post_install", "-at_install")
class TestChangePeople(ChangeCase):
    def test_who_asks_does_not_choose(self):
        people = {"approver_id": self.colleague.id, "implementer_id": self.reporter.id}
        defaults = {f"default_{name}": value for name, value in people.items()}
        for context, values in (({}, people), (defaults, {})):
            request = (
                self.requests.with_user(self.reporter)
                .with_context(**context)
                .create({"name": "x", "period_id": self.period.id, **values})
            )
            self.assertEqual(request.approver_id, self.manager)
            self.assertEqual(request.implementer_id, self.consultant)
            self.assertFalse(request.with_user(self.reporter).may_choose)
            for name, value in people.items():
                with self.assertRaisesRegex(UserError, "A manager chooses"):
                    request.with_user(self.reporter).write({name: value})
        # By way of an issue, too.
        issue = self.scope(self.make_issue("s4"))
        action = issue.with_user(self.l2).with_context(**defaults)
        made = self.requests.browse(action.action_make_change_request()["res_id"])
        self.assertEqual(made.approver_id, self.manager)
        self.assertEqual(made.implementer_id, self.consultant)

    def test_only_who_decides_by_the_plan_is_asked(self):
        request = self.request(approver_id=self.colleague.id)
        with self.assertRaisesRegex(UserError, "Colleague does not decide"):
            request.action_submit()
        for user in (self.owner, self.sponsor):
            with self.subTest(user=user.login):
                self.request(approver_id=user.id).action_submit()
        duty = self.duty("configuration_approval", owner_after_id=self.colleague.id)
        duty.process_url = "https://wiki.example.com"
        duty.with_user(self.colleague).action_accept()
        request.action_submit()
        self.assertEqual(request.state, "submitted")

    def test_one_manager_does_not_do_it_all(self):
        mine = self.requests.with_user(self.manager).create(
            {
                "name": "x",
                "reason": "y",
                "period_id": self.period.id,
                "requested_by_id": self.reporter.id,
            }
        )
        self.assertEqual(mine.requested_by_id, self.reporter)
        self.assertEqual(mine.approver_id, self.owner)
        with self.assertRaises(ValidationError):
            mine.approver_id = self.manager
        # Entered by the reporter, submitted by the manager.
        theirs = self.request(approver_id=self.manager.id)
        with self.assertRaises(ValidationError):
            theirs.with_user(self.manager).action_submit()

    def test_the_approver_stays_once_it_is_submitted(self):
        request = self.request()
        request.action_submit()
        self.assertEqual(request.submitted_by_id, self.reporter)
        with self.assertRaisesRegex(UserError, "Take it back to draft"):
            request.with_user(self.manager).approver_id = self.manager
        request.action_back_to_draft()
        request.with_user(self.manager).approver_id = self.sponsor
        request.action_submit()
        self.assertEqual(request.approver_id, self.sponsor)

    def test_who_approved_does_not_carry_it_out(self):
        with self.assertRaises(ValidationError):
            self.request(implementer_id=self.owner.id)
        request = self.request(approver_id=self.manager.id)
        request.action_submit()
        self.decide(request, self.manager)
        with self.assertRaises(ValidationError):
            request.with_user(self.manager).implementer_id = self.manager
        self.assertFalse(request.with_user(self.manager).may_do)
        with self.assertRaises(AccessError):
            request.with_user(self.manager).action_done()
        request.with_user(self.l2).action_done()
        self.assertEqual(request.done_by_id, self.l2)

    def test_asking_again_is_one_mail_a_day(self):
        last = self.last_mail()
        request = self.request()
        for _press in range(3):
            request.action_submit()
            request.action_back_to_draft()
        self.assertEqual(len(self.mails_to(self.owner, last)), 1)
        request.reason = "Another reason"
        request.action_submit()
        self.assertEqual(len(self.mails_to(self.owner, last)), 2)

    def test_a_second_click_waits_for_the_first(self):
        issue = self.scope(self.make_issue("s4"))

        def version():
            self.env.flush_all()
            row = "SELECT ctid::text FROM hypercare_issue WHERE id = %s"
            return self.env.execute_query(SQL(row, issue.id))

        before = version()
        issue.with_user(self.l2).action_make_change_request()
        # The row is another one: who waited for it begins anew.
        between = version()
        self.assertNotEqual(before, between)
        issue.with_user(self.l2).action_make_change_request()
        self.assertEqual(version(), between)
        self.assertEqual(len(issue.change_request_ids), 1)
