"""How punctual are escalations, what do they cost, and does size matter?

The sweep with nothing due, and with 1,000 due, among few and very many open issues;
beside Odoo's own way of sending as many mails; from the due time to the mail on a
server as it comes; a sweep of 10,000; a burst; a changed rule. Same machine, same
run, in turns; medians. The fixtures for scale are made by SQL and dropped.
"""

from __future__ import annotations

import argparse
import time
from contextlib import ExitStack

STAGES = ("size", "mail", "memory", "rules", "latency")
#: Open issues in the smaller database, stage by stage.
IDLE, FEW, OPEN = 1000, 10_000, 100_000


def main(argv: list[str]) -> list[dict]:
    """Measure everything, return the rows of the table."""
    options = _parser().parse_args(argv)
    # Imported here: `-h` needs no Odoo.
    from bench._escalation_measure import tell

    begin = time.monotonic()
    rows = []
    if set(options.stages) - {"latency"}:
        rows += _scale(options)
    if "latency" in options.stages:
        rows += _latency(options)
    tell(f"{(time.monotonic() - begin) / 60:.1f} minutes in all")
    return rows


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev bench escalation", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="10 escalations in 1 minute, not 50 in 5"
    )
    parser.add_argument(
        "--many", type=int, default=1_000_000, help="open issues of the large database"
    )
    parser.add_argument("--rounds", type=int, default=3, help="medians are of so many")
    parser.add_argument(
        "--stages", nargs="+", choices=STAGES, default=STAGES, help="default: all"
    )
    parser.add_argument(
        "--database", default="hc_bench_escalation", help="made, and dropped"
    )
    return parser


def _scale(options) -> list[dict]:
    """Return the rows that need many issues, from smaller to larger."""
    from bench import _escalation_mail, _escalation_memory, _escalation_rules
    from bench._escalation_measure import database
    from bench._escalation_world import World

    rows, rounds = [], options.rounds
    with ExitStack() as stack:
        few = World.made(stack.enter_context(database(options.database)))
        if "size" in options.stages:
            few.grow(IDLE)
            rows += _beside_many(options, few)
        few.grow(OPEN)
        if "mail" in options.stages:
            rows += _escalation_mail.with_mail(few, rounds)
            rows += _escalation_mail.sending(few)
            rows += _escalation_mail.to_one_person(few)
        if "memory" in options.stages:
            rows += _escalation_memory.large_sweep(options.database)
        if "rules" in options.stages:
            rows += _escalation_rules.rule_change(few, rounds)
    return rows


def _beside_many(options, few) -> list[dict]:
    from bench import _escalation_sweep
    from bench._escalation_measure import database, tell
    from bench._escalation_world import World

    with database(f"{options.database}_many") as env:
        many = World.made(env)
        tell(f"making {options.many:,} open issues with three promises each")
        many.grow(options.many)
        rows = _escalation_sweep.nothing_due(few, many)
        few.grow(FEW)
        reaims = options.many // 10
        rows += _escalation_sweep.due_among_many(few, many, reaims, options.rounds)
    return rows


def _latency(options) -> list[dict]:
    from bench import _escalation_latency
    from bench._escalation_measure import database

    count, minutes = (10, 1) if options.quick else (50, 5)
    with database(f"{options.database}_clock") as env:
        return _escalation_latency.measure(env, count, minutes)
