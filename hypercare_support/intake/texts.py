"""Text as it comes in: invisible marks, digits, lines, formulas.

Pure. Nothing here raises, whatever the text.
"""

from __future__ import annotations

import re
import unicodedata

#: Direction marks and the byte order mark: WhatsApp strews them over its lines. The
#: joiners that hold emoji and Bengali letters together are not among them.
MARKS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
#: Blanks inside a line.
BLANKS = " \t\u00a0\u2009\u202f"

_MARK = re.compile(f"[{MARKS}]")
_LEADING = re.compile(f"[{MARKS}{BLANKS}]+")
_ACCENT = re.compile("[\u0300-\u036f]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_BREAK = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "{=")
#: Writers of spreadsheets make a link of what begins so: of all the text, and without
#: these words. An address alone is a link that somebody wants.
_LINK = re.compile(r"(?:ftp|http)s?://|mailto:|(?:in|ex)ternal:")
_ADDRESS = re.compile(r"(?:ftp|http)s?://\S{1,1000}")


def bare(text: str) -> str:
    """Return the text without direction marks."""
    return text if text.isascii() else _MARK.sub("", text)


def lstrip_marks(text: str) -> str:
    """Return the text without blanks and marks at its beginning."""
    found = _LEADING.match(text)
    return text[found.end() :] if found else text


def lines(text: str) -> list[str]:
    """Return the lines, whatever the system that ended them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def storable(text: str) -> str:
    """Return the text without what a database refuses or nobody can see.

    Line ends become ``\\n``; other control characters and lone halves of a character
    go, and so do blanks at both ends.
    """
    text = _CONTROL.sub("", _BREAK.sub("\n", text))
    if not text.isascii():
        text = _MARK.sub("", text).encode("utf-8", "ignore").decode("utf-8")
    return text.strip()


def fold(text: str) -> str:
    """Return the text for comparison: case, accents, width and blanks do not count.

    Signs that are part of letters in other scripts (Bengali, Hindi) are kept.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKD", bare(text)).casefold()
    plain = _ACCENT.sub("", unicodedata.normalize("NFKD", plain))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", plain)).strip()


def phrases(text: str, parted_by: str | None = "|") -> tuple[str, ...]:
    """Return the folded phrases of a table in one string.

    :param parted_by: None for single words
    """
    return tuple(fold(phrase) for phrase in text.split(parted_by))


def ascii_digits(text: str) -> str:
    """Return the text with digits of every script (১২, ١٢) as 0 to 9."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text
    )


def neutralise(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula.

    A text that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line end (also full
    width, also after blanks) gets an apostrophe in front; `restored` takes it off. So
    does a text that would become a link and lose its beginning, or all of it.

    >>> neutralise("=2+3")
    "'=2+3"
    """
    inner = text.lstrip("' \u00a0")
    link = _LINK.match(inner) and not _ADDRESS.fullmatch(text)
    return "'" + text if link or inner.startswith(_FORMULA) else text


def restored(text: str) -> str:
    """Return what `neutralise` was given."""
    if text.startswith("'") and neutralise(text[1:]) == text:
        return text[1:]
    return text
