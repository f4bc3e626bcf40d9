"""The daily stand-up: what it shows, when it is held, what opening it costs."""

from datetime import datetime, timedelta

from odoo import fields
from odoo.tests import tagged

from .common import MONDAY, at_time
from .standup_common import DAY, TUESDAY, StandupCase

#: Statements to open the screen, before the stand-up and in it.
QUERIES_READY = QUERIES_OPEN = 15


@tagged("post_install", "-at_install")
class TestStandup(StandupCase):
    def test_the_agenda_speaks_of_each_issue_once(self):
        before = MONDAY - 3 * DAY
        urgent = self.make_issue("s2", at=MONDAY)
        passed = self.owned(at=MONDAY, commit_date="2026-03-02")
        nobody = self.make_issue("s4", at=TUESDAY - timedelta(minutes=1))
        undated = self.make_issue("s3", at=MONDAY)
        self.do(undated, self.l1, MONDAY, user_id=self.l1.id)
        waiting = self.owned(at=before)
        self.do(waiting, self.l1, before, state="waiting")
        fresh = self.owned(at=TUESDAY - timedelta(hours=1))
        quiet = self.owned(at=MONDAY - DAY)
        solved = self.owned(at=MONDAY - DAY)
        self.do(solved, self.l1, MONDAY, state="resolved")
        long_ago = self.owned(at=before)
        self.do(long_ago, self.l1, before, state="resolved")
        dropped = self.owned(at=MONDAY - DAY)
        self.do(dropped, self.l1, MONDAY, state="cancelled")
        board = self.start()
        self.assertEqual(
            self.sections(board),
            {
                "urgent": urgent.ids,
                "late": passed.ids,
                "no_owner": nobody.ids,
                "no_date": undated.ids,
                "waiting": waiting.ids,
                "new": fresh.ids,
                "resolved": solved.ids,
            },
        )
        self.assertNotIn(quiet.id, [line["issue_id"] for line in board["lines"]])
        card = self.line(board, passed)
        self.assertTrue(card["is_date_past"])
        self.assertEqual(self.line(board, undated)["lacks"], "date")
        self.assertEqual(self.line(board, waiting)["waiting"], "Reporter")

    def test_looking_starts_nothing(self):
        self.make_issue("s2", at=MONDAY)
        with at_time(TUESDAY):
            board = self.standups.standup_open()
        self.assertEqual(board["state"], "ready")
        self.assertEqual(board["counts"], {"urgent": 1})
        self.assertTrue(board["is_business_day"])
        self.assertFalse(self.standups.search([("period_id", "=", self.period.id)]))

    def test_it_can_be_held_on_a_day_off(self):
        friday = datetime(2026, 3, 6, 3, 30)
        with at_time(friday):
            board = self.standups.standup_open()
        self.assertFalse(board["is_business_day"])
        self.assertEqual(board["days"][0]["id"], "2026-03-08")
        self.assertEqual(self.start(friday)["state"], "open")

    def test_without_support_hours_it_is_held_all_the_same(self):
        self.period.calendar_id = False
        issue = self.make_issue("s3", at=TUESDAY - timedelta(hours=2))
        board = self.start()
        self.assertEqual(self.sections(board), {"no_owner": issue.ids})
        self.assertEqual(board["days"][0], {"id": "2026-03-03", "name": "Today"})

    def test_two_who_start_hold_one(self):
        first = self.start()
        second = self.start(TUESDAY + timedelta(minutes=1), user=self.l1)
        self.assertEqual(second["id"], first["id"])
        self.assertEqual(second["led_by"], "Manager")
        standup = self.standup(first)
        self.assertEqual(standup.attended_ids, self.manager)
        self.assertEqual(
            standup.sudo().invited_ids,
            self.manager | self.consultant | self.l1 | self.l2 | self.l3,
        )

    def test_today_is_the_day_of_the_period(self):
        for moment, day in (
            (datetime(2026, 3, 3, 17, 59), "2026-03-03"),
            (datetime(2026, 3, 3, 18, 1), "2026-03-04"),
        ):
            with self.subTest(day=day):
                standup = self.standup(self.start(moment))
                self.assertEqual(fields.Date.to_string(standup.date), day)
        self.period.tz = "Europe/Berlin"
        # The night in which the clocks go forward: one stand-up a day, none lost.
        for moment, day in (
            (datetime(2026, 3, 28, 22, 59), "2026-03-28"),
            (datetime(2026, 3, 28, 23, 1), "2026-03-29"),
            (datetime(2026, 3, 29, 21, 59), "2026-03-29"),
            (datetime(2026, 3, 29, 22, 1), "2026-03-30"),
        ):
            with self.subTest(moment=moment):
                standup = self.standup(self.start(moment))
                self.assertEqual(fields.Date.to_string(standup.date), day)

    def test_new_is_what_came_since_the_last_one(self):
        with at_time(MONDAY):
            board = self.standups.standup_start(self.period.id)
            self.standup(board).standup_close()
        before = self.owned(at=MONDAY - timedelta(minutes=1))
        after = self.owned(at=MONDAY)
        board = self.start(TUESDAY)
        self.assertEqual(self.sections(board), {"new": after.ids})
        self.assertTrue(before.is_open)

    def test_an_interrupted_one_goes_on_where_it_was(self):
        first = self.make_issue("s1", at=MONDAY)
        second = self.make_issue("s2", at=MONDAY)
        board = self.start()
        with at_time(TUESDAY):
            self.standup(board).standup_discussed(self.line(board, first)["id"])
        late = TUESDAY + timedelta(hours=2)
        third = self.make_issue("s3", at=late - timedelta(minutes=5))
        with at_time(late):
            again = self.standups.standup_open()
        self.assertEqual(again["state"], "open")
        self.assertEqual(again["started_at"], board["started_at"])
        self.assertEqual(
            [(line["issue_id"], line["discussed"]) for line in again["lines"]],
            [(first.id, True), (second.id, False), (third.id, False)],
        )
        with at_time(TUESDAY + DAY):
            following = self.standups.standup_open()
            self.assertEqual(following["state"], "ready")
            self.assertEqual(following["unfinished"]["id"], board["id"])
            old = self.standups.standup_open(False, board["id"])
        self.assertEqual((old["state"], len(old["lines"])), ("open", 3))

    # -- Speed -------------------------------------------------------------------------

    def test_opening_costs_the_same_for_ten_and_sixty_issues(self):
        def issues(count):
            with at_time(MONDAY):
                self.env["hypercare.issue"].with_user(self.manager).create(
                    [
                        {
                            "name": f"Issue {number}",
                            "period_id": self.period.id,
                            "severity": f"s{number % 4 + 1}",
                            "user_id": number % 3 and self.l1.id,
                        }
                        for number in range(count)
                    ]
                )

        def opening(count):
            self.env.flush_all()
            self.env.invalidate_all()
            with at_time(TUESDAY), self.assertQueryCount(count):
                board = self.standups.standup_open(self.period.id)
                self.env.flush_all()
            return len(board.get("lines", ())) or sum(board["counts"].values())

        issues(9)
        waiting = self.owned(at=MONDAY - 3 * DAY)
        self.do(waiting, self.l1, MONDAY - 3 * DAY, state="waiting")
        with at_time(TUESDAY):
            self.standups.standup_open(self.period.id)
        self.assertEqual(opening(QUERIES_READY), 10)
        issues(50)
        self.assertEqual(opening(QUERIES_READY), 60)
        self.start()
        self.assertEqual(opening(QUERIES_OPEN), 60)
