from odoo import api, fields, models
from odoo.tools import format_date

from ..engine.modes import close_due, gaps


class HypercarePeriod(models.Model):
    """What the plan of phases and the end lack before hypercare starts."""

    _inherit = "hypercare.period"

    end_hint = fields.Text(compute="_compute_end_hint")

    def _readiness_items(self) -> list[dict]:
        items = super()._readiness_items()
        if not self.phase_ids:
            text = self.env._(
                "No phases are planned: the project team takes everything to the last "
                "day."
            )
            items.append(self._readiness_item("phases", text, "page:phases", "warning"))
        elif spans := gaps(self._phase_plan(), self.go_live, self.date_end):
            text = self.env._(
                "No phase covers %s: on these days the project team takes everything, "
                "and nobody is told what holds.",
                self._spans_text(spans),
            )
            items.append(
                self._readiness_item("phase_gaps", text, "page:phases", "warning")
            )
        for phase in self.phase_ids:
            if not phase._mode().takes and phase.part == "resolve":
                text = self.env._(
                    "In the phase “%s” the project team resolves nothing. Tick what it "
                    "takes, or say that it only advises.",
                    phase.name,
                )
                code = f"phase_nothing_{phase.id}"
                items.append(self._readiness_item(code, text, "page:phases", "warning"))
        if self.end_kind == "criteria" and not self.latest_end:
            text = self.env._(
                "Hypercare ends when the exit criteria hold: say by which day at the "
                "latest."
            )
            items.append(self._readiness_item("latest_end", text))
        for code, text in self._early_end_items():
            items.append(self._readiness_item(code, text, level="warning"))
        return items

    def _early_end_items(self) -> list[tuple[str, str]]:
        """Return what hypercare would not see through, as (code, text)."""
        self.ensure_one()
        last = self._last_day()
        found = []
        if not self.go_live or not last:
            return found
        month_end, due = close_due(self.go_live, self._business_days())
        values = {
            "end": self._long_day(last),
            "close": self._long_day(due),
            "month": format_date(self.env, month_end, date_format="MMMM"),
            "payroll": self.first_payroll and self._long_day(self.first_payroll),
        }
        if last < due:
            text = self.env._(
                "Hypercare ends on %(end)s, before the first month-end close: "
                "%(month)s should be closed by %(close)s. Plan a later end, let it run "
                "until the exit criteria hold, or agree who carries the close, and "
                "until when.",
                **values,
            )
            found.append(("end_before_close", text))
        if self.first_payroll and last < self.first_payroll:
            text = self.env._(
                "Hypercare ends on %(end)s, before the first payroll on %(payroll)s. "
                "Plan a later end, let it run until the exit criteria hold, or agree "
                "who carries the payroll, and until when.",
                **values,
            )
            found.append(("end_before_payroll", text))
        return found

    @api.depends_context("lang")
    @api.depends(
        *("state", "go_live", "date_end", "end_kind", "latest_end", "first_payroll"),
        "calendar_id",
    )
    def _compute_end_hint(self):
        for period in self:
            shown = period.state in ("draft", "ready", "running") and period.go_live
            items = period._early_end_items() if shown and period.tz else []
            period.end_hint = "\n".join(text for _code, text in items)
