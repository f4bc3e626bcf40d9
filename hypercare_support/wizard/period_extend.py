from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..const import DAY_OF_YEAR
from ..models.period_end import EXTENDING
from ..models.phase_mode import PARTS, TAKES


class HypercarePeriodExtend(models.TransientModel):
    """Asks why, until when and for how much hypercare goes on."""

    _name = "hypercare.period.extend"
    _description = "Extend Hypercare"
    _inherit = ["hypercare.input.mixin"]

    _FIXED = ("period_id",)

    period_id = fields.Many2one("hypercare.period", required=True, ondelete="cascade")
    old_end = fields.Date("Ends now on", compute="_compute_old_end")
    end_kind = fields.Selection(
        selection=lambda self: self.env["hypercare.period"]
        ._fields["end_kind"]
        ._description_selection(self.env),
        string="Ends",
        compute="_compute_end_kind",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    new_end = fields.Date(
        "New end", required=True, help="Until criteria hold: the latest end."
    )
    reason = fields.Text(required=True, help="Everybody who is told can read it.")
    currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.company.currency_id
    )
    cost = fields.Monetary("What it costs", help="May be left empty.")
    how = fields.Selection(
        [
            ("last", "The last phase goes on"),
            ("new", "Another phase is added"),
        ],
        "Phases",
        default="last",
        required=True,
    )
    phase_name = fields.Char(
        "Name of the phase", default=lambda s: s.env._("Extension")
    )
    take_s1 = fields.Boolean("S1", default=True)
    take_s2 = fields.Boolean("S2", default=True)
    take_s3 = fields.Boolean("S3", default=True)
    take_s4 = fields.Boolean("S4", default=True)
    part = fields.Selection(PARTS, "Project team", default="resolve", required=True)
    has_phases = fields.Boolean(compute="_compute_old_end")

    @api.depends("period_id")
    def _compute_old_end(self):
        for wish in self:
            wish.old_end = wish.period_id and wish.period_id._last_day()
            wish.has_phases = bool(wish.period_id.phase_ids)

    @api.depends("period_id")
    def _compute_end_kind(self):
        for wish in self:
            wish.end_kind = wish.period_id.end_kind or "fixed"

    @api.onchange("end_kind")
    def _onchange_end_kind(self):
        if self.end_kind == "criteria":
            self.how = "last"

    def action_extend(self):
        """Extend the period, record it, and tell everybody who has to know.

        :raise UserError: if the new end is no later, or the reason is missing
        """
        self.ensure_one()
        period = self.period_id
        period.check_access("write")
        self._check_sense()
        old = period._last_day()
        values = self._period_values()
        period.with_context(hypercare_extending=EXTENDING).write(values)
        # sudo: extensions are evidence; nobody writes them by hand.
        extension = (
            self.env["hypercare.period.extension"]
            .sudo()
            .create(
                {
                    "period_id": period.id,
                    "old_end": old,
                    "new_end": self.new_end,
                    "until_criteria": self.end_kind == "criteria",
                    "reason": self.reason.strip(),
                    "cost": self.cost,
                    "currency_id": self.currency_id.id,
                    "user_id": self.env.uid,
                    "at": fields.Datetime.now(),
                }
            )
        )
        period._tell_extension(extension)
        return {"type": "ir.actions.act_window_close"}

    def _check_sense(self):
        period = self.period_id
        if period.state not in ("running", "exit_review"):
            raise UserError(
                self.env._(
                    "Only hypercare that runs is extended. Before it starts, change "
                    "the planned end itself."
                )
            )
        if not (self.reason or "").strip():
            raise UserError(self.env._("Write why hypercare is extended."))
        if not self.new_end or self.new_end <= period._last_day():
            raise UserError(
                self.env._(
                    "Hypercare ends on %s; choose a later day.",
                    format_date(self.env, period._last_day(), date_format=DAY_OF_YEAR),
                )
            )
        if self.cost < 0:
            raise UserError(self.env._("What it costs cannot be less than nothing."))
        if self.how == "new" and self.end_kind == "criteria":
            raise UserError(
                self.env._(
                    "Another phase needs a planned end. Until the criteria hold, what "
                    "the last phase says goes on."
                )
            )
        if self.how == "new" and not (self.phase_name or "").strip():
            raise UserError(self.env._("Give the new phase a name."))

    def _period_values(self) -> dict:
        """Return what changes in the period: its end, and the last of its phases."""
        period = self.period_id
        values = {"end_kind": self.end_kind, "latest_end": False}
        if self.end_kind == "criteria":
            values["latest_end"] = self.new_end
            # The planned day stays; what the last phase says goes on after it.
            return values
        values["date_end"] = self.new_end
        last = period.phase_ids.sorted("date_to")[-1:]
        if self.how == "last" and last:
            command = fields.Command.update(last.id, {"date_to": self.new_end})
            values["phase_ids"] = [command]
        elif self.how == "new":
            begin = max(last.date_to or period.date_end, period.date_end)
            values["phase_ids"] = [
                fields.Command.create(
                    {
                        "name": self.phase_name.strip(),
                        "sequence": (last.sequence or 10) + 1,
                        "date_from": begin + timedelta(days=1),
                        "date_to": self.new_end,
                        "part": self.part,
                        **{name: self[name] for name in TAKES},
                    }
                )
            ]
        return values
