"""Nothing is green by itself: every evaluator, wherever there is nothing to be seen.

Targets are chosen so that whatever could be measured at all would reach them.
"""

from odoo import fields

from ..models.exit_criterion import HOLDING
from .common import at_time
from .exit_common import ExitCase

DAYS = (1, 14, 40, 90)
#: Time zone, and working days of the support hours (0 is Monday).
PLACES = (
    ("Asia/Dhaka", "60123"),
    ("America/Los_Angeles", "01234"),
    ("Pacific/Kiritimati", "01234"),
    ("UTC", "0123456"),
)


class TestNoFalseGreen(ExitCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.evaluators = [
            code for code, _name in cls.env["hypercare.kpi"]._selection_evaluator()
        ]
        cls.kpis = cls.env["hypercare.kpi"].create(
            [
                {
                    "code": f"easy_{evaluator}_{comparison}",
                    "name": f"Easy {evaluator} {comparison}",
                    "formula": "What could be easier",
                    "company_id": False,
                    "evaluator": evaluator,
                    "basis": "l1_only" if comparison == "min" else False,
                    "comparison": comparison,
                    "target": target,
                    "window_to": 90,
                }
                for evaluator in cls.evaluators
                for comparison, target in (("min", -1_000_000), ("max", 1_000_000))
            ]
        )

    def elsewhere(self, tz, days, **values):
        """Return an empty period of a company of its own."""
        company = self.env["res.company"].create({"name": f"Company in {tz}"})
        calendar = self.make_calendar(days, tz=tz, company_id=company.id)
        return self.make_period(
            name=tz,
            company_id=company.id,
            calendar_id=calendar.id,
            tz=tz,
            business_owner_id=False,
            **values,
        )

    def end_of(self, period, number):
        """Return day and instant at which a day of hypercare has just been over."""
        day = fields.Date.add(period.go_live, days=number - 1)
        return day, fields.Datetime.add(period._day_bounds(day)[1], minutes=10)

    def kpi_states(self, period, number):
        """Return code → state of all KPIs, as the nightly run stores them."""
        day, now = self.end_of(period, number)
        self.env.flush_all()
        with at_time(now):
            kpis = period.sudo()._kpis_of(day, period.sudo()._kpis())
            period.sudo()._store_kpis(day, kpis, {})
        self.env.invalidate_all()
        values = self.env["hypercare.kpi.value"].search(
            [("period_id", "=", period.id), ("date", "=", day)]
        )
        self.assertLessEqual(set(self.kpis.mapped("code")), set(values.mapped("code")))
        for value in values:
            # An evaluator that fails is unmeasurable, too: that is not meant here.
            self.assertNotIn("Error", value.why)
            # Every reason is a sentence.
            self.assertIn(" ", value.why)
        return {value.code: value.state for value in values}

    def make_criteria(self, period):
        """Return a criterion for every evaluator, as easy as its bounds allow."""
        criteria = self.env["hypercare.exit.criterion"]
        return criteria.create(
            [
                {
                    "name": code,
                    "period_id": period.id,
                    "code": code,
                    "target": evaluator.bounds[0],
                }
                for code, evaluator in criteria._evaluators().items()
            ]
        )

    def criterion_states(self, criteria, number):
        now = self.end_of(criteria.period_id, number)[1]
        self.found(criteria, now)
        with at_time(now):
            return {one.code: (one.state, one.rag) for one in criteria}

    def assert_nothing_green(self, period):
        criteria = self.make_criteria(period)
        for number in DAYS:
            with self.subTest(period=period.name, day=number):
                states = self.kpi_states(period, number)
                self.assertFalse([c for c, state in states.items() if state == "green"])
                found = self.criterion_states(criteria, number)
                self.assertEqual(len(found), len(criteria._evaluators()))
                self.assertFalse(
                    [
                        code
                        for code, (state, rag) in found.items()
                        if state in HOLDING or rag == "green"
                    ]
                )

    def test_in_an_empty_database(self):
        self.period.write({"bau_policy_id": False, "business_owner_id": False})
        self.assert_nothing_green(self.period)

    def test_without_support_hours(self):
        self.period.write({"bau_policy_id": False, "business_owner_id": False})
        self.period.calendar_id = False
        self.assert_nothing_green(self.period)

    def test_in_a_second_company_beside_a_busy_one_in_every_time_zone(self):
        self.fill()
        for tz, days in PLACES:
            self.assert_nothing_green(self.elsewhere(tz, days))

    def test_one_issue_that_nobody_answers_makes_nothing_green_but_what_it_proves(self):
        """An S1 that lies there: counts are told, no rate and no criterion holds."""
        self.period.write({"bau_policy_id": False, "business_owner_id": False})
        self.make_issue("s1", at=self.at(1, 9))
        criteria = self.make_criteria(self.period)
        counts = {
            *("open_urgent", "open_critical", "critical_raised", "high_raised"),
            *("weekly_trend", "backlog_weeks", "repeated_questions", "operate_alone"),
            # The promise that was broken is measured: none of one was kept.
            "high_kept",
        }
        for number in DAYS:
            states = self.kpi_states(self.period, number)
            green = {
                self.kpis.filtered(lambda kpi, code=code: kpi.code == code).evaluator
                for code, state in states.items()
                if state == "green" and code.startswith("easy_")
            }
            with self.subTest(day=number):
                self.assertLessEqual(green, counts)
                found = self.criterion_states(criteria, number)
                self.assertFalse(
                    [code for code, (state, _rag) in found.items() if state in HOLDING]
                )

    def test_where_there_is_something_to_be_seen_it_is_green(self):
        """The other side: without this the tests above could never fail."""
        self.fill()
        criteria = self.make_criteria(self.period)
        states = self.kpi_states(self.period, 14)
        green = {code for code, state in states.items() if state == "green"}
        for evaluator in ("open_urgent", "without_help", "critical_raised"):
            self.assertIn(f"easy_{evaluator}_min", green)
        found = self.criterion_states(criteria, 14)
        held = {code for code, (state, _rag) in found.items() if state in HOLDING}
        self.assertLessEqual(
            {
                *("clean_streak", "without_consultant", "l1_share", "answers"),
                *("responsibilities", "roster", "bau_policy", "integrations"),
            },
            held,
        )

    def fill(self):
        """Give the first company everything that could be seen by mistake."""
        for number in range(8):
            self.life("s3", self.at(2, 9 + number), self.at(3, 10))
        self.life("s2", self.at(2, 9), self.at(2, 10))
        period = {"period_id": self.period.id}
        env = self.env
        env["hypercare.article"].create(
            {**period, "name": "How?", "answer": "So.", "published": True}
        )
        duty = env["hypercare.responsibility"].create(
            {
                **period,
                "name": "Users",
                "owner_after_id": self.owner.id,
                "process_url": "https://example.com",
            }
        )
        duty.with_user(self.owner).action_accept()
        env["hypercare.after.contact"].create(
            {**period, "name": "Rahima", "what_for": "All", "phone": "1"}
        )
        link = env["hypercare.integration"].create(
            {**period, "name": "Bank", "stable_needed": 1}
        )
        days = [self.end_of(self.period, number)[0] for number in range(1, 15)]
        for day in days:
            with at_time(self.period._day_bounds(day)[0]):
                link.with_user(self.manager).action_worked()
        kpi = env.ref("hypercare_support.kpi_month_close")
        with at_time(self.at(10, 10)):
            env["hypercare.kpi.attestation"].with_user(self.manager).create(
                {
                    **period,
                    "kpi_id": kpi.id,
                    "name": "All closed",
                    "date": days[5],
                    "file": b"UERG",
                }
            )
