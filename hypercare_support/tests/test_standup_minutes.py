"""The minutes of a stand-up: each reader gets what he may read, in his own words."""

from datetime import timedelta

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCase

from .common import MONDAY, at_time
from .standup_common import TUESDAY, StandupCase

END = TUESDAY + timedelta(minutes=14)
SECRET = "Overtime of the directors"


@tagged("post_install", "-at_install")
class TestStandupMinutes(StandupCase, MailCase):
    def close(self, board, reason="", notes=None, moment=END):
        with at_time(moment), self.mock_mail_gateway():
            closed = self.standup(board).standup_close(reason, notes)
            self.env.flush_all()
            self.env["mail.mail"].sudo().search(
                [("model", "=", "hypercare.standup"), ("state", "=", "outgoing")]
            ).send()
        return closed

    def mail_to(self, user):
        [mail] = [mail for mail in self._mails if user.email in str(mail["email_to"])]
        return mail

    def make_standup(self):
        """One issue of each kind; return what the screen shows, and the issues."""
        decided = self.make_issue("s3", at=MONDAY, name="Printer prints twice")
        lacking = self.make_issue("s3", at=MONDAY, name="Nobody wants this one")
        secret = self.make_issue("s3", at=MONDAY, name=SECRET, confidential=True)
        board = self.start()
        self.decide(
            board,
            decided,
            user_id=self.l2.id,
            commit_date="2026-03-05",
            note="Ask the <b>supplier</b>",
        )
        self.decide(
            board,
            secret,
            user_id=self.l1.id,
            commit_date="2026-03-05",
            note="Salaries of March",
        )
        return board, decided, lacking, secret

    def test_everybody_gets_what_he_may_read(self):
        board, decided, lacking, secret = self.make_standup()
        closed = self.close(board, "The supplier decides", "A short one")
        self.assertEqual((closed["sent"], closed["problem"]), (True, ""))
        # Level 3 attends a confidential issue no more than any employee does.
        for user, sees in (
            (self.manager, True),
            (self.l1, True),
            (self.consultant, False),
            (self.l2, False),
            (self.l3, False),
        ):
            with self.subTest(user=user.login):
                body = self.mail_to(user)["body"]
                self.assertIn(f"{decided.number} · Printer prints twice", body)
                self.assertIn("Owner: L2", body)
                self.assertIn("Date: Thu 5 Mar", body)
                self.assertIn("Ask the &lt;b&gt;supplier&lt;/b&gt;", body)
                self.assertIn("No owner, no committed date", body)
                self.assertIn("The supplier decides", body)
                self.assertIn("A short one", body)
                self.assertIn(f"/odoo/hypercare.issue/{lacking.id}", body)
                self.assertIn(f"/odoo/hypercare.standup/{board['id']}", body)
                # Not even who may read it gets the text by mail.
                self.assertNotIn(SECRET, body)
                self.assertNotIn("Salaries of March", body)
                self.assertEqual(f"{secret.number} · Confidential" in body, sees)
                self.assertEqual(f"Decided: <b>{2 if sees else 1}</b>" in body, True)

    def test_whoever_closes_does_not_read_the_mails_of_others(self):
        self.make_standup()
        board = self.start()
        with at_time(END):
            self.standup(board, self.l2).standup_close("Later")
        messages = self.env["mail.message"].search(
            [("model", "=", "hypercare.standup"), ("res_id", "=", board["id"])]
        )
        self.assertEqual(len(messages), 5)
        for user in (self.l2, self.manager):
            found = messages.with_user(user).search([("id", "in", messages.ids)])
            self.assertFalse(found, "what is in a mail is for its reader only")

    def test_in_the_language_and_time_zone_of_the_reader(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.l2.write({"lang": "fr_FR", "tz": "Europe/Paris"})
        board, *_rest = self.make_standup()
        self.close(board, "Later")
        body = self.mail_to(self.l2)["body"]
        self.assertIn("Began 04:31", body)
        self.assertIn("Times are those of Europe/Paris", body)
        self.assertIn("jeu. 5 mars", body)
        body = self.mail_to(self.l3)["body"]
        self.assertIn("Began 09:31", body)
        self.assertIn("Thu 5 Mar", body)
        self.assertIn("Day 3 of 14", self.mail_to(self.l3)["subject"])

    def test_nothing_to_discuss_is_said(self):
        board = self.start()
        self.close(board)
        self.assertIn("there was nothing to discuss", self.mail_to(self.l1)["body"])

    def test_an_edited_template_is_used_and_a_broken_one_costs_words_only(self):
        template = self.env.ref("hypercare_support.mail_template_standup_minutes")
        template.subject = "Minutes of {{ object.period_id.name }}"
        # Before there is a stand-up: Odoo tries a template out on the first record.
        template.body_html = '<p t-out="object.no_such_field"/>'
        board, *_rest = self.make_standup()
        with mute_logger("odoo.addons.mail.models.mail_render_mixin"):
            closed = self.close(board, "Later")
        self.assertIn("template of the minutes is broken", closed["problem"])
        mail = self.mail_to(self.l1)
        self.assertIn("Printer prints twice", mail["body"])
        self.assertIn("Go-live", mail["subject"])

    def test_a_broken_layout_costs_the_looks_only(self):
        layout = self.env.ref("hypercare_support.standup_mail")
        layout.arch = '<t t-name="x"><p t-out="nothing.there"/></t>'
        board, *_rest = self.make_standup()
        self.close(board, "Later")
        mail = self.mail_to(self.l1)
        self.assertIn("Printer prints twice: Owner: L2; Date: Thu 5 Mar", mail["body"])
        self.assertNotIn(SECRET, mail["body"])

    def test_people_without_address_are_named(self):
        self.l1.email = False
        board, *_rest = self.make_standup()
        closed = self.close(board, "Later")
        self.assertIn("No valid e-mail address: L1", closed["problem"])
        self.assertEqual(len(self._mails), 4)

    def test_whoever_was_there_gets_them_and_who_left_does_not(self):
        board, *_rest = self.make_standup()
        helper = self.make_user("helper")
        self.env["hypercare.tier.member"].create(
            {"tier_id": self.tier1.id, "user_id": helper.id}
        )
        self.l3.active = False
        with at_time(TUESDAY):
            self.standup(board).standup_keep({"attended": [helper.id]})
        self.close(board, "Later")
        self.assertIn("Printer prints twice", self.mail_to(helper)["body"])
        self.assertFalse(
            [mail for mail in self._mails if self.l3.email in str(mail["email_to"])]
        )

    def test_a_long_list_is_cut_in_the_mail(self):
        with at_time(MONDAY):
            self.env["hypercare.issue"].with_user(self.manager).create(
                [
                    {"name": f"{number}", "period_id": self.period.id, "severity": "s2"}
                    for number in range(70)
                ]
            )
        board = self.start()
        self.close(board, "Too many")
        self.assertIn("and 10 more", self.mail_to(self.l1)["body"])

    def test_paper_shows_what_the_reader_may_read(self):
        board, decided, _lacking, secret = self.make_standup()
        self.close(board, "Later")
        report = self.env["ir.actions.report"]
        for user, sees in (
            (self.manager, True),
            (self.l2, False),
            (self.sponsor, True),
        ):
            with self.subTest(user=user.login):
                html, _kind = report.with_user(user)._render_qweb_html(
                    "hypercare_support.standup_minutes", [board["id"]]
                )
                html = html.decode()
                self.assertIn("Printer prints twice", html)
                self.assertNotIn(SECRET, html)
                self.assertEqual(secret.number in html, sees)
                self.assertIn(decided.number, html)
