"""Mails to people outside: who gets them, where they lead, whose address they show."""

import re
from datetime import timedelta

from odoo.tests import tagged

from odoo.addons.hypercare_support.tests.common import MONDAY, at_time
from odoo.addons.hypercare_support.tests.escalation_common import EscalationCase
from odoo.addons.mail.tests.common import MailCommon

from ..controllers.links import outside_path
from .portal_common import PortalCase, PortalHttpCase


@tagged("post_install", "-at_install")
class TestConversationMails(PortalCase, MailCommon):
    def say(self, issue):
        """Return e-mail address → mail of what somebody of the team says now."""
        with self.mock_mail_gateway():
            issue.with_user(self.l3).with_context(
                mail_notify_force_send=True
            ).message_post(
                body="Please look",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        return {to: mail for mail in self._mails for to in mail["email_to"]}

    def to(self, mails, user):
        return next((m for to, m in mails.items() if user.email in to), None)

    def test_the_button_leads_to_the_page(self):
        self.mine.message_subscribe((self.out_l3 | self.l2).partner_id.ids)
        mails = self.say(self.mine)
        outside, inside = (self.to(mails, user) for user in (self.out_l3, self.l2))
        self.assertIn(f"/my/hypercare/issues/{self.mine.id}", outside["body"])
        self.assertNotIn("access_token", outside["body"])
        self.assertNotIn("/my/hypercare", inside["body"])

    def test_whoever_has_no_part_any_more_hears_nothing(self):
        self.mine.message_subscribe(self.out_l3.partner_id.ids)
        self.assertTrue(self.to(self.say(self.mine), self.out_l3))
        member = self.tier3.member_ids.filtered(lambda m: m.user_id == self.out_l3)
        member.active = False
        self.assertFalse(self.to(self.say(self.mine), self.out_l3))
        member.unlink()
        self.assertFalse(self.to(self.say(self.mine), self.out_l3))
        # Somebody writes to this person on purpose.
        with self.mock_mail_gateway():
            self.mine.with_user(self.l3).with_context(
                mail_notify_force_send=True
            ).message_post(body="Bye", partner_ids=self.out_l3.partner_id.ids)
        self.assertTrue(self._mails)

    def test_a_reporter_outside_hears_what_becomes_of_it(self):
        self.low.sudo()._write_columns({"reporter_id": self.out_nobody.id})
        self.low.message_subscribe(self.out_nobody.partner_id.ids)
        self.assertTrue(self.to(self.say(self.low), self.out_nobody))


@tagged("post_install", "-at_install")
class TestEscalationMails(PortalHttpCase, EscalationCase):
    def test_escalations_reach_people_outside(self):
        self.only()
        rule = self.make_rule(
            "response",
            [{"timing": "percent", "percent": 50, "tell": ["tier_members", "sponsor"]}],
        )
        self.assertTrue(rule.active)
        issue = self.make_issue("s1", at=MONDAY, name="The press stands still")
        issue.sudo().with_context(tracking_disable=True)._write_columns(
            {"tier_id": self.tier3.id}
        )
        self.sweep(MONDAY + timedelta(minutes=61))
        mails = self.env["mail.mail"].search([("subject", "like", issue.number)])
        people = self.out_l3 | self.out_sponsor
        for user in people:
            theirs = mails.filtered(lambda one, user=user: user.email in one.email_to)
            with self.subTest(user=user.login):
                self.assertEqual(len(theirs), 1)
                # Addresses of the client's own people are not sent outside.
                self.assertNotIn("@example.com", theirs.email_to)
                self.assertNotIn("@example.com", theirs.body_html)
        deliveries = self.env["hypercare.escalation.delivery"].search(
            [("partner_id", "in", people.partner_id.ids)]
        )
        self.assertEqual(set(deliveries.mapped("way")), {"email"})
        self.assertEqual(deliveries.partner_id, people.partner_id)
        # The button leads into the web client, and from there to the page.
        link = re.search(r"https?://[^/]+(/odoo/[^\"<\s]+)", mails[:1].body_html)[1]
        for user, expected in (
            (self.out_l3, 200),
            (self.out_sponsor, 200),
            (self.out_other, 404),
        ):
            self.enter(user)
            answer = self.url_open(link)
            with self.subTest(user=user.login):
                self.assertEqual(answer.status_code, expected)
                self.assertTrue(
                    answer.url.endswith(f"/my/hypercare/issues/{issue.id}"), answer.url
                )
                self.assertEqual("press stands still" in answer.text, expected == 200)

    def test_confidential_ones_tell_nobody_outside(self):
        self.only()
        self.make_rule(
            "response",
            [{"timing": "percent", "percent": 50, "tell": ["tier_members"]}],
        )
        with at_time(MONDAY):
            issue = self.make_issue("s1", at=MONDAY, confidential=True)
            issue.sudo()._write_columns({"tier_id": self.tier3.id})
        self.sweep(MONDAY + timedelta(minutes=61))
        told = self.env["hypercare.escalation.delivery"].search(
            [("escalation_id.issue_id", "=", issue.id)]
        )
        self.assertTrue(told)
        self.assertNotIn(self.out_l3.partner_id, told.partner_id)

    def test_links_of_all_kinds(self):
        for path, expected in (
            ("/odoo/hypercare.issue/7", "/my/hypercare/issues/7"),
            ("/odoo/my-issues/7", "/my/hypercare/issues/7"),
            ("/odoo/apps/hypercare.issue/7", "/my/hypercare/issues/7"),
            ("/odoo/hypercare.period/3", "/my/hypercare/periods/3"),
            ("/odoo/hypercare-charters/3", "/my/hypercare/charters/3"),
            ("/odoo/hypercare-my-checklist", "/my/hypercare"),
            ("/odoo/hypercare.standup/3", "/my/hypercare"),
            ("/odoo/sales/7", ""),
            ("/odoo", ""),
            ("/web", ""),
            ("/odoo/hypercare.issue/7/../../x", ""),
        ):
            with self.subTest(path=path):
                self.assertEqual(outside_path(path), expected)
        # Internal people go where they always went.
        self.enter(self.l3)
        status, text = self.get(f"/odoo/hypercare.issue/{self.mine.id}")
        self.assertEqual(status, 200)
        self.assertNotIn("/my/hypercare", text)
