"""Keeping a database in step with the code of this checkout."""

from pathlib import Path

from . import databases
from .environment import Environment
from .layout import ADDON, ROOT, addons
from .say import Failure, info, step
from .stamps import digest

CODE = {".py", ".xml", ".csv", ".po"}


def ensure_current(
    env: Environment, database: str, modules: list[str], *, demo: bool
) -> list[str]:
    """Make the database, or bring the one that is there up to this code.

    A database whose making was interrupted is made anew. Returns what the log
    complains about.
    """
    code = _code_digest()
    if not databases.exists(env, database) or databases.is_unfinished(env, database):
        info(f"making database {database}; this happens once and takes a while")
        complaints = databases.make(env, database, modules, demo=demo)
    else:
        known = databases.installed(env, database)
        older = _changed_versions(database, known)
        if not older and databases.comment(env, database) == code:
            return []
        reason = ", ".join(older) or "the code has changed"
        new = databases.new_bridges(env, database)
        new += [ADDON] if ADDON in modules and ADDON not in known else []
        with step(f"Upgrading {database}: {reason}"):
            complaints = databases.install(
                env, database, new, update=sorted(known), demo=demo
            )
    databases.mark(env, database, code)
    return complaints


def _changed_versions(database: str, known: dict[str, str]) -> list[str]:
    """Addons that the database has in an older version; a newer one is a failure."""
    changed = []
    for addon, version in known.items():
        ours = databases.manifest(addon)["version"]
        if _as_numbers(version) > _as_numbers(ours):
            raise Failure(
                f"database {database} was made by {addon} {version}, this is {ours}:"
                " check out the newer code, or delete all databases with `./dev reset`"
            )
        if version != ours:
            changed.append(f"{addon} {version} → {ours}")
    return changed


def _as_numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _code_digest() -> str:
    """Changes when anything that an upgrade would bring into a database changes."""
    parts: list[str | bytes | Path] = []
    for addon in addons():
        for path in sorted((ROOT / addon).rglob("*")):
            if path.suffix in CODE and "tests" not in path.parts:
                parts += [str(path.relative_to(ROOT)), path]
    return digest(*parts)
