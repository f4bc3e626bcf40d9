"""Who and what the escalation benches need: users, a rule, a period."""

from __future__ import annotations

from datetime import datetime, timedelta

from odoo.fields import Command

#: Hours promised; the period never closes, so that the result does not depend on
#: the hour and the day at which the bench is run.
PROMISED = {"response": 4, "resolution": 240, "handover": 480}
SEVERITY = "s3"
PERIOD, RULE = "Bench", "Bench"
TEXT = "The order cannot be confirmed: an error about the warehouse is shown."


def make_users(env, word: str, count: int):
    """Return so many internal users who read the same language."""
    return (
        env["res.users"]
        .with_context(no_reset_password=True, tracking_disable=True)
        .create(
            [
                {
                    "name": f"{word.title()} {number}",
                    "login": f"bench_{word}_{number}",
                    "email": f"{word}.{number}@example.com",
                    "lang": "en_US",
                    "tz": "UTC",
                }
                for number in range(count)
            ]
        )
    )


def make_rule(env, metric: str, roles: list[str]):
    """Return the only rule in force: a promise is broken, and these are told."""
    rules = env["hypercare.escalation.rule"]
    rules.search([]).write({"active": False})
    found = env["hypercare.escalation.role"].search([("code", "in", roles)])
    assert len(found) == len(roles), roles
    step = {
        "percent": 100,
        "role_ids": [Command.set(found.ids)],
        "template_id": env.ref("hypercare_support.mail_template_escalation").id,
    }
    return rules.create(
        {"name": RULE, "watches": metric, "step_ids": [Command.create(step)]}
    )


def issue_values(period, name: str, **values) -> dict:
    """Return what is said when an issue is reported."""
    return {
        "name": name,
        "description": TEXT,
        "period_id": period.id,
        "severity": SEVERITY,
        **values,
    }


def make_period(env, members, leads, manager):
    policy = env["hypercare.sla.policy"].create(
        {
            "name": "Bench",
            "line_ids": [
                Command.create(
                    {
                        "severity": SEVERITY,
                        "metric": metric,
                        "kind": "working",
                        "minutes": hours * 60,
                        "level": "l1" if metric == "handover" else False,
                    }
                )
                for metric, hours in PROMISED.items()
            ],
        }
    )
    staff = {"l1": (members[0], members), "l2": 2 * leads[:1], "l3": 2 * leads[1:]}
    today = datetime.now().date()
    return env["hypercare.period"].create(
        {
            "name": PERIOD,
            "go_live": today,
            "date_end": today + timedelta(days=13),
            "calendar_id": _always_open(env).id,
            "policy_id": policy.id,
            "client_pm_id": manager.id,
            "tz": "UTC",
            "state": "running",
            "tier_ids": [
                Command.create(
                    {
                        "level": level,
                        "lead_id": lead.id,
                        "member_ids": [
                            Command.create({"user_id": user.id}) for user in people
                        ],
                    }
                )
                for level, (lead, people) in staff.items()
            ],
        }
    )


def _always_open(env):
    return env["resource.calendar"].create(
        {
            "name": "Round the clock",
            "tz": "UTC",
            "attendance_ids": [
                Command.clear(),
                *(
                    Command.create(
                        {
                            "name": "Support",
                            "dayofweek": str(day),
                            "hour_from": 0,
                            "hour_to": 24,
                            "day_period": "full_day",
                        }
                    )
                    for day in range(7)
                ),
            ],
        }
    )
