from odoo import models
from odoo.exceptions import UserError

from .period_dates import MOVABLE


class HypercarePeriod(models.Model):
    """The dialogs about go-live, end and less support."""

    _inherit = "hypercare.period"

    def action_open_extend(self):
        return self._open_dialog("hypercare.period.extend", self.env._("Extend"))

    def action_open_end(self):
        """Open the list of open issues, each to be transferred with plan and owner.

        :raise UserError: where nothing is open
        """
        self.ensure_one()
        self.check_access("write")
        if not self._open_issues():
            raise UserError(
                self.env._("No issue is open: there is nothing to transfer.")
            )
        return self.env["hypercare.period.end"]._open_for(self)

    def action_open_move(self):
        """Open the dialog that moves go-live.

        :raise UserError: if hypercare has begun
        """
        self.ensure_one()
        if self.state not in MOVABLE:
            raise UserError(
                self.env._(
                    "%s has begun: its go-live stays where it is, since every promise "
                    "and day number counts from it.",
                    self.name,
                )
            )
        return self._open_dialog("hypercare.period.move", self.env._("Move go-live"))

    def action_open_less(self):
        return self._open_dialog(
            "hypercare.cover.less", self.env._("Ask for less cover")
        )

    def _open_dialog(self, model, title):
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"default_period_id": self.id},
        }
