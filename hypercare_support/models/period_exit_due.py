from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .. import const

WATCHED_STATES = ("running", "exit_review", "monitoring")


class HypercarePeriod(models.Model):
    """When the way to the exit is looked at: once a day, and when something happens."""

    _inherit = "hypercare.period"

    exit_due_at = fields.Datetime(
        "Exit is looked at",
        readonly=True,
        copy=False,
        help="When the scheduled action looks at the exit next. Empty: at once.",
    )

    _exit_due_idx = models.Index(
        "(exit_due_at) WHERE state IN ('running', 'exit_review', 'monitoring')"
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_exit_due(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_exit_due(vals)
        return super().write(vals)

    def _check_exit_due(self, vals):
        if "exit_due_at" in vals:
            raise UserError(
                self.env._("When the exit is looked at next follows from the days.")
            )

    def _exit_due(self, now):
        """Return the periods that are to be looked at, in one statement.

        :param now: naive UTC
        """
        due = Domain("exit_due_at", "=", False) | Domain("exit_due_at", "<=", now)
        return self.search(Domain("state", "in", WATCHED_STATES) & due)

    def _exit_done(self, now):
        """Note that a period was looked at: the next time is after its midnight."""
        self.ensure_one()
        self._keep_exit_due(self._day_bounds(self._local_day(now))[1])

    def _exit_wake(self):
        """Have the scheduled action look at some periods at once."""
        self._keep_exit_due(None)
        cron = self.env.ref("hypercare_support.ir_cron_exit", raise_if_not_found=False)
        if cron and self:
            # sudo: waking the job needs no right.
            cron.sudo()._trigger()

    def _keep_exit_due(self, moment):
        """Keep when a period is looked at next: no edit, so ``write_date`` stays."""
        if not self:
            return
        # Raw SQL: bookkeeping of a job.
        self.env.cr.execute(
            SQL(
                "UPDATE hypercare_period SET exit_due_at = %s WHERE id IN %s"
                " AND exit_due_at IS DISTINCT FROM %s",
                moment,
                tuple(self.ids),
                moment,
            )
        )
        self.invalidate_recordset(["exit_due_at"], flush=False)

    def _day_tasks(self, now, days):
        tasks = super()._day_tasks(now, days)
        if days and self.state == "monitoring":
            # What was counted tonight may be a relapse.
            tasks.append(self._exit_wake)
        return tasks


class HypercareIssue(models.Model):
    _inherit = "hypercare.issue"

    def _log_events(self, before, reason, now=None):
        """After the exit an S1 that comes, or opens again, is told at once."""
        res = super()._log_events(before, reason, now)
        critical = self.filtered(
            lambda issue: (
                issue.severity == "s1"
                and issue.state in const.OPEN_STATES
                and (
                    before[issue.id].get("severity") != "s1"
                    or before[issue.id].get("state") in const.ENDED_STATES
                )
            )
        )
        if critical:
            # sudo: whoever reports an S1 need not see the period.
            periods = critical.sudo().period_id
            periods.filtered(lambda one: one.state == "monitoring")._exit_wake()
        return res


class HypercareExitCriterion(models.Model):
    _inherit = "hypercare.exit.criterion"

    @api.model_create_multi
    def create(self, vals_list):
        """A criterion that is added has a value of its first day, too."""
        criteria = super().create(vals_list)
        periods = criteria.period_id.filtered(lambda one: one.state in WATCHED_STATES)
        periods._exit_wake()
        return criteria
