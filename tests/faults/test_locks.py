"""The addon is installed and upgraded, and the sweep runs, while people work."""

import subprocess

import pytest
from fault_locks import Waits, people
from fault_world import LOG_FOLDER, Case, World

from tools import databases, odoo_process
from tools.layout import ADDON, PYTHON

pytestmark = [
    pytest.mark.faults,
    pytest.mark.long,
    pytest.mark.timeout(400, func_only=True),
]
#: Seconds that somebody else may have to wait for a lock.
MOST = 3
SECONDS = 300
#: Written to, and pointed to by our foreign keys.
POINTED_TO = (
    *("UPDATE res_partner", "UPDATE res_users", "UPDATE res_company"),
    "INSERT INTO res_partner",
)
#: Of all tables but that of the settings screen, which is a wizard's.
COLUMNS = """
    SELECT table_name, column_name, data_type, is_nullable
    FROM information_schema.columns WHERE table_schema = 'public'
    AND table_name <> 'res_config_settings'
"""


def test_an_upgrade_makes_nobody_wait(world: World) -> None:
    with (
        world.case("locks upgrade") as case,
        people(case.server, case.database) as waits,
    ):
        run_odoo(case, "-u", ADDON)
    check(waits)


def test_an_install_makes_no_reader_wait(world: World) -> None:
    """Into a database in which Odoo's base apps are at work already.

    Whoever writes to the tables to which foreign keys point waits until Odoo commits,
    as with any addon that knows contacts, users and companies: docs/operations.md.
    """
    with world.case("locks install") as case:
        databases.drop(world.env, case.database)
        databases.create(world.env, case.database)
        before = set(case.sql(COLUMNS))
        with people(case.server, case.database) as waits:
            run_odoo(case, "-i", ADDON)
        tables = {line.partition("\t")[0] for line in before}
        after = {
            line for line in case.sql(COLUMNS) if line.partition("\t")[0] in tables
        }
    assert after == before, "tables of Odoo have changed"
    check(waits, waits.most_reading)
    slow = [query for query, seconds in waits.longest.items() if seconds > MOST]
    assert all(query.startswith(POINTED_TO) for query in slow), str(waits)


def test_the_sweep_makes_nobody_wait(world: World) -> None:
    with world.case("locks sweep") as case:
        case.start().wait_ready()
        with people(case.server, case.database) as waits:
            case.due()
            tally = case.settle()
    assert tally.rows > 0
    check(waits)


def check(waits: Waits, most: float | None = None) -> None:
    assert not waits.errors
    assert waits.done > 100, "nobody was at work: nothing was proved"
    assert (waits.most if most is None else most) <= MOST, str(waits)


def run_odoo(case: Case, *arguments: str) -> None:
    log = LOG_FOLDER / f"{case.name}.log"
    command = [PYTHON, "-m", "odoo", "server", "-c", case.config, "-d", case.database]
    command += [*arguments, "--stop-after-init", "--no-http"]
    with log.open("wb") as out:
        subprocess.run(
            [str(part) for part in command],
            env=odoo_process.environment(case.server),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            timeout=SECONDS,
            check=True,
        )
