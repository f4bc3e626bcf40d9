"""How fast are the clocks, beside the comparable module and beside Odoo itself?

Creating and moving issues against `helpdesk_mgmt` with `helpdesk_mgmt_sla` of the OCA,
fetched from the package index and installed beside our addon; one deadline against
`plan_hours`; a policy change against a bare UPDATE. Same machine, same calendar, same
context on both sides, in turns; medians.
"""

from __future__ import annotations

import argparse
import random
import sys
from datetime import datetime, timedelta, timezone

from bench._sla_measure import Cost, cost, limit, medians, row, tell, timed

#: Bars: docs/architecture.md; ratios of time, and queries per record.
CREATE_BAR, CREATE_QUERIES, TWIN_BAR = 1 / 6, 0.2, 3
MOVE_BAR, MOVE_QUERIES = 1 / 6, 0.3
WARM_BAR, COLD_BAR, DEADLINES = 1 / 100, 1 / 4, 100
QUIET = {"tracking_disable": True}


def main(argv: list[str]) -> list[dict]:
    """Measure everything, return the rows of the table."""
    options = _parser().parse_args(argv)
    # Imported here: `-h` needs no Odoo.
    from bench import _sla_many
    from tools.bench_env import odoo_env

    rows = []
    if options.open:
        many = f"{options.database}_many"
        # First, while the process has nothing that memory could be taken from.
        with odoo_env(many, ["hypercare_support"], fresh=True) as env:
            rows += _sla_many.measure(env, options.open, options.rounds)
    deadlines = _deadlines(options)
    return [*_records(options), *deadlines, *rows]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev bench sla", description=__doc__)
    parser.add_argument("--records", type=int, default=1000, help="issues and tickets")
    parser.add_argument(
        "--open", type=int, default=100_000, help="open issues to re-aim; 0: none"
    )
    parser.add_argument("--rounds", type=int, default=3, help="medians are of so many")
    parser.add_argument("--database", default="hc_bench_sla", help="made if missing")
    return parser


# -- Issues against tickets and bare threads -------------------------------------------


def _records(options) -> list[dict]:
    from bench import _sla_world as world
    from tools.bench_env import odoo_env, wheels

    folders = [wheels(world.OTHER_WHEELS), world.twin_folder()]
    with odoo_env(
        options.database,
        ["hypercare_support", *world.OTHERS, world.TWIN],
        fresh=True,
        addons_path=folders,
    ) as env:
        calendar = world.make_calendar(env, 10)
        period, desk = world.make_period(env, calendar), world.Desk(env, calendar)
        sample = world.make_issues(period, 1)
        metrics = {clock.metric for clock in sample.clock_ids}
        assert metrics >= world.METRICS, metrics
        return [
            *_creating(env, period, desk, sample, options),
            *_moving(env, period, desk, options),
        ]


def _creating(env, period, desk, sample, options) -> list[dict]:
    from bench import _sla_world as world

    count = options.records
    rows = []
    for name, context in (("off", QUIET), ("on", {})):
        tell(f"creating, tracking {name}")
        quiet = env(context=context)
        mine, other = period.with_env(quiet), world.Desk.__new__(world.Desk)
        other.__dict__ |= {**desk.__dict__, "env": quiet}
        acts = {
            "ours": lambda mine=mine: world.make_issues(mine, count),
            "theirs": lambda other=other: other.make_tickets(count),
        }
        if not context:
            acts["bare"] = lambda env=quiet: world.make_twins(env, sample, count)
        found = _per_record(env, acts, options)
        rows += _compared(
            f"create {count} with 4 clocks / OCA with 2, tracking {name}",
            found["ours"],
            found["theirs"],
            (CREATE_BAR, CREATE_QUERIES),
        )
        if "bare" in found:
            what = "the same / bare mail.thread as wide, tracking on"
            rows.append(_times(what, found["ours"], found["bare"], TWIN_BAR))
    return rows


