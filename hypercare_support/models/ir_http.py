import logging

from odoo import models
from odoo.http import request

_logger = logging.getLogger(__name__)


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
                info.update(self._hypercare_facts())
        return info

    def _hypercare_facts(self) -> dict:
        """Return what the report button and the outage bar start with.

        Whatever fails in here must not keep anybody from working: new code may run on
        tables that are about to be updated.
        """
        issues = self.env["hypercare.issue"]
        facts = {}
        try:
            with self.env.cr.savepoint(flush=False):
                if report := issues._report_session():
                    facts["hypercare_report"] = report
                companies = self.env.user._get_company_ids()
                facts["hypercare_outages"] = issues._outages(companies)
        except Exception:
            _logger.warning("The page has no report button now", exc_info=True)
            self.env.invalidate_all(flush=False)
            return {}
        return facts
