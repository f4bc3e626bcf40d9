"""What the tests of KPIs, adoption and health share."""

from datetime import date, datetime, timedelta

from odoo.fields import Command

from .common import HypercareCommon, at_time

#: Day 1: Sunday, 1 March 2026.
GO_LIVE = date(2026, 3, 1)


class KpiCase(HypercareCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kpis = cls.env["hypercare.kpi"]
        cls.values = cls.env["hypercare.kpi.value"]
        cls.other_company = cls.env["res.company"].create({"name": "Other"})
        cls.foreign_manager = cls.make_user(
            "foreign",
            "hypercare_support.group_manager",
            company_id=cls.other_company.id,
            company_ids=[Command.set(cls.other_company.ids)],
        )

    def day(self, number):
        """Return the date of a day of hypercare."""
        return GO_LIVE + timedelta(days=number - 1)

    def at(self, number, hour=10, minute=0):
        """Return a local time of a day of hypercare as naive UTC."""
        return datetime.combine(self.day(number), datetime.min.time()) + timedelta(
            hours=hour - 6, minutes=minute
        )

    def night(self, number):
        """Return ten minutes after the midnight that ends a day."""
        return self.at(number + 1, 0, 10)

    def kpi(self, code):
        return self.env.ref(f"hypercare_support.kpi_{code}")

    def facts(self, number, period=None):
        """Return the facts of a day, counted in the night after it."""
        self.env.flush_all()
        with at_time(self.night(number)):
            return (period or self.period).sudo()._kpi_facts(self.day(number))

    def count(self, number, period=None):
        """Run what is due in the night after a day."""
        period = period or self.period
        with at_time(self.night(number)):
            period.sudo()._run_day_tasks(self.night(number))
        self.env.flush_all()
        self.env.invalidate_all()

    def value(self, code, number, period=None):
        return self.values.search(
            [
                ("period_id", "=", (period or self.period).id),
                ("kpi_id", "=", self.kpi(code).id),
                ("date", "=", self.day(number)),
            ]
        )

    def life(self, severity, raised, resolved=None, user=None, **values):
        """Report an issue that somebody takes and perhaps resolves."""
        issue = self.make_issue(severity, at=raised, **values)
        user = user or self.l1
        self.do(issue, user, raised + timedelta(minutes=5), user_id=user.id)
        if resolved:
            self.do(issue, user, resolved, state="resolved")
        return issue
