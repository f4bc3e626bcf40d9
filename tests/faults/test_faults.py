"""The fault matrix: whatever breaks, each escalation is fired once and told.

Real server processes, a real SMTP server, SIGKILL at named points. Each case has 25
issues that are overdue at one moment, with 25 owners and one manager to tell. The
cases without the mark `long` are the short selection of a plain `./dev test`.
"""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from fault_report import Result, Tally
from fault_users import Users
from fault_world import ISSUES, UNSENT, World

# A guard against hanging; on two quiet cores a case takes 5 to 30 seconds.
pytestmark = [pytest.mark.faults, pytest.mark.timeout(240, func_only=True)]
long = pytest.mark.long

# Five transactions of five issues: there is something before and after each commit.
BATCH = 5
DOWN_SECONDS = 600
MOST_DOWN = 3600  # the longest back-off
# Apart from an outage of SMTP, the next interval of the jobs mends everything.
MOST_SKIPPED = 300
KILLS = [
    pytest.param("at the start of the sweep", "sweep.start", 1, marks=long),
    pytest.param("after ledger rows", "sweep.ledger", 2, marks=long),
    pytest.param("after mail rows", "sweep.mail", 2, marks=long),
    pytest.param("before a commit", "sweep.before_commit", 3, marks=long),
    pytest.param("after the first commit", "sweep.after_commit", 1, marks=long),
    pytest.param("after the third commit", "sweep.after_commit", 3),
    pytest.param("before a mail is sent", "mail.before_send", 13, marks=long),
    pytest.param("between SMTP accept and commit", "mail.accepted", 13),
]


@contextmanager
def measured(results: list[Result], name: str) -> Iterator[list]:
    """Add a line to the table, with the tally that the case puts into the list."""
    started, found = time.monotonic(), []
    yield found
    [tally, *expected] = found
    seconds = time.monotonic() - started
    results.append(Result(name, tally, *(expected or [ISSUES]), seconds))


def check(tally: Tally, *, crashes: int = 0, skipped: int = MOST_SKIPPED) -> None:
    """Each issue fired once; its owner and the manager were told and got the mail."""
    assert (tally.rows, tally.doubled) == (ISSUES, 0)
    owners = {f"owner{number:02}@example.com": 1 for number in range(1, ISSUES + 1)}
    assert tally.told == Counter(owners | {"manager@example.com": ISSUES})
    assert set(tally.told_rows.values()) == {2}
    assert tally.skipped <= skipped
    check_mails(tally, crashes)


def check_mails(tally: Tally, crashes: int) -> None:
    assert (tally.unsent, tally.lost) == (0, 0)
    assert tally.foreign == 0, "a mail arrived that the ledger does not know"
    assert tally.twice <= crashes


@long
def test_no_fault(world: World, results: list[Result]) -> None:
    name = "no fault"
    with world.case(name) as case, measured(results, name) as found:
        case.start().wait_ready()
        case.due()
        found.append(case.settle())
    check(*found)


@pytest.mark.parametrize(("when", "point", "passage"), KILLS)
def test_killed(
    world: World, results: list[Result], when: str, point: str, passage: int
) -> None:
    """SIGKILL at a point; a new server finds what the dead one left."""
    fault = {"at": point, "nth": passage, "do": "kill", "batch": BATCH}
    name = f"killed {when}"
    with world.case(name) as case, measured(results, name) as found:
        first = case.start(fault)
        first.wait_ready()
        case.due()
        first.wait_killed(case.wake)
        case.start({"batch": BATCH})
        found.append(case.settle())
    check(*found, crashes=1)


def test_two_servers(world: World, results: list[Result]) -> None:
    """Two servers with scheduled actions start on one database at one moment."""
    name = "two servers at once"
    with world.case(name) as case, measured(results, name) as found:
        for server in [case.start({"batch": BATCH}), case.start({"batch": BATCH})]:
            server.wait_ready()
        case.due()
        found.append(case.settle())
    check(*found)


@long
def test_one_of_two_servers_is_killed(
    world: World, results: list[Result], tmp_path
) -> None:
    """One of two dies between SMTP accept and commit; the other one goes on."""
    fault = {"at": "mail.accepted", "nth": 3, "do": "kill", "folder": str(tmp_path)}
    name = "one of two servers killed"
    with world.case(name) as case, measured(results, name) as found:
        servers = [case.start({**fault, "batch": BATCH}) for _number in range(2)]
        for server in servers:
            server.wait_ready()
        case.due()
        found.append(case.settle())
        [dead] = [server for server in servers if server.process.poll() is not None]
        dead.wait_killed(case.wake)
    check(*found, crashes=1)


