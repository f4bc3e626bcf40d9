"""What the SLA benches work on: a period, a desk of the other product, a twin."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from odoo.fields import Command

from tools.layout import DEV

OTHERS = ["helpdesk_mgmt", "helpdesk_mgmt_sla"]
OTHER_WHEELS = [
    "odoo-addon-helpdesk-mgmt==19.0.1.3.2",
    "odoo-addon-helpdesk-mgmt-sla==19.0.1.0.0.4",
]
TWIN, TWIN_MODEL = "hypercare_bench_twin", "hypercare.bench.twin"
METRICS = {"response", "resolution", "pickup", "handover"}
TEXT = "The order cannot be confirmed: an error about the warehouse is shown."


def make_calendar(env, leaves: int):
    """Return Sunday to Thursday with a lunch break, and so many holidays of a year."""
    calendar = env["resource.calendar"].create(
        {
            "name": "Bench",
            "tz": "Asia/Dhaka",
            "attendance_ids": [
                Command.clear(),
                *(
                    Command.create(
                        {
                            "name": "Support",
                            "dayofweek": day,
                            "hour_from": begin,
                            "hour_to": end,
                            "day_period": "morning",
                        }
                    )
                    for day in "60123"
                    for begin, end in ((9, 13), (14, 18))
                ),
            ],
        }
    )
    year = datetime(datetime.now().year, 1, 1)
    days = [year + timedelta(days=365 * number // leaves) for number in range(leaves)]
    env["resource.calendar.leaves"].create(
        [
            {
                "name": "Holiday",
                "calendar_id": calendar.id,
                "date_from": day - timedelta(hours=6),
                "date_to": day + timedelta(hours=18, seconds=-1),
            }
            for day in days
        ]
    )
    return calendar


def make_period(env, calendar):
    """Return a running period with four promises for an S2 at its first tier."""
    promise = {"severity": "s2", "kind": "working"}
    lines = [
        {**promise, "metric": "response", "minutes": 240},
        {**promise, "metric": "resolution", "minutes": 960},
        {**promise, "metric": "pickup", "level": "l1", "minutes": 30},
        {**promise, "metric": "handover", "level": "l1", "minutes": 120},
    ]
    policy = env["hypercare.sla.policy"].create(
        {"name": "Bench", "line_ids": [Command.create(line) for line in lines]}
    )
    return env["hypercare.period"].create(
        {
            "name": "Bench",
            "go_live": datetime.now().date(),
            "date_end": datetime.now().date() + timedelta(days=13),
            "calendar_id": calendar.id,
            "policy_id": policy.id,
            "tz": "Asia/Dhaka",
            "state": "running",
            "tier_ids": [
                Command.create({"level": name}) for name in ("l1", "l2", "l3")
            ],
        }
    )


def issue_values(period, number: int) -> dict:
    return {
        "name": f"Something {number}",
        "description": TEXT,
        "period_id": period.id,
        "severity": "s2",
    }


def make_issues(period, count: int):
    """Create issues in one batch, as the superuser."""
    return period.env["hypercare.issue"].create(
        [issue_values(period, number) for number in range(count)]
    )


class Desk:
    """A team of the other product with two promises, on the same calendar."""

    def __init__(self, env, calendar):
        self.env = env
        self.begun = env.ref("helpdesk_mgmt.helpdesk_ticket_stage_in_progress")
        self.held = env.ref("helpdesk_mgmt.helpdesk_ticket_stage_awaiting")
        done = env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        common = {"ignore_stage_ids": [Command.link(self.held.id)]}
        self.team = env["helpdesk.ticket.team"].create(
            {"name": "Bench", "use_sla": True, "resource_calendar_id": calendar.id}
        )
        env["helpdesk.sla"].create(
            [
                {**common, "name": "Response", "hours": 4, "stage_id": self.begun.id},
                {**common, "name": "Resolution", "hours": 16, "stage_id": done.id},
            ]
        )

    def make_tickets(self, count: int):
        tickets = self.env["helpdesk.ticket"].create(
            [
                {
                    "name": f"Something {number}",
                    "description": TEXT,
                    "team_id": self.team.id,
                }
                for number in range(count)
            ]
        )
        assert len(tickets.ticket_sla_ids) == 2 * count
        return tickets


# -- The twin: a bare mail.thread of the same width ------------------------------------

TWIN_MANIFEST = """{
    "name": "Bench: a thread as wide as an issue",
    "version": "19.0.1.0.0",
    "author": "Bench",
    "license": "LGPL-3",
    "depends": ["hypercare_support"],
}
"""
TWIN_HEAD = f"""from odoo import fields, models


class Twin(models.Model):
    _name = "{TWIN_MODEL}"
    _description = "Bench: a thread as wide as an issue"
    _inherit = ["mail.thread"]

"""


def twin_fields(env) -> list:
    """Return the stored fields of an issue that a bare thread does not have."""
    bare = {*env["mail.thread"]._fields, *env["mail.activity.mixin"]._fields}
    magic = {"id", "create_uid", "create_date", "write_uid", "write_date"}
    return [
        field
        for name, field in env["hypercare.issue"]._fields.items()
        if field.store and field.column_type and name not in bare | magic
    ]


def twin_folder() -> Path:
    """Return the addons folder for the twin; it is of this checkout, not of git."""
    return DEV / "bench-addons"


def write_twin(env) -> None:
    """Write an addon whose model has the columns, indexes and tracking of an issue."""
    addon = twin_folder() / TWIN
    addon.mkdir(parents=True, exist_ok=True)
    (addon / "__manifest__.py").write_text(TWIN_MANIFEST)
    (addon / "__init__.py").write_text("from . import twin\n")
    lines = [TWIN_HEAD, *(_twin_line(field, env) for field in twin_fields(env))]
    (addon / "twin.py").write_text("".join(lines))


def _twin_line(field, env) -> str:
    arguments = []
    if field.type == "many2one":
        arguments.append(repr(field.comodel_name))
    elif field.type == "selection":
        arguments.append(repr([(value, value) for value in field.get_values(env)]))
    if field.index:
        arguments.append(f"index={field.index!r}")
    if getattr(field, "tracking", None):
        arguments.append("tracking=True")
    kind = field.type.title().replace("2O", "2o")
    return f"    {field.name} = fields.{kind}({', '.join(arguments)})\n"


def make_twins(env, sample, count: int):
    """Create bare threads in one batch, each with the values that *sample* has."""
    values = {
        field.name: field.convert_to_write(sample[field.name], sample)
        for field in twin_fields(env)
    }
    return env[TWIN_MODEL].create(
        [
            {**values, "name": f"Something {number}", "number": f"T-{number}"}
            for number in range(count)
        ]
    )
