"""The simulated people: each a thread that looks, waits, clicks and writes."""

from __future__ import annotations

import random
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from bench._load_book import Book
from bench._load_session import Session

LIST_PAGE, COLUMN_PAGE, CONTACTS_PAGE, COUNT_LIMIT = 200, 40, 80, 10_001
OPEN = [("is_open", "=", True)]
WORDS = ("cheque", "invoice", "stock", "payment", "late", "journal")
COLORS = {"breached": "danger", "at_risk": "warning", "on_track": "success"}
#: What an agent does with an issue in a state, as on the board.
NEXT = {
    "new": ("in_progress", "waiting"),
    "assigned": ("in_progress", "waiting"),
    "in_progress": ("waiting", "assigned", "resolved"),
    "waiting": ("in_progress", "assigned"),
    "resolved": ("in_progress",),
}
#: Of so many reports one is sent twice since the first answer "was lost", and of so
#: many one is sent twice at the same moment.
AGAIN, AT_ONCE = 3, 6


@dataclass(frozen=True)
class Place:
    """What the people work on.

    :ivar asked: name of a view → what the web client asks for
    :ivar issues: ids of open issues
    """

    port: int
    database: str
    password: str
    period_id: int
    asked: dict
    issues: list[int]


class Person(threading.Thread):
    """Does something, thinks, does something else, until told to stop.

    :param think: seconds between two acts, on average
    """

    def __init__(self, place: Place, login: str, book: Book, think: float):
        super().__init__(name=login, daemon=True)
        self.place, self.login, self.book, self.think = place, login, book, think
        self.session = Session(place.port, place.database)
        self.draw = random.Random(login)
        self.stopped = threading.Event()

    def log_in(self) -> None:
        with self.book.page("log-in"):
            self.session.log_in(self.login, self.place.password)

    def run(self) -> None:
        # Not all at once: people have not come in by the same door.
        self.stopped.wait(self.draw.uniform(0, self.think))
        while not self.stopped.is_set():
            self.act()
            self.stopped.wait(self.draw.uniform(0.5, 1.5) * self.think)

    def act(self) -> None:
        raise NotImplementedError

    # -- Pages that several kinds of people open ---------------------------------------

    def issue(self, method: str, args: list, **kwargs):
        return self.session.call("hypercare.issue", method, args, **kwargs)

    def list(self, domain=OPEN, name="list of open issues") -> None:
        with self.book.page(name):
            self.issue(
                "web_search_read",
                [domain, self.place.asked["list"]],
                limit=LIST_PAGE,
                order="reported_at, id",
                count_limit=COUNT_LIMIT,
            )

    def form(self, issue_id: int) -> None:
        with self.book.page("one issue with its messages"):
            self.issue("web_read", [[issue_id], self.place.asked["form"]])
            thread = {"thread_model": "hypercare.issue", "thread_id": issue_id}
            self.session.route("/mail/thread/messages", thread)


class Viewer(Person):
    """Looks at the board, the list, the command centre, and searches."""

    ACTS = {
        "board": 4,
        "list": 3,
        "centre": 4,
        "search": 3,
        "panel": 1,
        "some_form": 3,
        "contacts": 3,
        "alarms": 1,
    }

    def act(self) -> None:
        [name] = self.draw.choices([*self.ACTS], [*self.ACTS.values()])
        getattr(self, name)()

    def board(self) -> None:
        with self.book.page("board by status"):
            self.issue(
                "web_read_group",
                [OPEN, ["state"]],
                auto_unfold=True,
                unfold_read_specification=self.place.asked["kanban"],
                unfold_read_default_limit=COLUMN_PAGE,
            )
            bar = {"field": "sla_state", "colors": COLORS}
            self.issue("read_progress_bar", [OPEN, "state", bar])

    def search(self) -> None:
        word = self.draw.choice(WORDS)
        typed = [(name, "ilike", word) for name in ("number", "name", "description")]
        self.list([*OPEN, "|", "|", *typed], "search by words")

    def panel(self) -> None:
        wanted = {"search_domain": OPEN, "enable_counters": True, "limit": 200}
        with self.book.page("search panel"):
            self.issue("search_panel_select_range", ["period_id"], **wanted)
            for name in ("tier_id", "severity", "module"):
                self.issue("search_panel_select_multi_range", [name], **wanted)

    def centre(self) -> None:
        with self.book.page("command centre"):
            self.session.call("hypercare.period", "command_centre", [])

    def some_form(self) -> None:
        self.form(self.draw.choice(self.place.issues))

    def contacts(self) -> None:
        """Look at a list that is not ours: what the server is worth at the moment."""
        with self.book.page("list of contacts"):
            self.session.call(
                "res.partner",
                "web_search_read",
                [[], self.place.asked["contacts"]],
                limit=CONTACTS_PAGE,
                count_limit=COUNT_LIMIT,
            )

    def alarms(self) -> None:
        with self.book.page("alarms of the banner"):
            self.session.route("/hypercare/alarms", {})

    def everything(self) -> None:
        """Open every page once, for the times of an idle server."""
        for name in self.ACTS:
            getattr(self, name)()


