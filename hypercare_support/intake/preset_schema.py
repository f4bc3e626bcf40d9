"""What a file of presets may contain.

Pure. The choices are those of the models; a test compares them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

MAX_PRESETS = 50
#: As in engine/plan.py, from which nothing is imported here.
_MIN_DAYS, _MAX_DAYS = 14, 56
_SEVERITIES = ("s1", "s2", "s3", "s4")


class Text(NamedTuple):
    limit: int
    required: bool = False
    lines: bool = False


class Whole(NamedTuple):
    low: int
    high: int
    required: bool = False


class Number(NamedTuple):
    low: float
    high: float
    required: bool = False


class Flag(NamedTuple):
    required: bool = False


class Choice(NamedTuple):
    choices: tuple
    required: bool = False


class List(NamedTuple):
    """A list of *item*: another kind, or a schema of objects."""

    item: Any
    limit: int
    required: bool = False


_RECEIVER = Choice(
    ("sponsor_id", "client_pm_id", "consultant_lead_id", "business_owner_id")
)
#: A record of the database: by its external name, else by its name.
REFERENCE = {"xmlid": Text(200), "name": Text(200, required=True)}
_PHASE = {
    "name": Text(200, required=True),
    "days": Whole(1, _MAX_DAYS, required=True),
    "keeps": Flag(),
    **{f"take_{severity}": Flag() for severity in _SEVERITIES},
    "part": Choice(("resolve", "advise", "escalation")),
    "checkin_rhythm": Choice(("daily", "alternate", "weekly", "none")),
    "status_rhythm": Choice(("auto", "daily", "alternate", "weekly")),
    "duty": Text(4000, lines=True),
}
_TIER = {
    "level": Choice(("l0", "l1", "l2", "l3"), required=True),
    "name": Text(200, required=True),
    "assignment": Choice(("none", "lead", "round_robin", "fewest_open")),
    "outsourced": Flag(),
    "channels": Text(300),
}
PRESET = {
    "code": Text(40, required=True),
    "name": Text(200, required=True),
    "description": Text(4000, lines=True),
    "length": Whole(_MIN_DAYS, _MAX_DAYS, required=True),
    "end_kind": Choice(("fixed", "criteria")),
    "latest_days": Whole(0, 2 * _MAX_DAYS),
    "criteria": Text(4000, lines=True),
    "responsibilities": Flag(),
    "check_in_meetings": Flag(),
    "standup_time": Number(0, 23.99),
    "to_governance": _RECEIVER,
    "to_business_owner": _RECEIVER,
    "to_partner": _RECEIVER,
    "to_backlog": _RECEIVER,
    "users_from": Whole(0, 1_000_000),
    "users_to": Whole(0, 1_000_000),
    "apps": List(Text(60), 50),
    "several_companies": Flag(),
    "checklists": List(Text(60), 50),
    "policy": REFERENCE,
    "bau_policy": REFERENCE,
    "rules": List(REFERENCE, 100),
    "phases": List(_PHASE, _MIN_DAYS),
    "tiers": List(_TIER, 4),
}
FILE = {
    "format": Text(60, required=True),
    "version": Whole(1, 10_000, required=True),
    "presets": List(PRESET, MAX_PRESETS, required=True),
}
