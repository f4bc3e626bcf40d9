"""Evaluators: from the facts of a period to what a goal is judged by.

Pure: each is a function of facts, goal and code; `EVALUATORS` is the table of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .kpi import Rate, trend
from .kpi_attested import attested, attested_monthly, month_close, operate_alone
from .kpi_facts import Entered, Facts, Group
from .kpi_goal import Goal, Measured

#: Issues that a snapshot names as its causes.
NAMED = 50
#: Percent of the days and kinds that have to be declared before anything is said.
COVERAGE = 80
#: A log that nobody uses is no proof that all is well.
NOTHING_REPORTED = Measured(None, why="nothing_reported")
#: Levels that count as help, by the basis of the rate.
ABOVE = {"without_consultant": frozenset({"l3"}), "l1_only": frozenset({"l2", "l3"})}


# === WHAT IS OPEN === #


def open_issues(severities):
    """Return the evaluator of issues of some severities that are open."""

    def measure(facts: Facts, goal: Goal, code: str) -> Measured:
        if not facts.reported:
            return NOTHING_REPORTED
        groups = [facts.open.get(severity, Group()) for severity in severities]
        count, ids = _together(groups)
        return Measured(count, count, why="open", facts={"count": count}, issues=ids)

    return measure


def raised_issues(severity):
    """Return the evaluator of issues raised as one severity, mistakes left out."""

    def measure(facts: Facts, goal: Goal, code: str) -> Measured:
        if not facts.reported:
            return NOTHING_REPORTED
        first, last = goal.days(facts.day)
        ids = [
            issue
            for found, day, issue in facts.raised
            if found == severity and first <= day <= last
        ]
        told = {"count": len(ids), "days": last - first + 1}
        ids = tuple(sorted(ids, reverse=True)[:NAMED])
        return Measured(told["count"], why="raised", facts=told, issues=ids)

    return measure


def backlog_weeks(facts: Facts, goal: Goal, code: str) -> Measured:
    """Return for how many weeks in a row, of two, the backlog has grown."""
    if not facts.reported:
        return NOTHING_REPORTED
    now = sum(group.count for group in facts.open.values())
    before = facts.open_before
    if not {7, 14} <= set(before):
        return Measured(None, why="too_early")
    grown = [now > before[7], before[7] > before[14]]
    weeks = 2 if all(grown) else int(grown[0])
    told = {"now": now, "week": before[7], "fortnight": before[14]}
    _count, ids = _together(facts.open.values())
    return Measured(weeks, now, before[14], why="backlog", facts=told, issues=ids)


def weekly_trend(facts: Facts, goal: Goal, code: str) -> Measured:
    """Return by how many percent the weight of what is raised has changed."""
    if facts.week_before is None:
        return Measured(None, why="too_early")
    found = trend(facts.week, facts.week_before, 0)
    sample = max(found.raised, found.raised_before)
    value = None
    if found.weight_before:
        # Rounded up: a rise of half a percent is none of zero.
        change = found.weight - found.weight_before
        value = -(-change * 100 // found.weight_before)
    elif sample:
        value = 100
    told = {"week": found.raised, "before": found.raised_before}
    told |= {"weight": found.weight, "weight_before": found.weight_before}
    return Measured(value, sample=sample, why="trend", facts=told)


# === RATES === #


def promises_kept(severity, metric):
    """Return the evaluator of the promises to one severity that were kept."""

    def measure(facts: Facts, goal: Goal, code: str) -> Measured:
        first, last = goal.days(facts.day)
        found = [
            promise
            for promise in facts.promises
            if (promise.severity, promise.metric) == (severity, metric)
            and first <= promise.day <= last
        ]
        met, _ids = _together(one.group for one in found if one.is_met)
        missed, ids = _together(one.group for one in found if not one.is_met)
        return _rate(met, met + missed, "kept", ids)

    return measure


def solved_without(basis):
    """Return the evaluator of what was solved without the levels above a basis."""

    def measure(facts: Facts, goal: Goal, code: str) -> Measured:
        found = _within(facts.solved, goal.days(facts.day))
        total, _ids = _together(one.group for one in found)
        helped, ids = _together(
            one.group for one in found if one.reached in ABOVE[basis]
        )
        beside = sum(
            one.group.count for one in found if one.reached not in ABOVE["l1_only"]
        )
        return _rate(total - helped, total, basis, ids, {"l1": beside})

    return measure


def consultant_share(facts: Facts, goal: Goal, code: str) -> Measured:
    """Return by how many points the share of Level 3 has changed in a fortnight."""
    rates, last = [], ()
    for first in (facts.day - 13, facts.day - 27):
        found = _within(facts.solved, (first, first + 13))
        total, _ids = _together(one.group for one in found)
        part, ids = _together(
            one.group for one in found if one.reached in ABOVE["without_consultant"]
        )
        rates.append((part, total))
        last = last or (ids,)
    if facts.day < 28:
        return Measured(None, why="too_early")
    (part, total), (part_before, total_before) = rates
    sample = min(total, total_before)
    value, told = None, {}
    if sample:
        now, before = part * 100 // total, part_before * 100 // total_before
        told = {"now": now, "before": before}
        # Not falling is a warning as long as there is a share to fall.
        value = now - before if now else -1
    why = "l3_share" if told else "too_few_solved"
    return Measured(
        value, part, total, sample=sample, why=why, facts=told, issues=last[0]
    )


def in_odoo(facts: Facts, goal: Goal, code: str) -> Measured:
    """Return the share of documents made in Odoo, where the rest was declared.

    A day that nobody has declared is left out: silence is no proof that nothing was
    done on paper. With too many such days nothing is said. The kind with the lowest
    share is judged, if there are enough of it: many orders do not hide the bills.
    """
    found = _within(facts.entered, goal.days(facts.day))
    if not found:
        return Measured(None, why="no_types")
    declared = [one for one in found if one.outside is not None]
    if not declared:
        return Measured(None, why="undeclared")
    kinds = _shares(declared)
    made = sum(part for _kind, part, _total in kinds)
    total = sum(of for _kind, _part, of in kinds)
    # A day without work needs no declaration.
    silent = sum(
        one.is_asked and one.count > 0 and one.outside is None for one in found
    )
    told = {"declared": len(declared), "asked": len(declared) + silent}
    told["least"] = [row for row in kinds if row[1] < row[2]][:5]
    measured = _rate(made, total, "in_odoo", (), told)
    if len(declared) * 100 < COVERAGE * (len(declared) + silent):
        return replace(measured, sample=0)
    judged = [row for row in kinds if row[2] >= max(goal.minimum, 1)]
    if judged and total >= max(goal.minimum, 1):
        _kind, part, of = judged[0]
        measured = replace(measured, value=min(measured.value, part * 100 // of))
    return measured


def _shares(entered: Iterable[Entered]) -> list[list]:
    """Return kinds with the lowest share first: name, made in Odoo, and in all."""
    sums: dict[str, list[int]] = {}
    for one in entered:
        row = sums.setdefault(one.kind, [0, 0])
        row[0] += one.count
        row[1] += one.count + one.outside
    shares = [[kind, made, total] for kind, (made, total) in sums.items() if total]
    return sorted(shares, key=lambda row: (row[1] / row[2], row[0]))


# === WHAT IS WRITTEN DOWN === #


def repeated_questions(facts: Facts, goal: Goal, code: str) -> Measured:
    """Return how many questions are asked again and again without an answer."""
    if not facts.reported:
        return NOTHING_REPORTED
    if not facts.on_the_day:
        return Measured(None, why="not_recorded")
    found = facts.questions
    told = {"count": found.count}
    return Measured(
        found.count, found.count, why="questions", facts=told, issues=found.ids
    )


def improvements(facts: Facts, goal: Goal, code: str) -> Measured:
    """Return how many improvements were closed in the last quarter."""
    if facts.improvements is None:
        return Measured(None, why="no_improvements")
    count = facts.improvements
    return Measured(
        count, count, why="improved", facts={"count": count}, pending=not count
    )


#: Code → evaluator: ``(facts, goal, code of the goal) -> Measured``.
EVALUATORS = {
    "open_urgent": open_issues(("s1", "s2")),
    "open_critical": open_issues(("s1",)),
    "critical_raised": raised_issues("s1"),
    "high_raised": raised_issues("s2"),
    "high_kept": promises_kept("s2", "resolution"),
    "without_consultant": solved_without("without_consultant"),
    "l1_only": solved_without("l1_only"),
    "in_odoo": in_odoo,
    "month_close": month_close,
    "attested": attested,
    "attested_monthly": attested_monthly,
    "operate_alone": operate_alone,
    "weekly_trend": weekly_trend,
    "backlog_weeks": backlog_weeks,
    "consultant_share": consultant_share,
    "repeated_questions": repeated_questions,
    "improvements": improvements,
}


# === HELPERS === #


def _rate(part, total, why, ids, told=None) -> Measured:
    """Return whole percent, rounded down: 94.9 has not reached 95, and 100 is all."""
    percent = Rate(part, total, 0).percent
    told = {"part": part, "total": total, **(told or {})}
    return Measured(percent, part, total, total, why, told, ids)


def _within(found, days):
    first, last = days
    return [one for one in found if first <= one.day <= last]


def _together(groups: Iterable[Group]) -> tuple[int, tuple[int, ...]]:
    """Return how many issues there are in some groups, and the newest of them."""
    groups = list(groups)
    ids = sorted((one for group in groups for one in group.ids), reverse=True)
    return sum(group.count for group in groups), tuple(ids[:NAMED])
