"""Where a value begins and ends that stands behind a telling name.

All functions work on lower-case text of the same length as the original, and look at
no character of a kept value more than a few times: long text takes long, not longer.
"""

from __future__ import annotations

import re

MARKER = "[redacted]"
#: A quote in any of the clothes it is seen in: repr in repr, HTML, URL, JSON in JSON.
QUOTE = (
    r"\\{0,15}(?:\"\"\"|'''|[\"'`])|&(?:amp;){0,3}(?:quot|apos|#0{0,3}3[49]|#x0{0,3}2[27]);"
    r"|%(?:25){0,3}2[27]|\\{1,8}u002[27]"
)
_OPENING = re.compile(rf"(?:[burf]{{1,2}}(?=[\"']))?(?P<quote>{QUOTE})")
_CALL = re.compile(r"(?:secret(?:str|bytes)?|str|bytes|markup|repr)\((?=[burf]?[\"'])")
_BLANK = re.compile(r"(?:[ \t]|%(?:25){0,3}(?:20|0[9ad])|\+(?=%))*")
_BLANK_LINES = re.compile(r"(?:\\{1,4}[nrt]|\s)*")
#: What stands in the place of a secret without being one.
_HARMLESS = re.compile(
    r"(?:none|null|nil|undefined|true|false|yes|no|on|off|nan|required|optional|invalid"
    r"|missing|expired|empty|wrong|include|same-origin|omit|n/a|[*•.…-]+|x{3,}"
    r"|%s|%\(\w+\)s|\?|\$\d+|:[a-z_]+|\{[\w.]*\}|\$\{\w+\}?|<[a-z_ -]+>"
    r"|<[\w .-]+ object at 0x[0-9a-f]+>|\[redacted\])?"
)
#: Up to here a multi-line quoted value is believed; a stray quote reaches no further.
_MULTI_LINE = 4096
_BRACKET = 20_000

_NAME_FOLLOWS = r"[\w%.\[\]-]{1,64}(?:=|%3d)"
_BARE = re.compile(
    rf"""(?:
      [^\s"'`<>,;&)\]}}\\]+
    | [,;](?=[^\s,;"'&)\]}}])(?!\w[\w\ .-]{{0,40}}[=:])
    | &(?:amp;)?(?!{_NAME_FOLLOWS}|\s|\Z|\#|quot;|apos;|lt;|gt;)
    | ["'`](?=\w)
    | [)\]}}](?=[^\s,;:.&)\]}}"'<\\])
    | <(?![/a-z!]) | >(?=\w)
    | \\(?![nrtu"'`\\])
    )+""",
    re.VERBOSE,
)
_ENCODED = re.compile(r"(?:[^\s&\"'`<>%\\]+|%(?!(?:25){0,3}(?:2[2367]|7d|5d|0[ad])))+")
_QUERY_GOES_ON = re.compile(r"\S*?&[\w%.\[\]-]{1,64}=|\S+ +[\w.-]{1,64}=")
#: Two of these make a sentence of what follows a name.
_SMALL_WORDS = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|not|no|never|the|an?|must|cannot|can't"
    r"|please|to|of|for|in|at|your|you|my|it|this|does|did|should|will|when|with|by|or"
    r"|and|required|expired|invalid|wrong)\b"
)
_LOOKS_SECRET = re.compile(
    r"(?=[^\s\d]*\d)(?=\S*[^\W\d])\S{6,}|[^\s!@#$%^*+=~]+[!@#$%^*+=~]+[^\s!?.,]+|\d{4,}"
)
_SCHEME = re.compile(r"(?:basic|bearer|digest|token|negotiate|apikey|aws4-\S+)\b")
_BLOCK_SCALAR = re.compile(
    r"[|>][+-]?\d?[+-]?[ \t]*\r?\n(?P<indent>[ \t]+)"
    r"(?P<lines>[^\n]*(?:\n(?:(?P=indent)[^\n]*|(?=\n)))*)"
    r"|[|>][+-]?\d?[+-]?\\n(?P<shown>[ \t]+)"
    r"(?P<escaped>[^\n\\]*(?:\\n(?P=shown)[^\n\\]*)*)"
)
_TOKENS = re.compile(rf"{QUOTE}|[()\[\]{{}}]")
_PAIRS = {"(": ")", "[": "]", "{": "}"}


def harmless(value: str) -> bool:
    """Tell whether a lower-case value is empty, a placeholder or a plain yes or no."""
    return len(value) < 80 and bool(_HARMLESS.fullmatch(value.strip()))


