"""What the command centre is measured on: two weeks with their whole history."""

from __future__ import annotations

import random
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.sql_db import db_connect
from odoo.tools import SQL

from bench._sla_world import make_calendar, make_period

CHILDREN = (
    "hypercare_issue_event",
    "hypercare_issue_engagement",
    "hypercare_sla_clock",
    "hypercare_sla_pause",
)
SEVERITIES = ("s1", "s2", "s2", *("s3",) * 5, "s4", "s4")


class World:
    """A period whose history grows; nothing urgent is open, so all of it is read."""

    def __init__(self, env):
        self.env = env
        groups = {
            "agent": "base.group_user",
            "sponsor": "hypercare_support.group_sponsor",
            "employee": "base.group_user",
        }
        make = env["res.users"].create
        self.team = make([self._user(f"agent{n}", groups["agent"]) for n in range(6)])
        self.sponsor, self.employee = make(
            [self._user(name, groups[name]) for name in ("sponsor", "employee")]
        )
        self.period = make_period(env, make_calendar(env, 10))
        today = fields.Date.today()
        self.period.write(
            {
                "go_live": today - timedelta(days=13),
                "date_end": today + timedelta(days=14),
            }
        )
        for number, tier in enumerate(self.period.tier_ids.sorted("level")):
            pair = self.team[number * 2 : number * 2 + 2]
            tier.member_ids = [Command.create({"user_id": one.id}) for one in pair]

    def _user(self, name, group):
        return {
            "name": name.title(),
            "login": f"centre_{name}",
            "email": f"{name}@example.com",
            "tz": "Asia/Dhaka",
            "group_ids": [
                Command.set(
                    [self.env.ref("base.group_user").id, self.env.ref(group).id]
                )
            ],
        }

    def fill(self, count: int) -> None:
        """Enter issues through the lifecycle, each act at its moment."""
        draw = random.Random(6)
        now = fields.Datetime.now().replace(microsecond=0)
        entries = []
        for number in range(count):
            severity = draw.choice(SEVERITIES)
            raised = now - timedelta(minutes=draw.randrange(30, 13 * 24 * 60))
            owner = draw.choice(self.team)
            acts = [(raised + (now - raised) * 0.1, owner.id, {"user_id": owner.id})]
            if severity in ("s1", "s2") or draw.random() < 0.8:
                solved = raised + (now - raised) * draw.uniform(0.2, 0.9)
                acts.append((solved, owner.id, {"state": "resolved"}))
            entries.append(
                {
                    "vals": {
                        "name": f"Something {number}",
                        "period_id": self.period.id,
                        "severity": severity,
                        "reported_at": raised,
                    },
                    "acts": acts,
                }
            )
        self.env["hypercare.issue"]._enter_history(entries)
        self._tidy()

    def grow(self, total: int) -> None:
        """Copy what is over, with its history, until there are so many issues."""
        env = self.env
        [(known, over)] = env.execute_query(
            SQL(
                "SELECT count(*), count(*) FILTER (WHERE state = 'resolved'"
                " AND number NOT LIKE '%%+%%') FROM hypercare_issue"
                " WHERE period_id = %s",
                self.period.id,
            )
        )
        copies = (total - known) // over
        [(first,)] = env.execute_query(
            SQL(
                "SELECT COALESCE(MAX(split_part(number, '+', 2)::int), 0)"
                " FROM hypercare_issue WHERE number LIKE '%%+%%'"
            )
        )
        span = first + 1, first + copies
        self._copy(
            "hypercare_issue",
            {"number": SQL("t.number || '+' || n")},
            SQL("generate_series(%s, %s) n", *span),
            SQL("t.state = 'resolved' AND t.number NOT LIKE '%%+%%'"),
        )
        for table in CHILDREN:
            self._copy(
                table,
                {"issue_id": SQL("copied.id"), "engagement_id": SQL("NULL::int")},
                SQL(
                    "hypercare_issue base, generate_series(%s, %s) n,"
                    " hypercare_issue copied",
                    *span,
                ),
                SQL(
                    "t.issue_id = base.id AND copied.number = base.number || '+' || n"
                    " AND copied.period_id = base.period_id AND base.number NOT LIKE"
                    " '%%+%%'"
                    + (" AND t.engagement_id IS NULL" if "clock" in table else "")
                ),
            )
        self._tidy()

    def _copy(self, table, values, sources, where) -> None:
        model = self.env[
            table.replace("_", ".", 1)
            .replace("sla_", "sla.")
            .replace("issue_", "issue.")
        ]
        names = [
            name
            for name, field in model._fields.items()
            if field.store and field.column_type and name != "id"
        ]
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s) SELECT %s FROM %s t, %s WHERE %s",
                SQL.identifier(table),
                SQL(", ").join(map(SQL.identifier, names)),
                SQL(", ").join(
                    values.get(name) or SQL.identifier("t", name) for name in names
                ),
                SQL.identifier(table),
                sources,
                where,
            )
        )

    def _tidy(self) -> None:
        """Have the planner know what there is."""
        self.env.cr.commit()
        self.env.invalidate_all()
        with db_connect(self.env.cr.dbname).cursor() as cr:
            cr._cnx.rollback()
            cr._cnx.autocommit = True
            for table in ("hypercare_issue", *CHILDREN):
                cr.execute(SQL("VACUUM ANALYZE %s", SQL.identifier(table)))
            cr._cnx.autocommit = False
