"""What does the night cost?

The facts and values of one more day, in a period of 1,000 and of 10,000 issues with
their whole history: seconds, queries, and how they grow.

On a machine that others use as well the times are theirs, too; the load is told.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from datetime import timedelta

from bench._sla_measure import limit, row

#: Queries of one night, whatever the number of issues.
QUERIES = 200
#: No more than this, times as many issues.
LINEAR = 1.2


def main(argv: list[str]) -> list[dict]:
    """Measure everything, return the rows of the table."""
    options = _parser().parse_args(argv)
    # Imported here: `-h` needs no Odoo.
    from bench._centre_world import World
    from tools.bench_env import odoo_env

    rows, first = [], None
    with odoo_env(options.database, ["hypercare_support"], fresh=True) as env:
        world = World(env)
        world.fill(options.sizes[0])
        for size in options.sizes:
            if size != options.sizes[0]:
                world.grow(size)
            _tell(f"{size:,} issues")
            count, facts, night = _measure(env, world.period, options.rounds)
            what = f"nightly run, {size:,} issues"
            rows.append(limit(f"{what}: queries", count, "queries", QUERIES))
            rows.append(limit(f"{what}: all of it", night, "s"))
            if first is None:
                first = size, facts
                rows.append(limit(f"facts of a day, {size:,} issues", facts, "s"))
            else:
                bar = LINEAR * size / first[0]
                what = f"facts of a day, {size:,} issues against {first[0]:,}"
                rows.append(row(what, facts, "s", first[1], bar))
    return rows


def _measure(env, period, rounds):
    """Return queries and seconds of a night, and the fastest seconds of its facts."""
    # sudo: as the nightly run does.
    period = period.sudo()
    now = env.cr.now().replace(microsecond=0)
    day = period._local_day(now) - timedelta(days=1)
    env.cr.execute("DELETE FROM hypercare_kpi_value")
    env.invalidate_all()
    # All days but the last are there already: one night is measured.
    period._run_day_tasks(now)
    env.cr.execute("DELETE FROM hypercare_kpi_value WHERE date = %s", [day])
    env.invalidate_all()
    queries, begin = env.cr.sql_log_count, time.perf_counter()
    period._run_day_tasks(now)
    env.flush_all()
    night = time.perf_counter() - begin
    queries = env.cr.sql_log_count - queries
    spent = []
    for _round in range(rounds):
        env.invalidate_all()
        begin = time.perf_counter()
        period._kpi_facts(day)
        spent.append(time.perf_counter() - begin)
    return queries, min(spent), night


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev bench kpi", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="times measured")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[1_000, 10_000], help="issues"
    )
    parser.add_argument("--database", default="hc_bench_kpi", help="made anew")
    return parser


def _tell(text: str) -> None:
    load = os.getloadavg()[0]
    print(f"kpi: {text} (load {load:.1f})", file=sys.stderr, flush=True)
