"""Databases with their filestores: making, copying, dropping, installing into.

A database grows from a template that holds Odoo's base apps, because copying one
takes a second and installing it half a minute. While a database is being made its
comment says so; an unfinished one is never mistaken for a good one.
"""

import ast
import os
import re
import shutil

from . import odoo_process
from .environment import Environment
from .layout import FILESTORE, ROOT, addons
from .odoo_source import version_key
from .postgres import psql
from .say import Failure, info, step
from .stamps import exclusive

BASE_MODULES = ["mail", "resource", "rating", "web"]
UNFINISHED = "unfinished"
NAME = re.compile(r"^[a-z_][a-z0-9_.-]{0,62}$")


def check_name(database: str) -> None:
    if not NAME.match(database):
        raise Failure(
            f"{database!r} is no good database name: use small letters, digits and _"
        )


def exists(env: Environment, database: str) -> bool:
    return bool(_query(env, f"SELECT 1 FROM pg_database WHERE datname = '{database}'"))


def require(env: Environment, database: str) -> None:
    check_name(database)
    if not exists(env, database):
        raise Failure(
            f"there is no database {database}:"
            f" make it with `./dev install {database} hypercare_support`"
        )


def is_unfinished(env: Environment, database: str) -> bool:
    """Whether making the database was interrupted."""
    return comment(env, database) == UNFINISHED


def comment(env: Environment, database: str) -> str:
    found = _query(
        env,
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
        f" WHERE datname = '{database}'",
    )
    return found[0] if found else ""


def mark(env: Environment, database: str, text: str | None) -> None:
    """Write the database's comment: its state, or nothing."""
    value = f"'{text}'" if text else "NULL"
    _query(env, f'COMMENT ON DATABASE "{database}" IS {value}')


# As Odoo does for a new database; a server that does not allow it will do without.
_TRIGRAMS = """
    DO $$ BEGIN CREATE EXTENSION IF NOT EXISTS pg_trgm;
    EXCEPTION WHEN OTHERS THEN RAISE NOTICE 'no trigram search'; END $$
"""


def drop(env: Environment, database: str) -> None:
    _query(env, f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
    shutil.rmtree(FILESTORE / database, ignore_errors=True)


def create(env: Environment, database: str, *, demo: bool = False) -> None:
    """A new database with the base apps, unfinished until `mark` says otherwise."""
    copy(env, _template(env, demo), database)
    psql(env.server, database, _TRIGRAMS)
    mark(env, database, UNFINISHED)


def copy(env: Environment, source: str, database: str) -> None:
    """A copy with its filestore, without which bundles and images are missing."""
    _query(env, f'CREATE DATABASE "{database}" TEMPLATE "{source}"')
    _copy_filestore(source, database)


def install(
    env: Environment,
    database: str,
    modules: list[str],
    *,
    demo: bool = False,
    update: list[str] | None = None,
) -> list[str]:
    """Install `modules` and update `update`; return the complaints in the log."""
    arguments = ["-d", database, "--stop-after-init", "--no-http"]
    arguments += ["-i", ",".join(modules)] if modules else []
    arguments += ["-u", ",".join(update)] if update else []
    arguments += ["--with-demo"] if demo else []
    log_name = f"install-{database}"
    status, complaints = odoo_process.run_watched(
        env.server, log_name, "server", *arguments
    )
    if status:
        for complaint in complaints:
            info(complaint)
        raise Failure(
            f"installing into {database} failed: see {odoo_process.log_file(log_name)}"
        )
    return complaints


def make(
    env: Environment, database: str, modules: list[str], *, demo: bool = False
) -> list[str]:
    """Create a database and install modules into it, replacing a former one."""
    check_modules(env, modules)
    drop(env, database)
    create(env, database, demo=demo)
    with step(f"Installing {', '.join(modules)} into {database}"):
        complaints = install(env, database, modules, demo=demo)
    mark(env, database, None)
    return complaints


# -- Modules ---------------------------------------------------------------------------


def check_modules(env: Environment, modules: list[str]) -> None:
    """Odoo only logs a warning for a module that it does not know."""
    for module in modules:
        if not _is_known(env, module):
            raise Failure(f"there is no module {module}: check the spelling")


def _is_known(env: Environment, module: str) -> bool:
    folders = [env.source / "odoo" / "addons", *odoo_process.addons_folders()]
    return any((folder / module / "__manifest__.py").is_file() for folder in folders)


def manifest(addon: str) -> dict:
    """The manifest of an addon of this repository."""
    return ast.literal_eval((ROOT / addon / "__manifest__.py").read_text())


def installable_addons(env: Environment) -> list[str]:
    """Addons of this repository whose dependencies can all be had."""
    return [
        addon
        for addon in addons()
        if manifest(addon).get("installable", True)
        and all(_is_known(env, needed) for needed in manifest(addon)["depends"])
    ]


def bridges(env: Environment) -> list[str]:
    """Addons that install themselves beside the apps that they join."""
    return [
        addon
        for addon in installable_addons(env)
        if manifest(addon).get("auto_install")
    ]


def new_bridges(env: Environment, database: str) -> list[str]:
    """Bridges that join apps of this database and are not installed in it yet.

    Odoo installs them along with the last app they need, but not with an upgrade.
    """
    rows = psql(
        env.server,
        database,
        "SELECT name FROM ir_module_module WHERE state IN ('installed', 'to upgrade')",
    )
    known = set(rows)
    return [
        addon
        for addon in bridges(env)
        if addon not in known and known.issuperset(manifest(addon)["depends"])
    ]


def installed(env: Environment, database: str) -> dict[str, str]:
    """Installed addons of this repository with the version they were installed in."""
    names = ", ".join(f"'{addon}'" for addon in addons())
    rows = psql(
        env.server,
        database,
        "SELECT name, latest_version FROM ir_module_module"
        f" WHERE state IN ('installed', 'to upgrade') AND name IN ({names})",
    )
    return dict(row.split("\t") for row in rows)


# -- Templates -------------------------------------------------------------------------


def _template(env: Environment, demo: bool) -> str:
    """The template database, made on first use and again for another Odoo."""
    name = f"hypercare_base_{version_key(env.source)}{'_demo' if demo else ''}"
    with exclusive():
        if not exists(env, name):
            making = f"{name}_new"
            drop(env, making)
            _query(
                env, f"CREATE DATABASE \"{making}\" TEMPLATE template0 ENCODING 'UTF8'"
            )
            with step("Installing Odoo's base apps into a template"):
                for complaint in install(env, making, BASE_MODULES, demo=demo):
                    info(complaint)
            shutil.rmtree(FILESTORE / name, ignore_errors=True)
            _copy_filestore(making, name)
            _query(env, f'ALTER DATABASE "{making}" ALLOW_CONNECTIONS false')
            _query(env, f'ALTER DATABASE "{making}" RENAME TO "{name}"')
            shutil.rmtree(FILESTORE / making, ignore_errors=True)
    return name


def _copy_filestore(source: str, target: str) -> None:
    """Files there are named by their contents and never change: links will do."""
    old, new = FILESTORE / source, FILESTORE / target
    shutil.rmtree(new, ignore_errors=True)
    if old.is_dir():
        shutil.copytree(old, new, copy_function=_link)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _query(env: Environment, sql: str) -> list[str]:
    return psql(env.server, "postgres", sql)
