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
        # sudo: mails belong to the administrator; this one goes to the reader named.
        self.env["mail.mail"].sudo().create(
            {
                "subject": subject or told["period"],
                "body_html": body,
                "email_from": self.company_id.email_formatted
                or self.env.user.email_formatted,
                "author_id": False,
                "recipient_ids": [(6, 0, user.partner_id.ids)],
                "auto_delete": True,
                "is_notification": True,
                "message_type": "user_notification",
                "model": self._name,
                "res_id": self.id,
                "headers": repr({"X-Auto-Response-Suppress": "OOF"}),
            }
        )
        queue = self.env.ref(
            "mail.ir_cron_mail_scheduler_action", raise_if_not_found=False
        )
        if queue:
            # sudo: waking the mail queue needs no right of the sender.
            queue.sudo()._trigger()
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
