"""Counting what a case left behind, and the table of all cases."""

import datetime
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.layout import ROOT

DOCUMENT = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- fault matrix: begin -->", "<!-- fault matrix: end -->"
NUMBERS = {1: "one core", 2: "two cores", 4: "four cores", 8: "eight cores"}

LEDGER = "SELECT issue_id, step_id FROM hypercare_escalation"
DELIVERIES = """
    SELECT d.escalation_id, lower(p.email), d.sent_at IS NOT NULL, m.message_id
    FROM hypercare_escalation_delivery d
    JOIN res_partner p ON p.id = d.partner_id
    LEFT JOIN mail_mail mm ON mm.id = d.mail_id
    LEFT JOIN mail_message m ON m.id = mm.mail_message_id
    WHERE d.way = 'email'
"""


@dataclass(frozen=True)
class Tally:
    """What the database says was fired and told, against what was received."""

    ledger: Counter  # rows by issue and step
    told: Counter  # deliveries by address
    told_rows: Counter  # deliveries by ledger row
    unsent: int
    lost: int  # deliveries of which no mail was received
    twice: int  # mails received once more than needed, by Message-ID
    foreign: int  # receptions of a mail that no delivery knows
    skipped: int  # seconds in which nothing was due, and that were not waited for

    @property
    def rows(self) -> int:
        return self.ledger.total()

    @property
    def doubled(self) -> int:
        return self.rows - len(self.ledger)

    @property
    def deliveries(self) -> int:
        return self.told.total()


def read_tally(
    sql: Callable[[str], list[str]], received: list[tuple[str, str]], skipped: int
) -> Tally:
    """Compare ledger and deliveries with (Message-ID, address) of what arrived."""
    ledger = Counter(tuple(row.split("\t")) for row in sql(LEDGER))
    deliveries = [row.split("\t") for row in sql(DELIVERIES)]
    copies = Counter(received)
    most = Counter()
    for (message_id, _address), count in copies.items():
        most[message_id] = max(most[message_id], count)
    known = {(message_id, address) for _row, address, _sent, message_id in deliveries}
    return Tally(
        ledger,
        told=Counter(address for _row, address, _sent, _id in deliveries),
        told_rows=Counter(row for row, _address, _sent, _id in deliveries),
        unsent=sum(sent != "t" for _row, _address, sent, _id in deliveries),
        lost=sum(
            (message_id, address) not in copies
            for _row, address, _sent, message_id in deliveries
        ),
        twice=sum(count - 1 for count in most.values()),
        foreign=len(set(copies) - known),
        skipped=skipped,
    )


@dataclass(frozen=True)
class Result:
    """One line of the table."""

    case: str
    tally: Tally
    expected: int
    seconds: float

    @property
    def cells(self) -> list[str]:
        tally = self.tally
        owners = sum(n for who, n in tally.told.items() if who.startswith("owner"))
        return [
            self.case,
            f"{tally.rows} of {self.expected}",
            f"{owners} + {tally.deliveries - owners}",
            str(tally.lost + tally.unsent),
            str(tally.doubled),
            str(tally.twice),
            "no" if tally.foreign else "yes",
            f"{tally.skipped / 60:.0f}",
            f"{self.seconds:.1f}",
        ]


COLUMNS = [
    "case",
    "ledger rows",
    "deliveries",
    "lost",
    "doubled rows",
    "mails received twice",
    "same Message-ID",
    "minutes skipped",
    "seconds",
]


def table(results: list[Result]) -> str:
    """The results as a Markdown table with straight columns."""
    lines = [COLUMNS, *(result.cells for result in results)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(COLUMNS))]
    marks = [
        "-" * width if not i else "-" * (width - 1) + ":"
        for i, width in enumerate(widths)
    ]
    return "\n".join(
        "| " + " | ".join(_pad(line, widths)) + " |"
        for line in [lines[0], marks, *lines[1:]]
    )


def _pad(cells: list[str], widths: list[int]) -> list[str]:
    return [
        cell.rjust(width) if index else cell.ljust(width)
        for index, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]


def store(results: list[Result], seconds: float, document: Path = DOCUMENT) -> None:
    """Put the table between the markers of the document."""
    before, rest = document.read_text().split(BEGIN)
    _old, after = rest.split(END)
    cores = NUMBERS.get(os.cpu_count() or 1, f"{os.cpu_count()} cores")
    text = (
        f"{datetime.date.today()}, {cores}, {len(results)} cases in {seconds:.0f} s,"
        " making the template not counted:"
    )
    document.write_text(
        f"{before}{BEGIN}\n\n{text}\n\n{table(results)}\n\n{END}{after}"
    )
