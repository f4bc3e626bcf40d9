"""Knowledge transfer in three steps, and refreshers where people ask."""

import base64

from odoo.exceptions import AccessError, UserError
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

    def test_steps_are_done_in_order_with_evidence(self):
        self.assertEqual((self.transfer.state, self.transfer.percent), ("planned", 0))
        for step, state, percent in (
            ("reviewed", "reviewed", 33),
            ("shadowed", "shadowed", 66),
            ("alone", "done", 100),
        ):
            with self.assertRaisesRegex(UserError, "needs evidence"):
                self.work.action_next_step()
            self.work[f"{step}_note"] = "It went well."
            with at_time(MONDAY):
                self.work.action_next_step()
            self.assertEqual(self.transfer[f"{step}_by_id"], self.l2)
            self.assertEqual(
                (self.transfer.state, self.transfer.percent), (state, percent)
            )
        self.assertEqual(str(self.transfer.independent_on), "2026-03-02")
        with self.assertRaisesRegex(UserError, "complete"):
            self.work.action_next_step()

    def test_a_note_of_a_later_step_is_no_evidence_for_this_one(self):
        self.work.alone_note = "All alone"
        with self.assertRaisesRegex(UserError, "Papers reviewed.*needs evidence"):
            self.work.action_next_step()

    def test_a_file_is_evidence_and_is_read_by_the_owner(self):
        file = self.env["ir.attachment"].with_user(self.l2)
        file = file.create({"name": "Notes.txt", "datas": base64.b64encode(b"x")})
        self.work.write({"reviewed_file_ids": [Command.link(file.id)]})
        self.work.action_next_step()
        self.assertEqual(self.transfer.state, "reviewed")
        self.assertTrue(file.with_user(self.owner).has_access("read"))

    def test_somebody_has_to_take_over(self):
        self.work.write({"taker_id": False, "reviewed_note": "x"})
        with self.assertRaisesRegex(UserError, "Choose first who takes over"):
            self.work.action_next_step()

    def test_a_manager_takes_a_step_back(self):
        self.work.reviewed_note = "x"
        self.work.action_next_step()
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
            self.transfer.with_user(self.owner).action_next_step()

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
