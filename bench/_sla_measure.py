"""Taking times: rolled back, interleaved, medians; other programs use the machine."""

from __future__ import annotations

import gc
import statistics
import sys
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from typing import NamedTuple

import psutil


class Cost(NamedTuple):
    """What an act took: seconds by the clock on the wall, and SQL queries."""

    seconds: float
    queries: float


def cost(env, act: Callable[[], object]) -> Cost:
    """Measure an act up to what a commit would write, then roll it back."""
    env.cr.flush()
    gc.collect()
    with env.cr.savepoint() as savepoint:
        env.invalidate_all()
        queries, begin = env.cr.sql_log_count, time.perf_counter()
        act()
        # Pending writes, tracking messages: all that a request ends with.
        env.cr.flush()
        seconds = time.perf_counter() - begin
        queries = env.cr.sql_log_count - queries
        savepoint.rollback()
    return Cost(seconds, queries)


def medians(rounds: int, acts: dict[str, Callable[[], Cost]]) -> dict[str, Cost]:
    """Measure each in turn, so many rounds after one to warm up; return medians."""
    taken: dict[str, list[Cost]] = {name: [] for name in acts}
    for number in range(rounds + 1):
        for name, act in acts.items():
            found = act()
            if number:
                taken[name].append(found)
    return {
        name: Cost(*(statistics.median(column) for column in zip(*costs, strict=True)))
        for name, costs in taken.items()
    }


def timed(act: Callable[[], object], times: int) -> Cost:
    """Measure an act that reads only; return its cost per time."""
    begin = time.perf_counter()
    for _number in range(times):
        act()
    return Cost((time.perf_counter() - begin) / times, 0)


@contextmanager
def extra_memory():
    """Yield a list that holds, afterwards, by how many bytes the process grew."""
    process, done, grown = psutil.Process(), threading.Event(), []
    gc.collect()
    before = peak = process.memory_info().rss

    def watch():
        nonlocal peak
        while not done.wait(0.005):
            peak = max(peak, process.memory_info().rss)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield grown
    finally:
        done.set()
        watcher.join()
        grown.append(max(peak, process.memory_info().rss) - before)


def row(question: str, value: float, unit: str, against: float, bar: float) -> dict:
    """Return a row of the table: good if the ratio is no more than the bar."""
    ratio = value / against
    return {
        "question": question,
        "value": value,
        "unit": unit,
        "against": against,
        "ratio": ratio,
        "bar": f"≤ {bar:.3g}",
        "ok": ratio <= bar,
    }


def limit(question: str, value: float, unit: str, bar: float | None = None) -> dict:
    """Return a row of the table: good if the value itself is no more than the bar."""
    return {
        "question": question,
        "value": value,
        "unit": unit,
        "bar": None if bar is None else f"≤ {bar:g} {unit}",
        "ok": bar is None or value <= bar,
    }


def tell(text: str) -> None:
    print(f"sla: {text}", file=sys.stderr, flush=True)
