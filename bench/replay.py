"""Does the addon tell the same story as a real service desk's log?

Replays an event log (incidents of ServiceNow, one row per update) through the public
methods of ``hypercare.issue``, with the clock stopped at each row, and compares every
step with the log: `./dev bench replay --log FILE`. Without a file it takes the small
log of the tests. Nothing is kept in the database, unless asked for.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bench._replay_log import LogError, read_log
from bench._replay_sla import HOURS

SMALL_LOG = Path(__file__).parents[1] / "tests" / "bench" / "data" / "small_log.csv"
HOURS_TEXT = {"24x7": "24×7", "mon-fri": "Monday to Friday, 08:00–18:00"}


def main(argv: list[str]) -> list[dict]:
    """Replay a log, print the report, return the rows of the table."""
    options = _parser().parse_args(argv)
    try:
        log = read_log(options.log, options.zone)
        if not log.rows:
            raise LogError("the log has no row that can be replayed")
    except LogError as error:
        sys.exit(f"replay: {error}")
    # Imported here: a wrong path needs no Odoo to be told.
    from bench._replay_report import bench_rows, report
    from bench._replay_run import replay
    from tools.bench_env import odoo_env

    modules = ["hypercare_support"]
    with odoo_env(options.database, modules, commit=options.keep) as env:
        begin = time.perf_counter()
        result = replay(env, log, options.zone, options.hours, _tell)
        seconds = time.perf_counter() - begin
    print(report(result, options.zone.key, HOURS_TEXT[options.hours]))
    print(f"\n{len(log.rows)} rows in {seconds:.1f} s: {len(log.rows) / seconds:.0f}/s")
    return bench_rows(result, seconds)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev bench replay", description=__doc__)
    parser.add_argument("--log", type=Path, default=SMALL_LOG, help="CSV file")
    parser.add_argument(
        "--zone", type=_zone, default="UTC", help="time zone of the log, default UTC"
    )
    parser.add_argument(
        "--hours", choices=sorted(HOURS), default="mon-fri", help="support hours"
    )
    parser.add_argument("--database", default="hc_replay", help="made if missing")
    parser.add_argument(
        "--keep",
        action="store_true",
        help="keep the issues; escalation rules stay at rest in that database",
    )
    return parser


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise argparse.ArgumentTypeError(f"unknown time zone {name}") from None


def _tell(done: int) -> None:
    print(f"replay: {done} rows", file=sys.stderr, flush=True)
