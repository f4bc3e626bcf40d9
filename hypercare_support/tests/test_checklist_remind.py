"""Overdue items are told once and only once, to who can do something about it."""

from unittest.mock import patch

from odoo.fields import Command
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCommon

from .checklist_common import MONDAY, TUESDAY, WEDNESDAY, ChecklistCommon
from .common import at_time


class TestChecklistRemind(ChecklistCommon, MailCommon):
    def told(self, notices):
        return sorted(
            (one.item_id.name, one.role, one.partner_id.name or "") for one in notices
        )

    def test_each_step_once_in_the_morning_of_a_business_day(self):
        for moment, expected in (
            # Due on Monday the 2nd; the support hours open at nine, 3:00 UTC
            ("2026-03-01 12:00:00", []),
            ("2026-03-02 02:50:00", []),
            ("2026-03-02 03:00:00", [("Count", "owner", "Manager")]),
            ("2026-03-02 03:10:00", []),
            ("2026-03-02 10:00:00", []),
            (
                "2026-03-03 03:05:00",
                [
                    ("Bank", "owner", "Colleague"),
                    ("Count", "client_pm", "Manager"),
                ],
            ),
            ("2026-03-04 03:05:00", [("Bank", "client_pm", "Manager")]),
            # The report waits for the bank, which is overdue: that is told
            ("2026-03-05 03:05:00", [("Count", "sponsor", "Sponsor")]),
            # Friday, Saturday
            ("2026-03-06 05:00:00", []),
            ("2026-03-07 05:00:00", []),
            ("2026-03-08 03:05:00", [("Bank", "sponsor", "Sponsor")]),
            ("2026-03-09 03:05:00", []),
        ):
            self.assertEqual(self.told(self.sweep(moment)), expected, moment)

    def test_it_catches_up_after_a_gap_each_step_once(self):
        notices = self.sweep("2026-03-11 03:05:00")
        self.assertEqual(
            self.told(notices),
            [
                ("Bank", "client_pm", "Manager"),
                ("Bank", "owner", "Colleague"),
                ("Bank", "sponsor", "Sponsor"),
                ("Count", "client_pm", "Manager"),
                ("Count", "owner", "Manager"),
                ("Count", "sponsor", "Sponsor"),
            ],
        )
        self.assertEqual(len(notices.mail_id), 3, "one digest for each person")
        self.assertFalse(self.sweep("2026-03-11 03:15:00"))

    def test_what_was_late_when_it_was_added_is_nobodys_fault_yet(self):
        template = self.make_template(name="Late")
        with at_time("2026-03-11 05:00:00"):
            made = self.period._add_checklists(template)
            self.env.flush_all()
            # The database's clock is not frozen for the columns of the log.
            self.env.cr.execute(
                "UPDATE hypercare_checklist_item SET create_date = %s WHERE id IN %s",
                ("2026-03-11 05:00:00", tuple(made.item_ids.ids)),
            )
            made.item_ids.invalidate_recordset()
        notices = self.sweep("2026-03-11 06:00:00")
        mine = notices.filtered(lambda one: one.item_id in made.item_ids)
        self.assertEqual(set(mine.mapped("role")), {"owner"})

    def test_done_and_left_out_is_not_told(self):
        self.count.with_user(self.manager).action_done()
        self.decide(self.bank, self.manager, "skip", "No bank")
        self.assertFalse(self.sweep("2026-03-04 04:00:00"))

    def test_the_second_person_is_told_when_it_waits_for_him(self):
        self.count.write({"sign_off": True, "signer_id": self.l2.id})
        self.count.with_user(self.manager).action_done()
        [notice] = self.sweep(MONDAY)
        self.assertEqual(notice.partner_id, self.l2.partner_id)
        self.assertIn("to be signed", notice.mail_id.body_html)

    def test_who_did_it_is_not_told_to_sign_it(self):
        self.count.sign_off = True
        self.count.with_user(self.manager).action_done()
        [notice] = self.sweep(MONDAY)
        self.assertEqual(notice.partner_id, self.consultant.partner_id)

    def test_a_moved_date_is_a_new_one(self):
        self.assertEqual(len(self.sweep(MONDAY)), 1)
        self.count.due_date = "2026-03-03"
        self.assertEqual(
            self.told(self.sweep(TUESDAY)),
            [("Bank", "owner", "Colleague"), ("Count", "owner", "Manager")],
        )

    def test_whoever_is_away_or_archived_is_replaced(self):
        self.colleague.active = False
        [notice] = self.sweep(TUESDAY).filtered(lambda n: n.item_id == self.bank)
        self.assertEqual(notice.partner_id, self.manager.partner_id)
        self.assertEqual(notice.instead_of_id, self.colleague.partner_id)
        self.assertEqual(notice.instead_reason, "account archived")
        self.assertIn("You stand in for Colleague", notice.mail_id.body_html)
        self.assertEqual(self.bank.owner_problem, "account archived")

    def test_nobody_to_be_told_is_recorded_and_told_to_managers(self):
        self.period.write({"client_pm_id": False, "consultant_lead_id": False})
        [notice] = self.sweep(MONDAY)
        self.assertFalse(notice.partner_id or notice.mail_id)
        self.assertIn("Nobody could be told", notice.problem)

    def test_who_gets_an_overdue_item_is_told_of_it(self):
        self.assertEqual(self.told(self.sweep(MONDAY)), [("Count", "owner", "Manager")])
        self.count.owner_id = self.l2
        self.count.sign_off = True
        notices = self.sweep("2026-03-02 03:20:00")
        self.assertEqual(self.told(notices), [("Count", "owner", "L2")])
        self.assertEqual(notices.meant_id, self.l2)
        self.assertFalse(self.sweep("2026-03-02 03:30:00"))
        # Done, it is for the second person; who was told already is not told again.
        self.count.signer_id = self.l1
        self.count.with_user(self.l2).action_done()
        notices = self.sweep("2026-03-02 03:40:00")
        self.assertEqual(self.told(notices), [("Count", "owner", "L1")])
        self.count.with_user(self.l2).action_reopen()
        self.count.owner_id = self.manager
        self.assertFalse(self.sweep("2026-03-02 03:50:00"))

    def test_who_could_not_be_told_is_told_as_soon_as_it_is_possible(self):
        self.period.write({"client_pm_id": False, "consultant_lead_id": False})
        [notice] = self.sweep(MONDAY)
        self.assertFalse(notice.partner_id)
        self.assertFalse(self.sweep("2026-03-02 03:10:00"), "no second row")
        self.period.consultant_lead_id = self.consultant
        self.assertFalse(self.sweep("2026-03-02 03:20:00"), "the same row")
        notice.invalidate_recordset()
        self.assertEqual(notice.partner_id, self.consultant.partner_id)
        self.assertTrue(notice.mail_id)
        self.assertFalse(notice.problem)
        mail = notice.mail_id
        self.sweep("2026-03-02 03:30:00")
        self.assertEqual(notice.mail_id, mail)

    def test_nobody_is_told_at_midnight_where_somebody_works_always(self):
        hours = [
            {
                "name": "All day",
                "dayofweek": str(day),
                "hour_from": 0,
                "hour_to": 24,
                "day_period": "morning",
            }
            for day in range(7)
        ]
        self.period.calendar_id = self.env["resource.calendar"].create(
            {
                "name": "24 x 7",
                "tz": "Asia/Dhaka",
                "attendance_ids": [
                    Command.clear(),
                    *(Command.create(values) for values in hours),
                ],
            }
        )
        self.count.due_date = "2026-03-02"
        # Midnight and 8:50 in Dhaka, then nine
        for moment in ("2026-03-01 18:05:00", "2026-03-02 02:50:00"):
            self.assertFalse(self.sweep(moment), moment)
        self.assertEqual(self.told(self.sweep(MONDAY)), [("Count", "owner", "Manager")])

    def test_a_stop_holds_reminders_back(self):
        with at_time("2026-03-01 12:00:00"):
            self.env["hypercare.escalation.stop"].with_user(self.manager).create(
                {
                    "period_id": self.period.id,
                    "until": "2026-03-03 04:00:00",
                    "reason": "Public holiday",
                }
            ).action_stop()
        self.assertFalse(self.sweep(MONDAY))
        self.assertTrue(self.sweep(WEDNESDAY))

    def test_reminders_are_a_list_to_be_edited(self):
        step = self.env.ref("hypercare_support.checklist_step_client_pm")
        step.with_user(self.manager).write({"days": 0, "role": "consultant_lead"})
        self.env.ref("hypercare_support.checklist_step_sponsor").active = False
        self.assertEqual(
            self.told(self.sweep("2026-03-02 03:00:00")),
            [("Count", "consultant_lead", "Consultant"), ("Count", "owner", "Manager")],
        )

    def test_the_database_refuses_a_second_row(self):
        [notice] = self.sweep(MONDAY)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(Exception, "duplicate key"),
            self.env.cr.savepoint(),
        ):
            notice._insert_rows(
                [
                    {
                        "item_id": notice.item_id.id,
                        "period_id": notice.period_id.id,
                        "company_id": notice.company_id.id,
                        "step_id": notice.step_id.id,
                        "due_on": notice.due_on,
                        "meant_id": notice.meant_id.id,
                        "role": notice.role,
                        "decided_at": notice.decided_at,
                        "attempts": 0,
                    }
                ]
            )

    def test_a_mail_is_sent_by_our_own_job_and_tried_again(self):
        [notice] = self.sweep(MONDAY)
        with self.mock_mail_gateway(), self.enter_registry_test_mode():
            with patch.object(
                type(self.env["mail.mail"]),
                "send",
                side_effect=lambda *args, **kw: None,
            ):
                self.env.ref(
                    "hypercare_support.ir_cron_deliver"
                ).method_direct_trigger()
            notice.invalidate_recordset()
            self.assertFalse(notice.sent_at)
            self.assertEqual(notice.attempts, 1)
            self.assertTrue(notice.failed_reason)
            notice.retry_at = False
            self.env.ref("hypercare_support.ir_cron_deliver").method_direct_trigger()
            notice.invalidate_recordset()
        self.assertTrue(notice.sent_at)
        self.assertFalse(notice.failed_reason)

    def test_a_broken_layout_costs_the_looks_only(self):
        layout = self.env.ref("hypercare_support.checklist_mail")
        layout.arch = '<t t-name="x"><t t-out="nothing.at_all" /></t>'
        [notice] = self.sweep(MONDAY)
        self.assertIn("Count", notice.mail_id.body_html)
        self.assertIn("checklist_mail", notice.problem)

    def test_the_scheduled_action_goes_on_after_a_period_that_fails(self):
        other = self.make_period(name="Other")
        with at_time("2026-02-20 03:00:00"):
            other._add_checklists(self.template)
        self.env.flush_all()
        sweep = type(self.period)._checklist_sweep

        def failing(period):
            if period == self.period:
                raise ValueError("broken")
            return sweep(period)

        logger = "odoo.addons.hypercare_support.models.period_checklist"
        with (
            at_time(MONDAY),
            patch.object(type(self.period), "_checklist_sweep", failing),
            self.enter_registry_test_mode(),
            mute_logger(logger),
        ):
            self.env.ref("hypercare_support.ir_cron_checklist").method_direct_trigger()
        found = self.env["hypercare.checklist.notice"].search([])
        self.assertEqual(found.period_id, other)
