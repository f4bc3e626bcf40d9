"""More issue lists: texts, groups of columns, totals, other languages."""

from datetime import date, datetime
from typing import NamedTuple


class Layout(NamedTuple):
    """A sheet, and the values of its issues that matter for the sample."""

    name: str
    rows: list
    expected: list
    notes: tuple = ()
    locale: str = "en_GB"


def utc(day, hour, minute=0, month=3):
    return datetime(2026, month, day, hour, minute)


MORE = [
    Layout(
        "issue, problem and details",
        [["Issue", "Details", "Severity"], ["Bills", "They fail", "1"]],
        [{"name": "Bills", "description": "They fail", "severity": "s1"}],
        ("sheet_no_date_column",),
    ),
    Layout(
        "issue and problem",
        [["Issue", "Problem", "Status"], ["Bills", "They fail", "WIP"]],
        [{"name": "Bills", "description": "They fail", "state": "in_progress"}],
        ("sheet_no_date_column",),
    ),
    Layout(
        "a whole story under “Issue”",
        [["Issue", "Status"], ["Bills fail.\nSince noon.", "Pending user"]],
        [
            {
                "name": "Bills fail.",
                "description": "Bills fail.\nSince noon.",
                "waiting_for": "reporter",
            }
        ],
        ("sheet_no_date_column",),
    ),
    Layout(
        "expected and actual only",
        [
            ["Expected result", "Actual result", "Module"],
            ["It posts", "It fails", "Sales"],
        ],
        [{"name": "It fails", "expected": "It posts", "actual": "It fails"}],
        ("sheet_no_date_column",),
    ),
    Layout(
        "group names above the columns",
        [
            ["", "Reported", None, "Resolved", None, ""],
            ["Issue", "By", "On", "By", "On", "Status"],
            ["a", "Rahima", "14/03/2026 09:15", "Imran", "14/03/2026 11:00", "Done"],
        ],
        [
            {
                "reporter": "Rahima",
                "reported_at": utc(14, 3, 15),
                "resolved_at": utc(14, 5),
                "state": "resolved",
            }
        ],
        ("column_unknown",),
    ),
    Layout(
        "heading again on the second page",
        [["No", "Issue"], [1, "a"], ["No", "Issue"], [2, "b"]],
        [{"name": "a"}, {"name": "b"}],
        ("sheet_no_date_column",),
    ),
    Layout(
        "totals and signatures below",
        [
            ["No", "Issue", "Severity"],
            [1, "Total on bill is wrong", "S2"],
            ["Total", None, 1],
            ["Total issues: 1"],
            ["Prepared by: Rahima", None, ""],
            ["", "Total", 4],
        ],
        [{"name": "Total on bill is wrong"}],
        ("sheet_no_date_column", *["row_footer"] * 4),
    ),
    Layout(
        "rows numbered in advance",
        [["No", "Issue", "Status"], [1, "a", "Open"], [2, None, "Open"], [3, "", ""]],
        [{"name": "a"}],
        ("sheet_no_date_column",),
    ),
    Layout(
        "columns of their own",
        [["Issue", "Status", "Bill no.", "Vendor"], ["a", "Open", "B/14", "Yarn Co"]],
        [{"name": "a", "extra": "Bill no.: B/14\nVendor: Yarn Co"}],
        ("column_unknown", "column_unknown", "sheet_no_date_column"),
    ),
    Layout(
        "several remarks, and a column twice",
        [
            ["Issue", "Remarks", "Comments", "Status", "State"],
            ["a", "first", "second", "Open", "Done"],
        ],
        [{"comments": "first\nsecond", "state": "new", "extra": "State: Done"}],
        ("column_twice", "sheet_no_date_column"),
    ),
    Layout(
        "formula-like text and dashes for nothing",
        [["Issue", "Status", "Reporter"], ["'=total is wrong", "-", "n/a"]],
        [{"name": "=total is wrong", "state": "new", "reporter": None}],
        ("sheet_no_date_column",),
    ),
    Layout(
        "bengali",
        [
            ["ক্রমিক", "তারিখ", "বিভাগ", "সমস্যা", "গুরুত্ব", "অবস্থা", "সমাধান"],
            ["১", "১৫/০৩/২০২৬ সকাল ৯:১৫", "গুদাম", "বিল হয় না", "উচ্চ", "চলছে", ""],
            ["২", "দিন ২ ০৯:১৫", "গুদাম", "প্রিন্ট হয় না", "কম", "সমাধান হয়েছে", "ঠিক"],
        ],
        [
            {
                "area": "গুদাম",
                "severity": "s2",
                "state": "in_progress",
                "reported_at": utc(15, 3, 15),
            },
            {"severity": "s4", "state": "resolved", "reported_at": utc(15, 3, 15)},
        ],
    ),
    Layout(
        "french",
        [
            [
                "N°",
                "Signalé le",
                "Gravité",
                "Titre",
                "Déclarant",
                "Statut",
                "Résolu le",
            ],
            [
                1,
                "14/03/2026 à 09:15",
                "Élevée",
                "Facture",
                "Léa",
                "Résolu",
                "Jour 2 10:00",
            ],
        ],
        [
            {
                "severity": "s2",
                "reporter": "Léa",
                "reported_at": utc(14, 3, 15),
                "resolved_at": utc(15, 4),
            }
        ],
    ),
    Layout(
        "german",
        [
            ["Lfd. Nr.", "Gemeldet am", "Schweregrad", "Kurzbeschreibung", "Zuständig"]
            + ["Status", "Gelöst am"],
            [
                1,
                "14.03.2026, 09:15 Uhr",
                "Hoch",
                "Druck",
                "Ina",
                "Erledigt",
                "15. März 2026",
            ],
        ],
        [{"severity": "s2", "state": "resolved", "resolved_at": utc(15, 12)}],
        ("sheet_no_time",),
    ),
    Layout(
        "spanish",
        [
            ["Nº", "Fecha y hora", "Prioridad", "Asunto", "Asignado a", "Estado"],
            [1, "14/3/2026 9:15 a. m.", "Media", "Factura", "Eva", "En proceso"],
        ],
        [
            {
                "severity": "s3",
                "state": "in_progress",
                "owner": "Eva",
                "reported_at": utc(14, 3, 15),
            }
        ],
    ),
    Layout(
        "tiers, channels, yes and no",
        [
            ["Issue", "Tier", "Channel", "Affects all", "Confidential", "Due date"],
            ["a", "L2 Functional", "WhatsApp group", "Yes", "n", "20/03/2026"],
            ["b", 3, "E-mail", True, "", date(2026, 3, 21)],
        ],
        [
            {
                "level": "l2",
                "channel": "whatsapp",
                "affects_all": True,
                "confidential": False,
                "commit_date": date(2026, 3, 20),
            },
            {"level": "l3", "channel": "email", "commit_date": date(2026, 3, 21)},
        ],
        ("sheet_no_date_column",),
    ),
    Layout(
        "dates without year",
        [["Date", "Issue"], ["14/03 09:15", "a"], ["15 March", "b"]],
        [{"reported_at": utc(14, 3, 15)}, {"reported_at": utc(15, 3)}],
        ("sheet_no_time", "date_year", "date_year"),
    ),
    Layout(
        "times that say their zone",
        [["Timestamp", "Issue"], ["2026-03-14T09:15:00Z", "a"]]
        + [["2026-03-14T09:15:00+02:00", "b"]],
        [{"reported_at": utc(14, 9, 15)}, {"reported_at": utc(14, 7, 15)}],
    ),
]
