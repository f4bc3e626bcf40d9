"""The rule for what happens in one moment. No database."""

import random
from datetime import date, datetime, timedelta

from odoo.tests import BaseCase, tagged

from ..closing import GLOBAL, HARD, Act, standing

FEBRUARY, MARCH = date(2026, 2, 28), date(2026, 3, 31)


@tagged("post_install", "-at_install")
class TestClosingTogether(BaseCase):
    """Acts of one moment are judged like acts of many moments."""

    def acts(self, chance):
        """Return some acts of one company and one above it, all of one moment."""
        found, moment = [], datetime(2026, 4, 1, 12)
        for number in range(chance.randint(2, 10)):
            day = chance.choice([FEBRUARY, MARCH, date(2026, 4, 30), None])
            kind = chance.choice(["lock", "lock", "exception", "revoked", "posting"])
            company = chance.choice([1, 1, 2])
            name = chance.choice([GLOBAL] * 9 + [HARD])
            which = chance.randint(1, number + 1) if kind == "revoked" else number
            found.append(
                Act(moment, kind, company, name, day, exception=which, ref=number)
            )
        return found

    def test_close_together_or_far_apart(self):
        chance = random.Random(10)
        for _round in range(1000):
            together = self.acts(chance)
            apart = [
                Act(
                    act.at + timedelta(days=number),
                    *(act.kind, act.company, act.field, act.day, act.ends),
                    *(act.exception, act.ref),
                )
                for number, act in enumerate(together)
            ]
            with self.subTest(acts=together):
                now = datetime(2026, 5, 1)
                one = standing(together, MARCH, now)
                other = standing(apart, MARCH, now)
                self.assertEqual(bool(one.since), bool(other.since))
                for name in ("closed_by", "opened_by"):
                    refs = [
                        getattr(found, name) and getattr(found, name).ref
                        for found in (one, other)
                    ]
                    self.assertEqual(*refs)

    def test_a_lock_moved_back_always_counts_anew(self):
        """However short it was open, and whatever happened before."""
        chance = random.Random(11)
        begin = datetime(2026, 4, 1)
        for _round in range(300):
            first = Act(begin, "lock", 1, GLOBAL, MARCH)
            at = begin + timedelta(days=30, microseconds=chance.randint(0, 2))
            back = Act(at, "lock", 1, GLOBAL, chance.choice([FEBRUARY, None]))
            # The clock of the one who locks anew may even be behind.
            anew = at - timedelta(microseconds=chance.randint(0, 2))
            again = Act(anew, "lock", 1, GLOBAL, MARCH)
            found = standing([first, back, again], MARCH, begin + timedelta(days=99))
            with self.subTest(back=back, again=again):
                self.assertEqual(found.since, at)

    def test_an_exception_of_less_than_a_second(self):
        begin = datetime(2026, 4, 1)
        late = begin + timedelta(days=9)
        ends = late + timedelta(microseconds=5)
        acts = [
            Act(begin, "lock", 1, GLOBAL, MARCH),
            Act(late, "exception", 1, GLOBAL, FEBRUARY, ends, 1),
            Act(late, "posting", 1, day=MARCH),
        ]
        self.assertEqual(standing(acts, MARCH, late).since, None)
        self.assertEqual(standing(acts, MARCH, ends).since, ends)
