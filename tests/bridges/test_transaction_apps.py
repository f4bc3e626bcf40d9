"""Kinds of documents, in a database with all the apps that they are made in."""

import subprocess
import sys

from tools import databases, environment
from tools.layout import ADDON, ROOT

APPS = (
    *("sale_management", "purchase_stock", "stock_account", "account", "mrp"),
    *("point_of_sale", "hr_attendance", "hr_expense", "hr_holidays", "hr_timesheet"),
    *("crm", "repair", "maintenance"),
)
TESTS = f"{ADDON}/tests/test_transaction_apps.py"


def test_documents_of_all_apps(request):
    env = environment.ensure()
    database = f"{request.config.getoption('--odoo-database')}_apps"
    command = [sys.executable, "dev", "test", TESTS, "--db", database, "--keep"]
    try:
        databases.make(env, database, [ADDON, *APPS])
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
    last = result.stdout.splitlines()[-1]
    assert " passed" in last and "skipped" not in last, last
