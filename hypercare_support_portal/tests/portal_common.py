"""People outside: consultants and a sponsor with portal accounts."""

import re

from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user

from odoo.addons.hypercare_support.tests.common import HypercareCommon

#: Words that no page and no answer may show to anybody outside.
INSIDE = ("reporter@example.com", "manager@example.com", "+880 1700", "Traceback (most")


class PortalCase(HypercareCommon):
    """One period with an outside Level 3 and sponsor, one more, one elsewhere.

    ``out_l3`` works in the period, ``out_sponsor`` is its sponsor, ``out_other`` works
    in another period of the company, ``out_nobody`` has no part. ``out_foreign`` has an
    account of another company, works there, and was put into the period by mistake.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "Elsewhere"})
        for login in ("out_l3", "out_sponsor", "out_other", "out_nobody"):
            setattr(cls, login, cls.make_outsider(login))
        cls.out_foreign = cls.make_outsider(
            "out_foreign",
            company_id=cls.other_company.id,
            company_ids=[Command.set(cls.other_company.ids)],
        )
        cls.reporter.partner_id.phone = "+880 1700 000001"
        cls.period.sponsor_id = cls.out_sponsor
        for user in (cls.out_l3, cls.out_foreign):
            cls.member(cls.tier3, user)
        cls.other_period = cls.make_period(
            name="The other go-live",
            people=(cls.l1, cls.l2, cls.out_other),
            number_prefix="OT-",
        )
        cls.foreign_period = cls.make_period(
            name="Go-live elsewhere",
            people=(cls.l1, cls.l2, cls.out_foreign),
            company_id=cls.other_company.id,
            number_prefix="EL-",
        )
        at_l3 = {"tier_id": cls.tier3.id}
        cls.mine = cls.issue(cls.l3, "At Level 3", **at_l3)
        cls.low = cls.issue(cls.l1, "At Level 1", tier_id=cls.tier1.id)
        cls.secret = cls.issue(cls.l3, "Payroll secret", confidential=True, **at_l3)
        cls.other = cls.issue(
            cls.l1,
            "Other matter",
            period_id=cls.other_period.id,
            tier_id=cls.other_period.tier_ids.sorted("level")[-1].id,
        )
        cls.foreign = cls.issue(
            cls.env.ref("base.user_root"),
            "Foreign matter",
            period_id=cls.foreign_period.id,
            tier_id=cls.foreign_period.tier_ids.sorted("level")[-1].id,
        )
        cls.env.flush_all()

    @classmethod
    def make_outsider(cls, login, **values):
        return new_test_user(
            cls.env,
            login=f"hc_{login}",
            groups="base.group_portal",
            name=login.replace("_", " ").title(),
            email=f"{login}@outside.example.com",
            tz="Asia/Dhaka",
            **values,
        )

    @classmethod
    def member(cls, tier, user, **values):
        return cls.env["hypercare.tier.member"].create(
            {"tier_id": tier.id, "user_id": user.id, **values}
        )

    @classmethod
    def issue(cls, user, name, severity="s2", **values):
        """Return an issue that a member of the team has entered for the reporter."""
        return (
            cls.env["hypercare.issue"]
            .with_user(user)
            .sudo()
            .create(
                {
                    "name": name,
                    "period_id": cls.period.id,
                    "severity": severity,
                    "reporter_id": cls.reporter.id,
                    **values,
                }
            )
            .with_env(cls.env)
        )

    def outside(self, issue, user):
        """Return an issue as the pages find it for a user; empty if they do not."""
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["hypercare.issue"].with_user(user)._outside_find(issue.id)

    def act(self, issue, user, act, files=(), **form):
        """Do on an issue what a form of its page does."""
        said = issue.with_user(user)._outside_act(act, form, files)
        self.env.flush_all()
        self.env.invalidate_all()
        return said


class PortalHttpCase(PortalCase, HttpCase):
    """The same people in a browser."""

    def enter(self, user):
        """Log in, or out with None."""
        self.env.flush_all()
        self.authenticate(user and user.login, user and user.login)

    def get(self, path):
        """Return status and text of a page, without following a redirection."""
        answer = self.url_open(path, allow_redirects=False)
        return answer.status_code, answer.text

    def post(self, path, files=None, **form):
        """Send a form as its page does, with the token of the session."""
        token = ""
        if self.session.uid:
            page = self.url_open("/my/hypercare").text
            token = re.search(r'csrf_token: "([^"]+)"', page)[1]
        self.env.flush_all()
        answer = self.url_open(
            path,
            data={"csrf_token": token, **form},
            files=files,
            allow_redirects=False,
        )
        self.env.invalidate_all()
        return answer.status_code, answer.text

    def rpc(self, model, method, *args, **kwargs):
        """Call a method as a program does; return the answer as it comes."""
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            json={
                "params": {
                    "model": model,
                    "method": method,
                    "args": list(args),
                    "kwargs": kwargs,
                }
            },
        ).json()
        error = answer.get("error")
        return answer.get("result"), error and error["data"]["name"]
