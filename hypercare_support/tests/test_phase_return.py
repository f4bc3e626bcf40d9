"""The severity of a moment opens no way to the project team that stays open."""

from odoo.exceptions import UserError
from odoo.fields import Command

from .common import MONDAY, at_time
from .phases_common import ADVISE, CRITICAL, PhasesCommon

#: The project team takes S1 and S2.
URGENT = {"take_s3": False, "take_s4": False}


class TestReturn(PhasesCommon):
    def notes(self, issue):
        return " ".join(issue.message_ids.mapped("body"))

    def with_the_team(self, severity="s2", user=None, **values):
        """Return an issue that the project team has got as the phase allows."""
        issue = self.make_issue(severity, at=MONDAY)
        self.do(issue, user or self.l1, MONDAY, user_id=self.l3.id, **values)
        self.assertEqual(issue.user_id, self.l3)
        return issue

    def test_severity_and_owner_at_once_are_judged_by_the_old_severity(self):
        self.make_phase(**URGENT)
        issue = self.make_issue("s3", at=MONDAY)
        for values in ({"user_id": self.l3.id}, {"tier_id": self.tier3.id}):
            with self.refused(r"S3\) stays with the business.*by itself"):
                self.do(issue, self.l1, MONDAY, severity="s2", **values)
        self.assertEqual((issue.severity, issue.user_id.id), ("s3", False))
        # Nor does a lower severity come along in the act that gives it away.
        issue = self.make_issue("s2", at=MONDAY)
        with self.refused(r"S3\) stays with the business"):
            self.do(issue, self.l1, MONDAY, severity="s3", user_id=self.l3.id)

    def test_a_manager_with_a_reason_does_both_at_once(self):
        self.make_phase(**URGENT)
        issue = self.make_issue("s3", at=MONDAY)
        values = {"severity": "s2", "user_id": self.l3.id}
        with self.refused("stays with the business"):
            self.do(issue, self.manager, MONDAY, **values)
        self.do(issue, self.manager, MONDAY, change_reason="Payday", **values)
        self.assertEqual(issue.user_id, self.l3)
        self.assertIn("beyond the phase", self.notes(issue))

    def test_what_gets_too_low_goes_back_to_the_business(self):
        self.make_phase(**URGENT)
        for values in ({}, {"tier_id": self.tier3.id}):
            for user in (self.l1, self.l3):
                with self.subTest(values=values, user=user.name):
                    issue = self.with_the_team(**values)
                    self.do(issue, user, MONDAY, severity="s3", change_reason="Less")
                    self.assertEqual(issue.severity, "s3")
                    self.assertFalse(issue.user_id)
                    self.assertIn(issue.tier_id, self.tier1 | self.tier2)
                    self.assertIn("S3 stays with the business", self.notes(issue))
                    with self.refused("stays with the business"):
                        self.do(issue, self.l1, MONDAY, user_id=self.l3.id)

    def test_nobody_slips_in_with_the_same_act(self):
        self.make_phase(**URGENT)
        for values in ({"state": "in_progress"}, {"user_id": self.l3.id}):
            issue = self.with_the_team(tier_id=self.tier3.id)
            self.do(issue, self.l3, MONDAY, severity="s4", **values)
            self.assertEqual(issue.tier_id, self.tier2)
            self.assertNotEqual(issue.user_id, self.l3)

    def test_a_manager_says_why_the_team_keeps_it(self):
        self.make_phase(**URGENT)
        issue = self.with_the_team()
        self.do(issue, self.manager, MONDAY, severity="s3", change_reason="Half done")
        self.assertEqual((issue.severity, issue.user_id), ("s3", self.l3))
        self.assertIn("Reason: Half done", self.notes(issue))
        issue = self.with_the_team()
        self.do(issue, self.manager, MONDAY, severity="s3")
        self.assertFalse(issue.user_id)

    def test_what_stays(self):
        self.make_phase(1, 1, "Intensive")
        self.make_phase(2, 14, "Critical", **CRITICAL)
        # Taken in a phase that took it: a lower severity changes nothing.
        sunday = MONDAY.replace(day=1)
        issue = self.make_issue("s2", at=sunday)
        self.do(issue, self.l1, sunday, user_id=self.l3.id)
        self.do(issue, self.l1, MONDAY, severity="s3")
        self.assertEqual(issue.user_id, self.l3)
        # What is solved is solved.
        issue = self.with_the_team("s1")
        self.do(issue, self.l3, MONDAY, state="resolved")
        self.do(issue, self.l3, MONDAY, severity="s3")
        self.assertEqual(issue.user_id, self.l3)
        # Whoever works in Level 2 as well has it there.
        self.tier2.member_ids = [Command.create({"user_id": self.l3.id})]
        issue = self.with_the_team("s1", tier_id=self.tier3.id)
        self.do(issue, self.l1, MONDAY, severity="s3")
        self.assertEqual((issue.tier_id, issue.user_id), (self.tier2, self.l3))

    def test_many_at_once(self):
        self.make_phase(**URGENT)
        issues = self.with_the_team() | self.make_issue("s2", at=MONDAY)
        self.do(issues, self.l1, MONDAY, severity="s4")
        self.assertEqual(issues.mapped("severity"), ["s4", "s4"])
        self.assertFalse(issues.user_id)

    def test_bad_values_are_refused_in_words(self):
        self.make_phase(**URGENT)
        issue = self.with_the_team()
        for values in ({"severity": []}, {"severity": "s9"}, {"user_id": "x"}):
            with self.refused(""):
                self.do(issue, self.l1, MONDAY, **{"severity": "s3", **values})

    # -- Advice ------------------------------------------------------------------------

    def ask(self, issue):
        dialog = self.env["hypercare.step.up"].with_user(self.l1)
        dialog = dialog.create({"issue_id": issue.id, "text": "The wage is wrong?"})
        with at_time(MONDAY):
            dialog.action_ask()

    def test_advice_about_a_confidential_issue(self):
        self.make_phase(**ADVISE)
        issue = self.make_issue("s3", at=MONDAY, confidential=True)
        before = len(issue.message_ids)
        with self.refused("is confidential, and nobody", UserError):
            self.ask(issue)
        self.assertEqual(len(issue.message_ids), before)
        # Of those on duty, the one who may read it is asked.
        manager = self.make_user("trusted", "hypercare_support.group_manager")
        self.tier3.member_ids = [Command.create({"user_id": manager.id})]
        self.ask(issue)
        self.assertEqual(issue.message_ids[0].partner_ids, manager.partner_id)
        public = self.make_issue("s3", at=MONDAY)
        self.ask(public)
        self.assertIn(self.l3.partner_id, public.message_ids[0].partner_ids)
