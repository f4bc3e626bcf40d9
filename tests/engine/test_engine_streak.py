"""Clean streak: worked by hand, and against looking at every fact of every day."""

from itertools import pairwise

import pytest
from calendars import instant, timeline
from engine.kpi import (
    Change,
    Span,
    Streak,
    clean_streak,
    last_urgent,
    open_at,
    urgent_spans,
)
from hypothesis import given
from hypothesis import strategies as st

URGENT, OPEN = ("s1", "s2"), ("new", "assigned", "in_progress", "waiting")
DHAKA = timeline("dhaka")  # Sunday to Thursday, 9 to 18
HOLIDAY = timeline("holiday")  # closed on Wednesday
DAY = 86400
GO_LIVE = instant("Sun 00:00")


# === HISTORY === #


def history(*acts):
    """Changes from ``(moment, kind, new[, by[, reason]])``, olds filled in."""
    last, changes = {}, []
    for moment, kind, new, *who in acts:
        by, explained = (*who, None, False)[:2]
        changes.append(
            Change(instant(moment), kind, last.get(kind), new, by, bool(explained))
        )
        last[kind] = new
    return changes


def raised(moment, severity, by=1):
    return ((moment, "state", "new", by), (moment, "severity", severity, by))


def spans(*acts, until=None):
    return urgent_spans(history(*acts), URGENT, OPEN, until)


def test_an_urgent_issue_is_urgent_until_it_is_done():
    assert spans(
        *raised("Sun 10:00", "s1"),
        ("Sun 11:00", "owner", "7"),
        ("Sun 11:00", "state", "in_progress"),
        ("Mon 12:00", "state", "resolved"),
        ("Mon 13:00", "state", "closed"),
    ) == [Span(instant("Sun 10:00"), instant("Mon 12:00"))]


def test_from_s1_to_s2_is_one_span_and_a_reopening_is_another():
    assert spans(
        *raised("Sun 10:00", "s1"),
        ("Sun 12:00", "severity", "s2", 2, True),
        ("Mon 12:00", "state", "resolved"),
        ("Tue 12:00", "state", "in_progress"),
    ) == [
        Span(instant("Sun 10:00"), instant("Mon 12:00")),
        Span(instant("Tue 12:00"), None),
    ]


def test_what_became_urgent_counts_from_then_on():
    assert spans(
        *raised("Sun 10:00", "s3"), ("Mon 10:00", "severity", "s2", 1, True)
    ) == [Span(instant("Mon 10:00"), None)]


def test_the_future_is_not_known_yet():
    acts = (*raised("Sun 10:00", "s1"), ("Mon 12:00", "state", "resolved"))
    assert spans(*acts, until=instant("Sun 09:00")) == []
    assert spans(*acts, until=instant("Sun 10:00")) == [
        Span(instant("Sun 10:00"), None)
    ]


@pytest.mark.parametrize(
    "acts, excused",
    [
        # By a second person, with a reason, before anybody worked on it.
        ([("Sun 11:00", "severity", "s3", 2, True)], True),
        (
            [
                ("Sun 10:30", "state", "assigned", 2),
                ("Sun 11:00", "severity", "s4", 2, True),
            ],
            True,
        ),
        # By whoever had set it; without a reason; by nobody known.
        ([("Sun 11:00", "severity", "s3", 1, True)], False),
        ([("Sun 11:00", "severity", "s3", 2, False)], False),
        ([("Sun 11:00", "severity", "s3", None, True)], False),
        # After work began, even if it was handed back.
        (
            [
                ("Sun 10:30", "state", "in_progress", 2),
                ("Sun 10:40", "state", "assigned", 2),
                ("Sun 11:00", "severity", "s3", 2, True),
            ],
            False,
        ),
        # It was solved: that was no mistake.
        ([("Sun 11:00", "state", "resolved", 2, True)], False),
        # Somebody else had made it S1, and takes that back himself.
        (
            [
                ("Sun 10:10", "severity", "s3", 2, True),
                ("Sun 10:20", "severity", "s1", 3, True),
                ("Sun 11:00", "severity", "s3", 3, True),
            ],
            False,
        ),
    ],
)
def test_only_a_mistake_corrected_in_triage_is_excused(acts, excused):
    found = spans(*raised("Sun 10:00", "s1"), *acts)
    assert found[-1].end == instant("Sun 11:00")
    assert found[-1].misclassified is excused


# === CLEAN STREAK === #


def streak(now, *found, calendar=DHAKA):
    return clean_streak(
        [Span(instant(a), b and instant(b), *rest) for a, b, *rest in found],
        calendar,
        GO_LIVE,
        instant(now),
    )


@pytest.mark.parametrize(
    "now, found, days",
    [
        ("Sun 12:00", [], 0),  # the first day is not over
        ("Sun 18:00", [], 1),
        ("Thu 18:00", [], 5),
        ("Sat 12:00", [], 5),  # the weekend adds nothing
        # Open now: nothing is clean, whatever was before.
        ("Thu 12:00", [("Thu 11:00", None)], 0),
        # Ended today: today is not clean and breaks the row.
        ("Thu 12:00", [("Sun 10:00", "Thu 11:00")], 0),
        ("Thu 18:00", [("Sun 10:00", "Thu 11:00")], 0),
        ("Sun2 18:00", [("Sun 10:00", "Thu 11:00")], 1),
        # What ends after closing belongs to the next business day.
        ("Tue 18:00", [("Sun 10:00", "Sun 18:00")], 2),
        ("Tue 18:00", [("Sun 10:00", "Sun 18:01")], 1),
        # Raised and solved on a Friday: Sunday's day is not clean.
        ("Sun2 18:00", [("Fri 10:00", "Fri 10:00")], 0),
        ("Mon2 18:00", [("Fri 10:00", "Fri 10:00")], 1),
        # The latest one decides.
        ("Thu 18:00", [("Tue 10:00", "Tue 11:00"), ("Sun 10:00", "Sun 11:00")], 2),
        # A misclassified one does not.
        ("Thu 18:00", [("Wed 10:00", "Wed 11:00", True)], 5),
        # What is to come is not known.
        ("Mon 18:00", [("Tue 10:00", None)], 2),
    ],
)
def test_clean_streak(now, found, days):
    assert streak(now, *found).days == days


