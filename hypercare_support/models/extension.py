from odoo import api, fields, models
from odoo.exceptions import UserError


class HypercarePeriodExtension(models.Model):
    """A fact: hypercare was extended, from when until when, by whom and why."""

    _name = "hypercare.period.extension"
    _description = "Hypercare Extension"
    _inherit = ["hypercare.kept.mixin"]
    _order = "at desc, id desc"
    _rec_name = "new_end"

    period_id = fields.Many2one(
        "hypercare.period", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    old_end = fields.Date("From", required=True, readonly=True)
    new_end = fields.Date("To", required=True, readonly=True)
    until_criteria = fields.Boolean(
        "Until criteria hold", readonly=True, help="The new end is the latest one."
    )
    reason = fields.Text(required=True, readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    cost = fields.Monetary(readonly=True, help="What it costs, if anybody knows.")
    user_id = fields.Many2one("res.users", "By", required=True, readonly=True)
    at = fields.Datetime("When", required=True, readonly=True)

    def write(self, vals):
        if vals:
            raise UserError(self.env._("An extension is evidence: it is not changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_with_period_only(self):
        raise UserError(self.env._("An extension is evidence: it is not deleted."))


class HypercarePeriod(models.Model):
    _inherit = "hypercare.period"

    extension_ids = fields.One2many(
        "hypercare.period.extension", "period_id", "Extensions"
    )

    def write(self, vals):
        self._check_evidence_kept(vals)
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_evidence_kept(vals)
        return super().create(vals_list)

    def _check_evidence_kept(self, vals):
        """Refuse to enter by hand what the dialogs record."""
        for name in ("extension_ids", "cover_request_ids"):
            if vals.get(name):
                raise UserError(
                    self.env._(
                        "“%s” is recorded by the system and cannot be set by hand.",
                        self._fields[name]._description_string(self.env),
                    )
                )
