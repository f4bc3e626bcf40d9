"""Who sees and who runs stand-ups."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import MONDAY, at_time
from .standup_common import TUESDAY, StandupCase


@tagged("post_install", "-at_install")
class TestStandupSecurity(StandupCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "Other"})
        cls.foreign_manager = cls.make_user(
            "foreign",
            "hypercare_support.group_manager",
            company_id=cls.other_company.id,
            company_ids=[Command.set(cls.other_company.ids)],
        )
        cls.other_agent = cls.make_user("other_agent", "hypercare_support.group_agent")
        cls.member = cls.make_user("member")
        cls.env["hypercare.tier.member"].create(
            {"tier_id": cls.tier2.id, "user_id": cls.member.id}
        )
        cls.issue = cls.make_issue("s3", at=MONDAY)
        cls.secret = cls.make_issue("s3", at=MONDAY, confidential=True)
        with at_time(TUESDAY):
            board = cls.standups.standup_start(cls.period.id)
        cls.record = cls.env["hypercare.standup"].browse(board["id"])
        cls.lines = cls.record.line_ids
        cls.open_line = cls.lines.filtered(lambda line: line.issue_id == cls.issue)
        cls.secret_line = cls.lines - cls.open_line

    def sees(self, user, record):
        self.env.invalidate_all()
        record = record.with_user(user)
        try:
            found = record.search([("id", "in", record.ids)])
            record.read(["display_name"])
        except AccessError:
            return False
        self.assertTrue(found)
        return True

    def test_persona_table(self):
        for name, reads, reads_secret, runs in (
            # persona, reads stand-up and public lines, confidential line, runs it
            ("reporter", False, False, False),
            ("colleague", False, False, False),
            ("other_agent", False, False, False),
            ("member", True, False, False),
            ("l1", True, True, True),
            ("l2", True, False, True),
            ("l3", True, False, True),
            ("manager", True, True, True),
            ("sponsor", True, True, False),
            ("foreign_manager", False, False, False),
        ):
            user = getattr(self, name)
            with self.subTest(persona=name):
                self.assertEqual(self.sees(user, self.record), reads)
                self.assertEqual(self.sees(user, self.open_line), reads)
                self.assertEqual(self.sees(user, self.secret_line), reads_secret)
                self.assertEqual(self.runs(user), runs)

    def runs(self, user):
        self.env.invalidate_all()
        standup = self.record.with_user(user)
        try:
            with at_time(TUESDAY), self.env.cr.savepoint():
                standup.standup_discussed(self.open_line.id)
        except UserError:
            with self.assertRaises(UserError), at_time(TUESDAY):
                standup.standup_decide(self.open_line.id, {"note": "x"})
            with self.assertRaises(UserError), at_time(TUESDAY):
                standup.standup_close("x")
            with self.assertRaises(UserError), at_time(TUESDAY):
                standup.standup_keep({"notes": "x"})
            with self.assertRaises(UserError), at_time(TUESDAY):
                standup.standup_start(self.period.id)
            with self.assertRaises(UserError), at_time(TUESDAY):
                standup.standup_open(False, standup.id)
            return False
        return True

    def test_a_member_is_told_who_runs_it(self):
        with at_time(TUESDAY):
            board = self.standups.with_user(self.member).standup_open()
        self.assertEqual(board["state"], "reader")
        self.assertEqual(board["period"]["leads"], ["Manager", "Consultant"])
        self.assertNotIn("lines", board)
        with self.assertRaisesRegex(UserError, "ask Manager, Consultant"):
            self.standups.with_user(self.member).standup_start(self.period.id)

    def test_the_screen_shows_what_its_user_may_read(self):
        for user, numbers, hidden in (
            (self.manager, self.issue.number + self.secret.number, 0),
            (self.l2, self.issue.number, 1),
        ):
            with self.subTest(user=user.login), at_time(TUESDAY):
                self.env.invalidate_all()
                board = self.standups.with_user(user).standup_open(self.period.id)
                shown = [line["number"] for line in board["lines"]]
                self.assertEqual("".join(sorted(shown)), numbers)
                self.assertEqual(board["hidden"], hidden)
        self.env.invalidate_all()
        with at_time(TUESDAY):
            # Whatever was read first: one reader's lines are not another's.
            lines = self.record.with_user(self.l2).read(["line_ids"])[0]["line_ids"]
        self.assertEqual(lines, self.open_line.ids)

    def test_before_it_begins_only_what_may_be_read_is_counted(self):
        later = TUESDAY + timedelta(days=1)
        for user, count in ((self.manager, 2), (self.l2, 1)):
            with self.subTest(user=user.login), at_time(later):
                self.env.invalidate_all()
                board = self.standups.with_user(user).standup_open(self.period.id)
                self.assertEqual(sum(board["counts"].values()), count)

    def test_a_hidden_line_cannot_be_decided(self):
        standup = self.record.with_user(self.l2)
        with self.assertRaisesRegex(UserError, "not part of the stand-up"):
            standup.standup_decide(self.secret_line.id, {"note": "x"})

    def test_a_lead_decides_with_his_own_rights(self):
        lead = self.make_user("lead", "hypercare_support.group_agent")
        self.tier3.lead_id = lead
        with at_time(TUESDAY), self.assertRaises(AccessError):
            self.record.with_user(lead).standup_decide(
                self.open_line.id, {"commit_date": "2026-03-05"}
            )
        self.assertFalse(self.issue.commit_date)
        self.assertFalse(self.open_line.decided_at)

    def test_nobody_writes_evidence_directly(self):
        admin = self.make_user("admin", "hypercare_support.group_admin")
        for user in (self.reporter, self.l1, self.manager, self.sponsor, admin):
            for record in (self.record, self.open_line):
                record = record.with_user(user)
                with self.subTest(user=user.login, model=record._name):
                    with self.assertRaises(AccessError):
                        record.write({"company_id": self.other_company.id})
                    with self.assertRaises(UserError):
                        record.unlink()
                    with self.assertRaises(AccessError):
                        record.create({"company_id": self.company.id})

    def test_several_periods_are_offered(self):
        self.make_period(name="Second go-live", people=(self.l3, self.l2, self.l1))
        with at_time(TUESDAY):
            board = self.standups.standup_open()
        self.assertEqual(board["state"], "choose")
        self.assertEqual(
            {period["name"] for period in board["periods"]},
            {"Go-live", "Second go-live"},
        )
        self.env["hypercare.period"].search([]).write({"state": "cancelled"})
        with at_time(TUESDAY):
            self.assertEqual(self.standups.standup_open()["state"], "none")
