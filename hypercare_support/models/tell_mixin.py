from odoo import models
from odoo.tools import email_normalize

from .escalation_render import one_line

FRAME = "hypercare_support.handover_mail"


class HypercareTellMixin(models.AbstractModel):
    """Tell one person something by mail, in their language and time, and ask them."""

    _name = "hypercare.tell.mixin"
    _description = "Telling People"

    def _tell(self, person, words, path, button=None, once=False):
        """Queue a mail to one person about this record.

        Without address, or to oneself, nothing is sent.

        :param person: a partner
        :param words: method of the record, called in the reader's language, that
            returns a dict of ``subject``, ``title`` and ``lines``
        :param path: where the button leads, below the address of the server
        :param button: what the button says; “Open” if nothing is given
        :param once: the same words are not sent a second time on one day
        """
        self.ensure_one()
        address = email_normalize(person.email or "")
        if not address or not person.active or person == self.env.user.partner_id:
            return
        company = self.company_id
        # sudo: what is told is decided by the caller, whoever may read the parts.
        local = self.sudo().with_context(
            lang=person.lang or company.partner_id.lang or "en_US",
            tz=person.tz or self.env.user.tz or "UTC",
        )
        told = words(local)
        body = local.env["ir.qweb"]._render(
            FRAME,
            {
                **told,
                "band": "#1d4f8c",
                "url": f"{local.get_base_url()}{path}",
                "button": button(local) if button else local.env._("Open"),
            },
        )
        # sudo: mails belong to the administrator; this one goes to the person named.
        self.env["hypercare.told.mail"].sudo()._queue(
            self,
            person,
            one_line(told["subject"]),
            body,
            once=once and repr(told),
            reply_to=self._tell_reply_to(),
        )

    def _tell_reply_to(self) -> str | bool:
        """Return where answers go; the sender if nothing is returned."""
        return False

    def _ask(self, type_xmlid, user, summary, deadline=None):
        """Put something on a person's list of activities, instead of what was there.

        :param type_xmlid: type of activity without the module; at most one is open
        """
        self.ensure_one()
        self._done_asking(type_xmlid)
        # sudo: who asks need not be allowed to plan activities; no mail, since one is
        # sent that says what it is about.
        self.sudo().with_context(mail_activity_quick_update=True).activity_schedule(
            f"hypercare_support.{type_xmlid}",
            user_id=user.id,
            summary=summary,
            date_deadline=deadline,
        )

    def _done_asking(self, type_xmlid):
        """Take it off the list again, whoever had it."""
        # sudo: the activity may be somebody else's.
        self.sudo().activity_unlink([f"hypercare_support.{type_xmlid}"])
