from datetime import datetime, timedelta

from odoo.tests import tagged

from odoo.addons.hypercare_support.tests.common import MONDAY, HypercareCommon

#: Midnight in Dhaka before and after that Monday.
MORNING = datetime(2026, 3, 1, 18, 0)
NEXT_MORNING = datetime(2026, 3, 2, 18, 0)


@tagged("post_install", "-at_install")
class TestTimeOff(HypercareCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        hours = cls.make_calendar(hours=((9, 13), (14, 18)))
        hours.attendance_ids.filtered(
            lambda line: line.hour_from == 14
        ).day_period = "afternoon"
        cls.employee = cls.env["hr.employee"].create(
            {
                "name": "L3",
                "user_id": cls.l3.id,
                "resource_calendar_id": hours.id,
                "tz": "Asia/Dhaka",
            }
        )
        cls.types = {
            unit: cls.env["hr.leave.type"].create(
                {
                    "name": f"By {unit}",
                    "requires_allocation": False,
                    "request_unit": unit,
                    "leave_validation_type": "hr",
                }
            )
            for unit in ("day", "half_day", "hour")
        }

    def take_off(self, unit="day", state="validate", days=1, **values):
        leave = self.env["hr.leave"].create(
            {
                "name": "Not for everybody to know",
                "employee_id": self.employee.id,
                "holiday_status_id": self.types[unit].id,
                "request_date_from": "2026-03-02",
                "request_date_to": f"2026-03-{days + 1:02}",
                **values,
            }
        )
        if state == "validate":
            leave.action_approve()
        elif state == "refuse":
            leave.action_refuse()
        self.assertEqual(leave.state, state)
        return leave

    def away(self, moment):
        return self.l3._hypercare_absence(moment)

    def test_validated_time_off_counts(self):
        self.assertEqual(self.tier3._on_shift(MONDAY), self.l3)
        self.take_off()
        self.assertEqual(
            self.away(MONDAY), {self.l3: ("time off until 2 Mar", NEXT_MORNING)}
        )
        self.assertFalse(self.tier3._on_shift(MONDAY))

    def test_requests_and_refusals_do_not_count(self):
        leave = self.take_off(state="confirm")
        self.assertFalse(self.away(MONDAY))
        leave.action_refuse()
        self.assertFalse(self.away(MONDAY))
        leave = self.take_off(state="refuse")
        self.assertFalse(self.away(MONDAY))

    def test_time_off_that_is_taken_back_does_not_count(self):
        leave = self.take_off()
        self.assertTrue(self.away(MONDAY))
        leave.action_refuse()
        self.assertFalse(self.away(MONDAY))

    def test_a_day_off_lasts_from_midnight_to_midnight(self):
        self.take_off(days=2)
        for moment, expected in (
            (MORNING - timedelta(seconds=1), False),
            (MORNING, True),
            # 22:00 on the day off: nobody to be called.
            (datetime(2026, 3, 2, 16, 0), True),
            (NEXT_MORNING + timedelta(days=1) - timedelta(seconds=1), True),
            (NEXT_MORNING + timedelta(days=1), False),
        ):
            with self.subTest(moment=moment):
                self.assertEqual(bool(self.away(moment)), expected)

    def test_hours_off_are_precise(self):
        self.take_off("hour", request_hour_from=10, request_hour_to=12.5)
        ten, half_past_twelve = MONDAY, MONDAY + timedelta(hours=2.5)
        self.assertFalse(self.away(ten - timedelta(seconds=1)))
        self.assertEqual(
            self.away(ten), {self.l3: ("time off until 12:30", half_past_twelve)}
        )
        self.assertTrue(self.away(half_past_twelve - timedelta(seconds=1)))
        self.assertFalse(self.away(half_past_twelve))

    def test_half_days_off(self):
        for first, last, times in (
            ("am", "am", {8: True, 12: True, 15: False, 22: False}),
            ("pm", "pm", {8: False, 12: False, 15: True, 22: True}),
            ("am", "pm", {8: True, 12: True, 15: True, 22: True}),
        ):
            leave = self.take_off(
                "half_day",
                request_date_from_period=first,
                request_date_to_period=last,
            )
            for hour, expected in times.items():
                with self.subTest(first=first, last=last, hour=hour):
                    moment = MORNING + timedelta(hours=hour)
                    self.assertEqual(bool(self.away(moment)), expected)
            leave.action_refuse()

    def test_work_elsewhere_is_no_absence(self):
        self.types["day"].time_type = "other"
        self.take_off()
        self.assertFalse(self.away(MONDAY))

    def test_the_longer_absence_is_told(self):
        self.take_off()
        for end, reason in (
            (MONDAY + timedelta(days=3), "out of office until 5 Mar"),
            (MONDAY + timedelta(hours=1), "time off until 2 Mar"),
            (False, "out of office"),
        ):
            self.l3.write({"out_of_office_from": MONDAY, "out_of_office_to": end})
            [(text, _until)] = self.away(MONDAY).values()
            self.assertEqual(text, reason)
        self.l3.active = False
        [(text, _until)] = self.away(MONDAY).values()
        self.assertEqual(text, "account archived")

    def test_the_stand_in_gets_what_the_absent_lead_would(self):
        self.tier3.write({"assignment": "lead", "backup_id": self.l2.id})
        self.assertEqual(self.tier3._next_assignee(MONDAY), self.l3)
        self.take_off()
        self.assertEqual(self.tier3._next_assignee(MONDAY), self.l2)
        self.assertEqual(self.tier3._backup(MONDAY, self.l3), self.l2)

    def test_who_asks_need_not_see_time_off(self):
        self.take_off()
        absence = self.l3.with_user(self.reporter)._hypercare_absence(MONDAY)
        self.assertEqual(list(absence), [self.l3])
        member = self.tier3.member_ids.with_user(self.reporter)
        self.assertNotIn("Not for everybody", member.away_text or "")

    def test_time_off_opens_holes_in_cover(self):
        self.take_off("hour", request_hour_from=10, request_hour_to=12.5)
        lines = self.period._cover_lines(self.period._cover(MORNING, NEXT_MORNING))
        found = [
            (line["when"], line["because"])
            for line in lines
            if line["level"] == "problem"
        ]
        self.assertEqual(found, [("Monday 2 March 10:00–12:30", "L3: time off")])

    def test_only_validated_time_off_opens_holes(self):
        self.take_off(state="confirm")
        self.assertFalse(self.l3._hypercare_absences(MORNING, NEXT_MORNING))

    def test_absences_of_a_stretch_of_time(self):
        self.take_off(days=2)
        week = MORNING + timedelta(days=7)
        self.assertEqual(
            (self.l3 | self.l2)._hypercare_absences(MORNING - timedelta(days=7), week),
            {self.l3: [(MORNING, MORNING + timedelta(days=2), "time off")]},
        )
        self.assertFalse(self.l3._hypercare_absences(week, week + timedelta(days=7)))
