"""The commands that are little more than a call: install, shell, psql, reset."""

import shutil

from . import databases, environment, odoo_process, postgres, postgres_server
from .layout import CONFIG, DATA, DEV, MAIL, STAMPS
from .say import info, run_foreground, step
from .stamps import exclusive


def install(database: str, modules: list[str], *, force: bool, demo: bool) -> int:
    """Install modules and list every complaint in the log; 1 if there is any."""
    databases.check_name(database)
    env = environment.ensure()
    databases.check_modules(env, modules)
    usable = databases.exists(env, database) and not (
        force or databases.is_unfinished(env, database)
    )
    if not usable:
        complaints = databases.make(env, database, modules, demo=demo)
    else:
        with step(f"Installing {', '.join(modules)} into {database}"):
            complaints = databases.install(env, database, modules, demo=demo)
    for complaint in complaints:
        info(complaint)
    info(f"{len(complaints)} warnings and errors in the log of {database}")
    return 1 if complaints else 0


def shell(database: str) -> int:
    """Odoo's shell. A script on stdin that raises gives a status other than 0."""
    env = environment.ensure()
    databases.require(env, database)
    command = odoo_process.command(
        "shell", "-d", database, "--no-http", "--log-level=warn"
    )
    return run_foreground(command, odoo_process.environment(env.server))


def psql(database: str, arguments: list[str]) -> int:
    env = environment.ensure()
    databases.require(env, database)
    command = [postgres.tool("psql"), "-d", database, *arguments]
    return run_foreground(command, env.server.environment())


def reset(*, everything: bool) -> int:
    """Stop our PostgreSQL and delete what was made; keep downloads and programs."""
    with exclusive(), step("Deleting all databases"):
        postgres_server.stop_and_delete()
        for folder in (DATA, MAIL):
            shutil.rmtree(folder, ignore_errors=True)
        CONFIG.unlink(missing_ok=True)
    if everything:
        with step("Deleting .dev"):
            shutil.rmtree(STAMPS, ignore_errors=True)
            shutil.rmtree(DEV)
    return 0
