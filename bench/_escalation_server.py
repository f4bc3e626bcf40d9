"""A server as it is shipped, a mail server, and who else wakes it: on this machine."""

from __future__ import annotations

import configparser
import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from odoo.sql_db import db_connect

from bench._escalation_measure import tell
from tools import environment, odoo_process
from tools.layout import LOGS, PYTHON, ROOT
from tools.say import Failure

HOST = "127.0.0.1"
START_SECONDS = 120
#: Settings that `./dev` makes for development; a stock server has its own.
NOT_STOCK = ("limit_time_real_cron", "limit_time_real", "limit_time_cpu")


@contextmanager
def neighbours(database: str) -> Iterator[None]:
    """Tell how often other databases of the same PostgreSQL woke the server.

    Such a wake-up puts off by a minute the moment at which Odoo looks at all
    databases: the same server with one database is more punctual.
    """
    with db_connect("postgres").cursor() as cr:
        connection = cr._cnx
        cr.execute("LISTEN cron_trigger")
        cr.commit()
        yield
        connection.poll()
        others = [one for one in connection.notifies if one.payload != database]
        cr.execute("UNLISTEN cron_trigger")
        cr.commit()
    tell(f"other databases woke the server {len(others)} times")


@contextmanager
def mail_sink(folder: Path) -> Iterator[int]:
    """Accept all mail into a folder; yields the port."""
    smtp_port, viewer_port = _free_port(), _free_port()
    with (LOGS / "bench-sink.log").open("w") as log:
        sink = subprocess.Popen(
            [PYTHON, "-m", "tools.mail_sink", folder, str(smtp_port), str(viewer_port)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(sink, smtp_port, "the mail sink")
        yield smtp_port
    finally:
        sink.terminate()
        sink.wait()


@contextmanager
def stock_server(database: str, smtp_port: int, folder: Path) -> Iterator[None]:
    """Run a stock server on one database until the end of the block."""
    port, config = _free_port(), folder / "odoo.conf"
    _write_stock_config(config)
    command = [PYTHON, "-m", "odoo", "server", "-c", config, f"--database={database}"]
    command += [f"--http-port={port}", f"--smtp-port={smtp_port}"]
    with (LOGS / "bench-server.log").open("w") as log:
        server = subprocess.Popen(
            [str(part) for part in command],
            env=odoo_process.environment(environment.ensure().server),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(server, port, "the server")
        # Its first answer comes when the registry is loaded.
        visitor = http.client.HTTPConnection(HOST, port, timeout=START_SECONDS)
        visitor.request("GET", "/web/login")
        visitor.getresponse().read()
        visitor.close()
        tell("the server is up")
        yield
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _write_stock_config(path: Path) -> None:
    """Copy the configuration without what differs from a server as it is shipped."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(odoo_process.config_file())
    for name in NOT_STOCK:
        parser.remove_option("options", name)
    with path.open("w") as file:
        parser.write(file)
    path.chmod(0o600)


def _wait_for(process: subprocess.Popen, port: int, what: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if not probe.connect_ex((HOST, port)):
                return
        time.sleep(0.1)
    raise Failure(f"{what} did not start: see {LOGS}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]
