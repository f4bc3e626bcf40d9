"""Telling the user: progress, warnings, and failures of exactly one line."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

HEARTBEAT_SECONDS = 20
_last_told = 0.0


class Failure(Exception):
    """Something the user can put right; its text is the one line to print."""


def info(text: str) -> None:
    """A line for the user; on stderr, because stdout belongs to the command."""
    global _last_told
    _last_told = time.monotonic()
    print(f"dev: {text}", file=sys.stderr, flush=True)


def warn(text: str) -> None:
    info(f"warning: {text}")


@contextmanager
def step(what: str) -> Iterator[None]:
    """Announce a step, show that it lives while it lasts, say how long it took."""
    info(f"{what} …")
    started = time.monotonic()
    done = threading.Event()

    def beat() -> None:
        while not done.wait(1):
            if time.monotonic() - _last_told >= HEARTBEAT_SECONDS:
                info(f"  still at it after {time.monotonic() - started:.0f} s")

    threading.Thread(target=beat, daemon=True).start()
    try:
        yield
    finally:
        done.set()
    if (elapsed := time.monotonic() - started) >= 2:
        info(f"  done in {elapsed:.0f} s")


def run_logged(
    command: Sequence[str | Path],
    log: Path,
    failure: str,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> None:
    """Run a set-up command quietly; on failure raise with the log's last line.

    The full output is kept in `log`, so that the one line can point to it.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as out:
        start = out.tell()
        try:
            result = subprocess.run(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(env or {})},
                cwd=cwd,
            )
        except FileNotFoundError as error:
            raise Failure(f"{failure}: `{error.filename}` is not installed") from None
    if result.returncode:
        with log.open("rb") as out:
            out.seek(start)
            lines = out.read().decode(errors="replace").split("\n")
        told = [line.strip() for line in lines if line.strip()] or ["no output"]
        raise Failure(f"{failure} ({told[-1][:160]}; see {shown(log)})")


def shown(path: Path) -> str:
    """A path as short as it can be said from where the user stands."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def run_foreground(
    command: Sequence[str | Path], env: Mapping[str, str] | None = None
) -> int:
    """Run with the terminal handed over; Ctrl-C is the child's to handle."""
    process = subprocess.Popen(
        [str(part) for part in command], env={**os.environ, **(env or {})}
    )

    def relay(number: int, frame: object) -> None:
        process.send_signal(number)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, relay)
    return process.wait()
