"""What portal users do, and what decides whether they may."""

from datetime import date, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.hypercare_support.tests.common import MONDAY, at_time

from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestMembership(PortalCase):
    """Membership decides, and ends at once."""

    def test_without_membership_nothing_is_left(self):
        member = self.tier3.member_ids.filtered(lambda m: m.user_id == self.out_l3)
        self.mine.with_user(self.l3).write({"user_id": self.out_l3.id})
        self.assertTrue(self.outside(self.mine, self.out_l3))
        member.active = False
        self.assertFalse(self.outside(self.mine, self.out_l3))
        with self.assertRaises(AccessError):
            self.act(self.mine, self.out_l3, "reply", text="Still here?")
        member.active = True
        self.assertTrue(self.outside(self.mine, self.out_l3))
        member.unlink()
        self.assertFalse(self.outside(self.mine, self.out_l3))

    def test_only_on_the_days_of_the_membership(self):
        member = self.tier3.member_ids.filtered(lambda m: m.user_id == self.out_l3)
        today = self.period._local_day(fields.Datetime.now())
        day = timedelta(days=1)
        for begin, end, expected in (
            (today, today, True),
            (today + day, False, False),
            (False, today - day, False),
            (today - day, today + day, True),
        ):
            member.write({"date_from": begin, "date_to": end})
            with self.subTest(begin=begin, end=end):
                self.assertEqual(bool(self.outside(self.mine, self.out_l3)), expected)

    def test_the_period_has_to_be_there(self):
        self.period.sudo()._write({"state": "closed"})
        self.assertTrue(self.outside(self.mine, self.out_l3))
        with self.assertRaisesRegex(AccessError, "only be read"):
            self.act(self.mine, self.out_l3, "take")
        self.period.sudo()._write({"state": "cancelled"})
        for user in (self.out_l3, self.out_sponsor):
            self.assertFalse(self.outside(self.mine, user))
        self.period.sudo()._write({"state": "running", "active": False})
        for user in (self.out_l3, self.out_sponsor):
            self.assertFalse(self.outside(self.mine, user))

    def test_another_sponsor_another_account(self):
        self.assertTrue(self.outside(self.low, self.out_sponsor))
        self.period.sponsor_id = self.sponsor
        self.assertFalse(self.outside(self.low, self.out_sponsor))
        internal = self.env.ref("base.group_user").ids
        self.out_l3.group_ids = [Command.set(internal)]
        self.assertFalse(self.outside(self.mine, self.out_l3))

    def test_what_a_tier_had_is_still_seen_by_it(self):
        self.act(
            self.mine, self.out_l3, "hand-over", tier=str(self.tier2.id), reason="x"
        )
        self.assertEqual(self.mine.tier_id, self.tier2)
        self.assertTrue(self.outside(self.mine, self.out_l3))
        self.assertFalse(self.outside(self.low, self.out_l3))
        # An S1 engages all tiers at once.
        critical = self.issue(self.l1, "Stopped", "s1", tier_id=self.tier1.id)
        self.assertTrue(self.outside(critical, self.out_l3))

    def test_what_becomes_confidential_is_gone(self):
        self.mine.with_user(self.l3).write({"user_id": self.out_l3.id})
        self.mine.with_user(self.manager).write({"confidential": True})
        for user in (self.out_l3, self.out_sponsor):
            self.assertFalse(self.outside(self.mine, user))
            with self.assertRaises(AccessError):
                self.act(self.mine, user, "reply", text="?")

    def test_who_runs_a_period_has_an_account_inside(self):
        for name in ("client_pm_id", "consultant_lead_id", "business_owner_id"):
            with (
                self.subTest(field=name),
                self.assertRaises(UserError) as refused,
                self.env.cr.savepoint(),
            ):
                self.period[name] = self.out_nobody
            self.assertIn("Out Nobody has a portal account", str(refused.exception))
            self.env.invalidate_all()

    def test_a_portal_account_gets_no_group_of_ours(self):
        for name in ("agent", "manager", "sponsor", "admin"):
            self.assertFalse(self.out_l3.has_group(f"hypercare_support.group_{name}"))
        self.assertTrue(self.out_l3._is_portal())


