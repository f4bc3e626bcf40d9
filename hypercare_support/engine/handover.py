"""Handing the system over to the business: order of steps, and how far it is.

Pure: what is done comes in, what comes next goes out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

#: Where a request goes if neither its kind nor its category says anything.
REST = "backlog"


def route_for(
    kind: str | None, category_route: str | None, routes: Mapping[str, str]
) -> str:
    """Return who receives an out-of-scope request.

    What the category says comes first: it was set up for this company.

    :param routes: kind → route
    """
    return category_route or routes.get(kind or "", REST)


def next_step(done: Sequence[bool]) -> int | None:
    """Return the index of the step that comes next, None if all are done.

    :raise ValueError: if a step is done before an earlier one
    """
    if any(later and not earlier for earlier, later in pairwise(done)):
        raise ValueError("steps are done in order")
    return next((index for index, one in enumerate(done) if not one), None)


@dataclass(frozen=True)
class Part:
    """A part of the hand-over: how many of its lines are done."""

    done: int
    total: int

    def __post_init__(self) -> None:
        if not 0 <= self.done <= self.total:
            raise ValueError("more is done than there is to do")

    @property
    def percent(self) -> int:
        """Whole percent, rounded down: 100 means that nothing is missing."""
        return self.done * 100 // self.total if self.total else 0


def together(parts: Iterable[Part]) -> Part:
    """Return several parts as one."""
    parts = list(parts)
    return Part(sum(part.done for part in parts), sum(part.total for part in parts))
