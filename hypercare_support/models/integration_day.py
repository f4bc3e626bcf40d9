from odoo import api, fields, models
from odoo.exceptions import UserError

from .integration import STATES


class HypercareIntegrationDay(models.Model):
    """Whether a connection worked on a day, as somebody or something noted."""

    _name = "hypercare.integration.day"
    _description = "Hypercare Integration Day"
    _inherit = ["hypercare.input.mixin"]
    _order = "date desc, id desc"
    _rec_name = "date"

    _DERIVED = ("period_id", "company_id")
    _FIXED = ("integration_id",)

    integration_id = fields.Many2one(
        "hypercare.integration", required=True, index=True, ondelete="cascade"
    )
    period_id = fields.Many2one(
        related="integration_id.period_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="integration_id.company_id", store=True, index=True, precompute=True
    )
    date = fields.Date("Day", required=True, default=fields.Date.context_today)
    state = fields.Selection(STATES[:2], required=True, default="ok")
    note = fields.Char("What happened")
    user_id = fields.Many2one("res.users", "Noted by", readonly=True, copy=False)

    _once = models.UniqueIndex(
        "(integration_id, date)", "This day is noted already: change it."
    )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(
            [self._noted(vals) | {"user_id": self.env.uid} for vals in vals_list]
        )
        records._check_day()
        return records

    def write(self, vals):
        res = super().write(self._noted(vals) | ({"user_id": self.env.uid}))
        self._check_day()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("What was noted of a day can be corrected, not deleted.")
        )

    def _noted(self, vals) -> dict:
        if vals.get("user_id"):
            raise UserError(self.env._("Who notes something is recorded by Odoo."))
        return dict(vals)

    def _check_day(self):
        """Refuse days that the period does not have.

        :raise UserError:
        """
        for row in self:
            today = row.period_id._local_day(self.env.cr.now())
            if not row.period_id.go_live <= row.date <= today:
                raise UserError(
                    self.env._("Only days from the go-live to today can be noted.")
                )
