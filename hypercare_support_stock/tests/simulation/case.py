"""Runs worlds side by side: acts at their times, the scheduled actions every night."""

from unittest import SkipTest
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

from odoo.addons.hypercare_support.tests.ready_handover import ready_handover

from .clock import CLOSES, EVENING, GO_LIVE, NIGHT, OPENS, Clock
from .people import KINDS
from .world import World

APPS = ("sale_management", "purchase", "stock_account", "account")
SWEEP = "hypercare_support.ir_cron_checklist"
STOCK = "hypercare_support_stock.ir_cron_stock"
#: In the order in which the server takes what is due at once: by priority.
NIGHTLY = (
    "hypercare_support.ir_cron_daily",
    SWEEP,
    "hypercare_support.ir_cron_exit",
    STOCK,
)
STAFF = {
    # Odoo reads with the rights of who closes when the last closing of stock was.
    "clerk": "base.group_erp_manager,account.group_account_manager,"
    "account.group_account_basic,stock.group_stock_manager,sales_team.group_sale_manager,"
    "purchase.group_purchase_manager",
    "reporter": "",
    "colleague": "",
    "l1": "",
    "l2": "",
    "l3": "",
    "manager": "hypercare_support.group_manager",
    "consultant": "",
    "owner": "",
    "sponsor": "hypercare_support.group_sponsor",
}


class SimulationCase(TransactionCase):
    tz = "Asia/Dhaka"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        missing = set(APPS) - cls.env["ir.module.module"]._installed().keys()
        if missing:
            raise SkipTest(f"not installed: {', '.join(sorted(missing))}")
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.clock = Clock(cls.tz)
        cls.env["hypercare.period"].search([]).write({"active": False})
        companies = cls.env["res.company"].create(
            [{"name": name} for name in ("Shirts", "Neighbour", "Nobody")]
        )
        cls.companies = companies
        cls.staff = {
            login: new_test_user(
                cls.env,
                login=f"sim_{login}",
                groups=",".join(filter(None, ["base.group_user", group])),
                name=login.title(),
                email=f"{login}@example.com",
                tz=cls.tz,
                company_id=companies[0].id,
                company_ids=[Command.set(companies.ids)],
            )
            for login, group in STAFF.items()
        }
        # Nobody asks a mail server here.
        cls.startClassPatcher(
            patch.object(
                type(cls.env["ir.mail_server"]),
                "_hypercare_probe",
                return_value=("mail.example.com:25", False),
            )
        )

    @classmethod
    def make_period(cls, company):
        """Return a period that runs from day 1, with the usual criteria."""
        staff = cls.staff
        calendar = cls.env["resource.calendar"].create(
            {
                "name": "Support hours",
                "tz": cls.tz,
                "company_id": company.id,
                "attendance_ids": [Command.clear()]
                + [
                    Command.create(
                        {
                            "name": day,
                            "dayofweek": day,
                            "hour_from": OPENS,
                            "hour_to": CLOSES,
                            "day_period": "morning",
                        }
                    )
                    for day in "60123"
                ],
            }
        )
        policy = cls.env.ref("hypercare_support.sla_policy_standard")
        period = (
            cls.env["hypercare.period"]
            .with_context(allowed_company_ids=company.ids)
            .create(
                {
                    "name": company.name,
                    "company_id": company.id,
                    "go_live": GO_LIVE,
                    "date_end": cls.clock.date(14),
                    "calendar_id": calendar.id,
                    "tz": cls.tz,
                    "policy_id": policy.id,
                    "bau_policy_id": policy.id,
                    "client_pm_id": staff["manager"].id,
                    "consultant_lead_id": staff["consultant"].id,
                    "sponsor_id": staff["sponsor"].id,
                    "business_owner_id": staff["owner"].id,
                    "state": "running",
                    "tier_ids": [
                        Command.create(
                            {
                                "level": level,
                                "lead_id": staff[level].id,
                                "member_ids": [
                                    Command.create({"user_id": staff[level].id})
                                ],
                            }
                        )
                        for level in ("l1", "l2", "l3")
                    ],
                }
            )
        )
        period.action_usual_criteria()
        template = cls.env.ref("hypercare_support.checklist_template_month_end")
        # What is watched is the measurement, not the order of the steps.
        period._add_checklists(template).item_ids.depends_on_ids = False
        if company == cls.companies[0]:
            ready_handover(cls.env, period)
        return period

    def live(self, last, *scripts):
        """Let companies live their scripts to the night after a day; compare all."""
        with self.clock.ticking():
            worlds = [
                World(self, self.make_period(company), self.clock, *script, last)
                if len(script) == 2
                else World(
                    self, self.make_period(company), self.clock, {}, {}, last, False
                )
                for company, script in zip(self.companies, scripts, strict=False)
            ]
            criteria = self.env["hypercare.exit.criterion"].search([])
            self.codes = {one.id: one.code for one in criteria}
            for day in range(1, last + 1):
                acts = [
                    (self.clock.at(one, time), number, words)
                    for number, world in enumerate(worlds)
                    for one, time, words in world.events
                    if one == day
                ]
                self._do(day, worlds, [a for a in acts if a[0] > self.clock.now])
                self._evening(day)
                self.clock.move(self.clock.at(day + 1, "00:05"))
                early = [
                    (self.clock.at(one, time), number, words)
                    for number, world in enumerate(worlds)
                    for one, time, words in world.events
                    if one == day + 1 and time < NIGHT
                ]
                self._do(day + 1, worlds, early)
                self._night(day)
                for world in worlds:
                    world.compare(day)
        return worlds

    def _do(self, day, worlds, acts):
        for moment, number, words in sorted(acts):
            self.clock.move(moment)
            worlds[number].act(day, moment, words)

    def _night(self, day):
        """Run the scheduled actions of the night, in a time zone of its own."""
        self.clock.move(self.clock.at(day + 1, NIGHT))
        self._run(NIGHTLY)

    def _evening(self, day):
        """Run the sweep, and the comparison of stock where the sweep has woken it.

        On a server the sweep comes every ten minutes and wakes it once an hour, so that
        a close is compared before the night. Here the last one of the day stands for
        all. Of itself the comparison runs once a day, after what else is due.
        """
        self.clock.move(self.clock.at(day, EVENING))
        self._run([SWEEP])
        if self._woken():
            self._run([STOCK])

    def _woken(self):
        return self.env["ir.cron.trigger"].search(
            [
                ("cron_id", "=", self.env.ref(STOCK).id),
                ("call_at", "<=", self.clock.now),
            ]
        )

    def _run(self, names):
        """Run scheduled actions one after the other, as the server does."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            for name in names:
                self.env.ref(name).method_direct_trigger()
        self.env.invalidate_all()
        if STOCK in names:
            # The server forgets what has woken a job that it ran.
            self._woken().unlink()

    def check(self, worlds):
        """Fail with what differs; return how much was compared."""
        lines = [line for world in worlds for line in world.differ]
        self.assertFalse(lines, "\n".join([f"{len(lines)} differ", *lines[:60]]))
        for world in worlds:
            self.assertFalse(world.period.kpi_error)
            codes = world.period.transaction_ids.type_id.mapped("code")
            self.assertEqual(set(codes), set(KINDS))
        return sum((world.compared for world in worlds), worlds[0].compared.__class__())
