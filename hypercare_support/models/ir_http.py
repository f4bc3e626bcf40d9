from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    """Brings alarms and badge along with the page: they cost no extra request."""

    _inherit = "ir.http"

    def session_info(self):
        info = super().session_info()
        if request.session.uid:
            alarms = self.env["hypercare.period"]._alarms_for_user()
            if alarms is not None:
                info["hypercare_alarms"] = alarms
            if self.env.user._is_internal():
                issues = self.env["hypercare.issue"]
                info["hypercare_report"] = issues._report_session()
        return info
