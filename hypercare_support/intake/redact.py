"""Takes secrets out of tracebacks, failed calls and whatever else is reported.

`redact` is for text, `redact_context` for what came as JSON. Both are pure, never raise
and change nothing the second time. Text is redacted whole and clipped afterwards:
`clip` may cut a name off its secret.

What is decided, and why:

- A secret is what stands behind a telling name (`redact_keys`), what looks like one
  (`redact_patterns`), or what stands where one stands (`redact_lists`). In doubt, it
  goes – except in source lines of a Python traceback, where only literals go.
- Behind a name at the beginning of a line, the rest of the line goes: passwords have
  blanks. A sentence ("Password: it is never accepted") loses only its odd words.
- Names, line numbers, models, ids, messages stay. So do UUIDs, commit and checksum
  hashes, unless a telling name stands beside them; numbers of cards and accounts go
  only if their check digits are right, and 13 digits are a barcode.
- ``True``, ``None``, ``%s``, ``<password>`` and the like stay: they tell a developer
  something and nobody else anything.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import Any, NamedTuple

from .redact_keys import KINDS, is_auth, kind_of
from .redact_lists import in_lists
from .redact_named import Named
from .redact_numbers import numbers
from .redact_patterns import Span, shapes
from .redact_values import MARKER, harmless

__all__ = ["KINDS", "MARKER", "Redacted", "clip", "redact", "redact_context"]

#: Text changes less with every round; hostile text is left after so many.
_ROUNDS = 12
#: Deeper values of a context are dropped, and what comes after so many.
_DEEPEST = 30
_MOST = 20_000
_LEFT_OUT = "[… {count:,} characters left out …]"
_NAME_KEYS = ("name", "key", "header", "field", "k")
_VALUE_KEYS = ("value", "val", "content", "default", "v")


class Redacted(NamedTuple):
    """A text without its secrets.

    :ivar count: how many were taken out
    :ivar kinds: which ones, in the order of `KINDS`
    """

    text: str
    count: int
    kinds: tuple[str, ...]


def redact(text: str | bytes | None) -> Redacted:
    """Return *text* with `MARKER` in the place of every secret.

    >>> redact("GET /my?access_token=0f2b failed").text
    'GET /my?access_token=[redacted] failed'
    """
    if isinstance(text, bytes | bytearray):
        text = text.decode("utf-8", "replace")
    text = str(text or "")
    count, kinds = 0, set()
    for _round in range(_ROUNDS):
        spans = _spans(text)
        if not spans:
            break
        count += len(spans)
        kinds.update(span.kind for span in spans)
        pieces, position = [], 0
        for span in spans:
            pieces += (text[position : span.start], MARKER)
            position = span.end
        text = "".join(pieces) + text[position:]
    return Redacted(text, count, tuple(kind for kind in KINDS if kind in kinds))


def redact_context(context: Mapping[str, Any]) -> dict[str, Any]:
    """Return *context* without its secrets, with nothing in it but plain JSON values.

    Below a telling name everything goes. Tuples and sets become lists, bytes and other
    objects text; what is nested too deep or too much becomes `MARKER`.
    """
    return _Context().mapping(context if isinstance(context, Mapping) else {}, 0)


def clip(text: str, limit: int, note: str = _LEFT_OUT) -> str:
    """Return at most *limit* characters: the beginning of *text*, and more of its end.

    The end of a traceback names the error, the beginning says what was called.

    :param note: line between the two, in which ``{count}`` is what was left out
    """
    if len(text) <= limit:
        return text
    room = limit - len(note.format(count=len(text))) - 2
    if room < 2:
        return text[: max(0, limit)]
    head, tail = room // 3, room - room // 3
    begin, end = text[:head], text[len(text) - tail :]
    # Whole lines, unless that would cost more than a quarter.
    if (cut := begin.rfind("\n")) > head * 3 // 4:
        begin = begin[:cut]
    if 0 <= (cut := end.find("\n")) < tail // 4:
        end = end[cut + 1 :]
    left_out = len(text) - len(begin) - len(end)
    return f"{begin}\n{note.format(count=left_out)}\n{end}"


def _spans(text: str) -> list[Span]:
    """Return what has to go, sorted and joined; nothing that is gone already."""
    named = Named(text)
    found = [
        *named.spans(),
        *in_lists(text, named.low),
        *shapes(text),
        *numbers(text),
    ]
    return _new(text, _joined(found))


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(spans):
        if span.start >= span.end:
            continue
        if joined and span.start <= joined[-1].end:
            last = joined[-1]
            joined[-1] = last._replace(end=max(last.end, span.end))
        else:
            joined.append(span)
    return joined


def _new(text: str, spans: list[Span]) -> list[Span]:
    """Return what is more than a marker, grown to whole markers.

    So every round leaves less that is no marker, and the rounds come to an end.
    """
    if MARKER not in text:
        return spans
    ends: list[int] = []
    position = -1
    while (position := text.find(MARKER, position + 1)) >= 0:
        ends.append(position + len(MARKER))
    grown = []
    for start, end, kind in spans:
        first = bisect_right(ends, start)
        if first < len(ends):
            start = min(start, ends[first] - len(MARKER))
        last = bisect_right(ends, end)
        if last < len(ends) and ends[last] - len(MARKER) < end:
            end = ends[last]
        if text[start:end].replace(MARKER, "").strip():
            grown.append(Span(start, end, kind))
    return _joined(grown)


class _Context:
    """One walk through nested values, counting what it has seen."""

    def __init__(self) -> None:
        self.seen = 0

    def mapping(self, values: Mapping[Any, Any], depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        named = _named_value(values)
        arguments = _remote_arguments(values)
        for key, value in values.items():
            text = redact(str(key)).text
            if key == named or self._goes(str(key), value):
                result[text] = _gone(value)
            elif key == "args" and arguments is not None:
                result[text] = self.value(arguments, depth + 1)
            else:
                result[text] = self.value(value, depth + 1)
        return result

    def value(self, value: Any, depth: int) -> Any:
        self.seen += 1
        if value is None or isinstance(value, bool | float):
            return value
        if depth > _DEEPEST or self.seen > _MOST:
            return MARKER
        if isinstance(value, Mapping):
            return self.mapping(value, depth)
        if isinstance(value, list | tuple | set | frozenset):
            return self._items(list(value), depth)
        if isinstance(value, int):
            plain = str(value) if abs(value) < 10**40 else MARKER
            return value if redact(plain).text == plain else MARKER
        if not isinstance(value, str | bytes | bytearray):
            value = _described(value)
        return redact(value).text

    def _items(self, items: list[Any], depth: int) -> list[Any]:
        """Values of a list; of ``["password", "=", "x"]`` and ``["Cookie", "x"]`` the
        last one is a secret.
        """
        pair = len(items) == 2 and not _looks_like_names(items)
        leaf = len(items) == 3 and items[1] in (
            "=",
            "!=",
            "like",
            "ilike",
            "in",
            "=like",
        )
        if (pair or leaf) and isinstance(items[0], str) and kind_of(items[0]):
            return [*items[:-1], _gone(items[-1])]
        return [self.value(item, depth + 1) for item in items]

    def _goes(self, key: str, value: Any) -> bool:
        if kind_of(key):
            counted = isinstance(value, int) and key.lower().endswith("tokens")
            return not counted
        return is_auth(key) and isinstance(value, list | tuple | Mapping)


def _gone(value: Any) -> Any:
    """What is left of a secret: what says nothing stays."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str) and harmless(value.lower()):
        return value
    if isinstance(value, list | tuple | Mapping) and not value:
        return list(value) if not isinstance(value, Mapping) else {}
    return MARKER


def _named_value(values: Mapping[Any, Any]) -> str | None:
    """Return the key of the value in ``{"name": "password", "value": "x"}``."""
    names = [values[key] for key in _NAME_KEYS if key in values]
    if any(isinstance(name, str) and kind_of(name) for name in names):
        return next((key for key in _VALUE_KEYS if key in values), None)
    return None


def _remote_arguments(values: Mapping[Any, Any]) -> list[Any] | None:
    """Return the arguments of a remote call to Odoo without the password in them."""
    service, args = values.get("service"), values.get("args")
    if service not in ("object", "common", "db") or not isinstance(args, list | tuple):
        return None
    place = 0 if service == "db" else 2
    return [_gone(item) if index == place else item for index, item in enumerate(args)]


def _looks_like_names(items: list[Any]) -> bool:
    """Tell two names of fields from a name with its value."""
    return all(
        isinstance(item, str) and item.islower() and "_" in item and item.isidentifier()
        for item in items
    )


def _described(value: Any) -> str:
    try:
        return str(value)
    except Exception:
        # A report must not fail because an object cannot be shown.
        return type(value).__name__
