"""Clean streak: business days in a row with nothing urgent open or raised.

Pure: history in, days out. Instants are seconds since the Unix epoch, UTC.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from .timeline import Timeline

#: Until somebody works on it an issue is in triage.
TRIAGE_STATES = frozenset({"new", "assigned"})


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of an issue's history.

    :ivar kind: state or severity; others are ignored
    :ivar old: None or empty for the first one, which says how the issue was raised
    :ivar by: who did it
    :ivar explained: a reason was given
    """

    at: int
    kind: str
    old: str | None
    new: str | None
    by: int | None = None
    explained: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A time during which an issue was urgent and open.

    :ivar end: None if it still is
    :ivar misclassified: corrected in triage, by a second person, with a reason
    """

    begin: int
    end: int | None
    misclassified: bool = False


def urgent_spans(
    changes: Iterable[Change],
    urgent: Collection[str],
    open_states: Collection[str],
    until: int | None = None,
) -> list[Span]:
    """Return when one issue was urgent and open, by its history.

    A severity that is lowered later does not undo what it was. The exception is a
    mistake: a severity lowered before anybody worked on the issue, by somebody else
    than who had set it, who says why.

    :param changes: of one issue, in the order in which they happened
    :param until: what happened later is not known yet
    """
    return list(_spans(changes, frozenset(urgent), frozenset(open_states), until))


def _spans(changes, urgent, open_states, until) -> Iterator[Span]:
    facts: dict[str, str | None] = {"severity": None, "state": None}
    begin = set_by = None
    in_triage = True
    for change in changes:
        if until is not None and change.at > until:
            break
        if change.kind not in facts:
            continue
        facts[change.kind] = change.new
        in_triage = in_triage and facts["state"] in (None, *TRIAGE_STATES)
        is_urgent, is_open = facts["severity"] in urgent, facts["state"] in open_states
        if change.kind == "severity" and is_urgent and change.old not in urgent:
            set_by = change.by
        if begin is None and is_urgent and is_open:
            begin = change.at
        elif begin is not None and not (is_urgent and is_open):
            mistaken = (
                in_triage
                and change.kind == "severity"
                and change.explained
                and None not in (change.by, set_by)
                and change.by != set_by
            )
            yield Span(begin, change.at, mistaken)
            begin = None
    if begin is not None:
        yield Span(begin, None)


@dataclass(frozen=True, slots=True)
class Streak:
    """Business days in a row with nothing urgent open or raised.

    :ivar days: complete business days
    :ivar possible: business days that were over in all
    :ivar broken_at: the last instant that something urgent was open, None if there
        was none; the instant asked about if something is open then
    """

    days: int
    possible: int
    broken_at: int | None


def clean_streak(
    spans: Iterable[Span], timeline: Timeline | None, begin: int, now: int
) -> Streak | None:
    """Return the streak as it stands at *now*.

    A business day runs from the previous closing, exclusive, to its own, inclusive. A
    day that is not over does not count yet, but it breaks the streak.

    :param begin: from when days are counted, best a local midnight
    :return: None before *begin* and without working time
    :raise HorizonExceeded: the timeline is too short
    """
    if timeline is None or now < begin:
        return None
    possible = timeline.closings_between(begin, now)
    broken_at = last_urgent(spans, now)
    if broken_at is None or broken_at < begin:
        return Streak(possible, possible, None)
    # The day in which it ended is the first to close at that instant or later.
    closed_since = timeline.closings_between(broken_at - 1, now)
    return Streak(max(closed_since - 1, 0), possible, broken_at)


def last_urgent(spans: Iterable[Span], now: int) -> int | None:
    """Return the last instant up to *now* at which a span was there."""
    ends = [
        now if span.end is None else min(span.end, now)
        for span in spans
        if span.begin <= now and not span.misclassified
    ]
    return max(ends, default=None)


def open_at(spans: Sequence[Span], instants: Iterable[int]) -> list[int]:
    """Return how many spans were there at each instant: the daily count of open ones.

    Misclassified ones count as well: at that time nobody knew.
    """
    return [
        sum(
            span.begin <= instant and (span.end is None or instant < span.end)
            for span in spans
        )
        for instant in instants
    ]
