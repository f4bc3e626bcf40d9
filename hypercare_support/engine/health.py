"""Whether a server is well: what was measured against what is usual.

Pure. A measure that is not there is not well, it is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence

#: Code → the most that is well. More is worth a look of Level 3.
LIMITS: dict[str, float] = {
    "cron_failed": 0,
    "cron_off": 0,
    "cron_late": 60,
    "mail_failed": 0,
    "mail_age": 120,
    "fetchmail": 0,
    "sweep_age": 15,
    "sweep_seconds": 60,
    "slow_queries": 0,
}


def health_state(code: str, value: float | None, limits=None) -> str:
    """Return ``ok``, ``bad`` or ``unknown`` for a measure."""
    if value is None:
        return "unknown"
    return "ok" if value <= (limits or LIMITS).get(code, 0) else "bad"


def stable_days(states: Sequence[str]) -> int:
    """Return how many days in a row, up to the last one, were without a failure.

    A day of which nobody knows ends the row: silence is no proof.

    :param states: ``ok``, ``failed`` or ``unknown`` by business day, in order
    """
    count = 0
    for state in reversed(states):
        if state != "ok":
            break
        count += 1
    return count
