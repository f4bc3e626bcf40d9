"""People who read and write core tables, and how long they are made to wait."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg2

from tools.postgres import Server

NAME = "hc_locks"
#: A report that somebody looks at for so long keeps its locks all the while.
LOOK_SECONDS = 1.5
PAUSE, SAMPLE = 0.05, 0.1
READ = (
    *("res_partner", "res_users", "res_company", "mail_message", "mail_followers"),
    *("ir_attachment", "resource_calendar", "mail_mail", "ir_model_fields"),
)
WRITE = (
    "UPDATE res_partner SET comment = 'x' WHERE id = (SELECT max(id) FROM res_partner)",
    "UPDATE res_users SET write_date = now() WHERE id = 2",
    "UPDATE res_company SET write_date = now() WHERE id = 1",
    "INSERT INTO mail_message (message_type, model, res_id, author_id)"
    " VALUES ('comment', 'res.partner', 1, 1)",
    "INSERT INTO res_partner (name, active, type) VALUES ('Somebody', TRUE, 'contact')",
)
#: Who waits for a lock, since when, and what those do who hold it.
WAITING = """
    SELECT extract(epoch FROM clock_timestamp() - a.query_start), a.query,
           (SELECT string_agg(left(b.query, 200), '; ') FROM pg_stat_activity b
             WHERE b.pid = ANY (pg_blocking_pids(a.pid)))
      FROM pg_stat_activity a
     WHERE a.application_name = %s AND a.wait_event_type = 'Lock'
"""


@dataclass
class Waits:
    """What was seen from outside.

    :ivar longest: seconds that a statement of somebody else waited, by statement
    :ivar holders: what was done by those it waited for, by statement
    :ivar done: statements that people got through
    :ivar errors: of whoever could not go on
    """

    longest: dict[str, float] = field(default_factory=dict)
    holders: dict[str, str] = field(default_factory=dict)
    done: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def most(self) -> float:
        return max(self.longest.values(), default=0.0)

    @property
    def most_reading(self) -> float:
        """Return the longest wait of somebody who only reads."""
        seconds = (
            self.longest[query] for query in self.longest if query.startswith("SELECT")
        )
        return max(seconds, default=0.0)

    def __str__(self) -> str:
        lines = [
            f"{seconds:.1f} s: {query} – waits for {self.holders[query]}"
            for query, seconds in sorted(self.longest.items(), key=lambda i: -i[1])
        ]
        return "\n".join(lines) or "nobody waited"


class People:
    """Two who read, one who writes, and somebody who watches them."""

    def __init__(self, server: Server, database: str):
        self.access = {
            "host": server.host,
            "port": server.port or None,
            "user": server.user or None,
            "password": server.password or None,
            "dbname": database,
        }
        self.waits, self.done = Waits(), threading.Event()
        self.threads = [
            threading.Thread(target=self._act, args=[act], daemon=True)
            for act in (self._read, self._look, self._write, self._watch)
        ]

    def _act(self, act: Callable[[], None]) -> None:
        try:
            act()
        except psycopg2.Error as error:
            self.waits.errors.append(repr(error))

    def _connect(self, name: str = NAME):
        return psycopg2.connect(**self.access, application_name=name)

    def _read(self) -> None:
        """Open short transactions, as requests do."""
        with self._connect() as connection:
            while not self.done.wait(PAUSE):
                for table in READ:
                    self._run(connection, f"SELECT count(*) FROM {table}")
                    connection.commit()

    def _look(self) -> None:
        """Keep one open for a while, as a report does."""
        with self._connect() as connection:
            while not self.done.is_set():
                for table in READ:
                    self._run(connection, f"SELECT 1 FROM {table} LIMIT 1")
                self.done.wait(LOOK_SECONDS)
                connection.commit()

    def _write(self) -> None:
        with self._connect() as connection:
            while not self.done.wait(PAUSE):
                for statement in WRITE:
                    self._run(connection, statement)
                    connection.commit()

    def _run(self, connection, statement: str) -> None:
        if self.done.is_set():
            return
        with connection.cursor() as cursor:
            cursor.execute(statement)
        self.waits.done += 1

    def _watch(self) -> None:
        connection = self._connect("hc_locks_watch")
        connection.autocommit = True
        with connection.cursor() as cursor:
            while not self.done.wait(SAMPLE):
                cursor.execute(WAITING, [NAME])
                for seconds, query, holders in cursor.fetchall():
                    if float(seconds) > self.waits.longest.get(query, 0):
                        self.waits.longest[query] = float(seconds)
                        self.waits.holders[query] = holders
        connection.close()


@contextmanager
def people(server: Server, database: str) -> Iterator[Waits]:
    """Have them at work until the end of the block."""
    found = People(server, database)
    for thread in found.threads:
        thread.start()
    time.sleep(PAUSE)
    try:
        yield found.waits
    finally:
        found.done.set()
        for thread in found.threads:
            thread.join()
