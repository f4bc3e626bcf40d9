"""One run: an idle server first, then everybody at once, then the counting."""

from __future__ import annotations

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from odoo.sql_db import db_connect

from bench import _load_world
from bench._escalation_server import mail_sink
from bench._load_book import Book
from bench._load_people import Agent, Commenter, Person, Reporter, Viewer, stop
from bench._load_server import Memory, prefork
from bench._load_session import HOST
from bench._load_tally import Tally, tally

#: Seconds between two acts of one person, on average.
THINK = {"reporter": 30, "viewer": 8, "agent": 12, "commenter": 15}
ACTORS = {
    "reporter": Reporter,
    "viewer": Viewer,
    "agent": Agent,
    "commenter": Commenter,
}
#: How often each page is opened on the idle server, after once to warm it up.
IDLE_ROUNDS = 8
#: One of so many open issues falls due while the load lasts.
DUE_SHARE = 4
TELL_EVERY = 60
SWEEPS = """
    SELECT extract(epoch FROM decided_at - due_at)::float FROM hypercare_escalation
    WHERE due_at >= %s AND due_at < decided_at ORDER BY id
"""


@dataclass
class Found:
    """What a run has brought to light."""

    idle: Book
    book: Book
    tally: Tally
    seconds: float
    requests: int
    complaints: list[str]
    due: int
    delays: list[float]
    first_memory: int
    most_memory: int
    total_memory: int
    workers: int
    lost_workers: int


class Run:
    def __init__(self, env, server, folder: Path, *, workers, counts, seconds, tell):
        self.env, self.server, self.folder = env, server, folder
        self.workers, self.counts, self.seconds = workers, counts, seconds
        self.tell = tell

    def go(self, stack: ExitStack) -> Found:
        smtp_port = stack.enter_context(mail_sink(self.folder))
        odoo = stack.enter_context(
            prefork(
                self.env.cr.dbname,
                self.server,
                self.folder,
                ports=(_free_port(), _free_port()),
                workers=self.workers,
                smtp_port=smtp_port,
            )
        )
        place = _load_world.place(self.env, odoo.port)
        owned = _load_world.owned(self.env)
        # Other processes write from now on.
        self.env.cr.commit()
        people = self._people(place, owned)
        idle = self._idle(place)
        self.tell(f"{len(people)} people log in")
        self._log_in(people)
        due = _load_world.spread_due(self.env, DUE_SHARE, self.seconds)
        begin = self._now()
        before = {worker.pid for worker in odoo.workers()}
        memory = Memory(odoo)
        memory.look()
        memory.start()
        seconds = self._work(people)
        memory.stop()
        lost = len(before - {worker.pid for worker in odoo.workers()})
        book = people[0].book
        return Found(
            idle=idle,
            book=book,
            tally=tally(book, self._query),
            seconds=seconds,
            requests=sum(person.session.requests for person in people),
            complaints=odoo.complaints(),
            due=due,
            delays=[row[0] for row in self._query(SWEEPS, [begin])],
            first_memory=memory.first,
            most_memory=memory.most,
            total_memory=memory.total,
            workers=len(before),
            lost_workers=lost,
        )

    def _people(self, place, owned) -> list[Person]:
        book, people = Book(), []
        # Agents are people who have issues of their own.
        owners = sorted(owned)
        for kind, count in self.counts.items():
            for number in range(count):
                login = _load_world.login(kind, number)
                if kind == "agent":
                    login = owners[number]
                person = ACTORS[kind](place, login, book, THINK[kind])
                if kind == "agent":
                    person.mine = owned[login]
                people.append(person)
        return people

    def _idle(self, place) -> Book:
        """Open each page a few times while nobody else does anything."""
        self.tell("the same pages on the idle server")
        login = _load_world.login("boss", 0)
        book = Book()
        for number in range(IDLE_ROUNDS + self.workers):
            if number == self.workers:
                # Each worker has compiled and cached by now what it keeps.
                book.pages.clear()
            looking = Viewer(place, login, book, 0)
            if number == 0:
                looking.log_in()
                session = looking.session
            looking.session = session
            looking.everything()
        assert not book.errors, book.texts
        return book

    def _log_in(self, people: list[Person]) -> None:
        with ThreadPoolExecutor(self.workers) as pool:
            list(pool.map(lambda person: person.log_in(), people))
        if errors := people[0].book.errors:
            raise AssertionError(f"not everybody could log in: {errors}")

    def _work(self, people: list[Person]) -> float:
        begin = time.monotonic()
        for person in people:
            person.start()
        done = threading.Event()
        while (left := self.seconds - (time.monotonic() - begin)) > 0:
            done.wait(min(left, TELL_EVERY))
            book = people[0].book
            sent = sum(person.session.requests for person in people)
            self.tell(f"{sent:,} requests, {book.errors.total()} errors")
        stop(people)
        return time.monotonic() - begin

    def _now(self):
        [(now,)] = self._query("SELECT now() AT TIME ZONE 'UTC'")
        return now

    def _query(self, statement: str, parameters=None) -> list[tuple]:
        # A cursor of its own each time: what others have committed meanwhile.
        with db_connect(self.env.cr.dbname).cursor() as cr:
            cr.execute(statement, parameters or ())
            return cr.fetchall()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]
