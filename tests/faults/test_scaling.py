"""Several servers on one database, and a PostgreSQL that can only be read beside it."""

import re
from collections import Counter

import pytest
from fault_cluster import standby
from fault_servers import Client, free_port, wait_until
from fault_world import PASSWORD, World

from bench._load_server import prefork
from bench._load_session import Broken, Session
from tools.postgres import psql

pytestmark = [pytest.mark.faults, pytest.mark.timeout(240, func_only=True)]

CENTRE = ("hypercare.period", "command_centre", [])
#: What the reading screens ask for first.
READING = [
    CENTRE,
    ("hypercare.period", "cover_grid", [[]]),
    ("hypercare.issue", "report_start", [{}]),
    ("hypercare.issue", "report_similar", ["Something does not work", 1]),
    ("hypercare.issue", "web_search_read", [[], {"name": {}, "sla_state": {}}]),
    ("hypercare.issue", "web_read_group", [[], ["state"]]),
    (
        "hypercare.issue",
        "read_progress_bar",
        [[], "state", {"field": "sla_state", "colors": {"breached": "danger"}}],
    ),
]
#: "POST /web/dataset/call_kw/… 200 - 12 0.010 0.020 ro": which connection has served.
SERVED = re.compile(
    r"POST /web/dataset/call_kw/([\w.]+/\w+)\S* .* (ro->rw|ro|rw)\s*$", re.M
)
ON_STANDBY = (
    "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'odoo-%'"
)
SECONDS = 20


@pytest.mark.long
def test_a_replica_serves_what_only_reads(world: World, tmp_path) -> None:
    """`db_replica_host` points to a hot standby, which refuses every write."""
    with (
        world.case("replica", private=True) as case,
        standby(world.cluster) as replica,
    ):
        options = (
            f"--db_replica_host={replica.socket}",
            f"--db_replica_port={replica.port}",
        )
        server = prefork(
            case.database,
            case.server,
            tmp_path,
            ports=(free_port(), free_port()),
            workers=2,
            crons=1,
            smtp_port=case.smtp.port,
            options=options,
            name=f"faults-{case.name}",
            base=case.config,
        )
        with server as odoo:
            user = Session(odoo.port, case.database)
            user.log_in("manager", PASSWORD)
            for model, method, args in READING:
                assert user.call(model, method, args) is not None
            assert int(psql(replica.server, case.database, ON_STANDBY)[0]) > 0
            number = report(user)
            wait_until(lambda: is_listed(user, number), SECONDS, "it is replicated")
            found = Counter(SERVED.findall(odoo.log.read_text()))
            # Without the replica the database itself answers, as soon as each worker
            # has found its connection broken.
            replica.remove()
            wait_until(lambda: answers(user), SECONDS, "the database answers")
    for model, method, _args in READING:
        assert found[f"{model}/{method}", "ro"] > 0, (method, found)
    assert not [one for one, mode in found if mode == "ro->rw"], found
    assert found["hypercare.issue/report_submit", "rw"] == 1


def report(user: Session) -> str:
    values = {
        "client_key": "replica",
        "period_id": 1,
        "name": "Reported while a replica answers",
        "work_stopped": "yes",
        "workaround_known": "none",
        "only_person": "no",
    }
    return user.call("hypercare.issue", "report_submit", [values])["number"]


def answers(user: Session) -> bool:
    try:
        return bool(user.call(*CENTRE)["period"])
    except Broken:
        return False


def is_listed(user: Session, number: str) -> bool:
    domain = [("number", "=", number)]
    found = user.call("hypercare.issue", "web_search_read", [domain, {"name": {}}])
    return found["length"] == 1


def test_what_one_server_changes_the_other_knows(world: World) -> None:
    """Menus are kept by each process; a change is known at the next request."""
    with world.case("two agree") as case:
        first, second = case.start(), case.start()
        for odoo in (first, second):
            odoo.wait_ready()
        manager = Client(first, "manager", PASSWORD)
        employees = [Client(odoo, "employee", PASSWORD) for odoo in (first, second)]
        for is_open in (True, False, True):
            period = [int(case.sql("SELECT id FROM hypercare_period")[0])]
            manager.write("hypercare.period", period, {"public_dashboard": is_open})
            for employee in employees:
                assert has_menu(employee) == is_open
                centre = employee.call(*CENTRE)
                assert bool(centre["period"]) == is_open


def has_menu(client: Client) -> bool:
    menus = client.call("ir.ui.menu", "load_menus", [False])
    known = {menu.get("xmlid") for menu in menus.values()}
    assert "hypercare_support.menu_root" in known
    return "hypercare_support.menu_command_centre_public" in known
