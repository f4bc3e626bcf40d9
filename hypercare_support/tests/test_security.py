"""How access behaves over time; who may do what at all stands in ``persona/``."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .common import HypercareCommon

CHILDREN = ("event_ids", "clock_ids", "engagement_ids", "pause_ids")


class TestSecurity(HypercareCommon):
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
        cls.issue = cls.make_issue("s1")
        cls.issue.with_user(cls.l3).write({"state": "waiting"})
        cls.secret = cls.make_issue("s3", confidential=True)
        cls.env.flush_all()

    def sees(self, user, record):
        """Tell whether a user can search and read a record, with a fresh cache."""
        self.env.invalidate_all()
        found = record.with_user(user).search([("id", "in", record.ids)])
        try:
            record.with_user(user).read(["display_name"])
            readable = True
        except AccessError:
            readable = False
        self.assertEqual(bool(found), readable)
        return readable

    def can_write(self, user, record):
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint():
                record.with_user(user).write({"workaround": "Use paper"})
            return True
        except AccessError:
            return False

    def test_persona_table_of_the_log(self):
        everybody = (
            # persona, reads public, writes public, reads confidential
            ("reporter", True, False, True),
            ("colleague", True, False, False),
            ("other_agent", True, False, False),
            ("l1", True, True, True),
            ("l2", True, True, False),
            ("l3", True, True, False),
            ("manager", True, True, True),
            ("sponsor", True, False, True),
            ("foreign_manager", False, False, False),
        )
        for name, reads, writes, reads_secret in everybody:
            with self.subTest(persona=name):
                user = getattr(self, name)
                self.assertEqual(self.sees(user, self.issue), reads)
                self.assertEqual(self.can_write(user, self.issue), writes)
                self.assertEqual(self.sees(user, self.secret), reads_secret)

    def test_children_show_what_their_issue_shows(self):
        for issue in (self.issue, self.secret):
            for user in (
                *(self.reporter, self.colleague, self.l1, self.l2),
                *(self.manager, self.sponsor, self.foreign_manager),
            ):
                for name in CHILDREN:
                    children = issue[name]
                    if children:
                        with self.subTest(user=user.login, children=name):
                            self.assertEqual(
                                self.sees(user, children), self.sees(user, issue)
                            )

    def test_a_private_log_shows_employees_their_own(self):
        self.period.public_log = False
        self.assertTrue(self.sees(self.reporter, self.issue))
        self.assertFalse(self.sees(self.colleague, self.issue))
        self.issue.message_subscribe(self.colleague.partner_id.ids)
        self.assertTrue(self.sees(self.colleague, self.issue))

    def test_nobody_writes_evidence_directly(self):
        admin = self.make_user("admin", "hypercare_support.group_admin")
        for user in (self.reporter, self.l1, self.manager, admin):
            for name in CHILDREN:
                children = self.issue[name].with_user(user)
                with self.subTest(user=user.login, children=name):
                    with self.assertRaises(UserError):
                        children.write({"company_id": self.other_company.id})
                    with self.assertRaises(UserError):
                        children.unlink()
                    with self.assertRaises(AccessError):
                        children.create([{"issue_id": self.issue.id}])

    def test_employees_report_only_for_themselves(self):
        with self.assertRaises(AccessError):
            self.issue.with_user(self.colleague).write({"name": "x"})
        issue = self.make_issue(user=self.colleague, reporter_id=self.l1.id)
        self.assertEqual(issue.reporter_id, self.colleague)

    def test_membership_decides_not_the_group(self):
        self.assertTrue(self.can_write(self.l1, self.issue))
        self.tier1.member_ids.active = False
        self.assertFalse(self.can_write(self.l1, self.issue))
        self.tier2.member_ids.unlink()
        self.assertFalse(self.can_write(self.l2, self.issue))

    def test_following_opens_nothing_confidential(self):
        issue = self.make_issue("s3")
        issue.message_subscribe(self.colleague.partner_id.ids)
        issue.with_user(self.l1).write({"confidential": True})
        self.assertFalse(self.sees(self.colleague, issue))
        self.assertNotIn(self.colleague.partner_id, issue.message_partner_ids)
        self.assertIn(self.reporter.partner_id, issue.message_partner_ids)

    def test_a_link_does_not_tell_a_confidential_title(self):
        self.issue.with_user(self.l3).write({"duplicate_of_id": self.secret.id})
        [values] = self.issue.with_user(self.reporter).web_read(
            {"duplicate_of_id": {"fields": {"display_name": {}}}}
        )
        self.assertEqual(values["duplicate_of_id"]["display_name"], self.secret.number)

    def test_handing_over_a_confidential_issue_keeps_it_in_sight(self):
        self.secret.with_user(self.l1).write({"tier_id": self.tier2.id})
        self.assertTrue(self.sees(self.l1, self.secret))
        self.assertTrue(self.sees(self.l2, self.secret))
        self.assertFalse(self.sees(self.l3, self.secret))

    def test_one_companys_manager_does_not_move_anothers_deadlines(self):
        self.make_period(name="Foreign", company_id=self.other_company.id)
        line = self.policy.line_ids[:1].with_user(self.manager)
        with self.assertRaisesRegex(UserError, "Other companies count on this"):
            line.minutes = 17
        step = self.env.ref("hypercare_support.escalation_step_overdue")
        with self.assertRaisesRegex(UserError, "Other companies count on this"):
            step.with_user(self.manager).percent = 17
        own = self.policy.with_user(self.manager).copy({"company_id": self.company.id})
        own.line_ids[:1].minutes = 17

    def test_a_preview_names_only_what_the_user_may_read(self):
        foreign = self.make_period(name="Foreign", company_id=self.other_company.id)
        hidden = self.make_issue("s1", period_id=foreign.id, user=self.env.user)
        self.env.flush_all()
        line = self.policy.line_ids.filtered(
            lambda line: line.severity == "s1" and line.metric == "resolution"
        )
        preview = (
            foreign.sudo()
            .with_user(self.manager)
            .sudo()
            ._preview(lambda: line.sudo().write({"minutes": 777}))
        )
        self.assertGreaterEqual(preview["moved"], 1)
        names = [line["issue"] for line in preview["lines"]]
        self.assertNotIn(f"{hidden.number} {hidden.name}", names)

    def test_other_companies_see_nothing(self):
        records = [
            *(self.period, self.tier1, self.tier1.member_ids, self.issue),
            *(self.issue[name] for name in CHILDREN),
        ]
        for record in records:
            with self.subTest(model=record._name):
                self.assertFalse(self.sees(self.foreign_manager, record))

    def test_every_model_has_a_company_rule_or_is_shared_on_purpose(self):
        # A server is alive or it is not: heartbeats are the same for all.
        shared = {"hypercare.escalation.role", "hypercare.heartbeat"}
        for model in self.env["ir.model"].search([("model", "=like", "hypercare.%")]):
            if model.abstract or model.transient or model.model in shared:
                continue
            domains = self.env["ir.rule"].search(
                [("model_id", "=", model.id), ("groups", "=", False)]
            )
            with self.subTest(model=model.model):
                self.assertIn("company_ids", "".join(domains.mapped("domain_force")))
