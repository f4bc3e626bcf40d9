"""Every way out of hypercare says what it leaves open."""

from odoo.exceptions import UserError
from odoo.tests import Form

from .common import MONDAY
from .test_period_end import PeriodEndCase


class TestWaysOut(PeriodEndCase):
    def setUp(self):
        super().setUp()
        # What an exit asks for besides is tested with the exit.
        for check in ("_check_exit_signed", "_check_watched"):
            self.patch(type(self.period), check, lambda period: None)

    def go(self, state):
        self.period.with_user(self.manager).write({"state": state})
        self.env.flush_all()

    def test_no_step_towards_the_end_with_open_issues(self):
        self.go("exit_review")
        for before, state in (("exit_review", "monitoring"), ("monitoring", "closed")):
            self.assertEqual(self.period.state, before)
            issue = self.make_issue("s3", at=MONDAY, user=self.l1)
            with self.refused(f"these issues are open:\n• {issue.number}"):
                self.go(state)
            issue.sudo().state = "cancelled"
            self.go(state)
            self.assertEqual(self.period.state, state)

    def test_back_to_running_and_the_criteria_stay_free(self):
        self.go("exit_review")
        self.make_issue("s3", at=MONDAY)
        self.go("running")
        self.period.end_kind = "criteria"
        self.go("exit_review")
        self.go("monitoring")
        self.assertEqual(self.period.state, "monitoring")

    def test_what_a_cancelled_period_leaves_is_told(self):
        self.make_issue("s3", at=MONDAY)
        self.go("cancelled")
        self.assertEqual(self.period.state, "cancelled")
        note = self.period.message_ids[0]
        self.assertIn("Manager has cancelled hypercare with open issues: 1.", note.body)
        self.assertEqual(note.author_id, self.manager.partner_id)
        people = self.sponsor | self.lead
        self.assertEqual(note.partner_ids, people.partner_id)

    def test_nothing_left_nothing_told(self):
        before = self.period.message_ids
        self.go("cancelled")
        self.assertFalse((self.period.message_ids - before).filtered("body"))
        draft = self.make_period(state="draft", name="Draft")
        draft.with_user(self.manager).write({"state": "cancelled"})
        self.assertFalse(draft.message_ids.filtered(lambda m: "open issues" in m.body))

    def test_another_phase_needs_a_planned_end(self):
        self.make_phase()
        with self.refused("Another phase needs a planned end", UserError):
            self.extend(end_kind="criteria", how="new", phase_name="More")
        self.assertFalse(self.period.extension_ids)
        form = Form(
            self.env["hypercare.period.extend"]
            .with_user(self.manager)
            .with_context(default_period_id=self.period.id)
        )
        form.how = "new"
        form.end_kind = "criteria"
        form.new_end = "2026-03-21"
        form.reason = "The first close"
        form.save().action_extend()
        self.assertEqual(len(self.period.phase_ids), 1)
        self.assertEqual(str(self.period.latest_end), "2026-03-21")
