"""The command line: what `./dev` understands, and how failures are told."""

import argparse
import os
import signal
import sys
import traceback

from .say import Failure, info

DESCRIPTION = """\
Set up and use a developer's Odoo 19 for this repository.

Everything lives in .dev/ (downloads in the user's cache); nothing is installed
outside of it but Debian packages, and these only as root."""


def main(arguments: list[str]) -> int:
    """Run one command; every failure that a user can mend is one line."""
    parser = _parser()
    options, rest = parser.parse_known_args(arguments)
    if rest and not options.passes_on:
        parser.error(f"unknown: {' '.join(rest)}")
    options.rest = rest
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        return options.call(options) or 0
    except Failure as failure:
        info(" ".join(str(failure).split()))
        return 1
    except KeyboardInterrupt:
        info("stopped; run the same command again to go on")
        return 130
    except Exception as error:  # the contract: one line, whatever happens
        if os.environ.get("HYPERCARE_DEBUG"):
            traceback.print_exc()
        info(
            f"{options.command} failed: {type(error).__name__}: {error};"
            " HYPERCARE_DEBUG=1 shows where"
        )
        return 1


def _interrupt(number: int, frame: object) -> None:
    """Being told to end is like Ctrl-C: running steps are ended as well."""
    raise KeyboardInterrupt


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dev",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str, text: str, call, *, passes_on: bool = False):
        sub = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
        sub.set_defaults(call=call, passes_on=passes_on)
        return sub

    command("setup", "set up everything the other commands need", _setup)

    run = command("run", "serve a database with demo data", _run)
    run.add_argument("--port", type=int, default=8069, help="default: 8069")

    test = command(
        "test", "run the tests; other arguments go to pytest", _test, passes_on=True
    )
    test.add_argument("--all", action="store_true", help="the long ones too")
    test.add_argument("--db", default="hypercare_test", help="database to test in")
    test.add_argument(
        "--keep", action="store_true", help="update and reuse the last run's database"
    )

    install = command("install", "install modules into a database", _install)
    install.add_argument("database", metavar="DB")
    install.add_argument("modules", metavar="MODULE", nargs="+")
    install.add_argument("--force", action="store_true", help="drop DB first")
    install.add_argument("--demo", action="store_true", help="with demo data")

    shell = command("shell", "Odoo shell; a script may come on stdin", _shell)
    shell.add_argument("database", metavar="DB")

    psql = command(
        "psql", "SQL prompt; other arguments go to psql", _psql, passes_on=True
    )
    psql.add_argument("database", metavar="DB")

    age = command("age", "move a demo database's times into the past", _age)
    age.add_argument("database", metavar="DB")
    age.add_argument("duration", metavar="DURATION", help="such as 30m, 2h, 1d4h")
    age.add_argument("--force", action="store_true", help="without demo data too")

    bench = command(
        "bench",
        "run benchmarks; other arguments go to them",
        _bench,
        passes_on=True,
    )
    bench.add_argument("names", metavar="NAME", nargs="*", help="default: all")
    bench.add_argument("--json", metavar="FILE", help="write the rows as JSON")

    lint = command("lint", "check style and conventions", _lint)
    lint.add_argument("--fix", action="store_true", help="mend what can be mended")

    i18n = command("i18n", "export terms and update translations", _i18n)
    i18n.add_argument("--check", action="store_true", help="only see if up to date")

    reset = command("reset", "stop PostgreSQL, delete all databases", _reset)
    reset.add_argument("--all", action="store_true", help="delete all of .dev/")
    return parser


# The commands are imported when called: `-h` and failures stay quick.


def _setup(options) -> int:
    from . import environment

    environment.ensure(browser=True)
    info("everything is in place")
    return 0


def _run(options) -> int:
    from . import run

    return run.main(options.port)


def _test(options) -> int:
    from . import testing

    return testing.main(
        options.rest, every=options.all, database=options.db, keep=options.keep
    )


def _install(options) -> int:
    from . import simple

    return simple.install(
        options.database, options.modules, force=options.force, demo=options.demo
    )


def _shell(options) -> int:
    from . import simple

    return simple.shell(options.database)


def _psql(options) -> int:
    from . import simple

    return simple.psql(options.database, options.rest)


def _age(options) -> int:
    from . import age

    return age.main(options.database, options.duration, force=options.force)


def _bench(options) -> int:
    from . import bench

    return bench.main(options.names, options.rest, options.json)


def _lint(options) -> int:
    from . import lint

    return lint.main(fix=options.fix)


def _i18n(options) -> int:
    from . import i18n

    return i18n.main(check=options.check)


def _reset(options) -> int:
    from . import simple

    return simple.reset(everything=options.all)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
