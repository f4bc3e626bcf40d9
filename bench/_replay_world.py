"""What the replay needs around the log: a still clock, people, a period."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from unittest.mock import patch
from zoneinfo import ZoneInfo

from freezegun import freeze_time

from odoo.fields import Command

from ._replay_log import CHANNELS, UNKNOWN, Log, Row
from ._replay_sla import HOURS, Hours

#: Addresses that can never be reached, should a mail be made after all.
DOMAIN = "replay.invalid"
#: People of the period beside those whom the log names.
DESK, LEVEL_2, LEVEL_3, MANAGER, CONSULTANT = (
    "Service desk",
    "Functional lead",
    "Technical lead",
    "Project manager",
    "Consultant lead",
)
TEAM = (DESK, LEVEL_2, LEVEL_3, MANAGER, CONSULTANT)


class Clock:
    """The one clock of Python and of the database cursor."""

    def __init__(self, frozen):
        self._frozen = frozen
        self.now: datetime | None = None

    def set(self, now: datetime) -> None:
        """Move the clock to a moment (naive UTC)."""
        if now != self.now:
            self.now = now
            self._frozen.move_to(now)


@contextmanager
def still_clock(now: datetime) -> Iterator[Clock]:
    """Stop all clocks at *now*; the times of the log are set one after the other.

    The clocks are stopped once and then moved: stopping them anew for every row would
    take longer than the row.
    """
    with freeze_time(now) as frozen:
        clock = Clock(frozen)
        clock.set(now)
        with patch("odoo.sql_db.BaseCursor.now", lambda cursor: clock.now):
            yield clock


@dataclass
class World:
    """The period of the replay and its people.

    :ivar users: user ids by the names in the log; the desk stands for nobody named
    :ivar issues: issue ids by incident
    :ivar names: the reverse of ``users``
    """

    env: object
    period_id: int
    hours: Hours
    users: dict[str, int]
    issues: dict[str, int] = field(default_factory=dict)
    names: dict[int, str] = field(init=False)

    def __post_init__(self) -> None:
        self.names = {user_id: name for name, user_id in self.users.items()}

    def issues_as(self, name: str):
        """Return the model of issues as a person of the log sees it."""
        user_id = self.users.get(name) or self.users[DESK]
        return self.env["hypercare.issue"].with_user(user_id)

    def open_issue(self, row: Row):
        """Report the incident that begins with this row, as its reporter."""
        reporter = self.issues_as(opener(row))
        issue = reporter.create(
            {
                "name": f"Incident {row.incident}",
                "period_id": self.period_id,
                "severity": row.facts.severity,
                "module": row.cells.get("category") or False,
                "channel": CHANNELS.get(row.cells.get("contact_type", ""), "app"),
            }
        )
        self.issues[row.incident] = issue.id
        return issue

    def owner_name(self, user_id: int) -> str:
        """Return the name the log has for a user; none for nobody and the desk."""
        return self.names.get(user_id, "") if user_id != self.users[DESK] else ""


def opener(row: Row) -> str:
    return f"Reporter {row.cells.get('opened_by', UNKNOWN).strip()}"


def make_world(env, log: Log, zone: ZoneInfo, hours_name: str) -> World:
    """Make users, tiers, support hours and a running period for this log.

    Escalation rules are put to rest, and nobody is told about an assignment: the
    people of the log exist no more, and no mail may go out.
    """
    env = env(context={**env.context, **QUIET})
    env["hypercare.escalation.rule"].search([]).write({"active": False})
    owners = sorted({row.facts.owner for row in log.rows} - {""})
    reporters = sorted({opener(rows[0]) for rows in log.incidents.values()})
    owners = [name for name in owners if name not in TEAM]
    users = _make_users(env, [*TEAM, *owners, *reporters])
    hours = Hours(zone, *HOURS[hours_name])
    period = env["hypercare.period"].create(
        {
            "name": "Replay",
            "go_live": min(row.opened_at for row in log.rows).date(),
            "date_end": max(row.at for row in log.rows).date(),
            "tz": zone.key,
            "calendar_id": _make_calendar(env, hours).id,
            "policy_id": env.ref("hypercare_support.sla_policy_standard").id,
            "client_pm_id": users[MANAGER],
            "consultant_lead_id": users[CONSULTANT],
            # A world to be measured in, not a plan to be checked.
            "state": "running",
            "tier_ids": [
                _tier("l1", users, [DESK, *owners]),
                _tier("l2", users, [LEVEL_2]),
                _tier("l3", users, [LEVEL_3]),
            ],
        }
    )
    env.cr.flush()
    return World(env, period.id, hours, users)


QUIET = {
    "mail_auto_subscribe_no_notify": True,
    "mail_notify_force_send": False,
    "no_reset_password": True,
}


def _make_users(env, names: list[str]) -> dict[str, int]:
    users = env["res.users"].create(
        [
            {
                "name": name,
                "login": f"replay-{number}@{DOMAIN}",
                "email": f"replay-{number}@{DOMAIN}",
                "company_id": env.company.id,
                "company_ids": [Command.set(env.company.ids)],
                "group_ids": [Command.set(env.ref("base.group_user").ids)],
            }
            for number, name in enumerate(names)
        ]
    )
    return dict(zip(names, users.ids, strict=True))


def _make_calendar(env, hours: Hours):
    return env["resource.calendar"].create(
        {
            "name": "Replay",
            "tz": hours.zone.key,
            "company_id": env.company.id,
            "attendance_ids": [
                Command.create(
                    {
                        "name": "Support",
                        "dayofweek": str(day),
                        "hour_from": hours.opens,
                        "hour_to": hours.closes,
                        "day_period": "morning",
                    }
                )
                for day in range(hours.week)
            ],
        }
    )


def _tier(level: str, users: dict[str, int], names: list[str]):
    members = [Command.create({"user_id": users[name]}) for name in names]
    return Command.create(
        {"level": level, "lead_id": users[names[0]], "member_ids": members}
    )
