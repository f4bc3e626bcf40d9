"""Charters as data: what differs, in words."""

import copy

import pytest
from engine.charter import (
    Difference,
    differences,
    without_private,
)
from engine.week import groups, joined
from hypothesis import given
from hypothesis import strategies as st

CELL = st.fixed_dictionaries(
    {
        "key": st.sampled_from("abc"),
        "label": st.text(max_size=5),
        "lines": st.lists(st.text(min_size=1, max_size=5), max_size=3),
    },
    optional={"fact": st.integers(), "private": st.booleans()},
)
ROW = st.fixed_dictionaries(
    {
        "key": st.sampled_from("xyz"),
        "label": st.text(min_size=1, max_size=5),
        "group": st.text(max_size=3),
        "cells": st.lists(CELL, max_size=3, unique_by=lambda cell: cell["key"]),
    }
)
SECTION = st.fixed_dictionaries(
    {
        "code": st.sampled_from(["when", "who", "what"]),
        "title": st.text(min_size=1, max_size=5),
        "plain": st.lists(st.text(min_size=1, max_size=5), max_size=3),
        "rows": st.lists(ROW, max_size=3, unique_by=lambda row: row["key"]),
    }
)
CHARTER = st.fixed_dictionaries(
    {"sections": st.lists(SECTION, max_size=3, unique_by=lambda s: s["code"])}
)


def charter(*lines, fact=None, plain=(), key="end", label="Planned end"):
    cell = {"key": "value", "label": "", "lines": list(lines)}
    if fact is not None:
        cell["fact"] = fact
    rows = [{"key": key, "label": label, "group": "", "cells": [cell]}]
    section = {"code": "time", "title": "Time", "plain": list(plain), "rows": rows}
    return {"sections": [section]}


@given(CHARTER)
def test_a_charter_does_not_differ_from_itself(content):
    assert differences(content, copy.deepcopy(content)) == []


@given(CHARTER, CHARTER)
def test_every_difference_says_two_things(old, new):
    for one in differences(old, new):
        assert one.old != one.new
    there = {(one.old, one.new) for one in differences(old, new)}
    back = {(one.new, one.old) for one in differences(new, old)}
    assert there == back


@given(CHARTER)
def test_nothing_private_is_left(content):
    kept = without_private(content)
    cells = [c for s in kept["sections"] for r in s["rows"] for c in r["cells"]]
    assert not any(cell.get("private") for cell in cells)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            charter("14 March"),
            charter("21 March"),
            [Difference(("Time", "Planned end"), "14 March", "21 March")],
        ),
        # The same fact in other words is no difference.
        (
            charter("14 March", fact="2026-03-14"),
            charter("14.3.", fact="2026-03-14"),
            [],
        ),
        (
            charter("a", "b"),
            charter("b", "c"),
            [
                Difference(("Time", "Planned end"), "a", ""),
                Difference(("Time", "Planned end"), "", "c"),
            ],
        ),
        (
            charter("a", "b"),
            charter("b", "a"),
            [Difference(("Time", "Planned end"), "a; b", "b; a")],
        ),
        (
            charter("x", plain=["New reports"]),
            charter("x", plain=["New reports", "New forms"]),
            [Difference(("Time",), "", "New forms")],
        ),
        (
            charter("x", key="a", label="A"),
            charter("y", key="b", label="B"),
            [Difference(("Time",), "", "B: y"), Difference(("Time",), "A: x", "")],
        ),
        (
            {"sections": []},
            charter("x"),
            [Difference(("Time",), "", "Planned end: x")],
        ),
    ],
)
def test_differences(old, new, expected):
    assert differences(old, new) == expected


NINE = ((540, 1080),)


@pytest.mark.parametrize(
    ("hours", "first", "expected"),
    [
        (dict.fromkeys((6, 0, 1, 2, 3), NINE), 6, [((6, 0, 1, 2, 3), NINE)]),
        (dict.fromkeys((6, 0, 1, 2, 3), NINE), 0, [((6, 0, 1, 2, 3), NINE)]),
        (dict.fromkeys(range(5), NINE), 6, [((0, 1, 2, 3, 4), NINE)]),
        (dict.fromkeys(range(7), NINE), 6, [((6, 0, 1, 2, 3, 4, 5), NINE)]),
        ({}, 0, []),
        (
            {0: NINE, 1: NINE, 3: ((540, 720),)},
            0,
            [((0, 1), NINE), ((3,), ((540, 720),))],
        ),
        ({0: [(780, 1080), (540, 780)]}, 0, [((0,), ((540, 1080),))]),
    ],
)
def test_weeks(hours, first, expected):
    assert groups(hours, first) == expected


@given(
    st.dictionaries(
        st.integers(0, 6),
        st.lists(st.tuples(st.integers(0, 1440), st.integers(0, 1440)), max_size=3),
    ),
    st.integers(0, 6),
)
def test_every_open_day_is_told_once_with_its_hours(hours, first):
    told = {}
    for days, spans in groups(hours, first):
        for day in days:
            assert day not in told
            told[day] = spans
    opens = {day: joined(spans) for day, spans in hours.items()}
    assert told == {day: spans for day, spans in opens.items() if spans}
