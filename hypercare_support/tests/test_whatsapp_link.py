"""wa.me links: to the reporter, and to who is on duty."""

from urllib.parse import parse_qs, urlsplit

from odoo.fields import Command

from .common import MONDAY, HypercareCommon, at_time


class TestWhatsappLink(HypercareCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.bd")
        cls.reporter.partner_id.phone = "01711-000000"
        cls.l1.partner_id.phone = "+880 1811 000000"
        cls.issue = cls.make_issue("s3", at=MONDAY, name="Bills & “orders” fail?")

    def links(self, user, issue=None, at=MONDAY):
        """Return the links a user is shown: to the reporter, to who is on duty."""
        self.env.flush_all()
        self.env.invalidate_all()
        with at_time(at):
            issue = (issue or self.issue).with_user(user)
            return issue.whatsapp_reporter_url, issue.whatsapp_on_call_url

    def test_numbers_of_users(self):
        india, us = self.env.ref("base.in"), self.env.ref("base.us")
        partner = self.reporter.partner_id
        for phone, country, expected in (
            ("01711-000000", False, "8801711000000"),
            ("1711 000 000", False, "8801711000000"),
            ("+880 1711-000000", us, "8801711000000"),
            ("00880 1711 000000", False, "8801711000000"),
            ("091234 56789", india, "919123456789"),
            ("(415) 555-0100", us, "14155550100"),
            ("ask at the gate", False, False),
            ("", False, False),
            (False, False, False),
        ):
            with self.subTest(phone=phone):
                partner.write({"phone": phone, "country_id": country and country.id})
                url = self.reporter._hypercare_whatsapp()
                self.assertEqual(url, expected and f"https://wa.me/{expected}")

    def test_without_any_country_there_is_no_guess(self):
        self.company.country_id = False
        self.assertFalse(self.reporter._hypercare_whatsapp("x"))
        self.assertTrue(self.l1._hypercare_whatsapp("x"))

    def test_nobody_has_no_link(self):
        self.assertFalse(self.env["res.users"]._hypercare_whatsapp("x"))

    def test_the_text_survives_the_address(self):
        url, _on_call = self.links(self.l1)
        parts = urlsplit(url)
        self.assertEqual((parts.netloc, parts.path), ("wa.me", "/8801711000000"))
        self.assertEqual(
            parse_qs(parts.query)["text"],
            [f"{self.issue.number} Bills & “orders” fail?"],
        )
        long = self.reporter._hypercare_whatsapp("ড" * 5000)
        self.assertEqual(len(parse_qs(urlsplit(long).query)["text"][0]), 500)

    def test_each_persona_gets_the_links_that_help(self):
        sponsor, colleague = self.sponsor, self.colleague
        for user, to_reporter, on_call in (
            (self.reporter, False, True),
            (self.l1, True, False),
            (self.l2, True, True),
            (self.manager, True, True),
            (colleague, False, False),
            (sponsor, False, False),
        ):
            with self.subTest(user=user.login):
                links = self.links(user)
                self.assertEqual(tuple(map(bool, links)), (to_reporter, on_call))

    def test_the_rota_says_who_is_on_duty(self):
        self.tier1.member_ids = [Command.create({"user_id": self.colleague.id})]
        self.colleague.partner_id.phone = "01911-000000"
        self.env["hypercare.shift"].create(
            {
                "tier_id": self.tier1.id,
                "user_id": self.colleague.id,
                "backup_id": self.l1.id,
                "start_at": "2026-03-02 04:00:00",
                "end_at": "2026-03-02 08:00:00",
            }
        )
        _url, on_call = self.links(self.reporter, at="2026-03-02 05:00:00")
        self.assertIn("8801911000000", on_call)
        # Afterwards it is the first member at work.
        _url, on_call = self.links(self.reporter, at="2026-03-02 09:00:00")
        self.assertIn("8801811000000", on_call)

    def test_at_night_it_is_who_stands_in(self):
        self.tier1.backup_id = self.l2
        self.l2.partner_id.phone = "01611-000000"
        _url, on_call = self.links(self.reporter, at="2026-03-02 20:00:00")
        self.assertIn("8801611000000", on_call)

    def test_nothing_of_a_confidential_issue_is_written_there(self):
        secret = self.make_issue(
            "s3", at=MONDAY, name="Salary of the director", confidential=True
        )
        for user in (self.reporter, self.l1, self.manager):
            for url in filter(None, self.links(user, secret)):
                text = parse_qs(urlsplit(url).query)["text"]
                self.assertEqual(text, [secret.number])

    def test_without_number_shift_or_tier_there_is_no_link(self):
        self.l1.partner_id.phone = False
        self.reporter.partner_id.phone = "12"
        self.assertEqual(self.links(self.l2), (False, False))
        self.l1.partner_id.phone = "01811-000000"
        self.do(self.issue, self.l1, MONDAY, user_id=self.l1.id)
        self.do(self.issue, self.l1, MONDAY, state="in_progress")
        self.do(self.issue, self.l1, MONDAY, state="resolved")
        self.assertFalse(self.links(self.reporter)[1])

    def test_an_issue_that_is_not_saved_has_no_link(self):
        issue = (
            self.env["hypercare.issue"]
            .with_user(self.l2)
            .new({"period_id": self.period.id, "reporter_id": self.reporter.id})
        )
        self.assertFalse(issue.whatsapp_reporter_url or issue.whatsapp_on_call_url)
