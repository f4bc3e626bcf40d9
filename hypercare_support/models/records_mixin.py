from odoo import api, fields, models
from odoo.exceptions import UserError


class HypercareRecordsMixin(models.AbstractModel):
    """A figure that opens the records it was counted from."""

    _name = "hypercare.records.mixin"
    _description = "Figure with its Records"

    has_records = fields.Boolean(compute="_compute_has_records", compute_sudo=False)

    @api.depends_context("uid")
    def _compute_has_records(self):
        for record in self:
            found = record._records_behind()
            record.has_records = bool(found) and self.env[found[0]].has_access("read")

    def _records_behind(self):
        """Return model and domain of what was counted, None if nothing says so.

        To be extended by bridges for what they measure.
        """
        self.ensure_one()
        return

    def action_open_records(self):
        """Open what was counted, as far as the user may read it."""
        self.ensure_one()
        self.check_access("read")
        found = self._records_behind()  # pylint: disable=assignment-from-none
        if not found or not self.env[found[0]].has_access("read"):
            raise UserError(
                self.env._(
                    "There are no records behind “%s” that you may open.",
                    self.display_name,
                )
            )
        model, domain = found
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": model,
            "domain": list(domain),
            "context": {"create": False},
            "views": [(False, "list"), (False, "form")],
        }


class HypercareChecklistItem(models.Model):
    _name = "hypercare.checklist.item"
    _inherit = ["hypercare.checklist.item", "hypercare.records.mixin"]


class HypercareHealthValue(models.Model):
    _name = "hypercare.health.value"
    _inherit = ["hypercare.health.value", "hypercare.records.mixin"]


class HypercareKpiValue(models.Model):
    _name = "hypercare.kpi.value"
    _inherit = ["hypercare.kpi.value", "hypercare.records.mixin"]


class HypercareTransactionCount(models.Model):
    _name = "hypercare.transaction.count"
    _inherit = ["hypercare.transaction.count", "hypercare.records.mixin"]

    def _records_behind(self):
        """The documents that were entered on that day, as they are now."""
        kind = self.type_id.sudo()  # sudo: what is counted is no secret
        if not self.count or kind._problem():
            return super()._records_behind()
        period = self.period_id.sudo()  # sudo: time zone and company of the period
        return kind.model, period._documents_domain(kind, self.date, self.date)
