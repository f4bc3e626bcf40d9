"""What the screens are measured on: open issues, a long history, a person who looks."""

from __future__ import annotations

from lxml import etree

from odoo.fields import Command
from odoo.sql_db import db_connect
from odoo.tools import SQL

from bench._sla_world import make_calendar, make_issues, make_period

WORDS = (
    *("invoice", "order", "cheque", "receipt", "stock", "bill", "journal", "payment"),
    *("print", "post", "confirm", "import", "cancel", "copy", "match", "count"),
    *("wrong", "slow", "empty", "missing", "twice", "late", "blocked", "hidden"),
)
#: Occurs in a few open issues and nowhere in the history.
RARE = "Mushak challan"
MODULES = ("Purchase", "Inventory", "Accounting", "HR", "Sales")
#: What the web client asks for besides the fields that stand in the view.
ALONG = {
    "hypercare_countdown": ("sla_state", "at_risk_at"),
    "kanban_activity": (
        *("activity_exception_decoration", "activity_exception_icon"),
        *("activity_state", "activity_summary", "activity_type_icon"),
        "activity_type_id",
    ),
    "hypercare_state": ("duration_tracking",),
}


def make_world(env, open_count: int, history: int):
    """Fill an empty database; commits.

    :return: the person of the first tier who looks at the screens
    """
    people = _make_people(env, 12)
    period = make_period(env, make_calendar(env, 10))
    for number, tier in enumerate(period.tier_ids):
        members = people[number * 4 : number * 4 + 4]
        tier.member_ids = [Command.create({"user_id": one.id}) for one in members]
        tier.lead_id = members[0]
    issues = make_issues(period, open_count)
    env.cr.flush()
    _vary(env, issues, period, people)
    _write_history(env, issues[0], history)
    env.cr.commit()
    env.invalidate_all()
    tidy(env)
    return people[0]


def _make_people(env, number: int):
    return env["res.users"].create(
        [
            {
                "name": f"Person {index}",
                "login": f"person{index}",
                "email": f"person{index}@example.com",
                "group_ids": [Command.set(env.ref("base.group_user").ids)],
                "tz": "Asia/Dhaka",
            }
            for index in range(number)
        ]
    )


def _vary(env, issues, period, people):
    """Give open issues names, places, states and owners, by SQL."""
    env.execute_query(
        SQL(
            """
            UPDATE hypercare_issue SET
                   name = initcap(w[1 + id %% 24]) || ' ' || w[1 + id / 7 %% 24]
                          || ' ' || w[1 + id / 31 %% 24] || ' '
                          || CASE WHEN id %% 100 = 0 THEN %(rare)s ELSE '' END || id,
                   module = m[1 + id %% 5],
                   severity = 's' || 1 + id %% 4,
                   state = s[1 + id %% 4],
                   waiting_for = CASE WHEN id %% 4 = 3 THEN 'reporter' END,
                   tier_id = t[1 + id %% 3],
                   user_id = CASE WHEN id %% 4 > 0 THEN u[1 + id %% 12] END
              FROM (SELECT %(words)s AS w, %(modules)s AS m, %(tiers)s AS t,
                           %(people)s AS u,
                           ARRAY['new', 'assigned', 'in_progress', 'waiting'] AS s) x
             WHERE id IN %(ids)s
            RETURNING id
            """,
            words=list(WORDS),
            rare=f"{RARE} ",
            modules=list(MODULES),
            tiers=period.tier_ids.ids,
            people=people.ids,
            ids=tuple(issues.ids),
        )
    )


def _write_history(env, issue, number: int):
    """Copy an issue until so many are closed, with three events each, by SQL."""
    columns = {
        "number": "'X-' || n",
        "name": "initcap(w[1 + n % 24]) || ' ' || w[1 + n / 7 % 24] || ' '"
        " || w[1 + n / 31 % 24] || ' ' || n",
        "description": "'When I ' || w[1 + n / 3 % 24] || ' the ' || w[1 + n / 5 % 24]"
        " || ' of line ' || n || ' an error about the warehouse is shown.'",
        "state": "'closed'",
        "severity": "'s' || 1 + n % 4",
        "module": "m[1 + n % 5]",
        "reported_at": "t.reported_at - n * interval '3 minutes'",
        "responded_at": "t.reported_at - n * interval '3 minutes' + interval '1 hour'",
        "resolved_at": "t.reported_at - n * interval '3 minutes' + interval '1 day'",
        "closed_at": "t.reported_at - n * interval '3 minutes' + interval '2 days'",
        "ended_at": "t.reported_at - n * interval '3 minutes' + interval '1 day'",
        "breach_at": "NULL",
        "at_risk_at": "NULL",
        "next_action_at": "NULL",
        "sla_settled": "'met'",
    }
    fields = [
        name
        for name, field in env["hypercare.issue"]._fields.items()
        if field.store and field.column_type and name != "id"
    ]
    env.execute_query(
        SQL(
            "INSERT INTO hypercare_issue (%s) SELECT %s FROM hypercare_issue t,"
            " generate_series(1, %s) n, (SELECT %s::text[] AS w, %s::text[] AS m) x"
            " WHERE t.id = %s RETURNING id",
            SQL(", ").join(map(SQL.identifier, fields)),
            SQL(", ").join(
                # Our own expressions, no parameters: % stands for itself.
                SQL(columns[name].replace("%", "%%"))
                if name in columns
                else SQL.identifier("t", name)
                for name in fields
            ),
            number,
            list(WORDS),
            list(MODULES),
            issue.id,
        )
    )
    env.execute_query(
        SQL(
            """
            INSERT INTO hypercare_issue_event
                   (issue_id, company_id, kind, old, new, at, user_id)
            SELECT i.id, i.company_id, 'state', e.old, e.new,
                   i.reported_at + e.after, i.reporter_id
              FROM hypercare_issue i, (VALUES
                   (NULL, 'new', interval '0'),
                   ('new', 'resolved', interval '1 day'),
                   ('resolved', 'closed', interval '2 days')) AS e(old, new, after)
             WHERE i.state = 'closed' RETURNING id
            """
        )
    )


def tidy(env) -> None:
    """Have the planner know what there is."""
    with db_connect(env.cr.dbname).cursor() as cr:
        cr._cnx.rollback()
        cr._cnx.autocommit = True
        for table in ("hypercare_issue", "hypercare_issue_event", "mail_followers"):
            cr.execute(SQL("VACUUM ANALYZE %s", SQL.identifier(table)))
        cr._cnx.autocommit = False


def forget_trigrams(env) -> int:
    """Take away what only a database with pg_trgm has; return how many indexes."""
    names = [
        name
        for (name,) in env.execute_query(
            SQL(
                "SELECT indexname FROM pg_indexes WHERE tablename = 'hypercare_issue'"
                " AND indexdef LIKE '%%gin_trgm_ops%%'"
            )
        )
    ]
    for name in names:
        env.cr.execute(SQL("DROP INDEX %s", SQL.identifier(name)))
    return len(names)


def specification(issues, view_type: str, view=None) -> dict:
    """Return what the web client asks for when it shows a view."""
    found = issues.get_view(view.id if view else None, view_type)
    arch = etree.fromstring(found["arch"])
    asked = {}
    for node in arch.iter("field"):
        if any(parent.tag == "field" for parent in node.iterancestors()):
            continue
        for name in (node.get("name"), *ALONG.get(node.get("widget"), ())):
            field = issues._fields[name]
            asked[name] = {}
            if field.type == "many2one":
                asked[name] = {"fields": {"display_name": {}}}
            elif field.relational:
                asked[name] = {"fields": {}}
    return asked
