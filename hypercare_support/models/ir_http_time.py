from time import time

from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    """Tells the page what time it is: countdowns go by the server's clock."""

    _inherit = "ir.http"

    def session_info(self):
        info = super().session_info()
        if request.session.uid and self.env.user._is_internal():
            # Milliseconds since the epoch, UTC.
            info["hypercare_now"] = int(time() * 1000)
        return info
