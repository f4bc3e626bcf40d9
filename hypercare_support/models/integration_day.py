from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..const import DAY_OF_YEAR
from .integration import STATES

#: Business days before today that can still be noted.
LATE_DAYS = 2
#: Days to look back for them.
LONGEST_BREAK = 15


class HypercareIntegrationDay(models.Model):
    """Whether a connection worked on a day, as somebody or something noted."""

    _name = "hypercare.integration.day"
    _description = "Hypercare Integration Day"
    _inherit = ["hypercare.input.mixin"]
    _order = "date desc, id desc"
    _rec_name = "date"

    _DERIVED = ("period_id", "company_id")
    _FIXED = ("integration_id",)

    integration_id = fields.Many2one(
        "hypercare.integration", required=True, index=True, ondelete="cascade"
    )
    period_id = fields.Many2one(
        related="integration_id.period_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="integration_id.company_id", store=True, index=True, precompute=True
    )
    date = fields.Date("Day", required=True, default=fields.Date.context_today)
    state = fields.Selection(STATES[:2], required=True, default="ok")
    note = fields.Char("What happened")
    reason = fields.Char(
        "Why corrected", copy=False, help="Needed to turn a failure into “Worked”."
    )
    earlier = fields.Text(
        "Noted before", readonly=True, copy=False, help="Failures that were corrected."
    )
    user_id = fields.Many2one("res.users", "Noted by", readonly=True, copy=False)

    _once = models.UniqueIndex(
        "(integration_id, date)", "This day is noted already: change it."
    )

    @api.model_create_multi
    def create(self, vals_list):
        mine = {"user_id": self.env.uid, "earlier": False}
        records = super().create([self._noted(vals) | mine for vals in vals_list])
        records._check_day()
        records._check_recent()
        return records

    def write(self, vals):
        vals = self._noted(vals)
        if "date" in vals:
            raise UserError(self.env._("A noted day stays: note the other one."))
        healed = (
            self.filtered(lambda row: row.state == "failed")
            if vals.get("state") == "ok"
            else self.browse()
        )
        for row in healed:
            earlier = row._as_noted(vals.get("reason"))
            super(HypercareIntegrationDay, row).write({"earlier": earlier})
        return super().write(vals | {"user_id": self.env.uid})

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("What was noted of a day can be corrected, not deleted.")
        )

    def _noted(self, vals) -> dict:
        if vals.get("user_id") or vals.get("earlier"):
            raise UserError(self.env._("Who notes something is recorded by Odoo."))
        return dict(vals)

    def _as_noted(self, reason) -> str:
        """Return what was noted up to now, as text, with why it is corrected.

        :raise UserError: without a reason
        """
        self.ensure_one()
        reason = reason.strip() if isinstance(reason, str) else ""
        if not reason:
            raise UserError(
                self.env._(
                    "%(day)s is noted as failed. To correct it, open %(connection)s "
                    "and say in “Why corrected” what was wrong with that.",
                    day=format_date(self.env, self.date, date_format=DAY_OF_YEAR),
                    connection=self.integration_id.name,
                )
            )
        said = self.env._(
            "Failed, noted by %(who)s (%(note)s). Corrected by %(by)s: %(reason)s",
            who=self.user_id.name,
            note=self.note or "–",
            by=self.env.user.name,
            reason=reason,
        )
        return "\n".join(filter(None, [self.earlier, said]))

    def _check_day(self):
        """Refuse days that the period does not have.

        :raise UserError:
        """
        for row in self:
            today = row.period_id._local_day(self.env.cr.now())
            if not row.period_id.go_live <= row.date <= today:
                raise UserError(
                    self.env._("Only days from the go-live to today can be noted.")
                )

    def _check_recent(self):
        """Refuse days that nobody remembers any more; data that is loaded may be old.

        :raise UserError:
        """
        if self.env.su:
            return
        for period, rows in self.grouped("period_id").items():
            today = period._local_day(self.env.cr.now())
            span = [
                today - timedelta(days=days) for days in range(LONGEST_BREAK, 0, -1)
            ]
            recent = period._business_days_of(span)[-LATE_DAYS:]
            if recent and min(rows.mapped("date")) < recent[0]:
                raise UserError(
                    self.env._(
                        "Only today and the last two business days can be noted: what "
                        "nobody noted then stays unknown."
                    )
                )
