"""`./dev lint`: every linter with its pinned version, all findings in one go."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import debian, environment
from .layout import LOGS, NODE, ROOT, VENV, addons, cache_dir
from .say import info, run_logged, step
from .stamps import digest, exclusive, is_done, mark_done

FORMATTED = ("xml", "js", "mjs", "scss")
LOG = LOGS / "node.log"


@dataclass(frozen=True)
class Linter:
    """A linter's command, and the one that mends what it finds, if there is one."""

    name: str
    check: Sequence[str | Path]
    fix: Sequence[str | Path] = ()


def main(*, fix: bool) -> int:
    environment.ensure_python()
    ensure_node()
    failed = [linter.name for linter in _linters() if not _passes(linter, fix)]
    if failed:
        info(f"lint failed: {', '.join(failed)}")
        return 1
    info("lint passed")
    return 0


def _passes(linter: Linter, fix: bool) -> bool:
    if fix and linter.fix:
        subprocess.run([str(part) for part in linter.fix], cwd=ROOT)
    result = subprocess.run(
        [str(part) for part in linter.check],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    info(f"{linter.name}: {'failed' if result.returncode else 'ok'}")
    if result.returncode:
        print(result.stdout, flush=True)
    return result.returncode == 0


def _linters() -> Iterator[Linter]:
    """The linters that have something to look at."""
    python, node = VENV / "bin", NODE / "node_modules" / ".bin"
    ruff = [python / "ruff"]
    yield Linter(
        "ruff", [*ruff, "check", "-q", "."], [*ruff, "check", "-q", "--fix", "."]
    )
    yield Linter(
        "ruff format", [*ruff, "format", "--check", "."], [*ruff, "format", "."]
    )
    if found := addons():
        yield Linter("pylint-odoo", [python / "pylint", "-j0", *found])
        yield Linter("oca module checks", [python / "oca-checks-odoo-module", *found])
    if translations := _files("po", "pot"):
        # Odoo's own export sorts entries in its own way.
        checks = [python / "oca-checks-po", "--disable=po-pretty-format"]
        yield Linter("oca translation checks", [*checks, *translations])
    if formatted := _files(*FORMATTED):
        prettier = [node / "prettier", "--log-level=warn"]
        yield Linter(
            "prettier",
            [*prettier, "--check", *formatted],
            [*prettier, "--write", *formatted],
        )
    if scripts := _files("js", "mjs"):
        eslint = [node / "eslint", "--max-warnings=0"]
        yield Linter("eslint", [*eslint, *scripts], [*eslint, "--fix", *scripts])


def _files(*suffixes: str) -> list[Path]:
    """Our own files; hidden folders and libraries of others are left out."""
    return sorted(
        path.relative_to(ROOT)
        for suffix in suffixes
        for path in _walk(ROOT)
        if path.suffix == f".{suffix}"
    )


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir() and not path.name.startswith(".") and path.name != "lib":
            yield from _walk(path)
        elif path.is_file():
            yield path


def ensure_node() -> None:
    """Install the JavaScript linters into `.dev/node`, as the lock file says."""
    definition = [ROOT / "package.json", ROOT / "package-lock.json"]
    with exclusive():
        key = digest(*definition)
        if is_done("node", key):
            return
        debian.require(debian.NODE)
        NODE.mkdir(parents=True, exist_ok=True)
        for path in definition:
            shutil.copy(path, NODE)
        with step("Installing the linters for XML and JavaScript"):
            run_logged(
                ["npm", "ci", "--no-audit", "--no-fund"],
                LOG,
                "the linters could not be installed: check the network and proxy"
                " settings, then run `./dev lint` again",
                env={"npm_config_cache": str(cache_dir() / "npm")},
                cwd=NODE,
            )
        mark_done("node", key)
