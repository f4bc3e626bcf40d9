from typing import NamedTuple

from odoo import models
from odoo.tools.mail import parse_contact_from_email


class Sender(NamedTuple):
    """Who a mail says it is from.

    :ivar user: the user with this address, else none
    :ivar partner: the contact with this address, else none
    :ivar name: as the mail gives it, else the contact's
    :ivar email: normalized address, may be empty
    """

    user: models.BaseModel
    partner: models.BaseModel
    name: str
    email: str


class HypercarePeriod(models.Model):
    """Whose mails are taken: employees, people of the period, contacts if wanted."""

    _inherit = "hypercare.period"

    def _find_sender_of(self, email_from) -> Sender | None:
        """Return the sender if mails of this address are taken, else None.

        Decided by the address alone, which anybody can write into a mail: what follows
        must be harmless if it is not true.

        :param email_from: name and address, as the mail has them
        """
        self.ensure_one()
        name, email = parse_contact_from_email(email_from or "")
        if not email:
            return None
        # sudo: who has which address does not depend on who fetches the mails.
        users = self.env["res.users"].sudo().search([("email_normalized", "=", email)])
        named = self._mail_people()
        users = users.filtered(
            lambda user: user in named.user_ids
            or (user._is_internal() and self.company_id in user.company_ids)
        )
        if users:
            # An address that several people share: the name tells, if it can.
            user = users.sorted(
                lambda user: (user.name != name, user.partner_id not in named, user.id)
            )[0]
            return Sender(user, user.partner_id, user.name, email)
        partner = self._known_partner(email, named)
        if not partner:
            return None
        return Sender(users, partner, name or partner.name or email, email)

    def _known_partner(self, email, named):
        """Return the contact without user whose mails are taken, if there is one."""
        # sudo: as above. Archived contacts are no contacts.
        partners = (
            self.env["res.partner"]
            .sudo()
            .search(
                [
                    ("email_normalized", "=", email),
                    ("company_id", "in", (False, self.company_id.id)),
                ],
                order="is_company, id",
            )
        )
        # A user of another company is a stranger here, whatever his contact says.
        partners = partners.filtered(lambda partner: not partner.user_ids)
        if self.mail_senders != "contacts":
            partners &= named
        return partners[:1]

    def _mail_people(self):
        """Return the contacts who are named in the period, or follow it."""
        # sudo: who is named does not depend on who may read it.
        period = self.sudo()
        users = (
            period.sponsor_id
            | period.client_pm_id
            | period.consultant_lead_id
            | period.business_owner_id
            | period.tier_ids.user_ids
            | period.tier_ids.lead_id
            | period.tier_ids.backup_id
            | period.shift_ids.user_id
            | period.shift_ids.backup_id
        )
        people = users.partner_id | period.message_partner_ids
        # OdooBot follows what it creates, but writes no mails.
        return people.filtered(lambda partner: partner.active)
