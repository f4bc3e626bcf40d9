"""The order of steps, where requests go, and how far the hand-over is."""

import pytest
from const_scope import SCOPE_KINDS, SCOPE_ROUTE_OF_KIND, SCOPE_ROUTES
from engine.handover import Part, next_step, route_for, together
from hypothesis import given
from hypothesis import strategies as st

ROUTES = SCOPE_ROUTE_OF_KIND


@pytest.mark.parametrize(
    ("kind", "category_route", "route"),
    [
        ("new_workflow", None, "governance"),
        ("changed_logic", None, "governance"),
        ("process_variation", None, "business_owner"),
        ("configuration", None, "partner"),
        ("new_report", None, "backlog"),
        ("new_field", False, "backlog"),
        ("other", None, "backlog"),
        (None, None, "backlog"),
        # What was set up for the company comes first.
        ("new_report", "partner", "partner"),
        (None, "governance", "governance"),
    ],
)
def test_route_for(kind, category_route, route):
    assert route_for(kind, category_route, ROUTES) == route


def test_every_kind_goes_somewhere_that_exists():
    for kind, _label in SCOPE_KINDS:
        assert route_for(kind, None, ROUTES) in dict(SCOPE_ROUTES)


@pytest.mark.parametrize(
    ("done", "index"),
    [
        ([], None),
        ([False], 0),
        ([True], None),
        ([False, False, False], 0),
        ([True, False, False], 1),
        ([True, True, False], 2),
        ([True, True, True], None),
    ],
)
def test_next_step(done, index):
    assert next_step(done) == index


@given(st.lists(st.booleans(), max_size=6))
def test_steps_are_done_in_order_or_refused(done):
    in_order = done == sorted(done, reverse=True)
    if in_order:
        assert next_step(done) in (sum(done), None)
        assert (next_step(done) is None) == all(done)
    else:
        with pytest.raises(ValueError, match="in order"):
            next_step(done)


@pytest.mark.parametrize(
    ("done", "total", "percent"),
    [(0, 0, 0), (0, 3, 0), (1, 3, 33), (199, 200, 99), (3, 3, 100)],
)
def test_percent_is_full_only_when_nothing_is_missing(done, total, percent):
    assert Part(done, total).percent == percent


@pytest.mark.parametrize(("done", "total"), [(1, 0), (-1, 2)])
def test_no_more_is_done_than_there_is(done, total):
    with pytest.raises(ValueError, match="more is done"):
        Part(done, total)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9))))
def test_together_adds_up(pairs):
    parts = [Part(min(pair), max(pair)) for pair in pairs]
    whole = together(parts)
    assert whole.done == sum(part.done for part in parts)
    assert (whole.percent == 100) == (0 < whole.done == whole.total)
