"""A server as in production: several workers, threads for scheduled actions."""

from __future__ import annotations

import configparser
import os
import re
import signal
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from bench._load_session import HOST
from tools import odoo_process
from tools.layout import LOGS, PYTHON
from tools.postgres import Server
from tools.say import Failure

SCRIPT = "from odoo.cli.command import main\n\nmain()\n"
START_SECONDS = 120
#: So long the processes may take to end when they are asked to.
END_SECONDS = 30
ALIVE = re.compile(r"Worker (\w+) \((\d+)\) alive")
#: Settings that `./dev` makes for development; this server has Odoo's own.
NOT_STOCK = ("limit_time_real_cron", "limit_time_real", "limit_time_cpu")


class Prefork:
    """One master with its workers; ends only what it has started itself.

    :param base: configuration to begin with; by default the one of this checkout
    """

    def __init__(
        self,
        database: str,
        server: Server,
        folder: Path,
        *,
        ports: tuple[int, int],
        workers: int = 4,
        crons: int = 2,
        smtp_port: int = 0,
        options: tuple[str, ...] = (),
        name: str = "bench-load",
        base: Path | None = None,
    ):
        LOGS.mkdir(parents=True, exist_ok=True)
        self.port, self.log = ports[0], LOGS / f"{name}.log"
        self.log.unlink(missing_ok=True)
        config, script = folder / f"{name}.conf", folder / "odoo-server"
        _write_config(config, base or odoo_process.config_file(), server)
        # The master starts its websocket process by the name of its own script.
        script.write_text(SCRIPT)
        command = [PYTHON, script, "server", "-c", config]
        command += [f"--database={database}", f"--db-filter=^{database}$"]
        command += [f"--http-interface={HOST}", f"--http-port={ports[0]}"]
        command += [f"--gevent-port={ports[1]}", f"--workers={workers}"]
        command += [f"--max-cron-threads={crons}", f"--smtp-port={smtp_port}", *options]
        self.command = [str(part) for part in command]
        self.environment = odoo_process.environment(server)
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_ready(self) -> None:
        """Until a page is answered: then a worker has loaded the registry."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                address = f"http://{HOST}:{self.port}/web/login"
                with urllib.request.urlopen(address, timeout=START_SECONDS):
                    return
            except OSError:
                time.sleep(0.2)
        raise Failure(f"the server did not start: see {self.log}")

    def workers(self, kind: str = "WorkerHTTP") -> list[psutil.Process]:
        """Return the living workers of a kind."""
        found = ALIVE.findall(self.log.read_text(errors="replace"))
        ids = {int(number) for name, number in found if name == kind}
        try:
            children = psutil.Process(self.process.pid).children()
        except psutil.NoSuchProcess:
            return []
        return [child for child in children if child.pid in ids]

    def complaints(self) -> list[str]:
        """Return the records of the log that are errors."""
        text = self.log.read_text(errors="replace")
        return [
            line for line in text.splitlines() if re.search(r" (ERROR|CRITICAL) ", line)
        ]

    def stop(self) -> None:
        """End the master and whatever it has left behind, and nobody else."""
        family = [self.process.pid]
        try:
            children = psutil.Process(self.process.pid).children(recursive=True)
            family += [child.pid for child in children]
        except psutil.NoSuchProcess:
            children = []
        self.process.terminate()
        try:
            self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for child in children:
            # A number may have been given to somebody else in the meantime.
            if child.is_running() and os.getsid(child.pid) == self.process.pid:
                os.kill(child.pid, signal.SIGKILL)


@contextmanager
def prefork(*args, **kwargs) -> Iterator[Prefork]:
    """Run a server until the end of the block, however that comes."""
    server = Prefork(*args, **kwargs)
    try:
        server.wait_ready()
        yield server
    finally:
        server.stop()


def _write_config(path: Path, base: Path, server: Server) -> None:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(base)
    options = parser["options"]
    for name in NOT_STOCK:
        options.pop(name, None)
    for name in ("host", "port", "user", "password"):
        options.pop(f"db_{name}", None)
        if value := getattr(server, name):
            options[f"db_{name}"] = value
    with path.open("w") as file:
        parser.write(file)
    path.chmod(0o600)


class Memory(threading.Thread):
    """Watches how much memory the workers take, in bytes.

    :ivar most: of the largest worker; :ivar total: of all at once, each shared page
        counted once per sharer's part
    """

    EVERY = 2

    def __init__(self, server: Prefork):
        super().__init__(daemon=True)
        self.server, self.done = server, threading.Event()
        self.first = self.most = self.total = 0

    def run(self) -> None:
        while not self.done.wait(self.EVERY):
            self.look()

    def look(self) -> None:
        sizes, shares = [], 0
        for worker in self.server.workers():
            try:
                found = worker.memory_full_info()
            except psutil.Error:
                continue
            sizes.append(found.rss)
            shares += getattr(found, "pss", found.rss)
        if sizes:
            self.first = self.first or max(sizes)
            self.most, self.total = max(self.most, *sizes), max(self.total, shares)

    def stop(self) -> None:
        self.done.set()
        self.join()