def test_a_streak_tells_how_long_it_could_be_and_what_broke_it():
    assert streak("Thu 18:00", ("Tue 10:00", "Tue 11:00")) == Streak(
        2, 5, instant("Tue 11:00")
    )
    assert streak("Thu 12:00", ("Tue 10:00", None)).broken_at == instant("Thu 12:00")
    assert streak("Thu 18:00") == Streak(5, 5, None)


def test_holidays_are_no_business_days():
    # Wednesday is closed.
    found = streak("Thu 18:00", ("Tue 10:00", "Tue 11:00"), calendar=HOLIDAY)
    assert found == Streak(1, 4, instant("Tue 11:00"))


def test_what_happened_before_the_go_live_does_not_count():
    begin = instant("Mon 00:00")
    found = clean_streak([Span(GO_LIVE, begin - 1)], DHAKA, begin, instant("Mon 18:00"))
    assert found == Streak(1, 1, None)


def test_nothing_to_say():
    assert clean_streak([], None, GO_LIVE, GO_LIVE) is None
    assert clean_streak([], DHAKA, GO_LIVE, GO_LIVE - 1) is None
    assert last_urgent([], GO_LIVE) is None


def test_open_at_is_the_daily_count():
    found = [Span(10, 20), Span(15, None, True)]
    assert open_at(found, [9, 10, 15, 19, 20]) == [0, 1, 2, 2, 1]


SEVERITIES = ("s1", "s2", "s3", "s4")
STATES = (*OPEN, "resolved", "closed", "transferred", "cancelled")


@st.composite
def histories(draw):
    """A random history over two weeks, an entry a few hours after the other."""
    at = GO_LIVE + draw(st.integers(0, 3 * DAY))
    severity = draw(st.sampled_from(SEVERITIES))
    changes = [
        Change(at, "state", None, "new", 1),
        Change(at, "severity", None, severity, 1),
    ]
    state = "new"
    for _number in range(draw(st.integers(0, 6))):
        at += draw(st.integers(0, 2 * DAY))
        by, explained = draw(st.integers(1, 3)), draw(st.booleans())
        if draw(st.booleans()):
            old, state = state, draw(st.sampled_from(STATES))
            changes.append(Change(at, "state", old, state, by, explained))
        else:
            old, severity = severity, draw(st.sampled_from(SEVERITIES))
            changes.append(Change(at, "severity", old, severity, by, explained))
    return changes


def dirty(changes, begin, end):
    """Was it urgent and open somewhere in (begin, end]? By looking at every fact."""
    facts, known = {}, []
    for change in changes:
        facts = {**facts, change.kind: change.new}
        known.append((change.at, facts))
    for (at, facts), (until, _next) in pairwise([*known, (end + 1, {})]):
        is_on = facts.get("severity") in URGENT and facts.get("state") in OPEN
        # Up to and including the instant at which the next entry is written.
        if is_on and at <= end and until > begin:
            return True
    return False


@given(st.lists(histories(), max_size=4), st.integers(0, 14 * DAY))
def test_the_streak_equals_looking_at_every_day(issues, passed):
    now = GO_LIVE + passed
    issues = [
        [Change(c.at, c.kind, c.old, c.new, c.by, False) for c in changes]
        for changes in issues
    ]
    found = [
        span for changes in issues for span in urgent_spans(changes, URGENT, OPEN, now)
    ]
    closings = [at for at in DHAKA.closings if GO_LIVE < at <= now]
    edges = [GO_LIVE - 1, *closings, now]
    clean = [
        not any(
            dirty([c for c in changes if c.at <= now], begin, end) for changes in issues
        )
        for begin, end in pairwise(edges)
        if begin < end
    ]
    # The day that is not over breaks the row, but adds nothing to it.
    unfinished = not closings or closings[-1] < now
    if unfinished and not clean.pop():
        expected = 0
    else:
        expected = next(
            (n for n, is_clean in enumerate(reversed(clean)) if not is_clean),
            len(clean),
        )
    assert clean_streak(found, DHAKA, GO_LIVE, now).days == expected


@given(histories())
def test_spans_are_in_order_and_only_a_lowered_severity_is_excused(changes):
    found = urgent_spans(changes, URGENT, OPEN)
    flat = [at for span in found for at in (span.begin, span.end) if at is not None]
    assert flat == sorted(flat)
    assert all(span.end is not None for span in found[:-1])
    lowered = {
        change.at
        for change in changes
        if change.kind == "severity" and change.explained and change.new not in URGENT
    }
    assert all(span.end in lowered for span in found if span.misclassified)


@given(histories(), st.integers(0, 14 * DAY))
def test_nobody_excuses_a_severity_of_their_own(issue, passed):
    now = GO_LIVE + passed
    kept_quiet = [Change(c.at, c.kind, c.old, c.new, 1, True) for c in issue]
    ended = urgent_spans(kept_quiet, URGENT, OPEN, now)
    assert not any(span.misclassified for span in ended)
