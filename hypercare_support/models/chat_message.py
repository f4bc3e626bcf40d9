from odoo import api, fields, models
from odoo.exceptions import UserError


class HypercareChatMessage(models.Model):
    """A message of a pasted chat that is in the log: it is not taken a second time.

    Kept for as long as its issue; what was said stands on the issue itself.
    """

    _name = "hypercare.chat.message"
    _description = "Message Taken from a Chat"
    _inherit = ["hypercare.bulk.mixin"]
    _order = "sent_at, id"
    _rec_name = "sender"

    issue_id = fields.Many2one(
        "hypercare.issue", required=True, index=True, ondelete="cascade", readonly=True
    )
    period_id = fields.Many2one(
        "hypercare.period", required=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True
    )
    key = fields.Char(required=True, readonly=True, help="The same for the same text.")
    sender = fields.Char(readonly=True, help="As the chat names the sender.")
    sender_key = fields.Char(readonly=True)
    user_id = fields.Many2one(
        "res.users", readonly=True, help="Who the sender was said to be."
    )
    sent_at = fields.Datetime(readonly=True)

    _once = models.UniqueIndex(
        "(period_id, key)",
        "Somebody has just put the same messages into the log. Read the chat again.",
    )
    _sender_idx = models.Index("(period_id, sender_key) WHERE user_id IS NOT NULL")

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(self._kept_text())
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            raise UserError(self._kept_text())
        return super().write(vals)

    def _kept_text(self):
        return self.env._("What was taken from a chat is kept by the system.")

    @api.model
    def _taken(self, period, keys) -> dict:
        """Return, by key, the issue that a message has gone into.

        :param keys: of any number of messages
        :return: issues that the user may not be allowed to read
        """
        # sudo: whether a message is in the log does not depend on who may see where.
        rows = self.sudo().search_fetch(
            [("period_id", "=", period.id), ("key", "in", list(keys))],
            ["key", "issue_id"],
        )
        return {row.key: row.issue_id.sudo(False) for row in rows}

    @api.model
    def _known_senders(self, period, sender_keys) -> dict:
        """Return, by sender key, who that sender last was said to be."""
        # sudo: what a colleague of the team has said about a sender counts for all.
        rows = self.sudo()._read_group(
            [
                ("period_id", "=", period.id),
                ("sender_key", "in", list(sender_keys)),
                ("user_id.active", "=", True),
            ],
            ["sender_key", "user_id"],
            ["id:max"],
            order="id:max",
        )
        return {key: user.sudo(False) for key, user, _last in rows}
