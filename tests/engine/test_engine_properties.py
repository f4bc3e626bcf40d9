"""What must hold for every calendar, and the walker that counts every second."""

from calendars import target
from engine import (
    Clock,
    HorizonExceeded,
    NeverOpens,
    Target,
    aim_many,
    at,
    counted,
    due,
    due_many,
    explain,
    normalised,
    read,
    reopened,
)
from hypothesis import assume, event, given
from hypothesis import strategies as st
from worlds import instants, pause_lists, worlds

KINDS = ["60m w", "4h w", "20h w", "26h e", "90m e", "same_day", "1d", "2d", "4d"]
targets = st.sampled_from([target(text) for text in KINDS])
timed = st.builds(
    Target, st.sampled_from(["working", "elapsed"]), minutes=st.integers(1, 3000)
)


def answer(question, *arguments):
    """The engine's answer, or None where it lies beyond the few days of a world."""
    try:
        return question(*arguments)
    except (HorizonExceeded, NeverOpens):
        return None


def aim(world, goal, start, pauses=()):
    return answer(due, goal, start, world.timeline(), pauses)


@st.composite
def situations(draw, goals=targets, min_pauses=0, max_pauses=3):
    world = draw(worlds())
    return (
        world,
        draw(goals),
        draw(instants(world)),
        draw(pause_lists(world, min_pauses, max_pauses)),
    )


@given(situations(timed))
def test_equals_the_walk_through_every_second(situation):
    world, goal, start, pauses = situation
    walked = world.walk(goal.kind, start, goal.seconds, pauses)
    found = aim(world, goal, start, pauses)
    event("beyond the world" if walked is None else "inside the world")
    if goal.kind == "elapsed" and walked is None:
        assert found >= world.end  # elapsed time needs no horizon
    else:
        assert found == walked


@given(situations(st.builds(Target, st.just("next_days"), days=st.integers(1, 5))))
def test_next_days_equal_the_walk_through_the_days(situation):
    world, goal, start, pauses = situation
    assert aim(world, goal, start, pauses) == world.day_due(goal.days, start, pauses)


@given(situations(st.just(target("same_day"))))
def test_same_day_equals_the_walk_through_the_days(situation):
    world, goal, start, pauses = situation
    assert aim(world, goal, start, pauses) == world.day_due(0, start, pauses)


@given(situations())
def test_measured_time_equals_the_seconds_counted(situation):
    world, goal, start, pauses = situation
    line, counts = world.timeline(), world.seconds()
    offset = start - world.begin
    assert line.between(world.begin, start) == sum(counts[:offset])
    assert line.is_open(start) == counts[offset]
    opening = counts.find(1, offset)
    expected = None if opening < 0 else world.begin + opening
    assert answer(line.next_opening, start) == expected
    unpaused = world.seconds("working", pauses)
    spans = normalised(pauses, start)
    assert counted("working", start, world.end, line, spans) == sum(unpaused[offset:])


@given(situations(timed))
def test_adding_then_measuring_gives_the_budget_back(situation):
    world, goal, start, pauses = situation
    found = aim(world, goal, start, pauses)
    assume(found is not None)
    spans = normalised(pauses, start)
    line = world.timeline()
    assert counted(goal.kind, start, found, line, spans) == goal.seconds
    assert counted(goal.kind, start, found - 1, line, spans) == goal.seconds - 1


@given(situations(), st.data())
def test_a_later_start_is_never_due_earlier(situation, data):
    world, goal, start, pauses = situation
    later = max(start, data.draw(instants(world)))
    # A pause over the closing of its own day moves an earlier start by a day that a
    # later start never had: next_days is monotone only without pauses.
    pauses = () if goal.kind == "next_days" else pauses
    first, second = aim(world, goal, start, pauses), aim(world, goal, later, pauses)
    assert second is None or first <= second


