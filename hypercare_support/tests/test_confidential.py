"""Confidential issues: for reporter, owner, chosen members, managers and sponsor."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.modules.migration import load_script
from odoo.tests import Form, tagged
from odoo.tools import file_path

from ..models.escalation_people import Roster
from .common import MONDAY
from .escalation_common import EscalationCase

SECRET = "Salary of the driver is wrong"
CHILDREN = ("event_ids", "clock_ids", "engagement_ids", "escalation_ids")


@tagged("post_install", "-at_install")
class TestConfidential(EscalationCase):
    RULES = ("overdue",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.make_user("clerk")
        cls.tier1.member_ids = [Command.create({"user_id": cls.clerk.id})]
        cls.place = cls.tier1.member_ids.filtered(
            lambda member: member.user_id == cls.clerk
        )
        cls.secret = cls.make_issue("s2", name=SECRET, confidential=True, at=MONDAY)
        cls.open = cls.make_issue("s2", name="Printer is out of paper")
        cls.admin = cls.make_user("admin", "hypercare_support.group_admin")
        cls.env.flush_all()

    def seen(self, user, record=None):
        """Tell whether somebody finds and reads a record, with a fresh cache."""
        record = self.secret if record is None else record
        self.env.invalidate_all()
        mine = record.with_user(user)
        found = bool(mine.search([("id", "in", record.ids)]))
        self.assertEqual(found, mine.has_access("read"))
        return found

    # -- Who sees ----------------------------------------------

    def test_who_sees_it(self):
        everybody = (
            *((self.reporter, True), (self.l1, True), (self.manager, True)),
            *((self.sponsor, True), (self.admin, True), (self.clerk, False)),
            *((self.l2, False), (self.l3, False), (self.colleague, False)),
        )
        for user, sees in everybody:
            with self.subTest(user=user.login):
                self.assertEqual(self.seen(user), sees)
                self.assertTrue(self.seen(user, self.open))

    def test_a_member_sees_it_once_chosen_and_no_longer(self):
        self.place.sees_confidential = True
        self.assertTrue(self.seen(self.clerk))
        self.place.sees_confidential = False
        self.assertFalse(self.seen(self.clerk))
        self.secret.user_id = self.clerk
        self.assertTrue(self.seen(self.clerk), "who owns it works on it")

    def test_children_are_seen_with_it(self):
        self.sweep(MONDAY + timedelta(days=20))
        self.assertTrue(self.secret.escalation_ids)
        for name in CHILDREN:
            children = self.secret[name]
            for sees in (False, True):
                self.place.sees_confidential = sees
                with self.subTest(children=name, sees=sees):
                    self.assertEqual(self.seen(self.clerk, children), sees)

    def test_only_managers_choose(self):
        for user in (self.clerk, self.l1, self.colleague, self.sponsor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.place.with_user(user).sees_confidential = True
        self.place.with_user(self.manager).sees_confidential = True
        self.assertTrue(self.seen(self.clerk))

    def test_by_default_it_is_the_lead(self):
        self.assertEqual(
            self.tier1.member_ids.filtered("sees_confidential").user_id, self.l1
        )
        self.tier1.lead_id = self.clerk
        self.assertFalse(self.place.sees_confidential, "nobody gets it unnoticed")

    def test_another_person_in_the_same_place_does_not_inherit_it(self):
        self.place.sees_confidential = True
        self.place.user_id = self.colleague
        self.assertFalse(self.place.sees_confidential)

    def test_the_form_offers_it(self):
        with (
            Form(self.period.with_user(self.manager)) as form,
            form.tier_ids.edit(0) as tier,
            tier.member_ids.edit(1) as member,
        ):
            self.assertEqual(member.user_id, self.clerk)
            member.sees_confidential = True
        self.assertTrue(self.place.sees_confidential)

    # -- Side doors ----------------------------------------------

    def test_no_search_tells_its_words(self):
        """A condition on what one may not read is a question that gets an answer."""
        self.open.with_user(self.l1).duplicate_of_id = self.secret
        questions = (
            ("hypercare.issue", "name", self.secret),
            ("hypercare.issue", "duplicate_of_id.name", self.open),
            ("hypercare.issue", "duplicate_of_id", self.open),
            ("hypercare.period", "issue_ids.name", self.period),
            ("hypercare.sla.clock", "issue_id.name", self.secret.clock_ids),
            ("hypercare.tier", "period_id.issue_ids.name", self.tier1),
            ("res.users", "partner_id.user_ids.login", self.env["res.users"]),
        )
        for model, path, _answer in questions:
            for words in (SECRET, "Salary%"):
                self.env.invalidate_all()
                found = (
                    self.env[model]
                    .with_user(self.clerk)
                    .search([(path, "like", words)])
                )
                with self.subTest(model=model, path=path):
                    self.assertFalse(found)
        mine = self.env["hypercare.period"].with_user(self.manager)
        self.assertTrue(mine.search([("issue_ids.name", "like", SECRET)]))

    def test_no_list_no_name_no_count_no_export(self):
        self.clerk.group_ids |= self.env.ref("base.group_allow_export")
        issues = self.env["hypercare.issue"].with_user(self.clerk)
        domain = [("period_id", "=", self.period.id)]
        self.assertEqual(issues.search(domain), self.open)
        self.assertEqual(issues.search_count(domain), 1)
        self.assertEqual(
            issues.formatted_read_group(domain, ["severity"], ["__count"])[0][
                "__count"
            ],
            1,
        )
        self.assertFalse(issues.name_search(SECRET))
        self.assertFalse(issues.name_search(self.secret.number))
        exported = issues.search(domain).export_data(["number", "name"])["datas"]
        self.assertEqual([row[0] for row in exported], [self.open.number])
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.secret.with_user(self.clerk).export_data(["name"])

    def test_nothing_similar_is_offered_and_nobody_joins(self):
        issues = self.env["hypercare.issue"]
        for user in (self.clerk, self.l1):
            with self.subTest(user=user.login):
                found = issues.with_user(user).report_similar(SECRET, self.period.id)
                self.assertNotIn(self.secret.id, [one["id"] for one in found["issues"]])
        with self.assertRaisesRegex(UserError, "not open any more"):
            issues.with_user(self.clerk).report_join(self.secret.id)

    def test_a_duplicate_shows_its_number_only(self):
        self.open.with_user(self.l1).duplicate_of_id = self.secret
        self.env.invalidate_all()
        [values] = self.open.with_user(self.clerk).web_read(
            {"duplicate_of_id": {"fields": {"display_name": {}}}}
        )
        self.assertEqual(values["duplicate_of_id"]["display_name"], self.secret.number)

    # -- The command centre -----------------------------------------------------------

    def test_the_figures_say_what_they_count(self):
        for user in (self.clerk, self.l1, self.manager, self.colleague):
            periods = self.env["hypercare.period"].with_user(user)
            centre = periods.command_centre(self.period.id)
            mine = self.env["hypercare.issue"].with_user(user)
            readable = mine.search_count([("period_id", "=", self.period.id)])
            sees = readable == 2
            with self.subTest(user=user.login):
                self.assertEqual(centre["period"]["beyond"], not sees)
                cell = centre["sections"]["now"]["open"]
                self.assertEqual(cell["value"], 2)
                if sees:
                    self.assertEqual(mine.search_count(cell["domain"]), 2)
                else:
                    self.assertFalse(cell["domain"], "no link to what is not there")

    # -- Mail ----------------------------------------------

    def test_whoever_is_taken_out_hears_no_more(self):
        self.place.sees_confidential = True
        partner = self.clerk.partner_id
        self.secret.message_subscribe(partner.ids)
        self.open.message_subscribe(partner.ids)
        self.place.with_user(self.manager).sees_confidential = False
        self.assertNotIn(partner, self.secret.message_partner_ids)
        self.assertIn(partner, self.open.message_partner_ids)
        for act in (
            lambda place: place.write({"active": False}),
            lambda place: place.unlink(),
        ):
            self.place.write({"sees_confidential": True, "active": True})
            self.secret.message_subscribe(partner.ids)
            self.assertIn(partner, self.secret.message_partner_ids)
            act(self.place.with_user(self.manager))
            self.assertNotIn(partner, self.secret.message_partner_ids)

    def test_nobody_else_is_made_a_follower_or_mentioned(self):
        outsider = self.clerk.partner_id
        mine = self.secret.with_user(self.l1)
        with self.assertRaisesRegex(UserError, "Clerk may not read it"):
            mine.message_subscribe(outsider.ids)
        with self.assertRaisesRegex(UserError, "Clerk may not read it"):
            mine.message_post(
                body=SECRET, message_type="comment", partner_ids=outsider.ids
            )
        self.open.with_user(self.l1).message_subscribe(outsider.ids)
        mine.message_subscribe(self.manager.partner_id.ids)

    def test_a_follower_who_slipped_in_gets_no_mail(self):
        partners = self.clerk.partner_id | self.manager.partner_id
        self.secret.sudo()._message_subscribe(partners.ids)
        with self.mock_mail_gateway():
            message = self.secret.with_user(self.l1).message_post(
                body=SECRET, message_type="comment", subtype_xmlid="mail.mt_comment"
            )
        self.assertIn(self.manager.partner_id, message.notified_partner_ids)
        self.assertNotIn(self.clerk.partner_id, message.notified_partner_ids)

    def test_escalations_pass_by_whoever_may_not_read(self):
        self.tier1.lead_id = self.clerk
        roster = Roster(self.env(su=True), MONDAY)
        self.assertTrue(roster.why_not(self.clerk, self.secret))
        self.assertFalse(roster.why_not(self.clerk, self.open))
        self.place.sees_confidential = True
        self.env.invalidate_all()
        self.assertFalse(roster.why_not(self.clerk, self.secret))

    # -- Upgrade ----------------------------------------------

    def test_an_upgrade_hides_nothing_from_whoever_saw_it(self):
        folder = "hypercare_support/migrations/19.0.0.4.0"
        self.env.flush_all()
        rules = self.env["ir.rule"].search([("domain_force", "like", "sees_confiden")])
        self.assertGreaterEqual(len(rules), 12)
        wanted = {rule.id: rule.domain_force for rule in rules}
        for rule in rules:
            rule.domain_force = rule.domain_force.replace(
                ", ('sees_confidential', '=', True)", ""
            )
        self.assertTrue(self.seen(self.clerk), "as it was before")
        self.env.flush_all()
        self.cr.execute("ALTER TABLE hypercare_tier_member DROP sees_confidential")
        for script in ("pre-confidential.py", "post-confidential.py"):
            module = load_script(file_path(f"{folder}/{script}"), "upgrade_to_4")
            module.migrate(self.cr, "19.0.0.3.0")
            module.migrate(self.cr, "19.0.0.3.0")
        self.env.invalidate_all()
        self.assertEqual({rule.id: rule.domain_force for rule in rules}, wanted)
        self.assertTrue(self.place.sees_confidential)
        self.assertTrue(self.seen(self.clerk))
