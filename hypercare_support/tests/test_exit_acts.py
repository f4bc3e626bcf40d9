"""Attesting, waiving, history: who may, and what stays."""

from odoo.exceptions import AccessError, UserError

from .common import at_time
from .exit_common import IMAGE, ExitCase


class TestExitActs(ExitCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.close = cls.criterion("month_end_close")
        cls.paper = cls.criterion("attest")

    def attest(self, criterion, user, note="Ledgers closed, report sent", file=IMAGE):
        with at_time(self.at(5, 10)):
            wizard = (
                self.env["hypercare.exit.attest"]
                .with_user(user)
                .create(
                    {
                        "criterion_id": criterion.id,
                        "note": note,
                        "file": file,
                        "file_name": "close.pdf",
                    }
                )
            )
            wizard.action_attest()

    def test_what_odoo_cannot_see_is_attested_with_a_file(self):
        self.assertEqual(self.found(self.close, self.at(5, 9)).state, "unmeasurable")
        with self.assertRaisesRegex(UserError, "attach a file"):
            self.attest(self.close, self.manager, file=False)
        with self.assertRaisesRegex(UserError, "Say in a sentence"):
            self.attest(self.close, self.manager, note=" ok ")
        self.attest(self.close, self.manager)
        found = self.found(self.close, self.at(5, 11))
        self.assertEqual((found.state, found.rag), ("attested", "green"))
        self.assertEqual(found.attested_by_id, self.manager)
        self.assertIn("Manager", found.evidence)
        [fact] = found.history_ids
        self.assertEqual((fact.kind, fact.user_id), ("attested", self.manager))
        self.assertTrue(fact.with_user(self.l1).file)

    def test_what_odoo_measures_is_not_attested(self):
        share = self.criterion("l1_share", 80)
        for number in range(5):
            self.life("s3", self.at(2, 10 + number), self.at(3, 10))
        with self.assertRaisesRegex(UserError, "measured by Odoo itself"):
            self.attest(share, self.manager)

    def test_only_those_named_attest(self):
        for user, allowed in (
            (self.manager, True),
            (self.owner, True),
            (self.consultant, False),
            (self.sponsor, False),
            (self.l1, False),
        ):
            with self.subTest(user=user.login):
                if allowed:
                    self.attest(self.paper, user)
                    self.paper.with_user(user).action_unattest()
                else:
                    with self.assertRaisesRegex(UserError, "by nobody else"):
                        self.attest(self.paper, user)
        for outsider in (self.reporter, self.colleague):
            with self.assertRaises(AccessError):
                self.attest(self.paper, outsider)
        self.set_state("ready")
        self.paper.user_id = self.colleague
        self.close.user_id = self.consultant
        self.set_state("running")
        self.attest(self.paper, self.colleague)
        with self.assertRaisesRegex(UserError, "by nobody else"):
            self.paper.with_user(self.manager).action_unattest()
        # Even though he is named: his own work is attested.
        with self.assertRaisesRegex(UserError, "by nobody else"):
            self.attest(self.close, self.consultant)

    def test_only_the_sponsor_waives_with_a_reason(self):
        for user in (self.manager, self.consultant, self.owner, self.l1):
            with self.subTest(user=user.login):
                with self.assertRaisesRegex(UserError, "Only the sponsor"):
                    self.env["hypercare.exit.waive"].with_user(user).create(
                        {"criterion_id": self.close.id, "reason": "I want it"}
                    ).action_waive()
                with self.assertRaisesRegex(UserError, "Only the sponsor"):
                    self.close.with_user(user).action_waive()
        # Another sponsor reads everything; this is not his period.
        other = self.make_user("other_sponsor", "hypercare_support.group_sponsor")
        with self.assertRaisesRegex(UserError, "Only the sponsor"):
            self.close.with_user(other)._waive("Because I can")
        with self.assertRaisesRegex(UserError, "Say in a sentence"):
            self.close.with_user(self.sponsor)._waive("")
        self.period.sponsor_id = self.consultant
        with self.assertRaisesRegex(UserError, "Only the sponsor"):
            self.close.with_user(self.consultant)._waive("It is good enough")
        self.period.sponsor_id = self.sponsor
        self.waive(self.close, self.at(5, 10))
        found = self.found(self.close, self.at(5, 11))
        self.assertEqual((found.state, found.waived_by), ("waived", self.sponsor))
        self.assertIn("Not needed this time", found.evidence)
        with self.assertRaisesRegex(UserError, "Only the sponsor"):
            self.close.with_user(self.manager).action_unwaive()
        self.close.with_user(self.sponsor).action_unwaive()
        self.assertEqual(self.found(self.close, self.at(5, 12)).state, "unmeasurable")
        self.assertEqual(
            sorted(self.close.history_ids.mapped("kind")), ["unwaived", "waived"]
        )

    def test_facts_are_not_typed(self):
        admin = self.make_user("admin", "hypercare_support.group_admin")
        kept = (
            {"waived_by": admin.id},
            {"waived_at": "2026-03-05 10:00:00", "waived_reason": "x"},
            {"attested_by_id": admin.id, "attested_at": "2026-03-05 10:00:00"},
            {"has_file": True},
            {"history_ids": [(0, 0, {"kind": "waived"})]},
        )
        for vals in kept:
            for record in (self.close.with_user(admin), self.close.sudo()):
                with self.subTest(vals=vals), self.assertRaises(UserError):
                    record.write(vals)
            with self.assertRaises(UserError):
                self.period.with_user(admin).write(
                    {"criterion_ids": [(0, 0, {"name": "New", **vals})]}
                )
        result = (
            self.env["hypercare.exit.criterion"]
            .with_user(admin)
            .load(
                ["name", "period_id/.id", "waived_at"],
                [["Imported", str(self.period.id), "2026-03-05 10:00:00"]],
            )
        )
        self.assertFalse(result["ids"])
        with self.assertRaises(UserError):
            self.close.copy()

    def test_history_cannot_be_changed(self):
        self.attest(self.close, self.manager)
        fact = self.close.history_ids
        for record in (fact, fact.with_user(self.manager), fact.sudo()):
            with self.assertRaises(UserError):
                record.write({"reason": "Better"})
            with self.assertRaises(UserError):
                record.create([{"criterion_id": self.close.id}])
            with self.assertRaises(UserError):
                record.copy()
            with self.assertRaises(UserError):
                record.unlink()
        file = self.env["ir.attachment"].search(
            [
                ("res_model", "=", fact._name),
                ("res_id", "=", fact.id),
                ("res_field", "=", "file"),
            ]
        )
        self.assertTrue(file)
        with self.assertRaises(AccessError):
            file.with_user(self.manager).write({"raw": b"other"})
        with self.assertRaises(AccessError):
            file.with_user(self.manager).unlink()

    def test_who_reads_criteria(self):
        company = self.env["res.company"].create({"name": "Other"})
        foreign = self.make_user(
            "foreign",
            "hypercare_support.group_manager",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        stranger = self.make_user("stranger", "hypercare_support.group_agent")
        self.attest(self.close, self.manager)
        readers = {
            *(self.l1, self.l3, self.manager, self.sponsor, self.owner),
            self.consultant,
        }
        for user in (*readers, self.reporter, self.colleague, foreign, stranger):
            for record in (self.close, self.close.history_ids):
                self.env.invalidate_all()
                found = record.with_user(user).search([("id", "in", record.ids)])
                with self.subTest(user=user.login, model=record._name):
                    self.assertEqual(bool(found), user in readers)

    def test_everybody_who_reads_sees_the_same_state(self):
        self.life("s3", self.at(2, 10), confidential=True)
        streak = self.criterion("clean_streak", 2)
        self.env.flush_all()
        for user in (self.l3, self.owner, self.sponsor, self.manager):
            self.env.invalidate_all()
            with at_time(self.at(5, 10)):
                self.assertEqual(streak.with_user(user).state, "met")

    def test_evidence_opens_what_was_counted(self):
        share = self.criterion("l1_share", 80)
        issue = self.life("s3", self.at(2, 10), self.at(3, 10))
        self.life("s3", self.at(2, 10))
        action = share.with_user(self.manager).action_evidence()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, issue)
        streak = self.criterion("clean_streak", 5)
        urgent = self.life("s2", self.at(2, 10), self.at(3, 10))
        action = streak.with_user(self.l1).action_evidence()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), urgent)
        self.attest(self.close, self.manager)
        action = self.close.with_user(self.owner).action_evidence()
        self.assertEqual(
            self.env[action["res_model"]].search(action["domain"]),
            self.close.history_ids,
        )
