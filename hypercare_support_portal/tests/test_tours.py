"""A consultant and a sponsor at work in a browser."""

from odoo.tests import tagged

from .test_sponsor import SponsorCase


@tagged("post_install", "-at_install")
class TestTours(SponsorCase):
    def test_a_consultant_answers_takes_and_solves(self):
        self.env.flush_all()
        self.start_tour(
            "/my", "hypercare_portal_consultant", login=self.out_l3.login, timeout=120
        )
        self.env.invalidate_all()
        issue = self.mine
        self.assertEqual((issue.state, issue.user_id), ("resolved", self.out_l3))
        self.assertEqual(issue.resolution, "The index was built anew")
        self.assertEqual(issue.plan, "Build the index anew")
        self.assertTrue(issue.responded_at)
        said = issue.message_ids.filtered(
            lambda one: one.author_id == self.out_l3.partner_id
            and one.message_type == "comment"
        )
        self.assertIn("I look into it", said.body)

    def test_a_sponsor_signs(self):
        review = self.review()
        self.start_tour(
            "/my", "hypercare_portal_sponsor", login=self.out_sponsor.login, timeout=120
        )
        self.env.invalidate_all()
        self.assertEqual((review.state, self.period.state), ("go", "monitoring"))
        row = review.signature_ids.filtered(lambda one: one.role == "sponsor")
        self.assertEqual((row.user_id, row.decision), (self.out_sponsor, "go"))
        self.assertFalse(review.tampered)
