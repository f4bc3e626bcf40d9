"""Fits the phases of a plan to the days there are, and proposes a plan.

Pure. Days are counted from go-live: Day 1 is the go-live day.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

#: Shortest and longest hypercare that is planned, in days: two and eight weeks.
MIN_DAYS, MAX_DAYS = 14, 56


class Part(NamedTuple):
    """A phase as a plan has it.

    :ivar days: how long it lasts in the plan; at least 1
    :ivar keeps: whether it lasts as long when the whole is shorter or longer
    """

    days: int
    keeps: bool = False


class Slice(NamedTuple):
    """First and last day of a phase, both counted in."""

    first: int
    last: int


class Facts(NamedTuple):
    """What the choice of a plan depends on.

    :ivar users: people who work in the system
    :ivar apps: technical names of the apps in use
    :ivar companies: number of companies that go live
    """

    users: int
    apps: frozenset[str]
    companies: int = 1


class Fit(NamedTuple):
    """Which facts ask for a plan.

    :ivar users_from, users_to: number of users it is made for; 0 means no limit, both
        0 that the number does not matter
    :ivar apps: any of these asks for it
    :ivar several_companies: more than one company asks for it
    """

    length: int
    users_from: int = 0
    users_to: int = 0
    apps: frozenset[str] = frozenset()
    several_companies: bool = False


class Choice(NamedTuple):
    """The place of the plan proposed, and which facts ask for it.

    :ivar reasons: of ``users``, ``apps`` and ``companies``; empty where no fact does
    """

    at: int
    reasons: tuple[str, ...]


def fit(parts: Sequence[Part], days: int) -> tuple[Slice, ...]:
    """Return the slices of *days* that the parts take, in order, without gap.

    Parts that keep their length do, as long as every other one still gets a day; the
    others share the rest in proportion, each at least one day. Where that cannot be –
    nobody gives way, or not enough is left – all of them share.

    >>> fit([Part(7, True), Part(7, True), Part(14)], 21)
    (Slice(first=1, last=7), Slice(first=8, last=14), Slice(first=15, last=21))

    :raise ValueError: if there are more parts than days, or a part without a day
    """
    if any(part.days < 1 for part in parts):
        raise ValueError("A part lasts at least one day.")
    if len(parts) > days:
        raise ValueError(f"{days} days cannot be shared by {len(parts)} parts.")
    if not parts:
        return ()
    elastic = [part.days for part in parts if not part.keeps]
    rest = days - sum(part.days for part in parts if part.keeps)
    if elastic and rest >= len(elastic):
        shares = iter(_share(elastic, rest))
        lengths = [part.days if part.keeps else next(shares) for part in parts]
    else:
        lengths = _share([part.days for part in parts], days)
    slices, first = [], 1
    for length in lengths:
        slices.append(Slice(first, first + length - 1))
        first += length
    return tuple(slices)


def choose(fits: Sequence[Fit], facts: Facts) -> Choice | None:
    """Return the most demanding plan that any fact asks for, else the first.

    The longest is the most demanding; of equally long ones the first is taken. None
    where there is nothing to choose from.
    """
    asked = []
    for at, one in enumerate(fits):
        reasons = _reasons(one, facts)
        if reasons:
            asked.append((-one.length, at, reasons))
    if asked:
        _length, at, reasons = min(asked)
        return Choice(at, reasons)
    return Choice(0, ()) if fits else None


def _reasons(one: Fit, facts: Facts) -> tuple[str, ...]:
    reasons = []
    counts = one.users_from or one.users_to
    if counts and one.users_from <= facts.users <= (one.users_to or facts.users):
        reasons.append("users")
    if one.apps & facts.apps:
        reasons.append("apps")
    if one.several_companies and facts.companies > 1:
        reasons.append("companies")
    return tuple(reasons)


def _share(weights: Sequence[int], days: int) -> list[int]:
    """Return whole days in proportion to the weights, each at least one.

    The ends are rounded, not the lengths: nothing is left over, and what divides
    without remainder stays as it is.
    """
    total, count = sum(weights), len(weights)
    ends, reached = [0], 0
    for at, weight in enumerate(weights, start=1):
        reached += weight
        exact = (2 * reached * days + total) // (2 * total)
        ends.append(min(max(exact, ends[-1] + 1), days - (count - at)))
    return [last - first for first, last in pairwise(ends)]
