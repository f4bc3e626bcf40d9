"""The PostgreSQL server: a given one, or else our own, and how to talk to it."""

import configparser
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import postgres_server
from .layout import USER_CONFIG
from .say import Failure

GIVEN = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}


@dataclass(frozen=True)
class Server:
    """How to reach a server; empty text means libpq's own default."""

    host: str
    port: str = ""
    user: str = ""
    password: str = ""
    embedded: bool = False

    def environment(self) -> dict[str, str]:
        values = {name: getattr(self, field) for field, name in GIVEN.items()}
        return {name: value for name, value in values.items() if value}


def ensure() -> Server:
    """A server that answers; ours is created and started when needed."""
    if given := _given():
        _check(given, "start it, or unset PGHOST to use the built-in one")
        return given
    server = _own()
    if not (server.port and _answers(server)):
        postgres_server.start()
        server = _own()
        _check(server, postgres_server.START_AFRESH)
    return server


def _own() -> Server:
    return Server(
        str(postgres_server.socket_folder()),
        postgres_server.port(),
        postgres_server.SUPERUSER,
        embedded=True,
    )


def psql(server: Server, database: str, sql: str) -> list[str]:
    """Run SQL, return the lines it prints; columns are separated by a tab."""
    command = [
        tool("psql"),
        "-XAtq",
        "-F",
        "\t",
        "-v",
        "ON_ERROR_STOP=1",
        "-d",
        database,
    ]
    result = subprocess.run(
        [*map(str, command), "-c", sql],
        env={**os.environ, **server.environment()},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if result.returncode:
        said = result.stderr.strip().splitlines() or ["no answer"]
        raise Failure(f"PostgreSQL refused: {said[0].removeprefix('psql: error: ')}")
    return result.stdout.splitlines()


def tool(name: str) -> Path:
    """A client program: the system's own (it may have readline), or the wheel's."""
    found = shutil.which(name)
    return Path(found) if found else postgres_server.installed() / "bin" / name


# -- A server that somebody else runs --------------------------------------------------


def _given() -> Server | None:
    """The server that `.dev/config.ini`, HYPERCARE_PG* or PG* point to.

    The configuration file wins over the environment, HYPERCARE_PGHOST over PGHOST.
    """
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(USER_CONFIG)
    section = dict(parser["postgres"]) if parser.has_section("postgres") else {}
    values = {
        field: section.get(field)
        or os.environ.get(f"HYPERCARE_{name}")
        or os.environ.get(name, "")
        for field, name in GIVEN.items()
    }
    return Server(**values) if values["host"] else None


def _answers(server: Server) -> bool:
    try:
        psql(server, "postgres", "SELECT 1")
    except Failure:
        return False
    return True


def _check(server: Server, advice: str) -> None:
    try:
        allowed = psql(
            server,
            "postgres",
            "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user",
        )
    except Failure as failure:
        raise Failure(f"{failure}: {advice}") from None
    if allowed != ["t"]:
        raise Failure(
            f"the PostgreSQL role may not create databases on {server.host}:"
            " give it CREATEDB"
        )
