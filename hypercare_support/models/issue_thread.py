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
        if message.message_type == "comment" and public and not message.is_internal:
            # sudo: followers may reply without the right to write clocks.
            waiting = self.sudo().filtered(lambda issue: not issue.responded_at)
            if waiting:
                waiting._register_response(fields.Datetime.now())
                waiting._refresh_clocks()
        return res
