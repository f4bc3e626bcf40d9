"""Telling what came of the load: rows for the table, a page for people."""

from __future__ import annotations

import math
import platform
import statistics
import time

import psutil

from bench._escalation_figures import percentile
from bench._load_run import Found

MB = 1024 * 1024
#: How much slower a page may become under load, and than a list that is not ours.
BUSY_BAR, CONTACTS_BAR = 12, 3
CONTACTS = "list of contacts"
#: What an idle server is asked for as well is compared with that.
SHARED = "list of open issues"
#: Seconds from due time to ledger row, the same as on a server at rest.
DELAY_BAR = 75
#: Workers may grow while they fill their caches, and then no more.
GROWTH_BAR = 2


def rows(found: Found, options) -> list[dict]:
    return [*_right(found), *_pages(found), *_sweep(found), *_memory(found)]


def _none(question: str, value: int) -> dict:
    return {"question": question, "value": value, "bar": "= 0", "ok": value == 0}


def _some(question: str, value: int) -> dict:
    return {"question": question, "value": value, "bar": "> 0", "ok": value > 0}


def _right(found: Found) -> list[dict]:
    """Return what has to be so, however slow it is."""
    kept = found.tally
    return [
        _some("requests", found.requests),
        _none("errors", found.book.errors.total()),
        _none("errors in the server's log", len(found.complaints)),
        _none("workers that died", found.lost_workers),
        {"question": "expected refusals", "value": found.book.refusals.total()},
        _some("reports acknowledged", kept.reports),
        _none("reports lost", kept.lost),
        _none("reports doubled", kept.doubled),
        _some("moves acknowledged", kept.moves),
        _none("moves lost", kept.lost_moves),
        _none("moves doubled", kept.doubled_moves),
        _some("comments acknowledged", kept.comments),
        _none("comments lost", kept.lost_comments),
    ]


def _pages(found: Found) -> list[dict]:
    result = []
    theirs = statistics.median(found.book.pages.get(CONTACTS) or [math.nan])
    for name, seconds in sorted(found.book.pages.items()):
        p50, p95 = percentile(seconds, 50), percentile(seconds, 95)
        row = {"question": f"{name}: p95", "value": p95 * 1e3, "unit": "ms"}
        if idle := found.idle.pages.get(name):
            # A tiny page waits behind the others as long as a large one does.
            least = statistics.median(found.idle.pages[CONTACTS])
            row |= _bar(p95, max(statistics.median(idle), least), BUSY_BAR)
        middle = {"question": f"{name}: p50", "value": p50 * 1e3, "unit": "ms"}
        if name == SHARED:
            middle |= _bar(p50, theirs, CONTACTS_BAR)
        longest = {"question": f"{name}: max", "value": max(seconds) * 1e3}
        result += [middle, row, {**longest, "unit": "ms"}]
    return result


def _bar(value: float, against: float, bar: float) -> dict:
    ratio = value / against
    return {
        "against": against * 1e3,
        "ratio": ratio,
        "bar": f"≤ {bar:g}",
        "ok": ratio <= bar,
    }


def _sweep(found: Found) -> list[dict]:
    what = "from due time to ledger row under load"
    if not found.delays:
        return [_some(f"{what}: escalations", 0)]
    p95 = percentile(found.delays, 95)
    return [
        _some(f"{what}: escalations", len(found.delays)),
        {
            "question": f"{what}: p95",
            "value": p95,
            "unit": "s",
            "bar": f"≤ {DELAY_BAR} s",
            "ok": p95 <= DELAY_BAR,
        },
        {"question": f"{what}: max", "value": max(found.delays), "unit": "s"},
    ]


def _memory(found: Found) -> list[dict]:
    ratio = found.most_memory / found.first_memory
    return [
        {
            "question": "largest worker, at the end against the begin",
            "value": found.most_memory / MB,
            "unit": "MB",
            "against": found.first_memory / MB,
            "ratio": ratio,
            "bar": f"≤ {GROWTH_BAR}",
            "ok": ratio <= GROWTH_BAR,
        },
        {
            "question": f"{found.workers} workers together, shared pages once",
            "value": found.total_memory / MB,
            "unit": "MB",
        },
    ]


# -- The page --------------------------------------------------------------------------


def page(found: Found, options, table: list[dict]) -> str:
    """Return the results as Markdown, for docs/results."""
    people = sum(
        getattr(options, name)
        for name in ("reporters", "viewers", "agents", "commenters")
    )
    kept, book = found.tally, found.book
    missed = [row["question"] for row in table if not row.get("ok", True)]
    lines = [
        f"# Load: {people} people, {options.issues:,} issues",
        "",
        f"{time.strftime('%Y-%m-%d')}, {options.workers} workers on "
        f"{psutil.cpu_count()} cores, "
        f"{psutil.virtual_memory().total / MB / 1024:.0f} GB, Python "
        f"{platform.python_version()}; the simulated people, PostgreSQL and the server "
        "share these cores. By `./dev bench load`.",
        "",
        f"{options.reporters} reporters, {options.viewers} who look and search, "
        f"{options.agents} agents who move issues, {options.commenters} who read and "
        f"write; {options.issues:,} issues, {options.open:,} of them open; scheduled "
        f"actions on, {found.due:,} issues fell due meanwhile. "
        f"{found.seconds / 60:.1f} minutes.",
        "",
        "| what | number |",
        "| --- | ---: |",
        f"| requests | {found.requests:,} |",
        f"| requests per second | {found.requests / found.seconds:.1f} |",
        f"| errors | {book.errors.total()} |",
        f"| expected refusals | {book.refusals.total()} |",
        f"| reports acknowledged / lost / doubled | {kept.reports} / {kept.lost} / "
        f"{kept.doubled} |",
        f"| moves acknowledged / lost / doubled | {kept.moves} / {kept.lost_moves} / "
        f"{kept.doubled_moves} |",
        f"| comments acknowledged / lost | {kept.comments} / {kept.lost_comments} |",
        f"| largest worker, MB | {found.most_memory / MB:.0f} |",
        f"| all workers together, MB | {found.total_memory / MB:.0f} |",
        *_delay_lines(found),
        "",
        "Milliseconds per page; *idle* is the median of the same page before the load.",
        "",
        "| page | opened | p50 | p95 | max | idle | p95 / idle |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        *(_page_line(found, name) for name in sorted(book.pages)),
        "",
        f"Missed: {', '.join(missed) or 'nothing'}.",
        *(f"- {text}" for text in book.texts),
    ]
    return "\n".join(lines) + "\n"


def _delay_lines(found: Found) -> list[str]:
    if not found.delays:
        return []
    p95, most = percentile(found.delays, 95), max(found.delays)
    text = f"| escalations: due to ledger, p95 / max, s | {p95:.0f} / {most:.0f} |"
    return [f"| escalations fired | {len(found.delays)} |", text]


def _page_line(found: Found, name: str) -> str:
    seconds = found.book.pages[name]
    cells = [percentile(seconds, 50), percentile(seconds, 95), max(seconds)]
    texts = [f"{cell * 1e3:,.0f}" for cell in cells]
    if idle := found.idle.pages.get(name):
        against = statistics.median(idle)
        texts += [f"{against * 1e3:,.0f}", f"{cells[1] / against:.1f}"]
    else:
        texts += ["–", "–"]
    return f"| {name} | {len(seconds):,} | {' | '.join(texts)} |"
