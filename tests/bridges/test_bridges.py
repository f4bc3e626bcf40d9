"""Each bridge by its own tests, in a database with the apps that it joins.

A run within the run: the apps would change how Odoo behaves for all other tests.
"""

import subprocess
import sys

import pytest

from tools import databases, environment
from tools.layout import ADDON, ROOT, addons

BRIDGES = [name for name in addons() if databases.manifest(name).get("auto_install")]


@pytest.mark.parametrize("bridge", BRIDGES)
def test_bridge(bridge, request):
    env = environment.ensure()
    if bridge not in databases.installable_addons(env):
        pytest.skip("the apps that it joins are not there")
    suffix = bridge.removeprefix(f"{ADDON}_")
    database = f"{request.config.getoption('--odoo-database')}_{suffix}"
    command = [sys.executable, "dev", "test", f"{bridge}/tests", "--db", database]
    try:
        result = subprocess.run(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    finally:
        databases.drop(env, database)
    assert result.returncode == 0, result.stdout
    assert " passed" in result.stdout.splitlines()[-1]