class Reporter(Person):
    """Reports what does not work by the button; sends again what has no answer."""

    number = 0

    def act(self) -> None:
        self.number += 1
        name = f"{self.login} cannot post the {self.draw.choice(WORDS)} {self.number}"
        with self.book.page("report dialog"):
            self.issue("report_start", [{}])
        with self.book.page("what is similar, while typing"):
            self.issue("report_similar", [name, self.place.period_id])
        values = {
            "client_key": str(uuid.UUID(int=self.draw.getrandbits(128))),
            "period_id": self.place.period_id,
            "name": name,
            "description": "When I press the button an error is shown.",
            "work_stopped": "yes",
            "workaround_known": "none",
            "only_person": "no",
        }
        self.send(values)

    def send(self, values: dict) -> None:
        chance = self.draw.randrange(AGAIN * AT_ONCE)
        if chance == 1:
            self._together(lambda: self._submit(values), 2)
        else:
            self._submit(values)
        if chance % AGAIN == 0:
            self._submit(values)

    def _submit(self, values: dict) -> None:
        key = values["client_key"]
        with self.book.page("report sent", may_refuse=False):
            receipt = self.issue("report_submit", [values])
            self.book.reported(key, receipt["number"])

    def _together(self, act: Callable[[], None], times: int) -> None:
        threads = [threading.Thread(target=act, daemon=True) for _n in range(times)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


class Agent(Person):
    """Moves the issues that are his along, as on the board."""

    mine: list[int]

    def act(self) -> None:
        self.list([*OPEN, ("user_id", "=", self.session.uid)], "my open issues")
        issue_id = self.draw.choice(self.mine)
        self.form(issue_id)
        self.move(issue_id)

    def move(self, issue_id: int) -> None:
        with self.book.page("issue moved", may_refuse=True):
            [known] = self.issue("web_read", [[issue_id], {"state": {}}])
            if choices := NEXT.get(known["state"]):
                state = self.draw.choice(choices)
                values = {"state": state}
                if state == "resolved":
                    values["resolution"] = "The account was missing; now it is there."
                self.issue("web_save", [[issue_id], values, {"state": {}}])
                self.book.moved(issue_id, self.session.uid, state)


class Commenter(Person):
    """Reads an issue and writes to those who follow it."""

    def act(self) -> None:
        issue_id = self.draw.choice(self.place.issues)
        self.form(issue_id)
        with self.book.page("comment posted"):
            found = self.session.route(
                "/mail/message/post",
                {
                    "thread_model": "hypercare.issue",
                    "thread_id": issue_id,
                    "post_data": {
                        "body": "It happens here as well, since this morning.",
                        "message_type": "comment",
                        "subtype_xmlid": "mail.mt_comment",
                    },
                },
            )
            self.book.commented(found["message_id"])


def stop(people: list[Person]) -> None:
    """Have all of them go home, and wait until they have."""
    for person in people:
        person.stopped.set()
    for person in people:
        person.join()
