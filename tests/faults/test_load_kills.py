"""People at work while processes die: what was acknowledged is there, and once.

A real server with several workers. Reporters press *Send* again, with the same key,
until it is taken; agents move issues and shrug when that fails.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fault_servers import free_port, wait_until
from fault_world import PASSWORD, Case, World

from bench._load_book import Book
from bench._load_people import Place, stop
from bench._load_server import Prefork, prefork
from bench._load_stubborn import Mover, Stubborn
from bench._load_tally import Tally, tally

pytestmark = [pytest.mark.faults, pytest.mark.timeout(240, func_only=True)]

REPORTERS, MOVERS, WORKERS = 8, 2, 3
REPORTS = REPORTERS * Stubborn.most
#: All reports are in by then, also on a busy machine.
SECONDS = 150
#: Workers that are killed at most, so many seconds apart.
MOST_KILLS, EVERY = 12, 1.5
#: So many of the reports are in when PostgreSQL is killed.
KILLED_AT = (REPORTS // 5, REPORTS // 2)


class Crowd:
    """The people on one server, and what they noted down."""

    def __init__(self, case: Case, odoo: Prefork):
        self.case, self.book = case, Book()
        [period_id] = map(int, case.sql("SELECT id FROM hypercare_period"))
        issues = [int(row) for row in case.sql("SELECT id FROM hypercare_issue")]
        place = Place(odoo.port, case.database, PASSWORD, period_id, {}, issues)
        self.reporters = [
            Stubborn(place, f"owner{number:02}", self.book, 0.4)
            for number in range(1, REPORTERS + 1)
        ]
        self.movers = [
            Mover(place, login, self.book, 0.5) for login in ("second", "third")
        ]
        for number, mover in enumerate(self.movers):
            mover.mine = issues[number :: len(self.movers)]
        for person in self.people:
            person.log_in()
        assert not self.book.errors, self.book.texts

    @property
    def people(self) -> list:
        return [*self.reporters, *self.movers]

    def start(self) -> None:
        for person in self.people:
            person.start()

    def is_done(self) -> bool:
        return not any(reporter.is_alive() for reporter in self.reporters)

    def wait_for(self, reports: int) -> None:
        wait_until(
            lambda: self.is_done() or len(self.book.reports) >= reports,
            SECONDS,
            f"{reports} reports are taken: {self.book.texts}",
        )

    def finish(self) -> Tally:
        self.wait_for(REPORTS)
        wait_until(self.is_done, SECONDS, "everybody has reported")
        stop(self.people)

        def query(statement: str) -> list[tuple]:
            return [tuple(row.split("\t")) for row in self.case.sql(statement)]

        return tally(self.book, query, sure=False)


@contextmanager
def crowd(case: Case, folder: Path) -> Iterator[tuple[Crowd, Prefork]]:
    """A server with people at it; all of them are gone at the end."""
    server = prefork(
        case.database,
        case.server,
        folder,
        ports=(free_port(), free_port()),
        workers=WORKERS,
        crons=1,
        smtp_port=case.smtp.port,
        name=f"faults-{case.name}",
        base=case.config,
    )
    with server as odoo:
        # What dies takes its connections along; our reading must not meet that.
        people = Crowd(case, odoo)
        people.start()
        try:
            yield people, odoo
        finally:
            stop(people.people)


def check(found: Tally, book: Book) -> None:
    """All is there once, and somebody has noticed that something died."""
    assert not book.errors["report sent"], book.texts
    assert (found.reports, found.lost, found.doubled) == (REPORTS, 0, 0)
    assert found.moves > 0
    assert found.lost_moves == 0
    assert book.again > 0, "nobody noticed: nothing was proved"


def test_workers_are_killed(world: World, tmp_path) -> None:
    """SIGKILL to one worker after the other while reports come in."""
    with world.case("workers killed") as case, crowd(case, tmp_path) as (people, odoo):
        killed = kill_workers(odoo, people.is_done)
        found = people.finish()
        assert odoo.process.poll() is None, "the server did not survive"
    assert killed > 1
    check(found, people.book)


def kill_workers(odoo: Prefork, is_done: Callable[[], bool]) -> int:
    """Kill whoever is at work; return how many that were."""
    killed = 0
    while killed < MOST_KILLS and not is_done():
        time.sleep(EVERY)
        if workers := odoo.workers():
            # The one that has worked most since is likely to be at it.
            max(workers, key=lambda worker: sum(worker.cpu_times()[:2])).kill()
            killed += 1
    return killed


@pytest.mark.long
def test_postgresql_is_killed(world: World, tmp_path) -> None:
    """SIGKILL to PostgreSQL, twice; the people stay.

    Odoo's master process ends when it finds no database, as `docs/reliability.md`
    says: somebody starts it again, as a process manager would.
    """
    with (
        world.case("PostgreSQL killed", private=True) as case,
        crowd(case, tmp_path) as (people, odoo),
        kept_up(odoo),
    ):
        for count in KILLED_AT:
            people.wait_for(count)
            world.cluster.kill()
        found = people.finish()
    check(found, people.book)


@contextmanager
def kept_up(odoo: Prefork) -> Iterator[None]:
    """What a process manager does: start the server again when it has ended."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.5):
            if odoo.process.poll() is not None:
                odoo.start()

    keeper = threading.Thread(target=watch, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        done.set()
        keeper.join()
