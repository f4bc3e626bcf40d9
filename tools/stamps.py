"""Marks of finished set-up steps, so that a step is done once and only once.

A stamp holds a digest of everything the step depends on. It is written after
the step, so an interrupted step has none and is done again.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .layout import LOCK, STAMPS
from .say import info


def digest(*parts: str | bytes | Path) -> str:
    """Digest of texts and of the contents of files."""
    total = hashlib.sha256()
    for part in parts:
        if isinstance(part, Path):
            part = part.read_bytes()
        total.update(part.encode() if isinstance(part, str) else part)
        total.update(b"\0")
    return total.hexdigest()


def is_done(step: str, key: str) -> bool:
    stamp = STAMPS / step
    return stamp.is_file() and stamp.read_text() == key


def mark_done(step: str, key: str) -> None:
    STAMPS.mkdir(parents=True, exist_ok=True)
    temporary = STAMPS / f"{step}.{os.getpid()}"
    temporary.write_text(key)
    temporary.replace(STAMPS / step)


def forget(step: str) -> None:
    (STAMPS / step).unlink(missing_ok=True)


def file_digest(path: Path) -> str:
    with path.open("rb") as content:
        total = hashlib.sha256()
        while block := content.read(1 << 20):
            total.update(block)
    return total.hexdigest()


@contextmanager
def exclusive() -> Iterator[None]:
    """Only one `./dev` of this checkout sets up at a time; others wait."""
    LOCK.parent.mkdir(parents=True, exist_ok=True)
    with LOCK.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            info("waiting for another ./dev that is setting up")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
