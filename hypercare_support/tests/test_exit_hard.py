"""What somebody might try whose own work is judged, and what is not told twice."""

from odoo.exceptions import UserError

from .common import at_time
from .exit_common import IMAGE, ExitCase


class TestExitHard(ExitCase):
    # === THE PERIOD AND ITS PEOPLE === #

    def test_a_period_that_runs_is_not_archived(self):
        period = self.period.with_user(self.manager)
        for state in ("ready", "running", "exit_review", "monitoring"):
            self.set_state(state)
            with self.subTest(state=state), self.assertRaisesRegex(UserError, "sight"):
                period.action_archive()
        for state in ("draft", "closed", "cancelled"):
            self.set_state(state)
            period.action_archive()
            self.assertFalse(period.active)
            period.action_unarchive()

    def test_who_decides_is_not_chosen_by_whose_work_is_judged(self):
        admin = self.make_user("admin", "hypercare_support.group_admin")
        lead = self.make_user("lead", "hypercare_support.group_manager")
        self.period.consultant_lead_id = lead
        mine = self.period.with_user(lead)
        for name, user in (
            ("sponsor_id", lead),
            ("sponsor_id", self.l1),
            ("business_owner_id", lead),
            ("business_owner_id", self.env["res.users"]),
        ):
            with self.subTest(name=name), self.assertRaisesRegex(UserError, "agreed"):
                mine.write({name: user.id})
        # The same values, the own role, an administrator, before the start: yes.
        mine.write({"sponsor_id": self.sponsor.id, "consultant_lead_id": lead.id})
        mine.consultant_lead_id = self.consultant
        self.period.with_user(admin).sponsor_id = self.l2
        self.period.business_owner_id = False
        with self.assertRaisesRegex(UserError, "agreed"):
            mine.business_owner_id = lead
        mine.business_owner_id = self.owner
        self.set_state("draft")
        mine.sponsor_id = self.sponsor
        self.assertEqual(self.period.sponsor_id, self.sponsor)

    def test_four_different_people_sign(self):
        self.criterion("bau_policy")
        self.set_state("exit_review")
        with at_time(self.at(12, 10)):
            draft = self.env["hypercare.exit.review"].with_user(self.manager)
            draft = draft._make(self.period.with_user(self.manager))
            self.period.sponsor_id = self.manager
            with self.assertRaisesRegex(UserError, "Four different people"):
                draft.action_submit()
            self.period.sponsor_id = self.sponsor
            draft.action_submit()
        self.assertEqual(len(draft.signature_ids.user_id), 4)

    def test_a_waiver_is_told_to_sponsor_and_project_manager(self):
        self.mails().unlink()
        self.waive(self.criterion("month_end_close"), self.at(5, 10))
        mails = self.mails()
        self.assertEqual(len(mails), 2)
        told = " ".join(mails.mapped("email_to"))
        self.assertIn(self.sponsor.email, told)
        self.assertIn(self.manager.email, told)
        self.assertIn("Not needed this time", mails[0].body_html)

    def test_who_attests_is_agreed_and_never_of_level_3(self):
        paper = self.criterion("attest")
        with self.assertRaisesRegex(UserError, "agreed before hypercare began"):
            paper.with_user(self.manager).user_id = self.l1
        paper.with_user(self.manager).user_id = False
        later = self.criterion("attest", name="Later", user_id=self.l3.id)
        self.assertFalse(later._attesters())
        with self.assertRaisesRegex(UserError, "by nobody else"):
            later.with_user(self.l3)._attest("All is well here", IMAGE, "a.pdf")
        self.set_state("draft")
        paper.with_user(self.manager).user_id = self.l1
        self.assertEqual(paper._attesters(), self.l1)

    def test_conditions_are_sealed_with_their_version(self):
        now = self.at(12, 10)
        review = self.review(now)
        self.sign(review, self.manager, now, "no_go", "The close is not done")
        line = {"name": "Close", "user_id": self.owner.id, "date": "2026-04-05"}
        with self.assertRaisesRegex(UserError, "New version"):
            review.with_user(self.manager).condition_ids = [(0, 0, line)]
        with at_time(now):
            action = review.with_user(self.manager).action_new_version()
            second = review.browse(action["res_id"]).with_user(self.manager)
            second.condition_ids = [(0, 0, line)]
            second.action_submit()
        with self.assertRaisesRegex(UserError, "New version"):
            second.condition_ids.name = "Less"
        self.assertIn("Close", str(second.content))

    def test_the_seal_of_the_content_is_mailed_before_anybody_signs(self):
        review = self.review(self.at(12, 10))
        self.assertEqual(len(self.mails()), 2)
        for mail in self.mails():
            self.assertIn(review.content_hash, mail.body_html)

    # === WHAT IS FOUND OUT === #

    def test_connections_are_judged_by_their_register(self):
        criterion = self.criterion("integrations")
        self.assertEqual(self.found(criterion, self.at(2, 9)).state, "unmeasurable")
        bank, _gate = self.env["hypercare.integration"].create(
            [
                {
                    "period_id": self.period.id,
                    "name": name,
                    "stable_needed": 2,
                    "critical": name == "Bank",
                }
                for name in ("Bank", "Gate")
            ]
        )
        with self.assertRaisesRegex(UserError, "measured by Odoo itself"):
            criterion.with_user(self.manager)._attest("It is fine", IMAGE, "a.pdf")
        for day in (2, 3):
            found = self.found(criterion, self.at(day, 9))
            self.assertEqual((found.state, found.value_text), ("not_met", "0 of 1"))
            self.assertIn("Bank", found.evidence)
            with at_time(self.at(day, 10)):
                bank.action_worked()
        self.assertEqual(self.found(criterion, self.at(3, 11)).state, "met")
        self.assertEqual(criterion.action_evidence()["res_model"], bank._name)
        with at_time(self.at(4, 10)):
            bank.action_failed()
        self.assertEqual(self.found(criterion, self.at(4, 11)).state, "not_met")

    def test_lowering_severities_is_no_improvement(self):
        falling = self.criterion("falling")
        for number in range(5):
            self.life("s3", self.at(2, 9 + number))
        urgent = [self.make_issue("s1", at=self.at(9, 9 + n)) for n in range(4)]
        now = self.at(15, 9)
        before = self.found(falling, now)
        self.assertEqual(before.state, "not_met")
        for issue in urgent:
            self.do(issue, self.l3, self.at(9, 14), user_id=self.l3.id)
            self.do(issue, self.l3, self.at(9, 15), state="in_progress")
            self.do(
                *(issue, self.l3, self.at(9, 16)),
                severity="s4",
                change_reason="A way around is known",
            )
        found = self.found(falling, now)
        self.assertEqual((found.state, found.evidence), ("not_met", before.evidence))

    def test_a_severity_set_by_mistake_counts_as_what_it_is(self):
        falling = self.criterion("falling")
        for number in range(5):
            self.life("s3", self.at(2, 9 + number))
        for number in range(4):
            issue = self.make_issue("s1", at=self.at(9, 9 + number))
            self.do(
                *(issue, self.l2, self.at(9, 16)),
                severity="s4",
                change_reason="One printer has no paper",
            )
        self.assertEqual(self.found(falling, self.at(15, 9)).state, "met")

    def test_what_is_transferred_breaks_the_streak_until_it_is_solved(self):
        streak = self.criterion("clean_streak", 2)
        issue = self.make_issue("s2", at=self.at(2, 10))
        self.do(
            *(issue, self.manager, self.at(2, 12)),
            state="transferred",
            plan="With the next release",
            plan_owner_id=self.owner.id,
        )
        found = self.found(streak, self.at(9, 19))
        self.assertEqual((found.state, found.value), ("not_met", 0))
        self.assertEqual(
            self.centre(self.manager, self.at(9, 19))["sections"]["streak"]["days"], 0
        )
        self.do(issue, self.l3, self.at(9, 20), user_id=self.l3.id)
        self.do(issue, self.l3, self.at(9, 20), state="resolved")
        self.assertEqual(self.found(streak, self.at(10, 19)).value, 0)
        self.assertEqual(self.found(streak, self.at(12, 19)).value, 2)

    # === WHAT IS TOLD === #

    def test_a_key_figure_is_told_by_its_own_mail_and_nobody_is_woken(self):
        falling = self.criterion("bau_policy")
        now = self.at(12, 10)
        self.sign_all(self.review(now), now)
        self.mails().unlink()
        found = {"kpi-1-2026-03-12": {"text": "“Backlog” has fallen"}}
        self.patch(type(self.period), "_relapsed_kpis", lambda period: dict(found))
        night = self.at(13, 23)
        with at_time(night):
            self.period._exit_daily(night)
        self.assertFalse(self.mails())
        [row] = self.env["hypercare.exit.relapse"].search([])
        self.assertEqual(row.text, "“Backlog” has fallen")
        self.assertTrue(row.told_ids)
        # A criterion waits for the morning, an S1 does not.
        self.period.bau_policy_id = False
        self.env.flush_all()
        self.env.invalidate_all()
        with at_time(night):
            self.period._exit_daily(night)
        mails = self.mails()
        self.assertEqual(len(mails), 4)
        self.assertIn(falling.name, mails[0].body_html)
        self.assertNotIn("Backlog", mails[0].body_html)
        self.assertTrue(all(mail.scheduled_date > night for mail in mails))
        self.assertEqual(len(set(mails.mapped("message_id"))), 4)
        self.assertIn("hypercare-relapse-", mails[0].message_id)
        mails.unlink()
        self.make_issue("s1", at=self.at(14, 1))
        with at_time(self.at(14, 1, 15)):
            self.period._exit_daily(self.at(14, 1, 15))
        self.assertEqual(self.mails().mapped("scheduled_date"), [False] * 4)
