"""Severity cannot be talked down: the worst that an issue was is what it weighs."""

from .common import at_time
from .exit_common import ExitCase


class TestExitWeight(ExitCase):
    def begin(self, issue):
        """What somebody works on is in triage no more."""
        self.do(issue, self.l1, self.at(9, 17), state="in_progress")

    def lower(self, issue, day, severity, person=None):
        person = person or self.l1
        self.do(
            *(issue, person, self.at(day, 16)),
            severity=severity,
            change_reason="It was not so bad",
        )

    def test_an_s3_lowered_to_s4_weighs_as_an_s3(self):
        falling = self.criterion("falling")
        for number in range(6):
            self.life("s3", self.at(2, 9 + number))
        # One less, of the same severity: by weight hardly any change without lowering.
        later = [self.life("s3", self.at(9, 9 + n)) for n in range(5)]
        now = self.at(15, 9)
        before = self.found(falling, now).evidence
        self.assertIn("10 after 12", before)
        for issue in later:
            self.begin(issue)
            self.lower(issue, 10, "s4")
        self.assertEqual(self.found(falling, now).evidence, before)

    def test_an_s4_that_was_an_s2_for_a_while_weighs_as_an_s2(self):
        falling = self.criterion("falling")
        for number in range(6):
            self.life("s3", self.at(2, 9 + number))
        issue = self.life("s4", self.at(9, 9))
        self.do(issue, self.l1, self.at(9, 12), severity="s2", change_reason="Worse")
        self.begin(issue)
        self.lower(issue, 10, "s3")
        self.assertIn("4 after 12", self.found(falling, self.at(15, 9)).evidence)

    def test_a_mistake_corrected_by_a_second_person_in_triage_weighs_what_it_is(self):
        falling = self.criterion("falling")
        for number in range(6):
            self.life("s3", self.at(2, 9 + number))
        for number in range(5):
            issue = self.make_issue("s3", at=self.at(9, 9 + number))
            self.lower(issue, 10, "s4", self.l2)
        found = self.found(falling, self.at(15, 9))
        self.assertEqual(found.state, "met")
        self.assertIn("5 after 12", found.evidence)

    def test_the_weekly_trend_of_the_kpis_weighs_the_same(self):
        for number in range(6):
            self.life("s3", self.at(2, 9 + number))
        later = [self.life("s3", self.at(9, 9 + n)) for n in range(5)]
        mistake = self.make_issue("s3", at=self.at(9, 9))

        def weeks():
            self.env.flush_all()
            with at_time(self.at(15, 0, 10)):
                facts = self.period.sudo()._kpi_facts(self.at(14, 12).date())
            return [
                {key: count for key, count in week.items() if count}
                for week in (facts.week, facts.week_before)
            ]

        self.assertEqual(weeks(), [{"s3": 6}, {"s3": 6}])
        for issue in later:
            self.begin(issue)
            self.lower(issue, 10, "s4")
        self.lower(mistake, 10, "s4", self.l2)
        self.assertEqual(weeks(), [{"s3": 5, "s4": 1}, {"s3": 6}])
        # What happens later is not known that evening.
        for issue in later:
            self.lower(issue, 20, "s1")
        self.assertEqual(weeks(), [{"s3": 5, "s4": 1}, {"s3": 6}])
