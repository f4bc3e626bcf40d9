"""The stand-up in a browser."""

from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, no_retry, tagged

from odoo.addons.web.tests import test_js

from .common import HypercareCommon


class StandupTourCase(HypercareCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        others = cls.env["hypercare.period"].search([("id", "!=", cls.period.id)])
        others.write({"state": "cancelled"})
        today = fields.Date.today()
        cls.period.write(
            {
                "go_live": today - timedelta(days=8),
                "date_end": today + timedelta(days=5),
            }
        )

    def standup(self):
        self.env.invalidate_all()
        return self.env["hypercare.standup"].search(
            [("period_id", "=", self.period.id)]
        )


@tagged("post_install", "-at_install")
class TestStandupTour(StandupTourCase):
    def test_from_twelve_open_issues_to_closed_minutes(self):
        for number in range(12):
            self.make_issue("s2" if number < 2 else "s3", name=f"Problem {number}")
        self.start_tour(
            "/odoo/hypercare", "hypercare_standup", login=self.manager.login
        )
        standup = self.standup()
        self.assertEqual((standup.state, standup.led_by_id), ("closed", self.manager))
        self.assertEqual(len(standup.line_ids), 12)
        decided = standup.line_ids.filtered("decided_at")
        self.assertEqual(len(decided), 11)
        self.assertEqual(decided.issue_id.user_id, self.l1)
        self.assertEqual(
            set(decided.issue_id.mapped("commit_date")),
            set(decided.mapped("date_after")),
        )
        self.assertTrue(all(decided.mapped("date_after")))
        first = standup.line_ids[0]
        self.assertEqual(first.note, "Call the bank")
        self.assertEqual((first.severity_before, first.severity_after), ("s2", "s1"))
        self.assertEqual(standup.line_ids[-1].lacking, "both")
        self.assertEqual(standup.close_reason, "The supplier decides")
        self.assertEqual(standup.attended_ids, self.manager | self.l2)
        mails = self.env["mail.mail"].search([("model", "=", standup._name)])
        self.assertEqual(
            self.readers_of(mails),
            standup.invited_ids.partner_id,
            "minutes for everybody invited",
        )

    def test_nothing_to_discuss_is_closed_in_one_click(self):
        self.start_tour(
            "/odoo/hypercare-standup",
            "hypercare_standup_nothing",
            login=self.manager.login,
        )
        standup = self.standup()
        self.assertEqual((standup.state, len(standup.line_ids)), ("closed", 0))

    def test_it_goes_on_after_the_page_was_lost(self):
        for number in range(3):
            self.make_issue("s3", name=f"Problem {number}")
        self.start_tour(
            f"/odoo/hypercare.period/{self.period.id}",
            "hypercare_standup_interrupted",
            login=self.manager.login,
        )
        self.assertEqual(self.standup().state, "open")

    def test_a_member_reads_the_minutes(self):
        self.make_issue("s3", name="Printer prints twice")
        member = self.make_user("member")
        self.env["hypercare.tier.member"].create(
            {"tier_id": self.tier2.id, "user_id": member.id}
        )
        standups = self.env["hypercare.standup"].with_user(self.manager)
        board = standups.standup_start(self.period.id)
        standups.browse(board["id"]).standup_close("Later")
        self.start_tour(
            "/odoo/hypercare-standup", "hypercare_standup_reader", login=member.login
        )


@tagged("post_install", "-at_install")
class TestStandupPhone(StandupTourCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_phone_shows_all_of_it(self):
        name = "A long word: Übermittlungsbestätigungsprotokollnummernkreisverwaltung"
        self.make_issue("s3", name=name, description="x" * 300)
        self.start_tour(
            "/odoo/hypercare-standup",
            "hypercare_standup_phone",
            login=self.manager.login,
        )
        self.assertEqual(self.standup().line_ids.owner_after_id, self.l1)


@tagged("post_install", "-at_install")
class TestStandupUnits(test_js.HOOTCommon):
    """The unit tests of the stand-up screen only."""

    @no_retry
    def test_units(self):
        suite = self._generate_hash("@hypercare_support/standup")
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite}",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=test_js.unit_test_error_checker,
        )
