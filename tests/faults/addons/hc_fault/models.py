"""The seams at which the tests let things go wrong; each calls the product first."""

from odoo import api, models

from odoo.addons.hypercare_support.models import issue_escalation

from .points import PLAN, reach

HEADER = "X-Hypercare-Escalation"

if PLAN.get("batch"):
    # Several transactions for a few issues: what comes between them can be tested.
    issue_escalation.BATCH = PLAN["batch"]


class HypercareIssue(models.Model):
    _inherit = "hypercare.issue"

    @api.model
    def _cron_escalate(self):
        reach("sweep.start")
        return super()._cron_escalate()

    def _lock_due(self, *args, **kwargs):
        # The transaction sees the database as it is now, and locks a moment later.
        self.env.cr.execute("SELECT 1")
        reach("sweep.lock")
        return super()._lock_due(*args, **kwargs)

    def _fire(self, *args, **kwargs):
        res = super()._fire(*args, **kwargs)
        reach("sweep.ledger")
        return res


class MailMail(models.Model):
    _inherit = "mail.mail"

    @api.model_create_multi
    def create(self, vals_list):
        mails = super().create(vals_list)
        if any(HEADER in str(vals.get("headers")) for vals in vals_list):
            reach("sweep.mail")
        return mails


class IrCron(models.Model):
    _inherit = "ir.cron"

    @api.model
    def _commit_progress(self, processed=0, **kwargs):
        sweep = self.env.ref("hypercare_support.ir_cron_escalate")
        counts = processed and self.env.context.get("cron_id") == sweep.id
        if counts:
            reach("sweep.before_commit")
        res = super()._commit_progress(processed, **kwargs)
        if counts:
            reach("sweep.after_commit")
        return res


class IrMailServer(models.Model):
    _inherit = "ir.mail_server"

    @api.model
    def send_email(self, message, *args, **kwargs):
        ours = message.get(HEADER)
        if ours:
            reach("mail.before_send")
        res = super().send_email(message, *args, **kwargs)
        if ours:
            reach("mail.accepted")
        return res
