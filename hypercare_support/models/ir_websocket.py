from odoo import models

from .issue_outage import CHANNEL


class IrWebsocket(models.AbstractModel):
    """Employees listen to the outages of their companies."""

    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        user = self.env.user
        if user._is_internal():
            companies = self.env["res.company"].browse(user._get_company_ids())
            channels = [*channels, *((company, CHANNEL) for company in companies)]
        return super()._build_bus_channel_list(channels)
