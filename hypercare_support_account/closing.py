"""Since when a month has been locked, and what opened it again. Pure.

Moments are naive UTC; "now" is always an argument.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

#: Odoo's lock date for everybody, and the one that cannot be undone.
GLOBAL = "fiscalyear_lock_date"
HARD = "hard_lock_date"
TAX = "tax_lock_date"


@dataclass(frozen=True, slots=True)
class Act:
    """Something that was done to the lock dates of a company, or in spite of them.

    :ivar kind: ``lock`` (a lock date was set, to whatever day), ``exception``,
        ``revoked`` (an exception was ended early) or ``posting`` (into what is locked)
    :ivar field: which lock date
    :ivar day: lock: locked up to it; exception: locked only up to it; posting: the
        earliest date of the entries. None: not locked at all
    :ivar ends: when an exception ends by itself; None: never
    :ivar exception: which exception
    :ivar ref: whatever the caller knows it by
    """

    at: datetime
    kind: str
    company: int
    field: str = ""
    day: date | None = None
    ends: datetime | None = None
    exception: int = 0
    ref: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How a month stands.

    :ivar since: from when on it has been locked for everybody; None: it is open
    :ivar closed_by: what locked it; None if an exception came to its end
    :ivar opened_by: what opened it again; None if it is locked or never was
    """

    since: datetime | None = None
    closed_by: Act | None = None
    opened_by: Act | None = None


def standing(
    acts: Iterable[Act], month_end: date, now: datetime, field: str = GLOBAL
) -> Standing:
    """Return how a month stood at a moment.

    It is locked if a company of the line, or one above it, is locked up to its end and
    nobody has an exception from that. An entry that got into a locked month all the
    same opens it, until a lock date is set again: somebody has looked at it then.

    :param acts: of one company and those above it, in their order
    :param field: the lock date that is meant; the hard one always counts too
    """
    known = [act for act in acts if act.at <= now and _is_about(act, field)]
    moments = {act.at for act in known}
    moments |= {act.ends for act in known if act.ends and act.ends <= now}
    locks: dict[tuple[int, str], date | None] = {}
    exceptions: dict[int, Act] = {}
    touched = False
    found = Standing()
    for moment in sorted(moments):
        # Whatever happens in one transaction has one moment: it is judged as a whole.
        together = [act for act in known if act.at == moment]
        for act in together:
            if act.kind == "lock":
                locks[act.company, act.field] = act.day
                touched = touched and not _reaches(act.day, month_end)
            elif act.kind == "exception":
                exceptions[act.exception] = act
            elif act.kind == "revoked":
                exceptions.pop(act.exception, None)
            elif found.since and act.day and act.day <= month_end:
                touched = True
        granted = [
            act
            for act in exceptions.values()
            if not _reaches(act.day, month_end) and (not act.ends or act.ends > moment)
        ]
        excepted = {act.company for act in granted}
        locked = not touched and any(
            _reaches(day, month_end) and (name == HARD or company not in excepted)
            for (company, name), day in locks.items()
        )
        if locked and not found.since:
            closers = [act for act in together if _closes(act, month_end)]
            found = Standing(moment, closers[-1] if closers else None)
        elif not locked and found.since:
            openers = [act for act in together if _opens(act, month_end)]
            found = Standing(opened_by=openers[-1] if openers else None)
    return found


def _is_about(act: Act, field: str) -> bool:
    return act.kind == "posting" or act.field in (field, HARD)


def _reaches(day: date | None, month_end: date) -> bool:
    return day is not None and day >= month_end


def _closes(act: Act, month_end: date) -> bool:
    return act.kind == "lock" and _reaches(act.day, month_end)


def _opens(act: Act, month_end: date) -> bool:
    if act.kind == "posting":
        return act.day is not None and act.day <= month_end
    return act.kind in ("lock", "exception") and not _reaches(act.day, month_end)
