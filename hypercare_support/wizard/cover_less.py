from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..const import DAY_OF_YEAR
from ..engine.modes import Slice
from ..models.period_agreed import STATES
from ..models.phase_mode import PARTS, TAKES, mode_sentence


def from_phase(name) -> dict:
    """Return the attributes of a field that begins with the value of the phase.

    Each field has a function of its own: what is given for one leaves the others alone.
    """

    @api.depends("phase_id")
    def compute(wishes):
        for wish in wishes:
            wish[name] = wish.phase_id[name]

    return {"compute": compute, "store": True, "readonly": False}


class HypercareCoverLess(models.TransientModel):
    """Asks the client project manager to agree to less support in a phase."""

    _name = "hypercare.cover.less"
    _description = "Ask for Less Hypercare Cover"
    _inherit = ["hypercare.input.mixin"]

    _FIXED = ("period_id",)

    period_id = fields.Many2one("hypercare.period", required=True, ondelete="cascade")
    client_pm_id = fields.Many2one(related="period_id.client_pm_id", related_sudo=False)
    phase_id = fields.Many2one(
        "hypercare.phase",
        required=True,
        ondelete="cascade",
        domain="[('period_id', '=', period_id)]",
    )
    date_from = fields.Date(
        "Begins",
        **from_phase("date_from"),
        help="Earlier than planned, the phase before ends earlier.",
    )
    take_s1 = fields.Boolean("S1", **from_phase("take_s1"))
    take_s2 = fields.Boolean("S2", **from_phase("take_s2"))
    take_s3 = fields.Boolean("S3", **from_phase("take_s3"))
    take_s4 = fields.Boolean("S4", **from_phase("take_s4"))
    part = fields.Selection(PARTS, "Project team", **from_phase("part"))
    reason = fields.Text(required=True)

    def action_ask(self):
        """Send the wish to the client project manager, who decides on screen.

        :raise UserError: if nothing is reduced, or the phases would not fit
        """
        self.ensure_one()
        period = self.period_id
        period.check_access("write")
        self._check_sense()
        changes = self._changes()
        spans = period._reduced_spans(period._phase_plan(), self._plan_with(changes))
        if not spans:
            raise UserError(
                self.env._(
                    "This takes no support away: change the phase itself, nobody has "
                    "to agree."
                )
            )
        # sudo: requests are evidence; nobody writes them by hand.
        request = (
            self.env["hypercare.cover.request"]
            .sudo()
            .create(
                {
                    "period_id": period.id,
                    "phase_id": self.phase_id.id,
                    "summary": self._summary(spans),
                    "reason": self.reason,
                    "changes": changes,
                    "asked_by_id": self.env.uid,
                    "asked_at": fields.Datetime.now(),
                }
            )
        )
        period.message_post(
            body=self.env._(
                "%(who)s asks to agree to less support. %(what)s Reason: %(reason)s",
                who=self.env.user.name,
                what=request.summary,
                reason=self.reason,
            ),
            partner_ids=period.client_pm_id.partner_id.ids,
        )
        return {"type": "ir.actions.act_window_close"}

    def _check_sense(self):
        period, phase = self.period_id, self.phase_id
        if period.state not in STATES:
            raise UserError(
                self.env._("Before hypercare runs, change the phases themselves.")
            )
        if not period.client_pm_id:
            raise UserError(
                self.env._(
                    "Nobody can agree: name a client project manager in the period."
                )
            )
        period._check_consenter()
        if phase.period_id != period:
            raise UserError(self.env._("Choose a phase of this period."))
        if not (self.reason or "").strip():
            raise UserError(self.env._("Write why less support is enough."))
        if not self.date_from or not period.go_live <= self.date_from <= phase.date_to:
            raise UserError(
                self.env._(
                    "“%(phase)s” can begin between %(first)s and %(last)s.",
                    phase=phase.name,
                    first=format_date(
                        self.env, period.go_live, date_format=DAY_OF_YEAR
                    ),
                    last=format_date(self.env, phase.date_to, date_format=DAY_OF_YEAR),
                )
            )

    def _changes(self) -> dict:
        """Return phase id → values; the phase before makes room."""
        phase = self.phase_id
        values = {name: self[name] for name in ("part", *TAKES)}
        values["date_from"] = fields.Date.to_string(self.date_from)
        changes = {str(phase.id): values}
        for other in self.period_id.phase_ids - phase:
            if other.date_from < phase.date_from and other.date_to >= self.date_from:
                if other.date_from >= self.date_from:
                    raise UserError(
                        self.env._(
                            "Nothing would be left of “%(other)s”, which begins on "
                            "%(begin)s. Choose a later day.",
                            other=other.name,
                            begin=format_date(
                                self.env, other.date_from, date_format=DAY_OF_YEAR
                            ),
                        )
                    )
                end = self.date_from - timedelta(days=1)
                changes[str(other.id)] = {"date_to": fields.Date.to_string(end)}
        return changes

    def _plan_with(self, changes) -> tuple:
        """Return the plan as it would be."""
        plan = []
        for phase in self.period_id.phase_ids.sorted("date_from"):
            values = changes.get(str(phase.id), {})
            mode = phase._mode()
            if phase == self.phase_id:
                mode = self._mode()
            first = fields.Date.to_date(values.get("date_from")) or phase.date_from
            last = fields.Date.to_date(values.get("date_to")) or phase.date_to
            plan.append(Slice(first, last, mode))
        return tuple(plan)

    def _mode(self):
        takes = frozenset(key for name, key in TAKES.items() if self[name])
        return type(self.phase_id._mode())(takes, self.part)

    def _summary(self, spans) -> str:
        return self.env._(
            "“%(phase)s” from %(begin)s: %(mode)s Less support on: %(days)s.",
            phase=self.phase_id.name,
            begin=format_date(self.env, self.date_from, date_format=DAY_OF_YEAR),
            mode=mode_sentence(self.env, self._mode()),
            days=self.period_id._spans_text(spans),
        )
