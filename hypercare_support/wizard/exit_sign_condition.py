from odoo import fields, models


class HypercareExitSignCondition(models.TransientModel):
    """A condition that comes with a no-go: what has to be done, by whom, until when."""

    _name = "hypercare.exit.sign.condition"
    _description = "Condition of a No-go"
    _inherit = ["hypercare.input.mixin"]

    wizard_id = fields.Many2one(
        "hypercare.exit.sign", required=True, ondelete="cascade"
    )
    name = fields.Char("Condition", required=True)
    user_id = fields.Many2one(
        "res.users", "Who", required=True, domain="[('share', '=', False)]"
    )
    date = fields.Date("By", required=True)

    def _as_vals(self) -> list[dict]:
        """Return the conditions as plain values."""
        return [
            {"name": one.name, "user_id": one.user_id.id, "date": one.date}
            for one in self
        ]


class HypercareExitSign(models.TransientModel):
    """A no-go is signed together with its conditions."""

    _inherit = "hypercare.exit.sign"

    condition_ids = fields.One2many(
        "hypercare.exit.sign.condition",
        "wizard_id",
        "Conditions",
        help="What has to be done before hypercare can be left. Without any, hypercare "
        "is extended.",
    )
