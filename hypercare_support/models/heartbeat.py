from odoo import api, fields, models
from odoo.tools import SQL

#: Seconds after which a job that runs every five minutes is late, then dead.
LATE_SECONDS = 7 * 60
DEAD_SECONDS = 15 * 60
#: The same for the job that runs once a day.
DAILY_LATE_SECONDS = 25 * 60 * 60
DAILY_DEAD_SECONDS = 49 * 60 * 60

CODES = [
    ("sweep", "Sweep"),
    ("deliver", "Sending of escalation mails"),
    ("daily", "Daily check"),
]


class HypercareHeartbeat(models.Model):
    """When each scheduled action of the addon last came to its end.

    Odoo deactivates a scheduled action that keeps failing and says so in the log
    only; a server without cron threads says nothing at all. One row per job, the same
    for all companies: a server is alive or it is not.
    """

    _name = "hypercare.heartbeat"
    _description = "Hypercare Heartbeat"
    _inherit = ["hypercare.kept.mixin"]
    _order = "code"
    _rec_name = "code"
    # A row is written every minute: who wrote it is known, and when is its content.
    _log_access = False

    code = fields.Selection(CODES, "Job", required=True, readonly=True)
    beat_at = fields.Datetime("Last run", required=True, readonly=True)
    duration = fields.Float("Took (s)", readonly=True, help="Seconds of the last run.")
    handled = fields.Integer(readonly=True, help="Records handled by the last run.")
    last_error = fields.Char(readonly=True)
    error_at = fields.Datetime("Last error at", readonly=True)
    state = fields.Selection(
        [("ok", "Works"), ("late", "Late"), ("dead", "Does not run")],
        compute="_compute_state",
    )

    _one_per_job = models.UniqueIndex("(code)")

    @api.depends("beat_at", "code")
    def _compute_state(self):
        for heartbeat in self:
            heartbeat.state = self._state_of(heartbeat.code, heartbeat._age())

    @api.model
    def _beat(self, code, count=0, seconds=0.0, error=False):
        """Record that a job came to its end: one row per code, one statement.

        :param count: records that this run handled
        :param seconds: how long this run took
        :param error: text, if the run did its job only in part; the last one is kept
        """
        now = self.env.cr.now().replace(microsecond=0)
        # Raw SQL: insert or update in one statement, without reading first.
        self.env.cr.execute(
            SQL(
                "INSERT INTO hypercare_heartbeat AS known"
                " (code, beat_at, duration, handled, last_error, error_at)"
                " VALUES (%s, %s, %s, %s, %s, %s)"
                " ON CONFLICT (code) DO UPDATE SET beat_at = EXCLUDED.beat_at,"
                " duration = EXCLUDED.duration, handled = EXCLUDED.handled,"
                " last_error = COALESCE(EXCLUDED.last_error, known.last_error),"
                " error_at = COALESCE(EXCLUDED.error_at, known.error_at)",
                code,
                now,
                seconds,
                count,
                str(error)[:500] if error else None,
                now if error else None,
            )
        )
        self.invalidate_model(flush=False)

    @api.model
    def _find(self, code):
        """Return the heartbeat of a job; empty if it never ran to its end."""
        # sudo: when a job ran is no secret of a company; views restrict who is shown.
        return self.sudo().search([("code", "=", code)])

    def _age(self):
        """Return the seconds since the last beat, None if there was none."""
        if not self:
            return None
        return max((self.env.cr.now() - self.beat_at).total_seconds(), 0)

    @api.model
    def _state_of(self, code, age) -> str:
        """Return `ok`, `late` or `dead` for a job and an age in seconds."""
        daily = code == "daily"
        if age is None or age > (DAILY_DEAD_SECONDS if daily else DEAD_SECONDS):
            return "dead"
        return "late" if age > (DAILY_LATE_SECONDS if daily else LATE_SECONDS) else "ok"

    def _age_text(self) -> str:
        """Return in words when the last beat was: “40 s ago”."""
        age = self._age()
        for limit, size, text in (
            (120, 1, self.env._("%s s ago")),
            (120 * 60, 60, self.env._("%s min ago")),
            (48 * 3600, 3600, self.env._("%s h ago")),
        ):
            if age < limit:
                return text % int(age // size)
        return self.env._("%s days ago", int(age // 86400))
