from collections import Counter
from datetime import timedelta

from .common import MONDAY
from .test_people import PeopleCommon


class TestAssignment(PeopleCommon):
    def report(self, moment=MONDAY, tier=None):
        tier = tier or self.tier3
        return self.make_issue("s3", at=moment, user=self.l3, tier_id=tier.id)

    def give(self, count, load=None):
        """Give issues of Level 3 to whoever is next, one minute after the other."""
        given = []
        for number in range(count):
            moment = MONDAY + timedelta(minutes=number)
            issue = self.report(moment)
            user = self.tier3._next_assignee(moment, load)
            self.do(issue, self.manager, moment, user_id=user.id)
            given.append(user)
        return given

    def test_nobody_by_default(self):
        self.assertEqual(self.tier3.assignment, "none")
        self.assertFalse(self.tier3._next_assignee(MONDAY))

    def test_the_lead_or_who_stands_in(self):
        self.tier3.assignment = "lead"
        self.assertEqual(self.tier3._next_assignee(MONDAY), self.l3)
        self.tier3.backup_id = self.third
        self.send_away(self.l3)
        self.assertEqual(self.tier3._next_assignee(MONDAY), self.third)
        self.tier3.lead_id = False
        self.assertEqual(self.tier3._next_assignee(MONDAY), self.third)

    def test_everybody_in_turn(self):
        self.tier3.assignment = "round_robin"
        given = self.give(10)
        turn = [self.l3, self.second, self.third]
        self.assertEqual(given, (turn * 4)[:10])

    def test_turns_within_the_same_second(self):
        self.tier3.assignment = "round_robin"
        given = []
        for _number in range(7):
            issue = self.report()
            user = self.tier3._next_assignee(MONDAY)
            self.do(issue, self.manager, MONDAY, user_id=user.id)
            given.append(user)
        self.assertEqual(given, ([self.l3, self.second, self.third] * 3)[:7])

    def test_turns_of_several_issues_that_are_written_later(self):
        self.tier3.assignment = "round_robin"
        self.give(1)
        load = Counter()
        given = [self.tier3._next_assignee(MONDAY, load) for _number in range(6)]
        turn = [self.second, self.third, self.l3]
        self.assertEqual(given, turn * 2)
        self.assertEqual(load, Counter({user.id: 2 for user in turn}))

    def test_what_somebody_took_counts_as_a_turn(self):
        self.tier3.assignment = "round_robin"
        issue = self.report()
        self.do(issue, self.l3, MONDAY, user_id=self.l3.id)
        self.assertEqual(self.tier3._next_assignee(MONDAY), self.second)

    def test_issues_of_other_tiers_are_no_turns(self):
        self.tier3.assignment = "round_robin"
        self.tier2.member_ids.create({"tier_id": self.tier2.id, "user_id": self.l3.id})
        issue = self.report(tier=self.tier2)
        self.do(issue, self.manager, MONDAY, user_id=self.l3.id)
        self.assertEqual(self.tier3._next_assignee(MONDAY), self.l3)

    def test_who_is_away_loses_no_more_than_the_turn(self):
        self.tier3.assignment = "round_robin"
        self.send_away(self.second)
        self.assertEqual(self.give(4), [self.l3, self.third] * 2)
        self.second.out_of_office_from = False
        self.assertEqual(self.tier3._next_assignee(MONDAY), self.second)

    def test_fewest_open_issues(self):
        self.tier3.assignment = "fewest_open"
        for user, count in ((self.l3, 2), (self.second, 1), (self.third, 2)):
            for _number in range(count):
                issue = self.make_issue("s3", at=MONDAY)
                self.do(issue, self.manager, MONDAY, user_id=user.id)
        self.assertEqual(self.tier3._next_assignee(MONDAY), self.second)
        load = Counter({self.second.id: 2})
        self.assertNotEqual(self.tier3._next_assignee(MONDAY, load), self.second)
        done = self.env["hypercare.issue"].search([("user_id", "=", self.third.id)])
        self.do(done, self.third, MONDAY, state="resolved")
        self.assertEqual(self.tier3._next_assignee(MONDAY), self.third)

    def test_fewest_open_is_fair_from_the_start(self):
        self.tier3.assignment = "fewest_open"
        counts = Counter(self.give(10))
        self.assertEqual(sorted(counts.values()), [3, 3, 4])

    def test_archived_and_absent_people_get_nothing(self):
        for assignment in ("lead", "round_robin", "fewest_open"):
            with self.subTest(assignment=assignment), self.env.cr.savepoint() as saved:
                self.tier3.assignment = assignment
                self.send_away(self.l3)
                self.second.active = False
                self.assertEqual(self.tier3._next_assignee(MONDAY), self.third)
                self.member3.date_to = MONDAY.date() - timedelta(days=1)
                self.assertFalse(self.tier3._next_assignee(MONDAY))
                saved.rollback()
            self.env.invalidate_all()

    def test_who_reports_does_not_matter(self):
        self.tier3.assignment = "fewest_open"
        chosen = self.tier3.with_user(self.reporter)._next_assignee(MONDAY)
        self.assertEqual(chosen, self.l3)
        self.assertFalse(chosen.env.su)

    def test_the_turn_is_found_in_one_query_whatever_the_history(self):
        self.tier3.assignment = "round_robin"
        self.give(6)
        self.env.flush_all()
        self.tier3._next_assignee(MONDAY)
        with self.assertQueryCount(1):
            self.tier3._last_given(self.tier3.user_ids)
