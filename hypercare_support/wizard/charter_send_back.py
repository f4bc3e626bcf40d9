from odoo import fields, models


class HypercareCharterSendBack(models.TransientModel):
    """Asks why a charter is sent back."""

    _name = "hypercare.charter.send.back"
    _description = "Send Hypercare Charter Back"

    charter_id = fields.Many2one("hypercare.charter", required=True, ondelete="cascade")
    reason = fields.Text(
        "What has to change?", help="Everybody who prepares the charter reads it."
    )

    def action_apply(self):
        """Send the charter back.

        :raise UserError: see ``hypercare.charter._send_back``
        """
        self.ensure_one()
        self.charter_id._send_back(self.reason)
        return {"type": "ir.actions.act_window_close"}
