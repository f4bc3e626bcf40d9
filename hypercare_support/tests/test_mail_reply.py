from ..models.issue_mail_route import AUTHSERV_PARAMETER
from .mail_common import ADDRESS, MailAliasCase

COMMENT = "mail.mt_comment"


class TestMailReply(MailAliasCase):
    def reply(self, issue, **headers):
        """Answer the latest message of an issue by mail."""
        headers.setdefault("From", "Reporter <reporter@example.com>")
        parent = headers.pop("parent", None) or issue.message_ids.sorted("id")[-1]
        return self.receive(
            self.mail(
                headers.pop("text", "Here it is."),
                headers.pop("subject", f"Re: {issue.display_name}"),
                References=parent.message_id,
                **headers,
            )
        )

    def said(self, issue):
        """Return the texts of the mails on an issue."""
        mails = issue.message_ids.filtered(lambda m: m.message_type == "email")
        return [str(mail.body) for mail in mails]

    def ask(self, issue, user=None):
        """Have somebody of the team write to the reporter; return what was sent."""
        with self.mock_mail_gateway():
            issue.with_user(user or self.l1).message_post(
                body="Which bill?", message_type="comment", subtype_xmlid=COMMENT
            )
            self.flush_tracking()
            return list(self._mails)

    def test_the_answer_to_a_message_of_the_team_lands_on_the_issue(self):
        issue = self.report()
        sent = self.ask(issue)
        mail = next(m for m in sent if "reporter@example.com" in m["email_to"][0])
        self.assertIn(ADDRESS, mail["reply_to"])
        answer = self.mail(
            "Bill 0231.",
            f"Re: {mail['subject']}",
            To=mail["reply_to"],
            In_Reply_To=mail["message_id"],
            References=mail["references"],
        )
        issues, held = self.receive(answer)
        self.assertFalse(issues | held if issues else held)
        self.assertIn("Bill 0231.", self.said(issue)[0])
        self.assertFalse(self.sent.filtered(lambda m: "logged" in m.subject))

    def test_the_answer_to_a_receipt_lands_on_the_issue(self):
        issue = self.report()
        issues, held = self.receive(
            self.mail("More.", "Re: x", References=self.sent.message_id)
        )
        self.assertFalse(issues or held)
        self.assertIn("More.", self.said(issue)[0])

    def test_the_number_in_the_subject_finds_the_issue(self):
        issue = self.make_issue("s3")
        hidden = self.make_issue("s3", confidential=True)
        table = (
            (f"Re: {issue.number} again", "reporter", True),
            (f"about {issue.number.lower()}", "colleague", True),
            (f"{issue.number}0 is another", "reporter", False),
            (f"X{issue.number}", "reporter", False),
            (f"Re: {hidden.number}", "reporter", True),
            (f"Re: {hidden.number}", "colleague", False),
        )
        for subject, login, found in table:
            with self.subTest(subject=subject, sender=login):
                issues, held = self.receive(
                    self.mail("A word.", subject, From=f"{login}@example.com")
                )
                self.assertFalse(held)
                self.assertEqual(bool(issues), not found)

    def test_who_may_not_read_an_issue_does_not_write_on_it(self):
        issue = self.make_issue("s3", confidential=True)
        issue.message_post(body="Secret", message_type="comment")
        for sender in ("colleague@example.com", "nobody@example.com"):
            with self.subTest(sender=sender):
                issues, held = self.reply(issue, From=sender)
                self.assertFalse(issues)
                self.assertEqual((held.reason, held.issue_id), ("issue", issue))
                self.assertFalse(self.sent)
        self.assertFalse(self.said(issue))

    def test_a_follower_without_user_answers(self):
        issue = self.make_issue("s3")
        partner = self.env["res.partner"].create(
            {"name": "Supplier", "email": "supplier@example.com"}
        )
        self.ask(issue)
        issue.message_subscribe(partner.ids)
        issues, held = self.reply(issue, From="supplier@example.com")
        self.assertFalse(issues or held)
        self.assertEqual(len(self.said(issue)), 1)

    def test_an_answer_changes_no_state_and_stops_no_clock(self):
        issue = self.report()
        issue.with_user(self.l1).write({"state": "resolved", "user_id": self.l1.id})
        self.reply(issue, text="Not solved!")
        self.assertEqual(issue.state, "resolved")
        issue = self.report()
        for sender in (self.l1, self.manager):
            self.reply(issue, From=sender.email)
            self.assertFalse(self.clock(issue, "response").stopped_at)
        self.assertEqual(len(self.said(issue)), 3)

    def test_a_vouched_word_of_the_team_is_the_first_response(self):
        passed = (
            "mx.kodom.example.com; spf=pass smtp.mailfrom=example.com;"
            " dmarc=pass (p=REJECT) header.from=example.com"
        )
        other = passed.replace("mx.kodom", "mx.evil")
        failed = passed.replace("dmarc=pass", "dmarc=fail")
        foreign = passed.replace("from=example.com", "from=evil.com")
        parameters = self.env["ir.config_parameter"].sudo()
        table = (
            # server we trust, header, sender, stops the clock
            ("", passed, self.l1, False),
            ("mx.kodom.example.com", None, self.l1, False),
            ("mx.kodom.example.com", other, self.l1, False),
            ("mx.kodom.example.com", failed, self.l1, False),
            ("mx.kodom.example.com", foreign, self.l1, False),
            ("mx.kodom.example.com", passed, self.colleague, False),
            ("mx.kodom.example.com", passed, self.reporter, False),
            ("mx.kodom.example.com", passed, self.l1, True),
        )
        for server, header, user, stops in table:
            with self.subTest(server=server, header=header, user=user.login):
                parameters.set_param(AUTHSERV_PARAMETER, server)
                issue = self.make_issue("s3")
                self.ask(issue, self.reporter)
                self.reply(issue, From=user.email, Authentication_Results=header)
                self.assertEqual(len(self.said(issue)), 1)
                self.assertEqual(bool(self.clock(issue, "response").stopped_at), stops)
                self.assertEqual(issue.state, "new")

    def test_a_forged_second_header_does_not_vouch(self):
        self.env["ir.config_parameter"].sudo().set_param(
            AUTHSERV_PARAMETER, "mx.kodom.example.com"
        )
        issue = self.make_issue("s3")
        self.ask(issue, self.reporter)
        message = self.mail(
            "Done.",
            f"Re: {issue.number}",
            From=self.l1.email,
            Authentication_Results="mx.kodom.example.com; dmarc=fail"
            " header.from=example.com",
        )
        message["Authentication-Results"] = (
            "mx.kodom.example.com; dmarc=pass header.from=example.com"
        )
        self.receive(message)
        self.assertEqual(len(self.said(issue)), 1)
        self.assertFalse(self.clock(issue, "response").stopped_at)
