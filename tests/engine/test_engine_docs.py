"""docs/sla.md: its examples hold, and the rulings that the code names are there."""

import re
from pathlib import Path

import pytest
from calendars import instant, optional, pauses, target, timeline
from engine import Clock, due, read, reopened, retargeted

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs/sla.md").read_text(encoding="utf-8")
UNITS = {" h working": "h w", " h elapsed": "h e", " business days": "d"}


def examples(letter, least):
    """The rows of the tables whose numbers begin with *letter*."""
    pattern = rf"^\| ({letter}\d+) \| (.*) \|$"
    found = re.findall(pattern, TEXT, re.MULTILINE)
    assert len(found) >= least
    return [
        pytest.param(*[plain(cell) for cell in cells.split(" | ")], id=number)
        for number, cells in found
    ]


def plain(cell):
    """The notation of calendars.py: ``next Sun 10:00`` is ``Sun2 10:00``."""
    cell = re.sub(r"next (\w{3}) (\d)", r"\g<1>2 \2", cell.strip())
    cell = cell.replace("same business day", "same_day").replace("1 business day", "1d")
    for words, unit in UNITS.items():
        cell = re.sub(rf"^(\d+){words}$", rf"\g<1>{unit}", cell)
    return "" if cell == "–" else cell


@pytest.mark.parametrize("kind, start, paused, expected, why", examples("E", 22))
def test_examples_of_targets_and_pauses(kind, start, paused, expected, why):
    found = due(target(kind), instant(start), timeline("dhaka"), pauses(paused))
    assert found == instant(expected), why


@pytest.mark.parametrize("first, then, start, now, due_at, state", examples("C", 5))
def test_examples_of_changes(first, then, start, now, due_at, state):
    clock = retargeted(Clock(target(first), instant(start)), target(then))
    reading = read(clock, timeline("dhaka"), instant(now))
    expected = (optional(due_at), state.replace(" ", "_"))
    assert (reading.due_at, reading.phase) == expected


@pytest.mark.parametrize("kind, start, closed, again, due_at, why", examples("R", 4))
def test_examples_of_reopening(kind, start, closed, again, due_at, why):
    clock = Clock(target(kind), instant(start), stopped_at=instant(closed))
    clock = reopened(clock, instant(closed), instant(again))
    reading = read(clock, timeline("dhaka"), instant(again))
    assert reading.due_at == instant(due_at), why


def test_the_other_figures_in_the_text():
    """The picture, the fractions and the clamp."""
    line = timeline("dhaka")
    picture = Clock(target("4h w"), instant("Thu 15:00"), pauses("Thu 16:00>Thu 17:00"))
    reading = read(picture, line, instant("Sun2 10:00"))
    assert (reading.base_due, reading.at_risk_at) == (
        instant("Sun2 10:00"),
        instant("Sun2 10:00"),
    )
    assert (reading.due_at, reading.extended_by) == (instant("Sun2 11:00"), 3600)
    always = due(target("same_day"), instant("Fri 10:00"), timeline("always"))
    assert always == instant("Sat 00:00")


def test_decision_closed_in_the_due_second_then_reopened():
    closed = instant("Thu 18:00")
    for kind in ("same_day", "3h w"):
        clock = Clock(target(kind), instant("Thu 15:00"), stopped_at=closed)
        assert read(clock, timeline("dhaka"), closed).outcome == "met"
        again = reopened(clock, closed, instant("Sun2 10:00"))
        reading = read(again, timeline("dhaka"), instant("Sun2 10:00"))
        assert (reading.phase, reading.due_at) == ("breached", closed)


@pytest.mark.parametrize("module", ["timeline", "targets", "clock"])
def test_rulings_named_in_the_code_have_a_heading(module):
    code = (ROOT / f"hypercare_support/engine/{module}.py").read_text(encoding="utf-8")
    code = re.sub(r"\s+", " ", code)
    headings = re.findall(r"^#+ (.*)$", TEXT, re.MULTILINE)
    named = [
        heading
        for sentence in re.findall(r"docs/sla\.md ((?:\"[^\"]+\"(?:, )?)+)", code)
        for heading in re.findall(r"\"([^\"]+)\"", sentence)
    ]
    assert named
    assert [heading for heading in named if heading not in headings] == []
