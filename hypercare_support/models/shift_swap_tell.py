from odoo import models

from .escalation_render import paragraphs
from .mail_parts import TELLING
from .resource_calendar import to_epoch


class HypercareShiftSwap(models.Model):
    """Telling both what is asked and what is answered."""

    _inherit = "hypercare.shift.swap"

    def _ask(self):
        """Tell the colleague, unless it was the colleague who entered it."""
        if self.colleague_id == self.env.user:
            return
        # sudo: activities and mails of the colleague are made by the system.
        swap = self.sudo()
        # Without the mail that comes with an activity: ours says more.
        swap.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=swap.colleague_id.id,
            summary=self.env._("Take over a shift of %s?", swap.user_id.name),
            date_deadline=swap.period_id._local_day(swap.start_at),
        )
        swap._tell(swap.colleague_id, "ask")

    def _tell_answer(self, user):
        """Tell both, except whoever has decided."""
        for person in (self.user_id | self.colleague_id) - user:
            self._tell(person, self.state)

    def _tell(self, user, what):
        """Notify a person in their language, by mail or inbox as they like it."""
        if not user.active:
            return
        swap = self.with_context(lang=user.lang or self.env.lang)
        values = {
            "person": swap.user_id.name,
            "colleague": swap.colleague_id.name,
            "tier": swap.tier_id.name,
            "when": swap.period_id._cover_when(*swap._span()),
        }
        subject = {
            "ask": swap.env._(
                "%(person)s asks you to take over: %(tier)s, %(when)s", **values
            ),
            "accepted": swap.env._(
                "%(colleague)s takes over from %(person)s: %(tier)s, %(when)s", **values
            ),
            "declined": swap.env._(
                "%(person)s stays on call, %(colleague)s does not take over: %(tier)s, "
                "%(when)s",
                **values,
            ),
            "withdrawn": swap.env._(
                "Nobody has to take over any more: %(person)s stays on call for "
                "%(tier)s, %(when)s",
                **values,
            ),
        }[what]
        # The subject is not repeated by every mail program where the text is.
        lines = [f"{subject}.", swap.note]
        if what == "ask":
            lines.append(swap.env._("Open it, then press “Take over” or “Decline”."))
        swap.with_context(
            mail_notify_force_send=False, hypercare_telling=TELLING
        ).message_notify(
            partner_ids=user.partner_id.ids,
            subject=subject,
            body=paragraphs(filter(None, lines)),
            model_description=swap.env._("Rota"),
        )

    def _span(self) -> tuple[int, int]:
        return to_epoch(self.start_at), to_epoch(self.end_at)
