"""Odoo's robot clicks through our app in a database with the apps of a whole company.

A run within the run, as for the bridges: what other apps add to contacts, users and
menus must not break our screens, nor ours theirs.
"""

import subprocess
import sys

import pytest

from tools import databases, environment
from tools.layout import ADDON, ROOT

APPS = (
    *("sale_management", "purchase", "stock", "account", "hr", "hr_holidays"),
    *("project", "mrp", "calendar", "l10n_bd"),
)
CLICK = f"{ADDON}/tests/test_click_all.py"


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_everything_can_be_clicked_with_every_app(request):
    env = environment.ensure()
    database = f"{request.config.getoption('--odoo-database')}_apps"
    try:
        complaints = databases.make(env, database, [*APPS, ADDON], demo=True)
        assert not complaints
        known = databases.installed(env, database)
        assert set(databases.bridges(env)) <= set(known), "bridges come along"
        result = subprocess.run(
            [sys.executable, "dev", "test", "--all", "--keep", "--db", database, CLICK],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    finally:
        databases.drop(env, database)
    assert result.returncode == 0, result.stdout
    assert "3 passed" in result.stdout.splitlines()[-1]
