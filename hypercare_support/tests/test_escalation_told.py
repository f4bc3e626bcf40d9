"""Whom an escalation reaches: bursts, nights, people who are away, secrets."""

from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.bus.models.bus import json_dump

from .common import at_time
from .escalation_common import EscalationCase
from .test_clocks import utc


@tagged("post_install", "-at_install")
class TestEscalationTold(EscalationCase):
    RULES = ("overdue",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.step("overdue").role_ids = cls.roles("assignee")

    def burst(self, count, severity="s2", at=None, **values):
        return self.env["hypercare.issue"].union(
            *(
                self.make_issue(severity, at=at or utc(2, 10), **values)
                for _number in range(count)
            )
        )

    # -- Bursts ------------------------------------------------------------------------

    def test_a_burst_is_one_digest_per_person(self):
        issues = self.burst(30)
        rows = self.sweep(utc(2, 14))
        self.assertEqual(len(rows), 30)
        self.assertEqual(len(rows.delivery_ids), 30)
        [mail] = self.deliver(utc(2, 14))
        self.assertEqual(self.readers(mail), {"l1@example.com"})
        for issue in issues:
            self.assertIn(issue.number, mail["body"])
        self.assertEqual(set(rows.delivery_ids.mapped("sent_at")), {utc(2, 14)})

    def test_five_notices_are_five_mails_and_six_are_one(self):
        for count, mails in ((5, 5), (6, 1)):
            with self.subTest(count=count), self.undone():
                self.burst(count)
                self.sweep(utc(2, 14))
                self.assertEqual(len(self.deliver(utc(2, 14))), mails)

    def test_a_burst_larger_than_a_batch_is_one_digest(self):
        with self.batches_of(4):
            self.burst(11)
            rows = self.sweep(utc(2, 14))
        self.assertEqual(len(rows), 11)
        self.assertEqual(set(rows.mapped("told_at")), {utc(2, 14)})
        self.assertEqual(len(rows.delivery_ids.mail_id), 1)

    def test_a_digest_for_one_leaves_the_mails_of_others(self):
        self.step("overdue").role_ids = self.roles("assignee", "next_tier_lead")
        issues = self.burst(7)
        for issue in issues[:5]:
            self.do(issue, self.manager, utc(2, 11), user_id=self.l3.id)
        rows = self.sweep(utc(2, 18)) | self.sweep(utc(3, 9))
        mails = self.deliver(utc(3, 9))
        by_reader = [self.readers(mail) for mail in mails]
        self.assertEqual(by_reader.count({"l2@example.com"}), 1)
        self.assertEqual(by_reader.count({"l3@example.com"}), 5)
        self.assertTrue(all(rows.mapped("told_at")))

    def test_the_list_for_the_standup_is_one_mail(self):
        self.only("standup")
        self.burst(3, "s3")
        self.sweep(utc(3, 9, 30))
        [mail] = self.deliver(utc(3, 9, 30))
        self.assertEqual(self.readers(mail), {"manager@example.com"})

    # -- Nights ------------------------------------------------------------------------

    def test_outside_hours_an_s2_waits_and_an_s1_does_not(self):
        self.only()
        self.make_rule("severity", [{"timing": "at_once", "tell": ["client_pm"]}])
        calm = self.make_issue("s2", at=utc(2, 20))
        urgent = self.make_issue("s1", at=utc(2, 20))
        rows = self.sweep(utc(2, 20))
        self.assertEqual(rows.issue_id, calm | urgent)
        [mail] = self.deliver(utc(2, 20))
        self.assertIn(urgent.number, mail["subject"])
        held = rows.filtered(lambda row: row.issue_id == calm)
        self.assertEqual((held.notify_at, held.told_at), (utc(3, 9), False))
        self.assertFalse(self.deliver(utc(3, 8)))
        self.sweep(utc(3, 9))
        [mail] = self.deliver(utc(3, 9))
        self.assertIn(calm.number, mail["subject"])

    def test_what_is_over_in_the_morning_is_not_told(self):
        self.make_rule("severity", [{"timing": "at_once", "tell": ["client_pm"]}])
        issue = self.make_issue("s2", at=utc(2, 20))
        row = self.sweep(utc(2, 20))
        self.do(issue, self.l1, utc(2, 21), state="resolved")
        self.sweep(utc(3, 9))
        self.assertEqual(row.told_at, utc(3, 9))
        self.assertIn("Over before", row.done)
        self.assertFalse(row.delivery_ids)

    def test_the_sponsors_day_does_not_wait_for_the_morning(self):
        self.only("no_plan")
        self.make_issue("s2", at=utc(2, 23))
        row = self.sweep(utc(3, 23))
        self.assertEqual(row.told_at, utc(3, 23))

    # -- People who are away -----------------------------------------------------------

    def away(self, user, begin, end=False):
        user.write({"out_of_office_from": begin, "out_of_office_to": end})

    def instead(self, row):
        """Return who stands in for whom."""
        return {
            (delivery.partner_id.name, delivery.instead_of_id.name)
            for delivery in row.delivery_ids
            if delivery.way == "email"
        }

    def test_whoever_is_away_is_replaced(self):
        deputy = self.make_user("deputy")
        nobody = self.env["res.users"]
        cases = [
            # what happens to L1, who is told in whose place
            ("backup", lambda: self.away(self.l1, utc(1, 0)), deputy),
            ("no backup", lambda: self.away(self.l1, utc(1, 0)), self.manager),
            ("archived", lambda: self.l1.write({"active": False}), deputy),
            ("no address", lambda: self.l1.partner_id.write({"email": "x"}), deputy),
            ("back again", lambda: self.away(self.l1, utc(1, 0), utc(2, 13)), nobody),
        ]
        for name, happens, expected in cases:
            with self.subTest(name), self.undone():
                if name != "no backup":
                    self.tier1.backup_id = deputy
                    self.tier1.member_ids = [Command.create({"user_id": deputy.id})]
                self.make_issue("s2", at=utc(2, 10), user=self.reporter)
                happens()
                row = self.sweep(utc(2, 14))
                pair = (expected.name, "L1") if expected else ("L1", False)
                self.assertEqual(self.instead(row), {pair})
                if expected:
                    self.assertTrue(row.delivery_ids.instead_reason)

    def test_the_rota_decides_who_is_told(self):
        deputy = self.make_user("deputy")
        self.tier1.member_ids = [Command.create({"user_id": deputy.id})]
        self.env["hypercare.shift"].create(
            {
                "tier_id": self.tier1.id,
                "user_id": deputy.id,
                "start_at": utc(2, 9),
                "end_at": utc(2, 18),
            }
        )
        self.make_issue("s2", at=utc(2, 10))
        row = self.sweep(utc(2, 14))
        self.assertEqual(self.told(row), deputy)
        self.assertIn("off shift", row.delivery_ids.instead_reason)

    def test_nobody_on_shift_is_an_escalation(self):
        self.only("overdue", "nobody")
        issue = self.make_issue("s1", at=utc(2, 22))
        rows = self.sweep(utc(3, 0))
        nobody = rows.filtered(lambda row: row.rule_id == self.rule("nobody"))
        first = rows - nobody
        self.assertEqual((nobody.res_model, nobody.res_id), (first._name, first.id))
        self.assertIn("is on shift", first.problem)
        self.assertEqual(self.told(first), self.l3 | self.manager)
        self.assertEqual(self.told(nobody), self.manager | self.consultant)
        self.assertEqual(nobody.issue_id, issue)
        self.assertFalse(self.sweep(utc(3, 0)))

    def test_on_shift_at_night_nobody_else_is_woken(self):
        self.only("overdue", "nobody")
        self.env["hypercare.shift"].create(
            {
                "tier_id": self.tier3.id,
                "user_id": self.l3.id,
                "start_at": utc(2, 18),
                "end_at": utc(3, 9),
            }
        )
        self.make_issue("s1", at=utc(2, 22))
        row = self.sweep(utc(3, 0))
        self.assertEqual(self.told(row), self.l3)
        self.assertFalse(row.problem)

    def test_confidential_issues_reach_those_who_may_read_them(self):
        self.step("overdue").role_ids = self.roles("assignee", "next_tier_lead")
        self.make_issue("s2", at=utc(2, 10), confidential=True)
        row = self.sweep(utc(2, 14))
        self.assertEqual(self.instead(row), {("L1", False), ("Manager", "L2")})

    def test_each_tier_of_an_s1_hears_of_its_own_pick_up(self):
        self.only("pickup")
        self.make_issue("s1", at=utc(2, 10))
        row = self.sweep(utc(2, 10, 30))
        self.assertEqual(row.tier_id, self.tier1)
        self.assertEqual(self.told(row), self.l1)

    # -- Other ways than mail ----------------------------------------------------------

    def test_activity_follower_notice_and_priority(self):
        self.step("overdue").write(
            {
                "notify_email": False,
                "notify_activity": True,
                "notify_inbox": True,
                "add_followers": True,
                "raise_priority": True,
            }
        )
        issue = self.make_issue("s2", at=utc(2, 10))
        row = self.sweep(utc(2, 14))
        self.assertFalse(self.deliver(utc(2, 14)))
        self.assertEqual(set(row.delivery_ids.mapped("way")), {"activity", "notice"})
        self.assertEqual(issue.activity_ids.user_id, self.l1)
        self.assertIn(self.l1.partner_id, issue.message_partner_ids)
        self.assertEqual(issue.priority, "1")
        self.assertIn("high priority", row.done)

    def test_a_notice_reaches_the_screen_after_the_commit(self):
        self.step("overdue").notify_inbox = True
        self.make_issue("s2", at=utc(2, 10))
        self.env["bus.bus"].sudo().search([]).unlink()
        self.sweep(utc(2, 14))
        self.env.cr.precommit.run()
        notices = (
            self.env["bus.bus"]
            .sudo()
            .search([("message", "like", "simple_notification")])
        )
        channel = json_dump((self.env.cr.dbname, "res.partner", self.l1.partner_id.id))
        self.assertEqual(notices.mapped("channel"), [channel])

    def test_portal_users_are_told_by_mail(self):
        outside = self.make_user("outside")
        outside.group_ids = [Command.set([self.env.ref("base.group_portal").id])]
        self.period.sponsor_id = outside
        self.only()
        self.make_rule(
            "severity",
            [
                {
                    "timing": "at_once",
                    "tell": ["sponsor"],
                    "notify_activity": True,
                    "notify_inbox": True,
                }
            ],
        )
        self.make_issue("s2", at=utc(2, 10))
        row = self.sweep(utc(2, 10))
        self.assertEqual(row.delivery_ids.mapped("way"), ["email"])
        self.assertEqual(self.told(row), outside)

    def test_readers_of_other_languages_get_their_own_mail(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.step("overdue").role_ids = self.roles("assignee", "next_tier_lead")
        self.l2.lang = "fr_FR"
        self.make_issue("s2", at=utc(2, 10))
        self.sweep(utc(2, 14))
        mails = self.deliver(utc(2, 14))
        self.assertEqual(
            sorted(map(sorted, map(self.readers, mails))),
            [["l1@example.com"], ["l2@example.com"]],
        )

    def test_inbox_users_are_told_by_mail_as_well(self):
        self.l1.notification_type = "inbox"
        self.make_issue("s2", at=utc(2, 10))
        self.sweep(utc(2, 14))
        self.assertEqual(len(self.deliver(utc(2, 14))), 1)

    def test_what_cannot_be_told_leaves_the_others_their_turn(self):
        bad, good = self.burst(2)
        tell = type(self.env["hypercare.escalation"])._mail_people

        def fail(rows, people):
            if bad in rows.issue_id:
                raise ValueError("poison")
            return tell(rows, people)

        self.patch(type(self.env["hypercare.escalation"]), "_mail_people", fail)
        with self.assertLogs("odoo.addons.hypercare_support", "ERROR"):
            rows = self.sweep(utc(2, 14))
        self.assertEqual(rows.issue_id, good)
        self.assertIn("poison", bad.sweep_error)

    def test_held_rows_that_fail_are_tried_again(self):
        self.make_rule("severity", [{"timing": "at_once", "tell": ["client_pm"]}])
        self.make_issue("s2", at=utc(2, 20))
        row = self.sweep(utc(2, 20))
        cls = type(self.env["hypercare.escalation"])
        with self.assertLogs("odoo.addons.hypercare_support", "ERROR"):
            original, cls._mail_people = cls._mail_people, None
            try:
                self.sweep(utc(3, 9))
            finally:
                cls._mail_people = original
        self.assertFalse(row.told_at)
        self.assertEqual(row.notify_at, utc(3, 9, 15))
        self.assertIn("TypeError", row.problem)
        self.sweep(utc(3, 9, 15))
        self.assertEqual(self.told(row), self.manager)

    def test_the_alarm_about_unsent_mail_needs_no_mail(self):
        self.make_issue("s2", at=utc(2, 10))
        self.sweep(utc(2, 14))
        self.deliver(utc(2, 14), OSError("down"))
        for minutes, alarmed in ((4, False), (6, True)):
            with at_time(utc(2, 14) + timedelta(minutes=minutes)):
                codes = {alarm["code"] for alarm in self.period._hypercare_alarms()}
                self.assertEqual("unsent" in "".join(codes), alarmed)
