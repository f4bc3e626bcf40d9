from odoo import api, models
from odoo.exceptions import UserError


class HypercareKpi(models.Model):
    """What is counted by a code stays the same: only targets and words differ."""

    _inherit = "hypercare.kpi"

    @api.constrains("code", "evaluator", "company_id")
    def _check_same_evaluator(self):
        """What is counted by a code is the same in every company; targets differ."""
        # sudo, and archived ones: what a code means does not depend on who asks.
        kpis = self.sudo().with_context(active_test=False)
        for kpi in kpis.filtered("company_id"):
            shared = kpis.search([("code", "=", kpi.code), ("company_id", "=", False)])
            if shared and shared.evaluator != kpi.evaluator:
                raise UserError(
                    self.env._(
                        "“%(kpi)s” has the code of a shared KPI, so it is counted in "
                        "the same way: choose “%(way)s”, or make a KPI with a code of "
                        "its own.",
                        kpi=kpi.name,
                        way=dict(self._selection_evaluator())[shared.evaluator],
                    )
                )

    def write(self, vals):
        # Of what came with the addon, only the addon itself changes it.
        if "evaluator" in vals and not self.env.context.get("install_mode"):
            changed = self.filtered(lambda kpi: kpi.evaluator != vals["evaluator"])
            if any(changed.sudo().get_external_id().values()):  # sudo: names of data
                raise UserError(
                    self.env._(
                        "What is counted stays the same in a KPI that came with the "
                        "addon: make another one with a code of its own."
                    )
                )
        return super().write(vals)
