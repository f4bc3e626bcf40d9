"""Phases announced, ends told, check-ins prepared: each thing once, in the morning."""

import re
from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError

from ..models.escalation_people import Roster
from .common import at_time
from .phases_common import CRITICAL, ESCALATION, PhasesCommon

#: 07:30 in Dhaka on Sunday, 1 March.
GO_LIVE = datetime(2026, 3, 1, 1, 30)


class NoticeCase(PhasesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Nothing but what is told here is under test.
        cls.env["hypercare.period"].search([("id", "!=", cls.period.id)]).active = False
        cls.period.status_mails = False

    def morning(self, day, hours=0):
        """Run the scheduled action on a day of March; return who was told what."""
        moment = GO_LIVE + timedelta(days=day - 1, hours=hours)
        before = self.env["mail.mail"].search([]).ids
        with at_time(moment), self.enter_registry_test_mode():
            self.env.ref("hypercare_support.ir_cron_notices").method_direct_trigger()
        self.env.invalidate_all()
        self.mails = self.env["mail.mail"].search(
            [("id", "not in", before), ("model", "=", "hypercare.period")]
        )
        return {
            re.search("<(.*)@example.com>", mail.email_to)[1]: mail.subject
            for mail in self.mails
        }

    def codes(self):
        return set(self.period.notice_ids.mapped("code"))


class TestNotices(NoticeCase):
    def test_a_phase_is_announced_once_to_everybody(self):
        self.make_phase(1, 7, "Intensive")
        second = self.make_phase(8, 14, "Stabilise", **CRITICAL)
        partner = self.env["res.partner"].create(
            {"name": "Rahim", "email": "rahim@example.com"}
        )
        quiet = partner.copy({"name": "Quiet", "email": "quiet@example.com"})
        stakeholders = self.env["hypercare.stakeholder"].create(
            [
                {"period_id": self.period.id, "partner_id": one.id}
                for one in (partner, quiet)
            ]
        )
        stakeholders[1]._set_unsubscribed(True)
        self.morning(1)
        self.morning(5)
        self.assertFalse(self.morning(8, hours=-1))
        told = self.morning(8)
        everybody = {"manager", "lead", "sponsor", "l1", "l2", "l3", "rahim"}
        self.assertEqual(set(told), everybody)
        self.assertEqual(told["l1"], "Go-live: from now on “Stabilise”")
        body = self.mails[0].body_html
        for text in (
            "From today: Stabilise.",
            "The project team takes S1;",
            "stay with",
        ):
            self.assertIn(text, body)
        with_link = self.mails.filtered(lambda mail: "rahim" in mail.email_to)
        self.assertIn("unsubscribe", with_link.body_html)
        self.assertIn("From today: Stabilise", self.period.message_ids[0].body)
        self.assertFalse(self.morning(8, hours=2))
        self.assertFalse(self.morning(9))
        self.assertIn(f"phase:{second.id}", self.codes())

    def test_it_waits_for_the_first_business_day(self):
        # 6 and 7 March are Friday and Saturday: days off.
        self.make_phase(1, 5, "Intensive")
        self.make_phase(6, 14, "Stabilise")
        self.morning(1)
        self.assertEqual(set(self.morning(5)), {"manager", "lead"})
        self.assertIn("begins on Fri 6 Mar", self.mails[0].subject)
        self.assertFalse(self.morning(6))
        self.assertFalse(self.morning(7))
        self.assertIn("From today: Stabilise", self.announced(8))

    def announced(self, day):
        self.morning(day)
        return self.mails[:1].body_html or ""

    def test_missed_days_are_caught_up_with(self):
        self.make_phase(1, 14, "Intensive")
        self.assertIn("Since Sun 1 Mar: Intensive", self.announced(4))
        self.assertFalse(self.morning(5))

    def test_what_is_long_past_is_no_news(self):
        self.make_phase(1, 3, "Short")
        self.make_phase(4, 14, "Long")
        self.assertFalse(self.morning(12))

    def test_only_running_hypercare_tells(self):
        self.make_phase()
        for state in ("draft", "ready"):
            period = self.make_period(state=state, name=state)
            self.make_phase(period=period)
            self.morning(1)
            self.assertFalse(period.notice_ids)

    def test_one_that_fails_does_not_hold_up_the_others(self):
        self.make_phase(1, 7, "Intensive")
        company = self.env["res.company"].create({"name": "Other"})
        other = self.make_period(name="Wave 2", company_id=company.id)
        self.make_phase(1, 7, "Intensive", other)
        self.patch(
            self.env.registry["hypercare.period"],
            "_notice_everybody",
            lambda period: 1 / 0 if period == self.period else {},
        )
        with self.assertLogs("odoo.addons.hypercare_support", "ERROR"):
            self.morning(1)
        self.assertFalse(self.period.notice_ids)
        self.assertTrue(other.notice_ids)

    def test_each_company_in_its_own_morning(self):
        self.make_phase()
        company = self.env["res.company"].create({"name": "Other"})
        berlin = self.make_period(
            name="Berlin", company_id=company.id, tz="Europe/Berlin"
        )
        self.make_phase(period=berlin)
        self.morning(1)
        self.assertTrue(self.period.notice_ids)
        # 02:30 in Berlin.
        self.assertFalse(berlin.notice_ids)
        self.morning(1, hours=5)
        self.assertTrue(berlin.notice_ids)

    # -- The end -----------------------------------------------------------------------

    def test_the_end_is_told(self):
        issue = self.make_issue("s3", at=GO_LIVE, confidential=True, name="Payroll")
        self.assertFalse(self.morning(3))
        told = self.morning(9)
        self.assertEqual(set(told), {"manager", "lead"})
        self.assertEqual(told["lead"], "Go-live ends on Sat 14 Mar, open issues: 1")
        self.assertIn(issue.number, self.mails[0].body_html)
        self.assertNotIn("Payroll", self.mails[0].body_html)
        self.assertFalse(self.morning(10))
        told = self.morning(15)
        self.assertIn("ended on Sat 14 Mar, open issues: 1", told["manager"])
        self.assertFalse(self.morning(15, hours=3))
        self.assertEqual(len(self.morning(16)), 2)
        # A day off, then an end to it.
        self.assertFalse(self.morning(20))
        issue.sudo().state = "cancelled"
        self.assertFalse(self.morning(22))

    def test_nothing_open_nothing_told(self):
        for day in (9, 14, 15):
            self.assertFalse(self.morning(day))

    def test_an_extension_starts_over(self):
        self.make_issue("s3", at=GO_LIVE)
        self.morning(9)
        wish = (
            self.env["hypercare.period.extend"]
            .with_user(self.manager)
            .create(
                {
                    "period_id": self.period.id,
                    "new_end": "2026-03-21",
                    "reason": "Close",
                }
            )
        )
        with at_time(GO_LIVE + timedelta(days=9)):
            wish.action_extend()
        mails = self.env["mail.mail"].search([("model", "=", "hypercare.period")])
        told = mails.filtered(lambda mail: "goes on until" in mail.subject)
        self.assertEqual(len(told), 6)
        self.assertIn("Reason, by Manager: Close", told[0].body_html)
        self.assertFalse(self.morning(15))
        self.assertEqual(len(self.morning(17)), 2)

    # -- Check-ins ---------------------------------------------------------------------

    def test_checkins_are_prepared_in_the_morning(self):
        self.patch(
            self.env.registry["hypercare.period"], "_arranges_meetings", lambda p: False
        )
        self.make_phase(1, 7, "Intensive", checkin_rhythm="daily")
        self.make_phase(8, 14, "Stabilise", checkin_rhythm="alternate", **ESCALATION)
        self.env["hypercare.area"].create(
            {
                "period_id": self.period.id,
                "name": "Finance",
                "head_id": self.colleague.id,
            }
        )
        issue = self.make_issue("s2", at=GO_LIVE, name="Dispatch stopped")
        waiting = self.make_issue("s4", at=GO_LIVE, name="Wants a colour")
        waiting.sudo().write({"state": "waiting", "waiting_for": "reporter"})
        days = []
        for day in range(1, 15):
            self.morning(day)
            checkins = self.mails.filtered(lambda mail: "check-in" in mail.subject)
            if checkins:
                days.append(day)
                self.assertEqual(len(checkins), 3)
                body = checkins[0].body_html
                self.assertIn(f"S2 · {issue.number} Dispatch stopped", body)
                self.assertIn("Wants a colour", body)
                self.assertEqual(
                    checkins[0].subject, "Go-live: check-in today at 10:00"
                )
            self.assertFalse(self.morning(day, hours=1))
        self.assertEqual(days, [1, 2, 3, 4, 5, 8, 10, 12])
        self.period.checkin_meetings = False
        self.assertFalse(self.period._checkins())

    def test_check_in_time_is_within_the_day(self):
        with self.refused("it takes a number"):
            self.period.write({"checkin_time": "ten"})

    # -- Somebody leaves ---------------------------------------------------------------

    def test_whoever_leaves_is_told_of_once(self):
        issue = self.make_issue("s3", at=GO_LIVE)
        self.do(issue, self.l1, GO_LIVE, user_id=self.l1.id)
        self.assertFalse(self.morning(2))
        self.l1.active = False
        told = self.morning(3)
        self.assertEqual(set(told), {"manager", "lead"})
        self.assertIn("issues of L1 need an owner", told["lead"])
        self.assertFalse(self.morning(4))
        self.period.invalidate_recordset()
        self.assertIn("No longer there: L1.", self.period.gone_notice)
        action = self.period.with_user(self.manager).action_open_gone()
        found = (
            self.env["hypercare.issue"].with_user(self.manager).search(action["domain"])
        )
        self.assertEqual(found, issue)
        self.do(issue, self.manager, GO_LIVE + timedelta(days=3), user_id=self.l2.id)
        self.period.invalidate_recordset()
        self.assertFalse(self.period.gone_notice)

    def test_escalations_go_to_the_replacement(self):
        issue = self.make_issue("s3", at=GO_LIVE)
        self.do(issue, self.l1, GO_LIVE, user_id=self.l1.id)
        self.tier1.backup_id = self.colleague
        self.tier1.member_ids.create(
            {"tier_id": self.tier1.id, "user_id": self.colleague.id}
        )
        self.l1.active = False
        roles = self.env.ref("hypercare_support.escalation_role_assignee")
        now = GO_LIVE + timedelta(hours=4)
        [told] = issue._people_for(roles, Roster(self.env, now))
        self.assertEqual((told.user, told.instead_of), (self.colleague, self.l1))

    # -- Who may -----------------------------------------------------------------------

    def test_what_was_told_is_evidence(self):
        self.make_phase()
        self.morning(1)
        notice = self.period.notice_ids
        for user in (self.l1, self.sponsor, self.manager):
            self.assertTrue(notice.with_user(user).read(["code"]))
            for act in (lambda n: n.write({"code": "x"}), lambda n: n.unlink()):
                with self.assertRaises(UserError):
                    act(notice.with_user(user))
        with self.assertRaises(AccessError):
            notice.with_user(self.reporter).read(["code"])
        with self.refused("is not changed"):
            notice.sudo().write({"code": "x"})
