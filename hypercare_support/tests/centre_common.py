"""What the tests of the command centre share."""

from datetime import datetime, timedelta

from .common import HypercareCommon, at_time

#: Go-live was Sunday, 1 March 2026; this is Tuesday of the second week, 16:00.
NOW = datetime(2026, 3, 10, 10, 0)


class CentreCase(HypercareCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        others = cls.env["hypercare.period"].search([("id", "!=", cls.period.id)])
        others.write({"state": "cancelled"})
        cls.env.flush_all()

    def centre(self, user, now=NOW, period=False):
        """Return the answer that a user gets, with a fresh cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        with at_time(now):
            return (
                self.env["hypercare.period"]
                .with_user(user)
                .command_centre(period and period.id)
            )

    def cells(self, value, path=""):
        """Yield the path and the cell of every number in an answer."""
        if isinstance(value, dict) and set(value) == {"value", "domain"}:
            yield path, value
        elif isinstance(value, dict):
            for key, part in value.items():
                yield from self.cells(part, f"{path}/{key}")
        elif isinstance(value, list):
            for number, part in enumerate(value):
                yield from self.cells(part, f"{path}/{number}")

    def at(self, day, hour, minute=0):
        """Return a local time of a day of March as naive UTC."""
        return datetime(2026, 3, day, hour, minute) - timedelta(hours=6)

    def life(self, severity, raised, resolved=None, user=None, **values):
        """Report an issue that somebody takes and perhaps resolves."""
        issue = self.make_issue(severity, at=raised, **values)
        user = user or self.l1
        self.do(issue, user, raised + timedelta(minutes=5), user_id=user.id)
        if resolved:
            self.do(issue, user, resolved, state="resolved")
        return issue
