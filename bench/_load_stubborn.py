"""People who go on when servers die: they send again, or shrug."""

from __future__ import annotations

import uuid

from bench._load_people import Agent, Reporter
from bench._load_session import Broken, Refused

#: Half a second each: a crashed database on a busy machine takes a minute.
MOST_TRIES = 240


class Stubborn(Reporter):
    """A reporter who presses *Send* again until it is taken: for servers that die.

    :ivar most: reports; then he goes home
    """

    most = 9

    def run(self) -> None:
        while self.number < self.most and not self.stopped.is_set():
            self.act()
            self.stopped.wait(self.draw.uniform(0.5, 1.5) * self.think)

    def act(self) -> None:
        self.number += 1
        key = str(uuid.UUID(int=self.draw.getrandbits(128)))
        self.send(
            {
                "client_key": key,
                "period_id": self.place.period_id,
                "name": f"{self.login} cannot work, number {self.number}",
                "work_stopped": "yes",
                "workaround_known": "none",
                "only_person": "no",
            }
        )

    def _submit(self, values: dict) -> None:
        for _try in range(MOST_TRIES):
            try:
                receipt = self.issue("report_submit", [values])
            except (Broken, Refused) as error:
                self.book.sent_again(f"{self.login}: {error}")
                self.stopped.wait(0.5)
                continue
            self.book.reported(values["client_key"], receipt["number"])
            return
        self.book.errors["report sent"] += 1


class Mover(Agent):
    """An agent who only moves issues, and does not mind when that fails."""

    def act(self) -> None:
        self.move(self.draw.choice(self.mine))
