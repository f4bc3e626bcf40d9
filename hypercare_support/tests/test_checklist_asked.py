"""What a checklist item asks for stays as it was; who may look by the dialog."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCommon

from .checklist_common import MONDAY, ChecklistCommon
from .common import at_time


class TestChecklistAsked(ChecklistCommon, MailCommon):
    def changes(self):
        return {
            "name": "Look away",
            "text": "Nothing to look at",
            "evidence": "note",
            "sign_off": True,
            "code": "areas_have_heads",
            "signer_id": self.l1.id,
        }

    def test_what_was_asked_for_stays_once_it_is_ticked(self):
        self.bank.with_user(self.colleague).action_done()
        self.decide(self.count, self.manager, "skip", "There is no stock")
        for item in self.bank, self.count:
            for name, value in self.changes().items():
                with self.subTest(item=item.name, field=name):
                    with self.assertRaisesRegex(UserError, "stays as it was"):
                        item.with_user(self.manager).write({name: value})
                    with self.assertRaisesRegex(UserError, "stays as it was"):
                        self.checklist.with_user(self.manager).write(
                            {"item_ids": [Command.update(item.id, {name: value})]}
                        )
        with self.assertRaisesRegex(UserError, "stays as it was"):
            self.bank.with_user(self.manager).update_field_translations(
                "name", {"en_US": "Look away"}
            )
        # What a form sends without a change, and what may still change.
        self.bank.with_user(self.manager).write(
            {"name": "Bank", "sign_off": False, "signer_id": False, "text": ""}
        )
        self.bank.with_user(self.manager).action_reopen()
        self.bank.with_user(self.manager).write({"name": "Bank account"})

    def test_a_second_signature_is_not_switched_off_while_it_waits(self):
        self.bank.with_user(self.colleague).action_done()
        self.report.with_user(self.sponsor).action_done()
        with self.assertRaisesRegex(UserError, "stays as it was"):
            self.report.with_user(self.manager).write({"sign_off": False})
        self.assertEqual(self.report.state, "waiting")

    def test_nobody_asks_for_less_than_the_template(self):
        report = self.report.with_user(self.manager)
        report.evidence = "file"
        for values in (
            {"sign_off": False},
            {"evidence": "note"},
            {"evidence": "none"},
            {"evidence": False},
            {"code": "areas_have_heads"},
        ):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(UserError, "template asks for this"),
            ):
                report.write(values)
        self.count.with_user(self.manager).write({"sign_off": True, "evidence": "note"})
        by_hand = self.env["hypercare.checklist.item"].with_user(self.manager)
        item = by_hand.create(
            {"name": "Own", "checklist_id": self.checklist.id, "sign_off": True}
        )
        item.sign_off = False

    def test_what_is_asked_for_is_tracked(self):
        count = self.count.with_user(self.manager).with_context(tracking_disable=False)
        count.write({"sign_off": True, "evidence": "file"})
        self.flush_tracking()
        self.count.invalidate_recordset()
        tracked = self.count.message_ids.tracking_value_ids.field_id.mapped("name")
        self.assertLessEqual({"sign_off", "evidence"}, set(tracked))

    def test_the_dialog_shows_no_item_to_whom_it_is_hidden(self):
        dialogs = self.env["hypercare.checklist.decide"].with_user(self.reporter)
        with self.assertRaises(AccessError):
            dialogs.create({"item_id": self.count.id})
        own = self.env["hypercare.checklist.item"].create(
            {
                "name": "Own",
                "checklist_id": self.checklist.id,
                "owner_id": self.reporter.id,
            }
        )
        dialog = dialogs.create({"item_id": own.id})
        self.assertEqual(dialog.item_id.name, "Own")
        with self.assertRaises(AccessError):
            dialog.write({"item_id": self.count.id})


class TestChecklistRounds(ChecklistCommon):
    def test_only_a_template_makes_it_come_again(self):
        lists = self.env["hypercare.checklist"].with_user(self.manager)
        mine = {"name": "By hand", "period_id": self.period.id}
        with self.assertRaisesRegex(ValidationError, "cannot come again by itself"):
            lists.create({**mine, "repeat": "weekly"})
        made = lists.create(mine)
        with self.assertRaisesRegex(ValidationError, "cannot come again by itself"):
            made.repeat = "weekly"

    def test_rounds_are_counted_not_given(self):
        lists = self.env["hypercare.checklist"].with_user(self.manager)
        mine = {"name": "By hand", "period_id": self.period.id}
        for number in (10**9, -1, 0.5, 2):
            with (
                self.subTest(number=number),
                self.assertRaisesRegex(UserError, "is counted"),
            ):
                lists.create({**mine, "round": number})
        self.assertEqual(lists.with_context(default_round=9).create(mine).round, 1)
        for number in (0, 2001):
            with (
                self.subTest(number=number),
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(Exception, "round_range"),
                self.env.cr.savepoint(),
            ):
                lists.sudo()._create_round({**mine, "round": number})

    def test_the_round_of_today_is_made(self):
        template = self.make_template(name="Weekly", repeat="weekly")
        with at_time("2026-03-16 05:00:00"):
            made = self.period._add_checklists(template)
        self.assertEqual(made.round, 3)
        with at_time(MONDAY), self.assertRaisesRegex(UserError, "is counted"):
            made.round = 2
