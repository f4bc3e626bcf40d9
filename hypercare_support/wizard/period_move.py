from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_datetime

from ..const import DAY_OF_YEAR


class HypercarePeriodMove(models.TransientModel):
    """Asks for a new go-live day, and shows what follows before anything is done."""

    _name = "hypercare.period.move"
    _description = "Move Hypercare Go-Live"
    _inherit = ["hypercare.input.mixin"]

    _FIXED = ("period_id",)

    period_id = fields.Many2one("hypercare.period", required=True, ondelete="cascade")
    old_date = fields.Date(related="period_id.go_live", related_sudo=False)
    new_date = fields.Date("New go-live", required=True)
    reason = fields.Char(help="Kept with the period.")
    notes = fields.Text(compute="_compute_preview")
    line_ids = fields.One2many(
        "hypercare.period.move.line", "wizard_id", compute="_compute_preview"
    )

    @api.depends_context("lang")
    @api.depends("new_date", "period_id")
    def _compute_preview(self):
        for wizard in self:
            days = wizard._days()
            period = wizard.period_id
            entries = period._moved_dates(days) if days else []
            wizard.notes = "\n".join(period._move_notes(entries)) if entries else False
            wizard.line_ids = [fields.Command.clear()] + [
                fields.Command.create(wizard._line_values(entry)) for entry in entries
            ]

    def _days(self) -> int:
        """Return by how many days go-live would move."""
        if not self.new_date or not self.period_id.go_live:
            return 0
        return (self.new_date - self.period_id.go_live).days

    def _line_values(self, entry) -> dict:
        """Return an entry as people read it."""
        field = entry["record"]._fields[entry["field"]]
        tz = self.period_id.tz

        def shown(value):
            if field.type == "datetime":
                return format_datetime(
                    self.env, value, tz=tz, dt_format="EEE d MMM, HH:mm"
                )
            return format_date(self.env, value, date_format="EEE d MMM y")

        new = entry["new"]
        day = self.period_id._local_day(new) if field.type == "datetime" else new
        return {
            "what": entry["what"],
            "present": shown(entry["old"]),
            "future": shown(new),
            "closed": not self.period_id._is_business_day(day),
        }

    def action_move(self):
        """Move go-live and everything that follows from it.

        :raise UserError: if hypercare has begun, or nothing would move
        """
        self.ensure_one()
        period, days = self.period_id, self._days()
        if not self.new_date:
            raise UserError(self.env._("Choose the new go-live day."))
        old = period.go_live
        entries = period._move_go_live(days)
        body = self.env._(
            "Go-live moved from %(old)s to %(new)s; %(count)s dates have followed.",
            old=format_date(self.env, old, date_format=DAY_OF_YEAR),
            new=format_date(self.env, period.go_live, date_format=DAY_OF_YEAR),
            count=len(entries) - 1,
        )
        if self.reason:
            body = self.env._("%(what)s Reason: %(why)s", what=body, why=self.reason)
        period._message_log(body=body)
        return {"type": "ir.actions.act_window_close"}


class HypercarePeriodMoveLine(models.TransientModel):
    """One date that follows; only shown, never stored."""

    _name = "hypercare.period.move.line"
    _description = "Date That Follows Go-Live"

    wizard_id = fields.Many2one("hypercare.period.move", ondelete="cascade")
    what = fields.Char()
    present = fields.Char("Now")
    future = fields.Char("Then")
    closed = fields.Boolean("Day off", help="The support hours are closed on that day.")
