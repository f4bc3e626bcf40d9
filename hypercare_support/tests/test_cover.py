from datetime import datetime, timedelta

from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Command

from .common import HypercareCommon, at_time
from .ready_charter import ready_charter

#: The Thursday before go-live, 12:00 in Dhaka.
BEFORE = datetime(2026, 2, 26, 6, 0)
#: Local midnight of go-live, Sunday 1 March, and of the Sunday after it.
SUNDAY = datetime(2026, 2, 28, 18, 0)
NEXT_SUNDAY = SUNDAY + timedelta(days=7)


class CoverCommon(HypercareCommon):
    """A draft for go-live on Sunday 1 March; support Sunday to Thursday, 9 to 6."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls.make_ready(cls.make_period(state="draft", name="Gazipur"))
        cls.level3 = cls.draft.tier_ids.filtered(lambda tier: tier.level == "l3")
        cls.member = cls.level3.member_ids
        cls.partner_week = cls.make_calendar(
            days="01234", name="Partner: Monday to Friday"
        )
        cls.env.flush_all()

    def holes(self, begin=SUNDAY, end=NEXT_SUNDAY, period=None, level="problem"):
        period = period or self.draft
        lines = period._cover_lines(period._cover(begin, end))
        return [line["when"] for line in lines if line["level"] == level]

    def reasons(self, begin=SUNDAY, end=NEXT_SUNDAY):
        lines = self.draft._cover_lines(self.draft._cover(begin, end))
        return [line["because"] for line in lines if line["level"] == "problem"]

    def shift(self, start, hours, user, tier=None, **values):
        return self.env["hypercare.shift"].create(
            {
                "tier_id": (tier or self.level3).id,
                "user_id": user.id,
                "start_at": start,
                "end_at": start + timedelta(hours=hours),
                **values,
            }
        )

    def holiday(self, calendar, name="Eid"):
        """Close a calendar on Monday 2 March."""
        return self.env["resource.calendar.leaves"].create(
            {
                "name": name,
                "calendar_id": calendar.id,
                "company_id": self.company.id,
                "date_from": SUNDAY + timedelta(days=1),
                "date_to": SUNDAY + timedelta(days=2, seconds=-1),
            }
        )


class TestGazipur(CoverCommon):
    """The partner rests on Sunday, the first working day of the client."""

    def test_the_sunday_hole_is_found_and_the_start_refused(self):
        self.member.calendar_id = self.partner_week
        with at_time(BEFORE):
            self.assertEqual(
                self.holes(),
                ["Sunday 1 March 09:00–18:00"],
            )
            items = {item["code"]: item for item in self.draft._readiness_items()}
            self.assertEqual(items["cover_l3"]["level"], "problem")
            self.assertEqual(items["cover_l3"]["where"], "action_open_cover")
            self.assertIn("Sunday 1 March 09:00–18:00", items["cover_l3"]["text"])
            self.assertIn("in all: 2", items["cover_l3"]["text"])
            with self.assertRaisesRegex(RedirectWarning, "Sunday 1 March"):
                self.draft.with_user(self.manager).action_ready()
            with self.assertRaisesRegex(UserError, "Sunday 1 March"):
                self.draft.with_user(self.manager).write({"state": "ready"})
        self.assertEqual(self.draft.state, "draft")

    def test_naming_somebody_for_sunday_mends_it(self):
        self.member.calendar_id = self.partner_week
        self.level3.member_ids = [
            Command.create(
                {
                    "user_id": self.colleague.id,
                    "calendar_id": self.make_calendar(days="6").id,
                }
            )
        ]
        with at_time(BEFORE):
            self.assertEqual(self.holes(), [])
            # Whoever was named belongs into the charter: it is approved anew.
            ready_charter(self.env, self.draft)
            self.draft.with_user(self.manager).action_ready()
            self.draft.with_user(self.manager).action_start()
        self.assertEqual(self.draft.state, "running")

    def test_a_line_of_the_rota_mends_one_sunday(self):
        self.member.calendar_id = self.partner_week
        self.shift(SUNDAY + timedelta(hours=9), 9, self.l3)
        with at_time(BEFORE):
            self.assertEqual(
                self.holes(end=SUNDAY + timedelta(days=14)),
                ["Sunday 8 March 09:00–18:00"],
            )

    def test_who_does_not_work_then_is_said(self):
        self.member.calendar_id = self.partner_week
        self.assertEqual(self.reasons(), ["L3: does not work then"])


class TestCover(CoverCommon):
    def test_members_without_hours_are_there_in_the_support_hours(self):
        self.assertEqual(self.holes(), [])

    def test_a_member_around_the_clock_covers_the_night_too(self):
        self.assertTrue(self.holes(level="warning"))
        self.member.calendar_id = self.make_calendar(days="0123456", hours=((0, 24),))
        self.assertEqual(self.holes(), [])
        self.assertEqual(self.holes(level="warning"), [])

    def test_nights_are_warned_of_unless_the_rota_covers_them(self):
        nights = self.holes(level="warning")
        # Five nights and the weekend, and the first morning.
        self.assertEqual(nights[0], "Sunday 1 March 00:00–09:00")
        self.assertEqual(nights[1], "Sunday 1 March 18:00 to Monday 2 March 09:00")
        self.assertEqual(len(nights), 6)
        self.shift(SUNDAY, 24 * 7, self.l3)
        self.assertEqual(self.holes(level="warning"), [])

    def test_without_an_any_time_promise_nights_are_nobodys_business(self):
        self.policy.line_ids.filtered(
            lambda line: line.severity == "s1" and line.kind == "elapsed"
        ).write({"kind": "working"})
        self.assertEqual(self.holes(level="warning"), [])

    def test_absences_open_holes_with_their_reason(self):
        self.l3.write(
            {
                "out_of_office_from": SUNDAY + timedelta(hours=33),
                "out_of_office_to": SUNDAY + timedelta(hours=36),
            }
        )
        self.assertEqual(self.holes(), ["Monday 2 March 09:00–12:00"])
        self.assertEqual(self.reasons(), ["L3: out of office"])

    def test_the_stand_in_of_the_rota_comes_while_the_other_is_away(self):
        self.member.calendar_id = self.partner_week
        self.l3.write({"out_of_office_from": SUNDAY, "out_of_office_to": NEXT_SUNDAY})
        self.shift(SUNDAY + timedelta(hours=9), 9, self.l3, backup_id=self.l2.id)
        self.assertNotIn("Sunday 1 March 09:00–18:00", self.holes())
        self.l2.write({"out_of_office_from": SUNDAY, "out_of_office_to": NEXT_SUNDAY})
        self.assertIn("Sunday 1 March 09:00–18:00", self.holes())

    def test_archived_people_are_not_there(self):
        self.l3.active = False
        self.assertEqual(len(self.holes()), 5)
        self.assertEqual(set(self.reasons()), {"L3: account archived"})
        self.l3.active = True
        self.member.active = False
        self.assertEqual(len(self.holes()), 5)

    def test_dates_in_the_tier_count_for_hours_and_rota(self):
        self.member.write({"date_from": "2026-03-03", "date_to": "2026-03-04"})
        self.shift(SUNDAY + timedelta(hours=9), 9, self.l3)
        self.assertEqual(
            self.holes(),
            [
                f"{day} March 09:00–18:00"
                for day in ("Sunday 1", "Monday 2", "Thursday 5")
            ],
        )
        self.assertEqual(
            self.reasons(),
            ["L3: joins on 3 Mar"] * 2 + ["L3: was here until 4 Mar"],
        )

    def test_a_holiday_on_one_side_only(self):
        self.member.calendar_id = self.make_calendar(name="Partner, same week")
        holiday = self.holiday(self.member.calendar_id)
        self.assertEqual(self.holes(), ["Monday 2 March 09:00–18:00"])
        self.assertEqual(self.reasons(), ["L3: Eid"])
        holiday.unlink()
        # The client's holiday: nobody is promised, nobody is missing.
        self.holiday(self.calendar)
        self.assertEqual(self.holes(), [])

    def test_another_companys_holiday_closes_nothing(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.member.calendar_id = self.make_calendar(company_id=False)
        self.holiday(self.member.calendar_id).company_id = other
        self.assertEqual(self.holes(), [])

    def test_two_time_zones(self):
        # 9 to 6 in Berlin is 14 to 23 in Dhaka (UTC+1 and UTC+6).
        self.member.calendar_id = self.make_calendar(tz="Europe/Berlin")
        self.assertEqual(
            self.holes(end=SUNDAY + timedelta(days=2)),
            ["Sunday 1 March 09:00–14:00", "Monday 2 March 09:00–14:00"],
        )

    def test_clocks_that_change_on_one_side(self):
        # From Sunday 29 March on Berlin is UTC+2: an hour earlier in Dhaka.
        self.draft.date_end = "2026-04-10"
        self.member.calendar_id = self.make_calendar(
            days="0123456", hours=((5, 14),), tz="Europe/Berlin"
        )
        thursday = SUNDAY + timedelta(days=25)
        self.assertEqual(
            self.holes(thursday, thursday + timedelta(days=5)),
            [
                "Thursday 26 March 09:00–10:00",
                # 5:00 in Berlin is now 9:00 in Dhaka.
            ],
        )

    def test_support_around_the_clock_is_cut_at_midnight(self):
        self.draft.calendar_id = self.make_calendar(days="0123456", hours=((0, 24),))
        self.member.calendar_id = self.calendar
        self.assertEqual(
            self.holes(end=SUNDAY + timedelta(days=2)),
            [
                "Sunday 1 March 00:00–09:00",
                "Sunday 1 March 18:00–24:00",
                "Monday 2 March 00:00–09:00",
                "Monday 2 March 18:00–24:00",
            ],
        )

    def test_what_ends_at_midnight_leaves_no_hole(self):
        self.draft.calendar_id = self.make_calendar(days="0123456", hours=((0, 24),))
        self.member.calendar_id = self.make_calendar(
            days="0123456", hours=((0, 12), (12, 24))
        )
        self.assertEqual(self.holes(), [])

    def test_nothing_is_promised_before_go_live_and_after_the_end(self):
        self.member.calendar_id = self.partner_week
        early, late = SUNDAY - timedelta(days=14), SUNDAY + timedelta(days=40)
        self.assertEqual(len(self.holes(early, late)), 2)

    def test_no_calendar_no_tiers_no_holes(self):
        self.draft.calendar_id = False
        self.assertEqual(self.holes(), [])
        self.draft.tier_ids.unlink()
        self.assertEqual(self.draft._cover(SUNDAY, NEXT_SUNDAY), [])

    def test_queries_do_not_depend_on_the_number_of_people(self):
        counts = []
        for number in (1, 10):
            for n in range(number):
                self.level3.member_ids = [
                    Command.create(
                        {
                            "user_id": self.make_user(f"more_{number}_{n}").id,
                            "calendar_id": self.make_calendar(days="0123").id,
                        }
                    )
                ]
            self.draft._cover(SUNDAY, NEXT_SUNDAY)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.draft._cover(SUNDAY, NEXT_SUNDAY)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)
        self.assertLessEqual(counts[0], 16)
