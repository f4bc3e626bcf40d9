from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError

from ..models.held_mail_intake import ACTIVITY, PER_PERIOD_PARAMETER
from .common import MONDAY, at_time
from .mail_common import PNG, MailAliasCase

STRANGER = "Stranger <stranger@elsewhere.example>"


class TestHeldMail(MailAliasCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tier1.member_ids._grant_agent_group()
        cls.agent = cls.l1
        cls.other_agent = cls.make_user("other_agent", "hypercare_support.group_agent")

    def stranger(self, *args, **headers):
        return self.hold(*args, **{"From": STRANGER, **headers})

    def written_to(self):
        """Return the addresses to which anything was written for the latest mail."""
        queued = [mail.email_to for mail in self.sent if mail.email_to]
        sent = [address for mail in self.smtp for address in mail["email_to"]]
        return {address.split("<")[-1].rstrip(">") for address in (*queued, *sent)}

    def decide(self, mail, way, user=None, /, **values):
        """Press a button, fill in the dialog, and confirm."""
        method = {
            "issue": "action_make_issue",
            "message": "action_add_to_issue",
            "discarded": "action_discard",
        }[way]
        mail = mail.with_user(user or self.agent)
        action = getattr(mail, method)()
        wizard = mail.env[action["res_model"]].browse(action["res_id"])
        wizard.write(values)
        result = wizard.action_apply()
        self.env.invalidate_all()
        return result

    # -- What is kept ------------------------------------------------------------------

    def test_a_strangers_mail_is_kept_and_not_answered(self):
        mail = self.stranger(
            "Please call me.\n\n-- \nStranger",
            "Re: Offer",
            files=[("a.png", PNG, "image/png"), ("b.exe", b"MZ", "application/x-dos")],
        )
        self.assertEqual(mail.name, "Re: Offer")
        self.assertEqual(mail.text, "Please call me.")
        self.assertEqual(mail.sender_name, "Stranger")
        self.assertEqual(mail.email_from, "stranger@elsewhere.example")
        self.assertEqual((mail.reason, mail.state), ("unknown", "held"))
        self.assertEqual(mail.period_id, self.period)
        self.assertEqual(mail.company_id, self.company)
        self.assertEqual(mail.attachment_ids.mapped("name"), ["a.png"])
        self.assertFalse(mail.attachment_ids.public)
        self.assertIn("b.exe", mail.refused_files)
        self.assertEqual(self.written_to(), {"manager@example.com"})

    def test_periods_that_take_no_issues(self):
        for state in ("draft", "closed", "cancelled"):
            with self.subTest(state=state):
                self.period.sudo()._write({"state": state})
                self.period.invalidate_recordset()
                self.assertEqual(self.hold("Text").reason, "period")
                self.assertFalse(self.sent)

    def test_an_archived_period_holds(self):
        self.period.active = False
        self.assertEqual(self.hold("Text").reason, "period")

    def test_the_same_mail_once(self):
        for sender in (STRANGER, "reporter@example.com"):
            message = self.mail("Text", From=sender)
            first = self.receive(message)
            second = self.receive(message)
            self.assertEqual(sum(map(len, first)), 1)
            self.assertEqual(sum(map(len, second)), 0)

    # -- Who is told -------------------------------------------------------------------

    def test_the_managers_are_reminded_once(self):
        first = self.stranger()
        second = self.stranger(Message_ID="<2@x>")
        activities = self.period.activity_ids.filtered(
            lambda a: a.activity_type_id == self.env.ref(ACTIVITY)
        )
        self.assertEqual(activities.user_id, self.manager)
        self.assertEqual(len(activities), 1)
        self.decide(first, "discarded", reason="Advertising")
        self.assertTrue(activities.exists().active)
        self.decide(second, "discarded", reason="Advertising")
        self.assertFalse(self.period.activity_ids)
        third = self.stranger()
        self.assertEqual(self.period.activity_ids.user_id, self.manager)
        self.assertTrue(third)

    # -- Floods ------------------------------------------------------------------------

    def test_one_senders_flood_is_counted(self):
        with at_time(MONDAY):
            results = [self.receive(self.mail(From=STRANGER))[1] for _n in range(8)]
            self.assertEqual([len(held) for held in results], [1] * 5 + [0] * 3)
            last = results[4]
            self.assertEqual(last.more_count, 3)
            self.assertEqual(len(self.hold(From="b@elsewhere.example")), 1)
        with at_time(fields.Datetime.add(MONDAY, minutes=61)):
            self.assertEqual(len(self.stranger()), 1)

    def test_a_flood_of_many_senders_is_counted(self):
        self.env["ir.config_parameter"].sudo().set_param(PER_PERIOD_PARAMETER, "3")
        with at_time(MONDAY):
            kept = [
                self.receive(self.mail(From=f"s{n}@elsewhere.example"))[1]
                for n in range(6)
            ]
        self.assertEqual([len(held) for held in kept], [1, 1, 1, 0, 0, 0])
        self.assertEqual(kept[2].more_count, 3)

    def test_a_known_senders_loop_is_held_and_not_answered(self):
        self.env["ir.config_parameter"].sudo().set_param(
            "mail.gateway.loop.threshold", "3"
        )
        for _n in range(3):
            self.report()
        held = self.hold()
        self.assertEqual(held.reason, "many")
        self.assertEqual(self.written_to(), {"manager@example.com"})

    # -- Decisions ---------------------------------------------------------------------

    def test_a_held_mail_becomes_an_issue_of_the_person_chosen(self):
        mail = self.stranger(
            "The scanner is dead.", "Fwd: Scanner", files=[("a.png", PNG, "image/png")]
        )
        file = mail.attachment_ids
        result = self.decide(mail, "issue", reporter_id=self.colleague.id)
        issue = self.env["hypercare.issue"].browse(result["res_id"])
        self.assertEqual(issue.name, "Scanner")
        self.assertEqual(issue.description, "The scanner is dead.")
        self.assertEqual(issue.reporter_id, self.colleague)
        self.assertEqual((issue.channel, issue.severity), ("email", "s3"))
        self.assertEqual(issue.reported_at, mail.received_at)
        self.assertEqual(issue.email_from, mail.email_from)
        self.assertEqual((mail.state, mail.issue_id), ("issue", issue))
        self.assertEqual(mail.decided_by_id, self.agent)
        self.assertEqual((file.res_model, file.res_id), (issue._name, issue.id))
        self.assertFalse(self.clock(issue, "response").stopped_at)
        receipt = self.env["mail.mail"].sudo().search([], order="id desc", limit=1)
        self.assertIn("colleague@example.com", receipt.email_to)

    def test_without_user_the_name_is_kept_and_nobody_is_answered(self):
        mail = self.stranger()
        count = self.env["mail.mail"].sudo().search_count([])
        result = self.decide(mail, "issue", name="A call")
        issue = self.env["hypercare.issue"].browse(result["res_id"])
        self.assertFalse(issue.reporter_id)
        self.assertEqual(issue.sender_name, "Stranger")
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), count)

    def test_a_held_mail_is_added_to_an_issue(self):
        issue = self.make_issue("s3", confidential=False)
        mail = self.stranger("I am Jamal, from home.", f"Re: {issue.number}")
        self.decide(mail, "message")
        message = issue.message_ids.filtered(lambda m: m.message_type == "email")
        self.assertIn("from home", message.body)
        self.assertFalse(message.author_id)
        self.assertFalse(self.clock(issue, "response").stopped_at)
        self.assertEqual((mail.state, mail.issue_id), ("message", issue))

    def test_discarding_needs_a_reason_and_can_be_taken_back(self):
        mail = self.stranger()
        for reason in (False, "  "):
            with self.assertRaisesRegex(UserError, "Say why"):
                self.decide(mail, "discarded", reason=reason)
        self.decide(mail, "discarded", reason="Advertising")
        self.assertEqual(
            (mail.state, mail.discard_reason), ("discarded", "Advertising")
        )
        mail.with_user(self.agent).action_restore()
        self.assertEqual((mail.state, mail.discard_reason), ("held", False))

    def test_a_decision_is_made_once(self):
        mail = self.stranger()
        action = mail.with_user(self.agent).action_make_issue()
        wizard = self.env[action["res_model"]].with_user(self.agent)
        wizard = wizard.browse(action["res_id"])
        self.decide(mail, "discarded", reason="Advertising")
        with self.assertRaisesRegex(UserError, "decided already: Discarded, by L1"):
            wizard.action_apply()
        with self.assertRaises(UserError):
            mail.with_user(self.agent).action_add_to_issue()

    def test_what_an_issue_needs_is_asked_for(self):
        mail = self.stranger()
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.make_period(name="Foreign", company_id=other.id)
        issue = self.make_issue("s3", period_id=foreign.id, user=self.env.user)
        table = (
            ("issue", {"name": " "}),
            ("issue", {"target_period_id": False}),
            ("issue", {"target_period_id": foreign.id}),
            ("message", {"issue_id": False}),
            ("message", {"issue_id": issue.id}),
            ("issue", {"reporter_id": "x"}),
            ("issue", {"severity": "s9"}),
            ("issue", {"mail_id": mail.id}),
            ("issue", {"act": "discarded"}),
        )
        for way, values in table:
            with (
                self.subTest(values=values),
                self.assertRaises(UserError),
                self.env.cr.savepoint(),
            ):
                self.decide(mail, way, **values)
        self.assertEqual(mail.state, "held")

    # -- Access ------------------------------------------------------------------------

    def may(self, act):
        try:
            with self.env.cr.savepoint():
                act()
            return True
        except (AccessError, UserError):
            return False

    def test_persona_table(self):
        mail = self.stranger(files=[("a.png", PNG, "image/png")])
        file = mail.attachment_ids
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.make_user(
            "foreign",
            "hypercare_support.group_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        table = (
            # user, reads and decides
            (self.agent, True),
            (self.manager, True),
            (self.other_agent, False),
            (self.reporter, False),
            (self.sponsor, False),
            (foreign, False),
        )
        for user, allowed in table:
            with self.subTest(user=user.login):
                own = mail.with_user(user)
                self.env.invalidate_all()
                self.assertEqual(self.may(lambda own=own: own.read(["text"])), allowed)
                self.env.invalidate_all()
                found = self.may(lambda user=user: file.with_user(user).read(["raw"]))
                self.assertEqual(found, allowed)
                self.assertEqual(self.may(own.action_make_issue), allowed)
                self.assertEqual(
                    self.may(
                        lambda user=user: self.env["hypercare.held.mail.decide"]
                        .with_user(user)
                        .create({"mail_id": mail.id, "act": "discarded"})
                    ),
                    allowed,
                )
                for act in (
                    lambda own=own: own.write({"state": "issue"}),
                    lambda own=own: own.write({"text": "forged"}),
                    lambda own=own: own.unlink(),
                    lambda own=own: own.create({"name": "x", "reason": "unknown"}),
                ):
                    self.assertFalse(self.may(act))

    def test_an_answer_to_a_confidential_issue_is_for_its_people(self):
        issue = self.make_issue("s3", confidential=True)
        issue.message_post(body="Salary", message_type="comment")
        held = self.hold(
            "My salary is wrong",
            "Re: it",
            From=STRANGER,
            References=issue.message_ids[0].message_id,
        )
        self.tier2.member_ids._grant_agent_group()
        for user, reads in ((self.l1, True), (self.l2, False), (self.manager, True)):
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                own = held.with_user(user)
                self.assertEqual(self.may(lambda own=own: own.read(["text"])), reads)

    def test_bad_calls_get_a_sentence(self):
        mails = self.env["hypercare.held.mail"].with_user(self.agent)
        wizards = self.env["hypercare.held.mail.decide"].with_user(self.agent)
        one, two = self.stranger(), self.stranger(Message_ID="<2@x>")
        for name in ("make_issue", "add_to_issue", "discard", "restore"):
            both, gone = mails.browse(one.ids + two.ids), mails.browse(2**30)
            for records in (mails, both, gone):
                with self.subTest(name=name), self.assertRaises(UserError):
                    getattr(records, f"action_{name}")()
        for vals in ({}, {"mail_id": "x", "act": "issue"}, {"mail_id": 2**30}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                wizards.create(vals)

    # -- Purge -------------------------------------------------------------------------

    def test_discarded_mails_are_deleted_after_a_while(self):
        with at_time(MONDAY):
            mail = self.stranger(files=[("a.png", PNG, "image/png")])
            waiting = self.stranger(Message_ID="<2@x>")
            file = mail.attachment_ids
            self.decide(mail, "discarded", reason="Advertising")
        for days, there in ((29, True), (31, False)):
            with freeze_time(fields.Datetime.add(MONDAY, days=days)):
                self.env["hypercare.held.mail"]._purge_discarded()
            self.assertEqual(bool(mail.exists()), there)
        self.assertFalse(file.exists())
        self.assertTrue(waiting.exists())

    def test_the_daily_job_purges(self):
        with at_time(MONDAY):
            mail = self.stranger()
            self.decide(mail, "discarded", reason="Advertising")
        later = fields.Datetime.add(MONDAY, days=40)
        with at_time(later), self.enter_registry_test_mode():
            self.env.ref("hypercare_support.ir_cron_daily").method_direct_trigger()
        self.assertFalse(mail.exists())
