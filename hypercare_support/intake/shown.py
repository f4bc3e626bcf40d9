"""What somebody sent, as a refusal may repeat it."""

from __future__ import annotations

from typing import Any

from .limits import clean_text


def shown(value: Any, limit: int = 80) -> str:
    """Return *value* on one line and not too long.

    Halves of characters are replaced: an answer with one in it cannot be sent.

    >>> shown("a\\nb\\ud800")
    'a b\\ufffd'
    """
    return clean_text(str(value), limit, one_line=True).text
