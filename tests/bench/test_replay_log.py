"""Reading the log: every line becomes a row with facts or is rejected with a reason."""

import csv
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bench._replay_log import (
    Facts,
    LogError,
    Rejected,
    in_order,
    kind_of,
    parse,
    parse_row,
    parse_time,
    read_log,
    severity_of,
    state_of,
)

UTC = ZoneInfo("UTC")
HEADER = "number,incident_state,opened_at,sys_updated_at,priority,assigned_to,group"


def log_of(*lines: str):
    return parse(csv.DictReader([HEADER, *lines]), UTC)


def line(
    state="New", opened="10:00", updated="10:00", owner="?", number="INC1", **more
):
    priority, group = more.get("priority", "3 - Moderate"), more.get("group", "G1")
    day = "01-03-2016 "
    return ",".join(
        [number, state, day + opened, day + updated, priority, owner, group]
    )


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("01-03-2016 10:05", "UTC", datetime(2016, 3, 1, 10, 5)),
        (" 29-02-2016 01:16 ", "UTC", datetime(2016, 2, 29, 1, 16)),
        ("01-03-2016 10:05", "Asia/Dhaka", datetime(2016, 3, 1, 4, 5)),
        # Clocks change: the first 02:30 does not exist, the other comes twice.
        ("27-03-2016 02:30", "Europe/Berlin", datetime(2016, 3, 27, 1, 30)),
        ("30-10-2016 02:30", "Europe/Berlin", datetime(2016, 10, 30, 0, 30)),
    ],
)
def test_times_are_local_to_the_zone_of_the_log(text, zone, expected):
    assert parse_time(text, ZoneInfo(zone)) == expected


@pytest.mark.parametrize(
    "text", ["", "?", "yesterday", "2016-03-01 10:05", "31-02-2016 1"]
)
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ValueError, match="cannot be read"):
        parse_time(text, UTC)


@pytest.mark.parametrize(
    ("text", "owner", "expected"),
    [
        ("New", "", ("new", "")),
        ("New", "Solver", ("assigned", "")),
        ("Active", "", ("in_progress", "")),
        ("Active", "Solver", ("in_progress", "")),
        ("Awaiting User Info", "", ("waiting", "reporter")),
        ("Awaiting Problem", "Solver", ("waiting", "third_party")),
        ("Awaiting Vendor", "", ("waiting", "third_party")),
        ("Awaiting Evidence", "", ("waiting", "third_party")),
        ("Resolved", "Solver", ("resolved", "")),
        ("Closed", "", ("closed", "")),
    ],
)
def test_states_of_the_log_have_counterparts(text, owner, expected):
    assert state_of(text, owner) == expected


@pytest.mark.parametrize("text", ["-100", "", "?", "new", "Cancelled", "Awaiting"])
def test_other_states_are_refused(text):
    with pytest.raises(ValueError, match="has no counterpart"):
        state_of(text, "")


def test_priorities_are_severities():
    texts = ["1 - Critical", "2 - High", "3 - Moderate", "4 - Low"]
    assert [severity_of(text) for text in texts] == ["s1", "s2", "s3", "s4"]
    for text in ("5 - Planning", "Critical", "", "?", "1"):
        with pytest.raises(ValueError, match="has no counterpart"):
            severity_of(text)


def test_a_line_becomes_a_row_with_facts():
    [row] = log_of(line("Awaiting Vendor", updated="11:30", owner="Solver 1")).rows
    assert row.line == 2
    assert row.facts == Facts("waiting", "third_party", "s3", "Solver 1")
    assert (row.opened_at.hour, row.at.hour, row.at.minute) == (10, 11, 30)


@pytest.mark.parametrize(
    ("text", "incident", "reason"),
    [
        (line("-100"), "INC1", "state “-100” has no counterpart"),
        (line(priority="?"), "INC1", "priority “?” has no counterpart"),
        (line(updated="soon"), "INC1", "time “01-03-2016 soon” cannot be read"),
        (line(number="?"), "?", "names no incident"),
        (line(number=""), "", "names no incident"),
        ("INC1,New", "INC1", "has not as many cells as the header"),
        (line() + ",more", "INC1", "has not as many cells as the header"),
    ],
)
def test_lines_that_cannot_be_read_are_kept_with_the_reason(text, incident, reason):
    log = log_of(text, line(number="INC2"))
    assert log.rejected == [Rejected(2, incident, reason)]
    assert [row.incident for row in log.rows] == ["INC2"]
    assert log.size == 2


def test_a_file_without_the_columns_is_refused(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("number,priority\n1,2\n")
    with pytest.raises(LogError, match="no column incident_state, opened_at"):
        read_log(path, UTC)
    with pytest.raises(LogError, match="check the path"):
        read_log(tmp_path / "none.csv", UTC)


def test_columns_of_no_interest_do_no_harm():
    cells = dict(zip(HEADER.split(","), line().split(","), strict=True))
    assert parse_row(2, {**cells, "location": "x"}, UTC).facts.state == "new"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # The order of the file is the order of events; time never goes back.
        (["10:00", "10:05", "10:05"], ["10:00", "10:05", "10:05"]),
        (["09:40", "09:50", "10:01"], ["10:00", "10:00", "10:01"]),
        (["11:10", "09:52", "11:03", "12:00"], ["11:10", "11:10", "11:10", "12:00"]),
    ],
)
def test_rows_never_act_before_the_opening_or_an_earlier_row(rows, expected):
    log = log_of(*(line(opened="10:00", updated=time) for time in rows))
    assert [f"{row.at:%H:%M}" for row in log.rows] == expected
    moved = [bool(row.lifted) for row in log.rows]
    assert moved == [old != new for old, new in zip(rows, expected, strict=True)]


def test_acts_are_in_order_of_time_then_of_the_file():
    log = log_of(
        line(number="INC1", opened="10:00", updated="10:30"),
        line(number="INC1", opened="10:00", updated="10:30", state="Active"),
        line(number="INC2", opened="10:10", updated="10:30"),
        line(number="INC3", opened="10:30", updated="10:30"),
        line(number="INC2", opened="10:10", updated="10:20"),
    )
    assert [(row.line, opening) for row, opening in in_order(log)] == [
        (2, True),  # 10:00
        (4, True),  # 10:10
        (2, False),  # from here on 10:30
        (3, False),
        (4, False),
        (5, True),
        (5, False),
        (6, False),  # lifted to the row before it
    ]


def test_rows_are_told_apart_by_the_columns_that_changed():
    rows = log_of(
        line(), line(updated="10:01"), line(updated="10:02", group="G2", owner="S")
    ).rows
    kinds = [
        kind_of(row, before) for row, before in zip(rows, [None, *rows], strict=False)
    ]
    assert kinds == [
        "first row, as opened",
        "nothing but the time of the row",
        "assigned_to, group",
    ]
