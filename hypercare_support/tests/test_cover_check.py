from datetime import datetime, timedelta

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .common import at_time
from .test_cover import BEFORE, SUNDAY, CoverCommon

#: The third Monday of hypercare, 10:00 in Dhaka – and the Sunday before it at 08:00.
CHECK = SUNDAY + timedelta(days=7, hours=8)


class TestWeeklyCheck(CoverCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft.tier_ids.filtered(
            lambda tier: tier.level == "l3"
        ).member_ids.calendar_id = cls.partner_week
        cls.period.state = "cancelled"
        cls.draft.write({"date_end": "2026-03-28"})
        cls.env.cr.execute(
            "UPDATE hypercare_period SET state = 'running' WHERE id = %s",
            [cls.draft.id],
        )
        cls.env.invalidate_all()

    def check(self, moment):
        """Run the job at a moment; return the mails it queued."""
        before = self.env["mail.mail"].sudo().search([])
        with at_time(moment), self.enter_registry_test_mode():
            self.env.ref("hypercare_support.ir_cron_cover").method_direct_trigger()
        return self.env["mail.mail"].sudo().search([]) - before

    def notes(self):
        return self.draft.message_ids.filtered(
            lambda message: "Weekly look" in (message.body or "")
        )

    def test_the_consultant_lead_is_told_once_a_week(self):
        self.assertFalse(self.check(CHECK - timedelta(minutes=1)))
        mail = self.check(CHECK)
        self.assertEqual(self.readers_of(mail), self.consultant.partner_id)
        self.assertIn("Sunday 8 March", mail.subject)
        self.assertIn("Dear Consultant", mail.body_html)
        for text in (
            "Sunday 8 March 09:00–18:00: nobody of Level 3 Technical is there",
            "Sunday 15 March 09:00–18:00",
            f"/odoo/hypercare-cover/{self.draft.id}",
            "Asia/Dhaka",
        ):
            self.assertIn(text, mail.body_html)
        # Two weeks, not three; and nights are no reason for a mail.
        self.assertNotIn("Sunday 22 March", mail.body_html)
        self.assertNotIn("can be called", mail.body_html)
        self.assertEqual(len(self.notes()), 1)
        for later in (timedelta(minutes=30), timedelta(days=6)):
            self.assertFalse(self.check(CHECK + later))
        self.assertTrue(self.check(CHECK + timedelta(days=7)))
        self.assertEqual(len(self.notes()), 2)

    def test_a_missed_run_is_made_up_for(self):
        mail = self.check(CHECK + timedelta(days=2))
        self.assertIn("Sunday 15 March", mail.body_html)
        self.assertNotIn("Sunday 8 March", mail.body_html)
        self.assertFalse(self.check(CHECK + timedelta(days=2, hours=1)))

    def test_a_holiday_moves_the_check_to_the_next_business_day(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.calendar.id,
                "company_id": self.company.id,
                "date_from": SUNDAY + timedelta(days=7),
                "date_to": SUNDAY + timedelta(days=8, seconds=-1),
            }
        )
        self.assertFalse(self.check(CHECK))
        self.assertTrue(self.check(CHECK + timedelta(days=1)))

    def test_without_a_hole_there_is_no_mail(self):
        self.member.calendar_id = False
        self.assertFalse(self.check(CHECK))
        self.assertFalse(self.notes())
        self.assertEqual(str(self.draft.cover_checked_on), "2026-03-08")

    def test_only_what_is_ready_or_running_is_looked_at(self):
        self.env.cr.execute(
            "UPDATE hypercare_period SET state = 'draft' WHERE id = %s", [self.draft.id]
        )
        self.env.invalidate_all()
        self.assertFalse(self.check(CHECK))

    def test_the_client_project_manager_steps_in(self):
        self.consultant.active = False
        self.assertEqual(self.readers_of(self.check(CHECK)), self.manager.partner_id)
        self.manager.email = "nonsense"
        self.assertFalse(self.check(CHECK + timedelta(days=7)))
        self.assertEqual(len(self.notes()), 2)

    def test_it_is_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.consultant.lang = "fr_FR"
        self.assertIn("dimanche 8 mars", self.check(CHECK).body_html)

    def test_a_broken_template_costs_its_sentences_only(self):
        template = self.env.ref("hypercare_support.mail_template_cover")
        # By SQL: Odoo tries a template out before it lets it be written.
        self.env.cr.execute(
            "UPDATE mail_template SET body_html = jsonb_build_object('en_US', %s)"
            " WHERE id = %s",
            ['<p><t t-out="object.nothing"/></p>', template.id],
        )
        self.env.invalidate_all()
        with mute_logger(
            "odoo.addons.hypercare_support.models.period_plain_mail",
            "odoo.addons.mail.models.mail_render_mixin",
        ):
            mail = self.check(CHECK)
        self.assertIn("Sunday 8 March", mail.body_html)
        template.unlink()
        self.assertIn("Gazipur", self.check(CHECK + timedelta(days=7)).subject)

    def test_one_period_that_fails_leaves_the_others_their_turn(self):
        self.env.cr.execute("UPDATE hypercare_period SET state = 'running'")
        self.env.invalidate_all()
        self.tier3.member_ids.calendar_id = self.partner_week
        self.period.date_end = "2026-03-28"
        real = type(self.period)._check_cover
        broken = self.period

        def fail(period, now):
            if period == broken:
                raise ValueError("broken")
            return real(period, now)

        self.patch(type(self.period), "_check_cover", fail)
        with mute_logger("odoo.addons.hypercare_support.models.period_cover_check"):
            mails = self.check(CHECK)
        self.assertIn(self.draft.id, mails.mapped("res_id"))
        self.assertNotIn(self.period.id, mails.mapped("res_id"))
        self.assertFalse(self.period.cover_checked_on)

    def test_when_it_was_checked_is_kept_by_the_system(self):
        with self.assertRaisesRegex(UserError, "kept by the system"):
            self.draft.with_user(self.manager).write({"cover_checked_on": "2026-03-01"})
        with self.assertRaisesRegex(UserError, "kept by the system"):
            self.make_period(cover_checked_on=datetime(2026, 3, 1).date())

    def test_before_go_live_the_first_days_are_looked_at(self):
        self.env.cr.execute(
            "UPDATE hypercare_period SET state = 'ready' WHERE id = %s", [self.draft.id]
        )
        self.env.invalidate_all()
        mail = self.check(BEFORE)
        self.assertIn("Sunday 1 March", mail.body_html)
        self.assertNotIn("Sunday 22 February", mail.body_html)

    def test_the_exit_review_is_looked_at_as_well(self):
        self.env.cr.execute(
            "UPDATE hypercare_period SET state = 'exit_review' WHERE id = %s",
            [self.draft.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self.readers_of(self.check(CHECK)), self.consultant.partner_id)
