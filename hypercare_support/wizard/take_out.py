from odoo import api, fields, models
from odoo.exceptions import UserError

HOWS = [
    ("out", "Take it out"),
    ("less", "Keep it, but the exit does not wait for it any more"),
]


class HypercareTakeOut(models.TransientModel):
    """Take something out of a list that the exit is judged by, with a reason."""

    _name = "hypercare.take.out"
    _description = "Take out of a Hypercare List"
    _inherit = ["hypercare.input.mixin"]

    res_model = fields.Char(
        required=True, default=lambda self: self.env.context.get("active_model")
    )
    res_ids = fields.Json(default=lambda self: self.env.context.get("active_ids"))
    names = fields.Text("What", compute="_compute_names")
    how = fields.Selection(HOWS, default="out", required=True)
    may_less = fields.Boolean(compute="_compute_names")
    reason = fields.Text("Why", required=True)

    @api.depends("res_model", "res_ids")
    def _compute_names(self):
        for wizard in self:
            records = wizard._records()
            wizard.names = "\n".join(records.mapped("display_name"))
            wizard.may_less = hasattr(records, "_ask_less")

    def _records(self):
        """Return what was chosen.

        :raise UserError: for what is on no such list
        """
        self.ensure_one()
        model = self.env.get(self.res_model)
        ids = self.res_ids
        fits = isinstance(ids, list) and all(type(one) is int for one in ids)
        if not getattr(model, "_AGREED_LIST", "") or not fits or not ids:
            raise UserError(self.env._("Choose what to take out in its list."))
        records = model.browse(ids).exists()
        records.check_access("read")
        return records

    def action_take_out(self):
        """Take out what was chosen, or ask for less.

        :raise UserError: without a reason
        """
        self.ensure_one()
        records = self._records()
        if self.how == "less":
            if not self.may_less:
                raise UserError(self.env._("It can only be taken out."))
            records._ask_less(self.reason)
        else:
            records._take_out(self.reason)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
