"""The charter: versions, approval by name, frozen for good."""

from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from .charter_common import CharterCase
from .common import MONDAY, at_time
from .ready_charter import ready_charter


class TestCharter(CharterCase):
    def test_from_draft_to_approved(self):
        charter = self.make_charter()
        self.assertEqual(charter.approval_ids.user_id, self.approvers)
        self.assertEqual((charter.state, charter.version), ("draft", 0))
        self.publish(charter)
        self.assertEqual((charter.state, charter.version), ("published", 1))
        self.assertEqual(len(charter.fingerprint), 64)
        self.approve(charter, self.approvers - self.owner)
        self.assertEqual(charter.state, "published")
        self.assertEqual(charter.waiting_text, "Owner")
        self.approve(charter, self.owner, MONDAY + timedelta(hours=1))
        self.assertEqual(charter.state, "approved")
        self.assertEqual(charter.approved_at, MONDAY + timedelta(hours=1))
        line = charter.approval_ids.filtered(lambda one: one.user_id == self.owner)
        self.assertEqual(line.approved_at, MONDAY + timedelta(hours=1))
        self.assertEqual(
            (line.signed_name, line.signed_role), ("Owner", "Business owner")
        )
        self.assertEqual(self.period.charter_id, charter)
        self.assertEqual(self.period.charter_text, "Approved, version 1")

    def test_a_draft_is_live_and_what_is_published_is_frozen(self):
        charter = self.make_charter()
        self.assertIn("14 March 2026", charter.document)
        self.period.date_end = "2026-03-21"
        charter.invalidate_recordset()
        self.assertIn("21 March 2026", charter.document)
        self.publish(charter)
        self.period.date_end = "2026-03-28"
        charter.invalidate_recordset()
        self.assertIn("21 March 2026", charter.document)
        self.assertIn("Planned end", charter.drift_html)
        self.assertIn("28 March 2026", charter.drift_html)

    def test_each_approves_once_and_for_themselves(self):
        charter = self.publish()
        for user in (self.reporter, self.l1, self.head):
            with self.assertRaisesRegex(AccessError, "not asked to approve"):
                charter.with_user(user).action_approve()
        self.approve(charter, self.sponsor)
        with self.assertRaisesRegex(UserError, "2 March 2026, 10:00"):
            charter.with_user(self.sponsor).action_approve()
        self.approve(charter, self.approvers - self.sponsor)
        with self.assertRaisesRegex(UserError, "is Approved"):
            charter.with_user(self.sponsor).action_approve()

    def test_sent_back_with_a_reason_and_all_approve_anew(self):
        charter = self.publish()
        self.approve(charter, self.sponsor)
        wizard = charter.with_user(self.owner).action_send_back()
        wizard = self.env[wizard["res_model"]].browse(wizard["res_id"])
        with self.assertRaisesRegex(UserError, "Say why"):
            wizard.with_user(self.owner).action_apply()
        wizard.with_user(self.owner).reason = "Payroll is missing"
        wizard.with_user(self.owner).action_apply()
        self.assertEqual((charter.state, charter.version), ("draft", 0))
        self.assertFalse(any(charter.approval_ids.mapped("approved_at")))
        self.assertEqual(charter.sent_back_reason, "Payroll is missing")
        self.assertEqual(charter.sent_back_by_id, self.owner)
        self.assertIn("Payroll is missing", str(charter.message_ids.mapped("body")))
        self.assertFalse(charter.activity_ids)
        with self.assertRaisesRegex(UserError, "evidence"):
            charter.with_user(self.manager).unlink()
        self.publish(charter)
        self.approve(charter)
        self.assertFalse(charter.sent_back_reason)
        with self.assertRaisesRegex(UserError, "does not wait for approval"):
            charter.with_user(self.owner)._send_back("Too late")

    def test_a_stranger_does_not_send_it_back(self):
        charter = self.publish()
        with self.assertRaisesRegex(AccessError, "Only those who are asked"):
            charter.with_user(self.l1).action_send_back()
        wizard = self.env["hypercare.charter.send.back"].with_user(self.l1)
        wizard = wizard.create({"charter_id": charter.id, "reason": "Because"})
        with self.assertRaisesRegex(AccessError, "Only those who are asked"):
            wizard.action_apply()

    def test_a_change_makes_a_new_version(self):
        first = self.approved()
        self.period.date_end = "2026-03-21"
        action = first.with_user(self.manager).action_change()
        second = self.charters.browse(action["res_id"])
        self.assertNotEqual(first, second)
        self.assertEqual(
            first.with_user(self.manager).action_change()["res_id"], second.id
        )
        self.assertIn("21 March 2026", second.changes_html)
        self.assertEqual(self.period.charter_id, first, "in force until replaced")
        self.approve(self.publish(second))
        self.assertEqual((first.state, second.state), ("superseded", "approved"))
        self.assertEqual(second.version, 2)
        self.period.invalidate_recordset()
        self.assertEqual(self.period.charter_id, second)
        self.assertIn("14 March 2026", first.document)
        self.assertFalse(first.drift_html)
        with self.assertRaisesRegex(UserError, "Only the approved"):
            first.with_user(self.manager).action_change()
        # One that was replaced leads to the version that is being prepared.
        third = second.with_user(self.manager).action_change()["res_id"]
        self.assertEqual(first.with_user(self.manager).action_change()["res_id"], third)

    def test_only_one_is_prepared_at_a_time(self):
        self.make_charter()
        with (
            self.assertRaisesRegex(UniqueViolation, "one_in_work"),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.make_charter()

    def test_other_people_may_be_asked(self):
        line = Command.create({"user_id": self.head.id, "title": "Head of IT"})
        charter = self.make_charter()
        charter.write({"approval_ids": [line]})
        self.publish(charter)
        self.approve(charter, self.approvers | self.head)
        self.assertEqual(charter.state, "approved")
        self.assertIn("Head of IT", charter.document)

    def test_what_cannot_be_approved_is_not_published(self):
        self.period.business_owner_id = False
        charter = self.make_charter()
        with self.assertRaisesRegex(UserError, "approve as: Business owner"):
            self.publish(charter)
        charter.approval_ids.filtered(lambda one: not one.user_id).unlink()
        charter.approval_ids.unlink()
        with self.assertRaisesRegex(UserError, "at least one person"):
            self.publish(charter)
        self.period.state = "cancelled"
        charter = self.make_charter(self.make_period(name="O", state="cancelled"))
        with self.assertRaisesRegex(UserError, "is over"):
            self.publish(charter)

    def test_drafts_follow_the_roles_of_the_period(self):
        self.period.business_owner_id = False
        charter = self.make_charter()
        line = charter.approval_ids.filtered(lambda one: one.role == "business_owner")
        self.assertFalse(line.user_id)
        self.period.with_user(self.manager).business_owner_id = self.head
        self.assertEqual(line.user_id, self.head)
        self.publish(charter)
        self.period.business_owner_id = self.owner
        self.assertEqual(line.user_id, self.head, "who was asked stays asked")

    def test_an_archived_approver_is_replaced(self):
        charter = self.publish()
        line = charter.approval_ids.filtered(lambda one: one.user_id == self.owner)
        command = [Command.update(line.id, {"user_id": self.head.id})]
        with self.assertRaisesRegex(UserError, "stays as it is"):
            charter.with_user(self.manager).write({"approval_ids": command})
        self.owner.active = False
        self.period.business_owner_id = self.head
        self.assertIn("archived", line.state_text)
        self.assertIn("archived", self.period._charter_problem())
        charter.with_user(self.manager).write({"approval_ids": command})
        self.assertEqual(
            charter.activity_ids.user_id, self.approvers - self.owner | self.head
        )
        self.approve(charter, self.approvers - self.owner | self.head)
        self.assertEqual(charter.state, "approved")

    def test_a_change_in_the_database_shows(self):
        charter = self.approved()
        self.assertFalse(charter.broken_text)
        self.env.cr.execute(
            "UPDATE hypercare_charter_approval SET signed_name = 'Somebody else'"
            " WHERE charter_id = %s AND user_id = %s",
            [charter.id, self.owner.id],
        )
        self.env.invalidate_all()
        self.assertIn("approval of Somebody else was changed", charter.broken_text)
        self.env.cr.execute(
            "UPDATE hypercare_charter SET content ="
            " replace(content::text, '14 March', '30 March')::jsonb WHERE id = %s",
            [charter.id],
        )
        self.env.invalidate_all()
        self.assertIn("changed in the database", charter.broken_text)
        self.assertIn("changed in the database", charter.document)
        self.assertIn("changed in the database", self.period._charter_problem())

    def test_what_was_changed_underhand_is_not_approved(self):
        charter = self.publish()
        self.env.cr.execute(
            "UPDATE hypercare_charter SET content = '{\"sections\": []}'"
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "changed in the database"):
            charter.with_user(self.owner).action_approve()

    def test_readiness_says_who_has_to_act(self):
        def problem():
            self.env.invalidate_all()
            items = {i["code"]: i for i in self.period._readiness_items()}
            self.assertNotEqual(items.get("charter", {}).get("level"), "warning")
            return items.get("charter", {}).get("text", "")

        self.assertIn("no approved charter", problem())
        charter = self.make_charter()
        self.assertIn("no approved charter", problem())
        self.publish(charter)
        self.assertIn("Sponsor, Manager, Consultant, Owner", problem())
        self.approve(charter, self.sponsor | self.manager)
        self.assertIn("approval of Consultant, Owner", problem())
        charter.with_user(self.owner)._send_back("No")
        self.assertIn("Owner has sent the charter back", problem())
        self.approve(self.publish(charter))
        self.assertFalse(problem())

    def test_ready_charter_is_enough_to_start(self):
        period = self.make_period(name="Other", state="draft")
        charter = ready_charter(self.env, period)
        self.assertFalse(period._charter_problem())
        self.assertFalse(charter._verify())

    def test_a_period_with_a_charter_is_not_deleted(self):
        period = self.make_period(
            name="Other", state="draft", business_owner_id=self.owner.id
        )
        charter = self.make_charter(period)
        admin = self.make_user("admin", "hypercare_support.group_admin")
        self.publish(charter)
        with self.assertRaisesRegex(UserError, "is evidence"):
            period.with_user(admin).unlink()
        draft = self.make_period(name="Third", state="draft")
        self.make_charter(draft)
        draft.with_user(admin).unlink()
        self.assertFalse(draft.exists())

    def test_the_button_of_the_period(self):
        with self.assertRaisesRegex(UserError, "no charter"):
            self.period.with_user(self.l1).action_open_charter()
        action = self.period.with_user(self.manager).action_open_charter()
        again = self.period.with_user(self.manager).action_open_charter()
        self.assertEqual(action["res_id"], again["res_id"])
        self.assertEqual(self.period.with_user(self.manager).charter_text, "draft")

    def test_my_approvals(self):
        charter = self.publish()
        search = self.env.ref("hypercare_support.charter_view_search")
        self.assertIn('name="mine"', search.arch)
        domain = [
            ("state", "=", "published"),
            (
                "approval_ids",
                "any",
                [("user_id", "=", self.owner.id), ("approved_at", "=", False)],
            ),
        ]
        self.assertEqual(self.charters.with_user(self.owner).search(domain), charter)
        with at_time(MONDAY):
            charter.with_user(self.owner).action_approve()
        self.assertFalse(self.charters.with_user(self.owner).search(domain))
