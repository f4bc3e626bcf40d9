import logging
import time

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .. import const

_logger = logging.getLogger(__name__)

KEPT_FIELDS = frozenset({"mail_checked_at", "mail_problem", "mail_warning"})
MANAGER = "hypercare_support.group_manager"


class HypercarePeriod(models.Model):
    """What a manager sees of the machinery: the last sweep, and whether mail works."""

    _inherit = "hypercare.period"

    mail_checked_at = fields.Datetime(
        "Mail checked", readonly=True, copy=False, groups=MANAGER
    )
    mail_problem = fields.Text(
        readonly=True,
        copy=False,
        groups=MANAGER,
        help="Why escalation mails of this period would not arrive.",
    )
    mail_warning = fields.Text(
        readonly=True,
        copy=False,
        groups=MANAGER,
        help="What could be better about the mails of this period.",
    )
    sweep_status = fields.Char(compute="_compute_sweep_status", groups=MANAGER)
    sweep_state = fields.Selection(
        [("ok", "Works"), ("late", "Late"), ("dead", "Does not run")],
        compute="_compute_sweep_status",
        groups=MANAGER,
    )

    def _compute_sweep_status(self):
        heartbeat = self.env["hypercare.heartbeat"]._find("sweep")
        for period in self:
            period.sweep_state = heartbeat.state or "dead"
            period.sweep_status = (
                self.env._("Escalations last checked %s", heartbeat._age_text())
                if heartbeat
                else self.env._("Escalations have not been checked yet")
            )

    # -- CRUD ----------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_watch_kept(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_watch_kept(vals)
        return super().write(vals)

    def _check_watch_kept(self, vals):
        """Refuse a result of the mail check that somebody makes up."""
        if KEPT_FIELDS & set(vals):
            raise UserError(
                self.env._("The result of the mail check is kept by the system.")
            )

    # -- Business ------------------------------------------------------------

    def action_check_mail(self):
        """Check everything that escalation mails need; show it in a dialog."""
        self.ensure_one()
        self._check_manager()
        self.check_access("read")
        wizard = self.env["hypercare.mail.readiness"].create({"period_id": self.id})
        return wizard._open()

    def _check_manager(self):
        """Refuse everybody but managers, whatever they may read.

        :raise AccessError:
        """
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Only hypercare managers check mail and escalation.")
            )

    @api.model
    def _cron_daily(self):
        """Do what each day needs once: check that escalation mails would arrive."""
        begin = time.monotonic()
        periods = self.search([("state", "in", const.LOGGING_STATES)])
        self.env["ir.cron"]._commit_progress(remaining=len(periods))
        errors = []
        for period in periods:
            try:
                with self.env.cr.savepoint():
                    period._check_mail()
            except Exception as error:
                # One period that cannot be checked leaves the others their turn.
                _logger.exception("The mail check of period %s failed", period.id)
                self.env.invalidate_all(flush=False)
                errors.append(f"{period.display_name}: {error}")
            self.env["ir.cron"]._commit_progress(1)
        self.env["hypercare.heartbeat"]._beat(
            "daily", len(periods), time.monotonic() - begin, "; ".join(errors) or False
        )
        self._raise_alarms()

    def _check_mail(self) -> list[dict]:
        """Check now, keep the result with the period, return all findings."""
        self.ensure_one()
        findings = self._mail_findings()
        told = {
            level: "\n".join(
                f"{finding['title']}: {finding['text']}"
                for finding in findings
                if finding["level"] == level
            )
            for level in ("problem", "warning")
        }
        self.flush_recordset(KEPT_FIELDS)
        # Raw SQL: the result of a check is not an edit; write_date stays.
        self.env.cr.execute(
            SQL(
                "UPDATE hypercare_period SET mail_checked_at = %s, mail_problem = %s,"
                " mail_warning = %s WHERE id = %s",
                self.env.cr.now().replace(microsecond=0),
                told["problem"] or None,
                told["warning"] or None,
                self.id,
            )
        )
        self.invalidate_recordset(list(KEPT_FIELDS), flush=False)
        return findings
