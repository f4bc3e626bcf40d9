from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    """Brings alarms, outages and badge along with the page: no request of its own."""

    _inherit = "ir.http"

    def session_info(self):
        info = super().session_info()
        if request.session.uid:
            alarms = self.env["hypercare.period"]._alarms_for_user()
            if alarms is not None:
                info["hypercare_alarms"] = alarms
            if self.env.user._is_internal():
                issues = self.env["hypercare.issue"]
                if report := issues._report_session():
                    info["hypercare_report"] = report
                companies = self.env.user._get_company_ids()
                info["hypercare_outages"] = issues._outages(companies)
        return info
