from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HypercareArea(models.Model):
    """A department or workstream: its head, and the super-users who help there."""

    _name = "hypercare.area"
    _description = "Hypercare Area"
    _inherit = ["hypercare.input.mixin"]
    _order = "period_id, name, id"

    _DERIVED = ("company_id",)
    _FIXED = ("period_id",)

    period_id = fields.Many2one(
        "hypercare.period", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    name = fields.Char("Area", required=True)
    head_id = fields.Many2one("res.users", ondelete="restrict")
    user_ids = fields.Many2many("res.users", string="Super-users")

    _period_name = models.UniqueIndex(
        "(period_id, lower(name))", "The period has an area of this name already."
    )


class HypercareIssue(models.Model):
    _inherit = "hypercare.issue"

    area_id = fields.Many2one(
        "hypercare.area",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('period_id', '=', period_id)]",
        help="Department or workstream in which it happens.",
    )

    def _check_kept_fields(self, vals, creating=False):
        self._check_record("area_id", vals.get("area_id"))
        return super()._check_kept_fields(vals, creating)

    @api.constrains("area_id", "period_id")
    def _check_area_period(self):
        for issue in self:
            if issue.area_id and issue.area_id.period_id != issue.period_id:
                raise ValidationError(
                    self.env._(
                        "%(area)s is an area of another hypercare period than "
                        "%(issue)s.",
                        area=issue.area_id.name,
                        issue=issue.number,
                    )
                )
