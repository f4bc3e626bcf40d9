"""Lists that the exit is judged by get shorter in the open only."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form

from .common import at_time
from .exit_common import ExitCase

REASON = "The shop was closed"


class TestExitLists(ExitCase):
    def setUp(self):
        super().setUp()
        self.now = self.at(10, 10)
        create = {"period_id": self.period.id}
        env = self.env
        duties = env["hypercare.responsibility"].create(
            [{**create, "name": name} for name in ("Users", "Reports", "Answers")]
        )
        self.area = env["hypercare.area"].create({**create, "name": "Finance"})
        other = env["hypercare.area"].create({**create, "name": "Stock"})
        transfers = env["hypercare.knowledge.transfer"].create(
            [{"area_id": one.id} for one in (self.area, other)]
        )
        contacts = env["hypercare.after.contact"].create(
            [
                {**create, "name": name, "what_for": "All", "phone": "1"}
                for name in ("Rahima", "Jamal")
            ]
        )
        links = env["hypercare.integration"].create(
            [{**create, "name": name} for name in ("Bank", "Shop")]
        )
        self.lists = {
            "responsibilities": duties,
            "knowledge": transfers,
            "roster": contacts,
            "integrations": links,
        }

    def take(self, records, user=None, reason=REASON, **values):
        with at_time(self.now):
            wizard = (
                self.env["hypercare.take.out"]
                .with_user(user or self.manager)
                .with_context(active_model=records._name, active_ids=records.ids)
                .create([{"reason": reason, **values}])
            )
            wizard.action_take_out()
        self.env.flush_all()
        self.env.invalidate_all()

    def taken(self):
        return self.env["hypercare.taken.out"].search(
            [("period_id", "=", self.period.id)]
        )

    def test_nothing_is_deleted_once_hypercare_runs(self):
        admin = self.make_user("admin", "hypercare_support.group_admin")
        for state in ("running", "exit_review", "monitoring"):
            self.set_state(state)
            for records in (*self.lists.values(), self.area):
                one = records[:1]
                for record in (one.with_user(self.manager), one.with_user(admin), one):
                    # Not even with the word that the addon uses itself.
                    record = record.with_context(hypercare_taking=True)
                    with (
                        self.subTest(model=one._name, state=state),
                        self.assertRaisesRegex(UserError, "Take out"),
                        self.env.cr.savepoint(),
                    ):
                        record.unlink()
        self.set_state("running")
        for name, records in (
            ("responsibility_ids", self.lists["responsibilities"]),
            ("integration_ids", self.lists["integrations"]),
            ("after_contact_ids", self.lists["roster"]),
        ):
            for commands in ([Command.clear()], [Command.delete(records[0].id)]):
                with (
                    self.subTest(name=name),
                    self.assertRaises(UserError),
                    self.env.cr.savepoint(),
                ):
                    self.period.with_user(self.manager).write({name: commands})
        self.assertFalse(self.taken())

    def test_before_the_start_lists_are_made(self):
        self.set_state("draft")
        self.lists["integrations"][0].with_user(self.manager).critical = False
        for number, state in enumerate(("draft", "ready")):
            self.set_state(state)
            for records in self.lists.values():
                records[number].with_user(self.manager).unlink()
        self.assertFalse(self.taken())

    def test_asking_for_less_is_refused_like_deleting(self):
        link = self.lists["integrations"][0].with_user(self.manager)
        link.stable_needed = 8
        transfer = self.lists["knowledge"][0].with_user(self.manager)
        for record, vals in (
            (link, {"critical": False}),
            (link, {"active": False}),
            (link, {"stable_needed": 2}),
            (transfer, {"kind": "refresher"}),
        ):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "Take out"):
                record.write(vals)
        with self.assertRaisesRegex(UserError, "Take out"):
            link.action_archive()

    def test_taken_out_with_a_reason_it_stands_beside_the_criterion(self):
        codes = {code: self.criterion(code) for code in self.lists}
        for code, records in self.lists.items():
            self.assertNotIn("Taken out", self.found(codes[code], self.now).evidence)
            self.take(records[:1])
            with self.subTest(code=code):
                self.assertFalse(records[:1].exists())
                self.assertIn(
                    "Taken out since the start: 1, the last on Tue 10 Mar 2026.",
                    self.found(codes[code], self.now).evidence,
                )
        self.assertEqual(len(self.taken()), 4)
        self.assertEqual(self.taken().user_id, self.manager)
        self.assertEqual(set(self.taken().mapped("reason")), {REASON})
        said = self.period.message_ids.mapped("body")
        self.assertTrue([body for body in said if "“Users” out" in body], said)
        # Of an empty list nothing holds.
        self.take(self.lists["responsibilities"].exists())
        found = self.found(codes["responsibilities"], self.now)
        self.assertEqual(found.state, "few")
        self.assertIn("Taken out since the start: 3", found.evidence)
        review = self.review(self.now)
        titles = [one["code"] for one in review.content["sections"]]
        self.assertIn("taken", titles)

    def test_a_connection_that_is_not_critical_any_more_is_told(self):
        criterion = self.criterion("integrations")
        link = self.lists["integrations"][0]
        with self.assertRaisesRegex(UserError, "only be taken out"):
            self.take(self.lists["roster"], how="less")
        self.take(link, how="less")
        self.assertTrue(link.exists())
        self.assertFalse(link.critical)
        self.assertEqual(self.taken().what, "less")
        self.assertIn("Taken out since", self.found(criterion, self.now).evidence)

    def test_with_an_area_its_hand_over_is_written_down(self):
        criterion = self.criterion("knowledge")
        self.take(self.area)
        self.assertEqual(sorted(self.taken().mapped("kind")), ["area", "transfer"])
        self.assertIn("the start: 2", self.found(criterion, self.now).evidence)

    def test_who_may_and_what_is_needed(self):
        duty = self.lists["responsibilities"][0]
        for reason in ("", "  ", "no"):
            with (
                self.subTest(reason=reason),
                self.assertRaisesRegex(UserError, "Say why"),
                self.env.cr.savepoint(),
            ):
                self.take(duty, reason=reason)
        for user in (self.l1, self.sponsor, self.consultant):
            with (
                self.subTest(user=user.login),
                self.assertRaises(AccessError),
                self.env.cr.savepoint(),
            ):
                self.take(duty, user)
            with self.assertRaises(AccessError):
                duty.with_user(user)._take_out(REASON)
        for values in (
            {"res_model": "hypercare.period", "res_ids": self.period.ids},
            {"res_model": "res.users", "res_ids": [2]},
            {"res_model": "nothing", "res_ids": [2]},
            {"res_ids": [[2]]},
            {"res_ids": "all"},
            {"res_ids": []},
        ):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(UserError, "in its list"),
                self.env.cr.savepoint(),
            ):
                self.take(duty, **values)
        self.assertTrue(duty.exists())

    def test_what_was_taken_out_stays_written_down(self):
        self.take(self.lists["roster"][:1])
        taken = self.taken()
        admin = self.make_user("admin", "hypercare_support.group_admin")
        for record in (taken, taken.with_user(admin), taken.with_user(self.manager)):
            for act in (
                lambda record=record: record.write({"reason": "x"}),
                lambda record=record: record.unlink(),
                lambda record=record: record.copy(),
                lambda record=record: record.create([{"name": "x"}]),
            ):
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    act()
        for user in (self.l1, self.sponsor, self.manager):
            self.assertEqual(taken.with_user(user).search([]), taken)
        with self.assertRaises(AccessError):
            taken.with_user(self.colleague).search([])

    def test_the_dialog_shows_what_was_chosen(self):
        link = self.lists["integrations"][0]
        action = self.env.ref("hypercare_support.take_out_integration_action")
        self.assertEqual(action.binding_model_id.model, link._name)
        dialog = Form(
            self.env["hypercare.take.out"]
            .with_user(self.manager)
            .with_context(active_model=link._name, active_ids=link.ids)
        )
        self.assertEqual(dialog.names, "Bank")
        dialog.how = "less"
        dialog.reason = REASON
        dialog.save().action_take_out()
        self.assertFalse(link.critical)
