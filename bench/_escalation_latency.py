"""From the due time to the ledger row and to the mail, on a server as it comes.

A real `odoo` process with the settings it is shipped with, a mail server of our own
on this machine, and somebody else who reports issues that will be due at moments
drawn at random.
"""

from __future__ import annotations

import random
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

from odoo.sql_db import db_connect

from bench._escalation_figures import Lost, acceptances, accepted_at, spread
from bench._escalation_measure import figure, tell
from bench._escalation_people import (
    PROMISED,
    issue_values,
    make_period,
    make_rule,
    make_users,
)
from bench._escalation_server import mail_sink, neighbours, stock_server
from bench._sla_measure import limit

P95_BAR, MAX_BAR = 75, 90
#: What is not there so many seconds after the last due time never comes.
PATIENCE = 150
#: Time to report the issues before the first of them is due.
LEAD_SECONDS = 15
POLL_SECONDS = 0.1
OWNERS = 10
ROLES = ["assignee", "next_tier_lead", "client_pm"]


def measure(env, count: int, minutes: float) -> list[dict]:
    """Return the rows of the table; *env* is committed."""
    owners = make_users(env, "owner", OWNERS)
    manager, lead2, lead3 = make_users(env, "head", 3)
    make_rule(env, "resolution", ROLES)
    period = make_period(env, owners, (lead2, lead3), manager)
    env.cr.commit()
    database = env.cr.dbname
    with (
        TemporaryDirectory() as name,
        mail_sink(folder := Path(name)) as smtp_port,
        neighbours(database),
        stock_server(database, smtp_port, folder),
    ):
        dues = _report(env, period, count, minutes)
        seen = _watch(database, count, max(dues) + PATIENCE)
        told = _told(database, folder, max(dues) + PATIENCE)
    assert sorted(due for due, _moment in seen.values()) == sorted(dues)
    written = [moment - due for due, moment in seen.values()]
    sent = [told[ledger_id] - due for ledger_id, (due, _moment) in seen.items()]
    what = f"{count} escalations, stock server, due time to"
    return [*_rows(f"{what} ledger row", written), *_rows(f"{what} SMTP", sent)]


def _rows(question: str, seconds: list[float]) -> list[dict]:
    found = spread(seconds)
    return [
        figure(f"{question}: p50", found["p50"], "s"),
        limit(f"{question}: p95", found["p95"], "s", P95_BAR),
        limit(f"{question}: max", found["max"], "s", MAX_BAR),
    ]


def _report(env, period, count: int, minutes: float) -> list[float]:
    """Report issues that will be due at random; return these moments, in seconds."""
    draw = random.Random(2026)
    begin = int(time.time()) + LEAD_SECONDS
    dues = [begin + draw.randrange(int(minutes * 60)) for _number in range(count)]
    owners = period.tier_ids.filtered(lambda tier: tier.level == "l1").user_ids
    issues = env["hypercare.issue"].create(
        [
            issue_values(
                period,
                f"Something {number}",
                reported_at=datetime.fromtimestamp(due, timezone.utc).replace(
                    tzinfo=None
                )
                - timedelta(hours=PROMISED["resolution"]),
                commit_date=datetime.now().date() + timedelta(days=30),
            )
            for number, due in enumerate(dues)
        ]
    )
    for number, owner in enumerate(owners):
        issues[number :: len(owners)].write({"user_id": owner.id})
    env.cr.commit()
    found = issues.mapped(
        lambda one: one.next_action_at.replace(tzinfo=timezone.utc).timestamp()
    )
    env.cr.commit()
    assert found == dues, "due at other moments than planned"
    assert time.time() < begin, "reporting took too long"
    tell(f"{count} issues reported, due within {minutes:g} minutes")
    return dues


def _watch(database: str, count: int, until: float) -> dict[int, tuple[float, float]]:
    """Return due time and moment of appearance of the ledger rows, by id.

    :raise Lost: not all have come in time
    """
    seen: dict[int, tuple[float, float]] = {}
    told = time.time()
    while len(seen) < count:
        rows = _select(
            database,
            "SELECT id, EXTRACT(EPOCH FROM due_at)::float FROM hypercare_escalation"
            " WHERE id > %s",
            [max(seen, default=0)],
        )
        moment = time.time()
        seen |= {ledger_id: (due, moment) for ledger_id, due in rows}
        if moment > until:
            raise Lost(f"{count - len(seen)} of {count} escalations never fired")
        if moment - told > 30:
            told = moment
            tell(f"  {len(seen)} of {count} have fired")
        time.sleep(POLL_SECONDS)
    assert len(seen) == count, f"{len(seen)} escalations instead of {count}"
    return seen


def _told(database: str, folder: Path, until: float) -> dict[int, float]:
    """Return when the mails about each ledger row were accepted.

    :raise Lost: not all have been in time
    """
    while True:
        try:
            return acceptances(_mails(database), accepted_at(folder))
        except Lost:
            if time.time() > until:
                raise
            time.sleep(1)


def _mails(database: str) -> dict[int, list[str]]:
    """Return the Message-IDs of the mails of each ledger row."""
    mails: dict[int, list[str]] = {}
    for ledger_id, name in _select(
        database,
        "SELECT e.id, m.message_id FROM hypercare_escalation e"
        " LEFT JOIN hypercare_escalation_delivery d ON d.escalation_id = e.id"
        " LEFT JOIN mail_mail q ON q.id = d.mail_id"
        " LEFT JOIN mail_message m ON m.id = q.mail_message_id",
    ):
        names = mails.setdefault(ledger_id, [])
        if name and name not in names:
            names.append(name)
    return mails


def _select(database: str, sql: str, parameters: list | None = None) -> list[tuple]:
    with db_connect(database).cursor() as cr:
        cr.execute(sql, parameters or [])
        return cr.fetchall()
