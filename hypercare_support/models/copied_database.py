import logging

from odoo import models

_logger = logging.getLogger(__name__)


class IrCron(models.Model):
    """In a neutralized copy of a database our scheduled actions do nothing.

    They are switched off there. Whoever switches one on again, or presses *Run
    manually*, is to tell nobody either.
    """

    _inherit = "ir.cron"

    def _callback(self, cron_name, server_action_id):
        # sudo: parameters and actions belong to the administrator.
        action = self.env["ir.actions.server"].sudo().browse(server_action_id)
        if (action.model_id.model or "").startswith("hypercare."):
            # sudo: as above.
            parameters = self.env["ir.config_parameter"].sudo()
            if parameters.get_param("database.is_neutralized"):
                _logger.info("%s: nothing is done in a neutralized copy", cron_name)
                return None
        return super()._callback(cron_name, server_action_id)
