"""A fixed end is never silent: transfer what is open, or extend with a reason."""

from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Date
from odoo.tools import mute_logger

from .common import MONDAY, at_time
from .phases_common import ADVISE, PhasesCommon

#: The day after the planned end, 14 March.
AFTER = MONDAY + timedelta(days=13)


class PeriodEndCase(PhasesCommon):
    def extend(self, user=None, moment=MONDAY, **values):
        wishes = self.env["hypercare.period.extend"].with_user(user or self.manager)
        with at_time(moment):
            wish = wishes.create(
                {
                    "period_id": self.period.id,
                    "new_end": "2026-03-21",
                    "reason": "The first close",
                    **values,
                }
            )
            wish.action_extend()
        return self.period.extension_ids[:1]


class TestPeriodEnd(PeriodEndCase):
    def test_the_end_of_a_running_period_is_not_written(self):
        for name, value in (
            ("date_end", "2026-03-20"),
            ("date_end", "2026-03-10"),
            ("end_kind", "criteria"),
            ("latest_end", "2026-04-01"),
            ("go_live", "2026-03-02"),
        ):
            words = "has begun" if name == "go_live" else "Press “Extend”"
            with self.subTest(name=name), self.refused(words):
                self.period.with_user(self.manager).write({name: value})
        same = {"date_end": "2026-03-14", "end_kind": "fixed", "latest_end": False}
        self.assertTrue(self.period.with_user(self.manager).write(same))
        draft = self.make_period(state="draft", name="Draft").with_user(self.manager)
        draft.write({"date_end": "2026-03-20", "go_live": "2026-03-02"})
        for key in ("EXTENDING", True):
            forged = self.period.with_context(hypercare_extending=key)
            with self.refused("Press “Extend”"):
                forged.with_user(self.manager).write({"date_end": "2026-03-20"})

    def test_an_import_is_refused_as_well(self):
        periods = self.env["hypercare.period"].with_user(self.manager)
        rows = [[str(self.period.id), "2026-03-20"]]
        [message] = periods.load([".id", "date_end"], rows)["messages"]
        self.assertIn("Press “Extend”", message["message"])

    @mute_logger("odoo.sql_db")
    def test_the_latest_end_comes_after_the_planned_one(self):
        with self.assertRaises(CheckViolation):
            self.make_period(end_kind="criteria", latest_end="2026-03-01")
            self.env.flush_all()

    def notice(self, moment, period=None):
        period = period or self.period
        period.invalidate_recordset()
        with at_time(moment):
            return period.end_level, period.end_notice or ""

    def test_what_the_period_says(self):
        early, near = MONDAY, MONDAY + timedelta(days=8)
        self.assertEqual(self.notice(early), (False, ""))
        self.assertEqual(self.notice(near), (False, ""))
        issue = self.make_issue("s3", at=MONDAY)
        self.assertEqual(self.notice(early), (False, ""))
        level, text = self.notice(near)
        self.assertEqual(level, "warning")
        self.assertIn("open issues: 1", text)
        level, text = self.notice(AFTER)
        self.assertEqual(level, "danger")
        self.assertIn("ended on Saturday 14 March with 1 open issue: transfer it", text)
        for _n in range(6):
            self.make_issue("s3", at=MONDAY)
        self.assertIn(
            "with 7 open issues: transfer them or extend", self.notice(AFTER)[1]
        )
        self.period.issue_ids.sudo().write({"state": "cancelled"})
        self.assertEqual(issue.state, "cancelled")
        self.assertEqual(self.notice(AFTER)[0], "warning")

    def test_the_last_day_ends_at_midnight_in_dhaka(self):
        self.make_issue("s3", at=MONDAY)
        midnight = AFTER.replace(hour=18) - timedelta(days=1)
        self.assertEqual(self.notice(midnight - timedelta(seconds=1))[0], "warning")
        self.assertEqual(self.notice(midnight)[0], "danger")

    def test_until_the_criteria_hold(self):
        self.make_issue("s3", at=MONDAY)
        self.period.write({"end_kind": "criteria", "latest_end": "2026-03-28"})
        level, text = self.notice(AFTER)
        self.assertEqual(level, "info")
        self.assertIn("to Saturday 28 March at the latest", text)
        self.assertEqual(self.notice(AFTER + timedelta(days=14))[0], "danger")
        self.period.with_user(self.manager).write({"state": "exit_review"})

    def test_no_exit_review_with_open_issues(self):
        issues = [self.make_issue("s3", at=MONDAY) for _n in range(12)]
        with self.assertRaises(Exception) as caught:
            self.period.with_user(self.manager).write({"state": "exit_review"})
        for text in ("these issues are open", issues[-1].number, "and 2 more"):
            self.assertIn(text, str(caught.exception))
        self.env.invalidate_all()
        self.assertEqual(self.period.state, "running")
        self.period.issue_ids.sudo().write({"state": "cancelled"})
        self.period.with_user(self.manager).write({"state": "exit_review"})
        self.assertEqual(self.period.state, "exit_review")

    # -- Transfer ----------------------------------------------------------------------

    def dialog(self, user=None):
        action = self.period.with_user(user or self.manager).action_open_end()
        dialogs = self.env[action["res_model"]].with_user(user or self.manager)
        return dialogs.browse(action["res_id"])

    def test_transfer_with_plan_and_owner(self):
        self.period.business_owner_id = self.l2
        first, second, third = (self.make_issue("s3", at=MONDAY) for _n in range(3))
        second.sudo().write({"plan": "Its own plan", "plan_owner_id": self.l1.id})
        dialog = self.dialog()
        self.assertEqual(dialog.line_ids.issue_id, first | second | third)
        dialog.action_transfer()
        problems = dict((line.issue_id, line.problem) for line in dialog.line_ids)
        self.assertIn("Write the plan.", problems[first])
        self.assertNotIn(second, problems)
        self.assertEqual(second.state, "transferred")
        dialog.write({"plan": "With the next release", "plan_date": "2026-05-01"})
        dialog.line_ids.filtered(lambda li: li.issue_id == third).plan = "Another one"
        dialog.action_fill()
        result = dialog.action_transfer()
        self.assertEqual(result["type"], "ir.actions.act_window_close")
        self.assertEqual(
            [
                (i.state, i.plan, i.plan_owner_id, str(i.plan_date))
                for i in first | third
            ],
            [
                ("transferred", "With the next release", self.l2, "2026-05-01"),
                ("transferred", "Another one", self.l2, "2026-05-01"),
            ],
        )
        with self.refused("nothing to transfer"):
            self.dialog()

    def test_one_line_that_fails_loses_nothing(self):
        issues = self.make_issue("s3", at=MONDAY) | self.make_issue("s3", at=MONDAY)
        dialog = self.dialog()
        gone = self.make_user("gone")
        for line, owner in zip(dialog.line_ids, (self.l1, gone), strict=True):
            line.write({"plan": "Later", "plan_owner_id": owner.id})
        gone.active = False
        dialog.action_transfer()
        self.assertEqual(sorted(issues.mapped("state")), ["new", "transferred"])
        [line] = dialog.line_ids
        self.assertEqual((line.plan, line.plan_owner_id), ("Later", gone))
        self.assertIn("Choose who owns the plan", line.problem)
        self.assertIn("Transferred: 1. Still open: 1.", dialog.outcome)

    def test_issues_that_come_meanwhile_are_added(self):
        self.make_issue("s3", at=MONDAY)
        dialog = self.dialog()
        dialog.line_ids.write({"plan": "Later", "plan_owner_id": self.l1.id})
        late = self.make_issue("s1", at=MONDAY)
        dialog.action_transfer()
        self.assertEqual(dialog.line_ids.issue_id, late)

    def test_only_managers_transfer_by_the_list(self):
        self.make_issue("s3", at=MONDAY)
        for user in (self.reporter, self.l1, self.sponsor):
            with self.assertRaises(AccessError):
                self.dialog(user)
        dialog = self.dialog()
        with self.assertRaises(AccessError):
            dialog.with_user(self.lead).line_ids.read(["plan"])

    # -- Extension ---------------------------------------------------------------------

    def test_an_extension_is_recorded(self):
        extension = self.extend(cost=1200)
        self.assertEqual(str(self.period.date_end), "2026-03-21")
        self.assertEqual(
            [
                (str(e.old_end), str(e.new_end), e.reason, e.cost, e.user_id, e.at)
                for e in extension
            ],
            [
                (
                    *("2026-03-14", "2026-03-21", "The first close", 1200.0),
                    *(self.manager, MONDAY),
                )
            ],
        )
        self.assertIn("goes on until", self.period.message_ids[0].body)

    def test_the_last_phase_goes_on_or_one_is_added(self):
        self.make_phase(1, 7, "Intensive")
        last = self.make_phase(8, 14, "Stabilise")
        self.period._agree_plan()
        self.extend()
        self.assertEqual(str(last.date_to), "2026-03-21")
        self.extend(new_end="2026-03-28", how="new", phase_name="Longer")
        added = self.period.phase_ids.sorted("date_from")[-1]
        self.assertEqual(
            (added.name, str(added.date_from), str(added.date_to)),
            ("Longer", "2026-03-22", "2026-03-28"),
        )
        self.assertTrue(added._mode().is_full)
        self.extend(new_end="2026-04-04", how="new", phase_name="Advice", **ADVISE)
        self.assertEqual(self.period.phase_ids.sorted("date_from")[-1].part, "advise")

    def test_until_criteria_hold_at_the_latest(self):
        extension = self.extend(end_kind="criteria")
        self.assertTrue(extension.until_criteria)
        self.assertEqual(
            [str(self.period[n]) for n in ("end_kind", "date_end", "latest_end")],
            ["criteria", "2026-03-14", "2026-03-21"],
        )
        with self.refused("choose a later day"):
            self.extend(end_kind="criteria", new_end="2026-03-21")
        self.extend(end_kind="criteria", new_end="2026-03-28")
        self.assertEqual(str(self.period.latest_end), "2026-03-28")

    def test_extensions_that_make_no_sense(self):
        for words, values in (
            ("choose a later day", {"new_end": "2026-03-14"}),
            ("choose a later day", {"new_end": "2026-03-01"}),
            ("Write why", {"reason": " "}),
            ("less than nothing", {"cost": -1}),
            ("Give the new phase a name", {"how": "new", "phase_name": " "}),
        ):
            with self.subTest(words=words), self.refused(words):
                self.extend(**values)
        self.period = self.make_period(state="draft", name="Draft")
        with self.refused("Only hypercare that runs"):
            self.extend()

    def test_an_extension_is_evidence(self):
        extension = self.extend()
        for user in (self.l1, self.sponsor, self.manager):
            self.assertTrue(extension.with_user(user).read(["reason"]))
            for act in (
                lambda e: e.write({"reason": "x"}),
                lambda e: e.unlink(),
                lambda e: e.create({"period_id": self.period.id}),
            ):
                with self.assertRaises(UserError):
                    act(extension.with_user(user))
        with self.refused("evidence"):
            extension.sudo().write({"reason": "x"})
        with self.refused("recorded by the system"):
            self.period.with_user(self.manager).write(
                {"extension_ids": [Command.delete(extension.id)]}
            )
        for user in (self.reporter, self.l1):
            with self.assertRaises(AccessError):
                self.extend(user, new_end="2026-04-01")

    def test_each_company_extends_its_own(self):
        company = self.env["res.company"].create({"name": "Other"})
        other = self.make_period(name="Wave 2", company_id=company.id)
        self.extend()
        self.assertEqual(other.date_end, Date.to_date("2026-03-14"))
        with self.assertRaises(AccessError):
            self.env["hypercare.period.extend"].with_user(self.manager).create(
                {
                    "period_id": other.id,
                    "new_end": "2026-03-21",
                    "reason": "Not ours",
                }
            ).action_extend()
