from contextlib import contextmanager
from datetime import datetime, timedelta

from odoo import fields
from odoo.fields import Command

from .common import MONDAY, HypercareCommon

#: 22:00 on Monday in Dhaka.
NIGHT = datetime(2026, 3, 2, 16, 0)
#: A Friday, when nobody works; 10:00 in Dhaka.
FRIDAY = datetime(2026, 3, 6, 4, 0)


class PeopleCommon(HypercareCommon):
    """Level 3 has a lead and two more members."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.make_user("second")
        cls.third = cls.make_user("third")
        cls.outsider = cls.make_user("outsider")
        cls.tier3.member_ids = [
            Command.create({"user_id": user.id}) for user in (cls.second, cls.third)
        ]
        cls.member1, cls.member2, cls.member3 = cls.tier3.member_ids
        cls.env.flush_all()

    @classmethod
    def make_shift(cls, start=NIGHT, hours=4, user=None, **values):
        return cls.env["hypercare.shift"].create(
            {
                "tier_id": cls.tier3.id,
                "user_id": (user or cls.second).id,
                "start_at": start,
                "end_at": start + timedelta(hours=hours),
                **values,
            }
        )

    @contextmanager
    def refused(self, error, words):
        """Expect an error, and undo what led to it."""
        with self.assertRaisesRegex(error, words), self.env.cr.savepoint():
            yield

    def send_away(self, user, begin=MONDAY - timedelta(days=1), end=None):
        user.write({"out_of_office_from": begin, "out_of_office_to": end})


class TestOnShift(PeopleCommon):
    def test_without_a_rota_the_support_hours_decide(self):
        everybody = self.l3 | self.second | self.third
        self.assertEqual(self.tier3._on_shift(MONDAY), everybody)
        self.assertFalse(self.tier3._on_shift(NIGHT))
        self.assertFalse(self.tier3._on_shift(FRIDAY))
        closing = datetime(2026, 3, 2, 12, 0)
        self.assertFalse(self.tier3._on_shift(closing))
        self.assertTrue(self.tier3._on_shift(closing - timedelta(seconds=1)))

    def test_members_keep_hours_of_their_own(self):
        self.member2.calendar_id = self.make_calendar(days="01234", hours=((20, 24),))
        self.assertEqual(self.tier3._on_shift(MONDAY), self.l3 | self.third)
        self.assertEqual(self.tier3._on_shift(NIGHT), self.second)

    def test_a_holiday_of_the_own_calendar_closes_it(self):
        calendar = self.make_calendar(days="01234", hours=((20, 24),))
        self.member2.calendar_id = calendar
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": calendar.id,
                "company_id": self.company.id,
                "date_from": NIGHT - timedelta(hours=12),
                "date_to": NIGHT + timedelta(hours=12),
            }
        )
        self.assertFalse(self.tier3._on_shift(NIGHT))

    def test_nobody_is_at_work_without_any_hours(self):
        self.period.calendar_id = False
        self.assertFalse(self.tier3._on_shift(MONDAY))

    def test_the_rota_wins_while_it_lasts(self):
        shift = self.make_shift(start=MONDAY, backup_id=self.third.id)
        self.assertEqual(self.tier3._on_shift(MONDAY), self.second)
        self.assertEqual(
            self.tier3._on_shift(shift.end_at - timedelta(seconds=1)), self.second
        )
        self.assertEqual(len(self.tier3._on_shift(shift.end_at)), 3)
        self.make_shift(start=NIGHT)
        self.assertEqual(self.tier3._on_shift(NIGHT), self.second)
        self.assertFalse(self.tier2._on_shift(NIGHT))

    def test_the_stand_in_of_the_rota_comes_next(self):
        self.make_shift(backup_id=self.third.id)
        self.send_away(self.second)
        self.assertEqual(self.tier3._on_shift(NIGHT), self.third)
        self.send_away(self.third)
        self.assertFalse(self.tier3._on_shift(NIGHT))

    def test_a_rota_of_people_who_are_away_leaves_it_to_the_hours(self):
        self.make_shift(start=MONDAY)
        self.send_away(self.second)
        self.assertEqual(self.tier3._on_shift(MONDAY), self.l3 | self.third)

    def test_members_come_and_go_by_the_day_of_the_period(self):
        self.member2.date_to = "2026-03-02"
        self.member3.date_from = "2026-03-03"
        for calendar_day, expected in (
            (MONDAY, self.l3 | self.second),
            (MONDAY + timedelta(days=1), self.l3 | self.third),
        ):
            self.assertEqual(self.tier3._on_shift(calendar_day), expected)
        # 00:30 on Tuesday in Dhaka is still Monday in UTC.
        midnight = datetime(2026, 3, 2, 18, 30)
        self.assertEqual(self.tier3._members_at(midnight).user_id, self.l3 | self.third)

    def test_people_who_left_are_not_on_shift(self):
        self.second.active = False
        self.member3.active = False
        self.assertEqual(self.tier3._on_shift(MONDAY), self.l3)

    def test_who_asks_does_not_matter(self):
        self.make_shift(start=MONDAY)
        asked_by_reporter = self.tier3.with_user(self.reporter)._on_shift(MONDAY)
        self.assertEqual(asked_by_reporter, self.second)
        self.assertFalse(asked_by_reporter.env.su)

    def test_the_form_shows_who_is_on_duty(self):
        self.make_shift(start=fields.Datetime.now() - timedelta(hours=1))
        self.assertEqual(self.tier3.with_user(self.reporter).on_shift_ids, self.second)


class TestAbsence(PeopleCommon):
    def test_odoos_own_out_of_office(self):
        until = MONDAY + timedelta(days=1)
        for begin, end, reason in (
            (MONDAY, None, "out of office"),
            (MONDAY, until, "out of office until 3 Mar"),
            (MONDAY, MONDAY + timedelta(hours=3), "out of office until 13:00"),
            (MONDAY, datetime(2026, 3, 3, 18, 0), "out of office until 3 Mar"),
            (MONDAY, MONDAY, "out of office until 10:00"),
            (MONDAY + timedelta(seconds=1), None, None),
            (None, until, None),
            (MONDAY - timedelta(days=2), MONDAY - timedelta(seconds=1), None),
        ):
            with self.subTest(begin=begin, end=end):
                self.send_away(self.second, begin, end)
                expected = {self.second: (reason, end or False)} if reason else {}
                found = (self.l3 | self.second)._hypercare_absence(MONDAY)
                self.assertEqual(found, expected)

    def test_archived_accounts_are_away_for_good(self):
        self.send_away(self.second, end=MONDAY + timedelta(days=1))
        self.second.active = False
        self.assertEqual(
            self.second._hypercare_absence(MONDAY),
            {self.second: ("account archived", False)},
        )

    def test_the_member_list_says_who_is_away(self):
        self.send_away(self.second)
        member = self.member2.with_user(self.manager)
        self.assertEqual(member.away_text, "out of office")
        self.assertFalse(self.member1.away_text)


class TestBackup(PeopleCommon):
    def test_the_order_of_stand_ins(self):
        self.tier3.backup_id = self.l2
        self.make_shift(start=MONDAY, backup_id=self.third.id)
        steps = (
            (self.third, None),
            (self.l2, self.third),
            (self.second, self.third | self.l2 | self.l3),
            (self.l3, self.third | self.l2 | self.second),
            (
                self.env["res.users"],
                self.third | self.l2 | self.second | self.l3,
            ),
        )
        for expected, excepted in steps:
            with self.subTest(excepted=excepted and excepted.mapped("login")):
                self.assertEqual(self.tier3._backup(MONDAY, excepted), expected)

    def test_the_next_member_follows_the_one_who_is_replaced(self):
        for user, expected in (
            (self.l3, self.second),
            (self.second, self.third),
            (self.third, self.l3),
        ):
            self.assertEqual(self.tier3._backup(MONDAY, except_users=user), expected)

    def test_rather_a_member_at_work(self):
        self.member3.calendar_id = self.make_calendar(days="01234", hours=((20, 24),))
        self.assertEqual(self.tier3._backup(NIGHT, self.l3), self.third)
        self.assertEqual(self.tier3._backup(MONDAY, self.l3), self.second)

    def test_nobody_who_is_away_stands_in(self):
        self.tier3.backup_id = self.second
        self.send_away(self.second)
        self.assertEqual(self.tier3._backup(MONDAY, self.l3), self.third)
        self.member3.date_to = "2026-03-01"
        self.assertFalse(self.tier3._backup(MONDAY, self.l3))

    def test_who_left_the_tier_is_called_by_nobody(self):
        self.tier3.backup_id = self.second
        self.make_shift(start=MONDAY, user=self.third, backup_id=self.second.id)
        self.member2.date_to = self.member3.date_to = "2026-03-01"
        self.assertEqual(self.tier3._on_shift(MONDAY), self.l3)
        self.assertFalse(self.tier3._backup(MONDAY, self.l3))

    def test_the_lead_is_the_last_resort(self):
        self.tier3.lead_id = self.outsider
        self.tier3.member_ids.active = False
        self.assertEqual(self.tier3._backup(MONDAY, self.l3), self.outsider)
