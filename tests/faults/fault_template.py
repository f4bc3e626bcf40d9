"""Run in Odoo's shell: a period with people, and issues that are overdue at once.

Each issue has an owner of its own, so that each owner gets one notice; the project
manager is told about all of them. One simple rule is left, the shipped ones rest.
"""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command


def make(env, count, password):
    """Fill the template; nothing runs in it or its copies until a test says so."""
    users = _users(env, count, password)
    _employee(env, password)
    _rule(env)
    owners = users[3:]
    period = _period(env, *users[:3], owners)
    reported_at = fields.Datetime.now() - timedelta(hours=2)
    env["hypercare.issue"].create(
        [
            {
                "name": f"Something does not work, number {number}",
                "period_id": period.id,
                "severity": "s2",
                "reported_at": reported_at,
                "user_id": owner.id,
            }
            for number, owner in enumerate(owners, 1)
        ]
    )
    _rest(env)
    env.cr.commit()


def _users(env, count, password):
    """The manager, two people for the higher tiers, and an owner per issue."""
    groups = env.ref("base.group_user") | env.ref("hypercare_support.group_manager")
    logins = ["manager", "second", "third"]
    logins += [f"owner{number:02}" for number in range(1, count + 1)]
    return env["res.users"].create(
        [
            {
                "name": login.title(),
                "login": login,
                "email": f"{login}@example.com",
                "password": password,
                "tz": "UTC",
                "group_ids": [Command.set(groups.ids)],
            }
            for login in logins
        ]
    )


def _employee(env, password):
    """Somebody who has no part in the hypercare."""
    return env["res.users"].create(
        {
            "name": "Employee",
            "login": "employee",
            "email": "employee@example.com",
            "password": password,
            "group_ids": [Command.set(env.ref("base.group_user").ids)],
        }
    )


def _period(env, manager, second, third, owners):
    today = fields.Date.today()
    return env["hypercare.period"].create(
        {
            "name": "Go-live",
            "go_live": today - timedelta(days=5),
            "date_end": today + timedelta(days=9),
            "tz": "UTC",
            "calendar_id": _calendar(env).id,
            "policy_id": _policy(env).id,
            "client_pm_id": manager.id,
            "sponsor_id": manager.id,
            "consultant_lead_id": third.id,
            "state": "running",
            "tier_ids": [
                _tier("l1", owners),
                _tier("l2", second),
                _tier("l3", third),
            ],
        }
    )


def _tier(level, users):
    members = [Command.create({"user_id": user.id}) for user in users]
    return Command.create(
        {"level": level, "lead_id": users[0].id, "member_ids": members}
    )


def _calendar(env):
    """Open day and night: no notice waits for the morning."""
    days = [
        {
            "name": "Open",
            "dayofweek": str(day),
            "hour_from": 0,
            "hour_to": 24,
            "day_period": "full_day",
        }
        for day in range(7)
    ]
    lines = [Command.clear(), *map(Command.create, days)]
    return env["resource.calendar"].create(
        {"name": "Always", "tz": "UTC", "attendance_ids": lines}
    )


def _policy(env):
    promise = {
        "severity": "s2",
        "metric": "resolution",
        "kind": "elapsed",
        "minutes": 60,
    }
    return env["hypercare.sla.policy"].create(
        {"name": "One hour", "line_ids": [Command.create(promise)]}
    )


def _rule(env):
    env["hypercare.escalation.rule"].search([]).active = False
    roles = env["hypercare.escalation.role"].search(
        [("code", "in", ("assignee", "client_pm"))]
    )
    step = {
        "timing": "percent",
        "percent": 100,
        "urgent": True,
        "role_ids": [Command.set(roles.ids)],
    }
    known = env["hypercare.escalation.step"]._fields
    step = {name: value for name, value in step.items() if name in known}
    rules = env["hypercare.escalation.rule"]
    rules.create(
        {
            "name": "Overdue",
            "watches" if "watches" in rules else "metric": "resolution",
            "step_ids": [Command.create(step)],
        }
    )


def _rest(env):
    """Leave our jobs and the common mail queue; what else runs is not our subject."""
    ours = env["ir.model.data"].search(
        [("module", "=", "hypercare_support"), ("model", "=", "ir.cron")]
    )
    kept = env["ir.cron"].browse(ours.mapped("res_id"))
    kept |= env.ref("mail.ir_cron_mail_scheduler_action")
    jobs = env["ir.cron"].search([])
    (jobs - kept).active = False
    jobs.nextcall = fields.Datetime.now() + timedelta(days=30)
    env["ir.cron.trigger"].search([]).unlink()
