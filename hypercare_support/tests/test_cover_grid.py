from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .common import MONDAY, at_time
from .test_cover import BEFORE, NEXT_SUNDAY, SUNDAY, CoverCommon


class TestCoverGrid(CoverCommon):
    def grid(self, user=None, week="2026-03-04", period=None):
        period = self.draft if period is None else period
        with at_time(BEFORE):
            return period.with_user(user or self.manager).cover_grid(week)

    def test_a_week_begins_with_the_first_working_day(self):
        grid = self.grid()
        self.assertEqual(grid["week"]["start"], "2026-03-01")
        self.assertEqual(grid["week"]["next"], "2026-03-08")
        self.assertEqual(grid["days"][0]["label"], "Sunday 1 March")
        self.assertEqual(grid["days"][0]["open"], "09:00–18:00")
        self.assertEqual(grid["days"][5]["open"], "")
        self.assertEqual(
            [tier["id"] for tier in grid["tiers"]], self.draft.tier_ids.ids
        )

    def test_a_cell_says_who_is_there_who_is_away_and_when_nobody_is(self):
        self.member.calendar_id = self.partner_week
        self.l2.write({"out_of_office_from": SUNDAY, "out_of_office_to": NEXT_SUNDAY})
        grid = self.grid()
        _level1, level2, level3 = grid["tiers"]
        sunday, monday = level3["cells"][:2]
        self.assertEqual(sunday["holes"], ["09:00–18:00"])
        self.assertEqual(sunday["people"], [])
        self.assertEqual(monday["holes"], [])
        self.assertEqual(
            monday["people"], [{"name": "L3", "hours": "09:00–18:00", "is_rota": False}]
        )
        self.assertEqual(
            level2["cells"][0]["away"], [{"name": "L2", "reason": "out of office"}]
        )
        kinds = {bar["kind"] for bar in sunday["bars"]}
        self.assertIn("hole", kinds)
        first = grid["lines"][0]
        self.assertEqual(first["level"], "warning")
        texts = [line["text"] for line in grid["lines"]]
        self.assertIn(
            "Sunday 1 March 09:00–18:00: nobody of Level 3 Technical is there; "
            "L3: does not work then",
            texts,
        )
        # Level 2 on five days, and Level 3 on Sunday.
        self.assertEqual(sum(line["level"] == "problem" for line in grid["lines"]), 6)
        self.assertEqual(grid["later"]["week"], "2026-03-08")

    def test_who_may_look(self):
        for user, may_edit in (
            (self.manager, True),
            (self.l1, False),
            (self.sponsor, False),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(self.grid(user)["may_edit"], may_edit)
        with self.assertRaises(AccessError):
            self.grid(self.colleague)
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.make_user(
            "foreign",
            "hypercare_support.group_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.grid(foreign)
        self.assertFalse(
            self.grid(foreign, period=self.env["hypercare.period"])["period"]
        )

    def test_bad_weeks_are_refused(self):
        for week in ("tomorrow", 5, True, [1], "2026-13-01", "0001-01-01", {}):
            with (
                self.subTest(week=week),
                self.assertRaisesRegex(UserError, "2026-03-01"),
            ):
                self.grid(week=week or [])

    def test_without_a_period_it_is_the_one_that_runs(self):
        grid = self.grid(period=self.env["hypercare.period"])
        self.assertEqual(grid["period"]["id"], self.period.id)
        self.assertIn(self.draft.id, [one["id"] for one in grid["periods"]])

    def test_what_is_over_is_marked(self):
        self.member.calendar_id = self.partner_week
        with at_time(MONDAY):
            grid = self.draft.with_user(self.manager).cover_grid()
        [line] = [line for line in grid["lines"] if line["level"] == "problem"]
        self.assertTrue(line["is_past"])
        self.assertEqual(fields.Datetime.to_datetime(line["end"]).hour, 12)
