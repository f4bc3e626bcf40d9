from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError

from .common import HypercareCommon


class TestIssueFix(HypercareCommon):
    """Ways round, fixes, duplicates and the record an issue is about."""

    def test_a_way_round_runs_out(self):
        issue = self.make_issue("s3")
        today = fields.Date.context_today(issue)
        issue.with_user(self.l2).write(
            {"workaround": "Use paper", "workaround_until": today}
        )
        search = self.env["hypercare.issue"].search
        expired = [("workaround_expired", "=", True), ("id", "=", issue.id)]
        self.assertFalse(issue.workaround_expired)
        self.assertFalse(search(expired))
        issue.workaround_until = today - timedelta(days=1)
        self.assertTrue(issue.workaround_expired)
        self.assertEqual(search(expired), issue)
        issue.with_user(self.l2).write({"state": "resolved"})
        self.assertFalse(issue.workaround_expired, "nobody needs it any more")
        self.assertFalse(search(expired))
        self.assertEqual(
            search([("workaround_expired", "=", False), ("id", "=", issue.id)]), issue
        )

    # -- The fix ---------------------------------------------------------------------

    def test_a_fix_goes_its_way_step_by_step(self):
        issue = self.make_issue("s3")
        steps = (
            ("fixed", self.l3, "fixed_by_id"),
            ("tested", self.l1, "tested_by_id"),
            ("deployed", self.l3, "deployed_by_id"),
        )
        self.assertEqual(issue.fix_state, "none")
        for state, user, who in steps:
            issue.with_user(user).action_fix_next()
            self.assertEqual((issue.fix_state, issue[who]), (state, user))
        with self.assertRaisesRegex(UserError, "Now the reporter says"):
            issue.with_user(self.l3).action_fix_next()
        issue.with_user(self.l3).write(
            {"deployed_where": "Production", "state": "resolved"}
        )
        self.assertEqual(issue.fix_state, "deployed")
        issue.with_user(self.reporter).action_confirm_solved()
        self.assertEqual(issue.fix_state, "confirmed")

    def test_a_fix_cannot_skip_or_turn_back_time(self):
        issue = self.make_issue("s3")
        with self.assertRaisesRegex(ValidationError, "in this order"):
            issue.with_user(self.l3).write({"deployed_at": "2026-03-02 10:00:00"})
        with self.assertRaisesRegex(ValidationError, "in this order"):
            issue.with_user(self.l3).write(
                {
                    "fixed_at": "2026-03-02 10:00:00",
                    "tested_at": "2026-03-02 09:00:00",
                }
            )
        with self.assertRaises(AccessError):
            issue.with_user(self.colleague).action_fix_next()

    # -- Links -----------------------------------------------------------------------

    def test_duplicates_are_counted_and_opened(self):
        main, first, second = (self.make_issue("s3") for _number in range(3))
        (first | second).with_user(self.manager).write(
            {
                "duplicate_of_id": main.id,
                "state": "cancelled",
                "cancel_reason": "duplicate",
            }
        )
        self.assertEqual(main.duplicate_count, 2)
        action = main.with_user(self.l1).action_open_duplicates()
        found = self.env["hypercare.issue"].search(action["domain"])
        self.assertEqual(found, first | second)

    def test_the_record_it_was_reported_on_is_one_click_away(self):
        plain = self.make_issue("s3")
        self.assertFalse(plain.has_record)
        with self.assertRaisesRegex(UserError, "No record was open"):
            plain.with_user(self.l1).action_open_record()
        partner = self.env["res.partner"].create({"name": "Turag Bank"})
        self.env["hypercare.issue.context"].create(
            {
                "issue_id": plain.id,
                "company_id": plain.company_id.id,
                "model": "res.partner",
                "res_id": partner.id,
                "record_name": "Turag Bank",
            }
        )
        plain.invalidate_recordset()
        seen = plain.with_user(self.l1)
        self.assertEqual((seen.has_record, seen.record_label), (True, "Turag Bank"))
        action = seen.action_open_record()
        opened = (action["res_model"], action["res_id"])
        self.assertEqual(opened, ("res.partner", partner.id))
