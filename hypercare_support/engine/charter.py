"""A charter as data, and what differs between two.

A charter is what JSON can carry: ``{"sections": [section, …]}``. A section has
``code``, ``title``, ``plain`` (the lines of its free text) and ``rows``; a row has
``key``, ``label``, ``group`` and ``cells``; a cell has ``key``, ``label``, ``lines``
(what is read) and may have ``fact``: what is compared instead of the words, so that
another wording of the same thing is no difference.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    """One thing that two charters say differently.

    :ivar place: where, from the outside in: title, group, row, cell; none is empty
    :ivar old: what the earlier one says, empty if it says nothing
    :ivar new: what the later one says, empty if it says nothing
    """

    place: tuple[str, ...]
    old: str
    new: str


def without_private(content: dict) -> dict:
    """Return a charter without its private cells, such as telephone numbers."""
    return content | {
        "sections": [
            section
            | {
                "rows": [
                    row | {"cells": [c for c in row["cells"] if not c.get("private")]}
                    for row in section["rows"]
                ]
            }
            for section in content["sections"]
        ]
    }


def differences(old: dict, new: dict) -> list[Difference]:
    """Return what a later charter says differently, in the order of its sections."""
    earlier = {section["code"]: section for section in old["sections"]}
    later = {section["code"]: section for section in new["sections"]}
    found = []
    for code in dict.fromkeys([*later, *earlier]):
        nothing = {"title": "", "plain": [], "rows": []}
        before, after = earlier.get(code, nothing), later.get(code, nothing)
        place = (after["title"] or before["title"],)
        found += _lines(place, before["plain"], after["plain"])
        found += _rows(place, before["rows"], after["rows"])
    return found


def _rows(place, old, new):
    """Compare the rows of a section: those that are gone come last."""
    before = {row["key"]: row for row in old}
    after = {row["key"]: row for row in new}
    found = []
    for key in dict.fromkeys([*after, *before]):
        row = after.get(key) or before[key]
        here = (*place, *filter(None, [row["group"], row["label"]]))
        if key not in before:
            found.append(Difference(here[:-1], "", _whole(row)))
        elif key not in after:
            found.append(Difference(here[:-1], _whole(row), ""))
        else:
            found += _cells(here, before[key]["cells"], after[key]["cells"])
    return found


def _cells(place, old, new):
    before = {cell["key"]: cell for cell in old}
    after = {cell["key"]: cell for cell in new}
    found = []
    for key in dict.fromkeys([*after, *before]):
        was, now = before.get(key), after.get(key)
        if was and now and _fact(was) == _fact(now):
            continue
        label = (now or was)["label"]
        here = (*place, label) if label else place
        old_lines = was["lines"] if was else []
        new_lines = now["lines"] if now else []
        if max(len(old_lines), len(new_lines)) <= 1:
            found.append(Difference(here, "".join(old_lines), "".join(new_lines)))
        else:
            found += _lines(here, old_lines, new_lines)
    return [one for one in found if one.old != one.new]


def _fact(cell):
    fact = cell.get("fact")
    return cell["lines"] if fact is None else fact


def _lines(place, old, new):
    """Compare texts line by line; another order alone is told as a whole."""
    if old == new:
        return []
    gone = [Difference(place, line, "") for line in old if line not in new]
    come = [Difference(place, "", line) for line in new if line not in old]
    return gone + come or [Difference(place, "; ".join(old), "; ".join(new))]


def _whole(row) -> str:
    """Return a row on one line."""
    texts = [line for cell in row["cells"] for line in cell["lines"]]
    if not texts:
        return row["label"]
    return ": ".join(filter(None, [row["label"], ", ".join(texts)]))
