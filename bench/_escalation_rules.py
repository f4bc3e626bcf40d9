"""What it costs to change a rule while very many issues are open."""

from __future__ import annotations

import statistics

from bench._escalation_measure import committed, figure, sweep, tell, vacuum
from bench._escalation_world import TABLES, World

#: None of these makes an issue due: a percent is two hours and a half.
PERCENTS = (99, 98, 97, 96)
BARE = """
    UPDATE hypercare_issue SET next_action_at = next_action_at - interval '1 second'
     WHERE state IN ('new', 'assigned', 'in_progress', 'waiting')
"""


def rule_change(world: World, rounds: int) -> list[dict]:
    """Return the rows of editing a step, and of the sweep that plans all anew."""
    env, step = world.env, world.rule.step_ids
    taken: dict[str, list[float]] = {"edit": [], "sweep": [], "bare": []}
    for number, percent in enumerate(PERCENTS[: rounds + 1]):
        tell(f"rule change, {world.count:,} open issues, round {number} of {rounds}")
        before = _moments(world)
        vacuum(env, *TABLES)
        times = {
            "edit": committed(env, lambda: step.write({"percent": percent})),  # noqa: B023
            "sweep": sweep(env),
        }
        moved = sum(map(int.__ne__, before, _moments(world)))
        assert moved == len(before), f"{moved} of {len(before)} were planned anew"
        vacuum(env, *TABLES)
        times["bare"] = committed(env, lambda: env.cr.execute(BARE))
        for name, seconds in times.items() if number else ():
            taken[name].append(seconds)
    found = {name: statistics.median(times) for name, times in taken.items()}
    what = f"rule change, {world.count:,} open issues"
    ours = found["edit"] + found["sweep"]
    return [
        figure(f"{what}: the edit itself", found["edit"] * 1e3, "ms"),
        figure(f"{what}, all planned anew / one UPDATE", ours, "s", found["bare"]),
    ]


def _moments(world: World) -> list[int]:
    """When the sweep will look at each issue that has something to come."""
    world.env.cr.commit()
    world.env.cr.execute(
        "SELECT EXTRACT(EPOCH FROM next_action_at)::bigint FROM hypercare_issue"
        " WHERE next_action_at IS NOT NULL ORDER BY id"
    )
    found = [moment for (moment,) in world.env.cr.fetchall()]
    world.env.cr.commit()
    return found
