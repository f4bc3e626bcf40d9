"""Issue lists in many layouts, the template, and what is wrong with a sheet."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from intake.sheet import read
from intake.sheet_template import template_labels, template_rows
from sheet_samples import GO_LIVE, LAYOUTS

DHAKA = ZoneInfo("Asia/Dhaka")


def sheet_of(rows, **options):
    return read(rows, go_live=GO_LIVE, zone=DHAKA, **options)


def texts(notes):
    return [note.text() for note in notes]


def test_there_are_enough_layouts():
    assert len(LAYOUTS) >= 25
    assert len({layout.name for layout in LAYOUTS}) == len(LAYOUTS)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_layout(layout):
    sheet = sheet_of(layout.rows, locale=layout.locale)
    assert texts(sheet.errors) == [] and sheet.ok
    found = [{**row.values, "extra": row.extra} for row in sheet.rows]
    wanted = [
        {key: row.get(key) for key in expected}
        for row, expected in zip(found, layout.expected, strict=True)
    ]
    assert wanted == layout.expected
    assert [note.code for note in sheet.warnings] == list(layout.notes)


def test_rows_know_where_they_stand():
    sheet = sheet_of([["x"], ["No", "Issue"], [], [1, "a"], [2, "b"]])
    assert [row.number for row in sheet.rows] == [4, 5]
    assert [(one.label, one.field) for one in sheet.columns] == [
        ("No", "number"),
        ("Issue", "name"),
    ]


# -- Errors ----------------------------------------------------------------------------

HEAD = ["No", "Day/Date", "Issue", "Severity", "Status", "Resolved at", "Blocking"]
GOOD = [1, "Day 2 09:15", "Bills fail", "S1", "Open", "", ""]


@pytest.mark.parametrize(
    "place, value, message",
    [
        (
            1,
            "Day x",
            "Row 2, Day/Date: “Day x” is not a date. Write it as 2026-03-14 09:15 or"
            " Day 2 09:15.",
        ),
        (
            1,
            "31/02/2026",
            "Row 2, Day/Date: “31/02/2026” is not a date. Write it as 2026-03-14 09:15"
            " or Day 2 09:15.",
        ),
        (
            1,
            None,
            "Row 2, Day/Date: it is not said when this was reported. Write it as"
            " 2026-03-14 09:15 or Day 2 09:15.",
        ),
        (2, "", "Row 2, Issue: it is not said what happened. Write a sentence."),
        (
            3,
            "Urgentish",
            "Row 2, Severity: “Urgentish” is not a severity. Write S1, S2, S3 or S4.",
        ),
        (
            4,
            "Somehow",
            "Row 2, Status: “Somehow” is not a status. Write New, Assigned, In"
            " Progress, Waiting, Resolved, Closed, Transferred or Cancelled.",
        ),
        (
            5,
            "soon",
            "Row 2, Resolved at: “soon” is not a date. Write it as 2026-03-14 09:15 or"
            " Day 2 09:15.",
        ),
        (6, "perhaps", "Row 2, Blocking: “perhaps” is neither yes nor no."),
    ],
)
def test_error(place, value, message):
    row = list(GOOD)
    row[place] = value
    sheet = sheet_of([HEAD, row])
    assert texts(sheet.errors) == [message]
    assert not sheet.ok and sheet.errors[0].row == 2
    assert sheet.errors[0].column == HEAD[place]


def test_all_errors_are_told_at_once():
    rows = [HEAD, [1, "?!", "", "x", "y", "z", "w"], GOOD, [3, "?!", "c", "S1"]]
    sheet = sheet_of(rows)
    assert [note.row for note in sheet.errors] == [2] * 6 + [4]
    assert len(sheet.rows) == 3 and not sheet.ok


@pytest.mark.parametrize(
    "rows, code",
    [
        ([], "sheet_empty"),
        ([[], [None, "", " "]], "sheet_empty"),
        ([["Hello"], ["a", "b"]], "sheet_no_header"),
        ([["Name", "Phone"], ["a", "1"]], "sheet_no_header"),
        ([["No", "Date", "Status"], [1, "Day 1", "Open"]], "sheet_no_text"),
        ([["No", "Issue"]], "sheet_no_rows"),
        ([["No", "Issue"], ["Total", 0]], "sheet_no_rows"),
    ],
)
def test_what_is_no_issue_list(rows, code):
    sheet = sheet_of(rows)
    assert [note.code for note in sheet.errors] == [code] and not sheet.ok
    assert not sheet.rows


# -- Warnings --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes, message",
    [
        (
            {"Resolved at": "Day 1 08:00", "Status": "Done"},
            "Row 2, Resolved at: resolved before it was reported.",
        ),
        (
            {"Resolved at": "Day 2 10:00"},
            "Row 2, Resolved at: there is a date, but the status says that the issue is"
            " open.",
        ),
        (
            {"Day/Date": "Day 9 09:15"},
            "Row 2, Day/Date: “2026-03-22 03:15” is in the future.",
        ),
        ({"Severity": ""}, "Row 2, Severity: no severity; S3 was taken."),
        (
            {"Severity": "P1 - Low"},
            "Row 2, Severity: number and word of “P1 - Low” differ. The word counts:"
            " S4.",
        ),
        (
            {"Severity": "#N/A"},
            "Row 2, Severity: the cell holds the error “#N/A” and counts as empty.",
        ),
    ],
)
def test_warning(changes, message):
    row = [changes.get(label, value) for label, value in zip(HEAD, GOOD, strict=True)]
    sheet = sheet_of([HEAD, row], now=datetime(2026, 3, 20))
    assert sheet.ok
    assert message in texts(sheet.warnings)


def test_unknown_modules_tiers_and_channels_are_no_errors():
    rows = [["Issue", "Module", "Tier", "Channel"]]
    rows += [["a", "sales", "L1", "Phone"], ["b", "Knitting", "L9", "Pigeon"]]
    sheet = sheet_of(rows, modules=["Sales", "Purchase"])
    assert [row.values["module"] for row in sheet.rows] == ["Sales", "Knitting"]
    assert "level" not in sheet.rows[1].values
    assert texts(sheet.warnings)[1:] == [
        "Row 3, Module: “Knitting” is not a module of the period. It is kept as text.",
        "Row 3, Tier: “L9” is not a tier. It was left out.",
        "Row 3, Channel: “Pigeon” is not a known way to report. It was left out.",
    ]


def test_a_number_twice():
    sheet = sheet_of([["No", "Issue"], [7, "a"], [8, "b"], ["7", "c"]])
    assert texts(sheet.warnings)[1:] == ["Row 4, No: “7” is also in row 2."]


def test_dates_without_time_take_the_given_hours():
    rows = [["Date", "Issue", "Resolved on"], ["14/03/2026", "a", "14/03/2026"]]
    sheet = sheet_of(rows, opening=time(10), closing=time(17))
    values = sheet.rows[0].values
    assert values["reported_at"] == datetime(2026, 3, 14, 4)
    assert values["resolved_at"] == datetime(2026, 3, 14, 11)
    rows[1][0] = "14/03/2026 20:00"
    values = sheet_of(rows).rows[0].values
    assert values["resolved_at"] == values["reported_at"] == datetime(2026, 3, 14, 14)


def test_summer_time_is_that_of_the_day():
    rows = [["Date", "Issue"], ["28.03.2026 09:00", "a"], ["30.03.2026 09:00", "b"]]
    sheet = read(rows, go_live=date(2026, 3, 28), zone=ZoneInfo("Europe/Berlin"))
    hours = [row.values["reported_at"].hour for row in sheet.rows]
    assert hours == [8, 7]


# -- Template --------------------------------------------------------------------------


def test_the_template_reads_back():
    template = template_rows()
    sheet = sheet_of(template.issues)
    assert sheet.ok and len(sheet.rows) == 2 and not sheet.warnings
    assert all(column.field for column in sheet.columns)
    assert {len(row) for row in template.issues} == {len(template.issues[0])}
    names = [row[0] for row in template.explanation[1:]]
    assert names == list(template.issues[0])


def test_a_translated_template_reads_back():
    template = template_rows(lambda text: f"«{text}» xx")
    rows = [template.issues[0], ["1", "Day 2", "Sales", "S1", "Bills fail"]]
    assert not sheet_of(rows).ok
    labels = template_labels(lambda text: f"«{text}» xx")
    sheet = sheet_of(rows, labels=labels)
    assert sheet.ok and sheet.rows[0].values["module"] == "Sales"
