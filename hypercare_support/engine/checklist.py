"""When the items of a checklist are due, in which order, and how they stand.

Pure. Days are local dates of the period; whether one is a business day is asked of the
caller, who knows the support hours. "Today" is always an argument.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

#: What a due date is counted from; see `due_date`.
KINDS = (
    *("day", "workday", "month_workday", "month_day", "month_last_workday"),
    *("before_end", "after_end", "none"),
)
#: What becomes of a date that is not a business day.
SHIFTS = ("after", "before", "same")
#: How often a checklist begins anew.
REPEATS = ("none", "daily", "weekly", "monthly", "quarterly")
#: How far a business day is looked for; beyond it, every day is one.
_MAX_SHUT_DAYS = 60
_MONTHS = {"monthly": 1, "quarterly": 3}

IsBusinessDay = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """When something is due.

    :ivar kind: one of `KINDS`
    :ivar number: which day or business day; days before or after the end
    :ivar month: for rules about months, which one counted from the first day; 1 is
        the first whose day has not passed
    :ivar shift: one of `SHIFTS`; rules that count business days need none
    """

    kind: str
    number: int = 1
    month: int = 1
    shift: str = "after"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about one item."""

    due: date | None = None
    done: bool = False
    needs_sign_off: bool = False
    signed: bool = False
    skipped: bool = False
    blocked: bool = False


# -- Due dates -------------------------------------------------------------------------


def due_date(
    rule: Rule, first: date, end: date, is_business_day: IsBusinessDay
) -> date | None:
    """Return the day on which something is due, None for a rule without a date.

    - ``day``: day N, *first* is Day 1; ``workday``: the N-th business day;
    - ``month_workday``: the N-th business day after a month-end;
    - ``month_day``: day N of a month, the last one in shorter months;
    - ``month_last_workday``: the last business day of a month;
    - ``before_end``, ``after_end``: N days before or after *end*.

    :param first: Day 1, or the first day of the round
    :raise ValueError: for a rule that names no day
    """
    check(rule)
    if rule.kind == "none":
        return None
    if rule.kind == "workday":
        return _workday(first, rule.number, is_business_day)
    if rule.kind == "month_workday":
        after = _month_end(first, rule.month - 1) + timedelta(days=1)
        return _workday(after, rule.number, is_business_day)
    if rule.kind == "month_last_workday":
        return _in_month(
            first,
            rule.month,
            lambda last: shifted(last, "before", is_business_day),
        )
    if rule.kind == "month_day":
        day = _in_month(
            first,
            rule.month,
            lambda last: last.replace(day=min(rule.number, last.day)),
        )
    elif rule.kind == "day":
        day = first + timedelta(days=rule.number - 1)
    else:
        sign = -1 if rule.kind == "before_end" else 1
        day = end + timedelta(days=sign * rule.number)
    return shifted(day, rule.shift, is_business_day)


def check(rule: Rule) -> None:
    """Refuse a rule that names no day.

    :raise ValueError: saying which part of it
    """
    if rule.kind not in KINDS:
        raise ValueError(f"Unknown rule: {rule.kind}")
    if rule.shift not in SHIFTS:
        raise ValueError(f"Unknown shift: {rule.shift}")
    least = 0 if rule.kind in ("before_end", "after_end") else 1
    most = 31 if rule.kind == "month_day" else 999
    if not least <= rule.number <= most:
        raise ValueError(f"Not between {least} and {most}: {rule.number}")
    if not 1 <= rule.month <= 36:
        raise ValueError(f"Not between 1 and 36: {rule.month}")


def shifted(day: date, shift: str, is_business_day: IsBusinessDay) -> date:
    """Return *day*, or the nearest business day in the direction of *shift*."""
    step = {"after": 1, "before": -1, "same": 0}[shift]
    moved = day
    for _ in range(_MAX_SHUT_DAYS if step else 0):
        if is_business_day(moved):
            return moved
        moved += timedelta(days=step)
    return day


def _workday(first: date, number: int, is_business_day: IsBusinessDay) -> date:
    """Return the *number*-th business day from *first* on, which may be it."""
    day = shifted(first, "after", is_business_day)
    for _ in range(number - 1):
        day = shifted(day + timedelta(days=1), "after", is_business_day)
    return day


