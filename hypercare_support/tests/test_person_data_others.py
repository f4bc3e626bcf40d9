"""A person's data: other companies, seals and agreed lists stay whole."""

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import MONDAY, at_time
from .person_data_common import MAIL, NAME, PersonDataCase


@tagged("post_install", "-at_install")
class TestPersonDataOthers(PersonDataCase):
    # -- Companies ----------------------------------------------

    def test_another_company_s_log_stays(self):
        period, foreign = self.abroad()
        stakeholder, contact = self.people_of(period)
        own_stakeholder, own_contact = self.people_of(self.period)
        there, here = (
            self.env["mail.mail"]
            .create(
                {
                    "model": one._name,
                    "res_id": one.id,
                    "message_type": "user_notification",
                    "email_to": MAIL,
                    "body_html": f"<p>{NAME}</p>",
                    "body": f"<p>{NAME} {MAIL}</p>",
                }
            )
            .mail_message_id
            for one in (period, self.period)
        )
        # Asked by an administrator of one company: the other's stays.
        self.erase()
        self.assertTrue(stakeholder.exists())
        self.assertEqual(contact.partner_id, self.partner)
        self.assertTrue(there.exists())
        self.assertIn(NAME, str(there.body))
        self.assertFalse(own_stakeholder.exists())
        self.assertFalse(own_contact.partner_id)
        self.assertFalse(here.exists())
        wizard = self.wizard(foreign)
        wizard.action_find()
        self.assertTrue(self.lines(wizard, what="Message", becomes="deleted"))
        self.erase(wizard)
        self.assertFalse(stakeholder.exists())
        self.assertFalse(there.exists())

    def people_of(self, period):
        values = {"period_id": period.id, "partner_id": self.partner.id}
        return (
            self.env["hypercare.stakeholder"].create(values),
            self.env["hypercare.after.contact"].create(
                {**values, "kind": "business_owner", "what_for": "Rights"}
            ),
        )

    def test_mails_say_whose_they_are(self):
        vals = self.env["mail.mail"]._hypercare_vals(
            self.issue, self.partner, "Subject", "Body"
        )
        self.assertEqual(vals["record_company_id"], self.company.id)
        mail = self.env["mail.mail"].create(vals)
        self.assertEqual(mail.mail_message_id.record_company_id, self.company)

    def test_another_company_s_contact_is_refused(self):
        period, _foreign = self.abroad()
        hidden = self.env["res.partner"].create(
            {"name": "Hidden Person", "company_id": period.company_id.id}
        )
        self.env["res.users"].invalidate_model()
        for act in ("action_find", "action_export", "action_erase"):
            wizard = self.wizard(partner_id=hidden.id)
            with (
                self.subTest(act),
                self.assertRaisesRegex(AccessError, "another company"),
            ):
                getattr(wizard, act)()

    # -- Seals and lists ----------------------------------------------

    def test_the_seal_of_a_review_holds(self):
        now = MONDAY + timedelta(days=5)
        criterion = self.criterion("bau_policy", user_id=self.person.id)
        with_review = self.env["hypercare.exit.review"]
        self.set_state("exit_review")
        review = with_review.with_user(self.manager)._make(
            self.period.with_user(self.manager)
        )
        condition = self.env["hypercare.exit.condition"].create(
            {
                "review_id": review.id,
                "name": f"{NAME} ({MAIL}) counts the stock",
                "user_id": self.person.id,
                "date": "2026-03-30",
            }
        )
        self.env["hypercare.exit.history"]._append(
            [
                {
                    "criterion_id": criterion.id,
                    "kind": "attested",
                    "date": now.date(),
                    "at": now,
                    "reason": f"{NAME} said so",
                    "user_id": self.person.id,
                }
            ]
        )
        review = self.review_submitted(review, now)
        self.assertEqual(review._verify(), [])
        self.erase()
        review.invalidate_recordset()
        self.assertEqual(review._verify(), [])
        self.assertIn(NAME, condition.name)
        self.assertIn(NAME, criterion.history_ids[:1].reason)
        wizard = self.wizard()
        wizard.action_find()
        sealed = set(self.lines(wizard, becomes="sealed").mapped("res_model"))
        self.assertLessEqual(
            {"hypercare.exit.condition", "hypercare.exit.history"}, sealed
        )

    def review_submitted(self, review, now):
        with at_time(now):
            review.action_submit()
        return review.with_env(self.env)

    def test_a_contact_of_a_begun_period_is_emptied(self):
        _stakeholder, contact = self.people_of(self.period)
        self.set_state("running")
        self.assertEqual((contact.name, contact.email), (NAME, MAIL))
        self.erase()
        self.assertTrue(contact.exists())
        self.assertEqual(contact.what_for, "Rights")
        for name in ("partner_id", "name", "phone", "email"):
            self.assertFalse(contact[name], name)
