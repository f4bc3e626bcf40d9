"""Secrets that stand behind a telling name: ``password=…``, ``"apiKey": "…"``.

Source lines of a Python traceback are read as code: ``password = self._ask()`` stays,
``password = "hunter2"`` does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .redact_code import Code, begins_line
from .redact_keys import (
    KEY_CHARACTERS,
    LONGEST_KEY,
    NEEDLES,
    is_auth,
    is_header,
    kind_of,
)
from .redact_patterns import Span
from .redact_values import MARKER, QUOTE, Values, harmless, looks_secret

_SEPARATOR = (
    r"[ \t]*(?::=|=>|[=!]==?|=|:|%(?:25){0,3}3[ad]|&#0{0,3}61;|&#x0{0,3}3d;"
    r"|\\{1,4}u003d)"
)
_NAMED = re.compile(
    rf"(?:{NEEDLES})(?=([\w.-]{{0,40}}))\1(?P<close>(?:{QUOTE}|\]|%5d){{0,3}})"
    rf"(?:(?P<sep>{_SEPARATOR})|(?P<comma>[ \t]{{0,9}},\s{{0,80}})"
    r"|(?P<xml>(?:[ \t][^<>\n]{0,80})?(?<!/)>"
    r"|</(?:\w{1,9}:)?(?:name|t[dh]|dt|label|key|b|strong|span)>\s{0,99}"
    r"(?:<\w[^<>]{0,60}>\s{0,99}){1,3})"
    r"|(?P<is>[ \t]+(?:is|was|ist|est|es)[ \t]*:?[ \t]+)"
    r"|(?P<space>[ \t]+(?=[\"'`&\\%])))"
)
_OPTION = re.compile(r"--([a-z][\w-]{1,40})[ \t]+([^\s-]\S*)")
_ESCAPE = re.compile(r"(?<=\\)(?:u[0-9a-f]{4}|[nrt])|(?<=%)(?:25){0,3}[0-9a-f]{2}")
_OPERATOR = re.compile(
    rf"(?:{QUOTE})(?:[=!<>?]+|=?i?like)(?:{QUOTE})\s{{0,80}},\s{{0,80}}"
)
_VALUE_KEY = re.compile(
    rf"(?:{QUOTE})(?:value|val|default|content)(?:{QUOTE})\s{{0,9}}:\s{{0,80}}"
)
_TAGS = re.compile(
    r"(?:</?(?:b|strong|t[dh]|label|span|i|em|code|dt|dd|p|br)/?>[ \t]*)+"
)
_WORD_BEFORE = re.compile(r"\b[A-Za-z]{3,10} \Z")
_LINE_BREAK = re.compile(r"\\{1,4}[rn]|(?<!\\)[\"'](?=[\s,)\]}]|\Z)")
_NEXT_LINE = re.compile(r"\r?\n[ \t]*([^\s:=<>]+)[ \t]*(?=\r?\n|\Z)")


def lower(text: str) -> str:
    """Return a text in lower case, each character where it was."""
    # The only character that becomes two.
    return text.replace("\u0130", "i").lower()


class Named:
    """Finds the named secrets of one text."""

    def __init__(self, text: str):
        self.text = text
        self.low = lower(text)
        self.values = Values(self.low)
        self.code = Code(text)

    def spans(self) -> Iterator[Span]:
        """Yield what has to go, from the beginning to the end."""
        position = 0
        while found := _NAMED.search(self.low, position):
            position = found.start("close")
            start, kind = self._name(found)
            if not kind:
                continue
            for begin, end in self._value(found, start):
                if self.low[begin:end].strip() not in ("", MARKER):
                    yield Span(begin, end, kind)
                    if self.low[begin - 1 : begin] in ('"', "'"):
                        # Over a line end the quote may be that of another name.
                        end = min(end, self.values.line_end(begin))
                    position = max(position, end)
        for found in _OPTION.finditer(self.low):
            if (kind := kind_of(found[1])) and not harmless(found[2]):
                yield Span(found.start(2), found.end(2), kind)

    def _name(self, found: re.Match[str]) -> tuple[int, str | None]:
        """Return where the name around a needle begins, and what it announces."""
        start, end = found.start(), found.start("close")
        before = self.text[max(0, start - LONGEST_KEY) : start]
        start -= len(before) - len(before.rstrip(KEY_CHARACTERS))
        if escape := _ESCAPE.match(self.low, start):
            start = min(escape.end(), found.start())
        name = self.text[start:end]
        if name.lower() == "key" and (word := _WORD_BEFORE.search(before)):
            start -= len(word[0])  # "API key", as people write it
            name = self.text[start:end]
        if name[:5] == "odoo." and found["sep"] and not found["close"]:
            return start, None  # the name of a logger
        return start, kind_of(name) or ("password" if is_auth(name) else None)

    def _value(self, found: re.Match[str], start: int) -> list[tuple[int, int]]:
        name = self.text[start : found.start("close")]
        if found["sep"]:
            spans = self._assigned(found, start, name)
            if is_auth(name):
                spans = [span for span in spans if self._is_login(*span)]
            return spans
        if is_auth(name):
            return []
        if found["comma"]:
            return self._paired(found, start)
        if found["xml"]:
            return self._element(found, start)
        if found["is"]:
            return self._told(found.end())
        opening = self.values.opening(found.end())
        if not opening or kind_of(name) != "password" or found["close"]:
            return []
        begin, end = self.values.quoted(opening)
        word = self.text[begin:end]
        return [] if harmless(word.lower()) or kind_of(word) else [(begin, end)]

    # === AFTER A SEPARATOR === #

    def _assigned(
        self, found: re.Match[str], start: int, name: str
    ) -> list[tuple[int, int]]:
        low, values = self.low, self.values
        position = values.skip_blank(found.end())
        if tags := _TAGS.match(low, position):
            position = tags.end()
        in_code = self.code.holds(start)
        # A name that has its own quotes is a key; the value is code again.
        inside = in_code and not found["close"] and self.code.quote_around(start)
        if opening := values.opening(position):
            if inside == opening[0]:
                return []  # where the text that holds the name ends
            begin, end = values.quoted(opening)
            return [] if harmless(low[begin:end]) else [(begin, end)]
        if low.startswith(MARKER, position):
            after = position + len(MARKER)
            end = values.bare(after, bool(re.search("[%&]", found["sep"])))[1]
            return [(position, end)] if end > after else []
        own_line = not found["close"] and begins_line(low, start)
        if low[position : position + 1] in ("(", "[", "{"):
            return self._bracket(position, in_code, own_line)
        if in_code:
            if inside:
                return self._in_literal(found, start, position)
            if not low[position : position + 1].isdigit():
                return []
            own_line = False
        return self._bare(found, start, name, position, own_line)

    def _in_literal(
        self, found: re.Match[str], start: int, position: int
    ) -> list[tuple[int, int]]:
        """``"refused, password=hunter2"`` in a source line: what is written there is a
        literal; behind a blank or a colon only if it looks like a secret.
        """
        encoded = bool(re.search("[%&]", found["sep"]))
        end = self.values.bare(position, encoded)[1]
        if is_header(self.text[start : found.start("close")]):
            rest = self.low[position : self.values.line_end(position)]
            end = position + len(re.split(r"[\"'`]", rest)[0])
        value = self.low[position:end].rstrip(".,;:!")
        written = found["sep"] == "=" and position == found.end()
        secret = written or encoded or ("(" not in value and looks_secret(value))
        return [(position, position + len(value))] * (secret and not harmless(value))

    def _bracket(
        self, position: int, in_code: bool, own_line: bool
    ) -> list[tuple[int, int]]:
        if in_code and not self.values.opening(position + 1):
            return []
        end = self.values.bracket(position)
        line_end = self.values.line_end(position)
        if end is None or (own_line and not in_code):
            end = max(end or 0, line_end)
        value = self.low[position:end]
        if harmless(value) or not re.search(r"[^\s()\[\]{},]", value):
            return []
        return [(position, end)]

    def _bare(
        self,
        found: re.Match[str],
        start: int,
        name: str,
        position: int,
        own_line: bool,
    ) -> list[tuple[int, int]]:
        low, values, separator = self.low, self.values, found["sep"]
        colon = separator.strip() == ":"
        header = is_header(name)
        encoded = bool(re.search("[%&]", separator))
        if colon and not found["close"]:
            if low[max(0, start - 11) : start] == "unexpected ":
                return []
            if values.is_sentence(position, header):
                return values.secret_words(position)
            if name.lower() == "pass" and not own_line:
                return []
        if block := values.block(position):
            return [block]
        line_end = values.line_end(position)
        if header or (own_line and self.low[start - 1 : start] != "\n"):
            line_end = self._string_end(start, position, line_end)
        if header:
            end = line_end
        elif own_line and position >= line_end:
            following = _NEXT_LINE.match(low, position) if colon else None
            return [following.span(1)] if following else []
        elif own_line and not encoded and not self._goes_on(name, separator, position):
            end = line_end
        else:
            end = values.bare(position, encoded)[1]
        value = low[position:end].rstrip(".,;")
        if harmless(value) or (name.endswith("s") and value.isdigit()):
            return []
        return [(position, end)]

    def _goes_on(self, name: str, separator: str, position: int) -> bool:
        """Tell whether a line is a query string, of which the value is a part."""
        tight = separator == "=" and self.low[position - 1] == "="
        return tight and not name.isupper() and self.values.goes_on(position)

    def _string_end(self, start: int, position: int, line_end: int) -> int:
        """Return where the line ends that a string beginning at *start* has, be it
        only written as such: at its quote, or at a line break shown as an escape.
        """
        end = line_end
        if (quote := self.low[start - 1 : start]) in ('"', "'", "`") and quote:
            depth = start - 1
            while depth and self.low[depth - 1] == "\\":
                depth -= 1
            quote = self.low[depth:start]
            closing = self.values.closing(position, quote, line_end)
            end = line_end if closing is None else closing
        escaped = _LINE_BREAK.search(self.low, position, end)
        return escaped.start() if escaped else end

    def _is_login(self, begin: int, end: int) -> bool:
        """Tell whether the value of ``auth`` can be a user with password."""
        value = self.low[begin:end]
        if value[:1] in ("(", "["):
            return bool(re.search("[\"'].*,", value, re.DOTALL))
        return len(value) >= 12 and bool(re.search(r"\d|[^\w.-]", value))

    # === OTHER WAYS TO GIVE A VALUE === #

    def _paired(self, found: re.Match[str], start: int) -> list[tuple[int, int]]:
        """``("password", "x")``, ``("password", "=", "x")``, and the pairs of dicts
        that call it name and value.
        """
        low, values = self.low, self.values
        if not found["close"] or found["close"].endswith("]"):
            return []
        position = found.end()
        if value_key := _VALUE_KEY.match(low, position):
            opening = values.opening(value_key.end())
            spans = [values.quoted(opening)] if opening else []
            return [span for span in spans if not harmless(low[slice(*span)])]
        before = low[max(0, start - 120) : start].rstrip()
        before = re.sub(rf"(?:{QUOTE})\Z", "", before).rstrip()
        operator = _OPERATOR.match(low, position)
        if not before.endswith("("):
            pairs = re.search(r"[\[,]\s*\[\Z", before)
            if not (pairs or (operator and before.endswith("["))):
                return []
        position = operator.end() if operator else position
        opening = values.opening(position)
        if not opening:
            return []
        begin, end = values.quoted(opening)
        return [] if harmless(low[begin:end]) else [(begin, end)]

    def _element(self, found: re.Match[str], start: int) -> list[tuple[int, int]]:
        """The content of an XML element that is called or named like a secret."""
        before = self.low[max(0, start - 300) : start]
        if before.rfind("<") <= before.rfind(">") and found["xml"][:2] != "</":
            return []
        if before.endswith("=<"):
            return []  # <password> as a placeholder
        if not found["close"] and not re.search(r"<(?:[\w-]+:)?\Z|>\s*\Z", before):
            return []
        begin = found.end()
        end = self.low.find("<", begin, begin + 20_000)
        end = self.values.line_end(begin) if end < 0 else end
        value = self.low[begin:end]
        return [] if harmless(value.strip()) else [(begin, end)]

    def _told(self, position: int) -> list[tuple[int, int]]:
        """``my password is x``: if x is quoted or looks like one."""
        if opening := self.values.opening(position):
            begin, end = self.values.quoted(opening)
            return [] if harmless(self.low[begin:end]) else [(begin, end)]
        word = re.compile(r"\S+").match(self.low, position)
        return [word.span()] if word and looks_secret(word[0]) else []
