"""Who may paste a chat, and what of it others see."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .chat_common import ChatCase


class TestChatAccess(ChatCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "Other"})
        cls.other_agent = cls.make_user("other_agent", "hypercare_support.group_agent")
        cls.foreign_manager = cls.make_user(
            "foreign",
            "hypercare_support.group_manager",
            company_id=cls.other_company.id,
            company_ids=[Command.set(cls.other_company.ids)],
        )

    def test_who_may_paste(self):
        for name, allowed in (
            ("l1", True),
            ("l2", True),
            ("l3", True),
            ("manager", True),
            ("reporter", False),
            ("sponsor", False),
            ("other_agent", False),
            ("foreign_manager", False),
        ):
            with self.subTest(persona=name):
                user = getattr(self, name)
                values = {"period_id": self.period.id}
                if allowed:
                    self.assertTrue(self.paste(user=user, **values).line_ids)
                    continue
                with self.assertRaises(UserError):
                    self.paste(user=user, **values)

    def test_nobody_sees_anothers_dialog(self):
        paste = self.paste()
        for records in (paste, paste.line_ids, paste.sender_ids):
            for user in (self.l2, self.manager):
                with self.subTest(model=records._name, user=user.login):
                    self.env.invalidate_all()
                    found = records.with_user(user).search([("id", "in", records.ids)])
                    self.assertFalse(found)
                    with self.assertRaises(AccessError):
                        records.with_user(user).read(["id"])

    def test_messages_taken_show_what_their_issue_shows(self):
        paste = self.paste()
        paste.line_ids[0].confidential = True
        issues = self.take(paste).sorted("reported_at")
        for issue in issues:
            taken = self.env["hypercare.chat.message"].search(
                [("issue_id", "=", issue.id)]
            )
            for user in (self.l1, self.l2, self.l3, self.manager, self.foreign_manager):
                with self.subTest(user=user.login, secret=issue.confidential):
                    self.env.invalidate_all()
                    sees = issue.with_user(user).search([("id", "=", issue.id)])
                    rows = taken.with_user(user).search([("id", "in", taken.ids)])
                    self.assertEqual(bool(sees), bool(rows))
        with self.assertRaises(AccessError):
            taken.with_user(self.reporter).read(["sender"])

    def test_what_is_taken_is_written_by_nobody(self):
        self.take(self.paste())
        taken = self.env["hypercare.chat.message"].search([], limit=1)
        for user in (self.l1, self.manager):
            for call in (
                lambda records: records.write({"key": "x"}),
                lambda records: records.unlink(),
                lambda records: records.create({"key": "x"}),
            ):
                with self.assertRaises(UserError):
                    call(taken.with_user(user))

    def test_an_issue_one_may_not_write_takes_nothing(self):
        secret = self.make_issue("s3", confidential=True)
        self.env.flush_all()
        paste = self.paste(user=self.l3)
        added = {"action": "add", "issue_id": secret.id}
        self.env.invalidate_all()
        with self.assertRaisesRegex(AccessError, "is not an existing"):
            paste.line_ids[0].write(added)
        # Got in by another way, it is refused at the end as well.
        paste.line_ids[0].sudo().write(added)
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "You cannot add to the issue"):
            self.take(paste)
        other = self.make_period(name="Rehearsal", state="draft")
        foreign = self.make_issue("s3", period_id=other.id, user=self.manager)
        paste.line_ids[0].issue_id = foreign
        with self.assertRaisesRegex(UserError, "is in the log of Rehearsal"):
            self.take(paste)

    def test_what_is_taken_into_a_hidden_issue_names_it_to_nobody(self):
        paste = self.paste()
        paste.line_ids[0].confidential = True
        issue = self.take(paste).sorted("reported_at")[0]
        self.assertNotIn(self.l1, issue.tier_id.user_ids)
        line = self.paste(user=self.l1).line_ids[0]
        self.assertEqual(
            (line.action, line.taken_text, line.issue_id.id),
            ("skip", "already in the log", False),
        )

    def test_clients_fill_in_what_the_dialog_has(self):
        paste = self.paste()
        line, sender = paste.line_ids[0], paste.sender_ids[0]
        for record, vals in (
            (paste, {"order": "ymd"}),
            (paste, {"issue_ids": [Command.set([1])]}),
            (line, {"messages": "[]"}),
            (line, {"paste_id": paste.id}),
            (sender, {"name": "Somebody else"}),
            (sender, {"user_id": self.foreign_manager.id}),
            (sender, {"user_id": -1}),
            (line, {"issue_id": 2**40}),
            (line, {"severity": "s9"}),
            (line, {"action": 7}),
            (line, {"reported_at": "yesterday"}),
            (paste, {"since": "soon"}),
        ):
            with (
                self.subTest(model=record._name, vals=vals),
                self.assertRaises(UserError),
            ):
                record.write(vals)
                self.env.flush_all()
        with self.assertRaises(AccessError):
            line.with_user(self.l1).create({"paste_id": paste.id})

    def test_a_closed_period_takes_nothing(self):
        paste = self.paste()
        self.period.sudo().state = "exit_review"
        self.period.sudo().write({"state": "monitoring"})
        self.period.sudo().write({"state": "closed"})
        with self.assertRaisesRegex(UserError, "has ended"):
            self.take(paste)
