"""Check-ins as meetings: as phases say, on working days, without a storm of mail."""

from datetime import datetime, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.hypercare_support.tests.common import at_time
from odoo.addons.hypercare_support.tests.phases_common import PhasesCommon

#: 07:00 in Dhaka on 1 March.
DAWN = datetime(2026, 3, 1, 1, 0)


@tagged("post_install", "-at_install")
class TestCheckins(PhasesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hypercare.period"].search([("id", "!=", cls.period.id)]).active = False
        cls.head = cls.make_user("head")
        cls.area = cls.env["hypercare.area"].create(
            {"period_id": cls.period.id, "name": "Finance", "head_id": cls.head.id}
        )
        cls.first = cls.make_phase(1, 7, "Intensive", checkin_rhythm="daily")
        cls.second = cls.make_phase(8, 14, "Stabilise", checkin_rhythm="alternate")

    def arrange(self, day=1, hours=0):
        """Run the scheduled action at seven; return the mails about check-ins."""
        before = self.env["mail.mail"].search([]).ids
        moment = DAWN + timedelta(days=day - 1, hours=hours)
        with at_time(moment), self.enter_registry_test_mode():
            self.env.ref("hypercare_support.ir_cron_notices").method_direct_trigger()
        self.env.invalidate_all()
        return self.env["mail.mail"].search(
            [("id", "not in", before), ("subject", "like", ": check-in")]
        )

    def days(self, period=None):
        checkins = (period or self.period).checkin_ids.filtered("event_id")
        return [checkin.day.day for checkin in checkins.sorted("day")]

    def test_the_meetings_of_two_phases(self):
        mails = self.arrange()
        self.assertEqual(self.days(), [1, 2, 3, 4, 5, 8, 10, 12])
        event = self.period.checkin_ids[0].event_id
        # 10:00 in Dhaka.
        self.assertEqual(event.start, datetime(2026, 3, 1, 4, 0))
        self.assertEqual(event.stop - event.start, timedelta(minutes=30))
        people = self.manager | self.lead | self.head
        self.assertEqual(event.partner_ids, people.partner_id)
        self.assertEqual(event.user_id, self.lead)
        self.assertFalse(event.res_model)
        # One mail for each, whatever the number of meetings.
        self.assertEqual(len(mails), 3)
        self.assertEqual(set(mails.mapped("subject")), {"Go-live: check-ins"})
        self.assertIn("Thu 12 Mar, 10:00", mails[0].body_html)

    def test_nothing_changes_nothing_happens(self):
        self.arrange()
        events = self.period.checkin_ids.event_id
        before = events.mapped("write_date")
        for hours in (1, 2):
            self.assertFalse(self.arrange(hours=hours))
        self.assertEqual(self.period.checkin_ids.event_id, events)
        self.assertEqual(events.mapped("write_date"), before)

    def test_phases_move(self):
        self.arrange()
        kept = self.period.checkin_ids[0].event_id
        self.period.write(
            {
                "phase_ids": [
                    (1, self.first.id, {"date_to": "2026-03-03"}),
                    (1, self.second.id, {"date_from": "2026-03-04"}),
                ]
            }
        )
        # Calendars follow at once; the mail has gone out today and waits.
        self.assertFalse(self.arrange(hours=1))
        self.assertEqual(self.days(), [1, 2, 3, 4, 8, 10, 12])
        self.assertEqual(self.period.checkin_ids[0].event_id, kept)
        self.period.checkin_time = 9.5
        self.assertFalse(self.arrange(hours=2))
        mails = self.arrange(2)
        self.assertEqual(len(mails), 3)
        self.assertIn("Thu 12 Mar, 09:30", mails[0].body_html)
        self.assertNotIn("Sun 1 Mar", mails[0].body_html)
        self.assertFalse(self.arrange(3))
        events = self.env["calendar.event"].search([("name", "like", "check-in: Go")])
        self.assertEqual(len(events), 7)

    def test_another_time_and_other_people(self):
        self.arrange()
        events = self.period.checkin_ids.event_id
        self.period.checkin_time = 9.25
        self.area.head_id = self.l2
        self.arrange(hours=1)
        self.assertEqual(self.period.checkin_ids.event_id, events)
        self.assertEqual(events[0].start, datetime(2026, 3, 1, 3, 15))
        self.assertIn(self.l2.partner_id, events[0].partner_ids)
        self.assertNotIn(self.head.partner_id, events[0].partner_ids)

    def test_what_has_been_stays(self):
        self.arrange()
        self.first.checkin_rhythm = "none"
        self.second.checkin_rhythm = "none"
        mails = self.arrange(3)
        self.assertEqual(self.days(), [1, 2])
        self.assertIn("No more check-ins", "".join(mails.mapped("body_html")))

    def test_who_deletes_or_moves_a_meeting_is_right(self):
        self.arrange()
        first, second = self.period.checkin_ids[:2]
        first.event_id.unlink()
        moved = datetime(2026, 3, 2, 9, 0)
        second.event_id.write({"start": moved, "stop": moved + timedelta(hours=1)})
        self.assertFalse(self.arrange(hours=1))
        self.assertFalse(first.event_id)
        self.assertEqual(second.event_id.start, moved)

    def test_the_setting_and_the_state(self):
        self.arrange()
        self.period.checkin_meetings = False
        self.arrange(hours=1)
        self.assertFalse(self.days())
        self.period.checkin_meetings = True
        self.arrange(hours=2)
        self.assertTrue(self.days())
        self.period.state = "cancelled"
        self.arrange(hours=2.5)
        self.assertFalse(self.days())

    def test_a_draft_arranges_nothing(self):
        draft = self.make_period(state="draft", name="Draft")
        self.make_phase(period=draft, checkin_rhythm="daily")
        self.arrange()
        self.assertFalse(draft.checkin_ids)
        # By SQL: what else it needs to be ready is tested elsewhere.
        self.env.cr.execute(
            "UPDATE hypercare_period SET state = 'ready' WHERE id = %s", [draft.id]
        )
        self.env.invalidate_all()
        self.arrange(hours=1)
        self.assertEqual(len(draft.checkin_ids), 10)

    def test_summer_time_keeps_the_clock(self):
        company = self.env["res.company"].create({"name": "Other"})
        berlin = self.make_period(
            name="Berlin",
            company_id=company.id,
            tz="Europe/Berlin",
            date_end="2026-04-14",
        )
        self.make_phase(26, 31, period=berlin, checkin_rhythm="daily")
        self.arrange()
        starts = berlin.checkin_ids.sorted("day").event_id.mapped("start")
        # The calendar of the tests opens on Sunday to Thursday.
        self.assertEqual(
            starts,
            [
                datetime(2026, 3, 26, 9, 0),
                datetime(2026, 3, 29, 8, 0),
                datetime(2026, 3, 30, 8, 0),
                datetime(2026, 3, 31, 8, 0),
            ],
        )

    def test_one_that_fails_does_not_hold_up_the_others(self):
        other = self.make_period(name="Wave 2")
        self.make_phase(1, 7, period=other, checkin_rhythm="daily")
        arrange = self.env.registry["hypercare.period"]._wanted_checkins
        self.patch(
            self.env.registry["hypercare.period"],
            "_wanted_checkins",
            lambda period, *args: (
                1 / 0 if period.name == "Wave 2" else arrange(period, *args)
            ),
        )
        with self.assertLogs("odoo.addons.hypercare_support_calendar", "ERROR"):
            self.arrange()
        self.assertTrue(self.days())
        self.assertFalse(other.checkin_ids)

    def test_no_mail_on_the_morning(self):
        self.arrange()
        mails = self.arrange(2, hours=8)
        self.assertFalse(mails.filtered(lambda mail: "check-in today" in mail.subject))

    def test_check_ins_are_kept_by_the_system(self):
        self.arrange()
        checkin = self.period.checkin_ids[0]
        for user in (self.l1, self.sponsor, self.manager):
            self.assertTrue(checkin.with_user(user).read(["day"]))
            with self.assertRaises(AccessError):
                checkin.with_user(user).write({"day": "2026-03-20"})
            with self.assertRaises(AccessError):
                checkin.with_user(user).unlink()
        with self.assertRaises(AccessError):
            checkin.with_user(self.reporter).read(["day"])

    def test_nobody_is_told_at_night(self):
        self.assertFalse(self.arrange(hours=-3))
        self.assertTrue(self.days())
        self.assertFalse(self.arrange(hours=-1))
        self.assertEqual(len(self.arrange()), 3)

    def coming(self):
        return self.env["calendar.event"].search([("name", "like", "check-in: ")])

    def test_an_archived_period_gives_its_meetings_back(self):
        self.arrange()
        self.period.active = False
        mails = self.arrange(2)
        # What has been stays.
        self.assertEqual(self.coming().mapped("start"), [datetime(2026, 3, 1, 4, 0)])
        self.assertIn("No more check-ins", "".join(mails.mapped("body_html")))
        self.period.active = True
        self.arrange(3)
        self.assertTrue(self.coming().filtered(lambda e: e.start.day == 12))

    def test_a_deleted_period_takes_its_meetings_along(self):
        ready = self.make_period(state="ready", name="Wave 2")
        self.make_phase(1, 7, period=ready, checkin_rhythm="daily")
        self.arrange()
        mine = self.coming().filtered(lambda event: "Wave 2" in event.name)
        self.assertEqual(len(mine), 5)
        with at_time(DAWN):
            ready.unlink()
        self.assertFalse(mine.exists())
        self.assertTrue(self.days())