@given(situations(timed), st.integers(0, 600))
def test_a_larger_budget_is_never_due_earlier(situation, more):
    world, goal, start, pauses = situation
    larger = Target(goal.kind, minutes=goal.minutes + more)
    second = aim(world, larger, start, pauses)
    assert second is None or aim(world, goal, start, pauses) <= second


@given(situations(), st.data())
def test_pausing_and_resuming_at_once_changes_nothing(situation, data):
    world, goal, start, pauses = situation
    moment = data.draw(instants(world))
    expected = aim(world, goal, start, pauses)
    assert aim(world, goal, start, (*pauses, (moment, moment))) == expected


@given(situations(min_pauses=1, max_pauses=2), st.data())
def test_splitting_a_pause_in_two_changes_nothing(situation, data):
    world, goal, start, pauses = situation
    (begin, end), *others = pauses
    middle = data.draw(st.integers(begin, end))
    split = (*others, (middle, end), (begin, middle))
    assert aim(world, goal, start, split) == aim(world, goal, start, pauses)


@given(situations(max_pauses=2), st.data())
def test_a_longer_or_further_pause_is_never_due_earlier(situation, data):
    world, goal, start, pauses = situation
    extra = data.draw(st.tuples(*[instants(world)] * 2))
    more = (*pauses, (min(extra), max(extra)))
    first, second = aim(world, goal, start, pauses), aim(world, goal, start, more)
    assert second is None or first <= second


@given(situations(), st.data())
def test_bulk_answers_equal_single_ones(situation, data):
    world, goal, start, _pauses = situation
    line = world.timeline()
    single = aim(world, goal, start)
    assume(single is not None)
    limit = data.draw(st.one_of(st.none(), instants(world)))
    assert due_many(goal, [start, start], line) == [single, single]
    [found] = aim_many(goal, [start], line, [limit])
    clock = Clock(goal, start, not_after=limit)
    assert found == (at(clock, line, 1), at(clock, line, 0.75))


@given(situations(), st.data())
def test_readings_agree_with_themselves(situation, data):
    world, goal, start, pauses = situation
    line = world.timeline()
    now = max(start, data.draw(instants(world)))
    stop = data.draw(st.one_of(st.none(), instants(world)))
    clock = Clock(goal, start, pauses, stopped_at=stop)
    reading = answer(read, clock, line, now)
    assume(reading is not None)
    event(f"{goal.kind} {reading.phase}")
    until = now if stop is None else min(stop, now)
    kind = "elapsed" if goal.kind == "elapsed" else "working"
    unpaused = world.seconds(kind, pauses)
    used = sum(unpaused[start - world.begin : max(start, until) - world.begin])
    assert reading.elapsed == used
    assert reading.remaining == reading.budget - used
    assert (reading.outcome == "breached") == (until > reading.due_at)
    assert reading.base_due <= reading.frozen_due <= reading.due_at
    if reading.state == "paused" and reading.phase == "paused":
        assert reading.due_at >= now
    if reading.outcome is None and reading.state == "running":
        assert (reading.phase == "at_risk") == (4 * used >= 3 * reading.budget)
    why = explain(goal, start, line, pauses, now=until)
    assert (why.due, why.budget) == (reading.due_at, reading.budget)


@given(situations(max_pauses=2), st.data())
def test_reopening_goes_on_with_the_budget_that_was_left(situation, data):
    world, goal, start, pauses = situation
    line = world.timeline()
    moments = [max(start, data.draw(instants(world))) for _ in range(2)]
    closed, opened = min(moments), max(moments)
    first = Clock(goal, start, pauses, stopped_at=closed)
    before = answer(read, first, line, closed)
    after = answer(read, reopened(first, closed, opened), line, opened)
    assume(before is not None and after is not None)
    if before.outcome == "breached":
        assert (after.outcome, after.due_at) == ("breached", before.due_at)
    elif goal.kind in ("working", "elapsed") and before.remaining:
        assert after.remaining == before.remaining
    assert after.elapsed == before.elapsed
