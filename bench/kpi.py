"""What does the night cost?

One more night – figures, alerts, adoption, health, exit criteria – of a period of
10,000 and of 100,000 issues with their whole history, and of a database with 100,000
and with 1,000,000 accounting lines: seconds, queries, memory, and how they grow.

    ./dev bench kpi                                  both, at full size
    ./dev bench kpi --sizes 1000 10000 --lines 10000 100000
    ./dev bench kpi --lines                          issues only
    ./dev bench kpi --sizes                          accounting only

On a machine that others use as well the times are theirs, too; the load is told.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from datetime import timedelta

from bench._sla_measure import extra_memory, limit, row

#: Queries of one night, whatever the number of issues.
QUERIES = 250
#: No more than this, times as many issues or lines.
LINEAR = 1.2
#: What a night may take on top, by the clock: noise of a few milliseconds is no trend.
SMALLEST = 0.02
#: Issues that are entered through the lifecycle; the rest are copies of these.
ENTERED = 1_000
#: Issues beside the accounting lines.
BESIDE = 100


def main(argv: list[str]) -> list[dict]:
    """Measure everything, return the rows of the table."""
    options = _parser().parse_args(argv)
    # Imported here: `-h` needs no Odoo.
    from bench import _kpi_books
    from tools.bench_env import odoo_env

    rows = []
    if options.sizes:
        with odoo_env(options.database, ["hypercare_support"], fresh=True) as env:
            rows += by_issues(env, options.sizes, options.rounds)
    if options.lines:
        modules = _kpi_books.modules()
        with odoo_env(f"{options.database}_books", modules, fresh=True) as env:
            rows += by_lines(env, options.lines, options.rounds)
    return rows


def by_issues(env, sizes: list[int], rounds: int) -> list[dict]:
    """Return the rows about a period that has ever more issues."""
    from bench._centre_world import World

    world = World(env)
    world.fill(min(ENTERED, sizes[0]))
    world.period.action_usual_criteria()
    nights = []
    for size in sizes:
        world.grow(size)
        _tell(f"{size:,} issues")
        nights.append((size, _measure(env, world.period, rounds)))
    return _rows("issues", nights)


def by_lines(env, sizes: list[int], rounds: int) -> list[dict]:
    """Return the rows about books with ever more accounting lines."""
    from bench._centre_world import World
    from bench._kpi_books import Books

    world = World(env)
    # A month has ended since go-live: the close is looked at.
    world.period.go_live -= timedelta(days=45)
    world.fill(BESIDE)
    world.period.action_usual_criteria()
    books = Books(env, world.period)
    nights = []
    for size in sizes:
        books.grow(size)
        _tell(f"{size:,} accounting lines")
        nights.append((size, _measure(env, world.period, rounds)))
    return _rows("accounting lines", nights)


def _rows(what: str, nights: list[tuple[int, dict]]) -> list[dict]:
    """Return queries, seconds and memory of each size, and how they grow."""
    rows = []
    first_size, first = nights[0]
    for size, night in nights:
        label = f"nightly run, {size:,} {what}"
        rows.append(limit(f"{label}: queries", night["queries"], "queries", QUERIES))
        rows.append(limit(f"{label}: all of it", night["seconds"], "s"))
        rows.append(limit(f"{label}: figures of a day", night["facts"], "s"))
        rows.append(limit(f"{label}: exit criteria", night["exit"], "s"))
        rows.append(limit(f"{label}: memory on top", night["memory"] / 2**20, "MB"))
        if size == first_size:
            continue
        bar = LINEAR * size / first_size
        for key, part in (("seconds", "all of it"), ("memory", "memory on top")):
            unit, floor = ("s", SMALLEST) if key == "seconds" else ("MB", 1.0)
            scale = 1 if key == "seconds" else 2**20
            rows.append(
                row(
                    f"{label}: {part}, against {first_size:,}",
                    night[key] / scale,
                    unit,
                    max(first[key] / scale, floor),
                    bar,
                )
            )
    return rows


def _measure(env, period, rounds: int) -> dict:
    """Return queries, seconds and bytes of one night; of several the fastest."""
    # sudo: as the scheduled actions do it.
    period = period.sudo()
    now = env.cr.now().replace(microsecond=0)
    day = period._local_day(now) - timedelta(days=1)
    env.cr.execute("DELETE FROM hypercare_kpi_alert")
    env.cr.execute("DELETE FROM hypercare_kpi_value")
    env.invalidate_all()
    # All days but the last are there already: one night is measured.
    while period._run_day_tasks(now):
        pass
    if period.kpi_error:
        raise RuntimeError(period.kpi_error)
    found = []
    for _round in range(max(rounds, 1)):
        env.cr.execute("DELETE FROM hypercare_kpi_value WHERE date = %s", [day])
        env.cr.execute("DELETE FROM hypercare_exit_history WHERE kind = 'value'")
        env.invalidate_all()
        with extra_memory() as grown:
            queries, begin = env.cr.sql_log_count, time.perf_counter()
            period._run_day_tasks(now)
            env.flush_all()
            middle = time.perf_counter()
            period._exit_daily(now)
            env.flush_all()
            end = time.perf_counter()
            queries = env.cr.sql_log_count - queries
        env.invalidate_all()
        begin_facts = time.perf_counter()
        period._kpi_facts(day)
        found.append(
            {
                "queries": queries,
                "seconds": end - begin,
                "exit": end - middle,
                "facts": time.perf_counter() - begin_facts,
                "memory": grown[0],
            }
        )
    return {
        **{name: min(one[name] for one in found) for name in ("seconds", "exit")},
        "facts": min(one["facts"] for one in found),
        "queries": max(one["queries"] for one in found),
        # The first night is the one that has to ask for memory.
        "memory": max(one["memory"] for one in found),
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dev bench kpi",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--rounds", type=int, default=3, help="nights measured")
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=[10_000, 100_000], help="issues"
    )
    parser.add_argument(
        "--lines",
        type=int,
        nargs="*",
        default=[100_000, 1_000_000],
        help="accounting lines",
    )
    parser.add_argument("--database", default="hc_bench_kpi", help="made anew")
    return parser


def _tell(text: str) -> None:
    load = os.getloadavg()[0]
    print(f"kpi: {text} (load {load:.1f})", file=sys.stderr, flush=True)
