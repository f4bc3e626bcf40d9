"""Run in Odoo's shell: what a company does before and after it installs the addon."""

import base64
from datetime import timedelta

from odoo import fields
from odoo.fields import Command

LOGINS = ("first", "second", "third", "manager", "sponsor", "reporter")


def before(env):
    """People, their week and a file: they are the company's, whatever comes or goes."""
    groups = env.ref("base.group_user")
    for login in LOGINS:
        env["res.users"].create(
            {
                "name": login.title(),
                "login": login,
                "email": f"{login}@example.com",
                "tz": "UTC",
                "group_ids": [Command.set(groups.ids)],
            }
        )
    env["resource.calendar"].create({"name": "Office", "tz": "UTC"})
    partner = env["res.partner"].create({"name": "A customer"})
    partner.message_post(body="Hello")
    env["ir.attachment"].create({"name": "own.txt", "raw": b"mine"})
    env.cr.commit()


def early(env):
    """What every version could do: a period, issues, some of them solved."""
    person = {
        login: env["res.users"].search([("login", "=", login)]) for login in LOGINS
    }
    for login, group in (("manager", "manager"), ("sponsor", "sponsor")):
        person[login].group_ids |= env.ref(f"hypercare_support.group_{group}")
    issues = env["hypercare.issue"].create(
        _issue_values(person, _period(env, person), "reported")
    )
    issues[0].with_user(person["first"]).write({"state": "in_progress"})
    issues[1].with_user(person["first"]).write({"state": "waiting"})
    issues[2].with_user(person["first"]).write({"state": "resolved", "resolution": "x"})
    issues[3].with_user(person["first"]).message_post(body="We look at it")
    cron = env.ref("hypercare_support.ir_cron_escalate")
    env.cr.commit()
    cron.method_direct_trigger()
    env.cr.commit()


def after(env):
    """Some weeks of hypercare: everything that leaves traces outside of our tables."""
    person = {
        login: env["res.users"].search([("login", "=", login)]) for login in LOGINS
    }
    for login, group in (("manager", "manager"), ("sponsor", "sponsor")):
        person[login].group_ids |= env.ref(f"hypercare_support.group_{group}")
    period = _period(env, person)
    issues = _issues(env, person, period)
    _leave_traces(env, person, period, issues)
    env.cr.commit()
    crons = env["ir.cron"].search([("model_id.model", "=like", "hypercare.%")])
    for cron in crons:
        cron.method_direct_trigger()
    env.cr.commit()


def _period(env, person):
    today = fields.Date.today()
    return env["hypercare.period"].create(
        {
            "name": "Go-live",
            "go_live": today - timedelta(days=9),
            "date_end": today + timedelta(days=20),
            "tz": "UTC",
            "calendar_id": env["resource.calendar"]
            .search([("name", "=", "Office")])
            .id,
            "policy_id": env.ref("hypercare_support.sla_policy_standard").id,
            "client_pm_id": person["manager"].id,
            "consultant_lead_id": person["third"].id,
            "sponsor_id": person["sponsor"].id,
            "state": "running",
            "tier_ids": [
                Command.create(
                    {
                        "level": level,
                        "lead_id": person[login].id,
                        "member_ids": [Command.create({"user_id": person[login].id})],
                    }
                )
                for level, login in (("l1", "first"), ("l2", "second"), ("l3", "third"))
            ],
        }
    )


def _issues(env, person, period):
    issues = env["hypercare.issue"].create(_issue_values(person, period, "reported"))
    env["hypercare.issue"].with_user(person["reporter"]).report_submit(
        {
            "name": "The button does nothing",
            "period_id": period.id,
            "work_stopped": "no",
            "workaround_known": "none",
            "only_person": "no",
            "context": {"app": "Sales", "traceback": "ValueError: x"},
            "attachments": [
                {"name": "a.txt", "data": base64.b64encode(b"text").decode()}
            ],
        }
    )
    return issues


def _issue_values(person, period, how):
    reported_at = fields.Datetime.now() - timedelta(days=6)
    return [
        {
            "name": f"Something does not work, number {number} {how}",
            "period_id": period.id,
            "severity": f"s{number % 4 + 1}",
            "confidential": number % 5 == 0,
            "reporter_id": person["reporter"].id,
            "reported_at": reported_at,
        }
        for number in range(20)
    ]


def _leave_traces(env, person, period, issues):
    mine = issues[0].with_user(person["first"])
    mine.write({"state": "in_progress", "user_id": person["first"].id})
    mine.message_post(
        body="I see to it",
        message_type="comment",
        subtype_xmlid="mail.mt_comment",
        partner_ids=person["reporter"].partner_id.ids,
        attachments=[("seen.txt", b"seen")],
    )
    mine.activity_schedule("mail.mail_activity_data_todo", user_id=person["first"].id)
    issues[1].message_subscribe(person["sponsor"].partner_id.ids)
    issues[2].with_user(person["first"]).write({"state": "resolved", "resolution": "x"})
    issues[2].with_user(person["reporter"]).action_confirm_solved()
    rated = env["rating.rating"].create(
        {
            "res_model_id": env["ir.model"]._get("hypercare.issue").id,
            "res_id": issues[2].id,
            "rating": 5,
            "consumed": True,
        }
    )
    issues[2].message_post(body="Rated", rating_id=rated.id)
    env["ir.filters"].create(
        {"name": "Mine", "model_id": "hypercare.issue", "user_ids": []}
    )
    env["ir.default"].set("hypercare.issue", "severity", "s3")
    env["ir.exports"].create(
        {
            "name": "Log",
            "resource": "hypercare.issue",
            "export_fields": [Command.create({"name": "number"})],
        }
    )
    env["mail.message.subtype"].create({"name": "Ours", "res_model": "hypercare.issue"})
    env["mail.activity.type"].create({"name": "Look", "res_model": "hypercare.issue"})
    env.ref("hypercare_support.mail_template_escalation").copy({"name": "Our words"})
    env["ir.actions.server"].create(
        {
            "name": "Ours",
            "model_id": env["ir.model"]._get("hypercare.issue").id,
            "state": "code",
            "code": "pass",
        }
    )
    view = env.ref("hypercare_support.issue_view_list")
    env["ir.ui.view.custom"].create(
        {"ref_id": view.id, "user_id": person["first"].id, "arch": view.arch}
    )
    env["res.config.settings"].create({"hypercare_evidence_days": 30}).execute()
    env["ir.config_parameter"].set_param("hypercare_support.held_mail_keep_days", "9")
    period._purge_mails()
    period.message_post(body="We begin")
    held = env["hypercare.held.mail"].create(
        {
            "name": "Help",
            "email_from": "stranger@example.com",
            "company_id": period.company_id.id,
            "period_id": period.id,
            "received_at": fields.Datetime.now(),
            "reason": "unknown",
        }
    )
    env["ir.attachment"].create(
        {"name": "held.txt", "raw": b"held", "res_model": held._name, "res_id": held.id}
    )
    if "alias_name" in period._fields:
        period.alias_name = "helpdesk"
