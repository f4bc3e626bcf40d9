"""Since when a month has been locked, and what opened it again. Pure.

Moments are naive UTC; "now" is always an argument.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
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

    Act by act, however close together they are: what was open between two acts of one
    second, or of one transaction, was open, and counts from when it was locked anew.

    :param acts: of one company and those above it, in the order in which they were
        noted; where two clocks disagree the order tells
    :param field: the lock date that is meant; the hard one always counts too
    """
    books = _Books(month_end)
    for act in acts:
        if act.at <= now and _is_about(act, field):
            books.let_end(before=act.at)
            books.take(act)
    books.let_end(before=now, inclusive=True)
    return books.found


@dataclass(slots=True)
class _Books:
    """The locks of a month as they stand after each act.

    :ivar exceptions: those that hold, by number
    :ivar touched: an entry got into the locked month
    :ivar moment: of the last thing that happened; never goes back
    """

    month_end: date
    locks: dict[tuple[int, str], date | None] = field(default_factory=dict)
    exceptions: dict[int, Act] = field(default_factory=dict)
    touched: bool = False
    moment: datetime = datetime.min
    found: Standing = Standing()

    def let_end(self, before: datetime, *, inclusive: bool = False) -> None:
        """End the exceptions whose time is over, one after the other."""
        for act in sorted(
            (act for act in self.exceptions.values() if act.ends),
            key=lambda act: act.ends,
        ):
            if act.ends < before or (inclusive and act.ends == before):
                del self.exceptions[act.exception]
                self._look(act.ends)

    def take(self, act: Act) -> None:
        """Let something happen."""
        if act.kind == "lock":
            self.locks[act.company, act.field] = act.day
            self.touched = self.touched and not _reaches(act.day, self.month_end)
        elif act.kind == "exception":
            if not act.ends or act.ends > act.at:
                self.exceptions[act.exception] = act
        elif act.kind == "revoked":
            self.exceptions.pop(act.exception, None)
        elif self.found.since and _opens(act, self.month_end):
            self.touched = True
        self._look(act.at, act)

    def _look(self, moment: datetime, act: Act | None = None) -> None:
        self.moment = max(self.moment, moment)
        locked, end = self._is_locked(), self.month_end
        if locked and not self.found.since:
            closer = act if act and _closes(act, end) else None
            self.found = Standing(self.moment, closer)
        elif not locked and self.found.since:
            opener = act if act and _opens(act, end) else None
            self.found = Standing(opened_by=opener)

    def _is_locked(self) -> bool:
        excepted = {
            act.company
            for act in self.exceptions.values()
            if not _reaches(act.day, self.month_end)
        }
        return not self.touched and any(
            _reaches(day, self.month_end) and (name == HARD or company not in excepted)
            for (company, name), day in self.locks.items()
        )


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
