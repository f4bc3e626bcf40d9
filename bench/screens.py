"""Does a long history slow the screens of the daily work down?

The first page of list and board, the search panel, a search by words and one form, as
a super-user's browser asks for them, with 1,000 open issues each: once with 1,000
issues that are over, once with 200,000. In turns; medians. Then the search once more
as on a database server without trigrams.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack

from bench._sla_measure import cost, limit, medians, row

BAR = 2
#: The web client's own limits for a page of the list and of a column.
LIST_PAGE, COLUMN_PAGE, COUNT_LIMIT = 200, 40, 10_001
OPEN = [("is_open", "=", True)]


def main(argv: list[str]) -> list[dict]:
    """Measure everything, return the rows of the table."""
    options = _parser().parse_args(argv)
    # Imported here: `-h` needs no Odoo.
    from bench import _screens_world as world
    from tools.bench_env import odoo_env

    sizes = {"short": options.short, "long": options.long}
    with ExitStack() as stack:
        viewers = {}
        for name, history in sizes.items():
            _tell(f"{options.open:,} open issues, {history:,} over")
            env = stack.enter_context(
                odoo_env(
                    f"{options.database}_{name}", ["hypercare_support"], fresh=True
                )
            )
            viewers[name] = world.make_world(env, options.open, history)
        screens = {name: Screens(viewer) for name, viewer in viewers.items()}
        rows = _compare(screens, options, sizes)
        return [*rows, *_without_trigrams(screens["long"], options, sizes["long"])]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev bench screens", description=__doc__)
    parser.add_argument("--open", type=int, default=1000, help="open issues")
    parser.add_argument("--short", type=int, default=1000, help="the short history")
    parser.add_argument("--long", type=int, default=200_000, help="the long history")
    parser.add_argument("--rounds", type=int, default=9, help="medians are of so many")
    parser.add_argument("--database", default="hc_bench_screens", help="made anew")
    return parser


def _tell(text: str) -> None:
    print(f"screens: {text}", file=sys.stderr, flush=True)


class Screens:
    """The calls that a super-user's browser makes, on one database."""

    def __init__(self, viewer):
        from bench import _screens_world as world

        self.world = world
        self.env = viewer.env(user=viewer, context={"lang": "en_US", "tz": viewer.tz})
        self.issues = self.env["hypercare.issue"]
        names = ("list", "kanban", "form")
        self.asked = {name: world.specification(self.issues, name) for name in names}
        self.issue = self.issues.search(OPEN, limit=1)

    # -- The default views -------------------------------------------------------------

    def list(self, domain=OPEN):
        found = self.issues.web_search_read(
            domain,
            self.asked["list"],
            limit=LIST_PAGE,
            order="reported_at, id",
            count_limit=COUNT_LIMIT,
        )
        assert found["records"], domain
        return found

    def board(self, group="state"):
        found = self.issues.web_read_group(
            OPEN,
            [group],
            auto_unfold=True,
            unfold_read_specification=self.asked["kanban"],
            unfold_read_default_limit=COLUMN_PAGE,
        )
        assert (
            sum(len(column.get("__records", ())) for column in found["groups"]) >= 100
        )
        colors = {"breached": "danger", "at_risk": "warning", "on_track": "success"}
        self.issues.read_progress_bar(
            OPEN, group, {"field": "sla_state", "colors": colors}
        )
        return found

    def board_by_owner(self):
        return self.board("user_id")

    def panel(self):
        """Return what the search panel asks for when it is drawn."""
        wanted = {"search_domain": OPEN, "enable_counters": True, "expand": False}
        self.issues.search_panel_select_range("period_id", limit=200, **wanted)
        for name in ("tier_id", "severity", "module"):
            found = self.issues.search_panel_select_multi_range(
                name, limit=200, **wanted
            )
            assert found["values"]

    # -- Words and forms ---------------------------------------------------------------

    def search(self):
        return self.list([*OPEN, *_typed("cheque")])

    def search_everything(self):
        return self.list(_typed(self.world.RARE))

    def form(self):
        [read] = self.issue.web_read(self.asked["form"])
        assert read["duration_tracking"]


ACTS = {
    "list": "list, first page",
    "board": "board by status, first page",
    "board_by_owner": "board by owner, first page",
    "panel": "search panel",
    "search": "search by words among what is open",
    "search_everything": "search by rare words in everything",
    "form": "one form",
}


def _typed(text: str) -> list:
    """Return what the search bar makes of a text."""
    names = ("number", "name", "description")
    return ["|", "|", *((name, "ilike", text) for name in names)]


def _compare(screens, options, sizes) -> list[dict]:
    _tell("measuring in turns")
    found = medians(
        options.rounds,
        {
            (act, name): _measured(screens[name], act)
            for act in ACTS
            for name in screens
        },
    )
    rows = []
    for act, what in ACTS.items():
        ours, against = found[act, "long"], found[act, "short"]
        question = f"{what}, history {sizes['long']:,} / {sizes['short']:,}"
        taken = row(question, ours.seconds * 1e3, "ms", against.seconds * 1e3, BAR)
        queries = limit(f"{what}: queries", ours.queries, "queries", against.queries)
        rows += [taken, {**queries, "against": against.queries}]
    return rows


def _measured(screens: Screens, act: str):
    return lambda: cost(screens.env, getattr(screens, act))


def _without_trigrams(screens: Screens, options, history: int) -> list[dict]:
    """Say what a search costs where the database server has no pg_trgm."""
    acts = ("search", "search_everything")
    with_them = medians(options.rounds, {act: _measured(screens, act) for act in acts})
    _tell(f"{screens.world.forget_trigrams(screens.env)} trigram indexes taken away")
    without = medians(options.rounds, {act: _measured(screens, act) for act in acts})

    def shown(act: str) -> dict:
        ours, theirs = without[act].seconds * 1e3, with_them[act].seconds * 1e3
        question = f"{ACTS[act]}, history {history:,}: without pg_trgm / with"
        return {**row(question, ours, "ms", theirs, 1), "bar": "–", "ok": True}

    return [shown(act) for act in acts]
