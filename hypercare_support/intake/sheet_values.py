"""Cells of a sheet: as text, and as severity, status, tier, channel, yes or no.

Pure. A reader returns None for what it does not understand; it never guesses.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from .texts import ascii_digits, fold, restored, storable
from .words_values import (
    CHANNELS,
    LEVELS,
    SEVERITY_PREFIXES,
    SEVERITY_WORDS,
    STATES,
    YES_NO,
)

#: A whole number this large is no number somebody typed.
_LARGE = 10**15
_PUNCTUATION = re.compile(r"[\s\-–—:/().,_#|;\[\]!*]+")
_PARTS = re.compile(r"\s[-–—]\s|[–—:/(),;|\[\]]+")
_NUMBER_FIRST = re.compile(r"([^\W\d]*) ?([0-5])(?!\d)(?: (.*))?$")
_NUMBER_LAST = re.compile(
    rf"(.*?) ?(\b(?:{'|'.join(sorted(SEVERITY_PREFIXES))}))? ?(?<!\d)([0-5])$"
)


class Severity(NamedTuple):
    """A severity as read.

    :ivar doubtful: number and word of the cell do not say the same
    """

    key: str
    doubtful: bool = False


class State(NamedTuple):
    """A status as read, with what it says about waiting or cancelling."""

    key: str
    waiting_for: str = ""
    cancel_reason: str = ""


def cell_text(value: object) -> str:
    """Return a cell as somebody would read it, on one or several lines."""
    if value is None:
        return ""
    if isinstance(value, str):
        return restored(storable(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, float):
        return _float_text(value)
    if isinstance(value, int):
        # Python refuses to write out numbers of many thousand digits.
        return str(value) if abs(value) < _LARGE else f"{float_of(value):g}"
    if isinstance(value, timedelta):
        return str(value)
    return storable(str(value))


def float_of(value: int) -> float:
    """Return a whole number as float, infinity where it is too large."""
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def severity(text: str) -> Severity | None:
    """Return S1 … S4 of a text such as “S1”, “2”, “High”, “P2 - High”.

    1 is the most severe on every scale; 0 counts as 1 and 5 as 4.
    """
    key = _PUNCTUATION.sub(" ", fold(ascii_digits(text))).strip()
    if key in SEVERITY_WORDS:
        return Severity(SEVERITY_WORDS[key])
    number, words = _numbered(key)
    word = SEVERITY_WORDS.get(words) or SEVERITY_WORDS.get(words.partition(" ")[0])
    if number is None:
        return Severity(word) if word else None
    said = f"s{min(4, max(1, number))}"
    return Severity(word or said, bool(word) and word != said)


def state(text: str) -> State | None:
    """Return the state of a status; of “Closed - duplicate” the last part counts."""
    folded = fold(text).strip(" .!*")
    found = STATES.get(folded) or STATES.get(_PUNCTUATION.sub(" ", folded).strip())
    if not found:
        parts = [STATES.get(part.strip(" .!*")) for part in _PARTS.split(folded)]
        found = next((part for part in reversed(parts) if part), None)
    if not found:
        return None
    key, _colon, detail = found.partition(":")
    waiting_for = detail if key == "waiting" else ""
    return State(key, waiting_for, detail if key == "cancelled" else "")


def level(text: str) -> str | None:
    """Return ``l0`` … ``l3`` of a text such as “L2”, “Tier 2”, “2nd line”."""
    folded = fold(ascii_digits(text))
    if folded in LEVELS:
        return LEVELS[folded]
    key = _PUNCTUATION.sub(" ", folded).strip()
    words = key.split(" ")
    return (
        LEVELS.get(key)
        or LEVELS.get(" ".join(words[:2]))
        or LEVELS.get(words[0] if not words[0].isdigit() or len(words) == 1 else "")
    )


def channel(text: str) -> str | None:
    """Return the channel of a text such as “Phone” or “WhatsApp group”."""
    key = fold(text)
    return CHANNELS.get(key) or CHANNELS.get(key.partition(" ")[0])


def yes_no(text: str) -> bool | None:
    """Return whether a text says yes."""
    found = YES_NO.get(fold(text).strip("."))
    return None if found is None else found == "yes"


def _numbered(key: str) -> tuple[int | None, str]:
    """Return the number of a severity and the words around it."""
    found = _NUMBER_FIRST.match(key)
    if found and (not found[1] or found[1] in SEVERITY_PREFIXES):
        return int(found[2]), found[3] or ""
    found = _NUMBER_LAST.match(key)
    if found and (found[2] or found[1] in SEVERITY_WORDS):
        return int(found[3]), found[1]
    return None, key


def _float_text(value: float) -> str:
    if value != value:
        return ""
    if value.is_integer() and abs(value) < _LARGE:
        return str(int(value))
    return f"{value:.10g}"
