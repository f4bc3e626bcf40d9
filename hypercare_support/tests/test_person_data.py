"""A person's data: found, exported, erased; evidence stays without the name."""

import base64
import io
import zipfile
from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MONDAY
from .escalation_common import EscalationCase
from .test_report import PNG

NAME = "Mahmuda Begum"
PHONE = "+880 1711 000999"
MAIL = "mahmuda@example.com"


@tagged("post_install", "-at_install")
class TestPersonData(EscalationCase):
    RULES = ("overdue", "reported")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.make_user("admin", "hypercare_support.group_admin")
        cls.person = cls.make_user("mahmuda")
        cls.person.write({"name": NAME, "phone": PHONE})
        cls.partner = cls.person.partner_id
        cls.issue = cls.make_issue("s2", user=cls.person, at=MONDAY, name="Bill fails")
        cls.issue._attach_files(
            [{"name": "Screen.png", "mimetype": "image/png", "raw": PNG}]
        )
        cls.issue.write({"description": f"Call {NAME} at {PHONE}, or {MAIL}."})
        cls.env["hypercare.issue.context"].create(
            {
                "issue_id": cls.issue.id,
                "company_id": cls.company.id,
                "app": "Purchase",
                "traceback": f"Error for {MAIL}",
            }
        )
        cls.issue.with_user(cls.person).message_post(
            body=f"It is me, {NAME}", message_type="comment"
        )
        cls.other = cls.make_issue("s3", name="Another's", at=MONDAY)
        cls.other.message_subscribe(cls.partner.ids)
        cls.held = cls.env["hypercare.held.mail"].create(
            {
                "name": "=Help",
                "email_from": MAIL,
                "text": "My private words",
                "company_id": cls.company.id,
                "period_id": cls.period.id,
                "received_at": MONDAY,
                "reason": "unknown",
            }
        )
        cls.env["rating.rating"].create(
            {
                "res_model_id": cls.env["ir.model"]._get("hypercare.issue").id,
                "res_id": cls.issue.id,
                "partner_id": cls.partner.id,
                "rating": 5,
                "consumed": True,
                "feedback": "Thanks to my boss",
            }
        )
        cls.env.flush_all()

    def wizard(self, user=None, **values):
        values = values or {"partner_id": self.partner.id}
        model = self.env["hypercare.person.data"].with_user(user or self.admin)
        return model.create(values)

    def found(self, wizard):
        wizard.action_find()
        return {(line.what, line.part): line for line in wizard.line_ids}

    def archive(self, wizard):
        wizard.action_export()
        self.env.invalidate_all()
        content = base64.b64decode(wizard.with_context(bin_size=False).file)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    # -- Who ----------------------------------------------

    def test_managers_find_and_administrators_erase(self):
        for user in (self.person, self.l1, self.sponsor, self.colleague):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.wizard(user)
        wizard = self.wizard(self.manager)
        self.assertTrue(self.found(wizard))
        self.assertTrue(self.archive(wizard))
        wizard.reason = "Asked for"
        with self.assertRaisesRegex(AccessError, "administrator erases"):
            wizard.action_erase()
        self.assertTrue(self.held.exists())
        other = self.make_user("other_admin", "hypercare_support.group_admin")
        for act in ("action_find", "action_export", "action_erase"):
            with self.subTest(act), self.assertRaises(AccessError):
                getattr(wizard.with_user(other), act)()

    def test_nobody_named_is_said(self):
        wizard = self.wizard(email="")
        with self.assertRaisesRegex(UserError, "Choose a person"):
            wizard.action_find()
        with self.assertRaisesRegex(UserError, "Say why"):
            self.wizard().action_erase()

    def test_another_company_s_manager_finds_nothing(self):
        company = self.env["res.company"].create({"name": "Other"})
        foreign = self.make_user(
            "foreign",
            "hypercare_support.group_manager",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        self.assertFalse(self.found(self.wizard(foreign)))
        files = self.archive(self.wizard(foreign))
        self.assertEqual(len(files), 1, "the heading of an empty list")
        self.assertNotIn(b"Bill fails", b"".join(files.values()))

    # -- Finding and copying ----------------------------------------------

    def test_it_finds_what_there_is(self):
        found = self.found(self.wizard(self.manager))
        wanted = {
            ("Hypercare Issue", "Reported by"): 1,
            ("Hypercare Issue", "named in the text"): 1,
            ("Held Mail", "sender"): 1,
            ("Message", "author"): 1,
            ("Rating", "rated"): 1,
            ("Attachment", "sent with a report"): 1,
        }
        self.assertLessEqual(set(wanted), set(found), sorted(found))
        for key, least in wanted.items():
            with self.subTest(key=key):
                self.assertGreaterEqual(found[key].count, least)

    def test_every_field_that_names_people_is_looked_at(self):
        """A model or field that is added later is found without a line of code."""
        self.period.business_owner_id = self.person
        self.tier1.backup_id = self.person
        found = self.found(self.wizard(self.manager))
        self.assertIn(("Hypercare Period", "Business Owner"), found)
        self.assertIn("Hypercare Support Tier", {what for what, _part in found})

    def test_a_stranger_is_found_by_address_or_number(self):
        by_mail = self.found(self.wizard(self.manager, email=f" {MAIL.upper()} "))
        self.assertIn(("Held Mail", "sender"), by_mail)
        by_phone = self.found(self.wizard(self.manager, phone=PHONE))
        self.assertIn(("Hypercare Issue", "named in the text"), by_phone)
        nobody = self.wizard(self.manager, email="no.one@example.com")
        self.assertFalse(self.found(nobody))

    def test_the_copy_holds_their_words_and_no_formula(self):
        files = self.archive(self.wizard(self.manager))
        everything = b"\n".join(files.values()).decode(errors="replace")
        for words in (
            "Bill fails",
            "My private words",
            "Thanks to my boss",
            "It is me",
        ):
            with self.subTest(words):
                self.assertIn(words, everything)
        self.assertIn(PNG, files.values())
        self.assertIn("'=Help", everything)
        self.assertNotIn("Another's", everything, "what others wrote is theirs")

    # -- Erasing ----------------------------------------------

    def erase(self, **values):
        wizard = self.wizard(partner_id=self.partner.id, reason="Asked for", **values)
        wizard.action_erase()
        self.env.invalidate_all()
        return wizard

    def test_what_is_theirs_alone_goes_and_evidence_loses_the_name(self):
        self.sweep(MONDAY + timedelta(days=20))
        self.deliver(MONDAY + timedelta(days=20))
        ledger = self.issue.escalation_ids
        before = [(row.due_at, row.told_at, len(row.delivery_ids)) for row in ledger]
        self.assertTrue(before)
        events = self.issue.event_ids.mapped("at")
        self.erase()
        self.assertFalse(self.held.exists())
        self.assertFalse(self.issue.evidence_ids)
        self.assertFalse(self.issue.context_ids.traceback)
        self.assertEqual(self.issue.context_ids.app, "Purchase")
        self.assertEqual(
            self.issue.description, "Call [erased] at [erased], or [erased]."
        )
        self.assertFalse(self.issue.rating_ids.feedback)
        self.assertEqual(self.issue.rating_ids.rating, 5)
        self.assertNotIn(self.partner, self.other.message_partner_ids)
        for message in self.issue.message_ids:
            self.assertNotIn(NAME, str(message.body))
        # Evidence: that it happened, when, and to how many.
        after = [(row.due_at, row.told_at, len(row.delivery_ids)) for row in ledger]
        self.assertEqual(after, before)
        self.assertEqual(self.issue.event_ids.mapped("at"), events)
        self.assertEqual(self.issue.reporter_id, self.person)
        note = str(self.period.message_ids[0].body)
        self.assertIn("has erased the data of a person", note)
        self.assertNotIn(NAME, note)

    def test_nothing_is_left_of_somebody_who_has_gone(self):
        self.env.ref("base.group_system").user_ids |= self.admin
        with self.assertRaisesRegex(UserError, "can still log in"):
            self.erase(contact_too=True)
        self.person.active = False
        self.erase(contact_too=True)
        self.assertEqual(self.partner.name, f"Erased person {self.partner.id}")
        self.assertEqual(self.issue.reporter_id.name, self.partner.name)
        self.env.flush_all()
        for text in (NAME, MAIL, PHONE):
            self.assertFalse(self.rows_with(text), text)

    def rows_with(self, text):
        """Return the tables of the addon, and of mail, that have a text anywhere."""
        self.cr.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
            " AND (table_name LIKE 'hypercare%' AND table_name NOT LIKE"
            " 'hypercare\\_person%' OR table_name IN"
            " ('mail_message', 'mail_mail', 'mail_tracking_value', 'rating_rating',"
            " 'res_partner', 'res_users'))"
        )
        found = []
        for [table] in self.cr.fetchall():
            ours = " AND model LIKE 'hypercare.%%'" if table == "mail_message" else ""
            self.cr.execute(
                f'SELECT count(*) FROM "{table}" one'  # noqa: S608
                f" WHERE position(%s in one::text) > 0{ours}",
                [text],
            )
            if self.cr.fetchone()[0]:
                found.append(table)
        return found

    def test_without_the_right_the_contact_stays(self):
        self.person.active = False
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.erase(contact_too=True)
        self.env.invalidate_all()
        self.assertEqual(self.partner.name, NAME)
        self.assertTrue(self.held.exists(), "all or nothing")

    def test_what_was_signed_stays_as_it_was_signed(self):
        charter = self.period.charter_ids[:1] or self.env["hypercare.charter"].create(
            {"period_id": self.period.id}
        )
        self.env.flush_all()
        self.cr.execute(
            "UPDATE hypercare_charter SET content = %s WHERE id = %s",
            [f'{{"sponsor": "{NAME}"}}', charter.id],
        )
        self.env.invalidate_all()
        found = self.found(self.wizard())
        [line] = [one for one in found.values() if one.becomes == "sealed"]
        self.assertIn("signed", line.reason)
        self.erase()
        self.assertIn(NAME, str(charter.content))

    def test_another_of_the_same_first_name_stays(self):
        self.other.description = "Mahmuda Khatun and Begumganj, amahmuda@example.com"
        self.erase()
        self.assertIn("Mahmuda Khatun and Begumganj", self.other.description)
        self.assertIn("amahmuda@example.com", self.other.description)
