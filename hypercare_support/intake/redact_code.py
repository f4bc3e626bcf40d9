"""Where a name stands: in a source line of a traceback, in a literal, first in a line.

In source lines only literals are secrets: ``password = self._ask()`` stays.
"""

from __future__ import annotations

import re
from bisect import bisect_right

_LINES = re.compile(
    r'File "[^"\n]{1,500}", line \d+[^\n]{0,300}\n((?:[ |]{4}[^\n]*(?:\n|\Z))+)'
)
_QUOTE = re.compile(r"(?<!\\)(?:\"\"\"|'''|[\"'])|#")
_LINE_BEGIN = re.compile(
    r"(?P<begin>\n|\A|\\{1,4}[rn]|(?<!\\)[\"'])"
    r"[ \t]*(?:export\s|set\s|env\s|-e\s|[-*#;>|•]{1,2}[ \t]?)?[ \t]*\Z"
)


def begins_line(low: str, position: int) -> bool:
    """Tell whether nothing but a mark of a list or a shell word stands before it."""
    begins = _LINE_BEGIN.search(low[max(0, position - 16) : position])
    return bool(begins and (begins["begin"] or position <= 16))


class Code:
    """The source lines of one text."""

    def __init__(self, text: str):
        self.text = text
        found = [lines.span(1) for lines in _LINES.finditer(text)]
        self._starts = [start for start, _end in found]
        self._ends = [end for _start, end in found]
        self._read = (0, "")

    def holds(self, position: int) -> bool:
        """Tell whether a place is in a source line."""
        index = bisect_right(self._starts, position) - 1
        return index >= 0 and position < self._ends[index]

    def quote_around(self, position: int) -> str:
        """Return the quote that is open at a place in a source line; empty for none.

        Places are asked for from the beginning to the end: what was read of a line is
        not read again.
        """
        begin = self.text.rfind("\n", max(0, self._read[0]), position) + 1
        begin, quote = (begin, "") if begin else self._read
        for found in _QUOTE.finditer(self.text, begin, position):
            if not quote:
                quote = found[0]
            elif found[0] == quote:
                quote = ""
        self._read = (position, quote)
        # The apostrophes of a comment open nothing.
        return "" if quote == "#" else quote
