from odoo import api, fields, models


class HypercareScopeDecide(models.TransientModel):
    """What the receiver of a request says to the person who asked for it."""

    _name = "hypercare.scope.decide"
    _description = "Decision about a Request"

    issue_id = fields.Many2one("hypercare.issue", required=True, ondelete="cascade")
    # With the rights of the user: whoever sends any number must not read that issue.
    issue_name = fields.Char("Title", related="issue_id.name", related_sudo=False)
    decision = fields.Selection(
        [("accepted", "Accept"), ("planned", "Plan"), ("declined", "Decline")],
        required=True,
    )
    day = fields.Date("For when, if known")
    sentence = fields.Text("Sentence to the person who asked")

    @api.model_create_multi
    def create(self, vals_list):
        dialogs = super().create(vals_list)
        dialogs.issue_id.check_access("read")
        return dialogs

    def write(self, vals):
        res = super().write(vals)
        if "issue_id" in vals:
            self.issue_id.check_access("read")
        return res

    def action_apply(self):
        """Note the decision and tell whoever asked.

        :raise UserError: if a sentence is missing
        """
        self.ensure_one()
        self.issue_id._decide_scope(self.decision, self.sentence, self.day)
        return {"type": "ir.actions.act_window_close"}
