"""How long it takes to find similar issues, and what a page costs the database."""

from __future__ import annotations

import random
import statistics
import time
from contextlib import ExitStack, contextmanager, nullcontext
from functools import partialmethod
from types import SimpleNamespace
from unittest.mock import patch

import psutil

from odoo.sql_db import Cursor

#: Words that issues of an ERP go-live are made of.
WORDS = [
    "vendor",
    "bill",
    "invoice",
    "delivery",
    "order",
    "receipt",
    "stock",
    "barcode",
    "label",
    "printer",
    "payment",
    "journal",
    "tax",
    "account",
    "bank",
    "statement",
    "import",
    "export",
    "report",
    "price",
    "list",
    "customer",
    "product",
    "warehouse",
    "transfer",
    "purchase",
    "sales",
    "quotation",
    "payroll",
    "overtime",
    "leave",
    "shift",
    "approval",
    "mail",
    "button",
    "screen",
    "total",
    "currency",
    "discount",
    "serial",
    "lot",
    "rack",
    "yarn",
    "fabric",
    "cannot",
    "does",
    "not",
    "wrong",
    "missing",
    "slow",
    "twice",
    "empty",
    "blank",
    "posted",
    "confirmed",
    "printed",
    "validated",
    "found",
    "shown",
    "opened",
    "saved",
    "loaded",
    "sent",
    "after",
    "before",
    "since",
    "when",
    "in",
    "on",
    "for",
]
BATCH = 1000


#: Names of customers, items and documents: few issues share them.
NAMES = 3000


def _name(dice) -> str:
    return "".join(dice.choices("bcdfghklmnprst aeiou", k=6)).replace(" ", "a")


def grow(period, count: int) -> list[str]:
    """Create so many open issues; return their names."""
    dice = random.Random(20)
    rare = [_name(dice) for _number in range(NAMES)]
    # Some words are in every fourth issue, most in hardly any.
    weights = [1 / rank for rank in range(1, len(WORDS) + 1)]
    common = dice.sample(WORDS, len(WORDS))
    names = []
    for _number in range(count):
        words = dice.choices(common, weights, k=dice.randint(4, 7))
        words += dice.choices(rare, k=dice.randint(1, 3))
        dice.shuffle(words)
        names.append(" ".join(words).capitalize())
    quiet = period.env["hypercare.issue"].with_context(
        tracking_disable=True, mail_create_nosubscribe=True, mail_notrack=True
    )
    for start in range(0, count, BATCH):
        quiet.create(
            [
                {"name": name, "period_id": period.id, "severity": "s3"}
                for name in names[start : start + BATCH]
            ]
        )
        period.env.flush_all()
        period.env.invalidate_all()
    period.env.cr.execute("ANALYZE hypercare_issue")
    return names


def typed(names: list[str], count: int) -> list[str]:
    """Return what people have typed so far of something like these names."""
    dice = random.Random(21)
    texts = []
    for name in dice.sample(names, count):
        words = name.split()
        dice.shuffle(words)
        text = " ".join(words[: dice.randint(2, 7)])
        place = dice.randrange(len(text))
        # A slip of the finger.
        texts.append(text[:place] + dice.choice("aeiou ") + text[place + 1 :])
    return texts


def search(period, user, texts: list[str]) -> dict[str, list[float]]:
    """Return milliseconds per search: with trigrams, without, and Odoo's own."""
    issues = period.env["hypercare.issue"].with_user(user)
    acts = {
        "trigram": lambda text: issues.report_similar(text, period.id),
        "plain": lambda text: issues.report_similar(text, period.id),
        "name_search": lambda text: issues.name_search(text, limit=5),
    }
    taken = {name: [] for name in acts}
    for text in texts:
        for name, act in acts.items():
            with (
                patch.object(period.env.registry, "has_trigram", False)
                if name == "plain"
                else nullcontext()
            ):
                period.env.invalidate_all()
                begin = time.perf_counter()
                act(text)
                taken[name].append((time.perf_counter() - begin) * 1e3)
    return taken


def processor(period, user, texts: list[str]) -> float:
    """Return milliseconds of processor time per search, database and Odoo together.

    What else the machine does at the time makes a search slow, but not this.
    """
    period.env.cr.execute("SELECT pg_backend_pid()")
    processes = [psutil.Process(period.env.cr.fetchone()[0]), psutil.Process()]

    def used() -> float:
        return sum(sum(process.cpu_times()[:2]) for process in processes)

    issues = period.env["hypercare.issue"].with_user(user)
    begin = used()
    for text in texts:
        period.env.invalidate_all()
        issues.report_similar(text, period.id)
    return (used() - begin) * 1e3 / len(texts)


def session(env, user, rounds: int = 200) -> tuple[float, float]:
    """Return what the addon adds to a page for a user: queries and milliseconds."""
    from odoo.http import _request_stack

    env.cr.execute("ANALYZE")

    http = env["ir.http"].with_user(user)
    # What the other addons tell is not ours to measure.
    classes = [cls for cls in type(http).__mro__ if "session_info" in vars(cls)]
    ours = [n for n, cls in enumerate(classes) if "hypercare" in cls.__module__]
    above, below = classes[: ours[0]], classes[ours[-1] + 1]
    queries, times = [], []
    _request_stack.push(SimpleNamespace(session=SimpleNamespace(uid=user.id), env=env))
    try:
        with ExitStack() as stack:
            stack.enter_context(patch.object(below, "session_info", lambda self: {}))
            for cls in above:
                passes_on = partialmethod(_pass_on, cls)
                stack.enter_context(patch.object(cls, "session_info", passes_on))
            for _round in range(rounds):
                env.invalidate_all()
                # A page knows its user and his companies already.
                http.env.user._is_internal()
                http.env.company.name  # noqa: B018
                with _counted() as statements:
                    begin = time.perf_counter()
                    http.session_info()
                    times.append((time.perf_counter() - begin) * 1e3)
                queries.append(len(statements))
    finally:
        _request_stack.pop()
    return max(queries), statistics.median(times)


@contextmanager
def _counted():
    """Yield the statements carried out; a savepoint around one asks for nothing."""
    statements, execute = [], Cursor.execute

    def count(cursor, query, *args, **kwargs):
        text = query if isinstance(query, str) else query.code
        if not text.startswith(("SAVEPOINT", "RELEASE")):
            statements.append(text)
        return execute(cursor, query, *args, **kwargs)

    with patch.object(Cursor, "execute", count):
        yield statements


def _pass_on(records, cls):
    return super(cls, records).session_info()


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]
