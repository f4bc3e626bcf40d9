from odoo import api, fields, models

from ..models.exit_signature import DECISIONS, ROLES


class HypercareExitSign(models.TransientModel):
    """Sign an exit review on screen: go or no-go."""

    _name = "hypercare.exit.sign"
    _description = "Sign a Hypercare Exit Review"
    _inherit = ["hypercare.input.mixin"]

    review_id = fields.Many2one(
        "hypercare.exit.review", required=True, ondelete="cascade"
    )
    role = fields.Selection(ROLES, "You sign as", compute="_compute_role")
    name = fields.Char("Your name", compute="_compute_role")
    says = fields.Char("What you sign", compute="_compute_role")
    decision = fields.Selection(DECISIONS, "Your decision", required=True)
    note = fields.Text(
        "In words", help="Stands in the record. A no-go says what is missing."
    )
    image = fields.Binary("Signature", attachment=False)

    @api.depends_context("uid", "lang")
    @api.depends("review_id")
    def _compute_role(self):
        for wizard in self:
            # sudo: the rows of a review that the user has to sign.
            turn = wizard.review_id.sudo()._next_signatures()
            mine = turn.filtered(lambda row: row.user_id == self.env.user)[:1]
            wizard.role = mine.role
            wizard.name = self.env.user.name
            wizard.says = wizard._sentence(mine.role)

    def _sentence(self, role) -> str:
        return {
            "business_owner": self.env._(
                "With “go” I accept the ownership of the system for the business."
            ),
            "sponsor": self.env._(
                "With “go” I countersign: hypercare ends, monitoring begins."
            ),
        }.get(role, self.env._("With “go” I agree that hypercare is left."))

    def action_sign(self):
        """Sign in the name of whoever is logged in.

        :raise UserError: see ``hypercare.exit.review._sign``
        """
        self.ensure_one()
        image = self.with_context(bin_size=False).image
        conditions = self.condition_ids._as_vals() if self.decision == "no_go" else []
        self.review_id._sign(self.decision, image, self.note, conditions)
        return {"type": "ir.actions.act_window_close"}
