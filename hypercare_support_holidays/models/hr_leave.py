from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import models


class HrLeave(models.Model):
    _inherit = "hr.leave"

    def _hypercare_span(self):
        """Return when this person is away, as naive UTC: begin and exclusive end.

        Whole days are away from midnight to midnight: the stored times are those of
        the working day, but nobody is on call on the evening of a day off.
        """
        self.ensure_one()
        if self.request_unit_hours:
            return self.date_from, self.date_to
        begin, end = self.date_from, self.date_to
        if not (self.request_unit_half and self.request_date_from_period == "pm"):
            begin = self._hypercare_midnight(self.request_date_from)
        if not (self.request_unit_half and self.request_date_to_period == "am"):
            end = self._hypercare_midnight(self.request_date_to + timedelta(days=1))
        return begin, end

    def _hypercare_midnight(self, day):
        """Return the first moment of a day where the person works, as naive UTC."""
        zone = ZoneInfo(self.employee_id.tz or self.tz or "UTC")
        midnight = datetime.combine(day, time(), zone)
        return midnight.astimezone(timezone.utc).replace(tzinfo=None)
