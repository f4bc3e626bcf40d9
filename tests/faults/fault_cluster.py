"""A PostgreSQL server of our own, for the cases that restart it.

The one that all other work uses is never touched. The programs, and the account that
runs them when we are root, are those of `tools.postgres_server`.
"""

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psutil

from tools import postgres_server
from tools.postgres import Server

FAILURE = "the PostgreSQL server of the fault matrix does not work"
KILL_SECONDS = 20
SETTINGS = """
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 60
shared_buffers = 64MB
jit = off
"""


class Cluster:
    """A server on a socket, in a folder that is deleted in the end."""

    def __init__(self) -> None:
        self.home = postgres_server._home()
        self.data = self.home / "faults"
        self.socket = postgres_server._short(self.home / "faults-socket")
        self.port = str(random.randint(10_000, 60_000))
        self.server = Server(
            str(self.socket), self.port, postgres_server.SUPERUSER, embedded=True
        )

    def make(self) -> None:
        self._make_folders()
        self._run(
            "initdb",
            f"--pgdata={self.data}",
            f"--username={postgres_server.SUPERUSER}",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        with (self.data / "postgresql.conf").open("a") as config:
            config.write(SETTINGS)
        self.start()

    def _make_folders(self) -> None:
        account = postgres_server._account()
        self.remove()
        for folder in (self.data, self.socket):
            folder.mkdir(mode=0o700)
            if account:
                os.chown(folder, account.pw_uid, account.pw_gid)

    def start(self) -> None:
        self._control(
            "start",
            "--wait",
            f"--log={self.data / 'server.log'}",
            f"--options=-k {self.socket} -p {self.port}",
        )

    def restart(self, mode: str) -> None:
        """`fast` cuts all connections; `immediate` crashes and recovers."""
        self._control("stop", f"--mode={mode}")
        self.start()

    def kill(self) -> None:
        """SIGKILL to the server itself, which tidies nothing up; then start it anew.

        Its processes end by themselves when they find it gone.
        """
        master = psutil.Process(
            int((self.data / "postmaster.pid").read_text().split()[0])
        )
        helpers = master.children(recursive=True)
        master.kill()
        psutil.wait_procs([master, *helpers], timeout=KILL_SECONDS)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        self.start()

    def remove(self) -> None:
        if (self.data / "postmaster.pid").exists():
            self._control("stop", "--mode=immediate")
        for folder in (self.data, self.socket):
            shutil.rmtree(folder, ignore_errors=True)

    def load(self, source: Server, database: str) -> None:
        """Bring a database over from another server."""
        programs = postgres_server.installed() / "bin"
        self._client(programs, "createdb", "--template=template0", database)
        dump = subprocess.Popen(
            [programs / "pg_dump", "--no-owner", "--no-privileges", database],
            env={**os.environ, **source.environment()},
            stdout=subprocess.PIPE,
        )
        quiet = ["-Xq", "-v", "ON_ERROR_STOP=1", "-o", os.devnull, "-d", database]
        self._client(programs, "psql", *quiet, stdin=dump.stdout)
        assert dump.wait() == 0, FAILURE

    def _client(self, programs: Path, name: str, *arguments: str, stdin=None) -> None:
        subprocess.run(
            [programs / name, *arguments],
            env={**os.environ, **self.server.environment()},
            stdin=stdin,
            check=True,
        )

    def _control(self, action: str, *options: str) -> None:
        self._run("pg_ctl", action, f"--pgdata={self.data}", *options)

    def _run(self, name: str, *options: str) -> None:
        postgres_server._as_server(self.home, name, *options, failure=FAILURE)


class Standby(Cluster):
    """A copy of a running cluster that follows it and can only be read."""

    def __init__(self, primary: Cluster) -> None:
        super().__init__()
        self.primary = primary
        self.data = self.home / "faults-standby"
        self.socket = postgres_server._short(self.home / "faults-standby-socket")
        self.server = replace(self.server, host=str(self.socket))

    def make(self) -> None:
        self._make_folders()
        self._run(
            "pg_basebackup",
            f"--pgdata={self.data}",
            f"--host={self.primary.socket}",
            f"--port={self.primary.port}",
            f"--username={postgres_server.SUPERUSER}",
            "--write-recovery-conf",
            "--checkpoint=fast",
            "--no-sync",
        )
        self.start()


@contextmanager
def standby(primary: Cluster) -> Iterator[Standby]:
    made = Standby(primary)
    try:
        made.make()
        yield made
    finally:
        made.remove()


@contextmanager
def cluster() -> Iterator[Cluster]:
    made = Cluster()
    try:
        made.make()
        yield made
    finally:
        made.remove()
