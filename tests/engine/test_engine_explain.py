"""Explanations: what a deadline is made of."""

from datetime import date

from calendars import CALENDARS, build_timeline, instant, pauses, target, timeline
from engine import PausePart, explain

HOUR = 3600
DHAKA = timeline("dhaka")


def test_explanation_of_a_working_target():
    why = explain(
        target("8h w"),
        instant("Wed 16:00"),
        DHAKA,
        pauses("Thu 10:00>Thu 12:00; Sun2 12:00>Sun2 13:00"),
    )
    assert why.due == instant("Thu 17:00")
    assert why.base_due == instant("Thu 15:00")
    assert (why.clamped, why.extended_by) == (False, 2 * HOUR)
    assert why.spans == (
        (instant("Wed 16:00"), instant("Wed 18:00")),
        (instant("Thu 09:00"), instant("Thu 10:00")),
        (instant("Thu 12:00"), instant("Thu 17:00")),
    )
    assert why.budget == 8 * HOUR
    [part] = why.pauses  # the second one came after the due time
    assert part == PausePart(instant("Thu 10:00"), instant("Thu 12:00"), 2 * HOUR, 0)
    assert why.shut_days == ()


def test_explanation_of_a_day_target_over_weekend_and_holiday():
    why = explain(
        target("same_day"),
        instant("Thu 15:00"),
        timeline("holiday"),
        pauses("Thu 17:00>"),
        now=instant("Sat 10:00"),
    )
    assert why.due == instant("Mon2 18:00")
    assert why.shut_days == (date(2026, 1, 9), date(2026, 1, 10), date(2026, 1, 11))
    [part] = why.pauses
    assert (part.counted, part.closings) == (HOUR, 1)
    assert why.budget == 11 * HOUR


def test_explanation_of_a_clamped_target_and_of_none():
    limit = instant("Thu 18:00")
    why = explain(target("4h w"), instant("Thu 15:00"), DHAKA, not_after=limit)
    assert (why.due, why.unclamped) == (limit, instant("Sun2 10:00"))
    assert why.clamped
    assert why.budget == 3 * HOUR
    nothing = explain(target("none"), instant("Thu 15:00"), DHAKA)
    assert (nothing.due, nothing.spans, nothing.extended_by) == (None, (), 0)


def test_explanation_leaves_out_what_begins_at_the_due_time():
    """24x7 but for Wednesday: due at its midnight, it is not what was waited for."""
    why = explain(
        target("same_day"),
        instant("Tue 10:00"),
        build_timeline(
            "Asia/Dhaka",
            CALENDARS["always"][1],
            ["2026-01-07"],
            date(2026, 1, 1),
            date(2026, 2, 1),
        ),
        pauses("Wed 00:00>Wed 12:00"),
    )
    assert why.due == instant("Wed 00:00")
    assert (why.pauses, why.shut_days) == ((), ())


def test_explanation_of_an_elapsed_target_counts_every_second():
    why = explain(
        target("2h e"), instant("Thu 17:00"), DHAKA, pauses("Thu 17:30>Fri 10:00")
    )
    assert why.spans == (
        (instant("Thu 17:00"), instant("Thu 17:30")),
        (instant("Fri 10:00"), instant("Fri 11:30")),
    )
    assert why.shut_days == ()
