"""A file of presets is read as a whole, or every problem is said with its place."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake.preset_file import FORMAT, MAX_SIZE, PROBLEM_KEYS, VERSION, dump, load

PRESET = {
    "code": "ours",
    "name": "Ours",
    "length": 21,
    "policy": {"xmlid": "hypercare_support.sla_policy_standard", "name": "L1/L2/L3"},
    "apps": ["mrp"],
    "phases": [{"name": "Week 1", "days": 7, "keeps": True}, {"name": "R", "days": 9}],
    "tiers": [{"level": "l1", "name": "Super-users"}],
}


def file(*presets, **top):
    content = {"format": FORMAT, "version": VERSION, "presets": list(presets), **top}
    return json.dumps(content).encode()


def said(content):
    loaded = load(content)
    assert not loaded.presets
    for problem in loaded.problems:
        assert set(problem.values) == set(PROBLEM_KEYS[problem.key])
    return [(problem.place, problem.key) for problem in loaded.problems]


def test_what_is_written_is_read():
    loaded = load(dump([PRESET]))
    assert loaded == ((PRESET,), (), ())


def test_what_is_not_known_is_said_not_lost():
    phase = {"name": "P", "days": 1, "colour": "red"}
    loaded = load(file({**PRESET, "phases": [phase], "__class__": "x"}, more=1))
    assert loaded.presets
    assert set(loaded.unknown) == {
        *("more", "presets[1].__class__", "presets[1].phases[1].colour"),
    }


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", ("", "not_json")),
        (b"\xff\xfe\x00", ("", "not_json")),
        (b"import os", ("", "not_json")),
        (b"[" * 100_000, ("", "not_json")),
        (b'{"format": ' + b"9" * 10_000 + b"}", ("", "not_json")),
        (b" " * (MAX_SIZE + 1), ("", "too_big")),
        (b"x" * 10 * 1024 * 1024, ("", "too_big")),
        (b"[]", ("", "not_ours")),
        (b'{"format": "other"}', ("", "not_ours")),
        (b'{"format": "a", "format": "b"}', ("", "twice")),
        (file(version=2), ("version", "version")),
        (file(version="1"), ("version", "version")),
        (file(version=True), ("version", "version")),
        (file(presets=None), ("presets", "missing")),
        (file(presets={}), ("presets", "not_list")),
        (file(presets=[PRESET] * 51), ("presets", "too_many")),
        (file(), ("presets", "missing")),
        (file("x"), ("presets[1]", "not_object")),
        (file(PRESET, PRESET), ("presets[2].code", "twice")),
        (file({**PRESET, "code": "Not a code"}), ("presets[1].code", "code")),
        (file({**PRESET, "code": "__import__('os')"}), ("presets[1].code", "code")),
        (file({**PRESET, "name": 7}), ("presets[1].name", "not_text")),
        (file({**PRESET, "name": " "}), ("presets[1].name", "missing")),
        (file({**PRESET, "name": "x" * 201}), ("presets[1].name", "too_long")),
        (file({**PRESET, "length": 13}), ("presets[1].length", "not_number")),
        (file({**PRESET, "length": "21"}), ("presets[1].length", "not_number")),
        (file({**PRESET, "length": True}), ("presets[1].length", "not_number")),
        (file({**PRESET, "length": 10**900}), ("presets[1].length", "not_number")),
        (file({**PRESET, "length": None}), ("presets[1].length", "missing")),
        (file({**PRESET, "standup_time": float("nan")}), ("", "not_json")),
        (file({**PRESET, "end_kind": "never"}), ("presets[1].end_kind", "choice")),
        (file({**PRESET, "end_kind": ["x"]}), ("presets[1].end_kind", "choice")),
        (
            file({**PRESET, "check_in_meetings": 1}),
            ("presets[1].check_in_meetings", "not_flag"),
        ),
        (file({**PRESET, "apps": "mrp"}), ("presets[1].apps", "not_list")),
        (file({**PRESET, "apps": [None]}), ("presets[1].apps[1]", "not_text")),
        (file({**PRESET, "phases": [7]}), ("presets[1].phases[1]", "not_object")),
        (
            file({**PRESET, "phases": [{"name": "P", "days": 0}]}),
            ("presets[1].phases[1].days", "not_number"),
        ),
        (
            file({**PRESET, "tiers": PRESET["tiers"] * 2}),
            ("presets[1].tiers", "twice"),
        ),
        (
            file({**PRESET, "policy": {"xmlid": "a b", "name": "x"}}),
            ("presets[1].policy", "reference"),
        ),
        (file({**PRESET, "policy": "x"}), ("presets[1].policy", "not_object")),
    ],
)
def test_what_is_wrong_is_said_with_its_place(content, problem):
    found = said(content)
    assert len(found) == 1
    assert found[0][: len(problem)] == problem


def test_an_infinite_number_is_refused():
    content = file({**PRESET, "standup_time": 1}).replace(
        b'"standup_time": 1', b'"standup_time": 1e999'
    )
    assert said(content) == [("presets[1].standup_time", "not_number")]


def test_all_problems_are_said_at_once_but_not_thousands():
    bad = {**PRESET, "length": 1, "phases": [{}] * 14}
    found = said(file({**bad, "code": "a"}, {**bad, "code": "b"}))
    assert len(found) == 30


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.binary())
def test_whatever_comes_nothing_raises(content):
    load(content)


@given(st.dictionaries(st.sampled_from(sorted(PRESET)), JSON))
def test_whatever_a_preset_says_nothing_raises(changes):
    loaded = load(file({**PRESET, **changes}))
    assert bool(loaded.presets) != bool(loaded.problems)
