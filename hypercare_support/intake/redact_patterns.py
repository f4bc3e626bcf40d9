"""Secrets that give themselves away by their shape, whatever they are called.

Every pattern begins with something literal and repeats only classes of characters, so
that a search is one pass over the text.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple


class Span(NamedTuple):
    """A piece of text that has to go, and what it seems to be."""

    start: int
    end: int
    kind: str


#: What a shape begins with, how it goes on, and what it is. Looking for plain strings
#: first is what makes the search fast: most texts have none.
_SHAPES = (
    # JSON Web Tokens, also cut off ones.
    ("eyJ", r"[\w-]{8,}(?:\.[\w-]*){0,4}", "token"),
    ("AKIA ASIA", r"[A-Z0-9]{4,}", "key"),
    ("ghp_ gho_ ghu_ ghs_ ghr_ github_pat_", r"\w{4,}", "token"),
    ("glpat- xapp-", r"[\w-]{4,}", "token"),
    ("sk_live_ sk_test_ rk_live_ rk_test_ pk_live_ pk_test_", r"\w{3,}", "key"),
    ("whsec_", r"[\w+/=]{4,}", "key"),
    ("sk-", r"(?:ant-|proj-)?[\w-]{20,}", "key"),
    ("xox", r"[a-z][.-][\w.-]{4,}", "token"),
    ("hooks.slack.com/services/", r"[\w/]{4,}", "token"),
    ("AIza", r"[\w-]{4,}", "key"),
    ("ya29.", r"[\w-]{8,}", "token"),
    ("GOCSPX-", r"[\w-]{4,}", "key"),
    ("SG.", r"[\w-]{10,}\.[\w-]{10,}", "key"),
    ("npm_ dop_v1_ shpat_ shpss_ hf_", r"[A-Za-z0-9]{16,}", "token"),
    ("pypi-", r"[\w-]{16,}", "token"),
    # How Odoo, PostgreSQL and Unix store passwords.
    ("$pbkdf2 $argon2 $scrypt", r"[\w-]*\$[\w$./+=,-]{8,}", "password"),
    ("$2a$ $2b$ $2x$ $2y$ $1$ $5$ $6$", r"[\w$./+=,-]{8,}", "password"),
    ("SCRAM-SHA-256$", r"[\w$./+=:]{8,}", "password"),
    ("{SSHA}", r"[\w/+=]{8,}", "password"),
)
_BEGINNINGS = {
    begin: (re.compile(goes_on), kind)
    for begins, goes_on, kind in _SHAPES
    for begin in begins.split()
}
#: A letter before is part of a longer word, unless it is that of an escape.
_NO_WORD_BEFORE = re.compile(r"(?:(?<![A-Za-z0-9])|(?<=\\[nrt])|(?<=%[0-9A-Fa-f]{2}))")
_TELEGRAM = re.compile(r"(?<!\d)\d{8,10}:AA[\w-]{30,40}")
_BEARER = re.compile(r"[Bb](?:earer|EARER)(?:[ \t+]|%20)+([\w.~+/=-]{8,})")
_BASIC = re.compile(r"[Bb](?:asic|ASIC)(?:[ \t+]|%20)+([A-Za-z0-9+/_-]{6,})={0,2}")
_SESSION_FILE = re.compile(r"sessions/[\w-]{2}/([\w-]{20,})")
_CURL = re.compile(r"(?:--user|-u)[ =]['\"]?[^\s:'\"]{1,100}:([^\s'\"]+)")
_ODOO_CLI = re.compile(r"[ \t]-w[ =]?['\"]?([^\s'\"]+)")
_PEM = re.compile(r"-----BEGIN [A-Z0-9 ]{0,60}(?:-{1,5})?")
_PEM_REST = re.compile(
    r"(?:\\{1,4}[nr]|\s)*"
    r"(?:[\w -]{1,30}: [^\n\\]{0,200}(?:\\{1,4}[nr]|\s)+)*"
    r"(?:[ \t|>]*(?:[A-Za-z0-9+/=]{16,}|-----|\\{1,4}[nr])(?:\\{1,4}[nr]|\s)*)*"
    r"(?:[A-Za-z0-9+/=]+)?"
)
_LONG = re.compile(r"[A-Za-z0-9+/_-]{32,}={0,2}")
_CUT_OFF = re.compile(r"(?=[A-Za-z+/_-]*\d[A-Za-z\d]*\d)[A-Za-z0-9+/_-]{12,200}\Z")
_HEX = re.compile(r"[0-9a-fA-F]{32,}")
_TELLING_NEAR = re.compile(
    r"pass(?:word|wd|phrase)|secret|token|api.?key|access.?key|private.?key|credential"
    r"|\bsession|cookie|csrf|\bsid\b|bearer|authoriz",
    re.IGNORECASE,
)
#: How far from a long random string its name may stand, on the same line.
_NEAR = 48
#: Odoo's own session ids are this long.
_SESSION_ID = 84


def shapes(text: str) -> Iterator[Span]:
    """Yield what is a secret by its looks."""
    for begin, (goes_on, kind) in _BEGINNINGS.items():
        position = 0
        while (start := text.find(begin, position)) >= 0:
            position = start + len(begin)
            found = goes_on.match(text, position)
            if found and _NO_WORD_BEFORE.match(text, start):
                yield Span(start, found.end(), kind)
                position = found.end()
    for found in _found(_TELEGRAM, text, ":AA"):
        yield Span(found.start(), found.end(), "token")
    for pattern, kind, needle in (
        (_BEARER, "token", "earer"),
        (_BASIC, "password", "asic"),
    ):
        for found in _found(pattern, text, needle, needle.upper()):
            if pattern is _BASIC and not _is_basic(found[1]):
                continue
            if pattern is _BEARER and not re.search(r"\d|.{24}", found[1]):
                continue
            yield Span(found.start(1), found.end(), kind)
    for pattern, kind, needle in (
        (_SESSION_FILE, "session", "sessions/"),
        (_CURL, "password", "-u"),
        (_ODOO_CLI, "password", " -w"),
    ):
        for found in _found(pattern, text, needle):
            before = text[max(0, found.start() - 400) : found.start()]
            if pattern is _ODOO_CLI and "odoo" not in before.rpartition("\n")[2]:
                continue
            yield Span(found.start(1), found.end(1), kind)
    yield from _pem(text)
    yield from _random(text)


def _found(
    pattern: re.Pattern[str], text: str, *needles: str
) -> Iterator[re.Match[str]]:
    """Search for a pattern if anything of it can be there at all, which is quicker."""
    if any(needle in text for needle in needles):
        yield from pattern.finditer(text)


def entropy(text: str) -> float:
    """Return the bits of surprise per character of the beginning of a text."""
    text = text[:256]
    counts = Counter(text).values()
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts)


def looks_random(word: str) -> bool:
    """Tell whether a long word is random rather than a name or a path."""
    if _HEX.fullmatch(word):
        return entropy(word) > 2.5
    if word.count("/") > max(2, len(word) // 20) or len(word) < 40:
        return False
    begin = word[:256]
    mixed = all(len(re.findall(kind, begin)) > 2 for kind in ("[a-z]", "[A-Z]", r"\d"))
    return mixed and not re.search("[a-z]{9}", begin) and entropy(begin) > 4


def _is_basic(word: str) -> bool:
    """Tell whether a word is ``user:password`` in base64, perhaps cut off."""
    whole = word[: len(word) // 4 * 4].replace("-", "+").replace("_", "/")
    try:
        decoded = base64.b64decode(whole)
    except (binascii.Error, ValueError):
        return False
    return b":" in decoded[:200] or (len(decoded) > 4 and not word.isalpha())


def _pem(text: str) -> Iterator[Span]:
    """Yield PEM blocks: to their end, or as far as it looks like one if cut off."""
    position = 0
    while found := _PEM.search(text, position):
        limit = text.find("-----BEGIN", found.end())
        limit = min(limit if limit >= 0 else len(text), found.end() + 20_000)
        end = text.find("-----END", found.end(), limit)
        if end >= 0:
            closing = re.compile(r"-----END[A-Z0-9 ]{0,60}-{0,5}").match(text, end)
            position = closing.end() if closing else end
        else:
            rest = _PEM_REST.match(text, found.end())
            position = rest.end() if rest else found.end()
            position -= len(text[found.end() : position]) - len(
                text[found.end() : position].rstrip()
            )
        yield Span(found.start(), position, "key")


def _random(text: str) -> Iterator[Span]:
    """Yield long random strings that stand next to a telling word, and session ids."""
    for found in _LONG.finditer(text):
        start, end = found.span()
        word = found[0].rstrip("=")
        if len(word) == _SESSION_ID and looks_random(word):
            yield Span(start, end, "session")
        elif _near(text, start, end):
            if looks_random(word):
                yield Span(start, end, "token")
            elif inner := _HEX.search(text, start, end):
                yield Span(inner.start(), inner.end(), "token")

    # At the end of a text that was cut off, a part of one will do.
    found = _CUT_OFF.search(text, max(0, len(text) - 200))
    if found and _near(text, *found.span()):
        yield Span(found.start(), found.end(), "token")


def _near(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - _NEAR) : start].rpartition("\n")[2]
    after = text[end : end + _NEAR].partition("\n")[0]
    return bool(_TELLING_NEAR.search(before) or _TELLING_NEAR.search(after))
