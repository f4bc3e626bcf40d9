"""People who change issues through the web client's own route while the sweep runs."""

from concurrent.futures import ThreadPoolExecutor
from random import Random

from fault_report import Tally
from fault_servers import Client, OdooServer, wait_until
from fault_world import CASE_SECONDS, DUE_NOW, ISSUES, PASSWORD, Case

CLOSED, PAUSED = {"state": "resolved"}, {"state": "waiting"}
HOUR = 3600
# How many issues each does what to, before they are due and while they are swept.
EARLY_CLOSED, EARLY_PAUSED = 3, 3
CLOSING, PAUSING, REASSIGNING = 5, 4, 4

DUE = f"SELECT 1 FROM hypercare_issue WHERE {DUE_NOW}"
ISSUE_IDS = "SELECT id FROM hypercare_issue ORDER BY id"
OWNER_IDS = "SELECT id FROM res_users WHERE login LIKE 'owner%' ORDER BY id"
STATES = "SELECT id, state, user_id FROM hypercare_issue"
# A notice that was decided after the issue had been closed or paused.
TOO_LATE = """
    SELECT l.issue_id FROM hypercare_escalation l
    JOIN hypercare_issue_event e ON e.issue_id = l.issue_id
    WHERE e.kind = 'state' AND e.new IN ('resolved', 'waiting')
    AND l.decided_at > e.at
"""


class Users:
    """A manager with three browser windows, and what was done in which."""

    def __init__(self, case: Case, server: OdooServer) -> None:
        self.case = case
        self.ids = [int(row) for row in case.sql(ISSUE_IDS)]
        owners = [int(row) for row in case.sql(OWNER_IDS)]
        # In the sweep's order one user would always be ahead of it, or behind.
        ids = Random(4).sample(self.ids, ISSUES)
        takers = iter(Random(5).sample(owners, ISSUES))
        take = iter(ids)
        self.early = [(next(take), CLOSED) for _n in range(EARLY_CLOSED)]
        self.early += [(next(take), PAUSED) for _n in range(EARLY_PAUSED)]
        self.windows = [
            [(next(take), CLOSED) for _n in range(CLOSING)],
            [(next(take), PAUSED) for _n in range(PAUSING)],
            [(next(take), {"user_id": next(takers)}) for _n in range(REASSIGNING)],
        ]
        self.client = Client(server, "manager", PASSWORD)

    def before_due(self) -> None:
        """Some are closed or paused in time; then the hour passes."""
        self.case.move(2 * HOUR)
        assert not self.case.sql(DUE)
        self._work(self.early)
        self.case.move(-2 * HOUR)
        assert self.case.sql(DUE)

    def during_sweep(self) -> None:
        """All windows at once; a refused or lost change is a failure."""
        wait_until(
            lambda: self.case.wake()
            and self.case.sql("SELECT 1 FROM hypercare_escalation LIMIT 1"),
            CASE_SECONDS,
            "the first ledger rows",
        )
        with ThreadPoolExecutor(len(self.windows)) as pool:
            list(pool.map(self._work, self.windows))

    def note_down(self) -> None:
        """Touch every issue with a change that is nothing to the clocks."""
        self._work([(one, {"workaround": "None"}) for one in self.ids])

    def _work(self, changes: list[tuple[int, dict]]) -> None:
        for issue_id, values in changes:
            self.client.write("hypercare.issue", [issue_id], values)

    def check(self, tally: Tally) -> int:
        """Nothing a user did is lost, nobody told in vain; count the untold."""
        kept = {
            int(issue_id): {"state": state, "user_id": int(user_id)}
            for issue_id, state, user_id in map(str.split, self.case.sql(STATES))
        }
        changes = [*self.early, *(change for w in self.windows for change in w)]
        for issue_id, values in changes:
            assert kept[issue_id].items() >= values.items()
        told = {int(issue_id) for issue_id, _step in tally.ledger}
        assert not told & {issue_id for issue_id, _values in self.early}
        stopped = {issue_id for issue_id, values in changes if "state" in values}
        assert set(kept) - stopped <= told, "an open issue is not in the ledger"
        assert not self.case.sql(TOO_LATE)
        assert tally.doubled == 0
        assert set(tally.told_rows.values()) == {2}
        assert tally.told["manager@example.com"] == tally.rows
        assert len(kept) == ISSUES
        return ISSUES - len(told)
