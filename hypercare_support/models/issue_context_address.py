from odoo import api, models
from odoo.http import request

from ..intake.limits import safe_url


class HypercareIssueContext(models.Model):
    """The address of the screen that somebody reports from."""

    _inherit = "hypercare.issue.context"

    @api.model
    def _own_address(self, url) -> str:
        """Return path and fragment of an address of this server; empty for others.

        People come by several names: the one in the settings, the one inside of the
        building, the one of the proxy.
        """
        origins = [self.get_base_url()]
        if request:
            origins.append(request.httprequest.host_url)
        return next(filter(None, (safe_url(url, origin) for origin in origins)), "")
