"""What the simulated people note down: how long each page took, what was promised."""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bench._load_session import Broken, Refused

#: What a person may be told without anything being wrong: somebody else was faster.
EXPECTED = {"odoo.exceptions.UserError", "odoo.exceptions.ValidationError"}
#: How many errors are kept with their text.
KEPT = 20


@dataclass
class Book:
    """Shared by all threads.

    :ivar pages: name → seconds of each time it was opened
    :ivar errors: page → how often it went wrong
    :ivar refusals: page → how often the server said no for a good reason
    :ivar texts: the first errors, in words
    :ivar reports: client key → number of the issue, as it was acknowledged
    :ivar moves: (issue, user, state) → how often that was acknowledged
    :ivar comments: acknowledged ids of messages
    :ivar differing: keys that were acknowledged with two numbers
    :ivar again: reports without an answer, which were sent once more
    """

    pages: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter = field(default_factory=Counter)
    refusals: Counter = field(default_factory=Counter)
    texts: list[str] = field(default_factory=list)
    reports: dict[str, str] = field(default_factory=dict)
    moves: Counter = field(default_factory=Counter)
    comments: set[int] = field(default_factory=set)
    differing: list[str] = field(default_factory=list)
    again: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def page(self, name: str, *, may_refuse: bool = False) -> Iterator[None]:
        """Measure what is done inside; what goes wrong is noted, not raised."""
        begin = time.perf_counter()
        try:
            yield
        except Refused as refused:
            if may_refuse and refused.kind in EXPECTED:
                with self.lock:
                    self.refusals[name] += 1
            else:
                self._wrong(name, refused)
        except Broken as broken:
            self._wrong(name, broken)
        else:
            with self.lock:
                self.pages[name].append(time.perf_counter() - begin)

    def _wrong(self, name: str, error: Exception) -> None:
        with self.lock:
            self.errors[name] += 1
            if len(self.texts) < KEPT:
                self.texts.append(f"{name}: {error}"[:500])

    # -- What was acknowledged ---------------------------------------------------------

    def reported(self, key: str, number: str) -> None:
        """Note that a report was taken; the same key has the same number each time."""
        with self.lock:
            known = self.reports.setdefault(key, number)
            if known != number:
                self.differing.append(f"{key}: {known} and {number}")

    def sent_again(self, text: str) -> None:
        """Note that there was no answer, and that somebody tries once more."""
        with self.lock:
            self.again += 1
            self.texts.append(text[:300])

    def moved(self, issue_id: int, uid: int, state: str) -> None:
        with self.lock:
            self.moves[issue_id, uid, state] += 1

    def commented(self, message_id: int) -> None:
        with self.lock:
            self.comments.add(message_id)
