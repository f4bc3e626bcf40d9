"""A no-go is signed together with its conditions."""

from datetime import date

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form

from .common import at_time
from .exit_common import IMAGE, ExitCase


class TestExitNoGo(ExitCase):
    def setUp(self):
        super().setUp()
        self.now = self.at(12, 10)

    def no_go(self, review, *conditions, user=None, decision="no_go"):
        with at_time(self.now):
            wizard = (
                self.env["hypercare.exit.sign"]
                .with_user(user or self.manager)
                .create(
                    {
                        "review_id": review.id,
                        "decision": decision,
                        "image": IMAGE,
                        "note": "The stock does not agree",
                        "condition_ids": [Command.create(vals) for vals in conditions],
                    }
                )
            )
            wizard.action_sign()
        self.env.flush_all()
        self.env.invalidate_all()

    def condition(self, **values):
        return {
            "name": "Count the stock",
            "user_id": self.owner.id,
            "date": "2026-03-20",
            **values,
        }

    def test_conditions_come_with_the_signature_and_are_sealed(self):
        review = self.review(self.now)
        self.no_go(review, self.condition(), self.condition(name="Train the shop"))
        self.assertEqual(review.state, "no_go")
        found = review.condition_ids.sorted("id")
        self.assertEqual(found.mapped("name"), ["Count the stock", "Train the shop"])
        self.assertEqual(found[0].user_id, self.owner)
        self.assertEqual(found[0].date, date(2026, 3, 20))
        self.assertFalse(review.tampered)
        for change in ("date = '2026-12-31'", "name = 'Nothing'", "user_id = 1"):
            with self.subTest(change=change), self.env.cr.savepoint() as savepoint:
                self.sql(
                    f"UPDATE hypercare_exit_condition SET {change} WHERE id = %s",
                    found[0].id,
                )
                self.assertIn("does not fit its seal", review.tampered)
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertFalse(review.tampered)
        # Afterwards nothing is added, and what is done does not break the seal.
        for record in (review.with_user(self.manager), review.sudo()):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                record.write({"condition_ids": [Command.create(self.condition())]})
        found[0].with_user(self.owner).action_done()
        self.env.invalidate_all()
        self.assertTrue(found[0].done_at)
        self.assertFalse(review.tampered)

    def test_they_stand_on_paper_and_in_the_mail_and_go_into_the_next_version(self):
        review = self.review(self.now)
        self.mails().unlink()
        self.no_go(review, self.condition())
        html = self.env["ir.actions.report"]._render_qweb_html(
            "hypercare_support.exit_review_pdf", review.ids
        )[0]
        self.assertIn("Count the stock: Owner, by 20 Mar 2026", html.decode())
        mails = self.mails()
        self.assertEqual(len(mails), 4)
        for mail in mails:
            self.assertIn("Count the stock", mail.body_html)
        with at_time(self.now):
            action = review.with_user(self.manager).action_new_version()
        second = review.browse(action["res_id"])
        self.assertEqual(second.condition_ids.name, "Count the stock")

    def test_a_condition_names_a_colleague_and_a_day_to_come(self):
        review = self.review(self.now)
        guests = self.env.ref("base.group_portal")
        portal = self.env["res.users"].create(
            {"name": "Guest", "login": "guest", "group_ids": [Command.set(guests.ids)]}
        )
        gone = self.make_user("gone")
        gone.active = False
        for vals, words in (
            ({"name": "   "}, "what has to be done"),
            ({"user_id": portal.id}, "names a colleague"),
            ({"user_id": gone.id}, "names a colleague"),
            ({"date": "2026-03-11"}, "still to come"),
        ):
            with (
                self.subTest(vals=vals),
                self.assertRaisesRegex(UserError, words),
                self.env.cr.savepoint(),
            ):
                self.no_go(review, self.condition(**vals))
        self.env.invalidate_all()
        self.assertEqual(review.state, "signing")
        self.assertFalse(review.condition_ids)

    def test_a_go_has_none_and_a_no_go_needs_none(self):
        review = self.review(self.now)
        self.no_go(review, self.condition(), decision="go")
        self.assertFalse(review.condition_ids)
        self.no_go(review, user=self.consultant)
        self.assertEqual(review.state, "no_go")
        self.assertFalse(review.condition_ids)

    def test_the_dialog_asks_for_them(self):
        review = self.review(self.now)
        with at_time(self.now):
            dialog = Form(
                self.env["hypercare.exit.sign"]
                .with_user(self.consultant)
                .with_context(default_review_id=review.id)
            )
            dialog.decision = "no_go"
            dialog.note = "Not yet"
            dialog.image = IMAGE
            with dialog.condition_ids.new() as line:
                line.name = "Train the shop"
                line.user_id = self.l1
                line.date = "2026-03-25"
            dialog.save().action_sign()
        self.env.invalidate_all()
        self.assertEqual(review.condition_ids.name, "Train the shop")
        self.assertEqual(review.condition_ids.user_id, self.l1)
