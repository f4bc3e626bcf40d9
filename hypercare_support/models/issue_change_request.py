from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class HypercareIssue(models.Model):
    """An out-of-scope request becomes a change request by one button."""

    _inherit = "hypercare.issue"

    change_request_ids = fields.One2many(
        "hypercare.change.request", "issue_id", "Change requests"
    )

    @property
    def _KEPT_FIELDS(self):
        return super()._KEPT_FIELDS | {"change_request_ids"}

    def action_make_change_request(self):
        """Open the change request of this issue, made if there is none.

        :raise UserError: if the issue is in scope, or it is not for the user to do
        """
        self.ensure_one()
        self.check_access("read")
        if not self.scope_state:
            raise UserError(
                self.env._(
                    "%s is worked on by the support team. Only what is out of scope "
                    "becomes a change request.",
                    self.number,
                )
            )
        if not self.has_access("write"):
            self._check_may_decide_scope()
        # sudo: whoever decides need not be of the team; asked for by the reporter.
        request = self.sudo().change_request_ids[:1]
        if not request:
            self._first_click()
            request = request.create(self._change_request_vals())
            request.message_subscribe(self.env.user.partner_id.ids)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Change request"),
            "res_model": "hypercare.change.request",
            "res_id": request.id,
            "views": [(False, "form")],
        }

    def _first_click(self):
        """Have a second click wait for the first one, and then begin anew."""
        # Raw SQL: a lock alone would let it go on with what it saw before.
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET write_date = write_date WHERE id = %s",
                SQL.identifier(self._table),
                self.id,
            )
        )

    def _change_request_vals(self) -> dict:
        """Return the values of the change request; nothing confidential."""
        settings = self.scope_kind == "configuration"
        secret = self.confidential
        return {
            "name": self.number if secret else self.name,
            "reason": not secret and (self.description or self.scope_note or self.name),
            "kind": "configuration" if settings else "enhancement",
            "period_id": self.period_id.id,
            "requested_by_id": self.reporter_id.id or self.env.uid,
            "issue_id": self.id,
        }
