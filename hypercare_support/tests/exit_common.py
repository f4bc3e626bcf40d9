"""What the tests of the exit share: a period, its criteria, its four signatures."""

from odoo.tools import SQL

from .centre_common import CentreCase
from .common import at_time

#: A picture of one point: enough of a signature for a test.
IMAGE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)


class ExitCase(CentreCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner = cls.make_user("owner")
        cls.period.write(
            {
                "business_owner_id": cls.owner.id,
                "bau_policy_id": cls.policy.id,
            }
        )

    @classmethod
    def criterion(cls, code, target=0, **values):
        return cls.env["hypercare.exit.criterion"].create(
            {
                "name": f"Criterion {code}",
                "period_id": cls.period.id,
                "code": code,
                "target": target,
                **values,
            }
        )

    def found(self, criterion, now):
        """Return a criterion as somebody finds it at a moment."""
        self.env.flush_all()
        self.env.invalidate_all()
        with at_time(now):
            criterion.mapped("state")
        return criterion

    def waive(self, criterion, now):
        with at_time(now):
            criterion.with_user(self.sponsor)._waive("Not needed this time")

    def review(self, now, period_state="exit_review", **values):
        """Return a review that is put to signature, with one criterion that holds."""
        if not self.period.criterion_ids:
            self.criterion("bau_policy")
        self.set_state(period_state)
        with at_time(now):
            review = (
                self.env["hypercare.exit.review"]
                .with_user(self.manager)
                ._make(self.period.with_user(self.manager))
            )
            review.write(values)
            review.action_submit()
        return review.with_env(self.env)

    def sign(self, review, user, now, decision="go", note=False):
        with at_time(now):
            wizard = (
                self.env["hypercare.exit.sign"]
                .with_user(user)
                .create(
                    {
                        "review_id": review.id,
                        "decision": decision,
                        "image": IMAGE,
                        "note": note,
                    }
                )
            )
            wizard.action_sign()
        self.env.flush_all()
        self.env.invalidate_all()

    def sign_all(self, review, now):
        for user in (self.manager, self.consultant, self.owner, self.sponsor):
            self.sign(review, user, now)

    def set_state(self, state):
        """Put the period into a state, whatever it takes."""
        self.period.sudo()._write({"state": state})
        self.env.invalidate_all()

    def sql(self, statement, *values):
        self.env.flush_all()
        self.env.cr.execute(SQL(statement, *values))
        self.env.invalidate_all()

    def mails(self):
        return self.env["mail.mail"].search([("model", "=", "hypercare.period")])
