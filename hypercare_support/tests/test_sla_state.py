from datetime import timedelta

from .common import HypercareCommon, at_time
from .test_clocks import utc

STATES = ("on_track", "at_risk", "breached", "paused", "met", "none")


class TestSlaState(HypercareCommon):
    """The SLA state is right at any moment, in every place that shows it."""

    def setUp(self):
        super().setUp()
        self.critical = self.make_issue("s1", at=utc(2, 10))
        self.do(self.critical, self.l3, utc(2, 10, 1), user_id=self.l3.id)
        self.low = self.make_issue("s4", at=utc(2, 10))
        self.do(self.low, self.l1, utc(2, 10, 5), user_id=self.l1.id)
        self.done = self.make_issue("s2", at=utc(2, 10))
        self.do(self.done, self.l1, utc(2, 10, 10), state="resolved")
        self.issues = self.critical | self.low | self.done
        self.env.flush_all()

    def places(self, issue):
        """Return the state by field, by search, by grouping and by progress bar."""
        issue.invalidate_recordset()
        domain = [("id", "=", issue.id)]
        Issue = self.env["hypercare.issue"]
        found = [
            state
            for state in STATES
            if Issue.search([*domain, ("sla_state", "=", state)])
        ]
        not_found = [
            state
            for state in STATES
            if not Issue.search([*domain, ("sla_state", "!=", state)])
        ]
        grouped = [
            state
            for state, count in Issue._read_group(domain, ["sla_state"], ["__count"])
            if count
        ]
        bar = Issue.read_progress_bar(
            domain,
            "severity",
            {"field": "sla_state", "colors": dict.fromkeys(STATES, "x")},
        )[issue.severity]
        shown = [state for state, count in bar.items() if count]
        exported = issue.export_data(["sla_state"])["datas"][0]
        labels = dict(Issue._fields["sla_state"]._description_selection(self.env))
        exported = [key for key, label in labels.items() if label == exported[0]]
        return {
            tuple(places)
            for places in (
                [issue.sla_state],
                found,
                not_found,
                grouped,
                shown,
                exported,
            )
        }

    def test_the_state_changes_with_time_alone(self):
        cases = [
            (utc(2, 12, 59, 59), "on_track"),
            (utc(2, 13), "at_risk"),
            (utc(2, 14), "at_risk"),
            (utc(2, 14) + timedelta(seconds=1), "breached"),
        ]
        for moment, state in cases:
            with self.subTest(moment=moment), at_time(moment):
                self.assertEqual(self.places(self.critical), {(state,)})
                self.assertEqual(self.places(self.low), {("none",)})
                self.assertEqual(self.places(self.done), {("met",)})

    def test_pick_up_is_shown_while_nobody_has_the_issue(self):
        issue = self.make_issue("s3", at=utc(2, 10))
        with at_time(utc(2, 10, 31)):
            self.assertEqual(self.places(issue), {("breached",)})
        self.do(issue, self.l1, utc(2, 10, 31), user_id=self.l1.id)
        with at_time(utc(2, 10, 32)):
            self.assertEqual(self.places(issue), {("on_track",)})

    def test_paused_is_shown_in_every_place(self):
        self.do(self.critical, self.l3, utc(2, 11), state="waiting")
        with at_time(utc(3, 20)):
            self.assertEqual(self.places(self.critical), {("paused",)})

    def test_a_breach_stays_visible_while_paused(self):
        self.do(self.critical, self.l3, utc(2, 15), state="waiting")
        with at_time(utc(3, 20)):
            self.assertEqual(self.places(self.critical), {("breached",)})

    def test_several_states_and_negation(self):
        with at_time(utc(2, 13)):
            Issue = self.env["hypercare.issue"]
            domain = [("id", "in", self.issues.ids)]
            self.assertEqual(
                Issue.search([*domain, ("sla_state", "in", ["at_risk", "met"])]),
                self.critical | self.done,
            )
            self.assertEqual(
                Issue.search([*domain, ("sla_state", "not in", ["at_risk", "met"])]),
                self.low,
            )

    def test_sorting_and_reading_many_costs_one_query_each(self):
        many = self.env["hypercare.issue"].create(
            [{"name": str(n), "period_id": self.period.id} for n in range(100)]
        )
        self.env.flush_all()
        for records in (many[:10], many):
            self.env.invalidate_all()
            with self.assertQueryCount(1):
                records.mapped("sla_state")
        ordered = self.env["hypercare.issue"].search([], order="sla_state, id")
        self.assertEqual(
            ordered.mapped("sla_state"), sorted(ordered.mapped("sla_state"))
        )

    def test_is_open_in_searches(self):
        Issue = self.env["hypercare.issue"]
        domain = [("id", "in", self.issues.ids)]
        cases = [
            ([("is_open", "=", True)], self.critical | self.low),
            ([("is_open", "=", False)], self.done),
            ([("is_open", "!=", True)], self.done),
            ([("is_open", "in", [True, False])], self.issues),
        ]
        for extra, expected in cases:
            self.assertEqual(Issue.search(domain + extra), expected.sorted())
