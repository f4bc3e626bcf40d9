from datetime import timedelta

from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _hypercare_absence(self, now) -> dict:
        """Add validated time off; the absence that ends last is told."""
        absence = super()._hypercare_absence(now)
        for user, end in self._hypercare_time_off(now).items():
            _reason, known_end = absence.get(user, (None, end))
            # What has no known end lasts longer.
            if known_end and known_end <= end:
                until = user._hypercare_until(end, now)
                absence[user] = self.env._("time off until %s", until), end
        return absence

    def _hypercare_time_off(self, now) -> dict:
        """Return user → end (naive UTC) of the validated time off at a moment."""
        ends = {}
        for leave in self._hypercare_leaves(now, now):
            begin, end = leave._hypercare_span()
            if begin <= now < end:
                user = self.browse(leave.user_id.id)
                ends[user] = max(end, ends.get(user, end))
        return ends

    def _hypercare_absences(self, begin, end) -> dict:
        """Add validated time off."""
        absences = super()._hypercare_absences(begin, end)
        for leave in self._hypercare_leaves(begin, end):
            first, last = leave._hypercare_span()
            if first < end and last > begin:
                user = self.browse(leave.user_id.id)
                line = first, last, self.env._("time off")
                absences.setdefault(user, []).append(line)
        return absences

    def _hypercare_leaves(self, begin, end):
        """Return the validated time off of these users around a stretch of time.

        Wide enough for every time zone: the spans of the leaves decide.

        :param begin, end: naive UTC
        """
        # sudo: that somebody is away is no secret; why stays in Time Off. A person who
        # is on leave from one company is not there for another one either.
        leaves = self.env["hr.leave"].sudo()
        return leaves.search(
            [
                ("user_id", "in", self.ids),
                ("state", "=", "validate"),
                ("holiday_status_id.time_type", "=", "leave"),
                ("request_date_from", "<=", end.date() + timedelta(days=1)),
                ("request_date_to", ">=", begin.date() - timedelta(days=1)),
            ]
        )
