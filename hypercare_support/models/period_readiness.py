from odoo import models
from odoo.tools import email_normalize


class HypercarePeriod(models.Model):
    """Everything an escalation mail needs on its way, checked one by one.

    A finding is a dict: level (ok, warning, problem), title, text – what is wrong and
    what to do about it, for somebody who knows no mail server.
    """

    _inherit = "hypercare.period"

    def _finding(self, level, title, text):
        return {"level": level, "title": title, "text": text}

    def _mail_findings(self) -> list[dict]:
        """Return what was found about mail: server, sender, people, text."""
        self.ensure_one()
        return [
            self._find_server(),
            self._find_sender(),
            self._find_mail_domain(),
            *self._find_people(),
            self._find_text(),
        ]

    def _escalation_sender(self) -> str:
        """Return the address that escalation mails of this period come from."""
        # sudo: the company's mail domain belongs to the administrator.
        company = self.company_id.sudo()
        return (
            company.email_formatted
            or self.env["ir.mail_server"]
            .sudo()
            .with_company(company)
            ._get_default_from_address()
            or ""
        )

    def _find_server(self):
        title = self.env._("Outgoing mail server")
        recipient = self.env.user.email or self.client_pm_id.email
        # sudo: the mail domain belongs to the administrator.
        domain = self.company_id.sudo().alias_domain_id
        servers = self.env["ir.mail_server"].with_context(
            domain_notifications_email=domain.default_from_email
        )
        name, problem = servers._hypercare_probe(self._escalation_sender(), recipient)
        if problem:
            return self._finding("problem", title, problem)
        return self._finding("ok", title, self.env._("%s takes our mails.", name))

    def _find_sender(self):
        title = self.env._("Sender")
        sender = self._escalation_sender()
        company = self.company_id
        if not email_normalize(sender):
            return self._finding(
                "problem",
                title,
                self.env._(
                    "Mails would have no sender. Enter an e-mail address for the "
                    "company %s.",
                    company.name,
                ),
            )
        if not email_normalize(company.email or ""):
            return self._finding(
                "warning",
                title,
                self.env._(
                    "The company %(company)s has no e-mail address: mails come from "
                    "%(sender)s. Enter one, so that people know who writes.",
                    company=company.name,
                    sender=sender,
                ),
            )
        return self._finding("ok", title, self.env._("Mails come from %s.", sender))

    def _find_mail_domain(self):
        title = self.env._("Mail domain")
        # sudo: the mail domain belongs to the administrator.
        domain = self.company_id.sudo().alias_domain_id
        if domain:
            return self._finding(
                "ok", title, self.env._("Answers and returns go to %s.", domain.name)
            )
        return self._finding(
            "warning",
            title,
            self.env._(
                "The company has no mail domain: mails that come back are not noticed. "
                "Ask the administrator to set one under Settings › General Settings."
            ),
        )

    def _named_people(self):
        """Return (role, user) of everybody an escalation may have to reach."""
        # sudo: who is named in the period is checked, whoever may read the users.
        period = self.sudo()
        labels = period.fields_get(
            ["sponsor_id", "client_pm_id", "consultant_lead_id"], ["string"]
        )
        people = [(labels[name]["string"], period[name]) for name in labels]
        for tier in period.tier_ids:
            people += [(tier.name, user) for user in tier.lead_id | tier.user_ids]
            people.append((self.env._("%s, backup", tier.name), tier.backup_id))
        shifts = period.shift_ids
        people += [
            (self.env._("On call"), user) for user in shifts.user_id | shifts.backup_id
        ]
        return people

    def _find_people(self):
        findings, seen = [], self.env["res.users"]
        people = self._named_people()
        for role, user in people:
            if user in seen:
                continue
            seen |= user
            reason = False
            if not user:
                # Before the start the list of what is missing says so.
                if role == people[0][0] and self.state not in ("draft", "ready"):
                    reason = self.env._("nobody is named: name somebody in the period.")
            elif not user.active:
                reason = self.env._(
                    "%s is archived: name somebody else in the period.", user.name
                )
            elif not email_normalize(user.email or ""):
                reason = (
                    self.env._(
                        "“%(email)s” is no e-mail address: correct it for %(name)s.",
                        email=user.email,
                        name=user.name,
                    )
                    if user.email
                    else self.env._(
                        "%s has no e-mail address: enter one in the user's profile.",
                        user.name,
                    )
                )
            if reason:
                level = "problem" if user else "warning"
                findings.append(self._finding(level, role, reason))
        return findings or [
            self._finding(
                "ok",
                self.env._("People"),
                self.env._("All %s people can be reached by mail.", len(seen)),
            )
        ]

    def _find_text(self):
        title = self.env._("Text of the mails")
        template = self.env.ref(
            "hypercare_support.mail_template_escalation", raise_if_not_found=False
        )
        if not template:
            return self._finding(
                "warning",
                title,
                self.env._(
                    "The mail template “Hypercare: escalation” was deleted: mails are "
                    "sent as plain lines. Update the addon to get it back."
                ),
            )
        try:
            with self.env.cr.savepoint():
                self._render_test_mail()
        except Exception as error:
            return self._finding(
                "problem",
                title,
                self.env._(
                    "The mail cannot be written; correct the mail template “%(name)s”. "
                    "(%(error)s)",
                    name=template.name,
                    error=str(error)[:300],
                ),
            )
        return self._finding("ok", title, self.env._("The mail can be written."))
