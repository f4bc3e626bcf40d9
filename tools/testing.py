"""`./dev test`: a fresh database with the addons, then pytest."""

import fcntl
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import databases, environment, lint, odoo_process
from .environment import Environment
from .layout import CONFIG, DEV, PYTHON, ROOT
from .say import Failure, info, run_foreground, step

# Tests below these folders need neither Odoo nor a database.
PURE = (ROOT / "tests" / "engine", ROOT / "tests" / "dev", ROOT / "tests" / "intake")
# Tests below this folder start servers of their own, on databases of their own.
FAULTS = ROOT / "tests" / "faults"


def main(arguments: list[str], *, every: bool, database: str, keep: bool) -> int:
    """Run pytest with what the tests at hand need; return pytest's exit status."""
    selection = [] if every else ["-m", "not long"]
    if "-m" in arguments:
        selection = []
    paths = _paths(arguments)
    if not paths and _is_only("faults", arguments):
        arguments, paths = [*arguments, str(FAULTS)], [FAULTS]
    if paths and all(_is_pure(path) or path.is_relative_to(FAULTS) for path in paths):
        if all(_is_pure(path) for path in paths):
            environment.ensure_python()
        else:
            environment.ensure()
        command = [PYTHON, "-m", "pytest", "-p", "no:odoo", *selection, *arguments]
        return run_foreground(command)
    databases.check_name(database)
    env = environment.ensure(browser=True)
    # Odoo turns styles round for languages from right to left with rtlcss.
    lint.ensure_node()
    tested = _needed(paths, databases.installable_addons(env), databases.bridges(env))
    with _only_user(database):
        _prepare(env, database, tested, keep)
        if not paths:
            arguments = [*arguments, *_default_paths(tested)]
        command = [PYTHON, "-m", "pytest", *_odoo_options(database), *selection]
        return run_foreground(
            [*command, *arguments], odoo_process.environment(env.server)
        )


def _paths(arguments: list[str]) -> list[Path]:
    """The tests that the arguments name, without `::class::method`."""
    named = [Path(argument.partition("::")[0]) for argument in arguments]
    return [
        path.resolve()
        for path, argument in zip(named, arguments, strict=True)
        if not argument.startswith("-") and path.exists()
    ]


def _is_only(mark: str, arguments: list[str]) -> bool:
    """Whether `-m` selects this mark and nothing else."""
    return any(pair == ("-m", mark) for pair in itertools.pairwise(arguments))


def _needed(paths: list[Path], installable: list[str], bridges: list[str]) -> list[str]:
    """The addons to install: those of the named tests, else all that are no bridges.

    An addon is tested without the apps that its bridges bring along: these change how
    Odoo behaves. `tests/bridges` tests each bridge in a database of its own.
    """
    owners = {
        part
        for path in paths
        if path.is_relative_to(ROOT)
        for part in path.relative_to(ROOT).parts[:1]
    }
    named = [addon for addon in installable if addon in owners]
    return named or [addon for addon in installable if addon not in bridges]


def _is_pure(path: Path) -> bool:
    return any(path.is_relative_to(folder) for folder in PURE)


def _default_paths(tested: list[str]) -> list[str]:
    folders = [Path("tests"), *(Path(addon) / "tests" for addon in tested)]
    return [str(ROOT / folder) for folder in folders if (ROOT / folder).is_dir()]


def _odoo_options(database: str) -> list[str]:
    return [f"--odoo-config={CONFIG}", f"--odoo-database={database}", "--odoo-http"]


def _prepare(env: Environment, database: str, tested: list[str], keep: bool) -> None:
    """Make the database, or update the kept one; say what the log complains about."""
    usable = keep and databases.exists(env, database)
    if usable and not databases.is_unfinished(env, database):
        known = databases.installed(env, database)
        new = [addon for addon in tested if addon not in known]
        with step(f"Updating {database}"):
            complaints = databases.install(env, database, new, update=list(known))
    else:
        complaints = databases.make(env, database, tested)
    for complaint in complaints:
        info(complaint)
    if complaints:
        info(f"warning: {len(complaints)} complaints while installing, see above")


@contextmanager
def _only_user(database: str) -> Iterator[None]:
    """Two runs in one database would spoil each other's results."""
    DEV.mkdir(exist_ok=True)
    with (DEV / f"test-{database}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failure(
                f"another test run uses the database {database}:"
                " wait for it, or choose another name with --db"
            ) from None
        yield
