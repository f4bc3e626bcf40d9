from datetime import timedelta
from zoneinfo import ZoneInfo

from odoo import models
from odoo.tools import format_date


class ResUsers(models.Model):
    """Who is away, and until when, for whoever has to be told or given something."""

    _inherit = "res.users"

    def _hypercare_absence(self, now) -> dict:
        """Return which of these users are away at a moment.

        To be extended by whatever else knows about absences.

        :param now: naive UTC
        :return: user → (reason as a short translated text, end as naive UTC); the end
            is False where nobody knows it
        """
        absence = {}
        # sudo: who is told does not depend on who may read whose account; nothing but
        # the absence leaves this method.
        for user in self.sudo():
            begin, end = user.out_of_office_from, user.out_of_office_to
            if not user.active:
                absence[user] = self.env._("account archived"), False
            # Both ends count, as in Odoo's own reading of these fields.
            elif begin and begin <= now and (not end or now <= end):
                reason = self.env._("out of office")
                if end:
                    reason = self.env._(
                        "out of office until %s", user._hypercare_until(end, now)
                    )
                absence[user] = reason, end
        return {user.with_env(self.env): away for user, away in absence.items()}

    def _hypercare_until(self, end, now) -> str:
        """Return the end of an absence as this user would say it.

        :param end, now: naive UTC
        :return: the time of day if it is today, else the last day
        """
        self.ensure_one()
        zone = ZoneInfo(self.tz or "UTC")
        utc = ZoneInfo("UTC")
        today = now.replace(tzinfo=utc).astimezone(zone).date()
        # An absence that ends at midnight ends with the day before.
        last = (end.replace(tzinfo=utc) - timedelta(seconds=1)).astimezone(zone)
        local_end = end.replace(tzinfo=utc).astimezone(zone)
        if local_end.date() == today:
            return local_end.strftime("%H:%M")
        return format_date(self.env, last.date(), date_format="d MMM")