@long
def test_common_mail_queue(world: World, results: list[Result]) -> None:
    """Odoo's own mail queue and our delivery job are at the same mails together."""
    slow = {"at": "mail.before_send", "do": "slow", "seconds": 0.1, "batch": BATCH}
    name = "Odoo's mail queue at the same mails"
    with world.case(name) as case, measured(results, name) as found:
        case.start(slow, cron_threads=3).wait_ready()
        case.due()
        case.wait(UNSENT, "mails are queued")
        case.run_mail_queue()
        found.append(case.settle())
    check(*found)


@pytest.mark.parametrize("how", ["refuses connections", "answers 451"])
@long
def test_smtp_down(world: World, results: list[Result], how: str) -> None:
    """For ten minutes no mail is taken; the minutes are skipped, not waited for."""
    name = f"SMTP {how}"
    with world.case(name) as case, measured(results, name) as found:
        if "refuses" in how:
            case.smtp.stop()
        case.smtp.refusing = True
        case.start({"batch": BATCH}).wait_ready()
        case.due()

        def take_mail_again(seconds: int) -> None:
            if seconds > DOWN_SECONDS and case.smtp.refusing:
                assert not case.smtp.received
                case.smtp.refusing = False
                case.smtp.start()

        found.append(case.settle(take_mail_again))
    check(*found, skipped=MOST_DOWN)
    assert found[0].skipped > DOWN_SECONDS


@pytest.mark.parametrize(
    ("name", "point", "passage", "mode", "crashes"),
    [
        ("PostgreSQL restarted in mid-sweep", "sweep.ledger", 3, "fast", 0),
        ("PostgreSQL crashed in mid-sweep", "sweep.before_commit", 3, "immediate", 0),
        ("PostgreSQL crashed after SMTP accept", "mail.accepted", 13, "immediate", 1),
    ],
)
@long
def test_database_restarted(
    world: World,
    results: list[Result],
    tmp_path,
    name: str,
    point: str,
    passage: int,
    mode: str,
    crashes: int,
) -> None:
    """The database server goes away under the sweep; the Odoo server stays."""
    fault = {"at": point, "nth": passage, "do": "wait", "folder": str(tmp_path)}
    with (
        world.case(name, private=True) as case,
        measured(results, name) as found,
    ):
        # One thread: Odoo's idle ones end when they find the database away.
        odoo = case.start({**fault, "batch": BATCH}, cron_threads=1)
        odoo.wait_ready()
        case.due()
        case.wait_at_point(tmp_path)
        world.cluster.restart(mode)
        case.let_go(tmp_path)
        found.append(case.settle())
        assert odoo.process.poll() is None, "the server did not survive"
    check(*found, crashes=crashes)


def test_users_at_work(world: World, results: list[Result]) -> None:
    """Users close, pause and reassign before and while each batch is held up."""
    slow = {"at": "sweep.ledger", "do": "slow", "seconds": 0.3, "batch": 3}
    name = "users close, pause, reassign"
    with world.case(name) as case, measured(results, name) as found:
        odoo = case.start(slow)
        odoo.wait_ready()
        users = Users(case, odoo)
        users.before_due()
        case.due()
        users.during_sweep()
        tally = case.settle()
        untold = users.check(tally)
        found += [tally, ISSUES - untold]
    check_mails(tally, crashes=0)


@long
def test_users_are_faster_than_the_locks(
    world: World, results: list[Result], tmp_path
) -> None:
    """All issues change after the sweep's first look and before it locks them."""
    fault = {"at": "sweep.lock", "do": "wait", "folder": str(tmp_path), "batch": BATCH}
    name = "all issues change under the sweep"
    with world.case(name) as case, measured(results, name) as found:
        odoo = case.start(fault)
        odoo.wait_ready()
        users = Users(case, odoo)
        case.due()
        case.wait_at_point(tmp_path)
        users.note_down()
        case.let_go(tmp_path)
        found.append(case.settle())
    check(*found, skipped=0)


@long
def test_killed_before_a_burst_is_told(world: World, results: list[Result]) -> None:
    """What is not urgent is told when the whole sweep is in the ledger, as digests."""
    name = "killed before a burst is told"
    with world.case(name) as case, measured(results, name) as found:
        case.sql("UPDATE hypercare_escalation_step SET urgent = FALSE")
        first = case.start({"at": "sweep.mail", "do": "kill", "batch": BATCH})
        first.wait_ready()
        case.due()
        first.wait_killed(case.wake)
        assert case.sql("SELECT count(*) FROM hypercare_escalation") == [str(ISSUES)]
        case.start({"batch": BATCH})
        found.append(case.settle())
    check(*found, crashes=1)
