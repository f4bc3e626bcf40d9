"""The figures of a hypercare period: rates, ages, trend, burn-up and clean streak.

Pure: facts in, figures out, and "until when" is an argument, so that the same function
answers for now and for any day before. Instants are seconds since the Unix epoch, UTC.
A figure that cannot be told is None, never zero and never a hundred.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from statistics import median_low

from .streak import (
    Change,
    Span,
    Streak,
    clean_streak,
    last_urgent,
    open_at,
    urgent_spans,
)

__all__ = [
    "MINIMUM",
    "WEIGHTS",
    "Ages",
    "BurnUpDay",
    "Change",
    "Rate",
    "Span",
    "Streak",
    "Trend",
    "ages",
    "burn_up",
    "clean_streak",
    "kept",
    "last_urgent",
    "open_at",
    "trend",
    "urgent_spans",
    "weeks_to_compare",
]

#: What an issue weighs in the trend: one S1 is as bad as eight S4.
WEIGHTS = {"s1": 8, "s2": 4, "s3": 2, "s4": 1}
#: Below this many cases a rate or a trend says more about chance than about the team.
MINIMUM = 5
#: A change of weight smaller than this is no trend.
LEVEL_PERCENT = 10


# === RATES === #


@dataclass(frozen=True, slots=True)
class Rate:
    """Some out of all, with the number below which no percentage is told."""

    part: int
    total: int
    minimum: int = MINIMUM

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.total:
            raise ValueError("A rate is a part out of a total.")

    @property
    def percent(self) -> int | None:
        """Whole percent, rounded down: 94.9 has not reached 95, and 100 is all."""
        if not self.total or self.total < self.minimum:
            return None
        return self.part * 100 // self.total


def kept(met: int, breached: int, minimum: int = MINIMUM) -> Rate:
    """Return the rate of promises kept.

    :param breached: including those that run and are overdue
    """
    return Rate(met, met + breached, minimum)


# === AGES === #


@dataclass(frozen=True, slots=True)
class Ages:
    """How long some open issues have been there, in seconds; None if there are none."""

    count: int
    oldest: int | None
    median: int | None


def ages(starts: Collection[int], now: int) -> Ages:
    """Return the ages at *now* of what began at *starts*; what is to come is 0 old."""
    if not starts:
        return Ages(0, None, None)
    found = [max(now - start, 0) for start in starts]
    return Ages(len(found), max(found), median_low(found))


# === TREND === #


@dataclass(frozen=True, slots=True)
class Trend:
    """What was raised in one stretch of time against an earlier one as long.

    :ivar weight, weight_before: the same, each issue by the weight of its severity
    :ivar direction: falling, level or rising by weight; None if too few to say
    """

    raised: int
    raised_before: int
    weight: int
    weight_before: int
    direction: str | None


def trend(
    raised: Mapping[str, int],
    before: Mapping[str, int],
    minimum: int = MINIMUM,
    weights: Mapping[str, int] | None = None,
) -> Trend:
    """Compare two equally long stretches of time.

    :param raised, before: severity → number of issues raised
    :param weights: severity → weight, by default `WEIGHTS`
    """
    weights = WEIGHTS if weights is None else weights
    counts = sum(raised.values()), sum(before.values())
    now, then = (
        sum(weights.get(severity, 1) * count for severity, count in part.items())
        for part in (raised, before)
    )
    direction = None
    if max(counts) >= minimum:
        change = (now - then) * 100
        if abs(change) <= LEVEL_PERCENT * then:
            direction = "level"
        else:
            direction = "rising" if change > 0 else "falling"
    return Trend(*counts, now, then, direction)


def weeks_to_compare(begin: int, now: int, week: int = 7 * 86400):
    """Return this week so far and the same part of the week before.

    Weeks are counted from *begin*. Equal parts are compared, so that a Monday does not
    look like an improvement.

    :return: ``((begin, end), (begin, end))``, the earlier one None in the first week;
        both None before *begin*
    """
    if now < begin:
        return None, None
    start = now - (now - begin) % week
    earlier = (start - week, now - week) if start > begin else None
    return (start, now), earlier


# === BURN-UP === #


@dataclass(frozen=True, slots=True)
class BurnUpDay:
    """A day's issues raised and done, and the totals when it was over."""

    raised: int
    done: int
    raised_total: int
    done_total: int

    @property
    def open(self) -> int:
        """How many were left that evening."""
        return self.raised_total - self.done_total


def burn_up(
    days: Iterable[tuple[int, int]], before: tuple[int, int] = (0, 0)
) -> list[BurnUpDay]:
    """Return the running totals of days.

    :param days: raised and done of each day, without gaps
    :param before: raised and done before the first of these days
    """
    raised_total, done_total = before
    found = []
    for raised, done in days:
        raised_total += raised
        done_total += done
        found.append(BurnUpDay(raised, done, raised_total, done_total))
    return found
