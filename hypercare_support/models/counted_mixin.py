from odoo import api, fields, models
from odoo.exceptions import UserError


class HypercareCountedMixin(models.AbstractModel):
    """What Odoo counted on a day of a period: nobody types, changes or deletes it.

    Rows are written by `_insert_rows` and by the statements of the nightly run.
    """

    _name = "hypercare.counted.mixin"
    _description = "Counted by Hypercare"
    _inherit = ["hypercare.bulk.mixin"]

    period_id = fields.Many2one(
        "hypercare.period", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True
    )
    date = fields.Date("Day", required=True, readonly=True)
    counted_at = fields.Datetime("Counted", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise UserError(self._refusal())

    def write(self, vals):
        if vals:
            raise UserError(self._refusal())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self._refusal())

    def _refusal(self) -> str:
        """Return why these rows cannot be typed, and what to do instead."""
        return self.env._("This is counted by Odoo and cannot be typed or deleted.")