class Values:
    """Finds the ends of values in one text, from its beginning to its end."""

    def __init__(self, low: str):
        self.low = low
        self._line = (0, -1)

    def line_end(self, position: int) -> int:
        """Return where the line of *position* ends; the last answer is remembered."""
        if not self._line[0] <= position <= self._line[1]:
            end = self.low.find("\n", position)
            self._line = (position, end if end >= 0 else len(self.low))
        end = self._line[1]
        return end - 1 if end > position and self.low[end - 1] == "\r" else end

    def opening(self, position: int) -> re.Match[str] | None:
        """Match the quote a value begins with, after ``b`` or ``str(`` perhaps."""
        call = _CALL.match(self.low, position)
        return _OPENING.match(self.low, call.end() if call else position)

    def quoted(self, opening: re.Match[str]) -> tuple[int, int]:
        """Return begin and end of what a quote opens: up to the quote that closes it,
        or the end of the line if none does.
        """
        begin, quote = opening.end(), opening["quote"]
        line_end = self.line_end(begin)
        end = self.closing(begin, quote, max(line_end, begin + _MULTI_LINE))
        if end is None:
            return begin, max(line_end, begin)
        after = end + len(quote)
        if self.low[after : after + 1].isalnum() and "%" not in quote:
            more = _BARE.match(self.low, after)
            return begin, max(end, more.end() if more else after)
        return begin, end

    def closing(self, begin: int, quote: str, limit: int) -> int | None:
        """Return where the quote that closes *quote* begins, None without one."""
        low = self.low
        limit = min(limit, len(low))
        mark = quote.lstrip("\\")
        depth = len(quote) - len(mark)
        if mark[0] not in "\"'`":
            end = low.find(quote, begin, limit)
            return end if end >= 0 else None
        position = begin
        while (found := low.find(mark, position, limit)) >= 0:
            run = found
            while run > begin and low[run - 1] == "\\":
                run -= 1
            slashes = found - run
            position = found + len(mark)
            if depth:
                if slashes <= depth:
                    return found - slashes
            elif slashes % 2 == 0:
                doubled = len(mark) == 1 and low.startswith(mark, position)
                if not doubled or found == begin:
                    return found
                position += 1
        return None

    def bracket(self, position: int) -> int | None:
        """Return where a bracket at *position* is closed; None if it is not."""
        stack: list[str] = []
        limit = min(position + _BRACKET, len(self.low))
        while token := _TOKENS.search(self.low, position, limit):
            position = token.end()
            if token[0] in _PAIRS:
                stack.append(_PAIRS[token[0]])
            elif token[0] in ")]}":
                if not stack or stack.pop() != token[0]:
                    return None
                if not stack:
                    return position
            else:
                end = self.closing(position, token[0], limit)
                position = position if end is None else end + len(token[0])
        return limit if limit == len(self.low) else None

    def bare(self, position: int, encoded: bool) -> tuple[int, int]:
        """Return begin and end of an unquoted value within a line."""
        found = (_ENCODED if encoded else _BARE).match(self.low, position)
        return position, found.end() if found else position

    def goes_on(self, position: int) -> bool:
        """Tell whether a query string or a list of ``name=value`` goes on."""
        return bool(_QUERY_GOES_ON.match(self.low, position, position + 4096))

    def block(self, position: int) -> tuple[int, int] | None:
        """Return the indented lines that a YAML ``|`` or ``>`` announces."""
        found = _BLOCK_SCALAR.match(self.low, position)
        return found.span("lines" if found["indent"] else "escaped") if found else None

    def is_sentence(self, position: int, header: bool) -> bool:
        """Tell whether words follow that say something about a secret."""
        if header and _SCHEME.match(self.low, position):
            return False
        words = self.low[position : min(self.line_end(position), position + 100)]
        return len(words.split()) > 2 and len(_SMALL_WORDS.findall(words)) > 1

    def secret_words(self, position: int) -> list[tuple[int, int]]:
        """Return the words of a sentence that look like passwords."""
        end = min(self.line_end(position), position + 300)
        words = re.finditer(r"\S+", self.low[position:end])
        return [
            (position + word.start(), position + word.end())
            for word in words
            if _LOOKS_SECRET.match(word[0]) and word[0] not in MARKER
        ]

    def skip_blank(self, position: int) -> int:
        """Return the position after blanks, and after a line break if a quoted value
        or a bracket stands there.
        """
        found = _BLANK.match(self.low, position)
        position = found.end() if found else position
        if self.low[position : position + 1] in ("\n", "\r", "\\"):
            blank = _BLANK_LINES.match(self.low, position, position + 200)
            after = blank.end() if blank else position
            if self.opening(after) or self.low[after : after + 1] in ("[", "{"):
                return after
        return position


def looks_secret(word: str) -> bool:
    """Tell whether a word of prose looks like a password rather than like a word."""
    word = word.rstrip("!?.,;:)")
    return bool(_LOOKS_SECRET.match(word)) and not harmless(word)
