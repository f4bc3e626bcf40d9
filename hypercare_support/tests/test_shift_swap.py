from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .common import MONDAY, at_time
from .test_people import NIGHT, PeopleCommon


class SwapCommon(PeopleCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shift = cls.make_shift(backup_id=cls.third.id)
        cls.swaps = cls.env["hypercare.shift.swap"]

    def ask(self, user=None, colleague=None, at=MONDAY, **values):
        with at_time(at):
            return self.swaps.with_user(user or self.second).create(
                {
                    "shift_id": self.shift.id,
                    "colleague_id": (colleague or self.third).id,
                    **values,
                }
            )

    def answer(self, swap, user, what="accept", at=MONDAY):
        with at_time(at):
            getattr(swap.with_user(user), f"action_{what}")()

    def rota(self):
        shifts = self.env["hypercare.shift"].search([("tier_id", "=", self.tier3.id)])
        return [
            (
                shift.user_id,
                (shift.start_at - NIGHT) / timedelta(hours=1),
                (shift.end_at - NIGHT) / timedelta(hours=1),
            )
            for shift in shifts.sorted("start_at")
        ]

    def told(self, user):
        """Return the subjects of what a person was told."""
        messages = self.env["mail.message"].search(
            [("model", "=", "hypercare.shift.swap"), ("subject", "!=", False)]
        )
        return [
            message.subject
            for message in messages
            if user.partner_id in message.sudo().notified_partner_ids
        ]


class TestSwap(SwapCommon):
    def test_a_colleague_takes_over_a_whole_shift(self):
        swap = self.ask()
        self.assertEqual(swap.state, "asked")
        self.assertEqual(swap.user_id, self.second)
        self.assertEqual(swap.sudo().activity_ids.user_id, self.third)
        self.assertIn("Second asks you", self.told(self.third)[0])
        self.assertEqual(self.rota(), [(self.second, 0, 4)])
        self.answer(swap, self.third)
        self.assertEqual(self.rota(), [(self.third, 0, 4)])
        # Nobody stands in for himself.
        self.assertEqual(self.shift.backup_id, self.second)
        self.assertEqual(swap.state, "accepted")
        self.assertEqual(swap.decided_by_id, self.third)
        self.assertEqual(swap.decided_at, MONDAY)
        self.assertFalse(swap.sudo().activity_ids)
        self.assertIn("Third takes over", self.told(self.second)[0])
        self.assertEqual(self.tier3._on_shift(NIGHT), self.third)

    def test_part_of_a_shift(self):
        for begin, end, expected in (
            (0, 1, [("third", 0, 1), ("second", 1, 4)]),
            (3, 4, [("second", 0, 3), ("third", 3, 4)]),
            (1, 2, [("second", 0, 1), ("third", 1, 2), ("second", 2, 4)]),
        ):
            with self.subTest(begin=begin):
                savepoint = self.env.cr.savepoint()
                swap = self.ask(
                    start_at=NIGHT + timedelta(hours=begin),
                    end_at=NIGHT + timedelta(hours=end),
                )
                self.answer(swap, self.third)
                self.assertEqual(
                    self.rota(),
                    [(getattr(self, name), *hours) for name, *hours in expected],
                )
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    def test_what_has_passed_of_a_shift_stays(self):
        swap = self.ask(at=NIGHT + timedelta(hours=1))
        self.answer(swap, self.third, at=NIGHT + timedelta(hours=1))
        self.assertEqual(self.rota(), [(self.second, 0, 1), (self.third, 1, 4)])

    def test_declined_and_withdrawn_change_nothing(self):
        swap = self.ask()
        self.answer(swap, self.third, "decline")
        self.assertIn("stays on call", self.told(self.second)[0])
        other = self.ask()
        self.answer(other, self.second, "withdraw")
        self.assertEqual((swap + other).mapped("state"), ["declined", "withdrawn"])
        self.assertEqual(self.rota(), [(self.second, 0, 4)])
        for again in ("accept", "decline", "withdraw"):
            with self.refused(UserError, "answered already"):
                self.answer(swap, self.third, again)

    def test_a_manager_decides_at_once(self):
        swap = self.ask(self.manager)
        self.answer(swap, self.manager)
        self.assertEqual(self.rota(), [(self.third, 0, 4)])
        self.assertTrue(self.told(self.second))
        self.assertEqual(len(self.told(self.third)), 2)

    def test_who_may_ask_and_answer(self):
        with self.refused(AccessError, "Only Second or a manager"):
            self.ask(self.third, colleague=self.l3)
        for user in (self.sponsor, self.outsider):
            with self.refused(AccessError, ""):
                self.ask(user)
        swap = self.ask()
        for user in (self.second, self.l3):
            with self.refused(AccessError, "Only Third or a manager"):
                self.answer(swap, user)
        with self.refused(AccessError, "Only Second or a manager"):
            self.answer(swap, self.third, "withdraw")

    def test_who_sees_it(self):
        swap = self.ask()
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.make_user(
            "foreign",
            "hypercare_support.group_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.env.flush_all()
        for user, sees in (
            (self.second, True),
            (self.l1, True),
            (self.manager, True),
            (self.sponsor, True),
            (self.outsider, False),
            (self.colleague, False),
            (foreign, False),
        ):
            self.env.invalidate_all()
            with self.subTest(user=user.login):
                try:
                    found = bool(
                        self.swaps.with_user(user).search([("id", "=", swap.id)])
                    )
                except AccessError:
                    found = False
                self.assertEqual(found, sees)

    def test_what_makes_no_sense_is_refused(self):
        for words, values in (
            ("not a colleague", {"colleague_id": self.outsider.id}),
            ("not a colleague", {"colleague_id": self.second.id}),
            ("within it", {"start_at": NIGHT - timedelta(hours=1)}),
            ("within it", {"end_at": NIGHT + timedelta(hours=5)}),
            ("Choose the shift", {"shift_id": False}),
            ("answers, nobody else", {"state": "accepted"}),
            ("answers, nobody else", {"decided_by_id": self.third.id}),
            ("not an existing", {"colleague_id": "third"}),
        ):
            with self.subTest(values=values), self.refused(UserError, words):
                self.ask(**values)
        with self.refused(UserError, "over"):
            self.ask(at=NIGHT + timedelta(hours=4))
        swap = self.ask()
        for values in (
            {"state": "accepted"},
            {"decided_by_id": self.third.id},
            {"end_at": NIGHT + timedelta(hours=1)},
        ):
            with self.refused(UserError, "stays as it is"):
                swap.sudo().write(values)
        with self.refused(UserError, "is kept"):
            swap.sudo().unlink()

    def test_a_rota_that_has_changed_since(self):
        swap = self.ask()
        self.shift.user_id = self.l3
        with self.refused(UserError, "not on call then any more"):
            self.answer(swap, self.third)
        self.shift.user_id = self.second
        self.shift.end_at = NIGHT + timedelta(hours=2)
        with self.refused(UserError, "within it"):
            self.answer(swap, self.third)
        self.shift.unlink()
        with self.refused(UserError, "not on call then any more"):
            self.answer(swap, self.third)

    def test_the_dialog_begins_with_the_shift(self):
        with at_time(MONDAY):
            action = self.shift.with_user(self.second).action_swap()
            values = (
                self.swaps.with_user(self.second)
                .with_context(**action["context"])
                .default_get(["shift_id", "start_at", "end_at", "tier_id"])
            )
        self.assertEqual(values["start_at"], NIGHT)
        self.assertEqual(values["end_at"], NIGHT + timedelta(hours=4))