def _month_end(day: date, later: int) -> date:
    """Return the last day of the month that is *later* months after that of *day*."""
    year, month = divmod(day.year * 12 + day.month - 1 + later, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])


def _in_month(first: date, month: int, choose: Callable[[date], date]) -> date:
    """Return the chosen day of the *month*-th month in which it is not before *first*.

    :param choose: the day of a month, given its last one
    """
    skip = 0 if choose(_month_end(first, 0)) >= first else 1
    return choose(_month_end(first, month - 1 + skip))


# -- Rounds ----------------------------------------------------------------------------


def round_start(
    repeat: str, number: int, go_live: date, is_business_day: IsBusinessDay
) -> date:
    """Return the first day of a round: the day from which its items are counted.

    A daily round begins on each business day, a monthly one on the day of the month of
    the go-live (the last day in shorter months).

    :param number: 1 for the first round
    :raise ValueError: for an unknown repetition
    """
    if repeat not in REPEATS:
        raise ValueError(f"Unknown repetition: {repeat}")
    if repeat == "daily":
        return _workday(go_live, number, is_business_day)
    if repeat == "weekly":
        return go_live + timedelta(weeks=number - 1)
    if repeat in _MONTHS:
        last = _month_end(go_live, (number - 1) * _MONTHS[repeat])
        return last.replace(day=min(go_live.day, last.day))
    return go_live


def current_round(
    repeat: str,
    go_live: date,
    today: date,
    is_business_day: IsBusinessDay,
    days: int = 0,
) -> int:
    """Return the number of the round that *today* belongs to.

    Rounds that nobody began in time are not made up for. Before go-live, and for what
    does not repeat, it is the first.

    :param days: the round has to begin in the first so many days; 0 for no limit
    """
    last = min(today, go_live + timedelta(days=days - 1)) if days else today
    number = 1
    if repeat == "none":
        return number
    while round_start(repeat, number + 1, go_live, is_business_day) <= last:
        number += 1
    return number


# -- Reminders -------------------------------------------------------------------------


def tell_on(due: date, days: int, is_business_day: IsBusinessDay) -> date:
    """Return the business day on which a step after the due day is told.

    0 is the due day, or the first business day after it; 1 the one after that.
    """
    return _workday(due, days + 1, is_business_day)


# -- Order -----------------------------------------------------------------------------


def find_cycle(needs: Mapping[Hashable, Iterable[Hashable]]) -> list:
    """Return items that wait for each other in a ring, each before what it needs.

    :param needs: item → the items that have to be done before it
    :return: the ring, beginning at any of them; empty if there is none
    """
    finished: set = set()
    for root in needs:
        path: list = []
        stack = [(root, iter(needs.get(root, ())))]
        path.append(root)
        while stack:
            item, rest = stack[-1]
            following = next((one for one in rest if one not in finished), None)
            if following is None:
                finished.add(item)
                stack.pop()
                path.pop()
            elif following in path:
                return path[path.index(following) :]
            else:
                stack.append((following, iter(needs.get(following, ()))))
                path.append(following)
    return []


# -- State -----------------------------------------------------------------------------


def state_of(facts: Facts, today: date) -> str:
    """Return how an item stands.

    One of ``skipped``, ``done``, ``waiting`` (for the sign-off), ``blocked`` (by
    another one), ``overdue`` and ``open``, in this order of precedence.
    """
    if facts.skipped:
        return "skipped"
    if facts.done:
        return "waiting" if facts.needs_sign_off and not facts.signed else "done"
    if facts.blocked:
        return "blocked"
    return "overdue" if facts.due and facts.due < today else "open"


def is_settled(facts: Facts) -> bool:
    """Tell whether nothing is left to do: done and signed, or not applicable."""
    return facts.skipped or (facts.done and (facts.signed or not facts.needs_sign_off))


def is_late(facts: Facts, today: date) -> bool:
    """Tell whether the due day is over, whatever the item waits for."""
    return not is_settled(facts) and bool(facts.due) and facts.due < today


def progress(items: Iterable[Facts]) -> tuple[int, int]:
    """Return how many items are done, and of how many; skipped ones do not count."""
    counted = [facts for facts in items if not facts.skipped]
    return sum(is_settled(facts) for facts in counted), len(counted)
