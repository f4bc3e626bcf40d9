"""Factories for the tests: a small company on a Sunday–Thursday week in Dhaka."""

from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user
from odoo.tools import email_normalize

from .ready_charter import ready_charter
from .ready_checklist import ready_checklist
from .ready_handover import ready_handover
from .ready_phases import ready_phases

#: A Monday, 10:00 in Dhaka (UTC+6).
MONDAY = datetime(2026, 3, 2, 4, 0)


@contextmanager
def at_time(moment):
    """Freeze both Python's and the database's clock at a naive UTC moment."""
    moment = fields.Datetime.to_datetime(moment)
    with (
        patch("odoo.sql_db.BaseCursor.now", return_value=moment),
        freeze_time(moment),
    ):
        yield


class HypercareCommon(TransactionCase):
    """A running period with one person per tier, a reporter and the managers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.company = cls.env.company
        cls.reporter = cls.make_user("reporter")
        cls.colleague = cls.make_user("colleague")
        cls.l1 = cls.make_user("l1")
        cls.l2 = cls.make_user("l2")
        cls.l3 = cls.make_user("l3")
        cls.manager = cls.make_user("manager", "hypercare_support.group_manager")
        cls.consultant = cls.make_user("consultant")
        cls.sponsor = cls.make_user("sponsor", "hypercare_support.group_sponsor")
        cls.calendar = cls.make_calendar()
        cls.policy = cls.env.ref("hypercare_support.sla_policy_standard")
        cls.period = cls.make_period()
        cls.tier1, cls.tier2, cls.tier3 = cls.period.tier_ids.sorted("level")

    @classmethod
    def make_user(cls, login, groups="", **values):
        return new_test_user(
            cls.env,
            login=f"hc_{login}",
            groups=",".join(filter(None, ["base.group_user", groups])),
            name=login.title(),
            email=f"{login}@example.com",
            tz="Asia/Dhaka",
            **values,
        )

    def readers_of(self, mails):
        """Return the people to whom queued mails go, by their addresses."""
        addresses = [email_normalize(mail.email_to) for mail in mails]
        return self.env["res.partner"].search([("email_normalized", "in", addresses)])

    @classmethod
    def make_calendar(cls, days="60123", hours=((9, 18),), **values):
        """Return a calendar that opens on the given weekdays (0 is Monday)."""
        return cls.env["resource.calendar"].create(
            {
                "name": "Support hours",
                "tz": "Asia/Dhaka",
                "company_id": cls.company.id,
                "attendance_ids": [Command.clear()]
                + [
                    Command.create(
                        {
                            "name": day,
                            "dayofweek": day,
                            "hour_from": begin,
                            "hour_to": end,
                            "day_period": "morning",
                        }
                    )
                    for day in days
                    for begin, end in hours
                ],
                **values,
            }
        )

    @classmethod
    def make_period(cls, state="running", people=None, **values):
        people = people or (cls.l1, cls.l2, cls.l3)
        return cls.env["hypercare.period"].create(
            {
                "name": "Go-live",
                "go_live": "2026-03-01",
                "date_end": "2026-03-14",
                "calendar_id": cls.calendar.id,
                "tz": "Asia/Dhaka",
                "policy_id": cls.policy.id,
                "client_pm_id": cls.manager.id,
                "consultant_lead_id": cls.consultant.id,
                "sponsor_id": cls.sponsor.id,
                "state": state,
                "tier_ids": [
                    Command.create(
                        {
                            "level": level,
                            "lead_id": user.id,
                            "member_ids": [Command.create({"user_id": user.id})],
                        }
                    )
                    for level, user in zip(("l1", "l2", "l3"), people, strict=True)
                ],
                **values,
            }
        )

    @classmethod
    def make_ready(cls, period):
        """Give a draft everything that it needs to start; mail works from now on.

        Each part of the plan adds what its own items ask for.
        """
        cls.startClassPatcher(
            patch.object(
                type(cls.env["ir.mail_server"]),
                "_hypercare_probe",
                return_value=("mail.example.com:25", False),
            )
        )
        if not period.business_owner_id:
            period.business_owner_id = cls.make_user(f"owner_{period.id}")
        if not cls.company.email:
            cls.company.email = "office@example.com"
        ready_handover(cls.env, period)
        ready_checklist(cls.env, period)
        ready_phases(cls.env, period)
        ready_charter(cls.env, period)
        return period

    def start(self, period, user=None):
        """Start a draft by its buttons, as if nothing were missing."""
        period = period.with_user(user or self.env.user)
        with patch.object(type(period), "_readiness_items", return_value=[]):
            period.action_ready()
            period.action_start()

    @classmethod
    def make_issue(cls, severity="s2", at=None, user=None, **values):
        """Report an issue, by default as the reporter and without freezing time."""
        issues = cls.env["hypercare.issue"].with_user(user or cls.reporter)
        values = {
            "name": "Something does not work",
            "period_id": cls.period.id,
            "severity": severity,
            **values,
        }
        if at is None:
            return issues.create(values).with_env(cls.env)
        with at_time(at):
            return issues.create(values).with_env(cls.env)

    def do(self, issue, user, moment, **values):
        """Have a user write values on an issue at a moment."""
        with at_time(moment):
            issue.with_user(user).write(values)
        self.env.flush_all()

    def clock(self, issue, metric, run=None):
        """Return the latest (or given) run of an issue's clock."""
        clocks = issue.clock_ids.filtered(
            lambda clock: clock.metric == metric and run in (None, clock.run)
        )
        return clocks.sorted("run")[-1:]
