"""Hypercare simulated with Sales, Purchase, Inventory and Accounting, day by day.

The days are data in `hypercare_support_stock/tests/simulation/script.py`; what the
addons count is compared every night with plain SQL and with a ledger kept by hand.
"""

import subprocess
import sys

import pytest

from tools import databases, environment
from tools.layout import ADDON, ROOT

APPS = ("sale_management", "purchase", "stock_account", "account")
FOLDER = f"{ADDON}_stock/tests/simulation"


def simulate(request, name, *options):
    """Run one file of the simulation in a database of its own with all four apps."""
    env = environment.ensure()
    database = f"{request.config.getoption('--odoo-database')}_sim"
    command = [sys.executable, "dev", "test", f"{FOLDER}/{name}", "--db", database]
    try:
        databases.make(env, database, [f"{ADDON}_stock", f"{ADDON}_account", *APPS])
        result = subprocess.run(
            [*command, "--keep", *options],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    finally:
        databases.drop(env, database)
    assert result.returncode == 0, result.stdout
    last = result.stdout.splitlines()[-1]
    assert " passed" in last and "skipped" not in last, last


def test_fortnight(request):
    simulate(request, "test_fortnight.py")


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_fortnight_in_all_time_zones(request):
    simulate(request, "test_fortnight.py", "--all")


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_quarter(request):
    simulate(request, "test_quarter.py", "--all")
