"""One clock for Python, Odoo and the scheduled actions, moved by hand."""

from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from unittest.mock import patch
from zoneinfo import ZoneInfo

from freezegun import freeze_time

GO_LIVE = date(2026, 3, 22)
#: When the last sweep of a day wakes the comparison of stock, and when it is counted.
EVENING, NIGHT = "23:55", "00:10"
#: Opening and closing on working days.
OPENS, CLOSES = 9, 18


class Clock:
    """Days and times of a zone, as naive UTC."""

    def __init__(self, tz):
        self.tz = tz
        self.zone = ZoneInfo(tz)
        self.now = None
        self._frozen = None

    def date(self, day):
        return GO_LIVE + timedelta(days=day - 1)

    def at(self, day, time):
        """Return a local time of a day of hypercare."""
        hour, minute = map(int, time.split(":"))
        local = datetime.combine(self.date(day), datetime.min.time(), self.zone)
        local = local.replace(hour=hour, minute=minute)
        return local.astimezone(timezone.utc).replace(tzinfo=None)

    def day_of(self, moment):
        local = moment.replace(tzinfo=timezone.utc).astimezone(self.zone)
        return (local.date() - GO_LIVE).days + 1

    def midnight(self, day):
        """Return the end of a day."""
        return self.at(day + 1, "00:00")

    def is_working(self, day):
        return (day - 1) % 7 < 5

    def closing(self, day):
        return self.at(day, f"{CLOSES}:00")

    def working_days(self, after, last):
        """Count the working days after a day, up to and with another."""
        return sum(self.is_working(day) for day in range(after + 1, last + 1))

    @contextmanager
    def ticking(self):
        """Stop all clocks; ``move`` sets them."""
        self.now = self.at(1, "00:00")
        with (
            freeze_time(self.now) as self._frozen,
            patch("odoo.sql_db.BaseCursor.now", lambda _cursor: self.now),
        ):
            yield

    def move(self, moment):
        self.now = moment
        self._frozen.move_to(moment)
