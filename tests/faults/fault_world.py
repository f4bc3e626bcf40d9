"""What the cases share: the template database, its copies, the configuration."""

import configparser
import fcntl
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace

from fault_cluster import Cluster, cluster
from fault_report import Tally, read_tally
from fault_servers import OdooServer, SmtpServer, wait_until

from tools import databases, environment, odoo_process, upkeep
from tools.layout import ADDON, CONFIG, DEV, LOGS
from tools.postgres import Server, psql
from tools.stamps import digest

HERE = Path(__file__).resolve().parent
TEMPLATE = "hc_faults_template"
ISSUES = 25
PASSWORD = "faults"
FILL = """
import sys
sys.path.insert(0, {folder!r})
import fault_template
fault_template.make(env, {count}, {password!r})
"""
LOG_FOLDER = LOGS / "faults"
MAKE_SECONDS = 300
# Another run of the matrix is waited for so long.
ALONE_SECONDS = 900
# A case is a matter of seconds; on a busy machine it may take longer.
CASE_SECONDS = 60

JOBS = """
    SELECT res_id FROM ir_model_data WHERE model = 'ir.cron'
    AND (module = 'hypercare_support' OR name = 'ir_cron_mail_scheduler_action')
"""
DUE_NOW = "next_action_at <= now() AT TIME ZONE 'UTC'"
UNSENT = """
    SELECT 1 FROM hypercare_escalation_delivery
    WHERE way = 'email' AND sent_at IS NULL
"""
# Nothing that is due is unfired, nothing that is to be told is untold.
SETTLED = f"""
    SELECT 1 WHERE EXISTS (SELECT 1 FROM hypercare_escalation)
    AND NOT EXISTS (SELECT 1 FROM hypercare_issue WHERE {DUE_NOW})
    AND NOT EXISTS ({UNSENT})
"""
# Seconds until a job runs again. While one is due or running there are none: what
# makes it due is taken away at the end of its run.
PAUSE = f"""
    SELECT ceil(extract(epoch FROM min(least(nextcall, (
        SELECT min(call_at) FROM ir_cron_trigger WHERE cron_id = c.id
    ))) - now() AT TIME ZONE 'UTC'))::int
    FROM ir_cron c WHERE active AND id IN ({JOBS})
"""
ALL_RUN = f"""
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM ir_cron WHERE active AND lastcall IS NULL AND id IN ({JOBS}))
"""
MOST_PAUSES = 30
# Moves all stored times of the addon, and the times at which jobs run next.
MOVE = """
DO $move$
DECLARE
    target record;
BEGIN
    FOR target IN
        SELECT c.table_name, string_agg(
            format('%1$I = date_trunc(''second'', %1$I + $1)', c.column_name), ', '
        ) AS changes
        FROM information_schema.columns c
        JOIN information_schema.tables t USING (table_schema, table_name)
        WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
        AND c.table_name LIKE 'hypercare\\_%' AND c.is_generated = 'NEVER'
        AND c.data_type = 'timestamp without time zone'
        GROUP BY c.table_name
    LOOP
        EXECUTE format('UPDATE %I SET %s', target.table_name, target.changes)
        USING interval '{seconds} seconds';
    END LOOP;
    UPDATE ir_cron SET nextcall = nextcall + interval '{seconds} seconds';
    UPDATE ir_cron_trigger SET call_at = call_at + interval '{seconds} seconds';
END
$move$
"""


