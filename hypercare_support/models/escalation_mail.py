from collections import defaultdict

from odoo import models
from odoo.tools import email_normalize, formataddr


class HypercareEscalation(models.Model):
    """Telling people: recipients by role, one mail per issue and language."""

    _inherit = "hypercare.escalation"

    def _tell(self, now):
        """Queue the mails of these ledger rows, in the same transaction.

        Steps of one rule step that fire on one issue at once share a mail. Everybody
        told stands in the To line, so that they know of each other.
        """
        vals_list, mail_vals_list, notified = [], [], []
        for (issue, step), ledgers in self.grouped(
            lambda ledger: (ledger.issue_id, ledger.step_id)
        ).items():
            partners = issue._escalation_recipients(step)
            reachable = partners.filtered(lambda p: email_normalize(p.email or ""))
            problem = ledgers._tell_problem(partners, reachable)
            if problem:
                ledgers.write({"problem": problem})
            for group in ledgers._mail_groups(reachable):
                mail_vals_list.append(ledgers._mail_vals(issue, step, group))
                notified.append((ledgers, group))
            vals_list += [
                {
                    "escalation_id": ledger.id,
                    "company_id": ledger.company_id.id,
                    "partner_id": partner.id,
                    "failed_reason": self.env._("No valid e-mail address"),
                }
                for ledger in ledgers
                for partner in partners - reachable
            ]
        mails = self.env["mail.mail"].create(mail_vals_list)
        for mail, (ledgers, group) in zip(mails, notified, strict=True):
            vals_list += [
                {
                    "escalation_id": ledger.id,
                    "company_id": ledger.company_id.id,
                    "partner_id": partner.id,
                    "mail_id": mail.id,
                }
                for ledger in ledgers
                for partner in group
            ]
        # Without a notification row two senders would both deliver the mail.
        self.env["mail.notification"].create(
            [
                {
                    "mail_message_id": mail.mail_message_id.id,
                    "mail_mail_id": mail.id,
                    "res_partner_id": partner.id,
                    "notification_type": "email",
                    "notification_status": "ready",
                    "is_read": True,
                }
                for mail, (_ledgers, group) in zip(mails, notified, strict=True)
                for partner in group
            ]
        )
        self.env["hypercare.escalation.delivery"].create(vals_list)
        if mails:
            self.env.ref("hypercare_support.ir_cron_deliver")._trigger()

    def _tell_problem(self, partners, reachable):
        """Return why not everybody can be told, in plain words, or False."""
        if not partners:
            return self.env._(
                "Nobody is named for the roles of this step: name them in the period."
            )
        missing = partners - reachable
        if missing:
            return self.env._(
                "No valid e-mail address: %s", ", ".join(missing.mapped("name"))
            )
        return False

    def _mail_groups(self, partners):
        """Return the partners in groups that read the same language and time zone."""
        groups = defaultdict(self.env["res.partner"].browse)
        for partner in partners:
            groups[partner.lang, partner.tz] |= partner
        return list(groups.values())

    def _mail_vals(self, issue, step, partners):
        """Return the values of one queued mail to partners of one language."""
        first = self.sorted("id")[0]
        message_id = first._message_id(partners)
        local = self.with_context(
            lang=partners[0].lang or self.env.user.lang,
            tz=partners[0].tz or issue.period_id.tz,
        )
        subject, body = local._render_mail(issue, step, partners)
        return {
            "subject": subject,
            "body_html": body,
            "email_from": issue.company_id.email_formatted
            or self.env.user.email_formatted,
            "email_to": ", ".join(
                formataddr((partner.name, email_normalize(partner.email)))
                for partner in partners
            ),
            "auto_delete": False,
            "is_notification": True,
            "message_type": "user_notification",
            "model": "hypercare.issue",
            "res_id": issue.id,
            "message_id": message_id,
            "headers": repr(
                {
                    "X-Hypercare-Escalation": ",".join(map(str, self.ids)),
                    "X-Auto-Response-Suppress": "OOF",
                }
            ),
        }

    def _message_id(self, partners):
        """Return a Message-ID that depends on the ledger row and readers only."""
        self.ensure_one()
        # sudo: system parameters belong to the administrator.
        uuid = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        return f"<hypercare-escalation-{self.id}-{min(partners.ids)}@{uuid}>"

    def _render_mail(self, issue, step, partners):
        """Return subject and body of the mail in the language of the context.

        A missing or broken template must not swallow an escalation: the facts are
        then sent as plain lines, and the problem is kept with the ledger row.
        """
        template = step.template_id or self.env.ref(
            "hypercare_support.mail_template_escalation", raise_if_not_found=False
        )
        issue = issue.with_context(**self.env.context)
        clocks = self.env["hypercare.sla.clock"].browse(self.mapped("res_id"))
        if template:
            try:
                rendering = template.with_context(
                    **self.env.context,
                    hypercare_clocks=clocks,
                    hypercare_partners=partners,
                )
                with self.env.cr.savepoint():
                    return (
                        rendering._render_field("subject", issue.ids)[issue.id],
                        rendering._render_field("body_html", issue.ids)[issue.id],
                    )
            except Exception as error:
                self.write(
                    {
                        "problem": self.env._(
                            "The mail template “%(name)s” is broken: %(error)s",
                            name=template.name,
                            error=error,
                        )
                    }
                )
        return self._plain_mail(issue, clocks)

    def _plain_mail(self, issue, clocks):
        """Return subject and body that need no template."""
        lines = [issue.display_name]
        lines += [f"{clock.display_name}: {clock.due_at} UTC" for clock in clocks]
        lines.append(f"{issue.get_base_url()}/odoo/hypercare.issue/{issue.id}")
        subject = self.env._("Escalation: %s", issue.display_name)
        return subject, self.env["ir.qweb"]._render(
            "hypercare_support.escalation_plain", {"lines": lines}
        )


class HypercareIssue(models.Model):
    _inherit = "hypercare.issue"

    def _escalation_recipients(self, step):
        """Return the partners a step tells about this issue, each once.

        The owner stands in for the tier: when nobody owns the issue, its tier's lead
        is told instead.
        """
        self.ensure_one()
        period, tier = self.period_id, self.tier_id
        users = self.env["res.users"]
        for code in step.role_ids.mapped("code"):
            if code == "assignee":
                owner = self.user_id.filtered("active")
                users |= owner or tier.lead_or_member()
            elif code == "tier_lead":
                users |= tier.lead_or_member()
            elif code == "tier_members":
                users |= tier.user_ids
            elif code == "next_tier_lead":
                users |= tier.next_tier().lead_or_member()
            elif code == "client_pm":
                users |= period.client_pm_id
            elif code == "consultant_lead":
                users |= period.consultant_lead_id
            elif code == "sponsor":
                users |= period.sponsor_id
        return users.filtered("active").partner_id
