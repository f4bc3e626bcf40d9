"""Evaluators of what is done or not, and of what a person has to attest. Pure."""

from __future__ import annotations

from .kpi_facts import Facts
from .kpi_goal import Goal, Measured


def month_close(facts: Facts, goal: Goal, code: str) -> Measured:
    """Return the business days of the first month-end close."""
    close = facts.close
    if not close.month_end:
        return Measured(None, why="no_month_end")
    told = {"month_end": close.month_end.isoformat(), "days": close.days}
    if close.is_done:
        return Measured(close.days, why="closed", facts=told)
    return Measured(close.days, why="not_closed", facts=told, pending=True)


def attested(facts: Facts, goal: Goal, code: str) -> Measured:
    """Return how often something was attested up to that day."""
    days = [day for day in facts.attested.get(code, ()) if day <= facts.day]
    if not days and code not in facts.applies:
        return Measured(None, why="no_app")
    told = {"count": len(days)}
    why = "attested" if days else "not_attested"
    return Measured(len(days), len(days), why=why, facts=told, pending=not days)


def attested_monthly(facts: Facts, goal: Goal, code: str) -> Measured:
    """Return whether something was attested within the last 31 days."""
    days = facts.attested.get(code, ())
    if not days and code not in facts.applies:
        return Measured(None, why="no_app")
    recent = [day for day in days if facts.day - 31 < day <= facts.day]
    why = "attested_monthly" if recent else "not_attested_monthly"
    count = len(recent)
    told = {"count": count}
    return Measured(min(count, 1), count, why=why, facts=told, pending=not recent)


def operate_alone(facts: Facts, goal: Goal, code: str) -> Measured:
    """Return whether nobody above Level 2 was needed for 30 days.

    Work under the retainer is attested by a person, and holds for 30 days.
    """
    found = facts.consulted
    retainer = [
        day for day in facts.attested.get(code, ()) if facts.day - 30 < day <= facts.day
    ]
    told = {"count": found.count}
    recent = any(facts.day - 30 < one.day <= facts.day for one in facts.solved)
    if not recent and not found.count:
        # Nothing was done by anybody: that proves nothing.
        return Measured(None, sample=0, why="nothing_solved")
    why = "alone" if not found.count else "consulted"
    if found.count and retainer:
        why = "retainer"
    value = int(not found.count or bool(retainer))
    return Measured(value, found.count, why=why, facts=told, issues=found.ids)
