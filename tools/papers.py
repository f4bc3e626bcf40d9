"""Writes every mail and every paper of a demo database into a folder.

Runs in an Odoo shell (`env` is there) and changes nothing: all is rolled back. Mails
are made by the methods that make them in earnest.
"""

import base64
import os
from datetime import time
from pathlib import Path
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

FOLDER = Path(os.environ["HYPERCARE_PAPERS"])
#: picture → what the rule of the escalation watches
ESCALATIONS = {
    "mail_escalation": "promise",
    "mail_reported": "reported",
    "mail_handover": "handover",
    "mail_no_plan": "no_plan",
    "mail_waiting": "waiting",
    "mail_owner_or_date": "standup",
    "mail_phase_end": "phase_end",
}
STATUS = ("daily", "weekly", "monthly")


def save(name, subject, body):
    """Keep a mail as its reader sees it: the subject above, then the body."""
    page = (
        '<meta charset="utf-8"><title>{0}</title><body style="margin:0">'
        '<div style="font:600 15px sans-serif;padding:12px 16px;'
        'border-bottom:1px solid #ddd">{0}</div>{1}</body>'
    )
    (FOLDER / f"{name}.html").write_text(page.format(subject, body))


def print_pdf(name, report, record):
    content, kind = env["ir.actions.report"]._render_qweb_pdf(report, record.ids)
    assert kind == "pdf", "no program prints here: install wkhtmltopdf"
    (FOLDER / f"{name}.pdf").write_bytes(content)


def send(names, act, *args):
    """Keep the first mails that an act queues, under these names."""
    Mail = env["mail.mail"]
    last = Mail.search([], order="id desc", limit=1).id or 0
    act(*args)
    mails = Mail.search([("id", ">", last)], order="id", limit=len(names))
    for name, mail in zip(names, mails, strict=False):
        save(name, mail.subject, mail.body_html)


env = env(context={"lang": "en_US", "tz": "Asia/Dhaka"})  # noqa: F821
period = env["hypercare.period"].search([], order="id", limit=1)
ledger = env["hypercare.escalation"]
for name, watches in ESCALATIONS.items():
    row = ledger.search([("step_id.rule_id.watches", "=", watches)], limit=1)
    if row:
        [(subject, body)] = row._render_notices(row.step_id.template_id, {}).values()
        save(name, subject, body)
subject, body = ledger.search([], limit=12)._render_digest(period, "Farhana Rahman")
save("mail_digest", subject, body)

day = period._local_day(env.cr.now())
for kind in STATUS:
    # A report of the month is of one that has begun before go-live: it is nearly empty.
    of_day = day if kind != "monthly" else day + relativedelta(months=1, day=1)
    report = env["hypercare.status.report"].sudo()._make(period, kind, of_day)
    subject, body, _problem = report._render_status(unsubscribe=False)
    save(f"mail_status_{kind}", subject, body)
    if kind != "daily":
        print_pdf(f"paper_status_{kind}", "hypercare_support.status_report_pdf", report)

standup = env["hypercare.standup"].search(
    [("ended_at", "!=", False)], order="id desc", limit=1
)
reader = period.client_pm_id
standup = standup.with_user(reader)
subject, body, _problem = standup._render_minutes(reader)
save("mail_minutes", subject, body)
print_pdf("paper_minutes", "hypercare_support.standup_report", standup)
issues = env["hypercare.issue"].search([("period_id", "=", period.id)])
print_pdf("paper_issue_log", "hypercare_support.issue_log_pdf", issues)

issue = issues.filtered("reporter_id")[-1:]
send(["mail_receipt"], issue._send_receipt)

# The plan: who is there, what is agreed, which phase begins, when it ends.
gone = period.tier_ids.filtered(lambda tier: tier.level == "l2").member_ids
gone.write({"date_to": period._local_day(env.cr.now()) + relativedelta(days=1)})
send(
    ["mail_cover"],
    period._queue_mail,
    period._cover_reader(),
    "hypercare_support.mail_template_cover",
    "hypercare_support.cover_mail",
    "_cover_mail",
)
charter = env["hypercare.charter"].search([("state", "=", "approved")], limit=1)
subject, body, _problem = charter._render_mail(
    charter.approval_ids[:1].user_id.partner_id
)
save("mail_charter", subject, body)
print_pdf("paper_charter", "hypercare_support.charter_pdf", charter)
now = env.cr.now().replace(microsecond=0)
phases = period.phase_ids.sorted("date_from")
current = phases.filtered(lambda phase: phase.date_from <= day <= phase.date_to)
send(["mail_phase"], current._announce, "picture:phase", now)
send(["mail_phase_ahead"], phases[-1]._announce_ahead, "picture:ahead", now)
send(["mail_check_in"], period._tell_checkin, "picture:checkin", now)
send(["mail_ending"], period._warn_of_end, "picture:ending", now)
# What people are asked: hand-over, requests, changes, duty, checklists, paper.
duty = period.responsibility_ids.filtered(lambda duty: not duty.accepted_at)[:1]
send(["mail_responsibility"], duty.with_user(reader).action_ask)
request = env["hypercare.issue"].search([("scope_owner_id", "!=", False)], limit=1)
facts = ("scope_kind", "scope_route", "scope_owner_id", "scope_note")
send(
    ["mail_scope", "mail_scope_reporter"],
    request._hand_over_scope,
    *(request[name] for name in facts),
)
swap = env["hypercare.shift.swap"].search([], limit=1)
send(["mail_swap"], swap._ask)
noon = period._local_moment(period._business_day_from(day), time(12))
send(["mail_checklist"], period._remind, noon)
alerts = env["hypercare.kpi.alert"].search([("period_id", "=", period.id)])
vals = period._alert_mail(reader.partner_id, alerts)
save("mail_kpi_alert", vals["subject"], vals["body_html"])
lines = period.transaction_ids
asked = lines.user_id[:1]
vals = period.sudo()._off_system_mail(
    asked,
    lines.filtered(lambda line: line.user_id == asked),
    day - relativedelta(days=1),
    "<picture>",
)
save("mail_off_system", vals["subject"], vals["body_html"])

# The end of it. What is still missing in the demo data does not matter for a picture.
review = env["hypercare.exit.review"].search([("period_id", "=", period.id)], limit=1)
with patch.object(type(review), "_check_complete", lambda self: None):
    send(["mail_exit_sign"], review.action_submit)
signer = review._next_signatures()[:1].user_id
dot = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJ"
    "RU5ErkJggg=="
)
review.with_user(signer)._sign(
    "no_go", base64.b64encode(dot), "Month-end is not closed."
)
send(["mail_exit_decision"], review._tell_decision)
print_pdf("paper_exit_review", "hypercare_support.exit_review_pdf", review)

# What is told besides; last, for it changes the plan.
wish = env["hypercare.period.extend"].with_user(reader)
wish = wish.create(
    {
        "period_id": period.id,
        "new_end": period._last_day() + relativedelta(days=7),
        "reason": "The month-end close comes first.",
    }
)
send(["mail_extended"], wish.action_extend)
draft = env["hypercare.period"].search([("state", "=", "draft")], limit=1)
force = env["hypercare.period.force"].with_user(reader)
force = force.create({"period_id": draft.id, "reason": "Owners are named this week."})
# Pictures need no mail server.
with patch.object(type(draft), "_mail_findings", lambda self: []):
    send(["mail_forced"], force.action_force)
env.cr.rollback()
