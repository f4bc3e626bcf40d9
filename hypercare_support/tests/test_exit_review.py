"""The exit review: who signs in which order, what is frozen, what follows."""

import json

from odoo.exceptions import AccessError, UserError

from .common import at_time
from .exit_common import IMAGE, ExitCase


class TestExitReview(ExitCase):
    def setUp(self):
        super().setUp()
        self.now = self.at(12, 10)

    # === SIGNING === #

    def test_both_sides_sign_then_the_owner_then_the_sponsor(self):
        review = self.review(self.now)
        self.assertEqual(review.waits_for, "Manager, Consultant")
        for user in (self.owner, self.sponsor):
            with self.assertRaisesRegex(UserError, "Manager, Consultant signs first"):
                self.sign(review, user, self.now)
        self.sign(review, self.consultant, self.now)
        self.assertEqual(review.waits_for, "Manager")
        with self.assertRaisesRegex(UserError, "signed this review already"):
            self.sign(review, self.consultant, self.now)
        self.sign(review, self.manager, self.now)
        with self.assertRaisesRegex(UserError, "Owner signs first"):
            self.sign(review, self.sponsor, self.now)
        self.sign(review, self.owner, self.now)
        self.assertEqual((review.state, self.period.state), ("signing", "exit_review"))
        self.sign(review, self.sponsor, self.now)
        self.assertEqual((review.state, self.period.state), ("go", "monitoring"))
        self.assertEqual(review.decided_at, self.now)
        self.assertEqual(len(review.signature_ids.filtered("image")), 4)
        self.assertFalse(review.tampered)

    def test_nobody_signs_for_another(self):
        review = self.review(self.now)
        admin = self.make_user("admin", "hypercare_support.group_admin")
        other = self.make_user("other_sponsor", "hypercare_support.group_sponsor")
        for user in (admin, other, self.l1):
            with self.subTest(user=user.login):
                self.assertFalse(review.with_user(user).may_sign)
                with self.assertRaisesRegex(UserError, "each for himself"):
                    self.sign(review, user, self.now)
        for user in (self.reporter, self.colleague):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.sign(review, user, self.now)
        with self.assertRaisesRegex(UserError, "each for himself"):
            review.sudo()._sign("go", IMAGE)
        row = review.signature_ids[:1]
        for record in (row, row.sudo(), row.with_user(self.manager)):
            for vals in ({"user_id": self.l1.id}, {"image": IMAGE}, {"decision": "go"}):
                with self.assertRaises(UserError):
                    record.write(vals)
            with self.assertRaises(UserError):
                record.unlink()
        with self.assertRaises(UserError):
            row.create([{"review_id": review.id, "role": "sponsor"}])

    def test_what_is_no_signature_is_refused(self):
        review = self.review(self.now).with_user(self.manager)
        for image in (False, "", "bm90IGEgcGljdHVyZQ==", "%%%", 7, b"\x00"):
            with (
                self.subTest(image=image),
                self.assertRaisesRegex(UserError, "Draw your signature"),
            ):
                review._sign("go", image)
        for decision in ("maybe", None, 3):
            with self.assertRaisesRegex(UserError, "Choose go or no-go"):
                review._sign(decision, IMAGE)
        with self.assertRaisesRegex(UserError, "what is missing"):
            review._sign("no_go", IMAGE, "  ")

    def test_a_no_go_ends_it_and_the_next_version_takes_over(self):
        condition = {"name": "Close", "user_id": self.owner.id, "date": "2026-04-05"}
        review = self.review(self.now, condition_ids=[(0, 0, condition)])
        self.sign(review, self.manager, self.now, "no_go", "The close is not done")
        self.assertEqual((review.state, self.period.state), ("no_go", "exit_review"))
        with self.assertRaisesRegex(UserError, "not open for signatures"):
            self.sign(review, self.consultant, self.now)
        runs = review.with_user(self.manager)
        review.condition_ids.with_user(self.owner).action_done()
        self.assertEqual(review.condition_ids.done_by_id, self.owner)
        for extended in (runs,):
            if "hypercare.period.extend" in self.env:
                action = extended.action_extend()
                self.assertEqual(action["res_model"], "hypercare.period.extend")
            else:
                with self.assertRaisesRegex(UserError, "planned end"):
                    extended.action_extend()
        with at_time(self.now):
            action = runs.action_new_version()
        second = self.env["hypercare.exit.review"].browse(action["res_id"])
        self.assertEqual((second.version, second.state), (2, "draft"))
        self.assertEqual(second.condition_ids.name, "Close")
        self.assertTrue(second.condition_ids.done_at)
        self.assertFalse(review.tampered)
        with self.assertRaisesRegex(UserError, "later version"):
            runs.action_new_version()
        self.assertIn("Close", second.preview)

    def test_a_go_needs_criteria_that_hold_in_the_record_and_now(self):
        streak = self.criterion("clean_streak", 1)
        self.life("s4", self.at(1, 9))
        paper = self.criterion("attest")
        review = self.review(self.now)
        with self.assertRaisesRegex(UserError, "Criterion attest"):
            self.sign(review, self.manager, self.now)
        self.waive(paper, self.now)
        # The record that was put to signature still says that it fails.
        with self.assertRaisesRegex(UserError, "Criterion attest"):
            self.sign(review, self.manager, self.now)
        with at_time(self.now):
            action = review.with_user(self.manager).action_new_version()
            self.assertEqual(review.state, "withdrawn")
            second = review.browse(action["res_id"]).with_user(self.manager)
            second.action_submit()
        for user in (self.manager, self.consultant, self.owner):
            self.sign(second, user, self.now)
        self.make_issue("s1", at=self.at(12, 10, 30))
        with self.assertRaisesRegex(UserError, streak.name):
            self.sign(second, self.sponsor, self.at(12, 11))
        self.assertEqual(self.period.state, "exit_review")

    def test_what_is_missing_before_it_is_signed(self):
        self.criterion("bau_policy")
        with at_time(self.now):
            draft = self.env["hypercare.exit.review"].with_user(self.manager)
            draft = draft._make(self.period.with_user(self.manager))
            with self.assertRaisesRegex(UserError, "not in its exit review"):
                draft.action_submit()
            self.set_state("exit_review")
            for vals, words in (
                ({"sponsor_id": False}, "Nobody is named as: Sponsor"),
                ({"sponsor_id": self.owner.id}, "two different people"),
                ({"sponsor_id": self.consultant.id}, "Both sides sign"),
            ):
                self.period.write(vals)
                with self.subTest(vals=vals), self.assertRaisesRegex(UserError, words):
                    draft.action_submit()
            self.period.sponsor_id = self.sponsor
            self.assertFalse(draft.content)
            with self.assertRaises(AccessError):
                draft.with_user(self.owner).action_submit()
            draft.action_submit()
            with self.assertRaisesRegex(UserError, "stays as it is"):
                draft.action_submit()

    def test_who_comes_second_sees_the_first(self):
        """Every signature writes the review: of two at once one starts again."""
        review = self.review(self.now)
        queries = []
        execute = type(self.env.cr).execute

        def spy(cursor, query, *args, **kwargs):
            queries.append(str(query))
            return execute(cursor, query, *args, **kwargs)

        self.patch(type(self.env.cr), "execute", spy)
        self.sign(review, self.manager, self.now)
        locked = [n for n, text in enumerate(queries) if "FOR UPDATE" in text]
        wrote = [
            n
            for n, text in enumerate(queries)
            if 'UPDATE "hypercare_exit_review"' in text and "signed_count" in text
        ]
        self.assertTrue(locked and wrote and locked[0] < wrote[0])

    # === CONTENT === #

    def test_what_it_says(self):
        solved = self.life("s3", self.at(2, 10), self.at(2, 11), name="Posted wrongly")
        handed = self.life("s2", self.at(2, 10), name="Needs a patch")
        self.do(
            handed,
            self.l1,
            self.at(3, 10),
            plan="Patch by the vendor",
            plan_owner_id=self.owner.id,
            plan_date="2026-05-01",
            state="transferred",
        )
        secret = self.life(
            "s3", self.at(2, 10), self.at(2, 12), name="Salary seen", confidential=True
        )
        self.env["hypercare.article"].create(
            {
                "name": "How to post",
                "answer": "<p>So</p>",
                "period_id": self.period.id,
                "company_id": self.company.id,
                "published": True,
            }
        )
        self.criterion("bau_policy")
        self.criterion("payroll")
        review = self.review(self.now)
        sections = {one["code"]: one for one in review.content["sections"]}
        self.assertIn("2 issues were solved: 2 S3", sections["solved"]["text"])
        self.assertIn(
            [solved.number, "S3", "Posted wrongly"],
            [row[:3] for row in sections["solved"]["rows"]],
        )
        text = json.dumps(review.content)
        self.assertNotIn("Salary seen", text)
        self.assertIn(
            [secret.number, "S3", "Confidential"],
            [row[:3] for row in sections["solved"]["rows"]],
        )
        [row] = sections["transferred"]["rows"]
        self.assertEqual(
            row,
            [
                *(handed.number, "S2", "Needs a patch", "Patch by the vendor"),
                *("Owner", "1 May 2026"),
            ],
        )
        self.assertEqual(review.content["failing"], ["Criterion payroll"])
        self.assertEqual(sections["known_issues"]["rows"][0][0], "How to post")
        self.assertIn("not measured", sections["health"]["text"].lower())
        self.assertTrue(sections["roster"]["rows"])

    def test_three_hundred_issues_take_as_many_queries_as_three(self):
        self.criterion("bau_policy")
        spent = []
        for total in (3, 60):
            with at_time(self.at(5, 10)):
                issues = (
                    self.env["hypercare.issue"]
                    .with_user(self.l1)
                    .create(
                        [
                            {"name": f"Issue {number}", "period_id": self.period.id}
                            for number in range(total)
                        ]
                    )
                )
                issues.write({"user_id": self.l1.id, "state": "resolved"})
            with at_time(self.now):
                review = self.env["hypercare.exit.review"].search(
                    [("period_id", "=", self.period.id)]
                ) or self.env["hypercare.exit.review"]._make(self.period)
                review._assemble()
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                review._assemble()
            spent.append(self.env.cr.sql_log_count - before)
        self.assertEqual(spent[0], spent[1])
