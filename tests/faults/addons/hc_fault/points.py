"""What happens at which point, as the test that started this process says.

The variable HC_FAULT holds JSON: ``at`` names the point, ``do`` is ``kill``, ``wait``
or ``slow``, ``nth`` the passage that counts, ``folder`` where a waiting process meets
its test, ``seconds`` how long each passage of a slow point lasts, ``batch`` how many
issues the sweep takes per transaction. Without the variable nothing is changed.
"""

import json
import logging
import os
import signal
import time
from collections import Counter
from pathlib import Path

_logger = logging.getLogger(__name__)

PLAN = json.loads(os.environ.get("HC_FAULT") or "{}")
#: A test that ends without letting go must not leave a process behind.
WAIT_SECONDS = 40

_passages = Counter()


def reach(point):
    """Do what the test wants done when the process passes this point."""
    if PLAN.get("at") != point:
        return
    _passages[point] += 1
    if PLAN["do"] == "slow":
        time.sleep(PLAN["seconds"])
    elif _passages[point] == PLAN.get("nth", 1):
        _logger.info("%s at %s, passage %s", PLAN["do"], point, _passages[point])
        _kill() if PLAN["do"] == "kill" else _wait(Path(PLAN["folder"]))


def _kill():
    if folder := PLAN.get("folder"):
        try:  # of several processes with this plan, only one dies
            Path(folder, "killed").touch(exist_ok=False)
        except FileExistsError:
            return
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(WAIT_SECONDS)  # the signal ends the process before this does


def _wait(folder):
    """Tell the test that the point is reached; go on when it says so."""
    (folder / "reached").touch()
    deadline = time.monotonic() + WAIT_SECONDS
    while not (folder / "go").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
