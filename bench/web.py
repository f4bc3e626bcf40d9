"""What does the addon cost everybody who opens a page, and whoever types a report?

Bytes in the bundle of every page, gzipped, against the same bundle without the addon's
files; requests of a page in a real browser, against a database without the addon; what
comes along with the page; similar issues among 20,000, with and without trigrams.
"""

from __future__ import annotations

import argparse
import sys

STAGES = ("bytes", "page", "search")
#: Bytes on every page, queries and milliseconds of a page, milliseconds of a search.
BYTES_BAR, QUERIES_BAR, SESSION_BAR, SEARCH_BAR = 6000, 3, 5, 100
WITHOUT = ["mail", "resource", "rating", "web"]


def main(argv: list[str]) -> list[dict]:
    """Measure everything, return the rows of the table."""
    options = _parser().parse_args(argv)
    rows = []
    if "bytes" in options.stages:
        rows += _bytes(options)
    if "page" in options.stages:
        rows += _page(options)
    if "search" in options.stages:
        rows += _search(options)
    return rows


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev bench web", description=__doc__)
    parser.add_argument("--issues", type=int, default=20_000, help="to search among")
    parser.add_argument("--searches", type=int, default=200, help="texts typed")
    parser.add_argument(
        "--stages", nargs="+", choices=STAGES, default=STAGES, help="default: all"
    )
    parser.add_argument("--database", default="hc_bench_web", help="made if missing")
    return parser


def _tell(text: str) -> None:
    print(f"web: {text}", file=sys.stderr, flush=True)


def _bytes(options) -> list[dict]:
    # Imported here: `-h` needs no Odoo.
    from bench import _web_bundle
    from bench._sla_measure import limit
    from tools.bench_env import odoo_env

    _tell("bundles")
    with odoo_env(options.database, ["hypercare_support"]) as env:
        added = _web_bundle.added(env)
        parts = _web_bundle.parts(env)
        dialog = _web_bundle.lazy(env, "hypercare_support.assets_report")
    for folder, size in parts.items():
        _tell(f"{folder}: {size:,} bytes on every page")
    return [
        limit("added to every page, js and css", added.total, "bytes", BYTES_BAR),
        limit("of this js", added.js, "bytes"),
        limit("of this css", added.css, "bytes"),
        limit("report dialog, on first use", dialog.total, "bytes"),
    ]


def _page(options) -> list[dict]:
    from bench import _web_page
    from bench._sla_measure import limit
    from tools.bench_env import odoo_env

    bare = f"{options.database}_without"
    for database, modules in (
        (options.database, ["hypercare_support"]),
        (bare, WITHOUT),
    ):
        with odoo_env(database, modules):
            _tell(f"{database} is there")
    without = _web_page.requests(bare)
    asked, before, after = _web_page.requests_and_dialog(options.database)
    for address in asked:
        _tell(f"a page asks for {address.partition('?')[0]}")
    # Not less either: a page that was not looked at asks for nothing.
    return [
        {
            **limit("requests added to a page", len(asked) - len(without), "", 0),
            "ok": len(asked) == len(without) > 0,
        },
        {
            "question": "code of the dialog is loaded on first use only",
            "value": int(after) - int(before),
            "bar": "= 1",
            "ok": after and not before,
        },
    ]


def _search(options) -> list[dict]:
    from bench import _web_search
    from bench._sla_measure import limit
    from tools.bench_env import odoo_env

    with odoo_env(f"{options.database}_search", ["hypercare_support"]) as env:
        period, users = _world(env)
        _tell(f"making {options.issues:,} issues")
        names = _web_search.grow(period, options.issues)
        texts = _web_search.typed(names, options.searches)
        rows = []
        for who, user in users.items():
            queries, milliseconds = _web_search.session(env, user)
            what = f"what comes along with a page, {who}"
            rows.append(limit(f"{what}: queries", queries, "", QUERIES_BAR))
            rows.append(limit(what, milliseconds, "ms", SESSION_BAR))
        _tell("searching")
        taken = _web_search.search(period, users["employee"], texts)
        processor = _web_search.processor(period, users["employee"], texts)
    own = _web_search.p95(taken["name_search"])
    for name, what in (("trigram", "with pg_trgm"), ("plain", "without pg_trgm")):
        found = _web_search.p95(taken[name])
        row = limit(
            f"similar among {options.issues:,}, {what} / name_search, p95",
            found,
            "ms",
            SEARCH_BAR,
        )
        rows.append({**row, "against": own, "ratio": found / own})
    what = f"similar among {options.issues:,}, processor time of one search, mean"
    return [*rows, limit(what, processor, "ms")]


def _world(env):
    """Return a running period and who opens pages."""
    from bench import _sla_world

    period = _sla_world.make_period(env, _sla_world.make_calendar(env, 2))
    groups = {"employee": "base.group_user"}
    groups["manager"] = "hypercare_support.group_manager"
    users = {
        who: env["res.users"].create(
            {
                "name": who.title(),
                "login": f"bench_{who}",
                "group_ids": [(6, 0, env.ref(group).ids)],
            }
        )
        for who, group in groups.items()
    }
    return period, users
