from odoo import api, fields, models
from odoo.fields import Domain

from ..const import URGENT_SEVERITIES
from ..engine.rhythm import checkin_days


class HypercarePeriod(models.Model):
    """Check-ins with the heads of departments, by the rhythm of the phase."""

    _inherit = "hypercare.period"

    checkin_meetings = fields.Boolean(
        "Arrange check-ins",
        default=True,
        help="By the rhythm of each phase: meetings in the calendar where it is "
        "installed, otherwise a mail with the agenda on the morning.",
    )
    checkin_time = fields.Float(
        "Check-in at",
        default=10.0,
        required=True,
        help="Time of day in the period's time zone.",
    )

    _checkin_within_the_day = models.Constraint(
        "CHECK (checkin_time >= 0 AND checkin_time < 24)",
        "Check-ins take place between 00:00 and 23:59.",
    )

    def write(self, vals):
        if "checkin_time" in vals:
            self.env["hypercare.phase"]._check_float_input(
                self._fields["checkin_time"], vals["checkin_time"]
            )
        return super().write(vals)

    @api.model
    def _arranges_meetings(self) -> bool:
        """Tell whether check-ins are in people's calendars, so that no mail is due."""
        return False

    def _checkins(self) -> dict:
        """Return local day → phase of the check-ins of this period."""
        self.ensure_one()
        if not self.checkin_meetings:
            return {}
        return {
            day: phase
            for phase in self.phase_ids
            for day in checkin_days(
                phase.date_from,
                phase.date_to,
                phase.checkin_rhythm or "none",
                self._is_business_day,
            )
        }

    def _checkin_people(self):
        """Return the users who check in: heads of areas and both managers."""
        self.ensure_one()
        # sudo: who is named does not depend on who asks.
        period = self.sudo()
        people = period.client_pm_id | period.consultant_lead_id
        return (people | period.area_ids.head_id).filtered("active")

    def _notices_due(self, today) -> list:
        due = super()._notices_due(today)
        if not self._arranges_meetings() and today in self._checkins():
            due.append((f"checkin:{today}", self._tell_checkin))
        return due

    def _tell_checkin(self, code, now):
        people = self._reachable(self._checkin_people())
        self._tell(code, now, people, lambda period: period._checkin_words())

    def _checkin_words(self) -> dict:
        """Return the short agenda of a check-in, in the reader's language."""
        env, open_issues = self.env, self._open_domain()
        urgent = open_issues & Domain("severity", "in", URGENT_SEVERITIES)
        waiting = open_issues & Domain("state", "=", "waiting")
        lines = []
        for title, domain in (
            (env._("Critical and high:"), urgent),
            (env._("Waiting for somebody:"), waiting),
        ):
            found = self._open_lines(domain)
            lines += [title, *(found or [env._("nothing")])]
        values = {"period": self.name, "time": self._checkin_clock()}
        return {
            "subject": env._("%(period)s: check-in today at %(time)s", **values),
            "headline": env._("Check-in today at %(time)s", **values),
            "sentence": env._(
                "This is what to talk about. Say where work is held up, and what "
                "people in your department ask for."
            ),
            "lines": lines,
        }

    def _checkin_clock(self) -> str:
        hours, minutes = divmod(round(self.checkin_time * 60), 60)
        return f"{min(hours, 23):02}:{minutes:02}"
