from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const_scope import SCOPE_KIND_OF_ROUTE, SCOPE_KINDS, SCOPE_ROUTES


class HypercareScopeDeclare(models.TransientModel):
    """The team says that an issue is not part of hypercare, or is after all."""

    _name = "hypercare.scope.declare"
    _description = "Out of Scope or Back"

    issue_id = fields.Many2one("hypercare.issue", required=True, ondelete="cascade")
    back = fields.Boolean()
    # With the rights of the user: whoever sends any number must not read that issue.
    issue_name = fields.Char("Title", related="issue_id.name", related_sudo=False)
    kind = fields.Selection(SCOPE_KINDS, "What is asked for")
    route = fields.Selection(
        SCOPE_ROUTES,
        "Goes to",
        compute="_compute_route",
        store=True,
        readonly=False,
    )
    receiver_id = fields.Many2one(
        "res.users",
        "Decided by",
        compute="_compute_receiver_id",
        store=True,
        readonly=False,
        domain="[('share', '=', False)]",
    )
    can_choose = fields.Boolean(compute="_compute_can_choose")
    sentence = fields.Text("Sentence to the reporter")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        issue = self.env["hypercare.issue"].browse(values.get("issue_id"))
        if issue and issue.has_access("read") and not values.get("back"):
            route = issue.category_id.route
            values.setdefault(
                "kind", issue.scope_kind or SCOPE_KIND_OF_ROUTE.get(route, False)
            )
            values.setdefault("sentence", issue.scope_note)
        return values

    @api.depends("issue_id", "kind")
    def _compute_route(self):
        for dialog in self:
            dialog.route = dialog.kind and dialog.issue_id._propose_scope_route(
                dialog.kind
            )

    @api.depends("issue_id", "route")
    def _compute_receiver_id(self):
        for dialog in self:
            dialog.receiver_id = dialog.route and (
                dialog.issue_id.period_id._scope_receiver(dialog.route)
            )

    @api.depends_context("uid")
    def _compute_can_choose(self):
        self.can_choose = self.env["hypercare.issue"]._is_manager()

    @api.model_create_multi
    def create(self, vals_list):
        dialogs = super().create(vals_list)
        dialogs.issue_id.check_access("write")
        return dialogs

    def write(self, vals):
        res = super().write(vals)
        if "issue_id" in vals:
            self.issue_id.check_access("write")
        return res

    def action_apply(self):
        """Put the issue out of scope and hand it over.

        :raise UserError: if something is missing
        """
        self.ensure_one()
        if not self.kind or not self.route:
            raise UserError(
                self.env._("Choose what is asked for, and to whom it goes.")
            )
        self.issue_id._put_out_of_scope(
            self.kind, self.route, self.receiver_id, self.sentence
        )
        return {"type": "ir.actions.act_window_close"}

    def action_back(self):
        """Take the issue back into hypercare.

        :raise UserError: without a reason
        """
        self.ensure_one()
        issue = self.issue_id
        issue.check_access("write")
        reason = (self.sentence or "").strip()
        if not reason:
            raise UserError(self.env._("Say in a sentence why it comes back."))
        state = "assigned" if issue.user_id else "in_progress"
        issue.write({"state": state, "change_reason": reason})
        return {"type": "ir.actions.act_window_close"}
