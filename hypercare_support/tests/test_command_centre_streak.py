"""The clean streak and the fields that figures are counted from."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Domain

from .centre_common import NOW, CentreCase
from .common import at_time


class TestCommandCentreStreak(CentreCase):
    def streak(self, now=NOW):
        return self.centre(self.sponsor, now)["sections"]["streak"]

    def test_from_the_go_live_on(self):
        # Sunday to Thursday of week one, Sunday and Monday of week two.
        self.assertEqual(self.streak()["days"], 7)
        self.assertEqual(self.streak(self.at(1, 12))["days"], 0)

    def test_an_open_one_ends_it_and_a_solved_one_restarts_it(self):
        issue = self.life("s2", self.at(5, 10))
        found = self.streak()
        self.assertEqual((found["days"], found["urgent"]["value"]), (0, 1))
        self.do(issue, self.l1, self.at(8, 12), state="resolved")
        found = self.streak()
        self.assertEqual((found["days"], found["possible"]), (1, 7))
        self.assertEqual(found["broken_at"], fields.Datetime.to_string(self.at(8, 12)))

    def test_the_history_of_some_issues_is_enough_or_all_are_read(self):
        """The latest issues decide, unless these were mistakes or opened again."""
        path = "odoo.addons.hypercare_support.models.period_centre_streak"
        for day in (3, 4, 5):
            self.life("s2", self.at(day, 10), self.at(day, 12))
        mistake = self.make_issue("s1", at=self.at(9, 10))
        self.do(mistake, self.l1, self.at(9, 11), severity="s3", change_reason="No")
        for limit, reads_all in ((1, True), (2, False), (100, False)):
            whole = type(self.period)._centre_whole_history
            with (
                self.subTest(limit=limit),
                patch(f"{path}.HISTORY_ISSUES", limit),
                patch.object(
                    type(self.period), "_centre_whole_history", autospec=True
                ) as read,
            ):
                read.side_effect = whole
                self.assertEqual(self.streak()["days"], 2)
                self.assertEqual(read.called, reads_all)

    def test_lowering_the_severity_hides_nothing(self):
        issue = self.life("s1", self.at(8, 10))
        self.do(
            issue,
            self.l1,
            self.at(8, 12),
            severity="s3",
            change_reason="Looks better in the report",
        )
        # It was assigned only, but whoever lowered it had not... set it: a second
        # person with a reason, before anybody worked on it, is a correction.
        self.assertEqual(self.streak()["days"], 7)
        other = self.life("s1", self.at(8, 10))
        self.do(other, self.l1, self.at(8, 11), state="in_progress")
        self.do(
            other,
            self.l2,
            self.at(8, 12),
            severity="s3",
            change_reason="Looks better in the report",
        )
        self.assertEqual(self.streak()["days"], 1)

    def test_without_a_reason_or_by_the_same_person_it_is_no_correction(self):
        for user, reason in ((self.l2, False), (self.l1, "I was wrong")):
            with self.subTest(user=user.login):
                issue = self.make_issue("s1", at=self.at(8, 10), user=self.l1)
                self.do(
                    issue,
                    user,
                    self.at(8, 12),
                    severity="s4",
                    change_reason=reason,
                )
                self.assertEqual(self.streak()["days"], 1)

    def test_nothing_is_said_where_it_cannot_be_told(self):
        self.period.calendar_id = False
        self.assertNotIn("streak", self.centre(self.sponsor)["sections"])
        self.period.calendar_id = self.make_calendar(days="")
        found = self.streak()
        self.assertEqual((found["days"], found["possible"]), (0, 0))
        self.period.calendar_id = self.calendar
        before = self.at(1, 0) - timedelta(hours=1)
        self.assertNotIn("streak", self.centre(self.sponsor, before)["sections"])


class TestIssueKpiFields(CentreCase):
    """Fields that figures are counted from: read, searched and grouped alike."""

    def test_reading_searching_and_grouping_agree(self):
        self.life("s3", self.at(9, 10), self.at(9, 11))
        self.life("s2", self.at(3, 10), self.at(6, 11), self.l2)
        self.make_issue("s4", at=self.at(9, 10))
        self.life("s1", self.at(9, 10), user=self.l2)
        issues = self.env["hypercare.issue"]
        domain = [("period_id", "=", self.period.id)]
        with at_time(NOW):
            self.env.flush_all()
            self.env.invalidate_all()
            everything = issues.search(domain)
            for name in ("response_outcome", "resolution_outcome", "reached_level"):
                values = {issue[name] for issue in everything}
                self.assertGreater(len(values), 1)
                grouped = dict(issues._read_group(domain, [name], ["__count"]))
                for value in values:
                    with self.subTest(field=name, value=value):
                        read = everything.filtered(
                            lambda issue, n=name, v=value: issue[n] == v
                        )
                        of_value = Domain(domain) & Domain(name, "=", value)
                        self.assertEqual(issues.search(of_value), read)
                        others = Domain(domain) & Domain(name, "!=", value)
                        self.assertEqual(issues.search(others), everything - read)
                        self.assertEqual(grouped[value], len(read))

    def test_an_s1_reached_only_those_who_took_it(self):
        issue = self.make_issue("s1", at=self.at(9, 10))
        self.assertEqual(issue.engagement_ids.tier_id, self.period.tier_ids)
        self.assertFalse(issue.reached_level)
        self.do(issue, self.l1, self.at(9, 10), user_id=self.l1.id)
        self.env.invalidate_all()
        self.assertEqual(issue.reached_level, "l1")
        self.do(issue, self.l2, self.at(9, 11), user_id=self.l2.id)
        self.env.invalidate_all()
        self.assertEqual(issue.reached_level, "l2")

    def test_a_consultant_who_solves_it_himself_is_not_level_1(self):
        issue = self.life("s3", self.at(9, 10), self.at(9, 12), self.l3)
        self.assertEqual((issue.level, issue.reached_level), ("l1", "l3"))
        # Whoever belongs to two levels works for the lower one.
        self.env["hypercare.tier.member"].create(
            {"tier_id": self.tier1.id, "user_id": self.l3.id}
        )
        self.env.invalidate_all()
        self.assertEqual(issue.reached_level, "l1")

    def test_what_came_back_down_has_been_up(self):
        issue = self.life("s3", self.at(9, 10))
        self.do(issue, self.l1, self.at(9, 11), tier_id=self.tier3.id)
        self.do(issue, self.l1, self.at(9, 12), tier_id=self.tier1.id)
        self.env.invalidate_all()
        self.assertEqual((issue.level, issue.reached_level), ("l1", "l3"))
