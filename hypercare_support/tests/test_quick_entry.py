"""Quick entry on behalf of somebody: phone, walk-up, stand-up."""

from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, tagged

from .common import MONDAY, HypercareCommon, at_time


class QuickEntryCase(HypercareCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hypercare.period"].search([("id", "!=", cls.period.id)]).write(
            {"state": "cancelled"}
        )


class TestQuickEntry(QuickEntryCase):
    def enter(self, user=None, at=MONDAY, **values):
        """Enter something on the phone; return the dialog."""
        with at_time(at):
            entry = (
                self.env["hypercare.quick.entry"]
                .with_user(user or self.l1)
                .create(
                    {
                        "reporter_id": self.reporter.id,
                        "name": "Vendor bills cannot be posted",
                        "work_stopped": "no",
                        "workaround_known": "costly",
                        **values,
                    }
                )
            )
            entry.action_save()
        self.env.flush_all()
        return entry

    def entered(self, *args, **kwargs):
        return self.enter(*args, **kwargs).issue_id.sudo().with_env(self.env)

    def test_an_entry_becomes_an_issue_that_is_answered(self):
        entry = self.enter(channel="walkup")
        issue = entry.issue_id.sudo().with_env(self.env)
        self.assertEqual(
            (issue.name, issue.channel, issue.reporter_id, issue.severity, issue.state),
            ("Vendor bills cannot be posted", "walkup", self.reporter, "s3", "new"),
        )
        self.assertEqual(issue.responded_at, MONDAY)
        self.assertEqual(self.clock(issue, "response").outcome, "met")
        self.assertIn(issue.number, entry.receipt)
        self.assertIn("S3 Medium", entry.receipt)

    def test_a_manager_outside_of_the_tiers_answers_nobody(self):
        issue = self.entered(user=self.manager)
        self.assertFalse(issue.responded_at)

    def test_ones_own_report_is_not_answered_by_oneself(self):
        issue = self.entered(reporter_id=self.l1.id)
        self.assertFalse(issue.responded_at)

    def test_the_hour_of_the_call_counts(self):
        called = MONDAY - timedelta(minutes=50)
        issue = self.entered(reported_at=called)
        self.assertEqual((issue.reported_at, issue.responded_at), (called, called))

    def test_who_is_no_user_is_named(self):
        issue = self.entered(
            reporter_id=False, reporter_name="Night guard", description="Gate 2"
        )
        self.assertFalse(issue.reporter_id)
        self.assertEqual(issue.description, "Reported by Night guard.\n\nGate 2")
        self.assertTrue(issue.responded_at)

    def test_taken_at_once(self):
        issue = self.entered(outcome="mine")
        self.assertEqual((issue.user_id, issue.state), (self.l1, "assigned"))

    def test_solved_on_the_phone(self):
        called = MONDAY - timedelta(minutes=20)
        issue = self.entered(
            outcome="solved", resolution="Press Confirm first", reported_at=called
        )
        self.assertEqual(
            (issue.state, issue.resolved_at, issue.resolution, issue.user_id),
            ("resolved", called, "Press Confirm first", self.l1),
        )
        self.assertEqual(self.clock(issue, "resolution").outcome, "met")
        with self.assertRaisesRegex(UserError, "Say how it was solved"):
            self.enter(outcome="solved")

    def test_what_is_missing_is_said(self):
        for values, words in (
            ({"name": " "}, "one sentence"),
            ({"reporter_id": False}, "Say who reports it"),
            ({"reporter_id": False, "reporter_name": "\n"}, "Say who reports it"),
            ({"work_stopped": False}, "Answer the first two questions"),
            ({"reported_at": MONDAY + timedelta(hours=1)}, "in the future"),
            ({"channel": "app"}, "is no choice"),
            ({"channel": 5}, "is no choice"),
            ({"reporter_id": 2**40}, "not an existing"),
            ({"reporter_id": "x"}, "not an existing"),
            ({"reported_at": "noon"}, "does not fit"),
        ):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, words):
                self.enter(**values)

    def test_a_severity_may_be_chosen(self):
        issue = self.entered(work_stopped=False, severity="s1")
        self.assertEqual(issue.severity, "s1")

    def test_a_long_sentence_goes_on_in_the_description(self):
        issue = self.entered(name="word " * 200)
        self.assertEqual(len(issue.name), 300)
        self.assertIn("word " * 190, issue.description)

    def test_saved_twice_is_one_issue(self):
        entry = self.enter()
        issue = entry.issue_id
        entry.action_save()
        self.assertEqual(entry.issue_id, issue)

    def test_another_one_begins_with_the_same_channel(self):
        action = self.enter(channel="standup").action_another()
        self.assertEqual(action["context"]["default_channel"], "standup")
        self.assertEqual(action["context"]["default_period_id"], self.period.id)
        self.assertFalse(action["res_id"])

    def test_the_form_answers_with_severity_and_promise(self):
        with at_time(MONDAY):
            entries = self.env["hypercare.quick.entry"].with_user(self.l1)
            form = Form(entries, "hypercare_support.quick_entry_view_form")
            self.assertEqual(form.period_id, self.period)
            form.work_stopped = "yes"
            form.workaround_known = "none"
            self.assertEqual(form.severity, "s1")
            self.assertIn("within 2 hours", form.promise_text)

    def test_confidential_for_a_tier_that_cannot_see_it(self):
        entry = self.enter(user=self.l3, confidential=True)
        self.assertTrue(entry.issue_id.sudo().confidential)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            entry.action_open_issue()

    def test_who_may_enter(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.other_agent = self.make_user("other", "hypercare_support.group_agent")
        self.foreign = self.make_user(
            "foreign",
            "hypercare_support.group_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        values = {"period_id": self.period.id}
        for name, allowed in (
            *(("l1", True), ("l2", True), ("l3", True), ("manager", True)),
            *(("reporter", False), ("colleague", False), ("sponsor", False)),
            *(("other_agent", False), ("foreign", False)),
        ):
            with self.subTest(persona=name):
                if allowed:
                    self.assertTrue(self.enter(getattr(self, name), **values).issue_id)
                    continue
                with self.assertRaises(UserError):
                    self.enter(getattr(self, name), **values)
        entry = self.enter(**values)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            entry.with_user(self.manager).read(["name"])
        with self.assertRaisesRegex(UserError, "Choose a user of"):
            self.enter(reporter_id=self.foreign.id)

    def test_the_receipt_is_not_set_by_clients(self):
        entry = self.enter(issue_id=1, receipt="HC-999")
        self.assertNotIn("HC-999", entry.receipt)
        with self.assertRaisesRegex(UserError, "filled in by the system"):
            entry.write({"issue_id": False})

    def test_a_draft_rehearses_and_a_closed_period_refuses(self):
        draft = self.make_period(name="Rehearsal", state="draft")
        self.assertTrue(self.enter(period_id=draft.id).issue_id)
        draft.state = "cancelled"
        with self.assertRaisesRegex(UserError, "has ended"):
            self.enter(period_id=draft.id)

    def test_summer_time_does_not_move_the_call(self):
        self.period.tz = "Europe/Berlin"
        called = datetime(2026, 3, 29, 1, 30)
        issue = self.entered(at=datetime(2026, 3, 29, 2), reported_at=called)
        self.assertEqual(issue.reported_at, called)
        self.assertEqual(issue.day_label, "Day 29 03:30")


@tagged("post_install", "-at_install")
class TestQuickEntryTour(QuickEntryCase, HttpCase):
    def test_an_entry_with_a_number_and_the_next_one(self):
        self.start_tour("/odoo/hypercare", "hypercare_quick_entry", login=self.l1.login)
        self.env.invalidate_all()
        issue = self.env["hypercare.issue"].search([("period_id", "=", self.period.id)])
        self.assertEqual(
            (issue.name, issue.severity, issue.channel, issue.description),
            (
                "The gate pass does not print",
                "s1",
                "phone",
                "Reported by Night guard.",
            ),
        )
        self.assertTrue(issue.responded_at)
