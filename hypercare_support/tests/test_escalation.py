from datetime import timedelta
from smtplib import SMTPServerDisconnected
from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import at_time
from .escalation_common import EscalationCase
from .test_clocks import utc


@tagged("post_install", "-at_install")
class TestEscalation(EscalationCase):
    """The sweep and its mails, with one rule: a broken promise."""

    RULES = ("overdue",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.step("overdue").role_ids = cls.roles(
            "assignee", "next_tier_lead", "client_pm"
        )

    def test_fires_at_the_due_second_once_and_not_before(self):
        issue = self.make_issue("s1", at=utc(2, 10))
        self.assertEqual(issue.next_action_at, utc(2, 12))
        self.assertFalse(self.sweep(utc(2, 12) - timedelta(seconds=1)))
        ledger = self.sweep(utc(2, 12))
        self.assertEqual(ledger.issue_id, issue)
        self.assertEqual((ledger.due_at, ledger.decided_at), (utc(2, 12), utc(2, 12)))
        self.assertEqual(issue.next_action_at, utc(2, 14))
        self.assertFalse(self.sweep(utc(2, 13)))
        late = self.sweep(utc(2, 15))
        self.assertEqual((late.due_at, late.decided_at), (utc(2, 14), utc(2, 15)))
        self.assertFalse(issue.next_action_at)

    def test_the_right_people_are_told_in_one_mail(self):
        issue = self.make_issue("s2", at=utc(2, 10))
        self.sweep(utc(2, 14))
        [mail] = self.deliver(utc(2, 14))
        self.assertEqual(
            {address.split("<")[1].rstrip(">") for address in mail["email_to"]},
            {"l1@example.com", "l2@example.com", "manager@example.com"},
        )
        self.assertIn(issue.number, mail["subject"])
        self.assertIn("Mon 2 Mar 14:00", mail["body"])
        self.assertIn(f"/hypercare.issue/{issue.id}", mail["body"])
        deliveries = issue.escalation_ids.delivery_ids
        self.assertEqual(len(deliveries), 3)
        self.assertEqual(set(deliveries.mapped("sent_at")), {utc(2, 14)})
        self.assertFalse(self.deliver(utc(2, 15)), "nothing is sent twice")

    def test_two_promises_broken_at_once_share_one_mail(self):
        issue = self.make_issue("s1", at=utc(2, 10))
        ledger = self.sweep(utc(2, 20))
        self.assertEqual(len(ledger), 2)
        [mail] = self.deliver(utc(2, 20))
        self.assertIn("Mon 2 Mar 12:00", mail["body"])
        self.assertIn("Mon 2 Mar 14:00", mail["body"])
        self.assertEqual(len(issue.escalation_ids.delivery_ids.mail_id), 1)

    def test_the_owner_stands_in_for_the_tiers_lead(self):
        issue = self.make_issue("s2", at=utc(2, 10))
        self.do(issue, self.manager, utc(2, 11), user_id=self.l3.id)
        ledger = self.sweep(utc(2, 18))
        ledger = ledger.filtered(lambda row: row.due_at == utc(2, 18))
        self.assertFalse(ledger.told_at, "the day is over: it waits for the morning")
        self.sweep(utc(3, 9))
        self.assertEqual(self.told(ledger), self.l3 | self.l2 | self.manager)

    def test_whoever_is_archived_is_replaced(self):
        deputy = self.make_user("deputy")
        self.tier1.member_ids = [Command.create({"user_id": deputy.id})]
        self.make_issue("s2", at=utc(2, 10))
        self.l1.active = False
        ledger = self.sweep(utc(2, 14))
        self.assertIn(deputy, self.told(ledger))
        self.assertNotIn(self.l1, self.told(ledger))

    def test_part_of_a_clamped_clock(self):
        step = self.env.ref("hypercare_support.escalation_step_overdue")
        with at_time(utc(5, 15)):
            step.percent = 50
        issue = self.make_issue("s2", at=utc(5, 15))
        self.assertEqual(issue.next_action_at, utc(5, 16, 30))
        with at_time(utc(5, 15)):
            self.period._reaim()
        self.assertEqual(issue.next_action_at, utc(5, 16, 30))

    @mute_logger("odoo.addons.mail.models.mail_mail")
    @mute_logger("odoo.addons.hypercare_support.models.queued_mail")
    def test_a_lost_connection_leaves_the_others_their_turn(self):
        first = self.make_issue("s2", at=utc(2, 10))
        self.make_issue("s2", at=utc(2, 10))
        self.sweep(utc(2, 14))
        send = type(self.env["mail.mail"])._send
        lost = first.escalation_ids.delivery_ids.mail_id

        def disconnect(mails, *args, **kwargs):
            if mails == lost:
                raise SMTPServerDisconnected("gone")
            return send(mails, *args, **kwargs)

        with patch.object(type(self.env["mail.mail"]), "_send", disconnect):
            accepted = self.deliver(utc(2, 14))
        self.assertEqual(len(accepted), 1)
        deliveries = first.escalation_ids.delivery_ids
        self.assertEqual(set(deliveries.mapped("attempts")), {1})
        self.assertIn("gone", deliveries[0].failed_reason)
        self.assertEqual(len(self.deliver(utc(2, 14, 1))), 1)

    def test_what_stops_or_moves_a_clock_stops_or_moves_the_escalation(self):
        taken = self.make_issue("s1", at=utc(2, 10))
        self.do(taken, self.l3, utc(2, 11), user_id=self.l3.id)
        self.assertEqual(taken.next_action_at, utc(2, 14))
        self.do(taken, self.l3, utc(2, 12), state="waiting")
        self.assertFalse(taken.next_action_at)
        self.assertFalse(self.sweep(utc(2, 20)))
        self.do(taken, self.l3, utc(2, 20), state="in_progress")
        self.assertEqual(taken.next_action_at, utc(2, 22))
        self.do(taken, self.l3, utc(2, 21), state="resolved")
        self.assertFalse(self.sweep(utc(3, 20)))
        self.assertFalse(taken.next_action_at)

    def test_a_new_run_fires_again(self):
        issue = self.make_issue("s1", at=utc(2, 10))
        self.do(issue, self.l3, utc(2, 10, 30), user_id=self.l3.id)
        self.assertEqual(len(self.sweep(utc(2, 14))), 1)
        self.do(issue, self.l3, utc(2, 15), state="resolved")
        self.do(issue, self.l3, utc(2, 16), state="in_progress")
        again = self.sweep(utc(2, 16))
        self.assertEqual(again.occurrence, 2)
        self.assertFalse(self.sweep(utc(2, 17)))

    def test_severity_to_and_fro_does_not_fire_twice(self):
        issue = self.make_issue("s1", at=utc(2, 10))
        self.assertEqual(len(self.sweep(utc(2, 12))), 1)
        self.do(issue, self.manager, utc(2, 12, 5), severity="s3")
        self.do(issue, self.manager, utc(2, 12, 10), severity="s1")
        self.assertFalse(self.sweep(utc(2, 12, 10)))

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_a_second_row(self):
        self.make_issue("s1", at=utc(2, 10))
        ledger = self.sweep(utc(2, 12))
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            ledger.copy({"delivery_ids": []})

    @mute_logger("odoo.addons.hypercare_support.models.issue_escalation")
    def test_an_issue_that_fails_does_not_hold_up_the_others(self):
        issues = self.env["hypercare.issue"]
        for _number in range(7):
            issues |= self.make_issue("s1", at=utc(2, 10))
        poison = issues[3]
        fire = type(issues)._fire

        def fail_on_poison(records, *args):
            if poison in records:
                raise ValueError("poison")
            return fire(records, *args)

        with patch.object(type(issues), "_fire", fail_on_poison):
            ledger = self.sweep(utc(2, 12))
        self.assertEqual(ledger.issue_id, issues - poison)
        self.assertIn("poison", poison.sweep_error)
        self.assertGreater(poison.sweep_retry_at, utc(2, 12))
        ledger = self.sweep(poison.sweep_retry_at)
        self.assertEqual(ledger.issue_id, poison)
        self.assertFalse(poison.sweep_error)

    def test_nobody_to_tell_and_no_address_are_recorded(self):
        step = self.env.ref("hypercare_support.escalation_step_overdue")
        self.manager.partner_id.email = "not an address"
        issue = self.make_issue("s2", at=utc(2, 10))
        ledger = self.sweep(utc(2, 14))
        self.assertIn("No valid e-mail address: Manager", ledger.problem)
        self.do(issue, self.l1, utc(2, 15), state="resolved")
        self.assertEqual(self.told(ledger), self.l1 | self.l2 | self.consultant)
        instead = ledger.delivery_ids.filtered("instead_of_id")
        self.assertEqual(instead.partner_id, self.consultant.partner_id)
        self.assertEqual(instead.instead_of_id, self.manager.partner_id)
        step.role_ids = False
        self.make_issue("s2", at=utc(3, 10))
        self.assertIn("Nobody is named", self.sweep(utc(3, 14)).problem)

    def test_a_broken_or_deleted_template_still_tells(self):
        template = self.env.ref("hypercare_support.mail_template_escalation")
        template.body_html = '<p t-out="object.no_such_field"/>'
        issue = self.make_issue("s2", at=utc(2, 10))
        with mute_logger("odoo.addons.mail.models.mail_render_mixin"):
            ledger = self.sweep(utc(2, 14))
        self.assertIn("is broken", ledger.problem)
        [mail] = self.deliver(utc(2, 14))
        self.assertIn(issue.number, mail["body"])
        self.do(issue, self.l1, utc(2, 15), state="resolved")
        template.unlink()
        issue = self.make_issue("s2", at=utc(3, 10))
        self.assertFalse(self.sweep(utc(3, 14)).problem)
        [mail] = self.deliver(utc(3, 14))
        self.assertIn(issue.number, mail["subject"])

    @mute_logger("odoo.addons.mail.models.mail_mail")
    def test_a_refused_mail_is_tried_again_with_the_same_id(self):
        issue = self.make_issue("s2", at=utc(2, 10))
        self.sweep(utc(2, 14))
        message_id = issue.escalation_ids.delivery_ids.mail_id.message_id
        self.deliver(utc(2, 14), OSError("down"))
        delivery = issue.escalation_ids.delivery_ids[:1]
        self.assertFalse(delivery.sent_at)
        self.assertIn("down", delivery.failed_reason)
        self.assertEqual(delivery.retry_at, utc(2, 14, 1))
        [mail] = self.deliver(utc(2, 14, 1))
        self.assertEqual(mail["message_id"], message_id)
        self.assertEqual(delivery.sent_at, utc(2, 14, 1))
        self.assertFalse(delivery.failed_reason)

    def test_the_ledger_is_not_edited(self):
        self.make_issue("s1", at=utc(2, 10))
        ledger = self.sweep(utc(2, 12))
        with self.assertRaises(UserError):
            ledger.write({"due_at": utc(2, 20)})
        with self.assertRaises(UserError):
            ledger.unlink()

    def test_a_changed_rule_is_planned_anew(self):
        issue = self.make_issue("s1", at=utc(2, 10))
        with at_time(utc(2, 10)):
            self.env.ref("hypercare_support.escalation_step_overdue").percent = 50
        [ledger] = self.sweep(utc(2, 11))
        self.assertEqual(ledger.due_at, utc(2, 11))
        self.assertEqual(issue.next_action_at, utc(2, 12))

    def test_bookkeeping_leaves_the_write_date_alone(self):
        self.step("overdue").raise_priority = False
        issue = self.make_issue("s1", at=utc(2, 10))
        before = issue.write_date
        self.sweep(utc(2, 12))
        self.assertEqual(issue.write_date, before)

    def test_a_period_that_ended_escalates_to_nobody(self):
        self.make_issue("s1", at=utc(2, 10))
        self.period.state = "cancelled"
        self.assertFalse(self.sweep(utc(2, 20)))
