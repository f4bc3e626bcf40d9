from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from .test_people import FRIDAY, PeopleCommon


class TestPeopleAccess(PeopleCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "Other"})
        cls.foreign = cls.make_user(
            "foreign",
            "hypercare_support.group_manager",
            company_id=cls.other_company.id,
            company_ids=[Command.set(cls.other_company.ids)],
        )
        cls.admin = cls.make_user("admin", "hypercare_support.group_admin")
        cls.shift = cls.make_shift()
        cls.phase = cls.env["hypercare.phase"].create(
            {
                "period_id": cls.period.id,
                "name": "Intensive",
                "date_from": "2026-03-01",
                "date_to": "2026-03-07",
            }
        )
        cls.area = cls.env["hypercare.area"].create(
            {"period_id": cls.period.id, "name": "Finance", "head_id": cls.l1.id}
        )
        cls.records = (cls.shift, cls.phase, cls.area)

    def allowed(self, user, record, act):
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint():
                act(record.with_user(user))
                self.env.flush_all()
            return True
        except AccessError:
            return False

    def remove(self, record):
        """Delete a record; from a list that the exit is judged by with a reason."""
        if record == self.area:
            record._take_out("Nobody works there any more")
        else:
            record.unlink()

    def test_persona_table(self):
        acts = (
            ("read", lambda record: record.read(["display_name"])),
            ("write", lambda record: record.write({"company_id": self.company.id})),
            (
                "create",
                lambda record: record.env["hypercare.area"].create(
                    {"period_id": self.period.id, "name": record.env.user.login}
                ),
            ),
            ("unlink", self.remove),
        )
        for user, permitted in (
            (self.reporter, {"read"}),
            (self.l1, {"read"}),
            (self.sponsor, {"read"}),
            (self.manager, {"read", "write", "create", "unlink"}),
            (self.admin, {"read", "write", "create", "unlink"}),
            (self.foreign, set()),
        ):
            for record in self.records:
                found = set()
                for name, act in acts:
                    with self.env.cr.savepoint() as savepoint:
                        if self.allowed(user, record, act):
                            found.add(name)
                        savepoint.rollback()
                with self.subTest(user=user.login, model=record._name):
                    self.assertEqual(found, permitted)

    def test_another_company_does_not_find_them(self):
        for record in self.records:
            found = record.with_user(self.foreign).search([("id", "=", record.id)])
            self.assertFalse(found, record._name)

    def test_they_stay_where_they_are(self):
        other = self.make_period(name="Next")
        for record, name, value in (
            (self.shift, "tier_id", self.tier2.id),
            (self.shift, "period_id", other.id),
            (self.shift, "company_id", self.other_company.id),
            (self.phase, "period_id", other.id),
            (self.phase, "company_id", False),
            (self.area, "period_id", other.id),
            (self.area, "company_id", self.other_company.id),
            (self.tier3, "company_id", self.other_company.id),
            (self.member1, "period_id", other.id),
        ):
            before = record[name]
            with self.subTest(model=record._name, field=name):
                with self.refused(UserError, "stays where it is"):
                    record.with_user(self.manager).write({name: value})
                self.assertEqual(record[name], before)
                record.with_user(self.manager).write({name: before.id})

    def test_a_shift_is_in_the_period_of_its_tier(self):
        other = self.make_period(name="Next")
        with self.refused(UserError, "stays where it is"):
            self.make_shift(start=FRIDAY, period_id=other.id)
        shift = self.make_shift(start=FRIDAY, period_id=self.period.id)
        self.assertEqual(shift.period_id, self.period)
        self.assertEqual(shift.company_id, self.company)

    def test_wrong_kinds_of_values_are_told_plainly(self):
        for record, vals, words in (
            (self.shift, {"start_at": "tomorrow"}, "a date and time"),
            (self.shift, {"end_at": 17}, "a date and time"),
            (self.shift, {"user_id": "second"}, "not an existing On call"),
            (self.shift, {"backup_id": 2**31 - 1}, "not an existing Stands in"),
            (self.shift, {"backup_id": [4]}, "not an existing Stands in"),
            (self.phase, {"date_from": "next week"}, "First day”: it takes a date"),
            (self.area, {"head_id": True}, "not an existing Head"),
            (self.tier3, {"assignment": "dice"}, "“dice” is no choice"),
            (self.tier3, {"backup_id": "x"}, "not an existing Stands in"),
            (self.member1, {"calendar_id": -1}, "not an existing Working hours"),
            (self.member1, {"date_to": {"day": 3}}, "Until”: it takes a date"),
            (self.period, {"standup_time": "half past nine"}, "takes a number"),
        ):
            with self.subTest(vals=vals), self.refused(UserError, words):
                record.with_user(self.manager).write(vals)
        issue = self.make_issue()
        with self.refused(UserError, "not an existing Area"):
            issue.with_user(self.l1).write({"area_id": "Finance"})

    def test_an_issue_is_in_an_area_of_its_period(self):
        issue = self.make_issue(area_id=self.area.id)
        self.assertEqual(issue.area_id, self.area)
        other = self.make_period(name="Next", state="draft")
        foreign_area = self.area.create({"period_id": other.id, "name": "Finance"})
        with self.refused(ValidationError, "another hypercare period"):
            issue.with_user(self.l1).area_id = foreign_area

    def test_a_copied_period_keeps_its_plan_but_not_its_rota(self):
        copy = self.period.copy()
        self.assertEqual(copy.phase_ids.mapped("name"), ["Intensive"])
        self.assertEqual(copy.area_ids.mapped("name"), ["Finance"])
        self.assertFalse(copy.shift_ids)
        self.assertEqual(copy.standup_time, 9.5)
