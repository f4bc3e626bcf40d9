"""The processes a case works with: Odoo servers that can be killed, an SMTP server."""

import email
import email.policy
import http.cookiejar
import json
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from aiosmtpd.controller import Controller

from tools import odoo_process
from tools.layout import PYTHON
from tools.postgres import Server

HOST = "127.0.0.1"
START_SECONDS = 40


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def wait_until(condition: Callable[[], object], seconds: float, what: str):
    """Poll until the condition holds, return its value; complain when time is up."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds} s in vain: {what}")
        time.sleep(0.1)
    return value


class OdooServer:
    """A real server process with threads for scheduled actions."""

    def __init__(
        self,
        config: Path,
        server: Server,
        database: str,
        log: Path,
        *,
        smtp_port: int,
        fault: dict | None = None,
        cron_threads: int = 2,
    ) -> None:
        self.database, self.log, self.port = database, log, free_port()
        command = [PYTHON, "-m", "odoo", "server", "-c", config]
        command += [f"--database={database}"]
        command += [f"--http-interface={HOST}", f"--http-port={self.port}"]
        command += [f"--smtp-port={smtp_port}"]
        command += [f"--max-cron-threads={cron_threads}", "--workers=0"]
        variables = odoo_process.environment(server)
        variables["HC_FAULT"] = json.dumps(fault or {})
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                [str(part) for part in command],
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_ready(self) -> None:
        """Until a page is answered: then the registry is loaded."""
        wait_until(self._answers, START_SECONDS, f"no answer, see {self.log}")

    def _answers(self) -> bool:
        if self.process.poll() is not None:
            raise AssertionError(f"the server ended at its start, see {self.log}")
        try:
            with urllib.request.urlopen(
                f"http://{HOST}:{self.port}/web/login", timeout=START_SECONDS
            ) as response:
                return response.status == 200
        except OSError:
            return False

    def wait_killed(self, wake: Callable[[], object]) -> None:
        """Until the fault has ended the process; any other end is a failure."""
        wait_until(
            lambda: wake() and self.process.poll() is not None,
            START_SECONDS,
            f"the fault did not happen, see {self.log}",
        )
        assert self.process.returncode == -signal.SIGKILL, self.log

    def stop(self) -> None:
        """End the process; its database is deleted next, so nothing need be tidy."""
        self.process.kill()
        self.process.wait()


class Client:
    """A user at a browser: logs in and writes through the web client's own route."""

    def __init__(self, server: OdooServer, login: str, password: str) -> None:
        self.url = f"http://{HOST}:{server.port}"
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(jar)
        )
        who = {"db": server.database, "login": login, "password": password}
        self._post("/web/session/authenticate", who)

    def write(self, model: str, ids: list[int], values: dict) -> None:
        self.call(model, "write", [ids, values])

    def call(self, model: str, method: str, args: list) -> object:
        return self._post(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": {}},
        )

    def _post(self, route: str, params: dict) -> object:
        request = urllib.request.Request(
            self.url + route,
            json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode(),
            {"Content-Type": "application/json"},
        )
        with self.opener.open(request, timeout=START_SECONDS) as response:
            answer = json.load(response)
        if error := answer.get("error"):
            raise AssertionError(error["data"]["debug"])
        return answer["result"]


class SmtpServer:
    """Takes mail over a socket, refuses it for now, or is not there at all.

    Remembers (Message-ID, address) of the escalations; Odoo sends other mail as well.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self.received: list[tuple[str, str]] = []
        self.refusing = False
        self._controller: Controller | None = None
        self.start()

    def start(self) -> None:
        if self._controller:
            return
        self._controller = Controller(self, hostname=HOST, port=self.port)
        self._controller.start()

    def stop(self) -> None:
        """From now on connections are refused."""
        if self._controller:
            self._controller.stop()
            self._controller = None

    async def handle_DATA(self, server, session, envelope) -> str:
        if self.refusing:
            return "451 4.3.2 try again later"
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        if mail["X-Hypercare-Escalation"]:
            self.received += [
                (mail["Message-ID"].strip(), address.lower())
                for address in envelope.rcpt_tos
            ]
        return "250 OK"
