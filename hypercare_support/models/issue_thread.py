from odoo import fields, models


class HypercareIssue(models.Model):
    """What is said on an issue."""

    _inherit = "hypercare.issue"

    def _message_post_after_hook(self, message, msg_values):
        """Take a public reply of the team as first response.

        Judged by the user who posts, not by the message's author, which the poster
        may choose; notes and automatic messages answer nobody.
        """
        res = super()._message_post_after_hook(message, msg_values)
        public = message.subtype_id and not message.subtype_id.internal
        if message.message_type not in ("comment", "email"):
            return res
        # sudo: followers may reply without the right to write clocks.
        acted = self.sudo()._acted_on_by_team().filtered("is_open")
        if acted:
            now = fields.Datetime.now()
            acted._store_act(now)
            if public and not message.is_internal:
                acted._register_response(now)
                acted._register_update(now)
            acted._refresh_clocks()
        return res
