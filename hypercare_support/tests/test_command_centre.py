"""The figures of the command centre, against independent counting."""

from datetime import timedelta

from odoo import fields

from .centre_common import NOW, CentreCase
from .common import at_time


class TestCommandCentreFigures(CentreCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        here = cls("test_every_number_opens_what_it_counts")
        here.env = cls.env
        cls.s1 = here.life("s1", here.at(2, 10), here.at(2, 13), cls.l3)
        cls.s2_late = here.life("s2", here.at(3, 10), here.at(5, 12), cls.l2)
        cls.s3 = [
            here.life("s3", here.at(day, 11), here.at(day, 15)) for day in (3, 4, 5, 8)
        ]
        cls.alone = here.life("s4", here.at(9, 9, 30), here.at(9, 10))
        cls.open_s2 = here.life("s2", here.at(9, 16), user=cls.l2)
        cls.late_s3 = here.life("s3", here.at(4, 9, 30))
        cls.new = cls.make_issue("s3", at=here.at(10, 15))
        cls.secret = cls.make_issue("s2", at=here.at(10, 14), confidential=True)
        cls.gone = cls.make_issue("s2", at=here.at(2, 11))
        here.do(cls.gone, cls.l1, here.at(2, 12), state="cancelled")
        cls.again = here.life("s3", here.at(8, 10), here.at(8, 12))
        here.do(cls.again, cls.l1, here.at(9, 10), state="in_progress")
        cls.env.flush_all()

    def test_every_number_opens_what_it_counts(self):
        self.period.public_log = True
        people = (
            *(self.reporter, self.colleague, self.l1, self.l2, self.l3),
            *(self.manager, self.sponsor, self.consultant),
        )
        opened = {}
        for user in people:
            answer = self.centre(user)
            issues = self.env["hypercare.issue"].with_user(user)
            for path, cell in self.cells(answer["sections"]):
                if cell["domain"]:
                    with at_time(NOW), self.subTest(user=user.login, path=path):
                        found = issues.search_count(cell["domain"])
                        self.assertEqual(found, cell["value"])
                    opened[user.login] = opened.get(user.login, 0) + 1
        self.assertGreater(opened["hc_sponsor"], opened["hc_colleague"])
        self.assertGreater(opened["hc_colleague"], 20)

    def test_a_number_that_counts_more_than_one_may_read_is_no_link(self):
        for user, opens in (
            (self.sponsor, True),
            (self.reporter, True),
            (self.colleague, False),
            (self.l2, False),
        ):
            with self.subTest(user=user.login):
                now = self.centre(user)["sections"]["now"]
                self.assertEqual(now["urgent"]["value"], 2)
                self.assertEqual(bool(now["urgent"]["domain"]), opens)
        self.period.public_log = False
        now = self.centre(self.colleague)["sections"]["now"]
        self.assertEqual(now["open"], {"value": 5, "domain": False})

    def test_counts_of_what_is_open(self):
        sections = self.centre(self.sponsor)["sections"]
        numbers = {
            name: sections["now"][name]["value"]
            for name in ("open", "urgent", "nobody", "waiting", "outage")
        }
        self.assertEqual(
            numbers,
            {"open": 5, "urgent": 2, "nobody": 2, "waiting": 0, "outage": 0},
        )
        rows = {row["severity"]: row for row in sections["severities"]}
        self.assertEqual(
            {severity: row["open"]["value"] for severity, row in rows.items()},
            {"s1": 0, "s2": 2, "s3": 3, "s4": 0},
        )
        # Since Wednesday 09:30, and since today 15:00 and Sunday 10:00.
        ages = [NOW - issue.reported_at for issue in (self.late_s3, self.again)]
        self.assertEqual(rows["s3"]["oldest"], ages[0].total_seconds())
        self.assertEqual(rows["s3"]["median"], ages[1].total_seconds())
        self.assertIsNone(rows["s1"]["oldest"])

    def test_overdue_and_next_agree_with_the_log(self):
        sections = self.centre(self.sponsor)["sections"]
        with at_time(NOW):
            issues = self.env["hypercare.issue"].search(
                [("period_id", "=", self.period.id)]
            )
            late = issues.filtered(
                lambda issue: issue.is_open and issue.sla_state == "breached"
            )
            risk = issues.filtered(
                lambda issue: issue.is_open and issue.sla_state == "at_risk"
            )
        self.assertIn(self.late_s3, late)
        self.assertEqual(sections["now"]["late"]["value"], len(late))
        self.assertEqual(sections["now"]["at_risk"]["value"], len(risk))
        following = issues.filtered(
            lambda issue: issue.breach_at and issue.breach_at >= NOW
        ).sorted("breach_at")[0]
        self.assertEqual(sections["now"]["next"]["issue"]["id"], following.id)
        self.assertEqual(
            sections["now"]["next"]["due"],
            fields.Datetime.to_string(following.breach_at),
        )

    def test_promises_kept_are_those_of_the_last_run(self):
        sla = self.centre(self.sponsor)["sections"]["sla"]
        with at_time(NOW):
            for metric in ("response", "resolution"):
                met, breached = 0, 0
                for issue in self.env["hypercare.issue"].search(
                    [("period_id", "=", self.period.id)]
                ):
                    clock = self.clock(issue, metric)
                    met += clock.outcome == "met"
                    breached += clock.outcome == "breached"
                with self.subTest(metric=metric):
                    row = sla[metric]
                    self.assertEqual(
                        (row["met"]["value"], row["breached"]["value"]),
                        (met, breached),
                    )
                    self.assertEqual(row["percent"], met * 100 // (met + breached))
        self.assertGreater(sla["resolution"]["breached"]["value"], 1)
        by_severity = {row["severity"]: row for row in sla["response"]["severities"]}
        self.assertIsNone(by_severity["s1"]["percent"], "one is too few to say")
        self.assertEqual(by_severity["s1"]["met"]["value"], 1)

    def test_independence_leaves_out_what_was_reopened(self):
        section = self.centre(self.sponsor)["sections"]["independence"]
        # s1, s2_late, four S3, the S4; the reopened one is not solved.
        self.assertEqual(section["total"]["value"], 7)
        self.assertEqual(section["solved_business"]["part"]["value"], 6)
        self.assertEqual(section["solved_business"]["percent"], 6 * 100 // 7)
        self.assertEqual(section["solved_l1"]["part"]["value"], 5)
        self.do(self.again, self.l1, self.at(10, 12), state="resolved")
        section = self.centre(self.sponsor)["sections"]["independence"]
        self.assertEqual(section["total"]["value"], 7)

    def test_out_of_scope_is_not_counted_as_solved(self):
        category = self.env["hypercare.category"].create(
            {"name": "New report", "in_scope": False}
        )
        self.alone.category_id = category
        self.assertEqual(
            self.centre(self.sponsor)["sections"]["independence"]["total"]["value"], 6
        )

    def test_burn_up_adds_up(self):
        section = self.centre(self.sponsor)["sections"]["burn_up"]
        days = section["days"]
        self.assertEqual([row["day"] for row in days], list(range(1, 11)))
        self.assertEqual(days[0]["date"], "2026-03-01")
        issues = self.env["hypercare.issue"].search(
            [("period_id", "=", self.period.id), ("state", "!=", "cancelled")]
        )
        for row in days:
            date = fields.Date.to_date(row["date"])
            raised = [
                issue
                for issue in issues
                if (issue.reported_at + timedelta(hours=6)).date() == date
            ]
            done = [
                issue
                for issue in issues
                if issue.ended_at
                and (issue.ended_at + timedelta(hours=6)).date() == date
            ]
            with self.subTest(day=row["day"]):
                self.assertEqual(row["raised"]["value"], len(raised))
                self.assertEqual(row["done"]["value"], len(done))
        self.assertEqual(days[-1]["open"], 5)
        self.assertEqual(section["raised"]["value"], days[-1]["raised_total"])
        self.assertEqual(section["done"]["value"], days[-1]["done_total"])

    def test_the_trend_compares_equal_parts_of_weeks(self):
        section = self.centre(self.sponsor)["sections"]["trend"]
        # Sunday to Tuesday 16:00: S1, S2, S3; this week S3, S3, S4, S2, S3, S2.
        self.assertEqual(section["before"]["raised"]["value"], 3)
        self.assertEqual(section["before"]["weight"], 8 + 4 + 2)
        self.assertEqual(section["week"]["raised"]["value"], 6)
        self.assertEqual(section["week"]["weight"], 2 + 2 + 1 + 4 + 2 + 4)
        self.assertEqual(section["direction"], "level")

    def test_in_the_first_week_there_is_nothing_to_compare_with(self):
        section = self.centre(self.sponsor, self.at(5, 16))["sections"]["trend"]
        self.assertFalse(section["before"])
        self.assertFalse(section["direction"])

    def test_workload_by_level_and_person(self):
        load = self.centre(self.sponsor)["sections"]["load"]
        people = {row["id"]: row["open"]["value"] for row in load["people"]}
        self.assertEqual(people, {self.l1.id: 2, self.l2.id: 1, self.l3.id: 0})
        self.assertEqual(load["nobody"]["open"]["value"], 2)
        tiers = {row["id"]: row["open"]["value"] for row in load["tiers"]}
        counted = self.env["hypercare.issue"]._read_group(
            [("period_id", "=", self.period.id), ("is_open", "=", True)],
            ["tier_id"],
            ["__count"],
        )
        self.assertEqual(
            {tier: count for tier, count in tiers.items() if count},
            {tier.id: count for tier, count in counted},
        )
