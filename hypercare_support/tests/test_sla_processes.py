"""Several worker processes on one database: a change in one aims what others made.

Two real processes of Odoo take turns, each request in a transaction of its own, and
caches are signalled between them as between the workers of a server. They commit, so
whatever they leave in the test database is removed at the end.
"""

import json
import subprocess
import sys
from datetime import timedelta

from odoo import api, fields
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import config

MARK = "Two processes"
#: What a worker runs: each line on its input is a request, answered by a line.
WORKER = """
import json, sys
import odoo.api, odoo.tools
from odoo.modules.registry import Registry

odoo.tools.config.parse_config(sys.argv[2:])
database = sys.argv[1]
for line in sys.stdin:
    request = json.loads(line)
    registry = Registry(database).check_signaling()
    with registry.cursor() as cr:
        context = {"tracking_disable": True, "mail_create_nosubscribe": True}
        env = odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, context)
        scope = {"env": env, **request["values"]}
        exec(request["code"], scope)
    registry.signal_changes()
    print(json.dumps(scope.get("answer"), default=str), flush=True)
"""
MAKE_PERIOD = """
from odoo.fields import Command
days = [
    Command.create({"name": "Open", "dayofweek": str(day), "hour_from": 0,
                    "hour_to": 24, "day_period": "full_day"})
    for day in range(7)
]
calendar = env["resource.calendar"].create(
    {"name": mark, "tz": "UTC", "attendance_ids": [Command.clear(), *days]})
promise = {"severity": "s2", "metric": "resolution", "kind": "working", "minutes": 120}
policy = env["hypercare.sla.policy"].create(
    {"name": mark, "line_ids": [Command.create(promise)]})
period = env["hypercare.period"].create(
    {"name": mark, "go_live": "2026-03-01", "date_end": "2026-03-14", "tz": "UTC",
     "calendar_id": calendar.id, "policy_id": policy.id, "state": "running",
     "tier_ids": [Command.create({"level": level}) for level in ("l1", "l2", "l3")]})
answer = [period.id, calendar.id, policy.line_ids.id]
"""
REPORT = """
issue = env["hypercare.issue"].create(
    {"name": mark, "period_id": period_id, "severity": "s2"})
answer = [issue.id, issue.reported_at]
"""
READ = """
issue = env["hypercare.issue"].browse(issue_id)
assert issue.resolution_due == issue.clock_ids.due_at, issue.clock_ids.due_at
answer = issue.resolution_due
"""
CLOSE = """
answer = env["resource.calendar.leaves"].create(
    {"name": mark, "calendar_id": calendar_id, "date_from": date_from,
     "date_to": date_to}).id
"""
MOVE = 'env["resource.calendar.leaves"].browse(leave_id).write({"date_to": date_to})'
OPEN = 'env["resource.calendar.leaves"].browse(leave_id).unlink()'
SHORTEN = 'env["hypercare.sla.policy.line"].browse(line_id).write({"minutes": 90})'
#: In an order in which nothing refers to what is gone already.
LEFTOVERS = {
    "hypercare_issue": "name = %s",
    "hypercare_period": "name = %s",
    "hypercare_sla_policy": "name->>'en_US' = %s",
    "resource_calendar_leaves": "name = %s",
    "resource_calendar": "name = %s",
}


class Worker:
    """A process of Odoo that does what it is told."""

    def __init__(self, database):
        arguments = [database, "-c", config["config"], "--log-level", "warn"]
        self.process = subprocess.Popen(
            [sys.executable, "-c", WORKER, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, code, **values):
        """Run code in a transaction of the worker; return its ``answer``."""
        request = json.dumps({"code": code, "values": values | {"mark": MARK}})
        self.process.stdin.write(f"{request}\n")
        self.process.stdin.flush()
        if not (answer := self.process.stdout.readline()):
            raise AssertionError(f"the worker ended with {self.process.wait()}")
        return json.loads(answer)

    def end(self):
        self.process.stdin.close()
        self.process.wait(60)
        self.process.stdout.close()


@tagged("post_install", "-at_install")
class TestProcesses(BaseCase):
    last_trigger = 0

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.remove_leftovers()
        cls.addClassCleanup(cls.remove_leftovers)
        cls.first, cls.second = (Worker(get_db_name()) for _number in range(2))
        cls.addClassCleanup(cls.first.end)
        cls.addClassCleanup(cls.second.end)

    def setUp(self):
        super().setUp()
        self.period_id, self.calendar_id, self.line_id = self.first.ask(MAKE_PERIOD)

    @classmethod
    def remove_leftovers(cls):
        """Delete what the workers committed; issues refuse to be unlinked."""
        with Registry(get_db_name()).cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            periods = env["hypercare.period"].search([("name", "=", MARK)])
            sequences = periods.sequence_id
            for table, condition in LEFTOVERS.items():
                cr.execute(f"DELETE FROM {table} WHERE {condition}", [MARK])
            if cls.last_trigger:
                cr.execute(
                    "DELETE FROM ir_cron_trigger WHERE id > %s", [cls.last_trigger]
                )
            cr.execute("SELECT COALESCE(MAX(id), 0) FROM ir_cron_trigger")
            [cls.last_trigger] = cr.fetchone()
            env.invalidate_all(flush=False)
            sequences.unlink()

    def report(self, worker):
        issue_id, reported_at = worker.ask(REPORT, period_id=self.period_id)
        return issue_id, fields.Datetime.to_datetime(reported_at)

    def assert_due(self, issue, **after):
        """Both processes read the issue as due so long after it was reported."""
        issue_id, reported_at = issue
        expected = reported_at + timedelta(**after)
        for worker in (self.first, self.second):
            due = fields.Datetime.to_datetime(worker.ask(READ, issue_id=issue_id))
            self.assertEqual(due, expected)

    def close(self, issue, hours):
        """Have the second process close the calendar, an hour after the report."""
        begin = issue[1] + timedelta(hours=1)
        return self.second.ask(
            CLOSE,
            calendar_id=self.calendar_id,
            date_from=str(begin),
            date_to=str(begin + timedelta(hours=hours)),
        )

    def test_a_holiday_entered_in_one_process_holds_in_all(self):
        old = self.report(self.first)
        self.assert_due(old, hours=2)
        leave_id = self.close(old, hours=24)
        self.assert_due(old, hours=26)
        new = self.report(self.first)
        self.assert_due(new, hours=26)
        self.second.ask(
            MOVE, leave_id=leave_id, date_to=str(old[1] + timedelta(hours=3))
        )
        self.assert_due(old, hours=4)
        self.assert_due(new, hours=4)
        self.second.ask(OPEN, leave_id=leave_id)
        self.assert_due(old, hours=2)
        self.assert_due(new, hours=2)

    def test_a_promise_changed_in_one_process_holds_in_all(self):
        old = self.report(self.first)
        self.assert_due(old, hours=2)
        self.second.ask(SHORTEN, line_id=self.line_id)
        self.assert_due(old, minutes=90)
        self.assert_due(self.report(self.first), minutes=90)
