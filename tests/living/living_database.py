"""A database of its own, for tests that install, uninstall and upgrade."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import odoo.release
import odoo.sql_db
from odoo.tools import config

from tools.odoo_source import version_key

BASE = "mail,resource,rating,web"
ADDON = "hypercare_support"
SECONDS = 800
BAD = (" WARNING ", " ERROR ", " CRITICAL ")


class Database:
    """A database that servers come to and leave; nobody else uses it."""

    def __init__(self, name):
        self.name = name
        self.addons = ""
        self.complaints = []

    def make(self):
        """Begin with one that knows Odoo's base apps, copied if there is such a one."""
        self.drop()
        known = f"hypercare_base_{version_key(Path(odoo.release.__file__).parents[1])}"
        found = "SELECT 1 FROM pg_database WHERE datname = %s"
        if self.rows(found, known, name="postgres"):
            self._administer(f'CREATE DATABASE "{self.name}" TEMPLATE "{known}"')
        else:
            self._administer(f'CREATE DATABASE "{self.name}" TEMPLATE template0')
            self.odoo("-i", BASE)

    def drop(self):
        self._administer(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _administer(self, statement):
        connection = odoo.sql_db.db_connect("postgres")
        with closing(connection.cursor()) as cr:
            cr._cnx.autocommit = True
            cr.execute(statement)

    def odoo(self, *arguments):
        """Run a server to its end; keep what its log complains about."""
        self._run(["server", *arguments, "--stop-after-init"])

    def shell(self, script):
        """Run a Python script in Odoo's shell."""
        self._run(["shell"], script)

    def _run(self, arguments, script=None):
        command = [sys.executable, "-m", "odoo", arguments[0]]
        command += ["-c", config.rcfile, "-d", self.name, "--no-http"]
        command += [f"--addons-path={self.addons}"] if self.addons else []
        result = subprocess.run(
            [*command, *arguments[1:]],
            input=script,
            stdin=subprocess.DEVNULL if script is None else None,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        output = result.stdout + result.stderr
        self.complaints = [
            line for line in output.splitlines() if any(bad in line for bad in BAD)
        ]
        assert result.returncode == 0, output[-5000:]
        assert "Traceback (most recent call last)" not in output, output[-5000:]

    def rows(self, query, *parameters, name=None):
        """Return the rows of a query."""
        name = name or self.name
        with closing(odoo.sql_db.db_connect(name).cursor()) as cr:
            cr.execute(query, parameters)
            found = cr.fetchall()
        odoo.sql_db.close_db(name)
        return found
