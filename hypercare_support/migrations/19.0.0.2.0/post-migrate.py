from collections import defaultdict

from odoo import SUPERUSER_ID, api
from odoo.tools import convert_file


def migrate(cr, version):
    """Give unedited mails their new words, and plan every open issue by the new rules.

    The frame of a mail is a view now: the old text would bring a second one along.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    template = env.ref(
        "hypercare_support.mail_template_escalation", raise_if_not_found=False
    )
    if template and template.write_uid.id == SUPERUSER_ID:
        data = env["ir.model.data"].search(
            [
                ("module", "=", "hypercare_support"),
                ("name", "=", "mail_template_escalation"),
            ]
        )
        data.noupdate = False
        convert_file(
            env, "hypercare_support", "data/mail_template.xml", {}, mode="init"
        )
        data.noupdate = True
    periods = env["hypercare.period"]._find_live([])
    for period in periods:
        note_past(env, period)
    periods._replan_escalations()


def note_past(env, period):
    """Write down as known what the new rules would have told in the past.

    An upgrade must not close, move or announce everything that has been waiting.
    """
    now = env.cr.now().replace(microsecond=0)
    # A reporter is reminded all the same: nothing is closed without a warning.
    rules = env["hypercare.escalation.rule"].search([("watches", "=", "waiting")])
    reminders = set(rules.step_ids.ids)
    last_id = 0
    while ids := period._open_issue_ids(last_id):
        last_id = ids[-1]
        issues = env["hypercare.issue"].browse(ids)
        rows_by_issue = defaultdict(list)
        for row in issues._refresh_clocks(standing=False):
            rows_by_issue[row["issue"].id].append(row)
        past = {
            issue_id: decision._replace(
                due=tuple(due for due in decision.due if due.step_id not in reminders)
            )
            for issue_id, decision in issues._decide(rows_by_issue, now).items()
        }
        fired = issues._fire(past, now)
        fired.write({"told_at": now, "done": "Past when the rules came: told nobody."})
