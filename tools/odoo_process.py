"""Running Odoo, and reading its log while it runs."""

import configparser
import os
import re
import subprocess
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from .layout import CONFIG, LOGS, NODE, PYTHON
from .postgres import Server
from .say import info

RECORD = re.compile(r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (?P<level>[A-Z]+) \S+ (?P<text>.*)$")
LOADING = re.compile(r"Loading module (\w+) \((\d+)/(\d+)\)")
BAD_LEVELS = {"WARNING", "ERROR", "CRITICAL"}
PROGRESS_SECONDS = 5
CONFIG_VARIABLE = "HYPERCARE_CONFIG"


def config_file() -> Path:
    """The configuration in force: a bench may have made one with more addons."""
    return Path(os.environ.get(CONFIG_VARIABLE) or CONFIG)


def addons_folders() -> list[Path]:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(config_file())
    return [Path(path) for path in parser["options"]["addons_path"].split(",")]


def command(*arguments: str) -> list[str]:
    """An Odoo command line; the arguments begin with Odoo's own subcommand."""
    return [str(PYTHON), "-m", "odoo", *arguments, "-c", str(config_file())]


def environment(server: Server) -> dict[str, str]:
    """The environment for Odoo and its helpers, such as pg_dump."""
    ours = [str(PYTHON.parent), str(NODE / "node_modules" / ".bin")]
    programs = os.pathsep.join([*ours, os.environ.get("PATH", "")])
    return {**os.environ, **server.environment(), "PATH": programs}


def run_watched(
    server: Server, log_name: str, *arguments: str
) -> tuple[int, list[str]]:
    """Run Odoo to its end, show progress; return its status and its complaints.

    A complaint is a log record of level WARNING or above with the lines that
    follow it, or anything printed beside the log by a process that failed.
    The whole log is kept in `.dev/log/`.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    path = LOGS / f"{log_name}.log"
    process = subprocess.Popen(
        command(*arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment(server),
        text=True,
        errors="replace",
    )
    assert process.stdout is not None
    try:
        with process.stdout, path.open("w") as kept:
            complaints = list(_complaints(_shown(_copied(process.stdout, kept))))
        return process.wait(), complaints
    finally:
        process.terminate()  # when interrupted; a process that has ended is let be


def _copied(lines: Iterable[str], kept: TextIO) -> Iterator[str]:
    for line in lines:
        kept.write(line)
        yield line.rstrip("\n")


def _shown(lines: Iterator[str]) -> Iterator[str]:
    """Pass lines on, telling now and then which module is being loaded."""
    told = time.monotonic()
    for line in lines:
        if (
            found := LOADING.search(line)
        ) and time.monotonic() - told > PROGRESS_SECONDS:
            told = time.monotonic()
            info("  module {1} of {2}: {0}".format(*found.groups()))
        yield line


def _complaints(lines: Iterator[str]) -> Iterator[str]:
    """Group each bad record with its continuation lines (a traceback)."""
    current: list[str] = []
    for line in lines:
        record = RECORD.match(line)
        if record or not current:
            if current:
                yield "\n".join(current)
            bad = record and record["level"] in BAD_LEVELS
            current = [f"{record['level']} {record['text']}"] if record and bad else []
        else:
            current.append(line)
    if current:
        yield "\n".join(current)


def log_file(log_name: str) -> Path:
    return LOGS / f"{log_name}.log"
