from odoo import api, fields, models
from odoo.fields import Domain


class HypercareIssue(models.Model):
    """What the issue costs, and the way round it, which does not hold for ever."""

    _inherit = "hypercare.issue"

    impact = fields.Text(
        copy=False,
        help="Who and what stands still: people, orders, deliveries, money.",
    )
    workaround_until = fields.Date(
        "Way round holds until",
        copy=False,
        help="After this day somebody has to look whether people still get along.",
    )
    workaround_expired = fields.Boolean(
        "Way round has run out",
        compute="_compute_workaround_expired",
        search="_search_workaround_expired",
    )

    @api.depends("state", "workaround_until")
    @api.depends_context("tz")
    def _compute_workaround_expired(self):
        today = fields.Date.context_today(self)
        for issue in self:
            until = issue.workaround_until
            issue.workaround_expired = bool(issue.is_open and until and until < today)

    def _search_workaround_expired(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        expired = Domain("is_open", "=", True) & Domain(
            "workaround_until", "<", fields.Date.context_today(self)
        )
        if (True in value) == (False in value):
            domain = Domain.TRUE if True in value else Domain.FALSE
        else:
            domain = expired if True in value else ~expired
        return domain if operator == "in" else ~domain
