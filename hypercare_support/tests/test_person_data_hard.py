"""A person's data: what is looked for, and that others' words stay."""

from hashlib import sha256

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MONDAY
from .person_data_common import MAIL, NAME, PersonDataCase


@tagged("post_install", "-at_install")
class TestPersonDataHard(PersonDataCase):
    # -- One after the other ----------------------------------------------

    def test_find_again_export_and_erase(self):
        for user in (self.manager, self.admin):
            wizard = self.wizard(user)
            self.assertEqual(wizard.display_name, "A Person's Data")
            wizard.action_find()
            wizard.action_find()
            self.assertTrue(wizard.line_ids)
            wizard.action_export()
        wizard.action_erase()
        self.assertTrue(wizard.outcome)
        wizard.action_find()
        with self.assertRaises(AccessError):
            wizard.line_ids.unlink()
        with self.assertRaisesRegex(UserError, "has a box"):
            wizard.line_ids[:1].write({"res_id": 1})

    # -- What may be looked for ----------------------------------------------

    def test_what_fits_anybody_is_no_address_and_no_number(self):
        for phone in (
            "closed",
            "123456",
            "1" * 100_000,
            "1711000999 or so",
            "(((())))",
        ):
            for act in ("action_find", "action_export", "action_erase"):
                with self.subTest(phone=phone[:20], act=act):
                    wizard = self.wizard(phone=phone)
                    with self.assertRaisesRegex(UserError, "not a phone number"):
                        getattr(wizard, act)()
        for email in ("x", "a@b.c, d@e.f", "a" * 300 + "@example.com"):
            with (
                self.subTest(email=email[:20]),
                self.assertRaisesRegex(UserError, "not an e-mail address"),
            ):
                self.wizard(email=email).action_find()
        self.assertEqual(self.other.name, "Another's")

    def test_a_number_is_taken_out_of_prose_only(self):
        self.other.write(
            {
                "description": "Call 01711-000999 or (01711) 000 999, not 017110009991",
                "legacy_number": "01711000999",
            }
        )
        number = self.other.number
        self.erase(phone="01711 000999")
        self.assertIn(
            "Call [erased] or ([erased], not 017110009991", str(self.other.description)
        )
        self.assertEqual(self.other.legacy_number, "01711000999")
        self.assertEqual(self.other.number, number)
        wizard = self.wizard(phone="01711 000999")
        wizard.action_find()
        self.assertTrue(self.lines(wizard, becomes="kept", what="Hypercare Issue"))

    def test_addresses_are_compared_as_a_whole(self):
        held = self.env["hypercare.held.mail"]
        values = {
            "company_id": self.company.id,
            "period_id": self.period.id,
            "received_at": MONDAY,
            "reason": "unknown",
        }
        strangers = ("joann@example.com", "jo.ann@example.com", "ann@example.com.bd")
        others = held.create([{**values, "email_from": one} for one in strangers])
        own = held.create({**values, "email_from": MAIL.upper()})
        text = " ".join(strangers)
        self.other.description = text
        said = self.env["mail.message"].create(
            {
                "model": "hypercare.issue",
                "res_id": self.other.id,
                "message_type": "email",
                "email_from": "Jo <joann@example.com>",
                "body": f"I am {strangers[0]}, not {MAIL}.",
            }
        )
        mail = self.env["mail.mail"].create(
            {
                "model": "hypercare.issue",
                "res_id": self.other.id,
                "message_type": "user_notification",
                "email_to": "Jo <joann@example.com>",
            }
        )
        to_her = mail.create(
            {
                "model": "hypercare.issue",
                "res_id": self.other.id,
                "message_type": "user_notification",
                "email_to": f'"Ann" <{MAIL}>',
            }
        ).mail_message_id
        self.erase(email="%@%.%")
        self.erase(email="___@example.com")
        self.assertTrue(own.exists() and to_her.exists())
        self.erase(email=f" {MAIL.upper()} ")
        self.assertEqual(others.exists(), others)
        self.assertFalse(own.exists())
        self.assertFalse(to_her.exists())
        self.assertTrue(mail.exists())
        self.assertEqual(str(self.other.description), text)
        self.assertEqual(said.email_from, "Jo <joann@example.com>")
        self.assertIn("joann@example.com, not [erased].", str(said.body))

    # -- The trace ----------------------------------------------

    def test_an_erasure_is_written_down_and_stays(self):
        self.erase(email="nobody.here@example.com")
        trace = self.env["hypercare.erasure"].search([], limit=1)
        self.assertEqual(trace.user_id, self.admin)
        self.assertEqual(trace.company_id, self.company)
        self.assertEqual(trace.reason, "Asked for by letter")
        self.assertEqual(
            trace.term_hashes, sha256(b"nobody.here@example.com").hexdigest()
        )
        self.assertEqual(trace.deleted + trace.anonymous, 0)
        self.issue.description = f"{NAME} here"
        self.erase()
        trace = self.env["hypercare.erasure"].search([], limit=1)
        self.assertGreater(trace.deleted + trace.anonymous, 0)
        self.assertIn(sha256(NAME.lower().encode()).hexdigest(), trace.term_hashes)
        self.assertIn(sha256(b"8801711000999").hexdigest(), trace.term_hashes)
        trace.with_user(self.manager).read(["reason"])
        foreign = self.abroad()[1]
        self.assertFalse(self.env["hypercare.erasure"].with_user(foreign).search([]))
        for user in (self.l1, self.sponsor, self.colleague):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                trace.with_user(user).read(["reason"])
        for act in (
            trace.unlink,
            trace.copy,
            lambda: trace.write({"reason": "x"}),
            lambda: trace.create({"reason": "x"}),
        ):
            with self.assertRaises(UserError):
                act()
        with self.assertRaises(AccessError):
            trace.with_user(self.admin).check_access("write")

    def test_the_reason_does_not_name_the_person(self):
        for reason in (f"{NAME} has left", f"as {MAIL} asks"):
            with self.assertRaisesRegex(UserError, "without naming"):
                self.erase(partner_id=self.partner.id, reason=reason)
        with self.assertRaisesRegex(UserError, "at most 500"):
            self.erase(partner_id=self.partner.id, reason="x" * 501)

    # -- Namesakes ----------------------------------------------

    def test_a_name_alone_is_taken_out_when_it_is_ticked(self):
        first, second = self.other, self.make_issue("s3", name="Third", at=MONDAY)
        first.description = second.description = f"{NAME} of the warehouse"
        self.issue.description = f"{NAME} here"
        wizard = self.wizard()
        wizard.action_find()
        single = self.lines(wizard, res_model="hypercare.issue", count=1).filtered(
            "res_id"
        )
        self.assertEqual(set(single.mapped("res_id")), {first.id, second.id})
        self.assertFalse(any(single.mapped("take")))
        line = single.filtered(lambda one: one.res_id == second.id)
        wizard.write({"line_ids": [Command.update(line.id, {"take": True})]})
        self.erase(wizard)
        self.assertIn(NAME, str(first.description))
        self.assertIn("[erased] of the warehouse", str(second.description))
        self.assertIn("[erased] here", str(self.issue.description))

    def test_what_is_unticked_stays(self):
        self.issue.description = f"{NAME} here"
        wizard = self.wizard()
        wizard.action_find()
        line = self.lines(
            wizard, res_model="hypercare.issue", choice=True, res_id=False
        ) | self.lines(wizard, res_model="hypercare.issue", choice=True, res_id=0)
        self.assertTrue(line.take)
        line.take = False
        self.erase(wizard)
        self.assertIn(NAME, str(self.issue.description))

    def test_a_name_that_two_people_bear_is_not_looked_for(self):
        self.env["res.partner"].create({"name": NAME.upper()})
        self.other.description = f"{NAME} of the warehouse"
        self.issue.description = f"{NAME}, {MAIL}"
        wizard = self.wizard()
        wizard.action_find()
        self.assertEqual(wizard.shared_name, NAME)
        self.erase(wizard)
        self.assertIn(NAME, str(self.other.description))
        self.assertIn(f"{NAME}, [erased]", str(self.issue.description))

    # -- The contact ----------------------------------------------

    def test_without_the_right_the_contact_is_refused_first(self):
        self.person.active = False
        with self.assertRaisesRegex(AccessError, "Untick"):
            self.erase(partner_id=self.partner.id, contact_too=True)
        self.assertEqual(self.partner.name, NAME)
