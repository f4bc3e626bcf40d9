from odoo.exceptions import AccessError, UserError

from .mail_common import ADDRESS, DOMAIN, PNG, MailAliasCase


class TestMailAlias(MailAliasCase):
    # -- A mail becomes an issue -------------------------------------------------------

    def test_a_mail_of_an_employee_becomes_an_issue(self):
        issue = self.report(
            "Vendor bill 0231 cannot be posted.\n\nBest regards,\nReporter\nAccounts",
            "Re: Fwd: Vendor bill cannot be posted",
        )
        self.assertEqual(issue.name, "Vendor bill cannot be posted")
        self.assertEqual(issue.description, "Vendor bill 0231 cannot be posted.")
        self.assertEqual(issue.channel, "email")
        self.assertEqual(issue.reporter_id, self.reporter)
        self.assertEqual(issue.severity, "s3")
        self.assertEqual(issue.state, "new")
        self.assertEqual(issue.period_id, self.period)
        self.assertFalse(issue.sender_name)
        self.assertIn(self.reporter.partner_id, issue.message_partner_ids)
        message = issue.message_ids.filtered(lambda m: m.message_type == "email")
        self.assertEqual(message.author_id, self.reporter.partner_id)
        self.assertIn("Best regards", message.body)

    def test_the_words_speak_for_a_category(self):
        hint = self.env["hypercare.category.hint"].search([("kind", "=", "word")])[0]
        issue = self.report(f"Nothing but {hint.value} all day", "Help")
        self.assertEqual(issue.category_id, hint.category_id)

    def test_a_mail_without_subject_is_named_by_its_first_sentence(self):
        issue = self.report("Stock is wrong. It was right yesterday.", None)
        self.assertEqual(issue.name, "Stock is wrong.")
        empty = self.report("", "RE: ")
        self.assertEqual(empty.name, "Mail from Reporter")

    def test_the_severity_is_never_the_mails(self):
        self.period.alias_id.sudo().alias_defaults = repr(
            {"period_id": self.period.id, "severity": "s1", "user_id": self.l1.id}
        )
        issue = self.report("Everything is down", "S1 URGENT", X_Priority="1")
        self.assertEqual((issue.severity, issue.state), ("s3", "new"))
        self.assertFalse(issue.user_id)

    def test_who_is_taken_and_who_is_held(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self.make_user(
            "elsewhere", company_id=other.id, company_ids=[(6, 0, other.ids)]
        )
        portal = self.env["res.users"].create(
            {
                "name": "Portal",
                "login": "hc_portal",
                "email": "portal@example.com",
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
            }
        )
        member = portal.copy(
            {"login": "hc_member", "email": "member@example.com", "name": "Member"}
        )
        self.period.message_subscribe(member.partner_id.ids)
        consultant = self.make_user(
            "outside", company_id=other.id, company_ids=[(6, 0, other.ids)]
        )
        self.period.business_owner_id = consultant
        gone = self.make_user("gone")
        gone.active = False
        contact = self.env["res.partner"].create(
            {"name": "Contact", "email": "contact@example.com"}
        )
        table = (
            ("reporter@example.com", self.reporter),
            ("REPORTER@Example.com", self.reporter),
            ("sponsor@example.com", self.sponsor),
            ("member@example.com", member),
            ("outside@example.com", consultant),
            ("portal@example.com", None),
            ("elsewhere@example.com", None),
            ("gone@example.com", None),
            ("contact@example.com", None),
            ("nobody@example.com", None),
            ('"reporter@example.com" <nobody@example.com>', None),
            ("reporter@example.com, nobody@example.com", None),
            ("", None),
        )
        for sender, user in table:
            with self.subTest(sender=sender):
                issues, held = self.receive(self.mail("Text", "Subject", From=sender))
                self.assertEqual(len(issues), 1 if user else 0)
                self.assertEqual(len(held), 0 if user else 1)
                self.assertEqual(issues.reporter_id, user or self.env["res.users"])
                if not user:
                    self.assertFalse(self.sent)
        self.period.mail_senders = "contacts"
        issue = self.report(From="Mr Contact <contact@example.com>")
        self.assertFalse(issue.reporter_id)
        self.assertEqual(issue.sender_name, "Mr Contact")
        self.assertEqual(issue.email_from, "contact@example.com")
        self.assertIn(contact, issue.message_partner_ids)
        self.assertEqual(stranger.company_id, other)
        for sender in ("elsewhere@example.com", "portal@example.com"):
            self.hold(From=sender)

    def test_an_address_that_people_share_is_told_apart_by_the_name(self):
        first = self.make_user("first")
        second = self.make_user("second")
        (first | second).write({"email": "office@example.com"})
        issue = self.report(From="Second <office@example.com>")
        self.assertEqual(issue.reporter_id, second)
        issue = self.report(From="office@example.com")
        self.assertEqual(issue.reporter_id, first)

    # -- Files -------------------------------------------------------------------------

    def test_files_are_kept_if_they_are_taken_and_named_if_not(self):
        issue = self.report(
            files=[
                ("screen.png", PNG, "image/png"),
                ("run.exe", b"MZ\x90", "application/octet-stream"),
                ("page.html", b"<script>alert(1)</script>", "text/html"),
                ("photo.png", b"<svg onload=alert(1)>", "image/png"),
            ],
        )
        files = self.env["ir.attachment"].search(
            [("res_model", "=", issue._name), ("res_id", "=", issue.id)]
        )
        self.assertEqual(files.mapped("name"), ["screen.png"])
        self.assertFalse(any(files.mapped("public")))
        note = issue.message_ids.filtered(lambda m: m.message_type == "notification")
        for name in ("run.exe", "page.html", "photo.png"):
            self.assertIn(name, "".join(note.mapped("body")))

    def test_a_hundred_files_are_ten(self):
        issue = self.report(
            files=[(f"{n}.txt", b"text", "text/plain") for n in range(100)]
        )
        self.assertEqual(issue.message_attachment_count, 10)
        note = "".join(issue.message_ids.mapped("body"))
        self.assertIn("80 more", note)

    # -- Receipt -----------------------------------------------------------------------

    def test_the_sender_gets_a_receipt_that_no_machine_answers(self):
        issue = self.report(Message_ID="<first@example.com>")
        [mail] = self.sent
        self.assertEqual(mail.email_to, '"Reporter" <reporter@example.com>')
        self.assertIn(issue.number, mail.subject)
        button = f"/odoo/my-issues/{issue.id}"
        for text in (issue.number, self.tier1.name, "S3 Medium", button):
            self.assertIn(text, mail.body_html)
        self.assertIn("'Auto-Submitted': 'auto-replied'", mail.headers)
        self.assertEqual(mail.references, "<first@example.com>")
        self.assertIn(ADDRESS, mail.reply_to)
        self.assertEqual(mail.state, "outgoing")

    def test_the_receipt_is_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref("hypercare_support.mail_template_receipt")
        template.with_context(lang="fr_FR").subject = "Reçu {{ object.number }}"
        self.reporter.lang = "fr_FR"
        issue = self.report()
        self.assertEqual(self.sent.subject, f"Reçu {issue.number}")

    def test_no_receipt_where_none_is_wanted(self):
        self.report(X_Auto_Response_Suppress="All")
        self.assertFalse(self.sent)

    # -- The address -------------------------------------------------------------------

    def test_the_hint_says_what_is_to_be_done(self):
        period = self.make_period(name="Next", state="draft").with_user(self.manager)
        self.company.alias_domain_id = False
        self.assertIn("no mail domain", period.mail_hint)
        period.alias_name = "next"
        self.assertFalse(period.alias_email)
        self.company.alias_domain_id = self.domain
        period.alias_domain_id = self.domain
        self.assertEqual(period.alias_email, f"next@{DOMAIN}")
        self.assertIn("held at present", period.mail_hint)
        self.assertIn("No mail has come in yet", self.period.mail_hint)
        [finding] = self.period._find_mail_address()
        self.assertEqual(finding["level"], "warning")
        self.report()
        self.assertIn("becomes an issue", self.period.mail_hint)
        [finding] = self.period._find_mail_address()
        self.assertEqual(finding["level"], "ok")
        self.assertNotIn("Issues by mail", self.period.mail_problem or "")

    def test_the_address_is_the_managers_and_leads_nowhere_else(self):
        with self.assertRaises(AccessError):
            self.period.with_user(self.l1).alias_name = "mine"
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.make_user(
            "far",
            "hypercare_support.group_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        with self.assertRaises(AccessError):
            self.period.with_user(foreign).write({"alias_name": "theirs"})
        alias = self.env["mail.alias"].create(
            {
                "alias_name": "boss",
                "alias_model_id": self.env["ir.model"]._get_id("res.partner"),
            }
        )
        period = self.period.with_user(self.manager)
        for vals in (
            {"alias_id": alias.id},
            {"alias_defaults": "{'severity': 's1'}"},
            {"alias_force_thread_id": 1},
            {"alias_model_id": self.env["ir.model"]._get_id("res.users")},
            {"alias_name": 7},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                period.write(vals)
        period.write({"alias_name": "log"})
        self.assertEqual(self.period.alias_email, f"log@{DOMAIN}")
        self.assertEqual(self.period.alias_id.alias_model_id.model, "hypercare.issue")

    def test_a_copied_period_has_no_address(self):
        self.assertFalse(self.period.copy({"name": "Second"}).alias_id)

    def test_who_wrote_cannot_be_made_up(self):
        for name in ("email_from", "sender_name"):
            with self.subTest(name=name), self.assertRaises(UserError):
                self.make_issue("s3", **{name: "boss@example.com"})
