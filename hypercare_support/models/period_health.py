from odoo import api, models

from .period_alarm import JOBS


class HypercarePeriod(models.Model):
    """The same facts for a monitor outside of Odoo: ages and counts, no names."""

    _inherit = "hypercare.period"

    @api.model
    def _health(self) -> dict:
        """Return status (pass, warn, fail), ages in seconds and unsent mails.

        *fail* is what a manager sees in red: a job that is switched off or has not run
        for 15 minutes, a mail that is unsent for 5 minutes.
        """
        facts = self._alarm_facts()
        now = self.env.cr.now()
        heartbeats = self.env["hypercare.heartbeat"]
        health = {"status": "pass"}
        marks = set()
        for row in facts:
            if job := JOBS.get(row["code"]):
                # A job that never ran is as old as its record.
                age = (now - row["moment"]).total_seconds() if row["moment"] else None
                marks.add(heartbeats._state_of(job, age) if row["amount"] else "dead")
                health[f"{job}_age"] = self._seconds(heartbeats._find(job)._age())
        waiting = [row for row in facts if row["code"] in ("unsent", "queued")]
        oldest = min((row["moment"] for row in waiting), default=None)
        health["unsent"] = sum(row["amount"] for row in waiting)
        health["oldest_unsent_seconds"] = self._seconds(
            max((now - oldest).total_seconds(), 0) if oldest else None
        )
        marks |= {row["code"] for row in facts}
        if marks & {"dead", "unsent"}:
            health["status"] = "fail"
        elif marks & {"late", "aside"}:
            health["status"] = "warn"
        return health

    @api.model
    def _seconds(self, age):
        return None if age is None else int(age)
