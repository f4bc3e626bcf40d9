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
        written = message.message_type in ("comment", "email")
        if written and public and not message.is_internal:
            # sudo: followers may reply without the right to write clocks.
            answered = self.sudo()._acted_on_by_team().filtered("is_open")
            if answered:
                now = fields.Datetime.now()
                answered._register_response(now)
                answered._register_update(now)
                answered._refresh_clocks()
        return res
