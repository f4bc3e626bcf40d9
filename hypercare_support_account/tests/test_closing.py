"""The rule itself: since when a month is locked, and what opened it. No database."""

import random
from datetime import date, datetime, timedelta

from odoo.tests import BaseCase, tagged

from ..closing import GLOBAL, HARD, TAX, Act, standing

END = date(2026, 3, 31)
BEFORE, AFTER = date(2026, 2, 28), date(2026, 4, 30)
BEGIN = datetime(2026, 4, 1)


def hour(number):
    return BEGIN + timedelta(hours=number)


def lock(at, day, field=GLOBAL, company=1):
    return Act(hour(at), "lock", company, field, day, ref=at)


def exception(at, day, ends=None, number=1, field=GLOBAL, company=1):
    ends = ends and hour(ends)
    return Act(hour(at), "exception", company, field, day, ends, number, at)


def revoked(at, number=1):
    return Act(hour(at), "revoked", 1, GLOBAL, exception=number, ref=at)


def posting(at, day):
    return Act(hour(at), "posting", 1, day=day, ref=at)


@tagged("post_install", "-at_install")
class TestClosing(BaseCase):
    def find(self, *acts, now=100, field=GLOBAL):
        """Return since which hour it is locked, and the ref of what opened it."""
        found = standing(acts, END, hour(now), field)
        since = found.since and int((found.since - BEGIN).total_seconds() // 3600)
        return since, found.opened_by and found.opened_by.ref

    def test_table(self):
        for name, acts, since, opened in [
            ("nothing", (), None, None),
            ("too early a day", (lock(1, BEFORE),), None, None),
            ("the day itself", (lock(1, END),), 1, None),
            ("moved on", (lock(1, END), lock(5, AFTER)), 1, None),
            ("moved back", (lock(1, END), lock(5, BEFORE)), None, 5),
            ("taken away", (lock(1, END), lock(5, None)), None, 5),
            ("back and again", (lock(1, END), lock(5, None), lock(7, END)), 7, None),
            ("hard", (lock(1, END, HARD),), 1, None),
            ("only tax", (lock(1, END, TAX),), None, None),
            ("above", (lock(1, BEFORE), lock(2, END, company=2)), 2, None),
            ("hard stays", (lock(1, END, HARD), lock(2, END), lock(3, None)), 1, None),
            ("exception", (lock(1, END), exception(5, BEFORE)), None, 5),
            ("exception of all", (lock(1, END), exception(5, None)), None, 5),
            ("later month only", (lock(1, AFTER), exception(5, END)), 1, None),
            ("it ends", (lock(1, END), exception(5, BEFORE, 9)), 9, None),
            ("ends later", (lock(1, END), exception(5, BEFORE, 200)), None, 5),
            ("revoked", (lock(1, END), exception(5, BEFORE), revoked(8)), 8, None),
            (
                "one of two revoked",
                (
                    *(lock(1, END), exception(5, BEFORE)),
                    *(exception(6, BEFORE, number=2), revoked(8)),
                ),
                None,
                5,
            ),
            (
                "no exception from the hard lock",
                (lock(1, END, HARD), lock(1, END), exception(5, BEFORE)),
                1,
                None,
            ),
            (
                "tax exception",
                (lock(1, END), exception(5, BEFORE, field=TAX)),
                1,
                None,
            ),
            ("posted into it", (lock(1, END), posting(5, END)), None, 5),
            ("posted before it was locked", (posting(0, END), lock(1, END)), 1, None),
            ("posted later", (lock(1, END), posting(5, AFTER)), 1, None),
            (
                "looked at again",
                (lock(1, END), posting(5, END), lock(9, AFTER)),
                9,
                None,
            ),
            (
                "posted by exception",
                (lock(1, END), exception(5, BEFORE, 9), posting(6, END)),
                9,
                None,
            ),
            ("not yet", (lock(101, END),), None, None),
        ]:
            with self.subTest(name):
                self.assertEqual(self.find(*acts), (since, opened))

    def test_tax_counts_its_own_and_the_hard_lock(self):
        self.assertEqual(self.find(lock(1, END, TAX), field=TAX), (1, None))
        self.assertEqual(self.find(lock(2, END, HARD), field=TAX), (2, None))
        self.assertEqual(self.find(lock(1, END), field=TAX), (None, None))

    def test_odoo_revokes_and_grants_anew_when_the_lock_moves(self):
        """In one transaction: the exception goes on, under another number."""
        acts = (
            *(lock(1, END), exception(5, BEFORE)),
            *(exception(8, BEFORE, number=2), revoked(8), lock(8, AFTER)),
        )
        self.assertEqual(self.find(*acts), (None, 5))

    def test_hour_by_hour(self):
        """Against a count of every hour, by hand as it were."""
        chance = random.Random(8)
        for _round in range(400):
            acts, number = [], 0
            for at in sorted(chance.sample(range(40), 8)):
                kind = chance.choice("lleep")
                day = chance.choice([BEFORE, END, AFTER, None])
                company = chance.choice([1, 2])
                if kind == "l":
                    field = GLOBAL if chance.random() < 0.9 else HARD
                    acts.append(lock(at, day, field, company))
                elif kind == "e":
                    number += 1
                    ends = chance.choice([None, at + 1, at + 5])
                    acts.append(exception(at, day, ends, number, company=company))
                else:
                    acts.append(posting(at, day))
            with self.subTest(acts=acts):
                self.assertEqual(self.find(*acts, now=50)[0], self.slow(acts))

    def slow(self, acts):
        """Return since which hour it is locked, looking at every hour."""
        since, touched = None, False
        for now in range(50):
            done = [act for act in acts if act.at <= hour(now)]
            last = {}
            for act in done:
                if act.kind == "lock":
                    last[act.company, act.field] = act.day
            if since is not None and any(
                act.kind == "posting"
                and act.at == hour(now)
                and act.day in (BEFORE, END)
                for act in done
            ):
                touched = True
            if any(
                act.kind == "lock" and act.at == hour(now) and act.day in (END, AFTER)
                for act in done
            ):
                touched = False
            locked = False
            for (company, field), day in last.items():
                free = field == GLOBAL and any(
                    act.kind == "exception"
                    and act.company == company
                    and act.day in (None, BEFORE)
                    and (act.ends is None or act.ends > hour(now))
                    for act in done
                )
                locked |= day in (END, AFTER) and not free
            locked = locked and not touched
            since = (now if since is None else since) if locked else None
        return since
