from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.models import MAGIC_COLUMNS

from .common import HypercareCommon


class TestGuards(HypercareCommon):
    """Values that no client may set, on every way in."""

    def test_kept_fields_are_refused_on_create_and_write(self):
        issue = self.make_issue()
        for name in sorted(issue._KEPT_FIELDS):
            with self.subTest(field=name):
                with self.assertRaisesRegex(UserError, "kept by the system"):
                    issue.write({name: False})
                with self.assertRaisesRegex(UserError, "kept by the system"):
                    self.make_issue(**{name: False})

    def test_every_stored_derived_field_is_kept(self):
        """A new column that only the addon writes must be added to the guard."""
        issues = self.env["hypercare.issue"]
        derived = {
            name
            for name, field in issues._fields.items()
            if field.store
            and field.readonly
            and field._modules == ("hypercare_support",)
        }
        self.assertFalse(derived - issues._KEPT_FIELDS - set(MAGIC_COLUMNS))

    def test_defaults_in_the_context_smuggle_nothing_in(self):
        issue = (
            self.env["hypercare.issue"]
            .with_user(self.reporter)
            .with_context(
                default_response_due="2030-01-01 00:00:00",
                default_sla_settled="met",
                default_state="closed",
                default_next_action_at="2030-01-01 00:00:00",
                default_number="HC-999",
                default_reopen_count=7,
                default_user_id=self.reporter.id,
            )
            .create({"name": "x", "severity": "s2"})
        )
        self.assertNotEqual(issue.number, "HC-999")
        self.assertEqual(issue.state, "new")
        self.assertNotEqual(str(issue.response_due), "2030-01-01 00:00:00")
        self.assertEqual(issue.reopen_count, 0)
        self.assertFalse(issue.user_id)

    def test_x2many_commands_reach_no_evidence(self):
        issue = self.make_issue()
        for name in ("clock_ids", "event_ids", "engagement_ids", "pause_ids"):
            for command in (
                Command.clear(),
                Command.update(issue[name][:1].id or 1, {}),
                Command.create({}),
            ):
                with self.assertRaises(UserError):
                    issue.with_user(self.l1).write({name: [command]})
        with self.assertRaises(UserError):
            self.period.with_user(self.manager).write(
                {"issue_ids": [Command.update(issue.id, {"response_due": False})]}
            )

    def test_period_and_moment_of_report_are_fixed(self):
        issue = self.make_issue()
        other = self.make_period(name="Other")
        for values in ({"period_id": other.id}, {"reported_at": "2026-01-01 00:00:00"}):
            with self.assertRaises(UserError):
                issue.write(values)

    def test_a_copy_starts_afresh(self):
        issue = self.make_issue("s1")
        issue.with_user(self.l3).write({"user_id": self.l3.id, "plan": "Plan"})
        issue.with_user(self.l3).action_resolve()
        copy = issue.copy()
        self.assertEqual(copy.state, "new")
        self.assertNotEqual(copy.number, issue.number)
        self.assertFalse(copy.resolved_at or copy.user_id or copy.plan)
        self.assertEqual(copy.severity, "s1")
        self.assertTrue(copy.response_due)

    def test_issues_are_not_deleted(self):
        with self.assertRaisesRegex(UserError, "evidence"):
            self.make_issue().unlink()

    def test_unknown_values_are_refused_in_plain_words(self):
        issue = self.make_issue()
        with self.assertRaisesRegex(UserError, "“s0” is not a Severity"):
            issue.write({"severity": "s0"})
        with self.assertRaisesRegex(UserError, "“done” is not a"):
            issue.write({"state": "done"})
        for name in ("tier_id", "user_id"):
            for value in ("abc", 2**31 - 1, [1], True):
                with self.assertRaisesRegex(UserError, "is not an existing"):
                    issue.write({name: value})
                with self.assertRaisesRegex(UserError, "is not an existing"):
                    self.make_issue(**{name: value})
        with self.assertRaisesRegex(UserError, "characters"):
            issue.write({"resolution": "x" * 200_000})

    def test_a_tier_of_another_period_is_refused(self):
        foreign = self.make_period(name="Other").tier_ids[:1]
        with self.assertRaisesRegex(UserError, "another hypercare period"):
            self.make_issue().write({"tier_id": foreign.id})
