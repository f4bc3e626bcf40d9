"""The tables: files of comma-separated values, one row per model and operation."""

import csv
import json
from dataclasses import dataclass, field
from pathlib import Path

from .personas import PERSONAS

FOLDER = Path(__file__).parent
OUTCOMES = ("allow", "deny", "refuse")
#: allow: it is done. deny: AccessError, no log-in, or nothing found. refuse: a guard of
#: the addon explains in plain words why not, although the persona reaches the record.
OPERATIONS = ("read", "search", "create", "write", "unlink", "export")
ACCESS = ("model", "record", "operation", "given", "first", *PERSONAS, "why")
ROUTES = ("route", "method", "given", *PERSONAS, "why")


@dataclass
class Row:
    """One operation on one record, and what each persona is answered."""

    model: str
    record: str
    operation: str
    #: Values of create and write, fields of read and export, arguments of a method.
    given: object = None
    #: What is so before, on the record (``field``) or elsewhere (``model:field``).
    first: dict = field(default_factory=dict)
    cells: dict = field(default_factory=dict)
    #: Why nobody, or who looks unexpected, may.
    why: str = ""

    @property
    def key(self):
        given = json.dumps(self.given) if self.given is not None else ""
        return self.model, self.record, self.operation, given

    def line(self, cells=None):
        """Return the row as it stands in the file."""
        values = cells or self.cells
        return [
            *self.key,
            json.dumps(self.first) if self.first else "",
            *(values.get(persona, "") for persona in PERSONAS),
            self.why,
        ]


def read_rows(*names):
    """Return the rows of some files."""
    return [_row(line) for name in names for line in _lines(name)]


def read_routes():
    return list(_lines("routes.csv"))


def _lines(name):
    path = FOLDER / name
    if not path.exists():
        return []
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def _row(line):
    return Row(
        line["model"],
        line["record"],
        line["operation"],
        json.loads(line["given"]) if line["given"] else None,
        json.loads(line["first"]) if line["first"] else {},
        {persona: line[persona] for persona in PERSONAS},
        line["why"],
    )


def write_rows(path, rows, columns=ACCESS):
    """Write rows, each a list of cells, below the names of the columns."""
    with Path(path).open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
