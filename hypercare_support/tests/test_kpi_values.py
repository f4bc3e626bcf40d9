"""KPIs of issues: by hand, by SQL of its own, and as of the evening asked about."""

from .common import at_time
from .kpi_common import KpiCase


class TestKpiFacts(KpiCase):
    def test_open_issues_as_they_were_that_evening(self):
        first = self.life("s1", self.at(1), self.at(3))
        second = self.life("s2", self.at(2))
        third = self.life("s3", self.at(2))
        self.do(third, self.l1, self.at(4), severity="s2")
        found = {
            number: {k: v.count for k, v in self.facts(number).open.items()}
            for number in (1, 2, 3, 4)
        }
        self.assertEqual(
            found,
            {
                1: {"s1": 1},
                2: {"s1": 1, "s2": 1, "s3": 1},
                3: {"s2": 1, "s3": 1},
                4: {"s2": 2},
            },
        )
        self.assertEqual(self.facts(4).open["s2"].ids, (third.id, second.id))
        # An independent count of the last day, by how things stand.
        self.env.cr.execute(
            "SELECT count(*) FROM hypercare_issue WHERE period_id = %s AND state IN"
            " ('new', 'assigned', 'in_progress', 'waiting') AND severity = 's2'",
            [self.period.id],
        )
        self.assertEqual(self.env.cr.fetchone()[0], 2)
        self.assertEqual(first.state, "resolved")

    def test_midnight_belongs_to_the_next_day(self):
        self.life("s1", self.at(2, 0))
        self.assertEqual(self.facts(1).open, {})
        self.assertEqual(self.facts(1).reported, 0)
        self.assertEqual(self.facts(2).open["s1"].count, 1)

    def test_another_time_zone_has_other_days(self):
        # 02:00 in Dhaka is still the evening before in New York.
        self.life("s1", self.at(3, 2))
        self.assertEqual(self.facts(2).open, {})
        self.period.tz = "America/New_York"
        self.assertEqual(self.facts(2).open["s1"].count, 1)

    def test_backlog_of_one_and_two_weeks_ago(self):
        for number in (1, 2, 8, 9, 15, 15):
            self.life("s3", self.at(number))
        self.life("s3", self.at(1), self.at(10))
        facts = self.facts(15)
        self.assertEqual(sum(group.count for group in facts.open.values()), 6)
        # Day 8: 1, 2, 8 and the one solved on day 10; day 1: one and that one.
        self.assertEqual(facts.open_before, {7: 4, 14: 2})
        self.assertEqual(self.facts(7).open_before, {})

    def test_raised_leaves_out_mistakes_and_lowered_ones_stay(self):
        self.life("s1", self.at(2))
        hidden = self.life("s1", self.at(3))
        self.do(hidden, self.l1, self.at(3, 11), state="in_progress")
        self.do(hidden, self.l1, self.at(4), severity="s3", change_reason="It was calm")
        mistake = self.make_issue("s1", at=self.at(5))
        self.do(
            mistake, self.l1, self.at(6), severity="s3", change_reason="One user only"
        )
        raised = [row[:2] for row in self.facts(5).raised]
        self.assertEqual(sorted(raised), [("s1", 2), ("s1", 3), ("s1", 5)])
        raised = [row[:2] for row in self.facts(6).raised]
        self.assertEqual(sorted(raised), [("s1", 2), ("s1", 3)])

    def test_solved_by_level_and_what_was_reopened_is_left_out(self):
        self.life("s3", self.at(1), self.at(2))
        self.life("s3", self.at(1), self.at(2), user=self.l2)
        helped = self.life("s3", self.at(1), self.at(2), user=self.l3)
        again = self.life("s3", self.at(1), self.at(2))
        outside = self.life("s3", self.at(1), self.at(2))
        category = self.env["hypercare.category"].create(
            {"name": "A wish", "in_scope": False}
        )
        outside.sudo().category_id = category
        before = {row.reached: row.group.count for row in self.facts(2).solved}
        self.assertEqual(before, {"l1": 2, "l2": 1, "l3": 1})
        self.do(again, self.l1, self.at(3), state="in_progress")
        after = {row.reached: row.group for row in self.facts(3).solved}
        self.assertEqual(
            {k: v.count for k, v in after.items()}, {"l1": 1, "l2": 1, "l3": 1}
        )
        self.assertEqual(after["l3"].ids, (helped.id,))
        # What is known of the evening before is not changed by the morning after.
        again_before = {row.reached: row.group.count for row in self.facts(2).solved}
        self.assertEqual(again_before, before)

    def test_a_level_that_comes_later_had_no_part_before(self):
        issue = self.life("s3", self.at(1), self.at(2))
        self.do(issue, self.l1, self.at(3), state="in_progress")
        self.do(issue, self.l1, self.at(3, 11), tier_id=self.tier3.id)
        self.do(issue, self.l3, self.at(4), user_id=self.l3.id)
        self.do(issue, self.l3, self.at(4, 12), state="resolved")
        [row] = self.facts(2).solved
        self.assertEqual(row.reached, "l1")
        self.assertEqual(self.facts(2).consulted.count, 0)
        self.assertEqual(self.facts(4).consulted.ids, (issue.id,))

    def test_promises_decided_by_the_evening(self):
        # An S2 of Sunday 10:00 is due the same day at 18:00.
        kept = self.life("s2", self.at(1), self.at(1, 15))
        late = self.life("s2", self.at(1), self.at(2, 15))
        running = self.life("s2", self.at(2))
        rows = {
            number: sorted(
                (row.day, row.is_met, row.group.count)
                for row in self.facts(number).promises
                if (row.metric, row.severity) == ("resolution", "s2")
            )
            for number in (1, 2)
        }
        self.assertEqual(rows[1], [(1, False, 1), (1, True, 1)])
        self.assertEqual(rows[2], [(1, False, 1), (1, True, 1), (2, False, 1)])
        self.assertTrue(kept.resolved_at < late.resolved_at)
        self.assertFalse(running.resolved_at)

    def test_questions_without_an_answer(self):
        root = self.life("s4", self.at(1), name="Where is the price?")
        for _number in range(2):
            double = self.life("s4", self.at(2))
            self.do(
                double,
                self.l1,
                self.at(2, 12),
                state="cancelled",
                cancel_reason="duplicate",
                duplicate_of_id=root.id,
            )
        self.assertEqual(self.facts(1).questions.count, 0)
        self.assertEqual(self.facts(2).questions.ids, (root.id,))
        with at_time(self.at(2, 15)):
            article = self.env["hypercare.article"].create(
                {"name": "where is the price? ", "answer": "<p>There.</p>"}
            )
        # The database's own clock is not frozen: the answer is given its day.
        self.env.cr.execute(
            "UPDATE hypercare_article SET create_date = %s WHERE id = %s",
            [self.at(2, 15), article.id],
        )
        self.assertEqual(self.facts(2).questions.count, 0)

    def test_queries_do_not_grow_with_issues(self):
        for number in range(3):
            self.life("s1", self.at(1, 10 + number), self.at(2))
        self.facts(3)
        with self.assertQueryCount(9), at_time(self.night(3)):
            self.period.sudo()._kpi_facts(self.day(3))
        for number in range(20):
            self.life("s2", self.at(1, 9, number), self.at(2))
        self.facts(3)
        with self.assertQueryCount(9), at_time(self.night(3)):
            self.period.sudo()._kpi_facts(self.day(3))


