from datetime import timedelta

from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import Form

from ..models.period_charter_bind import QUICK
from .common import HypercareCommon, at_time
from .test_cover import BEFORE, CoverCommon

TIERS = ("l1", "l2", "l3")


class TestReadiness(CoverCommon):
    def codes(self, level="problem", period=None):
        with at_time(BEFORE):
            return {
                item["code"]
                for item in (period or self.draft)._readiness_items()
                # That the plan is not the approved one: see test_charter_binds.
                if item["level"] == level and item["code"] != "charter_drift"
            }

    def ready(self, user=None):
        with at_time(BEFORE):
            return self.draft.with_user(user or self.manager).action_ready()

    def test_a_complete_plan_lacks_nothing(self):
        with at_time(BEFORE):
            self.draft._check_mail()
        self.assertEqual(self.codes(), set())

    def test_everything_that_stops_a_start(self):
        with at_time(BEFORE):
            self.draft._check_mail()
        tiers = self.draft.tier_ids.sorted("level")
        for code, values in (
            ("sponsor", {"sponsor_id": False}),
            ("client_pm", {"client_pm_id": False}),
            ("consultant_lead", {"consultant_lead_id": False}),
            ("business_owner", {"business_owner_id": False}),
            ("clocks", {"policy_id": False}),
            ("clocks", {"calendar_id": False}),
        ):
            with self.subTest(code=code, values=values):
                before = {name: self.draft[name].id for name in values}
                self.draft.write(values)
                self.assertEqual(self.codes(), {code})
                with self.assertRaises(RedirectWarning):
                    self.ready()
                self.draft.write(before)
        for tier in tiers:
            with self.subTest(tier=tier.level):
                tier.member_ids.active = False
                self.assertEqual(self.codes(), {f"tier_{tier.level}"})
                tier.with_context(active_test=False).member_ids.active = True
        self.assertEqual(self.codes(), set())

    def test_archived_people_do_not_count(self):
        with at_time(BEFORE):
            self.draft._check_mail()
        # What other parts say about them, as receivers, is theirs to test.
        manager = self.make_user("second", "hypercare_support.group_manager")
        own = {"sponsor", "client_pm", "consultant_lead", "business_owner"}
        own |= {f"{kind}_{level}" for kind in ("tier", "cover") for level in TIERS}
        for user, codes in (
            (self.sponsor, {"sponsor"}),
            (self.manager, {"client_pm"}),
            (self.l2, {"tier_l2", "cover_l2"}),
        ):
            with self.subTest(user=user.login):
                user.active = False
                self.assertEqual(self.codes() & own, codes)
                with self.assertRaisesRegex(RedirectWarning, "cannot start yet"):
                    self.ready(manager)
                user.active = True
                self.assertEqual(self.codes(), set())

    def test_mail_is_read_from_the_last_check(self):
        self.assertEqual(self.codes(), {"mail"})
        probe = type(self.env["ir.mail_server"])._hypercare_probe
        probe.reset_mock()
        self.assertEqual(self.codes(), {"mail"})
        self.assertFalse(probe.called)
        self.ready()
        self.assertTrue(probe.called)
        self.assertEqual(self.draft.state, "ready")

    def test_mail_that_does_not_work_stops_the_start_until_it_does(self):
        probe = type(self.env["ir.mail_server"])._hypercare_probe
        probe.return_value = ("mail:25", "The mail server does not answer.")
        with self.assertRaisesRegex(RedirectWarning, "does not answer"):
            self.ready()
        with at_time(BEFORE):
            self.draft._check_mail()
        probe.return_value = ("mail:25", False)
        self.ready()
        self.assertEqual(self.draft.state, "ready")

    def test_what_could_be_better_about_mail_is_a_warning(self):
        self.company.alias_domain_id = False
        with at_time(BEFORE):
            self.draft._check_mail()
        warnings = [
            item["text"]
            for item in self.draft._readiness_items()
            if item["code"].startswith("mail_warning")
        ]
        self.assertTrue(any("mail domain" in text for text in warnings), warnings)

    def test_nights_warn_but_do_not_stop(self):
        self.assertIn("any_time_l3", self.codes("warning"))
        self.ready()
        self.assertEqual(self.draft.state, "ready")

    def test_the_first_month_end_close(self):
        # Sunday to Thursday: the fifth business day of April is Tuesday the 7th.
        self.assertIn("end_before_close", self.codes("warning"))
        self.draft.date_end = "2026-04-06"
        self.assertIn("end_before_close", self.codes("warning"))
        self.draft.date_end = "2026-04-07"
        self.assertNotIn("end_before_close", self.codes("warning"))

    def test_an_end_that_is_over(self):
        with at_time(BEFORE + timedelta(days=30)):
            codes = {item["code"] for item in self.draft._readiness_items()}
        self.assertIn("end_over", codes)

    def test_the_form_says_how_many_things_are_missing(self):
        with at_time(BEFORE):
            self.assertEqual(self.draft.readiness_text, "1 thing missing")
            self.draft._check_mail()
            self.env.invalidate_all()
            self.assertEqual(self.draft.readiness_text, "Everything is there")
            self.draft.sponsor_id = self.draft.client_pm_id = False
            self.env.invalidate_all()
            self.assertEqual(self.draft.readiness_text, "2 things missing")
        self.assertFalse(self.period.readiness_text)
        form = Form(self.env["hypercare.period"].with_user(self.manager))
        self.assertFalse(form.readiness_text)

    def test_the_screen(self):
        self.draft.sponsor_id = False
        with at_time(BEFORE):
            screen = self.draft.with_user(self.manager).readiness()
        self.assertEqual(
            [row["code"] for row in screen["problems"]], ["sponsor", "charter_drift"]
        )
        self.assertIn("end_before_close", [row["code"] for row in screen["warnings"]])
        self.assertTrue(screen["may_start"])
        for row in screen["problems"] + screen["warnings"]:
            self.assertTrue(row["label"])
            if row["where"].startswith("action_"):
                action = getattr(self.draft.with_user(self.manager), row["where"])()
                self.assertIn("type", action)
        with at_time(BEFORE):
            screen = self.draft.with_user(self.sponsor).readiness()
        self.assertFalse(screen["may_start"])
        for user in (self.l3, self.colleague):
            with self.assertRaises(AccessError):
                self.draft.with_user(user).readiness()
        with self.assertRaisesRegex(UserError, "Open a hypercare period"):
            self.env["hypercare.period"].with_user(self.manager).readiness()

    def test_a_running_period_comes_back_from_exit_review(self):
        self.period.state = "exit_review"
        self.period.sponsor_id = False
        self.period.with_user(self.manager).state = "running"
        self.assertEqual(self.period.state, "running")

    def test_readiness_costs_few_queries(self):
        """With every form; the screen compares with the charter as well."""
        draft = self.draft.with_context(hypercare_quick=QUICK)
        with at_time(BEFORE):
            draft = draft.with_user(self.manager)
            draft._open_problems()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            draft._open_problems()
            self.assertLessEqual(self.env.cr.sql_log_count - before, 38)


