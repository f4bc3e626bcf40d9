from odoo import api, fields, models
from odoo.exceptions import UserError

from ..intake.chat_entry import sender_key
from ..intake.phone import international, is_phone
from ..intake.texts import fold

FOUND = [
    ("before", "As last time"),
    ("phone", "By the phone number"),
    ("name", "By the name"),
    ("nobody", "Not known"),
]


class HypercareChatPasteSender(models.TransientModel):
    """Somebody who wrote in a chat, and which user that is."""

    _name = "hypercare.chat.paste.sender"
    _description = "Sender in a Chat"
    _inherit = ["hypercare.input.mixin"]
    _order = "message_count desc, id"

    paste_id = fields.Many2one(
        "hypercare.chat.paste", required=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="paste_id.company_id")
    name = fields.Char("In the chat", readonly=True)
    message_count = fields.Integer("Messages", readonly=True)
    user_id = fields.Many2one(
        "res.users",
        "Is this user",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Empty: the name stays as it is written in the chat.",
    )
    found = fields.Selection(FOUND, "How we know", readonly=True)

    def write(self, vals):
        if not self.env.su and set(vals) - {"user_id"}:
            raise UserError(self.env._("This is filled in by the system."))
        res = super().write(vals)
        if vals.get("user_id") and not self.env.su:
            for sender in self:
                if sender.user_id not in sender.paste_id._people():
                    raise UserError(
                        self.env._(
                            "Choose a user of %s.", sender.paste_id.company_id.name
                        )
                    )
        return res


class HypercareChatPaste(models.TransientModel):
    """Who is who in a chat."""

    _inherit = "hypercare.chat.paste"

    def _people(self):
        """Return the users who can have written."""
        return self.env["res.users"].search(
            [("share", "=", False), ("company_ids", "in", self.company_id.id)]
        )

    @api.model
    def _match(self, senders, people, known) -> dict:
        """Return, by sender, the user and how that is known.

        What two people share tells nothing of either.

        :param senders: as the chat names them
        :param people: users
        :param known: users by sender key, as they were said before
        """
        by_name, by_phone = {}, {}
        # sudo: phone numbers of colleagues, whichever company their contacts are of.
        for user in people.sudo():
            name = fold(user.name or "")
            by_name[name] = people.browse() if name in by_name else user.sudo(False)
            phone = user._hypercare_phone()
            if phone:
                by_phone[phone] = (
                    people.browse() if phone in by_phone else user.sudo(False)
                )
        code = self.env.company.country_id.phone_code
        found = {}
        for sender in senders:
            key = sender_key(sender)
            if key in known and known[key] in people:
                found[sender] = (known[key], "before")
            elif is_phone(sender):
                user = by_phone.get(international(sender, code or ""))
                found[sender] = (user, "phone") if user else (people.browse(), "nobody")
            else:
                user = by_name.get(fold(sender))
                found[sender] = (user, "name") if user else (people.browse(), "nobody")
        return found
