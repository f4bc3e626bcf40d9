from odoo import api, fields, models

from .. import const


class HypercareIssue(models.Model):
    """The promises of an issue side by side, as its form shows them."""

    _inherit = "hypercare.issue"

    clock_cards = fields.Json("Promises now", compute="_compute_clock_cards")

    @api.depends("clock_ids.state", "clock_ids.due_at", "clock_ids.stopped_at")
    @api.depends_context("lang", "uid")
    def _compute_clock_cards(self):
        for issue in self:
            issue.clock_cards = [
                clock._card() for clock in issue.clock_ids._sort_for_cards()
            ]


class HypercareSlaClock(models.Model):
    _inherit = "hypercare.sla.clock"

    def _sort_for_cards(self):
        """Return the clocks that matter now, in the order of a reader's questions.

        Of every promise to the reporter the last run; of the tiers' own promises what
        is still running.
        """
        order = [metric for metric, _label in const.METRICS]
        last = {}
        for clock in self.sorted("run"):
            if clock.due_at and clock.state != "cancelled":
                last[clock.metric, clock.engagement_id] = clock
        shown = self.browse().union(*last.values()) if last else self.browse()
        return shown.filtered(
            lambda clock: clock.metric in const.ISSUE_METRICS
            or clock.state in ("running", "paused")
        ).sorted(lambda clock: (order.index(clock.metric), clock.id))

    def _card(self) -> dict:
        """Return one clock as its card shows it; moments as naive UTC text."""
        self.ensure_one()
        metrics = dict(self._fields["metric"]._description_selection(self.env))
        running = self.state == "running"
        return {
            "id": self.id,
            "metric": self.metric,
            "label": metrics[self.metric],
            # sudo: the name of the tier that has to act is no secret.
            "tier": self.sudo().tier_id.name or "",
            "state": "paused" if self.state == "paused" else self.outcome or "on_track",
            "due": fields.Datetime.to_string(self.due_now or self.due_at),
            # Only a clock that runs counts down.
            "running": running,
            "risk_at": fields.Datetime.to_string(self.at_risk_at)
            if running and self.at_risk_at
            else False,
            "stopped": fields.Datetime.to_string(self.stopped_at)
            if self.stopped_at
            else False,
            "percent": round(self.percent),
            "run": self.run,
        }
