from odoo import api, fields, models
from odoo.exceptions import UserError

from .exit_criterion import STATES

KINDS = [
    ("value", "Daily value"),
    ("attested", "Attested"),
    ("unattested", "Attestation taken back"),
    ("waived", "Waived"),
    ("unwaived", "Waiver taken back"),
]


class HypercareExitHistory(models.Model):
    """An append-only fact about a criterion: its value of a day, or what somebody did.

    A file stays with the act that it belongs to.
    """

    _name = "hypercare.exit.history"
    _description = "History of a Hypercare Exit Criterion"
    _inherit = ["hypercare.kept.mixin"]
    _order = "at desc, id desc"
    _rec_name = "kind"

    criterion_id = fields.Many2one(
        "hypercare.exit.criterion", required=True, index=True, ondelete="cascade"
    )
    period_id = fields.Many2one(
        related="criterion_id.period_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="criterion_id.company_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(KINDS, "What", required=True)
    date = fields.Date("Day", required=True, help="In the time zone of the period.")
    at = fields.Datetime("When", required=True)
    value = fields.Float(digits=(16, 1))
    text = fields.Char("Value in words")
    state = fields.Selection(STATES, "Status")
    reason = fields.Text("In words")
    user_id = fields.Many2one("res.users", "By", ondelete="restrict")
    file = fields.Binary(attachment=True)
    file_name = fields.Char()

    _once_a_day = models.UniqueIndex("(criterion_id, date) WHERE kind = 'value'")

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise UserError(self.env._("The history of a criterion writes itself."))

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("The history of a criterion cannot be changed."))

    def copy(self, default=None):  # pylint: disable=method-required-super
        raise UserError(self.env._("The history of a criterion cannot be copied."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The history of a criterion cannot be deleted."))

    @api.model
    def _append(self, vals_list):
        """Add facts; whoever calls has checked who acts."""
        # sudo: evidence is written by us.
        return super(HypercareExitHistory, self.sudo()).create(vals_list)  # pylint: disable=super-method-mismatch
