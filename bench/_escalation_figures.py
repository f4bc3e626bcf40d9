"""Figures of the escalation bench: percentiles, and which mail tells of which row.

Pure Python, no Odoo.
"""

from __future__ import annotations

import email
import email.policy
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path


class Lost(Exception):
    """Something that had to come did not; the text says what."""


def percentile(values: Iterable[float], percent: float) -> float:
    """Return the smallest value that so many percent of all do not exceed.

    Nearest rank: always a value that was measured, never one in between.

    :raise ValueError: without values, or for no percentage
    """
    ordered = sorted(values)
    if not ordered or not 0 < percent <= 100:
        raise ValueError(f"no {percent}th percentile of {len(ordered)} values")
    return ordered[math.ceil(percent * len(ordered) / 100) - 1]


def accepted_at(folder: Path) -> dict[str, float]:
    """Return when the mails in a folder of the sink were accepted, by Message-ID.

    The last copy counts: a mail to several people is accepted when all have it.
    """
    moments: dict[str, float] = {}
    for path in folder.glob("*.eml"):
        with path.open("rb") as file:
            head = email.message_from_binary_file(file, policy=email.policy.compat32)
        name, moment = (head["Message-ID"] or "").strip(), path.stat().st_mtime
        moments[name] = max(moment, moments.get(name, moment))
    return moments


def acceptances(
    mails_of: Mapping[int, Sequence[str]], accepted: Mapping[str, float]
) -> dict[int, float]:
    """Return, by ledger row, when the last mail that tells of it was accepted.

    :param mails_of: by ledger row, the Message-IDs of its mails
    :raise Lost: a row has no mail, or one that was never accepted
    """
    moments = {}
    for ledger_id, names in mails_of.items():
        missing = [name for name in names if name not in accepted]
        if missing or not names:
            raise Lost(
                f"escalation {ledger_id}: {len(missing)} of {len(names)} mails were"
                " never accepted"
            )
        moments[ledger_id] = max(accepted[name] for name in names)
    return moments


def spread(values: Sequence[float]) -> dict[str, float]:
    """Return what a table shows of many values: median, 95th percentile and most."""
    return {
        "p50": percentile(values, 50),
        "p95": percentile(values, 95),
        "max": max(values),
    }
