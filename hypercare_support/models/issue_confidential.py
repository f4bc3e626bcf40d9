from odoo import models

from .issue_scope_route import ACTIVITY


class HypercareIssue(models.Model):
    """What becomes confidential disappears from where it was copied to before.

    Change requests are hidden by their rules from whoever may not read the issue.
    """

    _inherit = "hypercare.issue"

    def write(self, vals):
        becomes = (
            self.filtered(lambda issue: not issue.confidential)
            if vals.get("confidential")
            else self.browse()
        )
        res = super().write(vals)
        # sudo: what was copied may stand where the user does not look.
        becomes.sudo()._hide_copies()
        return res

    def _hide_copies(self):
        """Take the titles of these issues out of activities and lists of topics."""
        for issue in self:
            asked = issue.activity_search([f"hypercare_support.{ACTIVITY}"])
            asked.write({"summary": issue._scope_summary()})
            issue._take_from_receiver()
            issue._hide_topic()

    def _take_from_receiver(self):
        """Have a request handed over anew whose receiver may not read it any more."""
        receiver = self.scope_owner_id
        if self.scope_state != "handed_over" or self.with_user(receiver).sudo(
            False
        ).has_access("read"):
            return
        self._done_asking(ACTIVITY)
        self._write_columns({"scope_state": "to_route", "scope_owner_id": False})
        self.message_post(
            body=self.env._(
                "Confidential: %s may not read it any more. Hand it over to somebody "
                "who may.",
                receiver.name,
            ),
            author_id=self.env.user.partner_id.id,
            subtype_xmlid="mail.mt_note",
        )

    def _hide_topic(self):
        """Leave nothing but the number in the topics of refreshers."""
        bullet = f"• {self.number}"
        refreshers = self.env["hypercare.knowledge.transfer"].search(
            [
                ("period_id", "=", self.period_id.id),
                ("topics", "ilike", f"{self.number} "),
            ]
        )
        for refresher in refreshers.with_context(tracking_disable=True):
            refresher.topics = "\n".join(
                bullet if line.startswith(f"{bullet} ") else line
                for line in refresher.topics.splitlines()
            )