@dataclass
class Case:
    """One database, its servers and its mail, from the first moment to the tally."""

    name: str
    database: str
    server: Server
    config: Path
    smtp: SmtpServer
    stack: ExitStack
    started: list[OdooServer] = field(default_factory=list)
    skipped: int = 0

    def sql(self, statement: str) -> list[str]:
        return psql(self.server, self.database, statement)

    def start(self, fault: dict | None = None, *, cron_threads: int = 2) -> OdooServer:
        """Start a server; its jobs run when they are due and it is woken."""
        log = LOG_FOLDER / f"{self.name}-{len(self.started) + 1}.log"
        log.unlink(missing_ok=True)
        odoo = OdooServer(
            self.config,
            self.server,
            self.database,
            log,
            smtp_port=self.smtp.port,
            fault=fault,
            cron_threads=cron_threads,
        )
        self.stack.callback(odoo.stop)
        self.started.append(odoo)
        return odoo

    def due(self) -> None:
        """The moment has come: the jobs are due, all servers are told at once."""
        # Odoo moves on by an interval what is due at a whole second.
        moment = "date_trunc('second', now() AT TIME ZONE 'UTC')"
        self.sql(
            f"UPDATE ir_cron SET nextcall = {moment} WHERE active AND id IN ({JOBS})"
        )
        self.wake()

    def run_mail_queue(self) -> None:
        """Have Odoo's common mail queue run while our jobs do."""
        # A job that runs cannot be changed, but it can be triggered.
        self.sql(
            "INSERT INTO ir_cron_trigger (cron_id, call_at)"
            " SELECT res_id, now() AT TIME ZONE 'UTC' FROM ir_model_data"
            " WHERE module = 'mail' AND name = 'ir_cron_mail_scheduler_action'"
        )
        self.wake()

    def wake(self) -> bool:
        """What the servers do by themselves once a minute: look for jobs to run."""
        psql(self.server, "postgres", f"NOTIFY cron_trigger, '{self.database}'")
        return True

    def wait(self, query: str, what: str, seconds: float = CASE_SECONDS) -> None:
        """Wake the servers until the query finds something."""
        logs = ", ".join(str(odoo.log) for odoo in self.started)
        wait_until(
            lambda: self.wake() and self.sql(query), seconds, f"{what}, see {logs}"
        )

    def wait_at_point(self, folder: Path) -> None:
        """Until a server has reached the point at which its plan makes it wait."""
        reached = folder / "reached"
        wait_until(
            lambda: self.wake() and reached.exists(), CASE_SECONDS, str(self.started)
        )

    def let_go(self, folder: Path) -> None:
        (folder / "go").touch()

    def settle(self, until: Callable[[int], None] | None = None) -> Tally:
        """Wait until all is told, have every job run once more, and count.

        Minutes in which nothing is due are skipped, `until` hears how many seconds.
        """
        for _pause in range(MOST_PAUSES):
            self.wait(f"{SETTLED} UNION SELECT 1 WHERE ({PAUSE}) > 0", "jobs to run")
            if self.sql(SETTLED):
                break
            [pause] = map(int, self.sql(PAUSE))
            self.skipped += pause
            if until:
                until(self.skipped)
            self.move(-pause)
        else:
            raise AssertionError(f"not settled after {MOST_PAUSES} pauses")
        self.sql("UPDATE ir_cron SET lastcall = NULL")
        self.due()
        self.wait(ALL_RUN, "every job runs once more")
        self.wait(SETTLED, "all is still told")
        return read_tally(self.sql, self.smtp.received, self.skipped)

    def move(self, seconds: int) -> None:
        """Move all times; into the past, and to the addon time has passed."""
        self.sql(MOVE.format(seconds=seconds))


class World:
    """Makes the template once and a copy of it for each case."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self.stack = folder, stack
        self.env = environment.ensure()
        LOG_FOLDER.mkdir(parents=True, exist_ok=True)
        stack.enter_context(_alone())
        self.config = self._config(self.env.server)
        self._make_template()

    @contextmanager
    def case(self, name: str, *, private: bool = False) -> Iterator[Case]:
        """A copy of the template, on a PostgreSQL server of its own if `private`."""
        name = re.sub(r"\W+", "_", name.lower())
        database = f"hc_faults_{name}"
        server = self.cluster.server if private else self.env.server
        config = self._config(server) if private else self.config
        env = SimpleNamespace(server=server)
        databases.drop(env, database)
        databases.copy(env, TEMPLATE, database)
        with ExitStack() as stack:
            stack.callback(databases.drop, env, database)
            smtp = SmtpServer()
            stack.callback(smtp.stop)
            yield Case(name, database, server, config, smtp, stack)

    @cached_property
    def cluster(self) -> Cluster:
        """Made for the first case that needs it; holds the template as well."""
        made = self.stack.enter_context(cluster())
        made.load(self.env.server, TEMPLATE)
        return made

    def _config(self, server: Server) -> Path:
        """The checkout's configuration with our addon, for one PostgreSQL server."""
        parser = configparser.ConfigParser(interpolation=None)
        parser.read(CONFIG)
        options = parser["options"]
        options["addons_path"] += f",{HERE / 'addons'}"
        for name in ("host", "port", "user", "password"):
            options.pop(f"db_{name}", None)
            if value := getattr(server, name):
                options[f"db_{name}"] = value
        path = self.folder / f"odoo-{len(list(self.folder.iterdir()))}.conf"
        with path.open("w") as file:
            parser.write(file)
        return path

    def _make_template(self) -> None:
        parts = [HERE / "fault_template.py", *sorted(HERE.glob("addons/*/*.py"))]
        key = digest(upkeep._code_digest(), *parts)
        if databases.comment(self.env, TEMPLATE) == key:
            return
        before = os.environ.get(odoo_process.CONFIG_VARIABLE)
        os.environ[odoo_process.CONFIG_VARIABLE] = str(self.config)
        try:
            databases.make(self.env, TEMPLATE, [ADDON, "hc_fault"])
            databases.mark(self.env, TEMPLATE, databases.UNFINISHED)
            command = odoo_process.command(
                "shell", "-d", TEMPLATE, "--no-http", "--log-level=warn"
            )
        finally:
            os.environ.pop(odoo_process.CONFIG_VARIABLE)
            if before is not None:
                os.environ[odoo_process.CONFIG_VARIABLE] = before
        subprocess.run(
            command,
            env=odoo_process.environment(self.env.server),
            input=FILL.format(folder=str(HERE), count=ISSUES, password=PASSWORD),
            text=True,
            check=True,
            timeout=MAKE_SECONDS,
        )
        databases.mark(self.env, TEMPLATE, key)


@contextmanager
def _alone() -> Iterator[None]:
    """Wait for another run of the matrix: both use the same databases."""
    with (DEV / "test-faults.lock").open("w") as lock:

        def locked() -> bool:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

        wait_until(locked, ALONE_SECONDS, "another run of the fault matrix")
        yield
