"""A policy change with very many open issues, against a bare UPDATE of the rows."""

from __future__ import annotations

import statistics
import time

from odoo.sql_db import db_connect
from odoo.tools import SQL

from bench._sla_measure import extra_memory, limit, row, tell
from bench._sla_world import METRICS, make_calendar, make_issues, make_period

MEGABYTE = 1_000_000
TIMES_BAR, MEMORY_BAR = 10, 300
BARE = """
    WITH moved AS (
        UPDATE hypercare_sla_clock SET due_at = due_at + interval '1 minute'
         WHERE metric = 'resolution' AND state = 'running' RETURNING issue_id, due_at)
    UPDATE hypercare_issue i SET resolution_due = m.due_at
      FROM moved m WHERE m.issue_id = i.id
"""
BARE_CLOCKS = """
    UPDATE hypercare_sla_clock SET due_at = due_at + interval '1 minute'
     WHERE metric = 'resolution' AND state = 'running'
"""


def measure(env, count: int, rounds: int) -> list[dict]:
    """Return the rows of the table; commits to the database of *env*."""
    period = make_period(env, make_calendar(env, 10))
    line = period.policy_id.line_ids.filtered(lambda one: one.metric == "resolution")
    tell(f"making {count} open issues")
    _multiply(env, make_issues(period, 1), count)
    env.cr.commit()
    times: dict[str, list[float]] = {"ours": [], "bare": [], "clocks": []}
    memory = 0.0
    for number in range(rounds):
        tell(f"re-aiming, {number + 1} of {rounds}")
        before = _dues(env)
        _tidy(env)
        with extra_memory() as grown:
            times["ours"].append(_committed(env, lambda: _change(line)))
        memory = memory or grown[0] / MEGABYTE
        assert sum(map(int.__ne__, before, _dues(env))) == count, "not all were moved"
        for name, sql in (("bare", BARE), ("clocks", BARE_CLOCKS)):
            _tidy(env)
            begin = time.perf_counter()
            env.cr.execute(sql)
            assert env.cr.rowcount == count
            env.cr.commit()
            times[name].append(time.perf_counter() - begin)
    ours, bare, clocks = (statistics.median(taken) for taken in times.values())
    what = f"policy change, {count:,} open issues"
    return [
        row(f"{what} / one UPDATE of clocks and issues", ours, "s", bare, TIMES_BAR),
        {**row(f"{what} / one UPDATE of clocks only", ours, "s", clocks, 1), "bar": "–"}
        | {"ok": True},
        limit(f"{what}: extra memory", memory, "MB", MEMORY_BAR),
    ]


def _change(line) -> None:
    line.write({"minutes": 900 if line.minutes == 960 else 960})


def _committed(env, act) -> float:
    begin = time.perf_counter()
    act()
    env.cr.commit()
    return time.perf_counter() - begin


def _dues(env) -> list[int]:
    """The due times of the promise that changes, as one number per issue."""
    rows = env.execute_query(
        SQL(
            "SELECT EXTRACT(EPOCH FROM due_at)::bigint FROM hypercare_sla_clock"
            " WHERE metric = 'resolution' ORDER BY issue_id"
        )
    )
    return [due for (due,) in rows]


def _tidy(env) -> None:
    """Remove the dead rows of the act before: each begins alike."""
    env.cr.commit()
    with db_connect(env.cr.dbname).cursor() as cr:
        cr._cnx.rollback()
        cr._cnx.autocommit = True
        for table in ("hypercare_sla_clock", "hypercare_issue"):
            cr.execute(SQL("VACUUM ANALYZE %s", SQL.identifier(table)))
        cr._cnx.autocommit = False


def _multiply(env, issue, count: int) -> None:
    """Copy an issue with its turn and clocks, by SQL, until there are *count*."""
    env.cr.flush()
    assert {clock.metric for clock in issue.clock_ids} >= METRICS
    moment = "t.reported_at - n * interval '31 seconds'"
    _copy(
        env,
        "hypercare_issue",
        f"hypercare_issue t, generate_series(1, {count - 1}) n WHERE t.id = {issue.id}",
        number="'X-' || n",
        reported_at=moment,
    )
    others = f"hypercare_issue i WHERE i.id > {issue.id}"
    _copy(
        env,
        "hypercare_issue_engagement",
        f"hypercare_issue_engagement t, {others} AND t.issue_id = {issue.id}",
        issue_id="i.id",
        received_at="i.reported_at",
    )
    _copy(
        env,
        "hypercare_sla_clock",
        f"hypercare_sla_clock t, {others} AND t.issue_id = {issue.id}",
        issue_id="i.id",
        engagement_id="CASE WHEN t.engagement_id IS NOT NULL THEN (SELECT e.id FROM"
        " hypercare_issue_engagement e WHERE e.issue_id = i.id LIMIT 1) END",
        origin_at="i.reported_at",
        started_at="i.reported_at",
    )
    env.invalidate_all(flush=False)


def _copy(env, table: str, source: str, **changed: str) -> None:
    """Insert the rows of *source*, whose ``t`` is *table*, with columns changed."""
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = %s AND column_name <> 'id'",
        [table],
    )
    names = [name for (name,) in env.cr.fetchall()]
    values = ", ".join(changed.get(name, f't."{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    # The parts are constants of this file and names of columns.
    env.cr.execute(f"INSERT INTO {table} ({columns}) SELECT {values} FROM {source}")
