"""Who is told of a charter, and what comes out of the printer."""

import io
from shutil import which
from unittest import skipUnless
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader

from .charter_common import CharterCase
from .common import MONDAY


class TestCharterMail(CharterCase):
    def test_everybody_concerned_is_told_once(self):
        charter = self.publish()
        mails = self.mails_of(charter).filtered(lambda mail: "Charter" in mail.subject)
        people = self.approvers | self.l1 | self.l2 | self.l3 | self.head
        self.assertEqual(self.readers_of(mails), people.partner_id | self.auditor)
        self.assertEqual(len(mails), len(self.readers_of(mails)))
        for mail in mails:
            asked = self.readers_of(mail) in self.approvers.partner_id
            body = mail.body_html
            self.assertEqual("Read and approve" in body, asked)
            self.assertEqual(
                "Read it in Odoo" in body,
                not asked and self.readers_of(mail) != self.auditor,
            )
            self.assertIn(f"Dear {self.readers_of(mail).name}", body)

    def test_approvers_are_reminded_until_they_have_answered(self):
        charter = self.publish(moment="2026-02-25 04:00:00")
        self.assertEqual(charter.activity_ids.user_id, self.approvers)
        self.assertEqual(
            set(map(str, charter.activity_ids.mapped("date_deadline"))), {"2026-02-27"}
        )
        self.approve(charter, self.owner)
        self.assertEqual(charter.activity_ids.user_id, self.approvers - self.owner)

    def test_who_asked_for_no_more_gets_none(self):
        self.period.stakeholder_ids._set_unsubscribed(True)
        charter = self.publish()
        self.assertNotIn(self.auditor, self.readers_of(self.mails_of(charter)))

    def test_nobody_is_lost_in_silence(self):
        self.head.partner_id.email = "nothing"
        charter = self.publish()
        self.assertIn("No valid e-mail address: Head.", charter.problem)

    def test_a_broken_template_costs_its_words_only(self):
        template = self.env.ref("hypercare_support.mail_template_charter")
        template.body_html = '<p t-out="object.no_such_field"/>'
        charter = self.publish()
        self.assertIn("is broken", charter.problem)
        mail = self.mails_of(charter)[0]
        self.assertIn("version 1", mail.subject)
        self.assertIn("attached as a PDF", mail.body_html)

    def test_readers_get_their_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref("hypercare_support.mail_template_charter")
        template.with_context(lang="fr_FR").subject = "La charte"
        self.sponsor.lang = "fr_FR"
        mails = self.mails_of(self.publish())
        french = mails.filtered(
            lambda one: self.readers_of(one) == self.sponsor.partner_id
        )
        self.assertEqual(french.subject, "La charte")
        self.assertEqual(mails.mapped("subject").count("La charte"), 1)

    def test_managers_hear_what_became_of_it(self):
        charter = self.publish()
        charter.with_user(self.owner)._send_back("Payroll is missing")
        told = charter.message_ids.filtered(lambda one: "Payroll" in one.body)
        self.assertEqual(
            told.notified_partner_ids, (self.manager | self.consultant).partner_id
        )
        self.approve(self.publish(charter))
        told = charter.message_ids.filtered(lambda one: "is approved by" in one.body)
        self.assertIn("Sponsor, Manager, Consultant, Owner", told.body)


@tagged("post_install", "-at_install")
class TestCharterPaper(CharterCase):
    prints = True

    def text(self, pdf):
        """Return the words of a PDF, without the spaces between them."""
        pages = PdfFileReader(io.BytesIO(pdf)).pages
        return "".join("".join(page.extract_text() for page in pages).split())

    def printed(self, charter, user):
        reports = self.env["ir.actions.report"].with_user(user)
        content, kind = reports.with_context(
            force_report_rendering=True
        )._render_qweb_pdf("hypercare_support.charter_pdf", charter.ids)
        self.assertEqual(kind, "pdf")
        return content

    @skipUnless(which("wkhtmltopdf"), "nothing prints here")
    def test_it_prints(self):
        self.period.name = "কদম নিটওয়্যার " + "Long" * 60
        self.env["hypercare.tier.member"].create(
            {"tier_id": self.tier2.id, "user_id": self.make_user("علي").id}
        )
        charter = self.approved()
        pdf = self.printed(charter, self.manager)
        self.assertTrue(pdf.startswith(b"%PDF"))
        text = self.text(pdf)
        for words in (
            *("Version 1: Approved", "Sunday 1 March 2026", "Sunday–Thursday"),
            *("within 4 working hours", "Business owner", "000011"),
            charter.fingerprint,
        ):
            self.assertIn(words.replace(" ", ""), text)
        self.assertNotIn("000011", self.text(self.printed(charter, self.reporter)))

    @skipUnless(which("wkhtmltopdf"), "nothing prints here")
    def test_copies_by_mail(self):
        with patch.object(
            self.env.registry["ir.actions.report"],
            "_render_qweb_pdf",
            lambda reports, ref, ids, **_kw: (
                str(
                    reports.env["hypercare.charter"].browse(ids)._render_document()
                ).encode(),
                "pdf",
            ),
        ):
            charter = self.publish(moment=MONDAY)
        mails = self.mails_of(charter)
        for mail in mails:
            with self.subTest(mail=self.readers_of(mail).name):
                [file] = mail.attachment_ids
                self.assertEqual(
                    b"000011" in file.raw, self.readers_of(mail) != self.auditor
                )
                self.assertEqual(file.name, "Charter of Go-live, version 1.pdf")
        kept = charter.message_ids.attachment_ids
        self.assertEqual(len(kept), 1)
        self.assertNotIn(b"000011", kept.raw)
        self.env["ir.attachment"].with_user(self.reporter).browse(kept.id).read(["raw"])

    def test_without_a_printer_it_goes_out_all_the_same(self):
        def broken(*_args, **_kwargs):
            raise ValueError("out of paper")

        with (
            patch.object(
                self.env.registry["ir.actions.report"], "_render_qweb_pdf", broken
            ),
            self.assertLogs("odoo.addons.hypercare_support", "WARNING"),
        ):
            charter = self.publish()
        self.assertIn("out of paper", charter.problem)
        self.assertTrue(self.mails_of(charter))
        self.assertEqual(charter.state, "published")
        self.assertFalse(charter.approval_ids.filtered("approved_at"))
