"""How much memory a large sweep needs: in a process that does nothing else.

`python -m bench._escalation_memory DATABASE` prints the answer as JSON.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import resource
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tools.odoo_process import config_file

MEGABYTE = 1_000_000
DUE = 10_000
#: So few that everybody gets digests.
OWNERS = 20
WARM_UP = 100
MODELS = LEDGER, MAIL = "hypercare.escalation", "mail.mail"


def large_sweep(database: str) -> list[dict]:
    """Return the rows of a sweep with very many due, in a process of its own."""
    from bench._escalation_measure import figure, tell

    tell(f"a sweep of {DUE:,} in a process of its own")
    command = [sys.executable, "-m", "bench._escalation_memory", database]
    result = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    found = json.loads(result.stdout)
    what = f"sweep of {DUE:,} due, {OWNERS} people, {found['mails']:,} mails"
    return [
        figure(what, DUE / found["seconds"], "per s"),
        figure(f"{what}: extra memory", found["grown"] / MEGABYTE, "MB"),
    ]


def _measure(database: str) -> dict:
    import odoo.api
    import odoo.tools
    from odoo.modules.registry import Registry

    from bench._escalation_measure import count, sweep
    from bench._escalation_world import World

    options = ["-c", str(config_file()), "-d", database, "--log-level=warn"]
    odoo.tools.config.parse_config(options, setup_logging=True)
    with Registry(database).cursor() as cr:
        world = World.opened(odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {}))
        # Once before: what is loaded and compiled on first use is not the sweep's.
        world.make_due(world.pick(WARM_UP), OWNERS)
        sweep(world.env)
        world.make_due(world.pick(DUE), OWNERS)
        before = {model: count(world.env, model) for model in MODELS}
        lowest = _forget_peak()
        seconds = sweep(world.env)
        grown = _peak() - lowest
        made = {model: count(world.env, model) - before[model] for model in MODELS}
    assert made[LEDGER] == DUE, made
    return {"seconds": seconds, "grown": grown, "mails": made[MAIL]}


def _forget_peak() -> int:
    """Let the peak begin anew where the system can, and return it."""
    gc.collect()
    with suppress(OSError, AttributeError):
        # What was freed before would be used again, and hide what the sweep needs.
        ctypes.CDLL(None).malloc_trim(0)
    switch = Path("/proc/self/clear_refs")
    if os.access(switch, os.W_OK):
        switch.write_text("5")
    return _peak()


def _peak() -> int:
    """The most memory this process has had, in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


if __name__ == "__main__":
    print(json.dumps(_measure(sys.argv[1])))
