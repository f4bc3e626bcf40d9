"""Targets move in the open: past days keep theirs, and every change is recorded."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .common import at_time
from .kpi_common import KpiCase


class TestKpiTarget(KpiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        others = cls.env["hypercare.period"].search([("id", "!=", cls.period.id)])
        others.write({"state": "cancelled"})
        cls.changes = cls.env["hypercare.kpi.change"]

    def own(self, code="open_urgent", number=16, user=None, **values):
        """Give the company a target of its own on a day."""
        with at_time(self.at(number)):
            kpi = self.kpi(code).with_user(user or self.manager)
            return kpi.copy(values).with_env(self.env)

    def values_of(self, code):
        return self.values.search(
            [("period_id", "=", self.period.id), ("code", "=", code)], order="date"
        )

    def seen(self, code):
        return [
            (one.date, one.value, one.state, one.target, one.target_text)
            for one in self.values_of(code)
        ]

    def test_an_own_target_counts_from_the_next_night_on_and_no_day_twice(self):
        self.life("s1", self.at(1))
        self.count(15)
        before = self.seen("open_urgent")
        self.assertEqual(len(before), 15)
        self.assertEqual(before[-1][2:], ("red", 0, "at most 0"))
        own = self.own(target=5)
        self.count(16)
        after = self.seen("open_urgent")
        self.assertEqual(after[:-1], before)
        self.assertEqual(after[-1][2:], ("green", 5, "at most 5"))
        # One line on the board, in the command centre and in the review.
        latest = self.values.search(
            [("period_id", "=", self.period.id), ("is_latest", "=", True)]
        ).filtered(lambda one: one.code == "open_urgent")
        self.assertEqual(latest.kpi_id, own)
        # It got better by the target only: the value is the same.
        self.assertEqual(latest.trend, "level")
        days = self.values.search(latest.action_open_days()["domain"])
        self.assertEqual(len(days), 16)

    def test_a_shared_target_changes_no_day_that_is_over(self):
        self.life("s1", self.at(1))
        self.count(15)
        before = self.seen("open_urgent")
        with at_time(self.at(16)):
            self.kpi("open_urgent").write({"target": 3, "minimum": 2})
        self.env.invalidate_all()
        self.assertEqual(self.seen("open_urgent"), before)
        self.assertEqual(self.values_of("open_urgent")[-1].minimum, 0)

    def test_days_that_were_missed_are_judged_by_what_counted_then(self):
        """By the shared target, then by the company's, then by the shared one again."""
        self.life("s1", self.at(1))
        kpi = self.kpi("open_urgent")
        with at_time(self.at(1, 0)):
            kpi.due_day = 0
        self.count(1)
        with at_time(self.at(3)):
            kpi.target = 1
        own = self.own(number=5, target=7)
        with at_time(self.at(7)):
            own.target = 8
        with at_time(self.at(8)):
            kpi.target = 2
        with at_time(self.at(9)):
            own.active = False
        self.count(10)
        found = [(one.target, one.state) for one in self.values_of("open_urgent")]
        self.assertEqual(
            found,
            [
                *[(0, "red")] * 2,
                *[(1, "green")] * 2,
                *[(7, "green")] * 2,
                *[(8, "green")] * 2,
                *[(2, "green")] * 2,
            ],
        )

    def test_every_change_is_recorded_and_told_in_the_period(self):
        own = self.own("in_odoo", target=50)
        with at_time(self.at(17)):
            own.with_user(self.manager).write({"target": 40, "comparison": "min"})
            own.with_user(self.manager).write({"name": "Better words"})
        changes = self.changes.search([("code", "=", "in_odoo")], order="at, id")
        self.assertEqual(changes.mapped("user_id"), self.manager)
        self.assertEqual(changes.mapped("at"), [self.at(16), self.at(17)])
        self.assertEqual(
            [(one.old["target"], one.new["target"]) for one in changes],
            [(90, 50), (50, 40)],
        )
        self.assertEqual(
            changes.mapped("text"), ["Target value: 90 → 50", "Target value: 50 → 40"]
        )
        self.assertEqual(own.change_ids, changes.sorted("at", reverse=True))
        said = [
            body
            for body in self.period.message_ids.mapped("body")
            if "is judged by" in body
        ]
        self.assertEqual(len(said), 2)
        self.assertIn("50 → 40", said[0])
        self.assertIn("Manager", said[0])
        # A shared one is told where it counts: not here, where there is an own one.
        with at_time(self.at(18)):
            self.kpi("in_odoo").target = 80
        self.assertEqual(self.changes.search_count([("code", "=", "in_odoo")]), 3)
        self.assertEqual(
            len([b for b in self.period.message_ids.mapped("body") if "judged" in b]), 2
        )
        with at_time(self.at(19)):
            self.kpi("open_urgent").target = 1
        self.assertIn("0 → 1", self.period.message_ids[0].body)

    def test_changes_are_read_and_nothing_else(self):
        self.own(target=5)
        change = self.changes.search([("code", "=", "open_urgent")])
        admin = self.make_user("admin", "hypercare_support.group_admin")
        for user in (self.l1, self.sponsor, self.manager, admin):
            with self.subTest(user=user.login):
                mine = change.with_user(user)
                self.assertTrue(mine.text)
                for act in (
                    lambda mine=mine: mine.write({"old": {}}),
                    lambda mine=mine: mine.unlink(),
                    lambda mine=mine: mine.copy(),
                    lambda mine=mine: mine.create({"code": "x"}),
                ):
                    # An access error is one of these.
                    with self.assertRaises(UserError), self.env.cr.savepoint():
                        act()
        with self.assertRaises(UserError):
            change.write({"old": {}})
        with self.assertRaises(AccessError):
            change.with_user(self.colleague).text  # noqa: B018
        self.assertFalse(self.changes.with_user(self.foreign_manager).search([]))
        own = self.kpi("open_urgent").search(
            [("code", "=", "open_urgent"), ("company_id", "!=", False)]
        )
        with self.assertRaises(UserError):
            own.with_user(self.manager).write({"change_ids": [Command.clear()]})
        with self.assertRaises(UserError):
            own.with_user(self.manager).write({"company_id": self.other_company.id})

    def test_what_was_counted_keeps_its_unit(self):
        self.count(1)
        with self.assertRaisesRegex(UserError, "unit stays"):
            self.kpi("open_urgent").unit = "percent"

    # === COUNTED AGAIN === #

    def test_count_again_judges_by_that_day_and_keeps_all_that_was_before(self):
        self.life("s1", self.at(1))
        self.count(15)
        self.own(target=5)
        [value] = self.values_of("open_urgent")[-1]
        for number, wrong in ((17, 9), (18, 8)):
            self.env.cr.execute(
                "UPDATE hypercare_kpi_value SET value = %s WHERE id = %s",
                [wrong, value.id],
            )
            self.env.invalidate_all()
            with at_time(self.at(number)):
                value.with_user(self.manager).action_count_again()
        self.env.invalidate_all()
        self.assertEqual((value.value, value.state, value.target), (1, "red", 0))
        self.assertEqual([one["value"] for one in value.earlier], [9, 8])
        lines = value.earlier_text.splitlines()
        self.assertEqual(len(lines), 2)
        self.assertIn("8, Missed (counted 17 Mar 2026", lines[0])
        self.assertIn("by Manager", lines[0])
        self.assertIn("9, Missed (counted 16 Mar 2026", lines[1])

    def test_an_alert_says_what_was_asked_for_that_day(self):
        self.life("s1", self.at(1, 10), self.at(1, 12))
        self.count(14)
        self.life("s1", self.at(15))
        self.count(15)
        alert = self.env["hypercare.kpi.alert"].search(
            [("kpi_id.code", "=", "open_urgent"), ("kind", "=", "lost")]
        )
        self.assertEqual(alert.target_text, "at most 0")
        with at_time(self.at(16)):
            self.kpi("open_urgent").target = 4
        self.env.invalidate_all()
        self.assertEqual(alert.target_text, "at most 0")
        # An own target takes the alert over: it is neither told again nor forgotten.
        self.own(number=16, target=0)
        self.count(16)
        alerts = self.env["hypercare.kpi.alert"].search(
            [("kpi_id.code", "=", "open_urgent"), ("kind", "=", "lost")]
        )
        self.assertEqual((alerts, alert.over_on), (alert, False))
