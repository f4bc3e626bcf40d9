import logging

from odoo import models
from odoo.tools import email_normalize

_logger = logging.getLogger(__name__)


class HypercarePeriod(models.Model):
    """One mail of a period to one person, in that person's language."""

    _inherit = "hypercare.period"

    def _queue_mail(self, user, template, layout, facts) -> bool:
        """Queue a mail whose first sentences a manager may edit.

        A deleted or broken template costs its sentences, never the mail.

        :param user: the reader; nobody, or without a valid address: no mail
        :param template: xmlid of the mail template with subject and sentences
        :param layout: xmlid of the view around them, which gets ``facts`` and
            ``sentence``
        :param facts: name of a method of the period that returns what the mail says in
            the language of the context: a dict with ``period`` and ``url`` at least
        :return: whether a mail was queued
        """
        self.ensure_one()
        if not user.active or not email_normalize(user.email or ""):
            return False
        lang = user.lang or self.company_id.partner_id.lang or "en_US"
        period = self.with_context(lang=lang, tz=self.tz)
        told = getattr(period, facts)()
        subject, sentence = period._render_words(template)
        body = period.env["ir.qweb"]._render(
            layout, {"facts": told, "sentence": sentence}, minimal_qcontext=True
        )
        mails = self.env["mail.mail"]
        mails._hypercare_queue(
            [
                mails._hypercare_vals(
                    self, user.partner_id, subject or told["period"], body
                )
            ]
        )
        return True

    def _render_words(self, xmlid) -> tuple[str, str]:
        """Return subject and sentences of a template; empty where it is broken."""
        template = self.env.ref(xmlid, raise_if_not_found=False)
        if not template:
            return "", ""
        try:
            with self.env.cr.savepoint():
                # sudo: templates belong to the administrator.
                template = template.sudo().with_env(self.env)
                return tuple(
                    template._render_field(name, self.ids)[self.id]
                    for name in ("subject", "body_html")
                )
        except Exception:
            _logger.exception("The mail template %s is broken", xmlid)
            return "", ""
