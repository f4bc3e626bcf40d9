from odoo import models
from odoo.tools import email_normalize, formataddr

LAYOUT = "hypercare_support.exit_mail"


class HypercarePeriod(models.Model):
    """Mails about the exit: one per person, in their language."""

    _inherit = "hypercare.period"

    def _exit_both_sides(self):
        """Return the partners of both sides: who signs the exit."""
        people = self.sponsor_id | self.client_pm_id | self.business_owner_id
        people |= self.consultant_lead_id
        return people.filtered("active").partner_id

    def _exit_mail(self, partners, say, record=None, key=None, at=None):
        """Queue a mail for each of some people; those without address are left out.

        :param say: function of an environment with the reader's language and time
            zone, which returns subject and lines
        :param record: what the button opens, by default the period
        :param key: names the mail, so that it is the same one however often it is sent
        :param at: when it may go out, naive UTC; by default at once
        """
        self.ensure_one()
        # sudo: the four who sign read the period; who sends need not be one of them.
        period = self.sudo()
        record = self if record is None else record
        # sudo: system parameters belong to the administrator.
        uuid = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        vals_list = []
        for partner in partners.sudo():
            email = email_normalize(partner.email or "")
            if not email:
                continue
            env = period.with_context(
                lang=partner.lang or self.env.lang, tz=partner.tz or period.tz
            ).env
            subject, lines = say(env)
            body = env["hypercare.escalation"]._render_frame(
                LAYOUT,
                headline=subject,
                lines=lines,
                url=f"{period.get_base_url()}/odoo/{record._name}/{record.id}",
            )
            vals_list.append(
                {
                    "subject": subject,
                    "body_html": body,
                    "email_from": period.company_id.email_formatted
                    or self.env.user.email_formatted,
                    "email_to": formataddr((partner.name, email)),
                    "model": period._name,
                    "res_id": period.id,
                    "message_type": "user_notification",
                    "headers": repr({"X-Auto-Response-Suppress": "OOF"}),
                    "scheduled_date": at or False,
                    **(
                        {"message_id": f"<hypercare-{key}-{partner.id}@{uuid}>"}
                        if key
                        else {}
                    ),
                }
            )
        # sudo: mails belong to the administrator.
        self.env["mail.mail"].sudo().create(vals_list)
        queue = self.env.ref(
            "mail.ir_cron_mail_scheduler_action", raise_if_not_found=False
        )
        if queue and vals_list:
            # sudo: waking the mail queue needs no right of whoever acts.
            queue.sudo()._trigger()
