from odoo import models
from odoo.tools import email_normalize

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
        mails = self.env["mail.mail"]
        vals_list = []
        for partner in partners.sudo():
            if not email_normalize(partner.email or ""):
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
                mails._hypercare_vals(
                    period,
                    partner,
                    subject,
                    body,
                    mark=key and f"{key}-{partner.id}",
                    scheduled_date=at or False,
                )
            )
        mails._hypercare_queue(vals_list)
