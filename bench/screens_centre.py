"""What does one look at the command centre cost?

The one call of a sponsor and of an employee, with everything read anew, in a period of
300, 10,000 and 100,000 issues with their whole history. Nothing urgent is open, so that
the clean streak reads the history as well: the dearest case.

On a machine that others use as well the times are theirs, too; the load is told.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time

from bench._sla_measure import limit, row

QUERIES, P95 = 12, 300


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
            found = {}
            for name in ("sponsor", "employee"):
                _tell(f"{size:,} issues, {name}")
                found[name] = _measure(env, getattr(world, name), options.rounds)
            count, answer, _times = found["sponsor"]
            total = answer["sections"]["burn_up"]["raised"]["value"]
            assert abs(total - size) <= size * 0.05, (total, size)
            assert answer["sections"]["now"]["urgent"]["value"] == 0
            for name, (count, _answer, times) in found.items():
                what = f"command centre, {size:,} issues, {name}"
                bar = P95 if size <= 10_000 else None
                rows.append(limit(f"{what}: queries", count, "queries", QUERIES))
                rows.append(limit(f"{what}: median", statistics.median(times), "ms"))
                p95 = statistics.quantiles(times, n=20)[-1]
                rows.append(limit(f"{what}: p95", p95, "ms", bar))
            median = statistics.median(found["sponsor"][2])
            if first is None:
                first = median
            else:
                times = size / options.sizes[0]
                what = f"{size:,} issues against {options.sizes[0]:,}"
                rows.append(row(what, median, "ms", first, times))
    return rows


def _measure(env, user, rounds):
    """Return queries, the answer, and milliseconds of each of so many calls."""
    period = env["hypercare.period"].with_user(user)
    times = []
    for number in range(rounds + 2):
        env.cr.flush()
        env.invalidate_all()
        queries, begin = env.cr.sql_log_count, time.perf_counter()
        answer = period.command_centre()
        spent = (time.perf_counter() - begin) * 1000
        queries = env.cr.sql_log_count - queries
        # The first ones compile calendars and fill what a worker keeps.
        if number > 1:
            times.append(spent)
    return queries, answer, times


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dev bench screens_centre", description=__doc__
    )
    parser.add_argument("--rounds", type=int, default=40, help="calls measured")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[300, 10_000, 100_000], help="issues"
    )
    parser.add_argument("--database", default="hc_bench_centre", help="made anew")
    return parser


def _tell(text: str) -> None:
    load = os.getloadavg()[0]
    print(f"centre: {text} (load {load:.1f})", file=sys.stderr, flush=True)
