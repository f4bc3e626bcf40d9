"""Roles by name, what the plan lacks, and who may change it."""

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command

from .common import MONDAY, at_time
from .phases_common import PhasesCommon
from .ready_phases import ready_phases


class TestPeriodTeam(PhasesCommon):
    def make_member(self, **values):
        return self.env["hypercare.team.member"].create(
            {
                "period_id": self.period.id,
                "user_id": self.l3.id,
                "role": "technical",
                **values,
            }
        )

    def test_availability_by_phase(self):
        first, second = self.make_phase(1, 7), self.make_phase(8, 14)
        self.make_member(phase_ids=first.ids)
        self.make_member(phase_ids=second.ids, availability="on_call", duty="Defects")
        self.assertEqual(
            [(m.phase_ids, m.availability) for m in self.period.team_ids],
            [(first, "full_time"), (second, "on_call")],
        )
        other = self.make_phase(period=self.make_period(name="Other"))
        with self.refused("belong to another period", ValidationError):
            self.make_member(phase_ids=other.ids)

    def test_wrong_values_are_said_in_words(self):
        with self.refused("is no choice for “Role”"):
            self.make_member(role="king")
        with self.refused("is not an existing Person"):
            self.make_member(user_id=99999999)

    def test_who_may(self):
        member = self.make_member()
        for user, reads, writes in (
            (self.reporter, False, False),
            (self.l1, True, False),
            (self.sponsor, True, False),
            (self.manager, True, True),
        ):
            with self.subTest(user=user.login):
                for act, allowed in (
                    (lambda m: m.read(["role"]), reads),
                    (lambda m: m.write({"duty": "x"}), writes),
                ):
                    if allowed:
                        act(member.with_user(user))
                    else:
                        with self.assertRaises(AccessError):
                            act(member.with_user(user))
        self.env.invalidate_all()
        company = self.env["res.company"].create({"name": "Other"})
        foreign = self.make_user(
            "foreign",
            "hypercare_support.group_manager",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        with self.assertRaises(AccessError):
            member.with_user(foreign).read(["role"])

    # -- Readiness ---------------------------------------------------------------------

    def items(self, period=None):
        found = (period or self.period)._readiness_items()
        return {item["code"]: item for item in found}

    def test_what_the_plan_lacks(self):
        items = self.items()
        self.assertEqual(items["phases"]["level"], "warning")
        self.assertEqual(items["phases"]["where"], "page:phases")
        first = self.make_phase(1, 5)
        self.make_phase(9, 14)
        items = self.items()
        self.assertNotIn("phases", items)
        self.assertIn("Fri 6 Mar to Sun 8 Mar", items["phase_gaps"]["text"])
        first.date_to = "2026-03-08"
        self.assertNotIn("phase_gaps", self.items())
        none = dict.fromkeys(("take_s1", "take_s2", "take_s3", "take_s4"), False)
        first.write(none)
        self.assertIn(
            "resolves nothing", self.items()[f"phase_nothing_{first.id}"]["text"]
        )

    def test_an_end_by_criteria_has_a_latest_day(self):
        self.period.end_kind = "criteria"
        self.assertEqual(self.items()["latest_end"]["level"], "problem")
        self.period.latest_end = "2026-04-30"
        self.assertNotIn("latest_end", self.items())

    def test_an_end_before_the_first_close_and_payroll(self):
        text = self.items()["end_before_close"]["text"]
        self.assertIn("March should be closed by Tuesday 7 April", text)
        self.assertEqual(self.items()["end_before_close"]["level"], "warning")
        self.period.first_payroll = "2026-03-31"
        self.assertIn("31 March", self.items()["end_before_payroll"]["text"])
        with at_time(MONDAY):
            self.assertEqual(len(self.period.end_hint.splitlines()), 2)
        self.period.date_end = "2026-04-07"
        self.assertFalse({"end_before_close", "end_before_payroll"} & set(self.items()))

    def test_no_phases_is_a_warning(self):
        period = self.make_period(state="draft", name="Draft")
        self.assertIn("phases", self.items(period))
        self.assertEqual(self.items(period)["phases"]["level"], "warning")

    def test_a_plan_that_lacks_nothing(self):
        period = self.make_period(
            state="draft", name="Draft", date_end="2026-04-07", end_kind="criteria"
        )
        ready_phases(self.env, period)
        codes = set(self.items(period))
        mine = {"phases", "phase_gaps", "latest_end", "end_before_close"}
        self.assertFalse(codes & mine)

    def test_an_agent_reads_the_period_an_employee_too(self):
        names = ["end_notice", "gone_notice", "asked_less", "end_hint"]
        for user in (self.l1, self.sponsor):
            self.assertTrue(self.period.with_user(user).read(names))
        self.assertTrue(self.period.with_user(self.reporter).read(["end_hint"]))
