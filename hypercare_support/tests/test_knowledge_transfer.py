"""Knowledge transfer in three steps, and refreshers where people ask."""

import base64
from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MONDAY, at_time
from .handover_common import HandoverCase


@tagged("post_install", "-at_install")
class TestKnowledgeTransfer(HandoverCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.transfer = cls.period.knowledge_transfer_ids
        cls.transfer.taker_id = cls.owner
        cls.work = cls.transfer.with_user(cls.l2)

    def say(self, user, day, step, note="It went well."):
        """Have somebody write what was done and say so, some days after Monday."""
        self.work[f"{step}_note"] = note
        with at_time(MONDAY + timedelta(days=day)):
            self.transfer.with_user(user).action_next_step()

    def test_steps_are_done_in_order_with_evidence(self):
        self.assertEqual((self.transfer.state, self.transfer.percent), ("planned", 0))
        for day, (step, user, state, percent) in enumerate(
            (
                ("reviewed", self.owner, "reviewed", 33),
                ("shadowed", self.owner, "shadowed", 66),
                ("alone", self.l2, "done", 100),
            )
        ):
            with self.assertRaisesRegex(UserError, "needs evidence"):
                self.transfer.with_user(user).action_next_step()
            self.say(user, day, step)
            self.assertEqual(self.transfer[f"{step}_by_id"], user)
            self.assertEqual(
                (self.transfer.state, self.transfer.percent), (state, percent)
            )
        self.assertEqual(str(self.transfer.independent_on), "2026-03-04")
        with self.assertRaisesRegex(UserError, "complete"):
            self.work.action_next_step()

    def test_who_says_that_a_step_is_done(self):
        head = self.make_user("head")
        self.transfer.area_id.head_id = head
        self.work.reviewed_note = "Read"
        for user in (self.l2, self.manager, self.consultant):
            with self.subTest(user=user.login):
                self.assertFalse(self.transfer.with_user(user).may_say)
                with self.assertRaisesRegex(UserError, "only they or Head can say"):
                    self.transfer.with_user(user).action_next_step()
        self.assertTrue(self.transfer.with_user(self.owner).may_say)
        self.say(head, 0, "reviewed")
        self.say(self.owner, 1, "shadowed")
        self.work.alone_note = "."
        with self.assertRaisesRegex(UserError, "somebody who watched, not by Owner"):
            self.transfer.with_user(self.owner).action_next_step()
        with self.assertRaises(AccessError):
            self.transfer.with_user(self.colleague).action_next_step()
        self.say(self.consultant, 2, "alone")
        self.assertEqual(self.transfer.alone_by_id, self.consultant)
        done = [
            self.transfer.message_ids[0].body,
            self.transfer.message_ids[0].author_id,
        ]
        self.assertIn("Worked alone", done[0])
        self.assertEqual(done[1], self.consultant.partner_id)

    def test_nobody_learns_it_within_one_day(self):
        self.say(self.owner, 0, "reviewed")
        self.say(self.owner, 0, "shadowed")
        with self.assertRaisesRegex(UserError, "within one day"):
            self.say(self.l2, 0, "alone")
        self.say(self.l2, 1, "alone")
        self.assertEqual(self.transfer.state, "done")

    def test_nobody_explains_to_themselves(self):
        with self.assertRaisesRegex(ValidationError, "to themselves"):
            self.work.giver_id = self.owner
        alone = self.env["hypercare.area"].create(
            {
                "period_id": self.period.id,
                "name": "Consulting",
                "head_id": self.consultant.id,
            }
        )
        self.period.invalidate_recordset()
        planned = self.period._propose_knowledge_transfer()
        self.assertEqual((planned.area_id, planned.taker_id.id), (alone, False))

    def test_what_was_said_of_a_step_stays(self):
        file = self.env["ir.attachment"].with_user(self.l2)
        file = file.create({"name": "Notes.txt", "raw": b"x"})
        self.work.reviewed_file_ids = file
        self.say(self.owner, 0, "reviewed", "Chapters 1 to 6")
        for user in (self.l2, self.manager, self.owner):
            for values in (
                {"reviewed_note": "Everything"},
                {"reviewed_file_ids": [Command.unlink(file.id)]},
                {"taker_id": self.l1.id},
                {"giver_id": self.l1.id},
            ):
                kept = self.assertRaisesRegex(UserError, "takes the step back first")
                with self.subTest(user=user.login, values=values), kept:
                    self.transfer.with_user(user).write(values)
        # What comes next is still written, also by who takes over.
        self.transfer.with_user(self.owner).shadowed_note = "Two mornings"
        with self.assertRaisesRegex(AccessError, "changes the plan"):
            self.transfer.with_user(self.owner).date_planned = "2026-03-09"
        self.transfer.with_user(self.manager).action_step_back()
        self.assertIn("Chapters 1 to 6", self.transfer.message_ids[0].body)
        self.work.write({"reviewed_note": "Chapters 1 to 7", "taker_id": self.l1.id})
        self.assertEqual(self.transfer.reviewed_note, "Chapters 1 to 7")

    def test_a_note_of_a_later_step_is_no_evidence_for_this_one(self):
        self.work.alone_note = "All alone"
        with self.assertRaisesRegex(UserError, "Papers reviewed.*needs evidence"):
            self.transfer.with_user(self.owner).action_next_step()

    def test_a_file_is_evidence_and_is_read_by_the_owner(self):
        file = self.env["ir.attachment"].with_user(self.l2)
        file = file.create({"name": "Notes.txt", "datas": base64.b64encode(b"x")})
        self.work.write({"reviewed_file_ids": [Command.link(file.id)]})
        self.transfer.with_user(self.owner).action_next_step()
        self.assertEqual(self.transfer.state, "reviewed")
        self.assertTrue(file.with_user(self.owner).has_access("read"))

    def test_somebody_has_to_take_over(self):
        self.work.write({"taker_id": False, "reviewed_note": "x"})
        with self.assertRaisesRegex(UserError, "Choose first who takes over"):
            self.work.action_next_step()

    def test_a_manager_takes_a_step_back(self):
        self.say(self.owner, 0, "reviewed")
        with self.assertRaisesRegex(UserError, "Only a manager"):
            self.work.action_step_back()
        self.transfer.with_user(self.manager).action_step_back()
        self.assertEqual(self.transfer.state, "planned")
        with self.assertRaisesRegex(UserError, "No step"):
            self.transfer.with_user(self.manager).action_step_back()

    def test_moments_are_never_filled_in(self):
        for name in ("reviewed_at", "alone_at"):
            values = {name: "2026-03-02 10:00:00"}
            with self.subTest(field=name):
                with self.assertRaisesRegex(UserError, "noted by itself"):
                    self.work.write(values)
                with self.assertRaisesRegex(UserError, "noted by itself"):
                    self.work.create(
                        {
                            "area_id": self.transfer.area_id.id,
                            "kind": "refresher",
                            **values,
                        }
                    )
        with self.assertRaises(AccessError):
            self.transfer.with_user(self.colleague).action_next_step()

    @mute_logger("odoo.sql_db")
    def test_an_area_is_handed_over_once(self):
        self.assertFalse(self.period._propose_knowledge_transfer())
        with self.assertRaisesRegex(Exception, "hypercare_knowledge_transfer"):
            self.work.create({"area_id": self.transfer.area_id.id})

    # -- Questions --------------------------------------------------------------------

    def test_questions_become_a_refresher(self):
        area = self.transfer.area_id
        how_to = self.env.ref("hypercare_support.category_how_to")
        self.assertTrue(how_to.is_question)
        with self.assertRaisesRegex(UserError, "Nobody has asked"):
            area.with_user(self.l1).action_plan_refresher()
        values = {"category_id": how_to.id, "area_id": area.id, "user": self.l1}
        asked = self.make_issue("s4", name="How do I post a bill?", **values)
        self.make_issue("s4", name="Secret", confidential=True, **values)
        self.make_issue("s4", name="Broken", area_id=area.id, user=self.l1)
        self.env.invalidate_all()
        seen = area.with_user(self.l1)
        self.assertEqual(seen.question_text, "2 how-to questions in the last 7 days")
        action = seen.action_plan_refresher()
        refresher = self.transfer.browse(action["res_id"])
        self.assertEqual(refresher.kind, "refresher")
        self.assertEqual(refresher.topics, f"• {asked.number} How do I post a bill?")
        self.assertEqual(len(refresher.activity_ids), 1)
        later = self.make_issue("s4", name="And a refund?", **values)
        self.assertEqual(seen.action_plan_refresher()["res_id"], refresher.id)
        self.assertIn(later.number, refresher.topics)
        self.assertEqual(refresher.topics.count(asked.number), 1)
        refresher.write({"taker_id": self.owner.id, "reviewed_note": "Held"})
        refresher.action_next_step()
        self.assertEqual((refresher.state, refresher.percent), ("done", 100))
        self.assertFalse(refresher.independent_on)
        self.assertFalse(refresher.activity_ids)