class TestForce(CoverCommon):
    REASON = "The partner sends somebody on Sunday; the contract is signed tomorrow."

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member.calendar_id = cls.partner_week

    def force(self, user=None, reason=REASON):
        wizard = (
            self.env["hypercare.period.force"]
            .with_user(user or self.manager)
            .create({"period_id": self.draft.id, "reason": reason})
        )
        with at_time(BEFORE):
            wizard.action_force()
        return wizard

    def test_a_manager_goes_on_with_a_reason(self):
        before = self.env["mail.mail"].sudo().search([])
        self.force()
        self.assertEqual(self.draft.state, "ready")
        self.assertEqual(self.draft.forced_reason, self.REASON)
        self.assertEqual(self.draft.forced_by_id, self.manager)
        self.assertEqual(self.draft.forced_at, BEFORE)
        note = self.draft.message_ids.filtered(
            lambda message: self.REASON in (message.body or "")
        )
        self.assertIn("Sunday 1 March", note.body)
        self.assertEqual(note.author_id, self.manager.partner_id)
        mail = self.env["mail.mail"].sudo().search([]) - before
        mail = mail.filtered(lambda m: self.readers_of(m) == self.sponsor.partner_id)
        for text in (self.REASON, "Sunday 1 March", "Dear Sponsor", "Manager"):
            self.assertIn(text, mail.body_html)

    def test_what_was_accepted_does_not_stop_the_next_step(self):
        self.force()
        with at_time(BEFORE):
            screen = self.draft.with_user(self.manager).readiness()
            self.assertEqual(
                [row["code"] for row in screen["accepted"]],
                ["cover_l3", "charter_drift"],
            )
            self.assertEqual(screen["problems"], [])
            self.assertIn(self.REASON, screen["forced"])
            # Something new does.
            self.draft.sponsor_id = False
            with self.assertRaisesRegex(RedirectWarning, "No sponsor"):
                self.draft.with_user(self.manager).action_start()
            self.draft.sponsor_id = self.sponsor
            self.draft.with_user(self.manager).action_start()
        self.assertEqual(self.draft.state, "running")

    def test_back_to_draft_takes_the_acceptance_back(self):
        self.force()
        self.draft.with_user(self.manager).action_back_to_draft()
        self.assertEqual(self.draft.forced_reason, self.REASON)
        with at_time(BEFORE), self.assertRaises(RedirectWarning):
            self.draft.with_user(self.manager).action_ready()

    def test_nobody_else_and_not_without_a_reason(self):
        for reason in ("", "  ", "because"):
            with (
                self.subTest(reason=reason),
                self.assertRaisesRegex(UserError, "in a sentence"),
            ):
                self.force(reason=reason or " ")
        for user in (self.l3, self.sponsor, self.colleague):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.force(user)
        wizard = self.env["hypercare.period.force"].create(
            {"period_id": self.draft.id, "reason": self.REASON}
        )
        with self.assertRaises(AccessError):
            wizard.with_user(self.manager).action_force()
        self.assertEqual(self.draft.state, "draft")

    def test_what_is_kept_cannot_be_made_up(self):
        manager = self.draft.with_user(self.manager)
        for values in (
            {"forced_reason": "x"},
            {"forced_by_id": self.sponsor.id},
            {"forced_at": "2026-03-01 00:00:00"},
            {"forced_codes": ["cover_l3"]},
        ):
            with self.subTest(values=values):
                for context in ({}, {"hypercare_forced": True}):
                    period = manager.with_context(**context)
                    with self.assertRaisesRegex(UserError, "kept by the"):
                        period.write(values)
                with self.assertRaisesRegex(UserError, "kept by the"):
                    self.make_period(state="draft", **values)
        self.force()
        self.assertFalse(self.draft.copy().forced_reason)
        self.assertFalse(self.draft.copy().forced_codes)

    def test_with_nothing_missing_nothing_is_recorded(self):
        self.member.calendar_id = False
        self.force()
        self.assertEqual(self.draft.state, "ready")
        self.assertFalse(self.draft.forced_reason)

    def test_only_what_is_prepared_is_forced(self):
        with at_time(BEFORE), self.assertRaisesRegex(UserError, "not being prepared"):
            self.period.with_user(self.manager)._force(self.REASON)


class TestRefused(HypercareCommon):
    def test_the_refusal_leads_to_the_list(self):
        draft = self.make_ready(self.make_period(state="draft"))
        draft.sponsor_id = False
        with self.assertRaises(RedirectWarning) as caught:
            draft.with_user(self.manager).action_ready()
        _text, action, button, context = caught.exception.args
        self.assertEqual(action, self.env.ref("hypercare_support.readiness_action").id)
        self.assertEqual(context, {"active_id": draft.id})
        self.assertEqual(button, "Show what is missing")