@tagged("post_install", "-at_install")
class TestActs(PortalCase):
    def test_taking_answers_and_stops_the_pick_up(self):
        issue = self.make_issue("s2", at=MONDAY, tier_id=self.tier3.id)
        issue.sudo().write({"tier_id": self.tier3.id})
        with at_time(MONDAY + timedelta(minutes=20)):
            self.act(issue, self.out_l3, "take")
        self.assertEqual((issue.user_id, issue.state), (self.out_l3, "assigned"))
        self.assertEqual(issue.responded_at, MONDAY + timedelta(minutes=20))
        self.assertEqual(self.clock(issue, "pickup").outcome, "met")
        event = issue.event_ids.filtered(lambda one: one.kind == "owner")
        self.assertEqual(event.user_id, self.out_l3)
        with self.assertRaisesRegex(UserError, "has taken"):
            self.member(self.tier3, self.out_nobody)
            self.act(issue, self.out_nobody, "take")

    def test_a_reply_is_the_word_of_the_team_and_a_sponsors_is_none(self):
        issue = self.make_issue("s2", at=MONDAY)
        issue.sudo().write({"tier_id": self.tier3.id})
        with at_time(MONDAY + timedelta(minutes=10)):
            self.act(issue, self.out_sponsor, "reply", text="What about it?")
        self.assertFalse(issue.responded_at)
        with at_time(MONDAY + timedelta(minutes=30)):
            self.act(issue, self.out_l3, "reply", text="We look\ninto it")
        self.assertEqual(issue.responded_at, MONDAY + timedelta(minutes=30))
        message = issue.message_ids.filtered(
            lambda one: one.author_id == self.out_l3.partner_id
        )
        self.assertEqual(message.subtype_id, self.env.ref("mail.mt_comment"))
        self.assertIn("We look<br", message.body)

    def test_only_the_moves_that_are_offered(self):
        choices = dict(self.mine.with_user(self.out_l3).sudo()._outside_moves())
        self.assertEqual(
            set(choices), {"in_progress", "waiting:reporter", "waiting:third_party"}
        )
        for to in ("closed", "cancelled", "transferred", "new", "", "x", "waiting"):
            with self.subTest(to=to), self.assertRaisesRegex(UserError, "next steps"):
                self.act(self.mine, self.out_l3, "move", to=to)
        self.act(
            self.mine, self.out_l3, "move", to="waiting:third_party", reason="Bank"
        )
        self.assertEqual(
            (self.mine.state, self.mine.waiting_for, self.mine.user_id),
            ("waiting", "third_party", self.out_l3),
        )
        event = self.mine.event_ids.filtered(lambda one: one.new == "waiting")
        self.assertEqual((event.reason, event.user_id), ("Bank", self.out_l3))
        self.act(self.mine, self.out_l3, "resolve", resolution="Bank mended it")
        self.assertEqual(
            (self.mine.state, self.mine.resolution), ("resolved", "Bank mended it")
        )
        self.act(self.mine, self.out_l3, "move", to="in_progress")
        self.assertEqual(self.mine.reopen_count, 1)
        self.mine.with_user(self.l3).write({"state": "cancelled"})
        with self.assertRaises(UserError):
            self.act(self.mine, self.out_l3, "move", to="in_progress")

    def test_words_are_asked_for(self):
        tier = str(self.tier2.id)
        foreign = self.other_period.tier_ids[0]
        for act, form in (
            ("resolve", {}),
            ("resolve", {"resolution": " \n "}),
            ("hand-over", {"tier": tier}),
            ("hand-over", {"tier": str(foreign.id), "reason": "x"}),
            ("hand-over", {"tier": str(self.tier3.id), "reason": "x"}),
            ("hand-over", {"reason": "x"}),
            ("reply", {}),
            ("reply", {"text": "x" * 20_001}),
            ("plan", {"plan_date": "31.12."}),
        ):
            with (
                self.subTest(act=act, form=str(form)[:40]),
                self.assertRaises(UserError),
            ):
                self.act(self.mine, self.out_l3, act, **form)
        self.assertEqual((self.mine.state, self.mine.tier_id), ("new", self.tier3))

    def test_the_plan_is_written_and_owned(self):
        self.act(
            self.mine,
            self.out_l3,
            "plan",
            plan="Mend the import",
            plan_date="2026-03-05",
            commit_date="2026-03-06",
            workaround="Type it",
            severity="s4",
            state="closed",
            confidential="1",
        )
        issue = self.mine
        self.assertEqual((issue.plan, issue.workaround), ("Mend the import", "Type it"))
        self.assertEqual(issue.plan_owner_id, self.out_l3)
        self.assertEqual(issue.commit_date, date(2026, 3, 6))
        # What else is sent along is not even looked at.
        self.assertEqual((issue.severity, issue.state), ("s2", "new"))
        self.assertFalse(issue.confidential)

    def test_who_only_reads_does_nothing(self):
        for act in ("take", "move", "hand-over", "resolve", "plan"):
            with (
                self.subTest(act=act),
                self.assertRaisesRegex(AccessError, "only be read"),
            ):
                self.act(self.mine, self.out_sponsor, act, to="in_progress")
        for user in (self.out_other, self.out_foreign, self.out_nobody, self.l3):
            for act in ("reply", "take", "fly", "_outside_page"):
                with self.assertRaises(AccessError):
                    self.act(self.mine, user, act, text="x")

    def test_the_phase_binds_outside_as_well(self):
        self.env["hypercare.phase"].create(
            {
                "period_id": self.period.id,
                "name": "Business first",
                "date_from": "2026-03-01",
                "date_to": "2026-03-14",
                "take_s1": True,
                "take_s2": False,
                "take_s3": False,
                "take_s4": False,
            }
        )
        low = self.issue(self.l1, "Low", tier_id=self.tier2.id)
        self.member(self.tier1, self.out_l3)
        low.sudo()._write_columns({"tier_id": self.tier1.id})
        with (
            at_time(MONDAY),
            self.assertRaisesRegex(UserError, "stays with the business"),
        ):
            self.act(
                low, self.out_l3, "hand-over", tier=str(self.tier3.id), reason="Please"
            )

    def test_a_program_is_slowed_down(self):
        path = "odoo.addons.hypercare_support_portal.models.issue_act.MOST_A_MINUTE"
        with patch(path, 2):
            self.act(self.mine, self.out_l3, "reply", text="One")
            self.act(self.mine, self.out_l3, "reply", text="Two")
            with self.assertRaisesRegex(UserError, "Wait a minute"):
                self.act(self.mine, self.out_l3, "reply", text="Three")

    def test_late_and_paused_stand_in_words(self):
        issue = self.make_issue("s2", at=MONDAY)
        issue.sudo().write({"tier_id": self.tier3.id})
        with at_time(MONDAY + timedelta(hours=1)):
            page = self.outside(issue, self.out_l3)._outside_page()
            clocks = {one["name"]: one["state_text"] for one in page["clocks"]}
            self.assertEqual(
                clocks["First response"].replace("\xa0", " "), "On track: 3 h left"
            )
        with at_time(MONDAY + timedelta(days=3)):
            page = self.outside(issue, self.out_l3)._outside_page()
            states = {one["name"]: one["state_text"] for one in page["clocks"]}
            self.assertIn("Late by", states["First response"])
            self.assertTrue(all(one["state_text"] for one in page["clocks"]))
