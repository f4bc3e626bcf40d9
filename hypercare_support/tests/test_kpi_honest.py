"""KPIs that cannot be talked into green: old, hidden, or attested by oneself."""

from odoo.exceptions import UserError
from odoo.fields import Command

from .common import at_time
from .kpi_common import KpiCase


class TestKpiHonest(KpiCase):
    def attest(self, user, number, **values):
        with at_time(self.at(number)):
            return (
                self.env["hypercare.kpi.attestation"]
                .with_user(user)
                .create(
                    {
                        "period_id": self.period.id,
                        "kpi_id": self.kpi("month_close").id,
                        "name": "March is closed",
                        "date": self.day(number),
                        "file": b"UERG",
                        **values,
                    }
                )
            )

    def duplicate(self, issue, root, number):
        self.do(
            issue,
            self.l1,
            self.at(number),
            state="cancelled",
            cancel_reason="duplicate",
            duplicate_of_id=root.id,
        )

    def test_what_waits_for_level_3_needs_it_however_old_it_is(self):
        issue = self.life("s3", self.at(1), user=self.l3)
        self.assertEqual(self.facts(45).consulted.ids, (issue.id,))
        self.do(issue, self.l3, self.at(46), state="resolved")
        self.assertEqual(self.facts(60).consulted.ids, (issue.id,))
        self.assertEqual(self.facts(80).consulted.count, 0)

    def test_an_s1_does_not_vanish_behind_an_s4(self):
        calm = self.make_issue("s4", at=self.at(1))
        urgent = self.make_issue("s1", at=self.at(2))
        self.duplicate(urgent, calm, 3)
        self.assertEqual(self.facts(4).raised, (("s1", 2, urgent.id),))

    def test_one_more_of_the_same_is_not_one_more(self):
        first = self.make_issue("s1", at=self.at(1))
        for severity in ("s1", "s2"):
            self.duplicate(self.make_issue(severity, at=self.at(2)), first, 3)
        self.assertEqual(self.facts(4).raised, (("s1", 1, first.id),))

    def test_the_consultant_does_not_attest_the_own_work(self):
        managers = self.env.ref("hypercare_support.group_manager")
        lead = self.period.consultant_lead_id
        (lead | self.l3).write({"group_ids": [Command.link(managers.id)]})
        for user in (lead, self.l3):
            with (
                self.subTest(user=user.name),
                self.assertRaisesRegex(UserError, "the client attests"),
            ):
                self.attest(user, 33)
        self.assertTrue(self.attest(self.manager, 33))

    def test_a_close_is_attested_with_proof_and_on_the_day_it_is_said(self):
        for code in ("month_close", "operate_alone"):
            with (
                self.subTest(code=code),
                self.assertRaisesRegex(UserError, "needs proof"),
            ):
                self.attest(self.manager, 40, kpi_id=self.kpi(code).id, file=False)
        # Written down for day 32, said on day 40: six business days after the month.
        self.attest(self.manager, 40, date=self.day(32))
        self.assertFalse(self.facts(39).close.is_done)
        close = self.facts(40).close
        self.assertEqual((close.is_done, close.days), (True, 7))
