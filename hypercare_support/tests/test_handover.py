"""The hand-over as a whole: readiness, the board, the promises after exit."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .handover_common import HandoverCase

PROCESS = {"process_url": "https://wiki.example.com"}


@tagged("post_install", "-at_install")
class TestHandoverBoard(HandoverCase):
    def codes(self, period):
        return {
            item["code"]: item["level"]
            for item in period._readiness_items()
            if item["where"] in ("action_open_handover", "page:areas")
        }

    def test_readiness_lists_what_is_missing_until_it_is_there(self):
        period = self.make_period("draft", name="Next", business_owner_id=self.owner.id)
        self.assertEqual(
            self.codes(period),
            dict.fromkeys(
                (
                    *("responsibilities", "transfer_areas", "contacts_inside"),
                    *("contacts_outside", "scope_receivers"),
                ),
                "problem",
            ),
        )
        self.env["hypercare.area"].create({"period_id": period.id, "name": "Finance"})
        period.invalidate_recordset()
        self.assertIn("transfers", self.codes(period))
        period.with_user(self.manager).action_propose_handover()
        found = self.codes(period)
        self.assertEqual(found.pop("contacts_complete"), "warning")
        self.assertFalse(found)
        transfers = period.knowledge_transfer_ids
        self.assertEqual(transfers.taker_id, self.l1, "until the area has a head")
        transfers.taker_id = False
        self.assertEqual(self.codes(period)["transfer_names"], "problem")
        transfers.taker_id = self.owner
        self.assertEqual(set(self.codes(period)), {"contacts_complete"})
        period.responsibility_ids[:1].owner_after_id = False
        self.assertIn("responsibility_names", self.codes(period))
        receiver = period.scope_receiver_ids[:1]
        receiver.user_id.active = False
        self.assertIn("scope_receivers", self.codes(period))

    def test_readiness_does_not_cost_more_for_more_areas(self):
        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.period.with_user(self.manager)._readiness_items()
            return self.env.cr.sql_log_count - before

        cost()
        few = cost()
        self.env["hypercare.area"].create(
            [{"period_id": self.period.id, "name": f"Area {n}"} for n in range(20)]
        )
        self.period.invalidate_recordset()
        self.period._propose_knowledge_transfer()
        self.assertLessEqual(cost(), few + 1)

    def test_the_board_counts_what_is_done(self):
        period = self.period.with_user(self.owner)
        contacts = len(self.period.after_contact_ids)
        total = 9 + 1 + contacts + 1
        done = len(self.period.after_contact_ids.filtered("is_complete"))
        self.assertEqual(period.handover_text, f"{done}/{total}")
        self.duty(**PROCESS).with_user(self.owner).action_accept()
        self.assertEqual(period.duty_text, "1 of 9")
        self.scope(self.make_issue("s4"))
        self.env.invalidate_all()
        self.assertEqual(period.scope_text, "0 of 1")
        self.assertEqual(period.handover_text, f"{done + 1}/{total + 1}")
        action = period.action_open_handover()
        self.assertEqual(action["res_id"], period.id)

    def test_the_promises_after_exit_are_agreed_by_those_named(self):
        period = self.period
        with self.assertRaisesRegex(UserError, "No SLA policy"):
            period.with_user(self.owner).action_agree_bau()
        period.with_user(self.manager).bau_policy_id = self.policy
        for user in (self.manager, self.l1, self.colleague):
            with self.assertRaisesRegex(UserError, "Only the business owner"):
                period.with_user(user).action_agree_bau()
        period.with_user(self.owner).action_agree_bau()
        self.assertEqual(period.bau_agreed_by_id, self.owner)
        for values in (
            {"bau_agreed_at": False},
            {"bau_agreed_by_id": self.manager.id},
        ):
            with self.assertRaisesRegex(UserError, "presses the button"):
                period.with_user(self.manager).write(values)
            with self.assertRaisesRegex(UserError, "presses the button"):
                self.make_period("draft", name="x", **values)
        period.with_user(self.manager).write({"bau_policy_id": self.policy.id})
        self.assertTrue(period.bau_agreed_at)
        other = self.env.ref("hypercare_support.sla_policy_service_desk")
        period.with_user(self.manager).write({"bau_policy_id": other.id})
        self.assertFalse(period.bau_agreed_at)
        self.assertFalse(period.copy().bau_agreed_at)

    def test_proposing_is_for_managers(self):
        for user in (self.l1, self.owner, self.sponsor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.period.with_user(user).action_propose_handover()

    def test_the_owner_reads_the_board_as_an_employee(self):
        form = self.env.ref("hypercare_support.period_view_form_handover")
        view = self.env["hypercare.period"].with_user(self.owner)
        view = view.get_view(form.id, "form")
        names = {"responsibility_ids", "knowledge_transfer_ids", "scope_issue_ids"}
        self.assertLessEqual(names, set(view["models"]["hypercare.period"]))
        [values] = self.period.with_user(self.owner).read(list(names))
        self.assertEqual(len(values["responsibility_ids"]), 9)
        self.env.invalidate_all()
        [values] = self.period.with_user(self.colleague).read(list(names))
        self.assertFalse(values["responsibility_ids"])

    def test_the_promises_are_agreed_again_when_they_change(self):
        policy = self.policy.copy({"name": "After"})
        line = policy.line_ids.filtered(lambda one: one.kind == "working")[:1]
        period = self.period

        def agree():
            period.write(
                {"bau_policy_id": policy.id, "business_owner_id": self.owner.id}
            )
            period.with_user(self.owner).action_agree_bau()

        agree()
        line.write({"minutes": line.minutes})
        policy.name = "After exit"
        period.date_end = period.date_end
        self.assertEqual(period.bau_agreed_by_id, self.owner)
        changes = (
            lambda: line.with_user(self.manager).write({"minutes": line.minutes + 60}),
            lambda: policy.write(
                {"line_ids": [Command.update(line.id, {"minutes": line.minutes + 60})]}
            ),
            lambda: policy.line_ids.filtered(lambda one: one.metric == "update")[
                :1
            ].unlink(),
            lambda: period.write({"business_owner_id": self.l3.id}),
        )
        for number, change in enumerate(changes):
            with self.subTest(change=number):
                agree()
                self.assertTrue(period.bau_agreed_at)
                change()
                self.assertFalse(period.bau_agreed_at)
                self.assertFalse(period.bau_agreed_by_id)
                self.assertIn("agreed again", period.message_ids[0].body)
        agree()
        self.period.sponsor_id = self.l1
        self.assertEqual(period.bau_agreed_by_id, self.owner)
