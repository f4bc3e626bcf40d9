from markupsafe import Markup

from odoo import fields, models

from odoo.addons.base.models.ir_qweb import QWebError

from .escalation_render import PROBLEM_LENGTH, one_line, paragraphs
from .escalation_words import Words

LAYOUT = "hypercare_support.checklist_mail"


class HypercareChecklistNotice(models.Model):
    """One mail per person and sweep, whatever number of items it speaks of."""

    _inherit = "hypercare.checklist.notice"

    def _queue_mails(self):
        """Queue the mails of these rows, in the same transaction."""
        told = self.filtered("partner_id")
        if not told:
            return
        jobs = [
            (rows, period, partner)
            for (partner, period), rows in told.grouped(
                lambda row: (row.partner_id, row.period_id)
            ).items()
        ]
        # sudo: mails belong to the administrator; these go to whom the rows name.
        mails = (
            self.env["mail.mail"]
            .sudo()
            .create([rows._mail_vals(period, who) for rows, period, who in jobs])
        )
        for (rows, _period, _partner), mail in zip(jobs, mails, strict=True):
            rows.write({"mail_id": mail.id})
        partners = [partner for _rows, _period, partner in jobs]
        mails._hypercare_notify(zip(mails, partners, strict=True))
        # sudo: waking the delivery needs no right of whoever caused it.
        self.env.ref("hypercare_support.ir_cron_deliver").sudo()._trigger()

    def _mail_vals(self, period, partner) -> dict:
        """Return the values of one person's mail, in their language and time zone."""
        local = self.with_context(
            lang=partner.lang or self.env.user.lang or "en_US",
            tz=partner.tz or period.tz,
        )
        subject, body = local._render_mail(period.with_env(local.env), partner)
        return self.env["mail.mail"]._hypercare_vals(
            period,
            partner,
            subject,
            body,
            mark=f"checklist-{min(self.ids)}-{partner.id}",
            auto_delete=False,
            is_notification=True,
            # Ours until then; the common queue takes over should our job not run.
            scheduled_date=fields.Datetime.add(self.env.cr.now(), hours=1),
        )

    def _render_mail(self, period, partner):
        """Return subject and body in the language and time zone of the context."""
        words = Words(self.env, fields.Datetime.now())
        items = self.item_id.sorted(lambda item: (item.due_date, item.sequence))
        headline = (
            self.env._("1 checklist item needs you")
            if len(items) == 1
            else self.env._("%s checklist items need you", len(items))
        )
        groups = [
            {
                "name": checklist.display_name,
                "lines": [self._line(item, words) for item in mine],
            }
            for checklist, mine in items.grouped("checklist_id").items()
        ]
        mail = {
            "period": period,
            "name": partner.name,
            "headline": headline,
            "day": words.day(period),
            "groups": groups,
            "url": f"{period.get_base_url()}/odoo/hypercare-my-checklist",
        }
        return one_line(f"{headline}: {period.name}"), self._frame(mail)

    def _frame(self, mail):
        """Return the body; a broken layout costs the looks, not the mail."""
        # What is still to be written is not the layout's business.
        self.env.flush_all()
        try:
            with self.env.cr.savepoint():
                return self.env["hypercare.escalation"]._render_frame(LAYOUT, **mail)
        except QWebError as error:
            self.write({"problem": one_line(f"{LAYOUT}: {error}", PROBLEM_LENGTH)})
            lines = [line for group in mail["groups"] for line in group["lines"]]
            texts = [f"{one['name']}: {one['when']} ({one['who']})" for one in lines]
            link = Markup('<p><a href="{0}">{0}</a></p>').format(mail["url"])
            return paragraphs(texts) + link

    def _line(self, item, words) -> dict:
        """Return what the mail says of one item."""
        rows = self.filtered(lambda row: row.item_id == item)
        owner = item.owner_id.name or self.env._("nobody yet")
        due = words.date(item.due_date)
        late = item.due_date < item.period_id._local_day(words.now)
        for_whom = rows.filtered("instead_of_id")[:1]
        return {
            "name": item.name,
            "when": self.env._("Overdue since %s", due)
            if late
            else self.env._("Due %s", due),
            "late": late,
            "who": self.env._("Done by %(done)s, to be signed", done=owner)
            if item.done_at
            else owner,
            "instead": for_whom
            and self.env._(
                "You stand in for %(name)s: %(reason)s",
                name=for_whom.instead_of_id.name,
                reason=for_whom.instead_reason,
            ),
            "url": f"{item.get_base_url()}/odoo/hypercare.checklist.item/{item.id}",
        }
