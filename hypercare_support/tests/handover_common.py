"""A period whose hand-over is planned, with a business owner who is an employee."""

import re

from odoo.fields import Command

from .common import HypercareCommon
from .ready_handover import ready_handover


class HandoverCase(HypercareCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner = cls.make_user("owner")
        cls.period.business_owner_id = cls.owner
        cls.other_company = cls.env["res.company"].create({"name": "Other"})
        cls.foreign_manager = cls.make_user(
            "foreign",
            "hypercare_support.group_manager",
            company_id=cls.other_company.id,
            company_ids=[Command.set(cls.other_company.ids)],
        )
        ready_handover(cls.env, cls.period)
        cls.env.flush_all()

    def duty(self, kind="data_quality", **values):
        duty = self.period.responsibility_ids.filtered(lambda one: one.kind == kind)
        duty.write(values)
        return duty

    def last_mail(self) -> int:
        """Return the number of the newest queued mail."""
        return self.env["mail.mail"].search([], order="id desc", limit=1).id or 0

    def mails_to(self, user, since=0):
        """Return the queued mails to a user, newest first."""
        mails = self.env["mail.mail"].search([("id", ">", since)], order="id desc")
        return mails.filtered(
            lambda mail: re.search("<(.*)>", mail.email_to or "<>")[1] == user.email
        )

    def scope(self, issue, user=None, kind="new_report", receiver=None, **values):
        """Put an issue out of scope by the dialog, as the team does."""
        dialogs = self.env["hypercare.scope.declare"].with_user(user or self.l2)
        dialog = dialogs.create(
            {
                "issue_id": issue.id,
                "kind": kind,
                "sentence": "Not part of hypercare.",
                **({"receiver_id": receiver.id} if receiver else {}),
                **values,
            }
        )
        dialog.action_apply()
        self.env.flush_all()
        return issue

    def decide(self, issue, user, decision="accepted", sentence="Yes", **values):
        dialog = (
            self.env["hypercare.scope.decide"]
            .with_user(user)
            .create(
                {
                    "issue_id": issue.id,
                    "decision": decision,
                    "sentence": sentence,
                    **values,
                }
            )
        )
        dialog.action_apply()
        self.env.flush_all()
