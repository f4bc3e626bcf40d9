"""An Odoo environment for a bench. Runs inside the virtual environment."""

import configparser
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import databases, environment, odoo_process, upkeep
from .layout import CONFIG, DEV, VENV, cache_dir
from .say import Failure
from .stamps import digest, is_done, mark_done


@contextmanager
def odoo_env(
    database: str,
    modules: list[str],
    *,
    fresh: bool = False,
    demo: bool = False,
    commit: bool = False,
    addons_path: list[Path] | None = None,
) -> Iterator:
    """Yield an `env` of the superuser on `database`, which has `modules`.

    The database is made when it is missing, and always when `fresh`; when the code
    has changed since, it is upgraded. Changes are rolled back at the end, unless
    `commit`. `addons_path` names folders with other people's addons to compare with.
    """
    import odoo.api
    import odoo.tools
    from odoo.modules.registry import Registry

    databases.check_name(database)
    settings = environment.ensure()
    config = _config_with(addons_path or [])
    os.environ[odoo_process.CONFIG_VARIABLE] = str(config)
    if fresh:
        databases.drop(settings, database)
    upkeep.ensure_current(settings, database, modules, demo=demo)
    options = ["-c", str(config), "-d", database, "--log-level=warn"]
    odoo.tools.config.parse_config(options, setup_logging=True)
    with Registry(database).cursor() as cursor:
        yield odoo.api.Environment(cursor, odoo.api.SUPERUSER_ID, {})
        if commit:
            cursor.commit()
        else:
            cursor.rollback()


def _config_with(addons_path: list[Path]) -> Path:
    """The configuration file, or a copy of it that knows more addons."""
    if not addons_path:
        return CONFIG
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(CONFIG)
    known = parser["options"]["addons_path"]
    parser["options"]["addons_path"] = ",".join([known, *map(str, addons_path)])
    copy = DEV / "odoo-bench.conf"
    with copy.open("w") as file:
        parser.write(file)
    copy.chmod(0o600)
    return copy


def wheels(requirements: list[str]) -> Path:
    """Unpack addon wheels from the package index; return their addons folder."""
    folder = DEV / "wheels" / digest(*requirements)[:12]
    key = digest(*requirements)
    if not is_done(folder.name, key):
        pip = [VENV / "bin" / "python", "-m", "pip", "install", "-q", "--no-deps"]
        result = subprocess.run(
            [*map(str, pip), "--upgrade", "--target", str(folder), *requirements],
            env={**os.environ, "PIP_CACHE_DIR": str(cache_dir() / "pip")},
        )
        if result.returncode:
            raise Failure(f"{' '.join(requirements)} could not be fetched")
        mark_done(folder.name, key)
    return folder / "odoo" / "addons"
