"""Responsibilities: proposed, accepted by the person named, and by nobody else."""

from datetime import timedelta

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import MONDAY, at_time
from .handover_common import HandoverCase

PROCESS = {"process_url": "https://wiki.example.com"}


@tagged("post_install", "-at_install")
class TestResponsibility(HandoverCase):
    def test_the_usual_ones_are_proposed_once(self):
        period = self.make_period(name="Second", business_owner_id=self.owner.id)
        duties = period._propose_responsibilities()
        self.assertEqual(len(duties), 9)
        approval = duties.filtered(lambda one: one.kind == "configuration_approval")
        self.assertEqual(approval.owner_now_id, self.manager)
        self.assertEqual(approval.owner_after_id, self.owner)
        self.assertFalse(period._propose_responsibilities())

    def test_only_the_person_named_accepts(self):
        duty = self.duty(**PROCESS)
        others = (self.reporter, self.l1, self.manager, self.sponsor)
        for user in others:
            with self.subTest(user=user.login), self.assertRaises(UserError):
                duty.with_user(user).action_accept()
            self.assertEqual(duty.state, "named")
        with at_time(MONDAY):
            duty.with_user(self.owner).action_accept()
        self.assertEqual(
            (duty.state, duty.accepted_by_id, duty.accepted_at),
            ("accepted", self.owner, MONDAY),
        )
        self.assertFalse(duty.with_user(self.owner).may_accept)

    def test_it_is_written_down_before_it_is_accepted(self):
        duty = self.duty()
        with self.assertRaisesRegex(UserError, "not written down"):
            duty.with_user(self.owner).action_accept()
        file = self.env["ir.attachment"].with_user(self.manager)
        file = file.create({"name": "How.pdf", "raw": b"x"})
        duty.with_user(self.manager).process_file_ids = file
        self.assertEqual((file.res_model, file.res_id), (duty._name, duty.id))
        duty.with_user(self.owner).action_accept()
        self.assertEqual(file.with_user(self.owner).raw, b"x")

    def test_what_changes_is_accepted_again(self):
        changes = (
            {"owner_after_id": self.l1.id},
            {"name": "Something else"},
            {"description": "More of it"},
            {"process_url": "https://elsewhere.example.com"},
        )
        for values in changes:
            with self.subTest(values=values):
                duty = self.duty(owner_after_id=self.owner.id, **PROCESS)
                duty.with_user(self.owner).action_accept()
                duty.with_user(self.manager).write({"sequence": 3})
                self.assertEqual(duty.state, "accepted")
                duty.with_user(self.manager).write(values)
                self.assertEqual(duty.state, "named")
                self.assertFalse(duty.accepted_by_id)

    def test_acceptance_is_never_filled_in(self):
        duty = self.duty(**PROCESS)
        admin = self.make_user("admin", "hypercare_support.group_admin")
        for user in (self.manager, admin):
            for name, value in (
                ("accepted_at", "2026-03-02 10:00:00"),
                ("accepted_by_id", self.owner.id),
            ):
                with self.subTest(user=user.login, field=name):
                    duties = self.env["hypercare.responsibility"].with_user(user)
                    values = {"period_id": self.period.id, "name": "x", name: value}
                    with self.assertRaisesRegex(UserError, "noted by itself"):
                        duty.with_user(user).write({name: value})
                    with self.assertRaisesRegex(UserError, "noted by itself"):
                        duties.create(values)
                    command = Command.update(duty.id, {name: value})
                    with self.assertRaisesRegex(UserError, "noted by itself"):
                        self.period.with_user(user).write(
                            {"responsibility_ids": [command]}
                        )
                    smuggled = duties.with_context(**{f"default_{name}": value}).create(
                        {"period_id": self.period.id, "name": "x"}
                    )
                    self.assertFalse(smuggled[name])
        duty.with_user(self.owner).action_accept()
        with self.assertRaisesRegex(UserError, "evidence"):
            duty.with_user(self.manager).accepted_at = False
        self.assertFalse(duty.copy().accepted_at)
        result = (
            self.env["hypercare.responsibility"]
            .with_user(self.manager)
            .load(
                ["name", "period_id/.id", "accepted_at"],
                [["Smuggled", str(self.period.id), "2026-03-02 10:00:00"]],
            )
        )
        self.assertFalse(result["ids"])

    def test_asking_tells_the_person_named(self):
        last = self.last_mail()
        duty = self.duty(**PROCESS)
        with at_time(MONDAY):
            for _press in range(5):
                duty.with_user(self.manager).action_ask()
        self.assertEqual(len(duty.activity_ids), 1)
        self.assertEqual(len(self.mails_to(self.owner, last)), 1)
        with at_time(MONDAY + timedelta(days=1)):
            duty.with_user(self.manager).action_ask()
        self.assertEqual(len(self.mails_to(self.owner, last)), 2)
        self.assertEqual(duty.activity_ids.user_id, self.owner)
        self.assertIn("Please accept", self.mails_to(self.owner, last)[:1].subject)
        duty.with_user(self.owner).action_accept()
        self.assertFalse(duty.activity_ids)
        duty.with_user(self.manager).owner_after_id = False
        with self.assertRaisesRegex(UserError, "Nobody is named"):
            duty.with_user(self.manager).action_ask()

    def test_persona_table(self):
        duty = self.duty(owner_after_id=self.l1.id)
        contact = self.period.after_contact_ids[:1]
        receiver = self.period.scope_receiver_ids[:1]
        transfer = self.period.knowledge_transfer_ids[:1]
        transfer.taker_id = self.owner
        other_agent = self.make_user("other_agent", "hypercare_support.group_agent")
        everybody = (
            # persona, reads, writes the plan, writes the transfer
            (self.colleague, False, False, False),
            (other_agent, False, False, False),
            (self.owner, True, False, True),
            (self.l2, True, False, True),
            (self.sponsor, True, False, False),
            (self.manager, True, True, True),
            (self.foreign_manager, False, False, False),
        )
        for user, reads, plans, works in everybody:
            for record in (duty, contact, receiver, transfer):
                with self.subTest(user=user.login, model=record._name):
                    self.env.invalidate_all()
                    mine = record.with_user(user)
                    found = mine.search([("id", "=", record.id)])
                    self.assertEqual(bool(found), reads)
                    self.assertEqual(mine.has_access("read"), reads)
                    writes = works if record == transfer else plans
                    self.assertEqual(mine.has_access("write"), writes)
                    self.assertEqual(mine.has_access("unlink"), plans)
