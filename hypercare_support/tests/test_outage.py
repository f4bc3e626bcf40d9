"""The outage banner: who hears of it, when, what it tells, and what it costs."""

from unittest.mock import MagicMock, patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

from .test_report import ReportCase


@tagged("post_install", "-at_install")
class TestOutage(ReportCase, MailCase):
    def setUp(self):
        super().setUp()
        self.env.flush_all()
        self.env.cr.precommit.run()

    def outages(self, user=None):
        user = user or self.colleague
        return self.issues(user)._outages(user._get_company_ids())

    def told(self):
        """Return what everybody of the company is told when this is committed."""
        self.env["bus.bus"].sudo().search([]).unlink()
        self.env.cr.flush()
        rows = (
            self.env["bus.bus"]
            .sudo()
            ._poll([(self.company, "hypercare_outage")], last=-1)
        )
        return [row["message"]["payload"] for row in rows]

    def down(self, **values):
        return self.make_issue(
            "s1", user=self.l1, name="Nothing opens", affects_all=True, **values
        )

    def say(self, issue, text, user=None, **values):
        issue.with_user(user or self.l1).message_post(
            body=text,
            **{
                "message_type": "comment",
                "subtype_xmlid": "mail.mt_comment",
                **values,
            },
        )

    # -- Who and when ------------------------------------------------------------------

    def test_everybody_of_the_company_hears_of_it(self):
        issue = self.down()
        [outage] = self.outages()
        self.assertEqual(
            {name: outage[name] for name in ("id", "number", "name", "company_id")},
            {
                "id": issue.id,
                "number": issue.number,
                "name": "Nothing opens",
                "company_id": self.company.id,
            },
        )
        self.assertFalse(outage["mine"])
        self.assertTrue(self.outages(self.l1)[0]["mine"])
        self.assertIsInstance(outage["since"], str)

    def test_a_private_log_hides_no_outage(self):
        self.period.public_log = False
        issue = self.down()
        self.assertEqual([row["id"] for row in self.outages()], issue.ids)
        receipt = self.issues(self.colleague).report_join(issue.id)
        self.assertEqual(receipt["number"], issue.number)
        self.assertEqual(issue.affected_user_ids, self.colleague)
        self.assertTrue(self.outages()[0]["mine"])
        other = self.make_issue("s2")
        with self.assertRaises(UserError):
            self.issues(self.colleague).report_join(other.id)

    def test_of_a_confidential_one_neither_title_nor_message_is_told(self):
        issue = self.down(confidential=True)
        self.say(issue, "The pay slips were mixed up")
        [outage] = self.outages()
        self.assertEqual((outage["name"], outage["update"]), (None, None))
        self.assertNotIn("pay slips", str(self.outages()))
        with self.assertRaises(UserError):
            self.issues(self.colleague).report_join(issue.id)

    def test_it_is_over_when_the_facts_say_so(self):
        ends = [
            lambda issue: issue.with_user(self.l1).write({"state": "resolved"}),
            lambda issue: issue.with_user(self.l1).write({"severity": "s2"}),
            lambda issue: issue.with_user(self.l1).write({"affects_all": False}),
            lambda issue: self.period.write({"active": False}),
        ]
        for number, end in enumerate(ends):
            with self.subTest(number):
                issue = self.down()
                [message] = self.told()
                self.assertEqual([row["id"] for row in message["outages"]], issue.ids)
                end(issue)
                [message] = self.told()
                self.assertEqual(
                    message, {"company_id": self.company.id, "outages": []}
                )
                self.assertEqual(self.outages(), [])

    def test_only_the_team_rings_the_bell(self):
        issue = self.make_issue("s1", user=self.colleague, affects_all=True)
        self.assertFalse(issue.affects_all)
        with self.assertRaises(AccessError):
            issue.with_user(self.colleague).write({"affects_all": True})
        for user in (self.l2, self.manager):
            issue.with_user(user).write({"affects_all": True})
            self.assertTrue(issue.affects_all)
            issue.affects_all = False

    def test_what_is_no_outage_tells_nobody(self):
        self.make_issue("s1")
        quiet = self.make_issue("s2", user=self.l1)
        self.say(quiet, "We look at it")
        quiet.with_user(self.l1).write({"state": "in_progress"})
        self.assertEqual(self.told(), [])

    def test_several_changes_are_one_message_after_the_commit(self):
        issue = self.down()
        issue.with_user(self.l1).write({"name": "Nothing opens, nor prints"})
        self.say(issue, "The disk is full")
        self.env["bus.bus"].sudo().search([]).unlink()
        self.assertFalse(self.env["bus.bus"].sudo().search([]))
        [message] = self.told()
        [outage] = message["outages"]
        self.assertEqual(outage["name"], "Nothing opens, nor prints")
        self.assertEqual(outage["update"], "The disk is full")
        self.assertNotIn("mine", outage)

    def test_what_is_rolled_back_was_never_told(self):
        with self.env.cr.savepoint() as savepoint:
            self.down()
            savepoint.rollback()
        self.env.invalidate_all(flush=False)
        self.assertEqual(self.told(), [])
        self.assertEqual(self.outages(), [])

    def test_the_channel_is_the_companys_own(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self.make_user(
            "stranger", company_id=other.id, company_ids=[Command.set(other.ids)]
        )
        self.down()
        self.assertEqual(self.outages(stranger), [])
        channels = self.channels(stranger)
        self.assertIn((other, "hypercare_outage"), channels)
        self.assertNotIn((self.company, "hypercare_outage"), channels)
        portal = self.env["res.users"].create(
            {
                "name": "Portal",
                "login": "hc_portal",
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
        self.assertNotIn("hypercare_outage", str(self.channels(portal)))

    def channels(self, user):
        request = MagicMock()
        request.session.uid = user.id
        with patch("odoo.addons.bus.models.ir_websocket.request", request):
            sockets = self.env["ir.websocket"].with_user(user)
            channels = sockets._build_bus_channel_list([])
        # Records cannot be compared with the pairs that others are.
        return [channel for channel in channels if isinstance(channel, tuple)]

    # -- What the team says ------------------------------------------------------------

    def test_the_latest_public_message_of_the_team_is_kept(self):
        issue = self.down()
        cases = [
            (self.l2, "We look at it", {}, "We look at it"),
            (self.colleague, "Mine too!", {}, "We look at it"),
            (self.l1, "A note", {"subtype_xmlid": "mail.mt_note"}, "We look at it"),
            (self.l3, "", {}, "We look at it"),
            (self.l3, "<script>", {}, "<script>"),
            (self.manager, "x" * 600, {}, "x" * 499 + "…"),
        ]
        for user, text, values, kept in cases:
            with self.subTest(user=user.login, text=text[:20]):
                issue.message_subscribe(user.partner_id.ids)
                self.say(issue, text, user, **values)
                self.assertEqual(issue.public_update, kept)
        with self.assertRaises(UserError):
            issue.with_user(self.l1).write({"public_update": "Forged"})
        smuggled = self.issues(self.l1).with_context(default_public_update="Forged")
        forged = smuggled.create({"name": "x", "period_id": self.period.id})
        self.assertFalse(forged.public_update)

    # -- What it costs -----------------------------------------------------------------

    def test_a_page_costs_three_statements(self):
        """Report button and outages for everybody; for managers alarms as well."""
        self.down()
        self.env.flush_all()
        for user, reads in ((self.colleague, 2), (self.manager, 3)):
            issues = self.issues(user)

            def page(issues=issues):
                issues.env["hypercare.period"]._alarms_for_user()
                issues._report_session()
                issues._outages(issues.env.user._get_company_ids())

            page()
            # The alarms of managers stand in a savepoint: two more, which read nothing.
            guard = 2 if user == self.manager else 0
            with self.subTest(user.login), self.assertQueryCount(reads + guard):
                page()
