"""The working week fits the country, and holidays are seen before the go-live."""

from datetime import date, datetime

from odoo import Command

from .preset_common import SetupCase


class TestSetupWeek(SetupCase):
    def holiday(self, name, begin, end, **values):
        return self.env["resource.calendar.leaves"].create(
            {
                "name": name,
                "date_from": begin,
                "date_to": end,
                **values,
            }
        )

    def fresh(self, **values):
        """Return an assistant that proposes the week itself."""
        setups = self.env["hypercare.setup"].with_user(self.manager)
        return setups.create({"go_live": "2026-11-29", **values})

    def test_hours_on_the_days_of_the_country_are_proposed(self):
        others = self.env["resource.calendar"].search(
            [
                ("id", "!=", self.calendar.id),
                ("company_id", "in", (self.company.id, False)),
            ]
        )
        self.assertTrue(others, "the company's own hours are Monday to Friday")
        setup = self.fresh()
        self.assertEqual(setup.week_kind, "known")
        self.assertEqual(setup.calendar_id, self.calendar)
        self.assertEqual(
            setup.week_text,
            "Sunday, Monday, Tuesday, Wednesday, and Thursday, 09:00 to 18:00 "
            "(Asia/Dhaka)",
        )

    def test_a_dhaka_week_is_made_where_none_is_known(self):
        self.calendar.active = False
        setup = self.fresh(name="Gazipur")
        self.assertEqual(setup.week_kind, "new")
        self.assertEqual(setup.tz, "Asia/Dhaka")
        self.assertEqual(setup._chosen_days(), {6, 0, 1, 2, 3})
        self.assertFalse(setup.week_hint.count("usual week"))
        setup.friday = True
        self.assertIn("The usual week in Bangladesh is Sunday", setup.week_hint)
        setup.friday = False
        setup.hour_from, setup.hour_to = 8.5, 17.5
        setup.action_create_period()
        calendar = setup.period_id.calendar_id
        self.assertEqual(calendar.tz, "Asia/Dhaka")
        self.assertEqual(calendar.company_id, self.company)
        self.assertEqual(
            [
                (line.hour_from, line.hour_to)
                for line in calendar.attendance_ids.filtered(
                    lambda line: line.dayofweek == "6"
                )
            ],
            [(8.5, 13.0), (14.0, 17.5)],
        )
        self.assertEqual(len(calendar.attendance_ids), 10)
        self.assertTrue(setup.period_id._is_business_day(date(2026, 11, 29)))
        self.assertFalse(setup.period_id._is_business_day(date(2026, 11, 27)))

    def test_without_lunch_the_day_is_one_piece(self):
        setup = self.make_setup(week_kind="new", has_break=False)
        setup.action_create_period()
        self.assertEqual(len(setup.period_id.calendar_id.attendance_ids), 5)

    def test_a_country_of_monday_to_friday(self):
        self.company.country_id = self.env.ref("base.de")
        setup = self.fresh()
        self.assertNotEqual(setup.calendar_id, self.calendar)
        self.assertEqual(setup._chosen_days(), {0, 1, 2, 3, 4})
        self.assertEqual(setup.tz, setup.company_id.resource_calendar_id.tz)

    def test_a_further_go_live_goes_by_the_hours_of_the_one_before(self):
        other = self.make_calendar(days="012345")
        self.period.write({"state": "draft", "calendar_id": other.id})
        self.assertEqual(self.fresh().calendar_id, other)
        self.period.state = "cancelled"
        self.assertEqual(self.fresh().calendar_id, self.calendar)

    def test_without_a_country_the_time_zone_of_the_user_tells(self):
        self.company.country_id = False
        self.assertEqual(self.fresh().calendar_id, self.calendar)
        self.manager.tz = "Europe/Berlin"
        self.assertNotEqual(self.fresh().calendar_id, self.calendar)

    def test_holidays_in_the_period_are_counted_and_shown(self):
        # 16 December, Victory Day, from midnight to midnight in Dhaka.
        self.holiday(
            "Victory Day",
            datetime(2026, 12, 15, 18),
            datetime(2026, 12, 16, 17, 59, 59),
        )
        self.holiday("After the end", datetime(2027, 1, 5), datetime(2027, 1, 5, 10))
        other = self.env["resource.calendar.leaves"].with_company(self.other)
        other.create(
            {
                "name": "Of another company",
                "date_from": datetime(2026, 12, 1),
                "date_to": datetime(2026, 12, 1, 10),
            }
        )
        setup = self.make_setup(length=21)
        self.assertIn(
            "Public holidays until Sat 19 Dec 2026: 1. Victory Day (Wed 16 Dec).",
            setup.week_hint,
        )
        setup.length = 14
        self.assertIn(
            "No public holiday is entered until Sat 12 Dec 2026", setup.week_hint
        )

    def test_a_go_live_on_a_free_day_is_said(self):
        setup = self.make_setup(go_live="2026-11-27")
        self.assertIn("Friday, 27 November 2026, is no working day", setup.week_hint)
        self.holiday(
            "Victory Day",
            datetime(2026, 12, 15, 18),
            datetime(2026, 12, 16, 17, 59, 59),
        )
        setup.go_live = "2026-12-16"
        self.assertIn("is a holiday: Victory Day", setup.week_hint)
        setup.action_create_period()
        self.assertEqual(setup.period_id.go_live, date(2026, 12, 16))

    def test_hours_that_never_open_are_said(self):
        closed = self.make_calendar(attendance_ids=[Command.clear()])
        setup = self.make_setup(calendar_id=closed.id)
        self.assertEqual(setup.week_text, "These working hours never open.")
