from datetime import timedelta

from psycopg2.errors import CheckViolation, ExclusionViolation

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tools import mute_logger

from .test_people import NIGHT, PeopleCommon


class TestRotaAndPhases(PeopleCommon):
    def make_phase(self, begin, end, name="Phase", **values):
        return self.env["hypercare.phase"].create(
            {
                "period_id": self.period.id,
                "name": name,
                "date_from": f"2026-03-{begin:02}",
                "date_to": f"2026-03-{end:02}",
                **values,
            }
        )

    def test_one_tier_has_one_person_on_call_at_a_time(self):
        first = self.make_shift()
        self.make_shift(start=first.end_at)
        self.make_shift(tier_id=self.tier2.id)
        with self.refused(ValidationError, "two shifts at the same time"):
            self.make_shift(start=NIGHT + timedelta(hours=3), hours=0.5)

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_what_two_transactions_overlook(self):
        self.make_shift()
        second = self.make_shift(start=NIGHT + timedelta(hours=4))
        phase = self.make_phase(1, 3)
        self.make_phase(4, 5)
        self.env.flush_all()
        for sql in (
            "UPDATE hypercare_shift SET start_at = start_at - interval '1 hour'"
            f" WHERE id = {second.id}",
            f"UPDATE hypercare_phase SET date_to = '2026-03-04' WHERE id = {phase.id}",
        ):
            with self.assertRaises(ExclusionViolation), self.env.cr.savepoint():
                self.env.cr.execute(sql)
                self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")

    @mute_logger("odoo.sql_db")
    def test_a_shift_and_a_phase_end_after_they_begin(self):
        for make in (
            lambda: self.make_shift(hours=0),
            lambda: self.make_phase(5, 4),
            lambda: self.member1.write(
                {"date_from": "2026-03-05", "date_to": "2026-03-04"}
            ),
            lambda: self.period.write({"standup_time": 24}),
            lambda: self.period.write({"standup_time": -1}),
        ):
            with self.assertRaises(CheckViolation), self.env.cr.savepoint():
                make()
                self.env.flush_all()

    def test_shifts_change_places_in_one_go(self):
        first = self.make_shift()
        second = self.make_shift(start=first.end_at)
        self.period.with_user(self.manager).shift_ids = [
            Command.update(
                first.id, {"start_at": second.start_at, "end_at": second.end_at}
            ),
            Command.update(
                second.id, {"start_at": first.start_at, "end_at": first.end_at}
            ),
        ]
        self.assertLess(second.start_at, first.start_at)
        with self.refused(ValidationError, "two shifts at the same time"):
            self.period.shift_ids = [
                Command.update(first.id, {"start_at": second.start_at})
            ]

    def test_phases_lie_within_the_period(self):
        self.make_phase(1, 14)
        with self.refused(ValidationError, "does not lie within"):
            self.make_phase(14, 15)
        with self.refused(ValidationError, "does not lie within"):
            self.period.date_end = "2026-03-13"
        with self.refused(ValidationError, "does not lie within"):
            self.period.go_live = "2026-03-02"

    def test_phases_follow_one_another(self):
        self.make_phase(1, 7, "Intensive")
        with self.refused(ValidationError, "before “Intensive” is over"):
            self.make_phase(7, 14, "Stabilise")
        self.make_phase(8, 14, "Stabilise")

    def test_the_order_of_phases_is_the_order_of_their_dates(self):
        self.make_phase(8, 14, "Stabilise", sequence=1)
        with self.refused(ValidationError, "Phases follow one another"):
            self.make_phase(1, 7, "Intensive", sequence=2)

    def test_neighbouring_phases_move_in_one_go(self):
        first, second = self.make_phase(1, 7), self.make_phase(8, 14)
        self.period.phase_ids = [
            Command.update(first.id, {"date_to": "2026-03-09"}),
            Command.update(second.id, {"date_from": "2026-03-10"}),
        ]
        self.assertEqual(str(first.date_to), "2026-03-09")
        with self.refused(ValidationError, "before “Phase” is over"):
            self.period.phase_ids = [
                Command.update(second.id, {"date_from": "2026-03-09"})
            ]

    def test_a_client_cannot_switch_the_check_off(self):
        self.make_phase(1, 7)
        for key in ("_LATER", True, {}):
            with self.assertRaises(ValidationError):
                self.env["hypercare.phase"].with_context(hypercare_plan=key).create(
                    {
                        "period_id": self.period.id,
                        "name": "x",
                        "date_from": "2026-03-07",
                        "date_to": "2026-03-08",
                    }
                )

    def test_a_shift_knows_when_it_is(self):
        now = fields.Datetime.now()
        shifts = [
            self.make_shift(start=now + timedelta(hours=hours), hours=2)
            for hours in (-3, -1, 1)
        ]
        moments = [shift.moment for shift in shifts]
        self.assertEqual(moments, ["past", "now", "later"])
        on_call = self.env["hypercare.shift"].search(
            [("start_at", "<=", "now"), ("end_at", ">", "now")]
        )
        self.assertEqual(on_call & shifts[0].union(*shifts), shifts[1])

    def test_the_rota_offers_everybody_who_works_in_the_period(self):
        shift = self.make_shift()
        self.assertEqual(shift.candidate_ids, self.period.tier_ids.user_ids)
        self.assertNotIn(self.outsider, shift.candidate_ids)
