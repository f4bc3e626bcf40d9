from odoo import models


class MailMessage(models.Model):
    """What people outside were told, they read as long as they may see the issue."""

    _inherit = "mail.message"

    def _get_forbidden_access(self, operation):
        forbidden = super()._get_forbidden_access(operation)
        if not self.env.user._is_portal():
            return forbidden
        issues = self.env["hypercare.issue"]
        # sudo: where a message belongs does not depend on who asks.
        for message in (self - forbidden).sudo():
            model, res_id = message.model or "", message.res_id
            if model.startswith("hypercare.") and not (
                model == issues._name and issues._outside_find(res_id or 0)
            ):
                forbidden += self.browse(message.id)
        return forbidden
