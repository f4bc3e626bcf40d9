"""Does it bear a whole company, on one machine?

A real server with several workers and threads for scheduled actions; people who report,
look, search, move issues and write, all at once; issues that fall due all the time. No
answer may be an error, and whatever was acknowledged is in the database, once. How slow
each page becomes is told against the same page on the idle server, and against a list
of contacts, which is not ours, in the same minutes.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

KINDS = ("reporter", "viewer", "agent", "commenter")


def main(argv: list[str]) -> list[dict]:
    """Run the load, return the rows of the table."""
    options = _parser().parse_args(argv)
    # Imported here: `-h` needs no Odoo.
    from bench import _load_report, _load_run, _load_world
    from tools import environment
    from tools.bench_env import odoo_env

    counts = {kind: getattr(options, f"{kind}s") for kind in KINDS}
    seconds = int(options.minutes * 60)
    tell(f"{options.issues:,} issues, {sum(counts.values())} people")
    with (
        odoo_env(options.database, ["hypercare_support"], fresh=True) as env,
        TemporaryDirectory() as name,
        ExitStack() as stack,
    ):
        _load_world.make(env, options.issues, options.open, options.contacts, counts)
        run = _load_run.Run(
            env,
            environment.ensure().server,
            Path(name),
            workers=options.workers,
            counts=counts,
            seconds=seconds,
            tell=tell,
        )
        found = run.go(stack)
    rows = _load_report.rows(found, options)
    if options.report:
        Path(options.report).write_text(_load_report.page(found, options, rows))
    return rows


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev bench load", description=__doc__)
    add = parser.add_argument
    add("--minutes", type=float, default=10, help="of load; default 10")
    add("--issues", type=int, default=50_000, help="in the log; default 50,000")
    add("--open", type=int, default=1000, help="of these are open; default 1,000")
    add("--contacts", type=int, default=2000, help="to compare with")
    add("--workers", type=int, default=4, help="of the server; default 4")
    add("--reporters", type=int, default=10)
    add("--viewers", type=int, default=40)
    add("--agents", type=int, default=5, help="at most 9")
    add("--commenters", type=int, default=5)
    add("--report", metavar="FILE", help="write the results as a page (Markdown)")
    add("--database", default="hc_bench_load", help="made anew")
    return parser


def tell(text: str) -> None:
    clock, load = time.strftime("%H:%M:%S"), os.getloadavg()[0]
    print(f"load {clock}: {text} (load {load:.1f})", file=sys.stderr, flush=True)
