"""The empty issue list to download: column names, two examples, an explanation.

Pure. Every column name is one that `sheet.read` knows; a translated one is handed back
to it as ``labels``, which `template_labels` makes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .notes import _lt


@dataclass(frozen=True)
class Template:
    """What to write into the file.

    :ivar issues: the sheet to fill in: column names and two example rows
    :ivar explanation: the second sheet: column, what to write, example
    """

    issues: tuple[tuple[str, ...], ...]
    explanation: tuple[tuple[str, ...], ...]


#: Field, column name, what to write, example of the first and the second row.
_COLUMNS = (
    ("number", _lt("No"), _lt("Your own number. It may be left empty."), "1", "2"),
    (
        "reported_at",
        _lt("Day/Date"),
        _lt(
            "When it was reported: a date and a time, or the day of hypercare and a"
            " time. Day 1 is the day of go-live."
        ),
        "Day 1 09:15",
        "2026-03-15 14:30",
    ),
    (
        "module",
        _lt("Module"),
        _lt("Where it happened."),
        _lt("Accounting"),
        _lt("Inventory"),
    ),
    (
        "severity",
        _lt("Severity"),
        _lt(
            "S1 critical, S2 high, S3 medium or S4 low. Words such as High and numbers"
            " from 1 to 4 are understood, too."
        ),
        "S1",
        "S3",
    ),
    (
        "name",
        _lt("Issue"),
        _lt("What happened, in one sentence. This must be filled in."),
        _lt("Vendor bills cannot be posted"),
        _lt("Delivery slip shows the wrong address"),
    ),
    (
        "description",
        _lt("Description"),
        _lt("Everything else that helps: steps, numbers of documents, messages."),
        _lt("The message says that the tax has no account. All vendors."),
        _lt("Customer with two addresses; the old one is printed."),
    ),
    ("reporter", _lt("Reported by"), _lt("Name of the person."), "Rahima", "Jamal"),
    ("owner", _lt("Assigned to"), _lt("Who works on it."), "Imran", ""),
    ("level", _lt("Tier"), _lt("L1, L2 or L3."), "L2", "L1"),
    (
        "channel",
        _lt("Channel"),
        _lt("Phone, WhatsApp, E-mail, Walk-up, Stand-up or In Odoo."),
        "Phone",
        "WhatsApp",
    ),
    (
        "state",
        _lt("Status"),
        _lt(
            "New, Assigned, In Progress, Waiting, Resolved, Closed, Transferred or"
            " Cancelled."
        ),
        _lt("Resolved"),
        _lt("New"),
    ),
    (
        "resolution",
        _lt("Resolution"),
        _lt("What was done about it."),
        _lt("The account was put back on the tax."),
        "",
    ),
    (
        "resolved_at",
        _lt("Resolved at"),
        _lt("When it was solved, written as in Day/Date."),
        "Day 1 11:40",
        "",
    ),
    ("comments", _lt("Comments"), _lt("Anything else."), "", ""),
)


def template_rows(translate: Callable[[str], str] = str) -> Template:
    """Return the rows of both sheets.

    :param translate: from English to the language of the person
    """

    def said(text: str) -> str:
        return translate(text) if text else ""

    head, first, second, explained = [], [], [], []
    for _field, name, meaning, example, other in _COLUMNS:
        head.append(said(name))
        first.append(said(example))
        second.append(said(other))
        explained.append((said(name), said(meaning), said(example or other)))
    titles = tuple(
        map(translate, (_lt("Column"), _lt("What to write"), _lt("Example")))
    )
    return Template(
        (tuple(head), tuple(first), tuple(second)),
        (titles, *explained),
    )


def template_labels(translate: Callable[[str], str] = str) -> Mapping[str, str]:
    """Return the column names of the template → their fields."""
    return {translate(name): field for field, name, *_rest in _COLUMNS}
