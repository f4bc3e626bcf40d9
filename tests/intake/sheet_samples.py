"""Issue lists as teams keep them: one layout each, and what comes of it.

Go-live is Saturday 14 March 2026 in Dhaka (UTC+6); times below are UTC.
"""

from datetime import date, datetime, time

from sheet_samples_more import MORE, Layout, utc

GO_LIVE = date(2026, 3, 14)


LAYOUTS = [
    Layout(
        "the log of the requirements",
        [
            ["No", "Day/Date", "Module", "Severity", "Description", "Reported By"],
            [1, "Day 2 09:15", "Purchase", "S1", "Bills fail. All vendors.", "Rahima"],
        ],
        [
            {
                "number": "1",
                "reported_at": utc(15, 3, 15),
                "module": "Purchase",
                "severity": "s1",
                "name": "Bills fail.",
                "description": "Bills fail. All vendors.",
                "reporter": "Rahima",
                "state": "new",
            }
        ],
    ),
    Layout(
        "titles and blank rows above and between",
        [
            ["Knit Ltd. – Hypercare issue log"],
            ["Prepared by", "IT"],
            [],
            ["#", "Issue", "Priority", "Status"],
            [],
            [1, "Bills fail", "High", "Open"],
            ["", None, "  ", ""],
            [2, "Labels fail", "Low", "Closed"],
        ],
        [
            {"name": "Bills fail", "severity": "s2", "state": "new"},
            {"name": "Labels fail", "severity": "s4", "state": "closed"},
        ],
        ("sheet_no_date_column",),
    ),
    Layout(
        "serial numbers of dates",
        [["Date", "Issue"], [46095, "a"], [46095.385416667, "b"], ["46096.5", "c"]],
        [
            {"reported_at": utc(14, 3)},
            {"reported_at": utc(14, 3, 15)},
            {"reported_at": utc(15, 6)},
        ],
        ("sheet_no_time",),
    ),
    Layout(
        "cells that are dates",
        [
            ["Date", "Issue", "Resolved on"],
            [datetime(2026, 3, 14, 9, 15), "a", date(2026, 3, 15)],
            [date(2026, 3, 14), "b", datetime(2026, 3, 14, 16)],
        ],
        [
            {"reported_at": utc(14, 3, 15), "resolved_at": utc(15, 12)},
            {
                "reported_at": utc(14, 3),
                "resolved_at": utc(14, 10),
                "state": "resolved",
            },
        ],
        ("sheet_no_time", "sheet_no_time"),
    ),
    Layout(
        "date and time apart",
        [
            ["Date", "Time", "Issue"],
            [date(2026, 3, 14), time(9, 15), "a"],
            ["15/03/2026", "2:30 pm", "b"],
            ["16/03/2026", 0.5, "c"],
        ],
        [
            {"reported_at": utc(14, 3, 15)},
            {"reported_at": utc(15, 8, 30)},
            {"reported_at": utc(16, 6)},
        ],
    ),
    Layout(
        "day as a number, time apart",
        [["Day", "Time", "Issue"], [1, "09:15", "a"], [3.0, "10.30", "b"]],
        [{"reported_at": utc(14, 3, 15)}, {"reported_at": utc(16, 4, 30)}],
    ),
    Layout(
        "time under “Reported at”, beside a day",
        [["Day", "Reported at", "Issue"], ["Day 2", "09:15", "a"]],
        [{"reported_at": utc(15, 3, 15)}],
    ),
    Layout(
        "days as headings",
        [
            ["No", "Time", "Issue"],
            ["Day 1 – Saturday"],
            ["Day 1"],
            [1, "09:15", "a"],
            [2, "10:15", "b"],
            ["15/03/2026"],
            [3, "09:15", "c"],
        ],
        [
            {"reported_at": utc(14, 3, 15)},
            {"reported_at": utc(14, 4, 15)},
            {"reported_at": utc(15, 3, 15)},
        ],
        ("sheet_no_date_column", "row_heading"),
    ),
    Layout(
        "merged date cells",
        [["Date", "Issue"], ["14/03/2026 09:15", "a"], [None, "b"]],
        [{"reported_at": utc(14, 3, 15)}, {"reported_at": utc(14, 3)}],
        ("sheet_no_time", "date_from_above"),
    ),
    Layout(
        "month first, shown by one date",
        [["Date", "Issue"], ["3/4/2026 9:15 AM", "a"], ["3/25/2026 2:15 PM", "b"]],
        [{"reported_at": utc(4, 3, 15)}, {"reported_at": utc(25, 8, 15)}],
    ),
    Layout(
        "month first by habit",
        [["Date", "Issue"], ["3/4/2026 9:15 AM", "a"]],
        [{"reported_at": utc(4, 3, 15)}],
        ("order_mdy",),
        "en_US",
    ),
    Layout(
        "day first by habit",
        [["Date", "Issue"], ["3/4/2026 9:15 AM", "a"]],
        [{"reported_at": utc(3, 3, 15, month=4)}],
        ("order_dmy",),
    ),
    Layout(
        "ticket export",
        [
            [
                "Issue key",
                "Key",
                "Summary",
                "Priority",
                "Status",
                "Created",
                "Assignee",
            ],
            [
                "x",
                "ERP-7",
                "Bills fail",
                "Blocker",
                "To Do",
                "14/Mar/26 9:15 AM",
                "Imran",
            ],
        ],
        [
            {
                "number": "ERP-7",
                "severity": "s1",
                "state": "assigned",
                "reported_at": utc(14, 3, 15),
                "owner": "Imran",
            }
        ],
        ("column_unknown",),
    ),
    Layout(
        "service desk export",
        [
            ["Number", "Incident state", "Opened at", "Contact type", "Priority"]
            + ["Short description", "Resolved at", "Assignment group"],
            [
                "INC045",
                "Awaiting User Info",
                "29-02-2024 01:16",
                "Phone",
                "3 - Moderate",
            ]
            + ["Mail is slow", "", "Group 56"],
            ["INC046", "Active", "29-02-2024 01:23", "Phone", "1 - Critical"]
            + ["Mail is down", "", "Group 56"],
        ],
        [
            {
                "state": "waiting",
                "waiting_for": "reporter",
                "severity": "s3",
                "channel": "phone",
                "reported_at": datetime(2024, 2, 28, 19, 16),
            },
            {"state": "in_progress", "severity": "s1"},
        ],
        ("column_unknown",),
    ),
    Layout(
        "severity and priority",
        [["Issue", "Severity", "Priority"], ["a", 2, "High"], ["b", "S4", "P4"]],
        [{"severity": "s2", "priority": "1"}, {"severity": "s4", "priority": "0"}],
        ("sheet_no_date_column",),
    ),
    *MORE,
]
