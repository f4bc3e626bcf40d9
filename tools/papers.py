"""Writes every mail and every paper of a demo database into a folder.

Runs in an Odoo shell (`env` is there) and changes nothing: all is rolled back. Mails
are made by the methods that make them in earnest.
"""

import os
from pathlib import Path

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
before = env["mail.mail"].search([]).ids
issue._send_receipt()
receipt = env["mail.mail"].search([("id", "not in", before)], limit=1)
save("mail_receipt", receipt.subject, receipt.body_html)
env.cr.rollback()
