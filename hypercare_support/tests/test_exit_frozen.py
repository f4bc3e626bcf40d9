"""The frozen record: what refuses changes, what shows them, where it leads."""

import json
from hashlib import sha256

from odoo.exceptions import UserError

from .common import at_time
from .exit_common import ExitCase


class TestExitFrozen(ExitCase):
    def setUp(self):
        super().setUp()
        self.now = self.at(12, 10)

    def test_nothing_changes_a_record_by_any_way_of_odoo(self):
        review = self.review(self.now)
        self.sign_all(review, self.now)
        admin = self.make_user("admin", "hypercare_support.group_admin")
        before = review.record_hash
        changes = (
            {"summary": "Better"},
            {"state": "draft"},
            {"content": {}},
            {"content_hash": "0"},
            {"record_hash": "0"},
            {"signature_ids": [(5, 0, 0)]},
            {"signature_ids": [(1, review.signature_ids[0].id, {"note": "x"})]},
            {"condition_ids": [(0, 0, {"name": "x"})]},
            {"decided_at": "2026-01-01 00:00:00"},
        )
        for record in (review.with_user(admin), review.sudo()):
            for vals in changes:
                if "condition_ids" in vals:
                    vals = {
                        "condition_ids": [
                            (
                                *(0, 0),
                                {
                                    "name": "x",
                                    "user_id": admin.id,
                                    "date": "2026-04-01",
                                },
                            )
                        ]
                    }
                with (
                    self.subTest(vals=vals),
                    self.assertRaises(UserError),
                    self.env.cr.savepoint(),
                ):
                    record.write(vals)
                    self.env.flush_all()
            for act in (record.unlink, record.copy, record.action_submit):
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    act()
        result = review.with_user(admin).load(
            [".id", "summary"], [[str(review.id), "Imported"]]
        )
        self.assertFalse(result["ids"])
        with self.assertRaises(UserError):
            review.with_user(admin).create([{"period_id": self.period.id}])
        self.env.invalidate_all()
        self.assertEqual(review.record_hash, before)
        self.assertEqual(review._verify(), [])

    def test_the_seal_is_the_hash_of_the_content(self):
        """Computed here from the column itself, without the addon."""
        review = self.review(self.now)
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT content FROM hypercare_exit_review WHERE id = %s", (review.id,)
        )
        [content] = self.env.cr.fetchone()
        text = json.dumps(
            content, sort_keys=True, ensure_ascii=False, separators=(",", ":")
        )
        self.assertEqual(sha256(text.encode()).hexdigest(), review.content_hash)

    def test_the_seal_shows_what_was_changed_in_the_database(self):
        review = self.review(self.now)
        self.sign_all(review, self.now)
        row = review.signature_ids.filtered(lambda one: one.role == "sponsor")
        tables = (
            (
                "hypercare_exit_review",
                review.id,
                "content = jsonb_set(content, '{failing}', '[\"x\"]')",
            ),
            ("hypercare_exit_review", review.id, "decided_at = now()"),
            ("hypercare_exit_review", review.id, "version = 7"),
            ("hypercare_exit_signature", row.id, "signed_at = now()"),
            ("hypercare_exit_signature", row.id, "image = 'x'::bytea"),
            ("hypercare_exit_signature", row.id, "name = 'Somebody else'"),
            ("hypercare_exit_signature", row.id, "note = 'With conditions'"),
        )
        for table, record_id, change in tables:
            with self.subTest(change=change):
                with self.env.cr.savepoint() as savepoint:
                    self.sql(f"UPDATE {table} SET {change} WHERE id = %s", record_id)
                    self.assertIn("does not fit its seal", review.tampered)
                    html = self.env["ir.actions.report"]._render_qweb_html(
                        "hypercare_support.exit_review_pdf", review.ids
                    )[0]
                    self.assertIn(b"does not fit its seal", html)
                    savepoint.rollback()
                self.env.invalidate_all()
                self.assertFalse(review.tampered)
        self.sql("DELETE FROM hypercare_exit_signature WHERE id = %s", row.id)
        self.assertIn("does not fit its seal", review.tampered)

    def test_a_changed_content_is_not_signed(self):
        review = self.review(self.now)
        self.sql(
            "UPDATE hypercare_exit_review SET content ="
            " jsonb_set(content, '{period}', '\"Other\"') WHERE id = %s",
            review.id,
        )
        with self.assertRaisesRegex(UserError, "does not fit its seal"):
            self.sign(review, self.manager, self.now)

    def test_later_issues_do_not_change_it(self):
        self.life("s4", self.at(2, 10), self.at(2, 11))
        review = self.review(self.now)
        self.sign_all(review, self.now)
        before = review.content
        self.life("s3", self.at(13, 10), self.at(13, 11), name="After the exit")
        self.env.invalidate_all()
        self.assertEqual(review.content, before)
        self.assertNotIn("After the exit", review.preview)

    # === MOVES === #

    def test_monitoring_only_with_a_signed_go_and_no_end_before_day_90(self):
        self.criterion("bau_policy")
        runs = self.period.with_user(self.manager)
        with at_time(self.now):
            action = runs.action_begin_exit()
        self.assertEqual(self.period.state, "exit_review")
        review = self.env[action["res_model"]].browse(action["res_id"])
        with self.assertRaisesRegex(UserError, "signed “go”"):
            runs.write({"state": "monitoring"})
        runs.action_back_to_running()
        with at_time(self.now):
            runs.action_begin_exit()
            review.with_user(self.manager).action_submit()
        with self.assertRaisesRegex(UserError, "being signed"):
            runs.action_back_to_running()
        self.sign_all(review, self.now)
        self.assertEqual(self.period.state, "monitoring")
        # Day 1 is 1 March: day 90 is 29 May.
        with (
            at_time("2026-05-29 17:59:00"),
            self.assertRaisesRegex(UserError, "day 90"),
        ):
            runs.action_close()
        with at_time("2026-05-29 18:01:00"):
            runs.action_close()
        self.assertEqual(self.period.state, "closed")

    def test_a_record_that_was_changed_opens_nothing(self):
        review = self.review(self.now)
        self.sign_all(review, self.now)
        self.set_state("exit_review")
        self.sql(
            "UPDATE hypercare_exit_review SET version = 9 WHERE id = %s", review.id
        )
        with self.assertRaisesRegex(UserError, "does not fit its seal"):
            self.period.with_user(self.manager).write({"state": "monitoring"})

    def test_after_the_exit_other_promises_are_made(self):
        bau = self.policy.copy({"name": "After exit"})
        bau.line_ids.filtered(lambda line: line.severity == "s3").unlink()
        self.period.bau_policy_id = bau
        self.sign_all(self.review(self.now), self.now)
        issue = self.make_issue("s3", at=self.at(15, 10))
        self.assertFalse(issue.resolution_due)
        self.assertTrue(self.make_issue("s1", at=self.at(15, 10)).resolution_due)

    def test_mails_ask_to_sign_and_carry_the_seal(self):
        review = self.review(self.now)
        asked = self.mails()
        self.assertEqual(
            {mail.email_to for mail in asked},
            {
                '"Manager" <manager@example.com>',
                '"Consultant" <consultant@example.com>',
            },
        )
        self.sign_all(review, self.now)
        told = self.mails().filtered(lambda mail: review.record_hash in mail.body_html)
        self.assertEqual(len(told), 4)
