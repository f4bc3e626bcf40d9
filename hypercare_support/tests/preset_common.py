"""What the tests of presets and of the set-up have in common."""

from odoo import Command, fields

from .common import HypercareCommon


class SetupCase(HypercareCommon):
    """A company in Bangladesh whose people are known, and no other period."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.period.write({"state": "cancelled"})
        cls.company.country_id = cls.env.ref("base.bd")
        cls.owner = cls.make_user("owner")
        cls.other = cls.env["res.company"].create(
            {"name": "Other", "country_id": cls.env.ref("base.de").id}
        )
        cls.sme = cls.env.ref("hypercare_support.preset_sme")
        cls.complex = cls.env.ref("hypercare_support.preset_complex")
        cls.extended = cls.env.ref("hypercare_support.preset_extended")
        cls.presets = cls.env["hypercare.preset"].search([("company_id", "=", False)])

    @classmethod
    def make_setup(cls, user=None, **values):
        """Return an assistant in which every question has its answer."""
        setups = cls.env["hypercare.setup"].with_user(user or cls.manager)
        return setups.create(
            {
                "company_id": cls.company.id,
                "go_live": "2026-11-29",
                "past_confirmed": True,
                "calendar_id": cls.calendar.id,
                "week_kind": "known",
                "sponsor_id": cls.sponsor.id,
                "client_pm_id": cls.manager.id,
                "consultant_lead_id": cls.consultant.id,
                "business_owner_id": cls.owner.id,
                **{
                    f"{user.name.lower()}_ids": [Command.set(user.ids)]
                    for user in (cls.l1, cls.l2, cls.l3)
                },
                **values,
            }
        )

    def draft(self, **values):
        setup = self.make_setup(**values)
        setup.action_create_period()
        return setup.period_id

    def assertCovered(self, period):
        """The phases cover the whole period: no gap, no overlap."""
        day = period.go_live
        self.assertTrue(period.phase_ids)
        for phase in period.phase_ids.sorted("date_from"):
            self.assertEqual(phase.date_from, day)
            self.assertLessEqual(phase.date_from, phase.date_to)
            day = fields.Date.add(phase.date_to, days=1)
        self.assertEqual(day, fields.Date.add(period.date_end, days=1))
