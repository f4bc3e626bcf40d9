from odoo import api, fields, models

STATES = [("ok", "Well"), ("bad", "Look at it"), ("unknown", "Not measurable")]


MARKS = {"ok": "✔", "bad": "✖", "unknown": "?"}


class HypercareHealthValue(models.Model):
    """How well the server was on a day: one line per measure.

    The baseline that the exit review compares with. It is of the whole server, and
    kept with each period that ran then.
    """

    _name = "hypercare.health.value"
    _description = "Hypercare Health"
    _inherit = ["hypercare.counted.mixin"]
    _order = "date desc, period_id, state desc, code, id"
    _rec_name = "code"

    code = fields.Char(required=True, readonly=True)
    name = fields.Char("Measure", compute="_compute_name")
    value = fields.Float(readonly=True, digits=(16, 1), aggregator="max")
    known = fields.Boolean(readonly=True)
    threshold = fields.Float(
        "Well up to", readonly=True, digits=(16, 0), aggregator=None
    )
    state = fields.Selection(STATES, required=True, readonly=True)
    shown = fields.Char("Value shown", compute="_compute_name")
    state_text = fields.Char("Standing", compute="_compute_name")
    note = fields.Char(
        "Which",
        readonly=True,
        groups="hypercare_support.group_admin",
        help="As the server said it: it may name people and addresses.",
    )
    counted_at = fields.Datetime("Measured")

    _once = models.UniqueIndex("(period_id, date, code)")

    @api.depends_context("lang")
    @api.depends("code", "value", "known")
    def _compute_name(self):
        names = self._measure_names()
        labels = dict(self._fields["state"]._description_selection(self.env))
        for row in self:
            row.name = names.get(row.code, row.code)
            row.shown = f"{row.value:g}" if row.known else "–"
            row.state_text = f"{MARKS.get(row.state)} {labels.get(row.state)}"

    @api.model
    def _measure_names(self) -> dict[str, str]:
        """Return code → name and unit of every measure. To be extended."""
        return {
            "cron_failed": self.env._("Scheduled actions that fail"),
            "cron_off": self.env._("Scheduled actions switched off by failures"),
            "cron_late": self.env._("Oldest overdue scheduled action (minutes)"),
            "mail_failed": self.env._("Mails that could not be sent"),
            "mail_age": self.env._("Oldest mail that waits (minutes)"),
            "fetchmail": self.env._("Incoming mail servers with an error"),
            "sweep_age": self.env._("Since the last look at escalations (minutes)"),
            "sweep_seconds": self.env._("Last look at escalations took (seconds)"),
            "slow_queries": self.env._("Slow queries (a second or more on average)"),
            "not_recorded": self.env._("Not recorded that day"),
        }

    def _refusal(self) -> str:
        return self.env._("Health is measured by Odoo and cannot be typed.")
