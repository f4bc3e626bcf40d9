from odoo import api, fields, models


class BaseModuleUninstall(models.TransientModel):
    """Whoever uninstalls is offered a copy of the log first."""

    _inherit = "base.module.uninstall"

    hypercare_goes = fields.Boolean(compute="_compute_hypercare_goes")

    @api.depends("module_ids")
    def _compute_hypercare_goes(self):
        for wizard in self:
            names = wizard._get_modules().mapped("name")
            wizard.hypercare_goes = "hypercare_support" in names
