"""What the hard tests of a person's data share."""

from odoo import Command

from .common import MONDAY
from .exit_common import ExitCase

NAME = "Abdul Karim"
MAIL = "ann@example.com"
PHONE = "+880 1711 000999"


class PersonDataCase(ExitCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.make_user("admin", "hypercare_support.group_admin")
        cls.person = cls.make_user("karim")
        cls.person.write({"name": NAME, "email": MAIL, "phone": PHONE})
        cls.partner = cls.person.partner_id
        cls.issue = cls.make_issue("s2", user=cls.person, at=MONDAY, name="Bill fails")
        cls.other = cls.make_issue("s3", name="Another's", at=MONDAY)
        cls.env.flush_all()

    def wizard(self, user=None, **values):
        values = values or {"partner_id": self.partner.id}
        model = self.env["hypercare.person.data"].with_user(user or self.admin)
        return model.create({"reason": "Asked for by letter", **values})

    def erase(self, wizard=None, **values):
        wizard = wizard or self.wizard(**values)
        wizard.action_erase()
        self.env.flush_all()
        self.env.invalidate_all()
        return wizard

    def lines(self, wizard, **values):
        return wizard.line_ids.filtered(
            lambda line: all(line[name] == value for name, value in values.items())
        )

    def abroad(self):
        """Return another company's period, and its manager."""
        company = self.env["res.company"].create({"name": "Other"})
        period = self.make_period(name="Foreign", company_id=company.id)
        user = self.make_user(
            "foreign",
            "hypercare_support.group_admin",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        return period, user
