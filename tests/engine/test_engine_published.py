"""Cases from the test suites of other products, against the engine.

``data/sla_cases.json`` and ``data/sla_day_cases.json`` name the source of each case.
Exceptions are listed here and in docs/sla.md, with the reason and our own answer.
"""

import json
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from calendars import build_timeline
from engine import Target, due

HERE = Path(__file__).parent
CASES = json.loads((HERE / "data/sla_cases.json").read_text())
DAY_CASES = json.loads((HERE / "data/sla_day_cases.json").read_text())

#: id: our due time
DISPUTED = {
    "sla-026": "2013-06-04T16:00:00+00:00",
    "sla-045": "2016-11-09T09:26:36+00:00",
    "sla-213": "2025-01-07T15:00:00+00:00",
}
REFUSED = {"sla-101"}  # a target of zero minutes
NOT_EXPRESSIBLE = {"sla-068"}  # a target of ten seconds
EXCEPTIONS = {*DISPUTED, *REFUSED, *NOT_EXPRESSIBLE}


def moment(text, tz="UTC"):
    """Unix seconds; a time without offset is the wall clock of *tz*."""
    parsed = datetime.fromisoformat(text)
    if parsed.tzinfo is None:
        parsed = parsed.replace(tzinfo=ZoneInfo(tz))
    return round(parsed.timestamp())


def case_timeline(case, *instants):
    """The case's calendar, from before its first instant until after its last."""
    days = [datetime.fromisoformat(text).date() for text in instants]
    weekly = {
        int(weekday): [tuple(span) for span in spans]
        for weekday, spans in case["weekly_hours"].items()
    }
    margin = timedelta(days=40)
    first, last = min(days) - margin, max(days) + margin
    holidays = case.get("holidays", [])
    return build_timeline(case["timezone"], weekly, holidays, first, last)


def case_due(case):
    kind, minutes = case["target"]["unit"].split("_")[0], case["target"]["value"]
    target = Target(kind, minutes=minutes)
    pauses = [(moment(begin), moment(end)) for begin, end in case["pauses"]]
    timeline = case_timeline(case, case["start"], case["expected_deadline"])
    return due(target, moment(case["start"]), timeline, pauses)


def test_no_case_is_left_out():
    known = {case["id"] for case in CASES}
    assert len(known) == len(CASES) == 102
    assert known >= EXCEPTIONS
    disputed = {case["id"] for case in CASES if case.get("disputed")}
    assert disputed == DISPUTED.keys()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_published_case(case):
    if case["id"] in REFUSED | NOT_EXPRESSIBLE:
        with pytest.raises(ValueError, match="at least one minute"):
            case_due(case)
        return
    expected = DISPUTED.get(case["id"], case["expected_deadline"])
    assert case_due(case) == moment(expected)


@pytest.mark.parametrize("identifier", sorted(NOT_EXPRESSIBLE | REFUSED))
def test_the_timeline_itself_knows_short_budgets(identifier):
    [case] = [case for case in CASES if case["id"] == identifier]
    timeline = case_timeline(case, case["start"], case["expected_deadline"])
    seconds = case.get("target_seconds", 0)
    assert timeline.add(moment(case["start"]), seconds) == moment(
        case["expected_deadline"]
    )


@pytest.mark.parametrize("case", DAY_CASES, ids=lambda case: case["source"][-30:])
def test_published_day_case(case):
    tz, start = case["timezone"], moment(case["start"], case["timezone"])
    timeline = case_timeline(case, case["start"], case.get("end", case["start"]))
    if case["kind"] == "same_business_day":
        expected = moment(case["expected"], tz)
        assert due(Target("same_day"), start, timeline) == expected
    elif case["kind"] == "next_opening":
        assert timeline.next_opening(start) == moment(case["expected"], tz)
    else:
        assert case["kind"] == "working_elapsed_seconds"
        assert timeline.between(start, moment(case["end"], tz)) == case["expected"]


def test_exceptions_are_documented():
    text = (HERE.parents[1] / "docs/sla.md").read_text(encoding="utf-8")
    for identifier in EXCEPTIONS:
        assert identifier in text
    for answer in DISPUTED.values():
        assert answer[:19].replace("T", " ") in text
