"""Less support than agreed needs the consent of the client project manager."""

from odoo.exceptions import AccessError
from odoo.fields import Command

from .common import MONDAY, at_time
from .phases_common import ADVISE, CRITICAL, PhasesCommon


class TestPhaseConsent(PhasesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.make_phase(1, 7, "Intensive")
        cls.second = cls.make_phase(8, 14, "Stabilise", **CRITICAL)
        cls.period._agree_plan()

    def by_lead(self, act, moment=MONDAY):
        with at_time(moment), self.env.cr.savepoint():
            act(self.period.with_user(self.lead))
            self.env.flush_all()

    def ask(self, user=None, phase=None, **values):
        wishes = self.env["hypercare.cover.less"].with_user(user or self.lead)
        with at_time(MONDAY):
            wish = wishes.create(
                {
                    "period_id": self.period.id,
                    "phase_id": (phase or self.second).id,
                    "reason": "It is quiet",
                    **values,
                }
            )
            wish.action_ask()
        return self.period.cover_request_ids[:1]

    def test_less_is_refused_every_way(self):
        second = self.second.id
        ways = (
            lambda p: p.phase_ids[0].write({"take_s4": False}),
            lambda p: p.phase_ids[0].write({"part": "advise"}),
            lambda p: p.write({"phase_ids": [Command.update(second, ADVISE)]}),
            lambda p: p.write({"phase_ids": [Command.clear(), *self.new_plan()]}),
            # Begins earlier, the one before ends earlier.
            lambda p: p.write(
                {
                    "phase_ids": [
                        Command.update(p.phase_ids[0].id, {"date_to": "2026-03-04"}),
                        Command.update(second, {"date_from": "2026-03-05"}),
                    ]
                }
            ),
        )
        before = self.period._phase_plan()
        for number, act in enumerate(ways):
            with self.subTest(way=number), self.refused("less support than agreed"):
                self.by_lead(act)
            self.env.invalidate_all()
            self.assertEqual(self.period._phase_plan(), before)

    def new_plan(self):
        values = {"date_from": "2026-03-01", "date_to": "2026-03-14", "name": "All"}
        return [Command.create({**values, **CRITICAL})]

    def test_an_import_is_refused_as_well(self):
        fields = [".id", "part"]
        rows = [[str(self.second.id), "Advises only"]]
        with at_time(MONDAY):
            phases = self.env["hypercare.phase"].with_user(self.lead)
            [message] = phases.load(fields, rows)["messages"]
        self.assertIn("less support than agreed", message["message"])
        self.assertEqual(self.second.part, "resolve")

    def test_more_and_names_are_free(self):
        self.by_lead(lambda p: p.phase_ids[1].write({"take_s2": True}))
        self.by_lead(lambda p: p.phase_ids[1].write({"name": "Calm", "duty": "x"}))
        # Back to what was agreed: nobody loses anything.
        self.by_lead(lambda p: p.phase_ids[1].write({"take_s2": False}))
        self.assertEqual(self.second.name, "Calm")

    def test_what_has_passed_is_free(self):
        later = MONDAY.replace(day=9)
        self.by_lead(lambda p: p.phase_ids[0].write({"part": "advise"}), later)
        self.assertEqual(self.first.part, "advise")

    def test_before_it_runs_the_plan_is_free(self):
        period = self.make_period(state="draft", name="Draft")
        phase = self.make_phase(period=period)
        phase.with_user(self.lead).write(ADVISE)
        self.assertFalse(period.agreed_plan)

    def test_the_plan_is_agreed_on_when_it_starts(self):
        period = self.make_period(state="draft", name="Draft")
        self.make_phase(period=period, **CRITICAL)
        self.start(period)
        self.assertEqual(period._read_agreed(), period._phase_plan())

    def test_without_phases_everything_was_agreed(self):
        period = self.make_period(state="draft", name="Draft")
        self.start(period)
        values = {"period_id": period.id, "name": "Late"}
        values |= {"date_from": "2026-03-08", "date_to": "2026-03-14"}
        phases = self.env["hypercare.phase"].with_user(self.lead)
        with self.refused("less support than agreed"), at_time(MONDAY):
            phases.create({**values, **ADVISE})
        with at_time(MONDAY):
            phase = phases.create(values)
            # What is less already, by whomever, is not asked about again.
            phase.sudo().write(CRITICAL)
            phase.write({"name": "Later", "duty": "Less"})
            with self.refused("less support than agreed"):
                phase.write(ADVISE)

    def test_nobody_forges_the_agreed_plan(self):
        for user in (self.lead, self.manager):
            with self.refused("kept by the system"):
                self.period.with_user(user).write({"agreed_plan": []})
        with self.refused("kept by the system"):
            self.env["hypercare.period"].with_user(self.lead).create(
                {
                    "name": "x",
                    "go_live": "2026-03-01",
                    "date_end": "2026-03-02",
                    "agreed_plan": [],
                }
            )
        for key in ("AGREED", True, {}):
            forged = self.period.with_context(hypercare_agreed=key)
            with self.refused("less support"), at_time(MONDAY):
                forged.with_user(self.lead).phase_ids[0].write(ADVISE)

    def test_the_client_project_manager_consents_by_doing(self):
        with at_time(MONDAY):
            self.second.with_user(self.manager).write(ADVISE)
        self.assertIn("has agreed to less", self.period.message_ids[0].body)
        self.assertEqual(self.period._read_agreed(), self.period._phase_plan())

    def test_asked_and_accepted(self):
        request = self.ask(part="advise")
        self.assertEqual(request.state, "asked")
        self.assertEqual(request.asked_by_id, self.lead)
        self.assertIn("The project team advises on S1", request.summary)
        self.assertEqual(self.second.part, "resolve")
        self.assertEqual(self.period.asked_less, 1)
        self.assertIn(self.manager.partner_id, self.period.message_ids[0].partner_ids)
        self.assertTrue(request.with_user(self.manager).may_decide)
        self.assertFalse(request.with_user(self.lead).may_decide)
        with self.refused("Only the client project manager decides"):
            request.with_user(self.lead).action_accept()
        with at_time(MONDAY):
            request.with_user(self.manager).action_accept()
        self.assertEqual(self.second.part, "advise")
        self.assertEqual(
            (request.state, request.decided_by_id, request.decided_at),
            ("accepted", self.manager, MONDAY),
        )
        with self.refused("decided about this already"):
            request.with_user(self.manager).action_refuse()
        # What is agreed now is what the next change is measured against.
        self.by_lead(lambda p: p.phase_ids[1].write({"name": "Advice"}))

    def test_asked_and_refused(self):
        request = self.ask(part="advise")
        request.with_user(self.manager).action_refuse()
        self.assertEqual(request.state, "refused")
        self.assertEqual(self.second.part, "resolve")
        self.assertFalse(self.period.asked_less)

    def test_a_phase_begins_earlier_and_the_one_before_makes_room(self):
        request = self.ask(date_from="2026-03-05")
        with at_time(MONDAY):
            request.with_user(self.manager).action_accept()
        self.assertEqual(str(self.first.date_to), "2026-03-04")
        self.assertEqual(str(self.second.date_from), "2026-03-05")

    def test_requests_that_make_no_sense(self):
        other = self.make_phase(period=self.make_period(name="Other"))
        for words, values in (
            ("takes no support away", {"take_s2": True}),
            ("Nothing would be left of “Intensive”", {"date_from": "2026-03-01"}),
            ("can begin between", {"date_from": "2026-02-01"}),
            ("can begin between", {"date_from": "2026-03-20"}),
            ("Write why", {"part": "advise", "reason": "  "}),
            ("phase of this period", {"phase": other}),
        ):
            with self.subTest(words=words), self.refused(words):
                self.ask(**values)
        self.period.client_pm_id = False
        with self.refused("Nobody can agree"):
            self.ask(part="advise")

    def test_who_may(self):
        for user in (self.reporter, self.l3, self.sponsor):
            with self.assertRaises(AccessError):
                self.ask(user, part="advise")
        request = self.ask(part="advise")
        for user in (self.l1, self.sponsor, self.lead, self.manager):
            self.assertEqual(
                request.with_user(user).read(["state"])[0]["state"], "asked"
            )
            for act in (
                lambda r: r.write({"state": "accepted"}),
                lambda r: r.unlink(),
                lambda r: r.copy(),
            ):
                with self.assertRaises(AccessError):
                    act(request.with_user(user))
        with self.assertRaises(AccessError):
            request.with_user(self.reporter).read(["state"])
        with self.refused("recorded by the system"):
            self.period.with_user(self.manager).write(
                {"cover_request_ids": [Command.update(request.id, {"state": "x"})]}
            )

    def test_a_request_that_does_not_fit_any_more(self):
        request = self.ask(part="advise")
        self.second.unlink()
        with self.refused("A phase that this speaks of is gone"):
            request.with_user(self.manager).action_accept()
