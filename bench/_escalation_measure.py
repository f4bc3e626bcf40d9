"""Taking times that end with a commit, and tidying between them."""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from odoo.modules.registry import Registry
from odoo.sql_db import close_db, db_connect
from odoo.tools import SQL

from tools import databases, environment
from tools.bench_env import odoo_env


def tell(text: str) -> None:
    print(f"escalation: {text}", file=sys.stderr, flush=True)


@contextmanager
def database(name: str) -> Iterator:
    """Yield an `env` on a new database with the addon, which is dropped afterwards."""
    try:
        with odoo_env(name, ["hypercare_support"], fresh=True) as env:
            yield env
    finally:
        Registry.delete(name)
        close_db(name)
        databases.drop(environment.ensure(), name)


def committed(env, act: Callable[[], object]) -> float:
    """Return the seconds that an act takes, its commit included."""
    env.cr.commit()
    env.invalidate_all()
    gc.collect()
    begin = time.perf_counter()
    act()
    env.cr.commit()
    return time.perf_counter() - begin


def sweep(env) -> float:
    """Run the sweep as the scheduled action does; return the seconds."""
    return committed(env, env["hypercare.issue"]._cron_escalate)


def medians(rounds: int, acts: dict[str, Callable[[], float]]) -> dict[str, float]:
    """Take the time of each in turn, one round to warm up; return medians."""
    taken: dict[str, list[float]] = {name: [] for name in acts}
    for number in range(rounds + 1):
        for name, act in acts.items():
            seconds = act()
            if number:
                taken[name].append(seconds)
    return {name: statistics.median(times) for name, times in taken.items()}


def count(env, model: str) -> int:
    """Return how many records there are, leaving no transaction open."""
    env.cr.commit()
    found = env[model].search_count([])
    env.cr.commit()
    return found


def vacuum(env, *tables: str) -> None:
    """Remove dead rows and count anew, as autovacuum would at its own time."""
    env.cr.commit()
    with db_connect(env.cr.dbname).cursor() as cr:
        cr._cnx.rollback()
        cr._cnx.autocommit = True
        for table in tables:
            cr.execute(SQL("VACUUM ANALYZE %s", SQL.identifier(table)))
        cr._cnx.autocommit = False


def figure(question: str, value: float, unit: str, against: float | None = None):
    """Return a row of the table that has no bar."""
    row = {"question": question, "value": value, "unit": unit, "ok": True}
    if against is not None:
        row |= {"against": against, "ratio": value / against}
    return row
