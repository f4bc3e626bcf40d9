from datetime import timedelta

import pytz

from odoo import fields, models
from odoo.tools import format_date
from odoo.tools.i18n import format_list

from ..const import DAY, DAY_OF_YEAR

#: As many holidays are named; of the others the number is said.
_NAMED = 5


class HypercareSetup(models.TransientModel):
    """Which public holidays fall into hypercare."""

    _inherit = "hypercare.setup"

    def _holiday_words(self, holidays) -> str:
        last = format_date(self.env, self._last_day(), date_format=DAY_OF_YEAR)
        if not holidays:
            return self.env._("No public holiday is entered until %s.", last)
        named = [
            f"{one['name']} ({format_date(self.env, one['from'], date_format=DAY)})"
            for one in holidays[:_NAMED]
        ]
        if len(holidays) > _NAMED:
            named.append(self.env._("%s more", len(holidays) - _NAMED))
        return self.env._(
            "Public holidays until %(last)s: %(count)s. %(names)s.",
            last=last,
            count=len(holidays),
            names=format_list(self.env, named),
        )

    def _holidays(self) -> list[dict]:
        """Return public holidays in the period: name, first and last local day."""
        self.ensure_one()
        begin = fields.Datetime.to_datetime(self.go_live) - timedelta(days=1)
        end = fields.Datetime.to_datetime(self._last_day()) + timedelta(days=2)
        calendar = self.calendar_id if self.week_kind == "known" else False
        zone = pytz.timezone((calendar and calendar.tz) or self.tz or "UTC")
        # sudo: holidays are facts for everybody who plans with them.
        leaves = (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search(
                [
                    ("resource_id", "=", False),
                    ("time_type", "=", "leave"),
                    ("company_id", "in", (self.company_id.id, False)),
                    ("calendar_id", "in", (calendar and calendar.id, False)),
                    ("date_from", "<", end),
                    ("date_to", ">", begin),
                ],
                order="date_from",
            )
        )
        found = [
            {
                "name": leave.name or self.env._("Holiday"),
                "from": pytz.utc.localize(leave.date_from).astimezone(zone).date(),
                "to": pytz.utc.localize(leave.date_to).astimezone(zone).date(),
            }
            for leave in leaves
        ]
        last = self._last_day()
        return [
            one for one in found if one["to"] >= self.go_live and one["from"] <= last
        ]
