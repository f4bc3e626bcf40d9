"""The agenda of the daily stand-up: which issues, in which order.

Pure: facts in, sections out. All instants are seconds since the Unix epoch, UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from .delays import needed, standups
from .timeline import NeverOpens, Timeline

URGENT = ("s1", "s2")
#: Waiting for longer than this many business days is too long.
PATIENCE_DAYS = 2
#: Where nothing ever opens, a stand-up looks back this far.
_A_DAY = 86400


@dataclass(frozen=True, slots=True)
class Facts:
    """An issue as the stand-up sees it; None where something is not so.

    :ivar due: when its next promise is due, its committed date ends, or None
    :ivar is_late: a promise is broken or at risk, or its committed date has passed
    :ivar too_long_at: the moment from which on its waiting lasts too long
    :ivar resolved_at: when work on it ended with a solution; None while it is open
    """

    issue_id: int
    severity: str
    is_open: bool = True
    is_late: bool = False
    has_owner: bool = True
    has_date: bool = True
    due: int | None = None
    too_long_at: int | None = None
    reported_at: int = 0
    resolved_at: int | None = None

    @property
    def lacks_date(self) -> bool:
        """S4 is done when there is time: it needs no date."""
        return not self.has_date and self.severity != "s4"


class View(NamedTuple):
    """What the stand-up looks at.

    :ivar now: the moment of the stand-up
    :ivar since: the last stand-up before it
    """

    now: int
    since: int


#: Sections in order: an issue stands in the first that fits, and only there.
_FITS: dict[str, Callable[[Facts, View], bool]] = {
    "urgent": lambda issue, _view: issue.severity in URGENT,
    "late": lambda issue, _view: issue.is_late,
    "no_owner": lambda issue, _view: not issue.has_owner,
    "no_date": lambda issue, _view: issue.lacks_date,
    "waiting": lambda issue, view: (
        issue.too_long_at is not None and issue.too_long_at <= view.now
    ),
    "new": lambda issue, view: issue.reported_at >= view.since,
}
RESOLVED = "resolved"
SECTIONS = (*_FITS, RESOLVED)


def section_of(issue: Facts, view: View) -> str | None:
    """Return the section an issue stands in, or None if nothing is to be said of it."""
    if not issue.is_open:
        ended = issue.resolved_at
        return RESOLVED if ended is not None and ended >= view.since else None
    return next((name for name, fits in _FITS.items() if fits(issue, view)), None)


def agenda(issues: Iterable[Facts], view: View) -> dict[str, list[int]]:
    """Return the ids of the issues to speak of, by section, in order.

    Within a section the more severe come first, then what is due earlier; what was
    resolved comes in the order in which it was. Empty sections are left out.
    """
    found: dict[str, list[Facts]] = {name: [] for name in SECTIONS}
    for issue in issues:
        section = section_of(issue, view)
        if section:
            found[section].append(issue)
    return {
        name: [issue.issue_id for issue in sorted(members, key=_rank)]
        for name, members in found.items()
        if members
    }


def _rank(issue: Facts) -> tuple:
    moment = issue.due if issue.is_open else issue.resolved_at
    return (
        issue.severity if issue.is_open else "",
        moment is None,
        moment or 0,
        issue.issue_id,
    )


def lacking(has_owner: bool, has_date: bool, severity: str) -> str | None:
    """Return what must not be left open: ``owner``, ``date``, ``both`` or None."""
    no_date = not has_date and severity != "s4"
    if not has_owner:
        return "both" if no_date else "owner"
    return "date" if no_date else None


# -- Days --------------------------------------------------------------------------


def planned_before(timeline: Timeline | None, now: int, minute: int, tz: str) -> int:
    """Return when the stand-up of the business day before today was planned.

    The first stand-up looks back to it; where nothing ever opens, one day.

    :param minute: minute of the local day at which it is held
    :param tz: time zone of that minute
    :raise HorizonExceeded: see `Timeline`
    """
    zone = ZoneInfo(tz)
    today = datetime.fromtimestamp(now, zone).date()
    try:
        return standups(timeline, _midnight(zone, today) - 1, minute, tz)[0]
    except NeverOpens:
        return now - _A_DAY


def business_days(
    timeline: Timeline | None, begin: date, count: int, tz: str, look: int = 31
) -> list[date]:
    """Return up to *count* local days from *begin* on, on which something opens.

    :param look: how many days are looked at
    :raise HorizonExceeded: see `Timeline`
    """
    zone = ZoneInfo(tz)
    try:
        timeline = needed(timeline)
    except NeverOpens:
        return []
    days = []
    for offset in range(look):
        day = begin + timedelta(days=offset)
        if timeline.between(
            _midnight(zone, day), _midnight(zone, day + timedelta(days=1))
        ):
            days.append(day)
            if len(days) == count:
                break
    return days


def _midnight(zone: ZoneInfo, day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp())
