"""Five questions become a complete draft."""

from datetime import date, datetime
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form

from .common import at_time
from .preset_common import SetupCase


class TestSetup(SetupCase):
    def test_every_preset_length_and_day_gives_a_draft_without_gap(self):
        for preset in self.presets:
            for days in (14, 15, 21, 28, 30, 37, 56):
                for go_live in (date(2026, 3, 1), date(2026, 2, 27), date(2028, 2, 29)):
                    with self.subTest(preset=preset.code, days=days, day=go_live):
                        period = self.draft(
                            preset_id=preset.id, length=days, go_live=go_live
                        )
                        self.assertEqual(period.state, "draft")
                        self.assertEqual(
                            (period.date_end - period.go_live).days + 1, days
                        )
                        self.assertCovered(period)
                        self.assertEqual(period.policy_id, preset.policy_id)
                        self.assertEqual(period.preset_id, preset)

    def test_the_draft_has_what_was_answered(self):
        period = self.draft(preset_id=self.complex.id, length=21)
        self.assertEqual(period.sponsor_id, self.sponsor)
        self.assertEqual(period.client_pm_id, self.manager)
        self.assertEqual(period.consultant_lead_id, self.consultant)
        self.assertEqual(period.business_owner_id, self.owner)
        self.assertEqual(period.calendar_id, self.calendar)
        self.assertEqual(period.tz, "Asia/Dhaka")
        tiers = period.tier_ids.sorted("level")
        self.assertEqual(tiers.mapped("level"), ["l1", "l2", "l3"])
        self.assertEqual([t.user_ids for t in tiers], [self.l1, self.l2, self.l3])
        self.assertEqual([t.lead_id for t in tiers], [self.l1, self.l2, self.l3])
        self.assertEqual(tiers[2].outsourced, True)
        self.assertIn("WhatsApp", tiers[0].channels)
        self.assertIn("5 consecutive business days", period.exit_criteria)
        self.assertEqual(
            [
                (phase.name, phase.date_from, phase.date_to, phase.status_rhythm)
                for phase in period.phase_ids.sorted("date_from")
            ],
            [
                ("Intensive", date(2026, 11, 29), date(2026, 12, 5), "daily"),
                ("Stabilise", date(2026, 12, 6), date(2026, 12, 12), "alternate"),
                ("Transition", date(2026, 12, 13), date(2026, 12, 19), "weekly"),
            ],
        )

    def test_the_draft_is_made_once(self):
        setup = self.make_setup()
        setup.action_create_period()
        period = setup.period_id
        setup.action_create_period()
        self.assertEqual(setup.period_id, period)

    def test_a_draft_costs_few_queries(self):
        self.draft()
        setup = self.make_setup(preset_id=self.complex.id)
        self.env.flush_all()
        with self.assertQueryCount(255):
            setup.action_create_period()
            self.env.flush_all()

    # -- Going through -----------------------------------------------------------------

    def test_back_and_forth_keeps_the_answers(self):
        setup = self.make_setup(name="Our go-live", preset_id=self.extended.id)
        for step in ("apps", "week", "people", "preset"):
            setup.action_next()
            self.assertEqual(setup.state, step)
        for _step in range(5):
            setup.action_back()
        self.assertEqual(setup.state, "company")
        self.assertEqual(setup.name, "Our go-live")
        self.assertEqual(setup.preset_id, self.extended)
        self.assertEqual(setup.l1_ids, self.l1)

    def test_an_error_loses_nothing(self):
        setup = self.make_setup(business_owner_id=self.manager.id)
        setup.state = "people"
        with self.assertRaisesRegex(UserError, "business owner"), self.cr.savepoint():
            setup.action_next()
        self.assertEqual((setup.state, setup.l1_ids), ("people", self.l1))
        with self.assertRaisesRegex(UserError, "business owner"), self.cr.savepoint():
            setup.action_create_period()
        self.assertFalse(setup.period_id)

    def test_a_past_go_live_is_asked_about(self):
        with at_time(datetime(2026, 12, 3, 4)):
            setup = self.make_setup(past_confirmed=False)
            self.assertIn("Day 5", setup.company_hint)
            with self.assertRaisesRegex(UserError, "in the past"):
                setup.action_next()
            setup.past_confirmed = True
            setup.action_next()
        self.assertEqual(setup.state, "apps")

    def test_bad_answers_say_what_to_do(self):
        for values, said in (
            ({"go_live": False}, "On which day"),
            ({"name": " "}, "a name"),
            ({"number_prefix": ""}, "numbers begin"),
            ({"number_prefix": "%(year)s-"}, "without %"),
            ({"number_prefix": "X" * 13}, "1 to 12"),
            ({"user_count": 0}, "How many people"),
            ({"company_count": -1}, "How many companies"),
            ({"calendar_id": False}, "working hours"),
            ({"week_kind": "new", "hour_to": 8}, "follow one another"),
            ({"week_kind": "new", "hour_to": 25}, "follow one another"),
            ({"week_kind": "new", "break_from": 8}, "follow one another"),
            ({"length": 13}, "14 to 56"),
            ({"length": 57}, "14 to 56"),
            ({"name": "x" * 300}, "200 characters"),
        ):
            with self.subTest(values=values):
                setup = self.make_setup(**values)
                with self.assertRaisesRegex(UserError, said), self.cr.savepoint():
                    setup.action_create_period()

    def test_people_who_do_not_work_here_are_refused(self):
        stranger = self.make_user(
            "stranger",
            company_id=self.other.id,
            company_ids=[Command.set(self.other.ids)],
        )
        setup = self.make_setup(sponsor_id=stranger.id)
        with self.assertRaisesRegex(UserError, "Stranger: choose people who work for"):
            setup.action_create_period()

    # -- What is proposed --------------------------------------------------------------

    def test_the_plan_follows_from_the_answers(self):
        setup = self.make_setup(user_count=30, company_count=1, app_ids=[])
        self.assertEqual(setup.preset_id, self.sme)
        self.assertIn("number of users (30)", setup.preset_reason)
        setup.user_count = 90
        self.assertEqual(setup.preset_id, self.complex)
        self.assertEqual(setup.length, 28)
        setup.company_count = 3
        self.assertEqual(setup.preset_id, self.extended)
        self.assertIn("companies or sites (3)", setup.preset_reason)

    def test_a_plan_chosen_by_hand_stays_chosen(self):
        setup = self.make_setup(user_count=30, company_count=1)
        setup.preset_id = self.extended
        setup.length = 35
        setup.user_count = 90
        self.assertEqual((setup.preset_id, setup.length), (self.extended, 35))
        self.assertIn("Complex", setup.preset_reason)

    def test_an_app_can_ask_for_a_longer_plan(self):
        setup = self.make_setup(user_count=30, company_count=1)
        app = (
            self.env["hypercare.setup.app"]
            .with_user(self.manager)
            .create({"setup_id": setup.id, "name": "Manufacturing", "module": "mrp"})
        )
        setup.app_ids = [Command.set(app.ids)]
        self.assertEqual(setup.preset_id, self.complex)
        self.assertIn("Manufacturing", setup.preset_reason)

    def test_apps_of_the_database_are_offered(self):
        setup = self.make_setup()
        names = setup.offered_app_ids.mapped("module")
        self.assertNotIn("hypercare_support", names)
        self.assertNotIn("base", names)
        self.assertLessEqual(set(setup.app_ids), set(setup.offered_app_ids))

    def test_the_plan_shown_first_is_no_choice_by_hand(self):
        setups = self.env["hypercare.setup"].with_user(self.manager)
        found = [("mrp.menu_mrp_root", "Manufacturing")]
        with patch.object(type(setups), "_apps_of_database", return_value=found):
            form = Form(setups)
            form.go_live = "2026-11-29"
            self.assertNotEqual(form.preset_id, self.complex)
            setup = form.save()
        self.assertEqual((setup.preset_id, setup.length), (self.complex, 28))
        self.assertEqual(setup.end_kind, "criteria")

    def test_apps_become_areas_each_once(self):
        setup = self.make_setup()
        apps = (
            self.env["hypercare.setup.app"]
            .with_user(self.manager)
            .create(
                [
                    {"setup_id": setup.id, "name": name, "module": "x"}
                    for name in ("Stock", "stock", "Sales")
                ]
            )
        )
        setup.app_ids = [Command.set(apps.ids)]
        setup.action_create_period()
        self.assertEqual(
            sorted(setup.period_id.area_ids.mapped("name")), ["Sales", "Stock"]
        )

    def test_users_are_counted_who_have_logged_in(self):
        everybody = self.env["res.users"].search_count(
            [("share", "=", False), ("company_ids", "in", self.company.ids)]
        )
        logs = self.env["res.users.log"]
        logs.search([]).unlink()
        logs.with_user(self.l1).sudo().create({})
        setup = self.make_setup()
        self.assertEqual(setup.user_count, everybody, "few have been there yet")
        self.assertIn(f"with a log-in: {everybody}. So far used by 1.", setup.user_hint)
        users = self.env["res.users"].search([("share", "=", False)]) - self.reporter
        for user in users:
            logs.with_user(user).sudo().create({})
        self.assertEqual(self.make_setup().user_count, everybody - 1)

    def test_a_second_period_numbers_its_issues_otherwise(self):
        self.draft()
        setup = self.make_setup()
        self.assertEqual(setup.number_prefix, "HC2-")
        self.assertIn("another hypercare period", setup.company_hint)
        setup.number_prefix = "HC-"
        self.assertIn("numbers its issues HC-001 as well", setup.company_hint)

    def test_warnings_about_people_come_at_once(self):
        self.l2.email = False
        setups = self.env["hypercare.setup"].with_user(self.manager)
        setup = setups.create({"go_live": "2026-11-29", "l1_ids": False})
        setup.write({"state": "people", "l1_ids": False})
        form = Form(setup)
        form.client_pm_id = self.l2
        self.assertEqual(form.l2_ids[:], self.l2)
        form.business_owner_id = self.l2
        self.assertIn("cannot be the client project manager", form.people_hint)
        self.assertIn("Without an e-mail address", form.people_hint)
        self.assertIn("L2", form.people_hint)
        self.assertIn("Nobody is in: Level 1", form.people_hint)
        self.assertIn("Still to be named: Sponsor", form.people_hint)
