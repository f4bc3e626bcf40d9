"""A sponsor with a portal account: sees how it stands, signs, answers the charter."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.hypercare_support.models.exit_review_sign import PERSON_OF
from odoo.addons.hypercare_support.tests.exit_common import IMAGE

from .portal_common import PortalHttpCase

PHONE = "+880 1700 000001"


class SponsorCase(PortalHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner = cls.make_user("owner")
        cls.period.write(
            {"business_owner_id": cls.owner.id, "bau_policy_id": cls.policy.id}
        )
        cls.env["hypercare.exit.criterion"].create(
            {"name": "After exit", "period_id": cls.period.id, "code": "bau_policy"}
        )
        cls.url = f"/my/hypercare/periods/{cls.period.id}"

    def review(self, signed=("client_pm", "consultant_lead", "business_owner")):
        """Return a review that is put to signature, signed by some."""
        self.env.flush_all()
        self.period.sudo()._write({"state": "exit_review"})
        self.env.invalidate_all()
        review = (
            self.env["hypercare.exit.review"]
            .with_user(self.manager)
            ._make(self.period.with_user(self.manager))
        )
        review.action_submit()
        for role in signed:
            review.with_user(self.period[PERSON_OF[role]])._sign("go", IMAGE)
        self.env.flush_all()
        return review.with_env(self.env)

    def sign(self, review=None, **params):
        """Send what the signature form sends; return its answer."""
        self.env.flush_all()
        seal = review.content_hash if review else "x"
        params = {"signature": IMAGE, "decision": "go", "seal": seal, **params}
        answer = self.url_open(f"{self.url}/sign", json={"params": params}).json()
        self.env.invalidate_all()
        return answer.get("result") or answer["error"]


@tagged("post_install", "-at_install")
class TestSponsor(SponsorCase):
    def test_the_page_shows_how_it_stands(self):
        self.enter(self.out_sponsor)
        status, text = self.get(self.url)
        self.assertEqual(status, 200)
        for words in ("After exit", "Open S2 High", "None was put to signature", "Met"):
            self.assertIn(words, text)
        counts = dict(
            (name, count)
            for name, count, _url in self.period.with_user(self.out_sponsor)
            .sudo()
            ._outside_counts()
        )
        # The confidential one is counted nowhere outside.
        self.assertEqual(counts["Open S2 High"], 2)

    def test_the_sponsor_countersigns(self):
        review = self.review()
        self.enter(self.out_sponsor)
        _status, text = self.get(self.url)
        self.assertIn(review.content_hash, text)
        self.assertIn("hypercare_support_portal.sign", text)
        answer = self.sign(review, note="Well done")
        self.assertIn(self.url, answer["redirect_url"])
        self.assertEqual((review.state, self.period.state), ("go", "monitoring"))
        row = review.signature_ids.filtered(lambda one: one.role == "sponsor")
        self.assertEqual((row.user_id, row.note), (self.out_sponsor, "Well done"))
        self.assertTrue(row.image and row.signed_at and review.record_hash)
        self.assertFalse(review.tampered)
        _status, text = self.get(self.url)
        self.assertIn(review.record_hash, text)
        self.assertNotIn("hypercare_support_portal.sign", text)
        again = self.sign(review)
        self.assertIn("not open for signatures", again["error"])

    def test_a_no_go_says_what_is_missing(self):
        review = self.review()
        self.enter(self.out_sponsor)
        answer = self.sign(review, decision="no_go", note=" ")
        self.assertIn("what is missing", answer["error"])
        self.sign(review, decision="no_go", note="The bank is not connected")
        self.assertEqual((review.state, self.period.state), ("no_go", "exit_review"))

    def test_what_does_not_sign(self):
        self.enter(self.out_sponsor)
        self.assertIn("nothing to sign", self.sign()["error"])
        review = self.review(signed=("client_pm", "consultant_lead"))
        self.assertIn("signs first", self.sign(review)["error"])
        review.with_user(self.owner)._sign("go", IMAGE)
        for params, words in (
            ({"seal": "0" * 64}, "changed while you read"),
            ({"seal": None}, "changed while you read"),
            ({"seal": ["x"]}, "changed while you read"),
            ({"signature": ""}, "Draw your signature"),
            ({"signature": None}, "Draw your signature"),
            ({"signature": "bm8gcGljdHVyZQ=="}, "Draw your signature"),
            ({"decision": "maybe"}, "Choose go or no-go"),
            ({"decision": None}, "Choose go or no-go"),
        ):
            with self.subTest(params=params):
                self.assertIn(words, self.sign(review, **params)["error"])
        self.assertEqual(review.state, "signing")

    def test_nobody_else_signs(self):
        review = self.review()
        for user in (self.out_l3, self.out_other, self.out_foreign, self.out_nobody):
            self.enter(user)
            with self.subTest(user=user.login):
                self.assertIn("nothing to sign", self.sign(review)["error"])
                with self.assertRaises(AccessError):
                    review.with_user(user)._outside_sign(
                        "go", IMAGE, "", review.content_hash
                    )
        self.enter(None)
        self.assertNotIn("redirect_url", self.sign(review))
        # An internal person signs inside; the page is not theirs.
        self.enter(self.manager)
        self.assertIn("nothing to sign", self.sign(review)["error"])
        self.env.invalidate_all()
        self.assertEqual(review.state, "signing")
        # Who was sponsor when it was put to signature, and is no more.
        self.period.sponsor_id = self.sponsor
        self.enter(self.out_sponsor)
        self.assertIn("nothing to sign", self.sign(review)["error"])

    def test_a_go_needs_criteria_that_hold(self):
        review = self.review()
        self.period.bau_policy_id = False
        self.enter(self.out_sponsor)
        self.assertIn("do not hold", self.sign(review)["error"])

    def test_links_of_mails_lead_to_the_page(self):
        review = self.review()
        self.enter(self.out_sponsor)
        for path, words in (
            (f"/odoo/hypercare.exit.review/{review.id}", "Exit review"),
            (f"/odoo/hypercare.period/{self.period.id}", "Exit criteria"),
            (f"/mail/view?model=hypercare.period&res_id={self.period.id}", "Exit cri"),
        ):
            answer = self.url_open(path)
            with self.subTest(path=path):
                self.assertEqual(answer.status_code, 200)
                self.assertTrue(answer.url.split("#")[0].endswith(self.url))
                self.assertIn(words, answer.text)
        self.enter(self.out_other)
        for path in (
            f"/odoo/hypercare.exit.review/{review.id}",
            f"/odoo/hypercare.period/{self.period.id}",
        ):
            self.assertEqual(self.url_open(path).status_code, 404)


@tagged("post_install", "-at_install")
class TestCharter(SponsorCase):
    def charter(self):
        charter = self.env["hypercare.charter"].create({"period_id": self.period.id})
        charter.approval_ids.filtered(lambda one: not one.user_id).unlink()
        charter.with_user(self.manager).action_publish()
        self.env.flush_all()
        return charter

    def setUp(self):
        super().setUp()
        self.period.sudo()._write({"state": "draft"})
        self.env.invalidate_all()
        self.out_l3.partner_id.phone = PHONE

    def test_the_sponsor_approves(self):
        charter = self.charter()
        own = charter.approval_ids.filtered(lambda a: a.user_id == self.out_sponsor)
        mail = self.env["mail.mail"].search(
            [("email_to", "ilike", self.out_sponsor.email)], limit=1
        )
        self.assertIn(f"/odoo/hypercare-charters/{charter.id}", mail.body_html)
        self.enter(self.out_sponsor)
        page = self.url_open(f"/odoo/hypercare-charters/{charter.id}")
        self.assertIn("Approve the charter", page.text)
        self.assertNotIn(PHONE, page.text)
        for act, number, expected in (
            ("approve", "0", 404),
            ("burn", str(charter.id), 404),
            ("approve", str(charter.id), 303),
            ("approve", str(charter.id), 400),
        ):
            status, _text = self.post(f"{self.url}/charter/{act}", charter_id=number)
            with self.subTest(act=act, number=number):
                self.assertEqual(status, expected)
        self.assertTrue(own.approved_at)
        self.assertEqual(own.signed_name, self.out_sponsor.name)

    def test_the_sponsor_sends_it_back(self):
        charter = self.charter()
        self.enter(self.out_sponsor)
        url = f"{self.url}/charter/send-back"
        status, _text = self.post(url, charter_id=str(charter.id), reason=" ")
        self.assertEqual(status, 400)
        status, _text = self.post(url, charter_id=str(charter.id), reason="Too short")
        self.assertEqual(status, 303)
        sent_back = self.env["hypercare.charter"].search(
            [("sent_back_reason", "=", "Too short")]
        )
        self.assertEqual(sent_back.sent_back_by_id, self.out_sponsor)

    def test_nobody_else_answers(self):
        charter = self.charter()
        for user in (self.out_l3, self.out_other, self.out_foreign, self.manager):
            self.enter(user)
            for act in ("approve", "send-back"):
                status, _text = self.post(
                    f"{self.url}/charter/{act}", charter_id=str(charter.id), reason="x"
                )
                with self.subTest(user=user.login, act=act):
                    self.assertEqual(status, 404)
            with self.assertRaises(AccessError):
                charter.with_user(user)._outside_own()
        self.assertFalse(charter.approval_ids.filtered("approved_at"))

    def test_only_the_sponsor_can_be_asked_outside(self):
        charter = self.env["hypercare.charter"].create({"period_id": self.period.id})
        with self.assertRaisesRegex(UserError, "could not approve"):
            charter.write(
                {"approval_ids": [(0, 0, {"user_id": self.out_l3.id, "role": "other"})]}
            )
