"""What a report may bring along: text, addresses and files.

Pure checks of what anybody can send by RPC. Nothing raises; a refusal is a `Problem`,
whose key the caller turns into a sentence in the user's language (`PROBLEM_KEYS`).
Files: `limits_files`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from .redact import MARKER, redact
from .redact_keys import kind_of
from .redact_patterns import looks_random

#: Every key a `Problem` can have, with the values its sentence may name.
PROBLEM_KEYS = {
    "not_text": (),
    "too_long": ("limit", "length"),
    "empty_file": ("name",),
    "too_big": ("name", "limit", "size"),
    "too_many": ("limit", "count"),
    "type_refused": ("name",),
    "dangerous": ("name",),
    "mismatch": ("name", "found"),
    "macro": ("name",),
    "archive_refused": ("name",),
}
_LONGEST_URL = 2000

_LINE_ENDS = re.compile(r"\r\n?|[\n\v\f\x1c-\x1e\x85\u2028\u2029]")
# Tab and line feed stay; so do the joiners that Bengali and emoji are written with,
# and the marks of direction, but not those that turn the order of letters round.
_CONTROLS = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202d\u202e\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_RANDOM = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[\w~-]{24,}")
_PORTS = {"http": 80, "https": 443}


class Problem(NamedTuple):
    """Why something is refused or was shortened.

    :ivar key: one of `PROBLEM_KEYS`
    :ivar values: what a sentence about it may name
    """

    key: str
    values: dict[str, Any]


class Cleaned(NamedTuple):
    """A text that can be stored; with a problem, it is not all that was sent."""

    text: str
    problem: Problem | None = None


def clean_text(value: Any, limit: int, *, one_line: bool = False) -> Cleaned:
    """Return *value* without what a database, a mail or a screen stumbles over.

    Line ends become ``\\n`` (with *one_line* blanks), control characters go, halves of
    characters become U+FFFD. What is longer than *limit* is cut, with problem
    ``too_long``; nothing at all is an empty text.
    """
    if value is None or value is False:
        return Cleaned("")
    if not isinstance(value, str):
        return Cleaned("", Problem("not_text", {}))
    # Two halves that belong together become one character again.
    whole = value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = _CONTROLS.sub("", _LINE_ENDS.sub(" " if one_line else "\n", whole))
    text = re.sub(r"\s+", " ", text).strip() if one_line else text.strip("\n")
    if len(text) > limit:
        values = {"limit": limit, "length": len(text)}
        return Cleaned(text[: max(0, limit)], Problem("too_long", values))
    return Cleaned(text)


def safe_url(url: Any, own_origin: str) -> str:
    """Return path and fragment of an address of this server; empty for any other.

    The query goes, and with it what is in it; of the fragment what is a secret by name
    or by looks; of the path what looks like an access token.

    >>> safe_url("https://erp.example/odoo/sales/7?debug=1#id=7", "https://erp.example")
    '/odoo/sales/7#id=7'
    """
    if not isinstance(url, str) or len(url) > _LONGEST_URL * 4:
        return ""
    url = clean_text(url.strip(), _LONGEST_URL).text
    if re.search(r"[\s\\]", url):
        return ""
    try:
        parts, own = urlsplit(url), urlsplit(own_origin)
        same = _origin(parts) == _origin(own)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc:
        if parts.scheme not in _PORTS or not same:
            return ""
    elif not url.startswith("/"):
        return ""
    path = "/" + "/".join(_segment(part) for part in parts.path.lstrip("/").split("/"))
    path = redact(path).text
    fragment = _fragment(parts.fragment)
    return f"{path}#{fragment}" if fragment else path


def _origin(parts: Any) -> tuple[str, int | None]:
    """Host and port; a proxy may have changed http to https, so that is no matter."""
    port = parts.port or _PORTS.get(parts.scheme)
    return (parts.hostname or "").lower(), 0 if port in _PORTS.values() else port


def _segment(part: str) -> str:
    plain = unquote(part)
    token = _UUID.search(plain) or looks_random(plain) or _RANDOM.fullmatch(plain)
    if token and not _is_slug(plain):
        return MARKER
    return part


def _is_slug(part: str) -> bool:
    """Tell whether a long part is words with hyphens: ``my-long-product-name-7``."""
    words = re.split(r"[-_~]", part)
    return len(words) > 2 and all(
        word.isalpha() or (word.isdigit() and len(word) < 7) for word in words
    )


def _fragment(fragment: str) -> str:
    pieces = []
    for piece in fragment.split("&"):
        name, equals, value = piece.partition("=")
        if equals and (kind_of(unquote(name)) or _segment(value) == MARKER):
            continue
        if redact(unquote(piece)).count or _segment(piece) == MARKER:
            continue
        pieces.append(piece)
    return "&".join(pieces)


def plain_name(name: str) -> str:
    """Return the last part of a path, normal in form, without invisible characters."""
    name = unicodedata.normalize("NFC", clean_text(name, 4000, one_line=True).text)
    name = re.split(r"[/\\]", name)[-1]
    kept = "\u200c\u200d"  # joiners, which spelling needs
    return "".join(
        character
        for character in name
        if character in kept
        or unicodedata.category(character) not in ("Cf", "Cc", "Co")
    )
