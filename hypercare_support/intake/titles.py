"""The title of an issue, from what somebody wrote.

Pure. Nothing here raises, whatever the text.
"""

from __future__ import annotations

import re

from .texts import fold
from .words_problems import GREETINGS

#: How long the title of a proposed issue may be.
TITLE_LENGTH = 80

#: The first sentence of a longer text begins before this.
_LOOKED_AT = 2000

_SPACES = re.compile(r"\s+")
#: A sentence ends at a stop that follows a real word: "No. 5" and "e.g. this" go on.
_STOP = re.compile(r"(?:(?<=[^\W_]{3})\.|[!?؟।。！？]+)(?=\s|$)|\n+")
_HELLO = re.compile(r"(\w{2,3})\.\s+(?=\S)")
_NOT_WORD = re.compile(r"[\s,.!?।;:~-]+")


def title_of(text: str, length: int = TITLE_LENGTH) -> str:
    """Return the first sentence, without greeting, at most *length* characters long.

    >>> title_of("Hi team! Bill 14 cannot be posted. Please help.")
    'Bill 14 cannot be posted.'
    """
    rest = text[:_LOOKED_AT].strip()
    hello = _HELLO.match(rest)
    if hello and fold(hello[1]) in GREETINGS:
        rest = rest[hello.end() :]
    sentence = ""
    while rest:
        found = _STOP.search(rest)
        end = found.end() if found else len(rest)
        sentence, rest = rest[:end], rest[end:].lstrip()
        if not _is_greeting(sentence):
            break
    return shortened(_SPACES.sub(" ", sentence).strip(), length)


def shortened(text: str, length: int) -> str:
    """Return the text, cut after a word and marked with “…” where it is too long."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    at = head.rfind(" ")
    return (head[:at] if at > length // 2 else head).rstrip(" ,;:-") + "…"


def _is_greeting(sentence: str) -> bool:
    words = [word for word in _NOT_WORD.split(fold(sentence)) if word]
    return 0 < len(words) <= 5 and words[0] in GREETINGS
