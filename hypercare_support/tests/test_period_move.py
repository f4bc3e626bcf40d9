"""Go-live moves by a week: everything that counts from it follows, after a preview."""

from datetime import datetime

from odoo.exceptions import AccessError
from odoo.fields import Command

from .phases_common import PhasesCommon


class TestPeriodMove(PhasesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.running = cls.period
        cls.period = cls.make_period(state="draft", name="Draft")
        cls.first = cls.make_phase(1, 7, "Intensive")
        cls.second = cls.make_phase(8, 14, "Stabilise")
        cls.tier = cls.period.tier_ids.filtered(lambda tier: tier.level == "l3")
        cls.shift = cls.env["hypercare.shift"].create(
            {
                "tier_id": cls.tier.id,
                "user_id": cls.l3.id,
                "start_at": "2026-03-01 02:00:00",
                "end_at": "2026-03-08 02:00:00",
            }
        )
        cls.following = cls.env["hypercare.shift"].create(
            {
                "tier_id": cls.tier.id,
                "user_id": cls.l3.id,
                "start_at": "2026-03-08 02:00:00",
                "end_at": "2026-03-15 02:00:00",
            }
        )
        cls.tier.member_ids.date_from = "2026-03-01"

    def dialog(self, new="2026-03-08", user=None, **values):
        return (
            self.env["hypercare.period.move"]
            .with_user(user or self.manager)
            .create({"period_id": self.period.id, "new_date": new, **values})
        )

    def dates(self):
        return [
            str(value)
            for value in (
                self.period.go_live,
                self.period.date_end,
                self.first.date_from,
                self.first.date_to,
                self.second.date_to,
                self.shift.start_at,
                self.following.end_at,
                self.tier.member_ids.date_from,
            )
        ]

    def test_all_of_it_follows_in_one_go(self):
        dialog = self.dialog(reason="The data is not clean")
        before = self.dates()
        lines = dialog.line_ids
        self.assertEqual(len(lines), 2 + 4 + 4 + 1)
        self.assertEqual(lines[0].what, "Go-live")
        self.assertEqual(
            (lines[0].present, lines[0].future), ("Sun 1 Mar 2026", "Sun 8 Mar 2026")
        )
        self.assertEqual(self.dates(), before)
        dialog.action_move()
        self.assertEqual(
            self.dates(),
            [
                *("2026-03-08", "2026-03-21"),
                *("2026-03-08", "2026-03-14", "2026-03-21"),
                *("2026-03-08 02:00:00", "2026-03-22 02:00:00", "2026-03-08"),
            ],
        )
        note = self.period.message_ids[0].body
        self.assertIn("10 dates have followed", note)
        self.assertIn("The data is not clean", note)

    def test_earlier_works_as_well(self):
        self.dialog("2026-02-22").action_move()
        self.assertEqual(str(self.period.date_end), "2026-03-07")
        self.assertEqual(str(self.second.date_from), "2026-03-01")

    def test_weekends_and_holidays_are_noted(self):
        dialog = self.dialog("2026-03-06")
        self.assertIn("closed on the new go-live day", dialog.notes)
        self.assertTrue(dialog.line_ids[0].closed)
        self.assertFalse(self.dialog("2026-03-08").line_ids[0].closed)
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.calendar.id,
                "company_id": self.company.id,
                "date_from": "2026-03-07 18:00:00",
                "date_to": "2026-03-08 17:59:59",
            }
        )
        self.assertTrue(self.dialog("2026-03-08").line_ids[0].closed)

    def test_shifts_keep_their_time_of_day(self):
        # Summer time begins on 29 March in Berlin.
        self.period.tz = "Europe/Berlin"
        self.dialog("2026-04-05").action_move()
        self.assertEqual(self.shift.start_at, datetime(2026, 4, 5, 1, 0))

    def test_a_latest_end_follows(self):
        self.period.write({"end_kind": "criteria", "latest_end": "2026-03-28"})
        self.dialog().action_move()
        self.assertEqual(str(self.period.latest_end), "2026-04-04")

    def test_what_has_begun_does_not_move(self):
        with self.refused("has begun"):
            self.running.with_user(self.manager).action_open_move()
        self.period = self.running
        with self.refused("has begun"):
            self.dialog().action_move()

    def test_nothing_to_move(self):
        dialog = self.dialog("2026-03-01")
        self.assertFalse(dialog.line_ids)
        with self.refused("another day"):
            dialog.action_move()

    def test_managers_only(self):
        for user in (self.reporter, self.l3, self.sponsor):
            with self.assertRaises(AccessError):
                self.dialog(user=user)
            with self.assertRaises(AccessError):
                self.period.with_user(user).action_open_move()

    def test_the_other_company_stays_where_it_is(self):
        company = self.env["res.company"].create({"name": "Other"})
        other = self.make_period(state="draft", name="Wave 2", company_id=company.id)
        self.dialog().action_move()
        self.assertEqual(str(other.go_live), "2026-03-01")

    def move(self, new):
        self.dialog(new).action_move()
        self.env.flush_all()

    def test_due_dates_follow_every_move(self):
        template = self.env["hypercare.checklist.template"].create(
            {
                "name": "First days",
                "item_ids": [
                    Command.create({"name": "Count", "number": 2}),
                    Command.create({"name": "Bank", "number": 3}),
                ],
            }
        )
        items = self.period._add_checklists(template).item_ids.sorted("due_date")
        by_hand = items[1]
        self.assertEqual(str(items[0].due_date), "2026-03-02")
        by_hand.due_date = "2026-03-25"
        for go_live, due in (
            ("2026-03-08", "2026-03-09"),
            ("2026-03-15", "2026-03-16"),
        ):
            moved = [line.what for line in self.dialog(go_live).line_ids]
            self.assertIn("Count", moved)
            self.assertNotIn("Bank", moved)
            self.move(go_live)
            self.assertEqual(str(items[0].due_date), due)
            self.assertFalse(items[0].due_by_hand)
            self.assertEqual(str(by_hand.due_date), "2026-03-25")

    def test_freezes_keep_their_days_and_are_named(self):
        freeze = self.env["hypercare.change.freeze"].create(
            {
                "period_id": self.period.id,
                "name": "Month-end close",
                "date_from": "2026-03-30",
                "date_to": "2026-04-02",
            }
        )
        notes = self.dialog("2026-03-08").notes
        self.assertIn("Change freezes keep their days", notes)
        self.assertIn("Month-end close (Mon 30 Mar 2026)", notes)
        self.move("2026-03-08")
        self.assertEqual(str(freeze.date_from), "2026-03-30")
