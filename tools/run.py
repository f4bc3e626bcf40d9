"""`./dev run`: the demo database, the mail sink and the server, in the foreground."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from . import environment, odoo_process, upkeep
from .environment import Environment
from .layout import ADDON, LOGS, MAIL, PYTHON, ROOT
from .mail_ports import SMTP_PORT, VIEWER_PORT
from .postgres import psql
from .say import Failure, info

DATABASE = "hypercare_demo"
DEMO_MODULES = ["sale_management", "purchase", "stock", "account", "hr_holidays", ADDON]
# (login, who it is); in demo data the password is the login.
DEMO_LOGINS = [
    ("rahima", "accountant: reports issues"),
    ("jamal", "store keeper: reports issues"),
    ("mitu", "super-user, leads Level 1"),
    ("anis", "senior super-user, leads Level 2"),
    ("farhana", "client project manager"),
    ("imran", "lead consultant, leads Level 3"),
    ("rezwan", "technical consultant"),
    ("mahbub", "managing director: sponsor"),
    ("admin", "administrator"),
]
START_SECONDS = 120


def main(port: int) -> int:
    _check_port(port)
    env = environment.ensure()
    for complaint in upkeep.ensure_current(env, DATABASE, DEMO_MODULES, demo=True):
        info(complaint)
    url = f"http://127.0.0.1:{port}"
    _set_base_url(env, url)
    with _mail_sink() as (smtp_port, viewer_port):
        server = odoo_process.command(
            "server",
            f"--database={DATABASE}",
            f"--http-port={port}",
            f"--smtp-port={smtp_port}",
            "--log-handler=werkzeug:WARNING",
        )
        process = subprocess.Popen(server, env=odoo_process.environment(env.server))
        banner = _banner(url, f"http://127.0.0.1:{viewer_port}")
        threading.Thread(
            target=_announce, args=(process, port, banner), daemon=True
        ).start()
        return _wait(process)


def _banner(url: str, viewer: str) -> str:
    lines = [f"  {login:<12} {who}" for login, who in DEMO_LOGINS]
    return "\n".join(
        [
            "",
            f"  Odoo   {url}",
            f"  Mails  {viewer}",
            "",
            "  Logins (password = login):",
            *lines,
            "",
            "  Ctrl-C ends it.",
            "",
        ]
    )


def _announce(process: subprocess.Popen, port: int, banner: str) -> None:
    """Print where to go as soon as somebody who goes there gets an answer."""
    while process.poll() is None:
        visitor = http.client.HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
        try:
            visitor.request("GET", "/web/login")
            visitor.getresponse()
        except OSError:
            time.sleep(0.2)
        else:
            print(banner, flush=True)
            return


def _wait(process: subprocess.Popen) -> int:
    """Wait for the server; Odoo must see one Ctrl-C only, two mean "at once".

    A terminal sends Ctrl-C to the server as well, a plain `kill` does not.
    """

    def relay(number: int, frame: object) -> None:
        if number != signal.SIGINT or not sys.stdin.isatty():
            process.send_signal(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, relay)
    return process.wait()


def _set_base_url(env: Environment, url: str) -> None:
    """Links in mails lead to the port of this run."""
    sql = f"UPDATE ir_config_parameter SET value = '{url}' WHERE key = 'web.base.url'"
    psql(env.server, DATABASE, sql)


# -- Ports and mail --------------------------------------------------------------------


def _check_port(port: int) -> None:
    if not _is_free(port):
        raise Failure(
            f"port {port} is taken: stop what listens there,"
            f" or choose another with `./dev run --port {port + 1}`"
        )


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _free_port(preferred: int) -> int:
    if _is_free(preferred):
        return preferred
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def _mail_sink() -> Iterator[tuple[int, int]]:
    """Catch all mail while the server runs; yields the SMTP and viewer ports."""
    ports = _free_port(SMTP_PORT), _free_port(VIEWER_PORT)
    LOGS.mkdir(parents=True, exist_ok=True)
    with (LOGS / "mail-sink.log").open("w") as log:
        sink = subprocess.Popen(
            [PYTHON, "-m", "tools.mail_sink", str(MAIL), *map(str, ports)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        yield ports
    finally:
        sink.terminate()
        sink.wait()
