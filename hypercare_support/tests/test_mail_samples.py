from base64 import b64encode
from unittest.mock import patch

from odoo.fields import Command

from ..models import issue_mail
from .mail_common import ADDRESS, DOMAIN, PNG, MailAliasCase
from .mail_samples import SAMPLES, mail
from .mail_samples_machines import MACHINES


class TestMailSamples(MailAliasCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rahima = cls.make_user("rahima")
        cls.rahima.name = "Rahima Khatun"
        parameters = cls.env["ir.config_parameter"].sudo()
        for name in ("held_mails_per_sender", "held_mails_per_period"):
            parameters.set_param(f"hypercare_support.{name}", "1000")
        parameters.set_param("mail.gateway.loop.threshold", "1000")

    def test_samples(self):
        self.assertGreaterEqual(len(SAMPLES), 25)
        for number, (name, raw, outcome, title, text) in enumerate(
            [*SAMPLES, *MACHINES]
        ):
            with self.subTest(sample=name):
                raw = raw.replace(b"NUMBER", b"%d" % number)
                issues, held = self.receive(raw)
                counts = {"issue": (1, 0), "held": (0, 1), "dropped": (0, 0)}
                self.assertEqual((len(issues), len(held)), counts[outcome])
                if outcome == "issue":
                    self.assertEqual(issues.reporter_id, self.rahima)
                    self.assertEqual(len(self.sent), 1, "one receipt")
                    self.assertNotIn(
                        "<script", "".join(issues.message_ids.mapped("body"))
                    )
                    self.assertNotIn(
                        "javascript:", "".join(issues.message_ids.mapped("body"))
                    )
                else:
                    self.assertFalse(self.sent, "no answer")
                if title is not None:
                    self.assertEqual(issues.name, title)
                if text is not None:
                    self.assertEqual(issues.description or held.text, text)

    def test_machines_say_nothing_on_an_issue(self):
        """What a machine answers to a message is not even posted."""
        issue = self.make_issue("s3", user=self.rahima)
        with self.mock_mail_gateway():
            issue.with_user(self.l1).message_post(
                body="Which bill?",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        issue.with_user(self.l1).write({"state": "waiting"})
        before = issue.message_ids
        parent = issue.message_ids.filtered(lambda m: m.message_type == "comment")
        for headers in (
            "Auto-Submitted: auto-replied",
            "Auto-Submitted: auto-generated",
            "Precedence: bulk",
            "Precedence: junk",
            "X-Autoreply: yes",
            "Return-Path: <>",
            "X-Auto-Response-Suppress: All",
        ):
            with self.subTest(headers=headers):
                raw = mail(
                    "Away",
                    subject="Automatic reply: Bill",
                    headers=f"{headers}\nIn-Reply-To: {parent.message_id}",
                )
                issues, held = self.receive(
                    raw.replace(b"NUMBER", headers[-9:].encode())
                )
                self.assertFalse(issues or held)
                self.assertEqual(issue.message_ids, before)
        self.assertEqual(len(issue.pause_ids), 1)
        raw = mail("Bill 7", headers=f"In-Reply-To: {parent.message_id}")
        self.receive(raw)
        self.assertEqual(len(issue.message_ids - before), 1)
        self.assertEqual(issue.state, "waiting")
        self.assertEqual(len(issue.pause_ids), 2, "the waiting begins anew")

    # -- Hostile mails -----------------------------------------------------------------

    def accepted(self, raw):
        """Return the issue or held mail that a hostile mail becomes."""
        issues, held = self.receive(raw)
        self.assertEqual(len(issues) + len(held), 1)
        return issues or held

    def test_ten_megabytes_of_text(self):
        for kind in ("text/plain", "text/html"):
            with self.subTest(kind=kind):
                raw = mail(b"<p>word\n" * (10 * 2**20 // 8), kind=kind)
                issue = self.accepted(raw.replace(b"NUMBER", kind.encode()))
                self.assertLessEqual(len(issue.description), 20_000)
                [message] = issue.message_ids.filtered(
                    lambda m: m.message_type == "email"
                )
                self.assertLessEqual(len(message.body), issue_mail.MOST_BODY)

    def test_null_bytes_and_halves_of_characters(self):
        table = (
            mail(b"a\0b\0c"),
            mail("Text", subject="a\0b"),
            mail("Text", headers="References: <a\0b@c>"),
            mail("Text", sender="Rah\0ima <rahima@example.com>"),
            mail("Text", sender="x\0y@evil.example"),
            mail(b"<p>a\0b</p>", kind="text/html"),
            mail(b"\xed\xa0\x80 half", charset="utf-8"),
            mail(
                "Text", subject="=?utf-8?B?" + b64encode(b"\xff\xfe\0").decode() + "?="
            ),
            mail(
                "Text",
                subject="\udcff".encode("utf-8", "surrogatepass").decode("latin1"),
            ),
            mail(b"Text " + bytes(range(256))),
        )
        for number, raw in enumerate(table):
            with self.subTest(number=number):
                record = self.accepted(raw.replace(b"NUMBER", b"null%d" % number))
                name = (
                    f"{record.name}{record._name == 'hypercare.issue' or record.text}"
                )
                self.assertNotIn("\0", name)

    def test_what_is_not_a_proper_mail(self):
        table = (
            b"",
            b"\r\n\r\n",
            f"To: {ADDRESS}\n\nno sender".encode(),
            f"From: \nTo: {ADDRESS}\nContent-Type: \n\nx".encode(),
            f"From: a@b\nTo: {ADDRESS}\nContent-Type: multipart/mixed\n\nx".encode(),
            f"From: a@b\nTo: {ADDRESS}\nContent-Transfer-Encoding: x\n\n!".encode(),
            f"From: a@b.example\nTo: {ADDRESS}\nDate: yesterday\n\nx".encode(),
        )
        for number, raw in enumerate(table):
            with self.subTest(number=number):
                try:
                    with self.env.cr.savepoint():
                        issues, held = self.receive(raw)
                except ValueError as error:
                    # The gateway's own refusal of a mail for nobody.
                    self.assertIn("No possible route", str(error))
                    self.assertNotIn(ADDRESS.encode(), raw)
                else:
                    self.assertEqual((len(issues), len(held)), (0, 1))

    def test_two_addresses_at_once(self):
        second = self.make_period(name="Second")
        second.write({"alias_name": "second", "alias_domain_id": self.domain.id})
        other = self.env["res.company"].create(
            {"name": "Other", "alias_domain_id": self.domain.id}
        )
        foreign = self.make_period(name="Foreign", company_id=other.id)
        foreign.write({"alias_name": "foreign", "alias_domain_id": self.domain.id})
        to = f"{ADDRESS}, second@{DOMAIN}, foreign@{DOMAIN}, a@b.example"
        issues, held = self.receive(
            self.mail(
                To=to, From=self.rahima.email, files=[("a.png", PNG, "image/png")]
            )
        )
        self.assertEqual(issues.period_id, self.period | second)
        self.assertEqual(len(issues), 2)
        self.assertEqual(issues.mapped("message_attachment_count"), [1, 1])
        self.assertEqual(held.period_id, foreign)
        self.assertEqual(held.company_id, other)
        self.assertEqual(held.reason, "unknown")
        self.rahima.company_ids = [Command.link(other.id)]
        issues, held = self.receive(
            self.mail(To=f"foreign@{DOMAIN}", From=self.rahima.email)
        )
        self.assertEqual(issues.period_id, foreign)
        self.assertEqual(issues.company_id, other)

    def test_a_mailbox_without_address(self):
        """An incoming server that makes issues of everything, without any alias."""
        self.period.alias_name = False
        message = self.mail(To="mailbox@example.com", From=self.rahima.email)
        issues, held = self.receive(message, model="hypercare.issue")
        self.assertEqual(issues.period_id, self.period)
        message = self.mail(To="mailbox@example.com", From="x@elsewhere.example")
        issues, held = self.receive(message, model="hypercare.issue")
        self.assertFalse(issues)
        self.assertEqual(held.company_id, self.company)

    def test_mails_of_other_models_are_left_alone(self):
        self.env["mail.alias"].create(
            {
                "alias_name": "people",
                "alias_domain_id": self.domain.id,
                "alias_model_id": self.env["ir.model"]._get_id("res.partner"),
            }
        )
        with patch.object(type(self.env["hypercare.issue"]), "_route_mail") as asked:
            message = self.mail(
                subject="A new person", To=f"people@{DOMAIN}", From="x@y.example"
            )
            issues, held = self.receive(message)
        asked.assert_not_called()
        self.assertFalse(issues or held)
        self.assertTrue(self.env["res.partner"].search([("name", "=", "A new person")]))

    def test_an_alias_that_an_administrator_tightened_answers_no_stranger(self):
        self.period.alias_id.sudo().alias_contact = "partners"
        held = self.hold(From="x@elsewhere.example")
        self.assertEqual(held.reason, "unknown")
        self.assertFalse(self.sent)
