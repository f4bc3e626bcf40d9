"""Secrets that only their place in a list gives away.

The third argument of a remote call to Odoo, a value below a column of an SQL statement,
a parameter of it, the value of a form field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .redact_keys import kind_of
from .redact_patterns import Span
from .redact_values import QUOTE, Values, harmless

_INSERT = re.compile(
    r"insert\s{1,9}into\s[^\s(]{1,128}\s{0,9}\(([^()]{1,8000})\)\s{0,99}values\s{0,99}"
)
_ASSIGNED = re.compile(r"=\s{0,9}%s")
_COLUMN = re.compile(r"([A-Za-z_][\w.]{1,63})(?:\\{0,4}[\"`])?\s{0,9}\Z")
_STATEMENT = re.compile(r"\b(?:select|update|insert|delete|with)\b")
_PLACEHOLDER = re.compile(r"%s")
_KEY_VALUES = re.compile(r"key \(([^()\n]{1,500})\)=\(")
_SERVICE = re.compile(
    rf"service(?:{QUOTE})\s{{0,9}}:\s{{0,9}}(?:{QUOTE})(object|common|db)\b"
)
_ARGS = re.compile(rf"args(?:{QUOTE})\s{{0,9}}:\s{{0,9}}(?=[\[(])")
_CALL = re.compile(r"(execute_kw|execute|exec_workflow|authenticate|login)(?=\()")
_METHOD = re.compile(
    r"<methodname>\s{0,9}(?:execute_kw|execute|authenticate|login)\s{0,9}</methodname>"
)
_CONTENT = re.compile(r"<value>\s{0,99}(?:<\w{1,20}>)?([^<]{1,8000})")
_TAG = re.compile(r"<(?:input|meta|param|property|entry|add|setting)\b[^<>]{0,2000}>?")
_TAG_NAME = re.compile(
    r"\b(?:name|id|key|property|type)\s{0,9}=\s{0,9}\\{0,4}[\"']?([^\s\"'<>\\]{1,80})"
)
_TAG_VALUE = re.compile(
    r"\b(?:value|content)\s{0,9}=\s{0,9}\\{0,4}"
    r"(\"[^\"\\]*\"?|'[^'\\]*'?|[^\s\"'<>]+)"
)
_TOKEN = re.compile(rf"{QUOTE}|[()\[\]{{}},]")
_LONGEST = 20_000
#: Placeholders looked at per text: a log of thousands repeats itself.
_MOST = 200


def in_lists(text: str, low: str) -> Iterator[Span]:
    """Yield secrets given by their position; *low* is the text in lower case."""
    lists = Lists(text, low)
    yield from lists.inserted()
    yield from lists.parameters()
    yield from lists.key_details()
    yield from lists.remote_calls()
    yield from lists.forms()


class Lists:
    """The lists of one text."""

    def __init__(self, text: str, low: str):
        self.text, self.low = text, low
        self.values = Values(low)
        # Lists in lists are read again and again; hostile text only so often.
        self._asked = 0
        self._patience = 2 * len(low) + _LONGEST

    def items(
        self, position: int, most: int = 1000
    ) -> tuple[list[tuple[int, int]], int]:
        """Return the items of the list that opens at *position*, and where it ends.

        A list that is cut off ends with the text; strings are stripped of quotes.
        """
        items, end = self._items(position, most)
        self._patience -= end - position
        return items, end

    def _items(self, position: int, most: int) -> tuple[list[tuple[int, int]], int]:
        low, items = self.low, []
        limit = min(len(low), position + min(_LONGEST, max(0, self._patience)))
        depth, begin = 0, position + 1
        while token := _TOKEN.search(low, position, limit):
            position = token.end()
            if token[0] in ("(", "[", "{"):
                depth += 1
            elif token[0] in (")", "]", "}"):
                depth -= 1
                if not depth:
                    items.append(self._strip(begin, position - 1))
                    return items, position
            elif token[0] == ",":
                if depth == 1:
                    items.append(self._strip(begin, position - 1))
                    begin = position
                    if len(items) == most:
                        return items, position
            else:
                end = self.values.closing(position, token[0], limit)
                position = limit if end is None else end + len(token[0])
        items.append(self._strip(begin, limit))
        return items, limit

    def _strip(self, begin: int, end: int) -> tuple[int, int]:
        item = self.low[begin:end]
        begin += len(item) - len(item.lstrip())
        end = max(begin, end - len(item) + len(item.rstrip()))
        opening = self.values.opening(begin)
        if opening and opening.end() <= end:
            begin = opening.end()
            quote = opening["quote"]
            if self.low.endswith(quote, begin, end):
                end -= len(quote)
        return begin, end

    def _span(self, item: tuple[int, int], kind: str) -> Iterator[Span]:
        if not harmless(self.low[slice(*item)]):
            yield Span(*item, kind)

    def inserted(self) -> Iterator[Span]:
        """``INSERT INTO t (login, password) VALUES ('admin', 'x'), …``"""
        for found in _INSERT.finditer(self.low):
            columns = [name.strip(' \n\t"`\\') for name in found[1].split(",")]
            telling = {
                i: kind for i, name in enumerate(columns) if (kind := kind_of(name))
            }
            position = found.end()
            while telling and self.low[position : position + 1] == "(":
                items, end = self.items(position)
                if end == position:
                    return
                position = end
                for index, kind in telling.items():
                    if index < len(items):
                        item = items[index]
                        yield from self._span(item, kind)
                        if self.low[slice(*item)] == "%s":
                            yield from self._parameter(item[0], kind)
                comma = re.compile(r"\s{0,9},\s{0,9}").match(self.low, position)
                position = comma.end() if comma else position

    def parameters(self) -> Iterator[Span]:
        """``SET password = %s … ['x', 2]``"""
        for found in _ASSIGNED.finditer(self.low):
            before = self.text[max(0, found.start() - 80) : found.start()]
            column = _COLUMN.search(before)
            if column and (kind := kind_of(column[1])):
                yield from self._parameter(found.end() - 2, kind)

    def _parameter(self, placeholder: int, kind: str) -> Iterator[Span]:
        """Yield the parameter of the placeholder at *placeholder*."""
        low = self.low
        self._asked += 1
        if self._asked > _MOST:
            return
        first = max(0, placeholder - 2000)
        begins = [
            found.start() for found in _STATEMENT.finditer(low, first, placeholder)
        ]
        start = begins[-1] if begins else first
        index = len(_PLACEHOLDER.findall(low, start, placeholder))
        openings = re.compile(r"[\[(]").finditer(low, placeholder, placeholder + 2000)
        for _tries, opening in zip(range(20), openings, strict=False):
            items, end = self.items(opening.start())
            total = len(_PLACEHOLDER.findall(low, start, opening.start()))
            contents = [low[slice(*item)] for item in items]
            whole = len(items) == total or end == len(low)  # or cut off
            if index < len(items) and whole and "%s" not in contents:
                if low[items[index][0] - 1] not in "\"'":
                    return  # words in brackets, or names of variables
                yield from self._span(items[index], kind)
                return

    def key_details(self) -> Iterator[Span]:
        """PostgreSQL's ``Key (login, access_token)=(admin, x) already exists.``"""
        position = 0
        while found := _KEY_VALUES.search(self.low, position):
            position = found.end()
            names = [name.strip(' "') for name in found[1].split(",")]
            kinds = [kind_of(name) for name in names]
            if not any(kinds):
                continue
            begin = found.end()
            line_end = min(self.values.line_end(begin), begin + 4000)
            ending = re.compile(r"\) (?:already|is |conflicts)|\)\.?\s*$").search(
                self.low, begin, line_end
            )
            end = ending.start() if ending else line_end
            position = max(position, end)
            values = self.low[begin:end].split(", ")
            if len(values) != len(names):
                yield from self._span((begin, end), next(filter(None, kinds)))
                continue
            for kind, value in zip(kinds, values, strict=True):
                if kind:
                    yield from self._span((begin, begin + len(value)), kind)
                begin += len(value) + 2

    def remote_calls(self) -> Iterator[Span]:
        """The password among the arguments of Odoo's remote calls."""
        low = self.low
        for found in _SERVICE.finditer(low):
            index = 0 if found[1] == "db" else 2
            args = _ARGS.search(low, found.end(), found.end() + 400)
            if not args:
                # As often they come first, as some clients sort their keys.
                name = low.rfind("args", max(0, found.start() - 2000), found.start())
                args = _ARGS.match(low, name) if name >= 0 else None
            if args:
                items, _end = self.items(args.end(), most=3)
                if index < len(items):
                    yield from self._span(items[index], "password")
        for found in _CALL.finditer(low):
            items, _end = self.items(found.end(), most=5)
            enough = 5 if found[1] == "execute" else 3
            if len(items) < enough or low[items[2][0] - 1] not in "\"'":
                continue
            yield from self._span(items[2], "password")
        for found in _METHOD.finditer(low):
            position = found.end()
            for _skip in range(3):
                position = low.find("<param>", position, position + 8000) + 7
                if position < 7:
                    break
            else:
                if content := _CONTENT.search(low, position, position + 200 + 8000):
                    yield from self._span(content.span(1), "password")

    def forms(self) -> Iterator[Span]:
        """``<input name="csrf_token" value="x">``, whatever comes first."""
        for found in _TAG.finditer(self.low):
            tag = self.text[found.start() : found.end()]
            kinds = (kind_of(name) for name in _TAG_NAME.findall(tag))
            kind = next(filter(None, kinds), None)
            if found.end() == len(self.low) and tag[-1] != ">":
                kind = kind or "token"  # cut off before it says its name
            value = _TAG_VALUE.search(self.low, found.start(), found.end())
            if kind and value:
                begin, end = value.span(1)
                quoted = value[1][0] in "\"'"
                closed = quoted and len(value[1]) > 1 and value[1][-1] == value[1][0]
                yield from self._span((begin + quoted, end - closed), kind)
