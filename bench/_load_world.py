"""What the simulated people meet: a running period, its log, and who they are."""

from __future__ import annotations

from odoo.fields import Command
from odoo.tools import SQL

from bench._load_people import Place
from bench._screens_world import make_world, specification, tidy

PASSWORD = "load"
VIEWS = {
    "list": ("hypercare.issue", "list"),
    "kanban": ("hypercare.issue", "kanban"),
    "form": ("hypercare.issue", "form"),
    "contacts": ("res.partner", "list"),
}


def make(env, issues: int, opened: int, contacts: int, counts: dict[str, int]) -> None:
    """Fill an empty database; commits.

    :param issues: how many in all, of these *opened* are open
    :param counts: kind of person → how many there are
    """
    make_world(env, opened, issues - opened)
    users = env["res.users"].with_context(no_reset_password=True, tracking_disable=True)
    groups = {"boss": "hypercare_support.group_manager"}
    # Agents are there already: they own the open issues.
    for kind, count in {**counts, "agent": 0, "boss": 1}.items():
        group = groups.get(kind, "base.group_user")
        users.create(
            [
                {
                    "name": f"{kind.title()} {number}",
                    "login": login(kind, number),
                    "email": f"{login(kind, number)}@example.com",
                    "tz": "Asia/Dhaka",
                    "group_ids": [Command.set(env.ref(group).ids)],
                }
                for number in range(count)
            ]
        )
    everybody = users.search([("share", "=", False)])
    _give_password(env, everybody)
    period = env["hypercare.period"].search([("name", "=", "Bench")])
    boss = users.search([("login", "=", login("boss", 0))])
    period.write({"client_pm_id": boss.id, "consultant_lead_id": boss.id})
    env["res.partner"].with_context(tracking_disable=True).create(
        [
            {"name": f"Customer {number}", "email": f"c{number}@example.com"}
            for number in range(contacts)
        ]
    )
    env.cr.commit()
    tidy(env)


def login(kind: str, number: int) -> str:
    """Return the name by which somebody logs in."""
    return f"load_{kind}_{number}"


def _give_password(env, users) -> None:
    """Set one password for all, encrypted once: that is slow on purpose."""
    users[0].password = PASSWORD
    env.flush_all()
    env.cr.execute(
        SQL(
            "UPDATE res_users SET password = ("
            "SELECT password FROM res_users WHERE id = %s) WHERE id IN %s",
            users[0].id,
            tuple(users.ids),
        )
    )
    env.registry.clear_cache()


def place(env, port: int) -> Place:
    """Return what the people are told: where the server is, what views ask for."""
    period = env["hypercare.period"].search([("name", "=", "Bench")])
    reader = env["res.users"].search([("login", "=", "person0")])
    seen = env(user=reader, context={"lang": "en_US"})
    return Place(
        port=port,
        database=env.cr.dbname,
        password=PASSWORD,
        period_id=period.id,
        asked={
            name: specification(seen[model], kind)
            for name, (model, kind) in VIEWS.items()
        },
        issues=env["hypercare.issue"].search([("is_open", "=", True)], order="id").ids,
    )


def owned(env) -> dict[str, list[int]]:
    """Return login → ids of the open issues of each owner."""
    rows = env["hypercare.issue"]._read_group(
        [("is_open", "=", True), ("user_id", "!=", False)],
        ["user_id"],
        ["id:array_agg"],
    )
    return {user.login: sorted(ids) for user, ids in rows}


def spread_due(env, share: int, seconds: int) -> int:
    """Let one of *share* open issues be overdue at some moment of the run; commits.

    The sweep has something to do from the first minute to the last.
    """
    env.cr.execute(
        SQL(
            """
            WITH moments AS (
                SELECT id AS issue_id, date_trunc('second', now() AT TIME ZONE 'UTC'
                       + random() * %s * interval '1 second') AS moment
                  FROM hypercare_issue
                 WHERE state IN ('new', 'assigned', 'in_progress') AND id %% %s = 0
            ), clocks AS (
                UPDATE hypercare_sla_clock c
                   SET due_at = m.moment, at_risk_at = m.moment - interval '1 hour'
                  FROM moments m
                 WHERE m.issue_id = c.issue_id AND c.metric = 'resolution'
                   AND c.state = 'running'
                RETURNING c.issue_id, m.moment
            )
            UPDATE hypercare_issue i
               SET next_action_at = c.moment, resolution_due = c.moment,
                   breach_at = c.moment, at_risk_at = c.moment - interval '1 hour'
              FROM clocks c WHERE c.issue_id = i.id
            """,
            seconds,
            share,
        )
    )
    count = env.cr.rowcount
    env.cr.commit()
    return count