def _moving(env, period, desk, options) -> list[dict]:
    from bench import _sla_world as world

    tell("moving")
    quiet = env(context=QUIET)
    issues = world.make_issues(period.with_env(quiet), options.records)
    desk.env = quiet
    tickets = desk.make_tickets(options.records)
    acts = {
        "ours": lambda: issues.write({"state": "in_progress"}),
        "theirs": lambda: tickets.write({"stage_id": desk.begun.id}),
        "waiting": lambda: issues.write({"state": "waiting"}),
        "held": lambda: tickets.write({"stage_id": desk.held.id}),
    }
    found = _per_record(env, acts, options)
    bars = (MOVE_BAR, MOVE_QUERIES)
    what = f"move {options.records} to in progress / OCA"
    return [
        *_compared(what, found["ours"], found["theirs"], bars),
        *_compared("the same to waiting / OCA", found["waiting"], found["held"], bars),
    ]


def _per_record(env, acts, options) -> dict[str, Cost]:
    measured = {name: lambda act=act: cost(env, act) for name, act in acts.items()}
    return {
        name: Cost(*(figure / options.records for figure in found))
        for name, found in medians(options.rounds, measured).items()
    }


def _times(question: str, ours: Cost, theirs: Cost, bar: float) -> dict:
    return row(question, ours.seconds * 1e3, "ms/record", theirs.seconds * 1e3, bar)


def _compared(question: str, ours: Cost, theirs: Cost, bars) -> list[dict]:
    """Return a row for the time and one for the queries."""
    queries = limit(f"{question}: queries", ours.queries, "queries/record", bars[1])
    return [
        _times(question, ours, theirs, bars[0]),
        {**queries, "against": theirs.queries, "ratio": ours.queries / theirs.queries},
    ]


# -- Deadlines -------------------------------------------------------------------------


def _deadlines(options) -> list[dict]:
    from bench import _sla_world as world
    from tools.bench_env import odoo_env

    with odoo_env(f"{options.database}_time", ["hypercare_support"]) as env:
        tell("deadlines")
        world.write_twin(env)
        calendar = world.make_calendar(env, 30)
        return _deadline_rows(env, calendar, options.rounds)


def _deadline_rows(env, calendar, rounds: int) -> list[dict]:
    from odoo.addons.hypercare_support.engine.targets import Target, due
    from odoo.addons.hypercare_support.models import resource_calendar as ours

    draw = random.Random(1)
    year = datetime(datetime.now().year, 1, 1, tzinfo=timezone.utc)
    starts = [
        year + timedelta(seconds=draw.randrange(300 * 86400)) for _ in range(DEADLINES)
    ]
    epochs = [int(start.timestamp()) for start in starts]
    target = Target("working", minutes=24 * 60)
    book = ours.TimelineBook(calendar, env.company)

    def ask(book) -> list:
        return [
            ours.from_epoch(
                book.ask(
                    lambda timeline, start=start: due(target, start, timeline), start
                )
            )
            for start in epochs
        ]

    def cold():
        ours._COMPILED.clear()
        return ask(ours.TimelineBook(calendar, env.company))

    def plan() -> list:
        return [
            calendar.plan_hours(24, start, compute_leaves=True).replace(tzinfo=None)
            for start in starts
        ]

    assert ask(book) == cold() == plan()
    found = medians(
        rounds,
        {
            "warm": lambda: timed(lambda: ask(book), 20),
            "cold": lambda: timed(cold, 3),
            "plan": lambda: timed(plan, 1),
        },
    )
    warm, cold_, planned = (one.seconds * 1e6 / DEADLINES for one in found.values())
    begin = year.replace(tzinfo=None)
    two_years = begin.replace(year=begin.year + 2)
    timeline = calendar._hypercare_compile(env.company, begin, two_years)
    return [
        row("a deadline, warm / plan_hours, 30 leaves", warm, "µs", planned, WARM_BAR),
        row(f"the same, compiled every {DEADLINES}", cold_, "µs", planned, COLD_BAR),
        limit("memory of a compiled timeline, 2 years", _size(timeline) / 1e3, "kB"),
    ]


def _size(timeline) -> int:
    """Bytes of a timeline with its arrays."""
    parts = [getattr(timeline, name) for name in timeline.__slots__]
    return sys.getsizeof(timeline) + sum(map(sys.getsizeof, parts))
