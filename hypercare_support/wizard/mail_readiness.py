from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

#: Seconds between two test mails of one person.
TEST_PAUSE_SECONDS = 30


class HypercareMailReadiness(models.TransientModel):
    """Would an escalation arrive? A dialog that says so in plain words."""

    _name = "hypercare.mail.readiness"
    _description = "Check of Mail and Escalation"

    period_id = fields.Many2one(
        "hypercare.period", required=True, readonly=True, ondelete="cascade"
    )
    findings = fields.Json(readonly=True)
    report = fields.Html(compute="_compute_report", sanitize=False)
    address = fields.Char("Your address", compute="_compute_address")
    tested_at = fields.Datetime(readonly=True)
    test_error = fields.Char(readonly=True)

    @api.depends("findings")
    def _compute_report(self):
        for wizard in self:
            findings = wizard.findings or []
            wizard.report = self.env["ir.qweb"]._render(
                "hypercare_support.mail_readiness_report",
                {
                    "findings": findings,
                    "problems": sum(row["level"] == "problem" for row in findings),
                    "warnings": sum(row["level"] == "warning" for row in findings),
                },
            )

    @api.depends_context("uid")
    def _compute_address(self):
        self.address = self.env.user.email

    @api.model_create_multi
    def create(self, vals_list):
        """Check at once: whoever opens the dialog wants to see the result."""
        self.env["hypercare.period"]._check_manager()
        wizards = super().create(
            [{"period_id": vals.get("period_id")} for vals in vals_list]
        )
        for wizard in wizards:
            wizard.period_id.check_access("read")
            wizard.findings = [
                *wizard.period_id._check_mail(),
                *wizard.period_id._job_findings(),
            ]
        return wizards

    def action_send_test(self):
        """Send the user a test escalation and say what became of it."""
        self.ensure_one()
        self.env["hypercare.period"]._check_manager()
        self.period_id.check_access("read")
        self._check_pause()
        self.tested_at = self.env.cr.now().replace(microsecond=0)
        self.test_error = self.period_id._send_test_mail()
        return self._open()

    def action_check_again(self):
        """Check anew."""
        self.ensure_one()
        return self.period_id.action_check_mail()

    def _check_pause(self):
        """Refuse a second test mail within half a minute, also from another tab.

        :raise UserError:
        """
        # An advisory lock: two clicks at once must not both find that none was sent.
        self.env.cr.execute(
            SQL(
                "SELECT pg_try_advisory_xact_lock(hashtext('hypercare test'), %s)",
                self.env.uid,
            )
        )
        [free] = self.env.cr.fetchone()
        since = self.env.cr.now() - timedelta(seconds=TEST_PAUSE_SECONDS)
        if not free or self.search_count(
            [("create_uid", "=", self.env.uid), ("tested_at", ">", since)], limit=1
        ):
            raise UserError(
                self.env._(
                    "A test mail was sent less than %s seconds ago: look into your "
                    "inbox first.",
                    TEST_PAUSE_SECONDS,
                )
            )

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Check mail and escalation"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
            "target": "new",
        }
