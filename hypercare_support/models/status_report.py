from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .. import const
from ..const import DAY_OF_YEAR
from .status_schedule import STATES

KINDS = [
    ("daily", "Daily status"),
    ("weekly", "Weekly summary"),
    ("monthly", "Monthly report"),
]


class HypercareStatusReport(models.Model):
    """A status report: what stakeholders were told, and when.

    The figures are those of the moment it was made; what was sent stays as it was.
    """

    _name = "hypercare.status.report"
    _description = "Hypercare Status Report"
    _inherit = ["hypercare.kept.mixin"]
    _order = "day desc, kind, id desc"

    period_id = fields.Many2one(
        "hypercare.period", required=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(KINDS, "Report", required=True, readonly=True)
    day = fields.Date("Of", required=True, readonly=True)
    since = fields.Datetime("From", required=True, readonly=True)
    until = fields.Datetime("To", required=True, readonly=True)
    figures = fields.Json(readonly=True)
    comment = fields.Text(
        "In your own words",
        help="Stands above the figures: what matters, and what you need from the "
        "readers. Plain text.",
    )
    sent_at = fields.Datetime("Sent", readonly=True)
    reader_count = fields.Integer("Sent to", readonly=True)
    problem = fields.Char(readonly=True)
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    is_automatic = fields.Boolean(compute="_compute_is_automatic")

    _once = models.UniqueIndex("(period_id, kind, day)")

    @api.depends_context("lang")
    @api.depends("kind", "day", "period_id")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for report in self:
            report.display_name = " · ".join(
                filter(
                    None,
                    [
                        kinds.get(report.kind),
                        report.period_id.name,
                        report.day
                        and format_date(self.env, report.day, date_format=DAY_OF_YEAR),
                    ],
                )
            )

    @api.depends_context("lang", "tz")
    @api.depends("figures", "comment")
    def _compute_preview(self):
        for report in self:
            report.preview = report.figures and report._render_status()[1]

    @api.depends("period_id.status_mails", "period_id.state", "kind", "day")
    def _compute_is_automatic(self):
        now = fields.Datetime.now()
        for report in self:
            period = report.period_id
            report.is_automatic = (
                period.status_mails
                and not report.sent_at
                and period._status_moment(report.day) > now
                and period.state in STATES[report.kind]
                and report.kind in period._reports_on(report.day)
            )

    # -- Making ------------------------------------------------------------------------

    @api.model
    def _make(self, period, kind, day):
        """Return the report of a day: a new one, or the draft that is there.

        Figures of a draft are brought up to date; a comment stays.
        """
        period.ensure_one()
        now = self.env.cr.now().replace(microsecond=0)
        since, until = period._report_span(kind, day, now)
        before = self.search(
            [
                ("period_id", "=", period.id),
                ("kind", "=", kind),
                ("sent_at", "!=", False),
                ("day", "<", day),
            ],
            limit=1,
        )
        if before and kind != "monthly" and (day - before.day).days <= 10:
            # From where the last one ended: nothing is left out between the two.
            since = before.until
        vals = {
            "since": since,
            "until": until,
            "figures": period._status_figures(since, until),
        }
        report = self.search(
            [("period_id", "=", period.id), ("kind", "=", kind), ("day", "=", day)]
        )
        if report.sent_at:
            return report
        # sudo: figures are counted by us, whoever asks for the report.
        if report:
            report.sudo()._write_figures(vals)
            return report
        made = self.sudo()._create_report(
            {"period_id": period.id, "kind": kind, "day": day, **vals}
        )
        return made.sudo(False)

    def _create_report(self, vals):
        """Create without the guards: for `_make`, which counts the figures."""
        return super().create([vals])  # pylint: disable=super-method-mismatch

    def _write_figures(self, vals):
        """Write without the guards: for `_make` and `_send`."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    # -- Guards ------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise UserError(
            self.env._("Reports are made from their period: press “Status report”.")
        )

    def write(self, vals):
        if set(vals) - {"comment"}:
            raise UserError(
                self.env._("The figures of a report are counted and cannot be typed.")
            )
        if "comment" in vals:
            self._check_draft()
            self.env["hypercare.issue"]._check_text_length(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        self._check_draft()

    def _check_draft(self):
        """Refuse to change what people have been told.

        :raise UserError: naming the report
        """
        for report in self.filtered("sent_at"):
            raise UserError(
                self.env._(
                    "“%s” has been sent and stays as it is.", report.display_name
                )
            )

    # -- Buttons -----------------------------------------------------------------------

    def action_send(self):
        """Send the report to its readers now.

        :raise UserError: if it was sent already, or nobody would get it
        """
        self.ensure_one()
        self.check_access("write")
        self._check_draft()
        if not self.period_id._status_readers(self.kind):
            raise UserError(
                self.env._(
                    "Nobody would get it: add stakeholders to %s first.",
                    self.period_id.name,
                )
            )
        self._make(self.period_id, self.kind, self.day)
        self._send()
        return True

    def action_refresh(self):
        """Count the figures of a draft again."""
        self.ensure_one()
        self.check_access("write")
        self._check_draft()
        self._make(self.period_id, self.kind, self.day)
        return True


class HypercarePeriod(models.Model):
    _inherit = "hypercare.period"

    status_report_ids = fields.One2many(
        "hypercare.status.report", "period_id", "Status reports"
    )

    def action_status_report(self):
        """Open today's status report: a draft to read, comment and send.

        :raise UserError: before hypercare runs
        """
        self.ensure_one()
        self.check_access("write")
        if self.state not in const.LOGGING_STATES:
            raise UserError(
                self.env._("There is nothing to report before %s runs.", self.name)
            )
        reports = self.env["hypercare.status.report"]
        day = self._local_day(self.env.cr.now())
        kind = "weekly" if "weekly" in self._reports_on(day) else "daily"
        report = reports._make(self, kind, day)
        return {
            "type": "ir.actions.act_window",
            "res_model": reports._name,
            "res_id": report.id,
            "views": [(False, "form")],
        }
