"""The conversation is evidence: nobody forges, rewrites or reads others' of it."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCommon

from .common import MONDAY, HypercareCommon, at_time

EVIL = "Evil\r\nBcc: victim@example.org"


@tagged("post_install", "-at_install")
class TestMessageGuard(HypercareCommon, MailCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls.make_issue(name="Printer")
        cls.secret = cls.make_issue(
            name="Salaries", user=cls.l1, confidential=True, reporter_id=cls.l1.id
        )
        cls.told = cls.mine.message_post(
            body="We look at it",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=cls.colleague.partner_id.ids,
        )
        cls.env.flush_all()

    def forge(self, user, issue, **values):
        return (
            self.env["mail.message"]
            .with_user(user)
            .create(
                {
                    "parent_id": self.told.id,
                    "model": issue._name,
                    "res_id": issue.id,
                    "date": "2020-01-01 10:00:00",
                    "message_type": "notification",
                    "author_id": self.manager.partner_id.id,
                    "email_from": "manager@example.com",
                    "body": "Approved",
                    "message_id": "<hypercare-x@y>",
                    **values,
                }
            )
        )

    # -- Forged messages -------------------------------------------------

    def test_nobody_writes_on_what_he_cannot_read(self):
        for user in (self.colleague, self.l3):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.forge(user, self.secret)
        messages = self.env["mail.message"].with_user(self.colleague)
        with self.assertRaises(AccessError):
            messages.with_context(
                default_model="hypercare.issue", default_res_id=self.secret.id
            ).create({"body": "Approved", "parent_id": self.told.id})
        for res_id in (0, -1, False, str(self.secret.id), 2**31 - 1):
            with self.subTest(res_id=res_id), self.assertRaises(AccessError):
                self.forge(self.l1, self.mine, res_id=res_id)
        with self.assertRaises(AccessError):
            self.forge(self.l1, self.mine, model="hypercare.no.such")
        with self.assertRaises(AccessError):
            self.secret.with_user(self.colleague).message_post(
                body="Approved", message_type="comment", parent_id=self.told.id
            )

    def test_what_is_written_is_written_in_the_own_name_and_now(self):
        with at_time(MONDAY):
            made = self.forge(self.l1, self.mine).sudo()
        self.assertEqual(made.author_id, self.l1.partner_id)
        self.assertIn("l1@example.com", made.email_from)
        self.assertEqual((made.date, made.message_type), (MONDAY, "comment"))
        self.assertFalse(made.message_id.startswith("<hypercare-"))

    def test_posting_goes_in_the_own_name_as_well(self):
        issue = self.mine.with_user(self.l1)
        with at_time(MONDAY):
            said = issue.message_post(
                body="Approved",
                message_type="email",
                author_id=self.manager.partner_id.id,
                email_from="manager@example.com",
                date="2020-01-01 10:00:00",
                message_id="<hypercare-x@y>",
                tracking_value_ids=[
                    (0, 0, {"field_id": self.env.ref("base.field_res_partner__id").id})
                ],
            ).sudo()
        self.assertEqual(said.author_id, self.l1.partner_id)
        self.assertIn("l1@example.com", said.email_from)
        self.assertEqual((said.date, said.message_type), (MONDAY, "comment"))
        self.assertFalse(said.message_id.startswith("<hypercare-"))
        self.assertFalse(said.tracking_value_ids)

    def test_the_system_and_other_records_go_on(self):
        old = fields.Datetime.to_datetime("2020-01-01 10:00:00")
        mail = self.mine.message_post(
            body="A mail", message_type="email", author_id=False, date=old
        )
        self.assertEqual((mail.date, mail.message_type), (old, "email"))
        partner = self.colleague.partner_id.with_user(self.env.ref("base.user_admin"))
        said = partner.message_post(
            body="x", author_id=self.l1.partner_id.id, date=old, message_type="comment"
        )
        self.assertEqual((said.author_id, said.date), (self.l1.partner_id, old))

    def test_tracking_is_written_down_for_whoever_changes_something(self):
        issue = self.make_issue(name="Scanner").with_context(tracking_disable=False)
        self.flush_tracking()
        issue.with_user(self.l1).commit_date = "2026-03-05"
        self.flush_tracking()
        tracked = issue.message_ids.tracking_value_ids.filtered(
            lambda value: value.field_id.name == "commit_date"
        )
        self.assertTrue(tracked)
        self.assertEqual(tracked.mail_message_id.author_id, self.l1.partner_id)

    # -- Rewritten messages ----------------------------------------------

    def test_nobody_rewrites_what_was_said(self):
        said = self.mine.with_user(self.l1).message_post(
            body="I promise it for Monday", message_type="comment"
        )
        for values in (
            {"body": "I promised nothing"},
            {"date": "2020-01-01 10:00:00"},
            {"message_type": "user_notification"},
            {"subtype_id": False},
            {"attachment_ids": [(5,)]},
            {"model": False, "res_id": False},
            {"is_internal": True},
            {"partner_ids": [(4, self.colleague.partner_id.id)]},
        ):
            for user in (self.l1, self.manager, self.env.ref("base.user_admin")):
                with (
                    self.subTest(values=values, user=user.login),
                    self.assertRaises(AccessError),
                ):
                    said.with_user(user).write(values)
        with self.assertRaises(AccessError), mute_logger("odoo.models.unlink"):
            said.with_user(self.manager).unlink()
        said.with_user(self.l1).toggle_message_starred()
        self.assertTrue(said.with_user(self.l1).starred)

    def test_the_author_mends_a_text_and_it_shows(self):
        issue = self.mine.with_user(self.l1)
        said = issue.message_post(body="Mnday", message_type="comment").sudo()
        issue._message_update_content(said, body="Monday")
        self.assertIn("o-mail-Message-edited", said.body)
        with self.assertRaisesRegex(UserError, "stays as it was said"):
            issue._message_update_content(said, body="")
        self.assertIn("Monday", said.body)

    # -- Deleted mails ---------------------------------------------------

    def test_only_the_mails_of_the_addon_are_deleted(self):
        period = self.period
        with at_time(MONDAY - timedelta(days=400)):
            person = period.with_user(self.manager).message_notify(
                partner_ids=self.l1.partner_id.ids, subject="Agreed", body="As agreed"
            )
            mails = self.env["mail.mail"]
            person.sudo().mail_ids.state = "sent"
            ours = mails._hypercare_queue(
                [mails._hypercare_vals(period, self.l1.partner_id, "Status", "x")]
            )
            ours.state = "sent"
        old = period._with_old_mails(MONDAY, [])
        self.assertIn(ours.mail_message_id, old)
        self.assertNotIn(person.sudo(), old)

    # -- Followers of what becomes confidential --------------------------

    def test_a_follower_with_an_account_cannot_pose_as_the_sender(self):
        issue = self.mine
        issue.sudo()._write_columns({"email_from": "sender@example.com"})
        sender = self.env["res.partner"].create(
            {"name": "Sender", "email": "sender@example.com"}
        )
        spy = self.colleague.partner_id
        issue.message_subscribe((sender | spy).ids)
        self.colleague.with_user(self.colleague).email = sender.email
        issue.with_user(self.manager).confidential = True
        self.assertIn(sender, issue.message_partner_ids)
        self.assertNotIn(spy, issue.message_partner_ids)
        with self.assertRaises(UserError):
            issue.with_user(self.l1).message_post(
                body="x", message_type="comment", partner_ids=spy.ids
            )

    # -- Small -----------------------------------------------------------

    def test_promised_days_can_be_meant(self):
        issue = self.mine.with_user(self.l1)
        for name in ("commit_date", "plan_date"):
            for day in ("1999-03-05", "2025-02-28", "2031-03-02", "9999-12-31"):
                with (
                    self.subTest(name=name, day=day),
                    self.assertRaisesRegex(ValidationError, "choose a day between"),
                ):
                    issue[name] = day
            for day in ("2025-03-01", "2026-03-05", "2031-03-01", False):
                issue[name] = day

    def test_a_changed_kpi_is_archived_not_deleted(self):
        kpi = self.env["hypercare.kpi"].search([("company_id", "=", False)], limit=1)
        own = kpi.with_user(self.manager).copy()
        own.write({"target": 4})
        changes = own.sudo().change_ids
        self.assertTrue(changes)
        with self.assertRaisesRegex(UserError, "Archive it"):
            own.sudo().unlink()
        self.assertEqual(changes.exists(), changes)

    def test_one_day_is_one_day_however_it_is_written(self):
        link = self.env["hypercare.integration"].create(
            {"name": "Bank", "period_id": self.period.id, "stable_needed": 5}
        )
        mine = link.with_user(self.manager)
        for days in (1, 1.0, "1", False, True):
            with self.subTest(days=days), self.assertRaisesRegex(UserError, "Take out"):
                mine.web_save({"stable_needed": days}, {})
        with self.assertRaisesRegex(UserError, "whole number"):
            mine.write({"stable_needed": "few"})
        mine.write({"stable_needed": "6"})
        self.assertEqual(link.stable_needed, 6)

    def test_a_new_name_of_a_connection_is_written_down(self):
        link = self.env["hypercare.integration"].create(
            {"name": "Bank", "period_id": self.period.id}
        )
        link.with_user(self.manager).name = "Fax"
        said = self.period.message_ids[:1]
        self.assertIn("“Bank” to “Fax”", said.body)
        self.assertEqual(said.author_id, self.manager.partner_id)


@tagged("post_install", "-at_install")
class TestHeaders(HypercareCommon, MailCommon):
    """A name is typed by anybody; it makes no header."""

    def assertOneReader(self, mails, address):
        self.assertTrue(mails)
        servers = self.env["ir.mail_server"]
        for mail in mails:
            message = servers._build_email__(
                mail.email_from, [mail.email_to], mail.subject, str(mail.body_html)
            )
            self.assertNotIn("\nBcc", message.as_bytes().decode())
            self.assertFalse(message["Bcc"])
            _from, to, _message = servers._prepare_email_message__(
                message, self.connect_mocked()
            )
            self.assertEqual(to, [address])
            self.assertNotIn("\n", mail.email_from + mail.email_to)

    def connect_mocked(self):
        return type("Session", (), {"from_filter": False, "smtp_from": False})()

    def test_no_name_makes_a_header(self):
        self.company.write({"name": EVIL, "email": "office@example.com"})
        self.l1.name = self.reporter.name = EVIL
        mails = self.env["mail.mail"]
        queued = mails._hypercare_queue(
            [mails._hypercare_vals(self.period, self.l1.partner_id, EVIL, "x")]
        )
        self.assertOneReader(queued, "l1@example.com")
        issue = self.make_issue("s1")
        row = self.env["hypercare.escalation"].browse(1)
        vals = row._mail_vals(issue, self.l1 | self.reporter, "x", "x")
        self.assertNotIn("\n", vals["email_to"] + vals["email_from"])
        self.assertNotIn("victim", vals["email_to"])
        before = mails.search([])
        issue._send_receipt()
        self.assertOneReader(mails.search([]) - before, "reporter@example.com")
