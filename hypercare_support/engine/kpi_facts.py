"""The facts that KPIs are made of: what was true at the end of a day, by history.

Pure containers, so that a test can write them down by hand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Group:
    """Some issues: how many, and some of their ids, the newest first."""

    count: int = 0
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Solved:
    """Issues in scope that were solved on a day and stayed so.

    :ivar reached: the highest level that had a part in them
    """

    day: int
    reached: str
    group: Group


@dataclass(frozen=True, slots=True)
class Promise:
    """Promises that were decided on a day."""

    day: int
    severity: str
    metric: str
    is_met: bool
    group: Group


@dataclass(frozen=True, slots=True)
class Entered:
    """Documents of one kind on one day.

    :ivar outside: as many were made outside of Odoo; None if nobody has said so
    :ivar is_asked: it should have been declared by now
    """

    day: int
    kind: str
    count: int
    outside: int | None = None
    is_asked: bool = True


@dataclass(frozen=True, slots=True)
class Close:
    """The first month-end close.

    :ivar month_end: None before a month has ended
    :ivar days: business days it took, or has taken up to now
    """

    month_end: date | None = None
    days: int = 0
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What was true at the end of a day, from history.

    :ivar day: 1 is the go-live day
    :ivar reported: issues there have been by then; without any nothing is proved
    :ivar open: severity → issues open that evening
    :ivar open_before: days back → issues open then; fewer entries in the first weeks
    :ivar raised: (severity, day) of issues raised as S1 or S2, mistakes left out
    :ivar week, week_before: severity → issues raised in the last and the earlier 7 days
    :ivar consulted: issues of the last 30 days in which Level 3 had a part
    :ivar questions: questions asked three times or more that have no answer
    :ivar improvements: closed in the last quarter; None where nobody records them
    :ivar entered: documents by day and kind, of kinds that can be counted
    :ivar attested: code of the goal → days on which somebody attested it
    :ivar applies: codes of goals whose app is installed
    :ivar on_the_day: counted while it was still known; later some things are gone
    """

    day: int
    reported: int = 0
    open: dict[str, Group] = field(default_factory=dict)
    open_before: dict[int, int] = field(default_factory=dict)
    solved: tuple[Solved, ...] = ()
    promises: tuple[Promise, ...] = ()
    raised: tuple[tuple[str, int, int], ...] = ()
    week: dict[str, int] = field(default_factory=dict)
    week_before: dict[str, int] | None = None
    consulted: Group = Group()
    questions: Group = Group()
    improvements: int | None = None
    entered: tuple[Entered, ...] = ()
    attested: dict[str, tuple[int, ...]] = field(default_factory=dict)
    applies: frozenset[str] = frozenset()
    close: Close = Close()
    on_the_day: bool = True
