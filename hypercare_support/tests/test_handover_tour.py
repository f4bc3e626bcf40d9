"""Out of scope and hand-over in a browser, by those who use them."""

from odoo.tests import HttpCase, tagged

from .handover_common import HandoverCase


class HandoverTourCase(HandoverCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        people = cls.l2 | cls.owner
        people.tour_enabled = False
        cls.issue = cls.make_issue("s3", name="A report of wastage by line")


@tagged("post_install", "-at_install")
class TestHandoverTour(HandoverTourCase):
    def test_level_two_puts_an_issue_out_of_scope(self):
        self.start_tour(
            f"/odoo/hypercare.issue/{self.issue.id}",
            "hypercare_out_of_scope",
            login=self.l2.login,
        )
        self.env.invalidate_all()
        self.assertEqual(
            (self.issue.scope_state, self.issue.scope_kind, self.issue.scope_owner_id),
            ("handed_over", "new_report", self.owner),
        )
        self.assertEqual(self.issue.scope_note, "A new report, for later")


@tagged("post_install", "-at_install")
class TestHandoverPhone(HandoverTourCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_the_receiver_accepts_on_a_phone(self):
        self.scope(self.issue)
        self.start_tour(
            "/odoo/hypercare-requests",
            "hypercare_decide_request",
            login=self.owner.login,
        )
        self.env.invalidate_all()
        self.assertEqual(self.issue.scope_state, "accepted")
        self.assertEqual(self.issue.scope_answer, "We want that too")

    def test_the_business_owner_accepts_a_responsibility(self):
        duty = self.duty(process_url="https://wiki.example.com")
        self.start_tour(
            "/odoo/hypercare-my-handover",
            "hypercare_accept_responsibility",
            login=self.owner.login,
        )
        self.env.invalidate_all()
        self.assertEqual((duty.state, duty.accepted_by_id), ("accepted", self.owner))
