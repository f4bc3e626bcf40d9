"""The sweep among few and among very many open issues."""

from __future__ import annotations

import statistics

from odoo.tools import SQL

from bench._escalation_measure import count, medians, sweep, tell, vacuum
from bench._escalation_world import TABLES, World
from bench._sla_measure import row

IDLE_BAR, MANY_BAR = 1.5, 1.5
IDLE_ROUNDS = 31
DUE = 1000
ISSUES, LEDGER = "hypercare_issue", "hypercare.escalation"


def nothing_due(few: World, many: World) -> list[dict]:
    """Return the row of a sweep that finds nothing to do."""
    tell("sweep with nothing due")
    acts = {"many": lambda: sweep(many.env), "few": lambda: sweep(few.env)}
    found = medians(IDLE_ROUNDS, acts)
    assert not count(few.env, LEDGER) + count(many.env, LEDGER)
    what = f"sweep, nothing due: {many.count:,} open issues / {few.count:,}"
    return [row(what, found["many"] * 1e3, "ms", found["few"] * 1e3, IDLE_BAR)]


def due_among_many(few: World, many: World, reaims: int, rounds: int) -> list[dict]:
    """Return the row of a sweep that has to find what is due among many."""
    taken: dict[str, list[float]] = {"many": [], "few": []}
    for world in (few, many):
        _set_autovacuum(world, False)
    for turn in range(rounds + 1):
        tell(f"{DUE:,} due among {many.count:,}, round {turn} of {rounds}")
        for name, world in (("many", many), ("few", few)):
            if world is many:
                _reaim(world, reaims)
            world.make_due(world.pick(DUE))
            seconds = swept(world)
            if turn:
                taken[name].append(seconds)
    for world in (few, many):
        _set_autovacuum(world, True)
    ours, against = (statistics.median(times) for times in taken.values())
    what = (
        f"{DUE:,} due among {many.count:,} after {reaims:,} unvacuumed re-aims"
        f" / among {few.count:,}"
    )
    return [row(what, ours, "s", against, MANY_BAR)]


def _reaim(world: World, reaims: int) -> None:
    """Leave so many dead entries where the sweep looks first, and no others.

    Issues that would be due long ago get their right moment back. The dead entries
    of the index lie before all that is due: no place is worse.
    """
    cr = world.env.cr
    ids = world.pick(reaims)
    cr.execute(
        "UPDATE hypercare_issue SET next_action_at = now() AT TIME ZONE 'UTC'"
        " - interval '1 day' - interval '1 second' * (id %% 86400) WHERE id = ANY(%s)",
        [ids],
    )
    vacuum(world.env, *TABLES)
    cr.execute(
        "UPDATE hypercare_issue SET next_action_at = resolution_due WHERE id = ANY(%s)",
        [ids],
    )
    assert cr.rowcount == reaims
    cr.commit()


def _set_autovacuum(world: World, on: bool) -> None:
    world.env.cr.execute(
        SQL(
            "ALTER TABLE %s SET (autovacuum_enabled = %s)",
            SQL.identifier(ISSUES),
            SQL("true" if on else "false"),
        )
    )
    world.env.cr.commit()


# -- Sweeps that are looked at ---------------------------------------------------------


def swept(world: World, *, one_mail_each: bool = True) -> float:
    """Sweep what was made due; see to it that all of it fired, and nothing else."""
    before = count(world.env, LEDGER), count(world.env, "mail.mail")
    seconds = sweep(world.env)
    fired = count(world.env, LEDGER) - before[0]
    assert fired == DUE, fired
    sent = count(world.env, "mail.mail") - before[1]
    assert sent == DUE or not one_mail_each, sent
    return seconds