class TestKpiValues(KpiCase):
    def test_values_of_the_first_days_by_hand(self):
        self.life("s2", self.at(1), self.at(3))
        for number in range(5):
            self.life("s3", self.at(1, 11, number), self.at(2))
        self.life("s3", self.at(1, 12), self.at(2), user=self.l3)
        self.count(3)
        found = {
            number: (
                self.value("open_urgent", number).value,
                self.value("open_urgent", number).state,
                self.value("without_l3", number).state,
                self.value("without_l3", number).value,
            )
            for number in (1, 2, 3)
        }
        self.assertEqual(found[1], (1, "amber", "few", 0))
        # Five of six without Level 3 are 83 %.
        self.assertEqual(found[2], (1, "amber", "green", 83))
        # The S2, solved by Level 1 on day 3, makes it six of seven.
        self.assertEqual(found[3], (0, "green", "green", 85))
        value = self.value("without_l3", 3)
        self.assertEqual((value.numerator, value.denominator), (6, 7))
        self.assertEqual(value.shown, "85 %")
        self.assertIn("6 of 7 solved without Level 3; 6 by Level 1", value.why)
        self.assertEqual(self.value("open_urgent", 3).trend, "better")
        few = self.value("without_l3", 1)
        self.assertEqual((few.has_value, few.shown), (False, "–"))

    def test_only_windows_that_have_begun(self):
        self.life("s3", self.at(1))
        self.count(1)
        codes = set(
            self.values.search([("date", "=", self.day(1))]).kpi_id.mapped("code")
        )
        self.assertEqual(
            codes,
            {
                "open_urgent",
                "in_odoo",
                "without_l3",
                "month_close",
                "repeated_questions",
            },
        )

    def test_an_empty_database_is_never_green(self):
        self.count(20)
        states = set(self.values.search([]).mapped("state"))
        self.assertFalse(states & {"green"})
        self.assertIn("unmeasurable", states)

    def test_a_second_company_has_its_own_figures(self):
        self.life("s1", self.at(1))
        other = self.make_period(
            name="Other", company_id=self.other_company.id, calendar_id=False
        )
        self.count(1)
        self.count(1, other)
        self.assertEqual(self.value("open_urgent", 1).value, 1)
        self.assertEqual(self.value("open_urgent", 1, other).state, "unmeasurable")
        self.assertEqual(
            self.value("open_urgent", 1, other).company_id, self.other_company
        )

    def test_a_company_may_have_its_own_target(self):
        # Days are judged by what counted then: it has to be there in time.
        with at_time(self.at(1)):
            own = self.kpi("open_urgent").copy({"target": 3, "due_day": 0})
        self.assertEqual(own.company_id, self.company)
        self.life("s1", self.at(1))
        self.count(1)
        values = self.values.search(
            [("kpi_id", "in", (own | self.kpi("open_urgent")).ids)]
        )
        self.assertEqual((values.kpi_id, values.state), (own, "green"))

    def test_month_end_close_is_attested_in_business_days(self):
        self.life("s3", self.at(1))
        self.count(30)
        self.assertEqual(self.value("month_close", 30).state, "unmeasurable")
        # 31 March is a Tuesday; Sunday to Thursday are business days.
        self.count(33)
        value = self.value("month_close", 33)
        self.assertEqual((value.value, value.state), (2, "amber"))
        with at_time(self.at(37)):
            self.env["hypercare.kpi.attestation"].create(
                {
                    "period_id": self.period.id,
                    "kpi_id": self.kpi("month_close").id,
                    "name": "March is closed",
                    "date": self.day(37),
                    "file": b"UERG",
                }
            )
        self.count(38)
        self.assertEqual(
            [
                (self.value("month_close", n).value, self.value("month_close", n).state)
                for n in (36, 37, 38)
            ],
            [(3, "amber"), (4, "green"), (4, "green")],
        )

    def test_an_evaluator_that_fails_costs_its_own_value_only(self):
        self.life("s1", self.at(1))
        kpis = type(self.kpis)

        def fail(kpi, period, day):
            raise ValueError("no such thing")

        self.addCleanup(delattr, kpis, "_evaluate_in_odoo")
        kpis._evaluate_in_odoo = fail
        with self.assertLogs("odoo.addons.hypercare_support.models.period_kpi"):
            self.count(1)
        self.assertEqual(self.value("in_odoo", 1).state, "unmeasurable")
        self.assertIn("no such thing", self.value("in_odoo", 1).why)
        self.assertEqual(self.value("open_urgent", 1).value, 1)

    def test_an_extension_evaluates_in_its_own_way(self):
        kpis = type(self.kpis)
        self.addCleanup(delattr, kpis, "_evaluate_in_odoo")
        kpis._evaluate_in_odoo = lambda kpi, period, day: {
            "value": 92,
            "sample": 50,
            "why": "Counted by somebody else.",
        }
        self.count(8)
        value = self.value("in_odoo", 8)
        self.assertEqual((value.value, value.state), (92, "green"))
        self.assertEqual(value.why, "Counted by somebody else.")
