"""A period with everybody named, whose charter is published and approved."""

from odoo.fields import Command

from .common import MONDAY, HypercareCommon, at_time


class CharterCase(HypercareCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.charters = cls.env["hypercare.charter"]
        cls.owner = cls.make_user("owner")
        cls.head = cls.make_user("head")
        cls.period.business_owner_id = cls.owner
        cls.env["hypercare.area"].create(
            {
                "period_id": cls.period.id,
                "name": "Finance",
                "head_id": cls.head.id,
                "user_ids": [Command.set(cls.l1.ids)],
            }
        )
        cls.approvers = cls.sponsor | cls.manager | cls.consultant | cls.owner
        cls.auditor = cls.env["res.partner"].create(
            {"name": "Auditor", "email": "auditor@example.com"}
        )
        cls.env["hypercare.stakeholder"].create(
            {"period_id": cls.period.id, "partner_id": cls.auditor.id}
        )
        cls.l1.partner_id.phone = "+880 1000 000011"

    #: Printing takes a second: only the tests of paper print.
    prints = False

    def setUp(self):
        super().setUp()
        if not self.prints:
            self.patch(
                self.env.registry["hypercare.charter"],
                "_as_file",
                lambda charter, private: (None, ""),
            )

    def make_charter(self, period=None, **values):
        period = period or self.period
        return self.charters.with_user(self.manager).create(
            {"period_id": period.id, "lang": "en_US", **values}
        )

    def publish(self, charter=None, moment=MONDAY):
        charter = charter or self.make_charter()
        with at_time(moment):
            charter.with_user(self.manager).action_publish()
        return charter

    def approve(self, charter, users=None, moment=MONDAY):
        for user in users or self.approvers:
            with at_time(moment):
                charter.with_user(user).action_approve()
        self.env.invalidate_all()
        return charter

    def approved(self):
        return self.approve(self.publish())

    def mails_of(self, charter):
        return self.env["mail.mail"].search(
            [("model", "=", charter._name), ("res_id", "in", charter.ids)]
        )

    def lines(self, charter, code):
        """Return what a section says, as “label: words”."""
        content = charter._charter_content()
        [section] = [s for s in content["sections"] if s["code"] == code]
        return [
            ": ".join(filter(None, [row["label"], cell["label"], line]))
            for row in section["rows"]
            for cell in row["cells"]
            for line in cell["lines"]
        ]
