"""The seal of a record: one text for one content, and its SHA-256.

Pure. Whoever has the seal on paper can see later whether anything was changed.
"""

from __future__ import annotations

import json
from hashlib import sha256


def canonical(content: object) -> str:
    """Return the one way to write a content as JSON: sorted keys, nothing between.

    :raise ValueError: for numbers that JSON does not know
    :raise TypeError: for what is no JSON
    """
    return json.dumps(
        content,
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
        allow_nan=False,
    )


def seal(content: object) -> str:
    """Return the SHA-256 of the canonical text, in hexadecimal."""
    return sha256(canonical(content).encode()).hexdigest()
