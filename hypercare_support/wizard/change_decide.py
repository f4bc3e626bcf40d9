from odoo import api, fields, models


class HypercareChangeDecide(models.TransientModel):
    """What the approver says about a change."""

    _name = "hypercare.change.decide"
    _description = "Decision about a Change"

    request_id = fields.Many2one(
        "hypercare.change.request", required=True, ondelete="cascade"
    )
    # With the rights of the user: whoever sends any number must not read that request.
    request_name = fields.Char(related="request_id.name", related_sudo=False)
    freeze_text = fields.Char(related="request_id.freeze_text", related_sudo=False)
    decision = fields.Selection(
        [
            ("approved", "Approve"),
            ("refused", "Refuse"),
            ("exception", "Allow during the freeze"),
        ],
        required=True,
    )
    sentence = fields.Text("Sentence to the person who asks")

    @api.model_create_multi
    def create(self, vals_list):
        dialogs = super().create(vals_list)
        dialogs.request_id.check_access("read")
        return dialogs

    def write(self, vals):
        res = super().write(vals)
        if "request_id" in vals:
            self.request_id.check_access("read")
        return res

    def action_apply(self):
        """Note the decision and tell those concerned.

        :raise UserError: if a sentence is missing
        """
        self.ensure_one()
        self.request_id._decide(self.decision, self.sentence)
        return {"type": "ir.actions.act_window_close"}
