from odoo import models
from odoo.exceptions import UserError
from odoo.tools import email_normalize
from odoo.tools.i18n import format_list


class HypercareIssue(models.Model):
    """What is said on a confidential issue goes to those who may read it.

    Odoo itself notifies every follower and whoever is mentioned, by mail as well,
    whether they may read the record or not.
    """

    _inherit = "hypercare.issue"

    def _outsiders(self, partners):
        """Return which of these people may not read this confidential issue."""
        if not self.confidential:
            return partners.browse()
        # Somebody without account reported it by mail: answers go there. Who has one
        # types any address as the own one.
        sender = email_normalize(self.email_from or "")
        return partners.filtered(
            lambda partner: (
                not (
                    sender
                    and partner.email_normalized == sender
                    and not partner.with_context(active_test=True).user_ids
                )
                and not any(
                    self.with_user(user).sudo(False).has_access("read")
                    for user in partner.user_ids
                )
            )
        )

    def _drop_outsiders(self, partners=None):
        """Have nobody follow these issues who may not read them.

        :param partners: those to look at, by default all followers
        """
        # sudo: who follows is the log's business, whoever made the change.
        for issue in self.sudo():
            followers = issue.message_partner_ids
            if partners is not None:
                followers &= partners
            issue.message_unsubscribe(issue._outsiders(followers).ids)

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Let nobody follow a confidential issue who may not read it."""
        if not partner_ids or not any(self.sudo().mapped("confidential")):
            return super().message_subscribe(partner_ids, subtype_ids)
        self._check_insiders(partner_ids)
        partners = self.env["res.partner"].browse(partner_ids)
        for issue in self:
            # sudo: whether they may read it does not depend on who asks.
            readers = partners - issue.sudo()._outsiders(partners.sudo())
            super(HypercareIssue, issue).message_subscribe(readers.ids, subtype_ids)
        return True

    def message_post(self, *, partner_ids=None, **kwargs):
        # Whom a mail names besides us has got it already.
        if partner_ids and kwargs.get("message_type") != "email":
            self._check_insiders(partner_ids)
        return super().message_post(partner_ids=partner_ids, **kwargs)

    def _check_insiders(self, partner_ids):
        """Refuse to tell people about a confidential issue who may not read it.

        :raise UserError: naming them
        """
        if self.env.su or not isinstance(partner_ids, list | tuple | set):
            return
        # sudo: whether they may read it does not depend on who asks.
        partners = self.env["res.partner"].sudo().browse(partner_ids).exists()
        for issue in self.sudo():
            if outsiders := issue._outsiders(partners):
                raise UserError(
                    self.env._(
                        "%(issue)s is confidential and %(people)s may not read it. "
                        "Write without them, or ask a manager to let them see "
                        "confidential issues.",
                        issue=issue.number,
                        people=format_list(self.env, outsiders.mapped("name")),
                    )
                )

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        # sudo: as above.
        issue = self.sudo()
        if not issue or not issue.confidential:
            return recipients
        ids = [one["id"] for one in recipients if one["id"]]
        outsiders = issue._outsiders(issue.env["res.partner"].browse(ids))
        return [one for one in recipients if one["id"] not in outsiders.ids]
