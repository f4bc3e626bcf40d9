"""The command centre: who sees what, and the parts of the answer."""

from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .centre_common import NOW, CentreCase
from .common import MONDAY, at_time


class TestCommandCentreAccess(CentreCase):
    def test_who_sees_what(self):
        private = {"load", "sweep"}
        for user, details in (
            *((self.colleague, False), (self.reporter, False)),
            *((self.l1, True), (self.manager, True), (self.sponsor, True)),
            (self.consultant, True),  # named, without any group
        ):
            with self.subTest(user=user.login):
                answer = self.centre(user)
                self.assertEqual(answer["period"]["id"], self.period.id)
                self.assertEqual(answer["period"]["details"], details)
                shown = private & set(answer["sections"])
                self.assertEqual(shown, private if details else set())

    def test_a_team_may_keep_the_figures_to_itself(self):
        self.period.public_dashboard = False
        for user, sees in (
            *((self.colleague, False), (self.reporter, False)),
            *((self.l1, True), (self.manager, True), (self.sponsor, True)),
        ):
            with self.subTest(user=user.login):
                answer = self.centre(user)
                self.assertEqual(bool(answer["period"]), sees)
                self.assertEqual(bool(answer["periods"]), sees)
                if not sees:
                    self.assertTrue(answer["hidden"])
                    self.assertEqual(answer["sections"], {})
                    with self.assertRaisesRegex(UserError, "not open to you"):
                        self.centre(user, period=self.period)

    def test_other_companies_see_nothing(self):
        company = self.env["res.company"].create({"name": "Other"})
        foreign = self.make_user(
            "foreign",
            "hypercare_support.group_manager",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        answer = self.centre(foreign)
        self.assertFalse(answer["period"])
        self.assertFalse(answer["hidden"])
        with self.assertRaisesRegex(UserError, "not open to you"):
            self.centre(foreign, period=self.period)

    def test_no_titles_of_confidential_issues(self):
        secret = self.make_issue("s1", at=NOW, confidential=True, name="Salary of X")
        for user, knows in ((self.colleague, False), (self.sponsor, True)):
            with self.subTest(user=user.login):
                answer = self.centre(user)
                following = answer["sections"]["now"]["next"]
                self.assertEqual(
                    following["due"], fields.Datetime.to_string(secret.breach_at)
                )
                name = following["issue"] and following["issue"]["name"]
                self.assertEqual(name, secret.number if knows else None)
                self.assertNotIn("Salary", str(answer))

    def test_nonsense_is_refused_in_plain_words(self):
        for value in ("x", [1], {}, True, -1, 1.5):
            with (
                self.subTest(value=value),
                self.assertRaisesRegex(UserError, "is not a hypercare period"),
            ):
                self.env["hypercare.period"].with_user(self.l1).command_centre(value)
        with self.assertRaisesRegex(UserError, "does not exist any more"):
            self.env["hypercare.period"].with_user(self.l1).command_centre(10**8)

    def test_portal_users_have_no_command_centre(self):
        portal = self.env["res.users"].create(
            {
                "name": "Outside",
                "login": "hc_outside",
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
        with self.assertRaises(AccessError):
            self.centre(portal)

    def test_the_one_that_runs_comes_first(self):
        after = self.make_period(
            name="Watched", state="monitoring", go_live="2026-03-05"
        )
        self.make_period(name="Draft", state="draft")
        answer = self.centre(self.colleague)
        self.assertEqual(
            [choice["id"] for choice in answer["periods"]],
            [self.period.id, after.id],
        )
        self.assertEqual(answer["period"]["id"], self.period.id)
        self.assertEqual(
            self.centre(self.colleague, period=after)["period"]["id"], after.id
        )

    def test_none_teaches_what_to_do(self):
        self.period.state = "cancelled"
        for user, prepares in ((self.colleague, False), (self.manager, True)):
            answer = self.centre(user)
            self.assertFalse(answer["period"])
            self.assertEqual(
                (answer["hidden"], answer["may_prepare"]), (False, prepares)
            )


class TestCommandCentreAnswer(CentreCase):
    def test_head(self):
        self.env["hypercare.phase"].create(
            {
                "period_id": self.period.id,
                "name": "Stabilise",
                "date_from": "2026-03-08",
                "date_to": "2026-03-14",
            }
        )
        head = self.centre(self.colleague)["period"]
        self.assertEqual(
            [head[name] for name in ("day", "length", "week", "phase")],
            [10, 14, 2, "Stabilise"],
        )
        # Just after local midnight it is the next day, whatever it is in London.
        head = self.centre(self.colleague, self.at(8, 0, 1))["period"]
        self.assertEqual((head["day"], head["week"]), (8, 2))
        self.assertEqual(self.centre(self.l1, MONDAY)["period"]["phase"], False)

    def test_an_empty_period(self):
        sections = self.centre(self.sponsor, self.at(1, 10))["sections"]
        self.assertEqual(sections["now"]["open"], {"value": 0, "domain": False})
        self.assertFalse(sections["now"]["next"])
        self.assertIsNone(sections["sla"]["response"]["percent"])
        self.assertIsNone(sections["independence"]["solved_l1"]["percent"])
        self.assertEqual(len(sections["burn_up"]["days"]), 1)
        self.assertEqual(sections["streak"]["days"], 0)

    def test_a_long_period_shows_its_last_days_and_the_sum_before(self):
        self.period.go_live = "2025-10-01"
        self.make_issue("s3", at=datetime(2025, 10, 5, 6))
        self.make_issue("s3", at=self.at(10, 9))
        days = self.centre(self.sponsor)["sections"]["burn_up"]["days"]
        self.assertEqual(len(days), 92)
        self.assertEqual((days[0]["raised_total"], days[-1]["raised_total"]), (1, 2))
        self.assertEqual(days[-1]["day"], 161)

    def test_the_minimum_is_a_setting(self):
        self.life("s3", self.at(9, 10), self.at(9, 11))
        sla = self.centre(self.sponsor)["sections"]["sla"]
        self.assertIsNone(sla["resolution"]["percent"])
        self.env["ir.config_parameter"].set_param("hypercare_support.kpi_minimum", "1")
        sla = self.centre(self.sponsor)["sections"]["sla"]
        self.assertEqual((sla["resolution"]["percent"], sla["minimum"]), (100, 1))
        self.env["ir.config_parameter"].set_param("hypercare_support.kpi_minimum", "x")
        self.assertEqual(self.centre(self.sponsor)["sections"]["sla"]["minimum"], 5)

    def test_outage(self):
        issue = self.make_issue("s1", at=self.at(10, 9), user=self.l1)
        self.assertEqual(
            self.centre(self.colleague)["sections"]["now"]["outage"]["value"], 0
        )
        issue.with_user(self.l1).write({"affects_all": True})
        cell = self.centre(self.colleague)["sections"]["now"]["outage"]
        self.assertEqual(self.env["hypercare.issue"].search(cell["domain"]), issue)

    def test_sweep(self):
        self.env["hypercare.heartbeat"].search([]).unlink()
        found = self.centre(self.sponsor)["sections"]["sweep"]
        self.assertEqual((found["at"], found["state"]), (False, "dead"))
        with at_time(NOW - timedelta(seconds=40)):
            self.env["hypercare.heartbeat"]._beat("sweep")
        found = self.centre(self.sponsor)["sections"]["sweep"]
        self.assertEqual((found["age"], found["state"]), (40, "ok"))

    def test_who_is_on_call_is_who_would_be_told(self):
        """The same people as the escalation finds, tier by tier."""
        backup = self.make_user("backup")
        night = self.make_calendar(hours=((20, 23),))
        self.tier2.backup_id = backup
        self.tier3.member_ids.calendar_id = night
        self.env["hypercare.tier.member"].create(
            {
                "tier_id": self.tier1.id,
                "user_id": backup.id,
                "date_to": "2026-03-05",
            }
        )
        shift = self.env["hypercare.shift"].create(
            {
                "tier_id": self.tier1.id,
                "user_id": self.l1.id,
                "backup_id": backup.id,
                "start_at": self.at(9, 8),
                "end_at": self.at(9, 20),
            }
        )
        absent = self.l2
        moments = [self.at(*when) for when in ((4, 12), (6, 12), (9, 10), (10, 21))]
        for away in (False, True):
            if away:
                absent.write({"out_of_office_from": self.at(1, 0)})
                shift.user_id.write({"out_of_office_from": self.at(1, 0)})
            for now in moments:
                answer = self.centre(self.colleague, now)["sections"]["on_call"]
                shown = {
                    row["id"]: [person["id"] for person in row["people"]]
                    for row in answer
                }
                with at_time(now):
                    expected = {
                        tier.id: tier._on_shift(now).ids
                        for tier in self.period.tier_ids
                    }
                with self.subTest(now=now, away=away):
                    self.assertEqual(shown, expected)

    def test_how_to_reach_who_is_on_call(self):
        self.l1.partner_id.phone = "+880 1711 000011"
        [row, *_others] = self.centre(self.colleague)["sections"]["on_call"]
        [person] = row["people"]
        self.assertEqual((person["name"], person["phone"]), ("L1", "+880 1711 000011"))
        self.assertTrue(person["whatsapp"].startswith("https://wa.me/8801711000011"))

    def test_as_many_queries_for_many_issues_as_for_few(self):
        """No more than twelve, and the same at 10 and at 100 issues."""
        counted = {}
        for total in (10, 100):
            missing = total - self.env["hypercare.issue"].search_count(
                [("period_id", "=", self.period.id)]
            )
            with at_time(self.at(9, 10)):
                issues = (
                    self.env["hypercare.issue"]
                    .with_user(self.l1)
                    .create(
                        [
                            {
                                "name": f"Issue {number}",
                                "period_id": self.period.id,
                                "severity": ("s2", "s3", "s4")[number % 3],
                            }
                            for number in range(missing)
                        ]
                    )
                )
                issues[::2].write({"user_id": self.l1.id})
                issues[::4].write({"state": "resolved"})
                # Nothing urgent is open: the history is read as well.
                issues.filtered(
                    lambda issue: issue.severity == "s2" and issue.is_open
                ).write({"user_id": self.l1.id, "state": "resolved"})
            for user in (self.sponsor, self.l1, self.colleague):
                self.centre(user)
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                with at_time(NOW):
                    answer = (
                        self.env["hypercare.period"].with_user(user).command_centre()
                    )
                spent = self.env.cr.sql_log_count - before
                self.assertLessEqual(spent, 12)
                counted.setdefault(user.login, set()).add(spent)
            self.assertEqual(answer["sections"]["now"]["urgent"]["value"], 0)
        self.assertTrue(all(len(found) == 1 for found in counted.values()), counted)

    def test_it_only_reads(self):
        self.make_issue("s2", at=self.at(9, 10))
        self.env.flush_all()
        method = type(self.env["hypercare.period"]).command_centre
        self.assertTrue(method._readonly)
        self.env.invalidate_all()
        self.env.cr.execute("SAVEPOINT reading")
        self.env.cr.execute("SET TRANSACTION READ ONLY")
        try:
            answer = (
                self.env["hypercare.period"].with_user(self.sponsor).command_centre()
            )
        finally:
            self.env.cr.execute("ROLLBACK TO SAVEPOINT reading")
        self.assertTrue(answer["sections"])
