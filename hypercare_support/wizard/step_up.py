from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.modes import PROJECT_LEVEL


class HypercareStepUp(models.TransientModel):
    """Why an issue stays with the business, and what can be done about it."""

    _name = "hypercare.step.up"
    _description = "Hypercare Issue Beyond the Phase"
    _inherit = ["hypercare.input.mixin"]

    _FIXED = ("issue_id",)

    issue_id = fields.Many2one("hypercare.issue", required=True, ondelete="cascade")
    take = fields.Boolean(help="Whether the user wants to take it, or to move it up.")
    refusal = fields.Char(compute="_compute_refusal")
    can_override = fields.Boolean(compute="_compute_refusal")
    can_escalate = fields.Boolean(compute="_compute_refusal")
    can_ask = fields.Boolean(compute="_compute_refusal")
    text = fields.Text("Reason, or question")

    @api.depends("issue_id")
    def _compute_refusal(self):
        now = fields.Datetime.now()
        for dialog in self:
            issue = dialog.issue_id
            why = issue and issue._obstacle("", issue.tier_id, now)
            dialog.refusal = why and issue._mode_refusal(why, now)
            dialog.can_escalate = why == "reason"
            dialog.can_override = why not in ("", "reason") and issue._is_manager()
            dialog.can_ask = not dialog.take and issue._may_work(issue.period_id)

    def action_move(self):
        """Give the issue to the project team, with the reason.

        :raise UserError: without a reason, or where the user may not override
        """
        issue, reason = self.issue_id, self._written()
        if self.take:
            facts = {"user_id": self.env.uid}
        else:
            tiers = issue.period_id.tier_ids
            tier = tiers.filtered(lambda tier: tier.level == PROJECT_LEVEL)
            facts = {"tier_id": tier.id}
        issue.write({**facts, "change_reason": reason})
        return {"type": "ir.actions.act_window_close"}

    def action_ask(self):
        """Ask the project team for advice, without giving it the issue.

        The question is an internal note; whoever is on duty there is told.
        """
        issue, question = self.issue_id, self._written()
        issue.check_access("write")
        if not issue._may_work(issue.period_id):
            raise UserError(self.env._("Only the support team asks for advice."))
        # sudo: who is on duty does not depend on who asks.
        tiers = issue.sudo().period_id.tier_ids
        tier = tiers.filtered(lambda tier: tier.level == PROJECT_LEVEL)
        on_duty, lead = tier._on_shift(fields.Datetime.now()), tier._lead()
        if not on_duty | lead:
            raise UserError(self.env._("%s has nobody to be asked.", tier.name))
        people = self._readers(on_duty) or self._readers(lead)
        if not people:
            raise UserError(
                self.env._(
                    "%(issue)s is confidential, and nobody who is on duty in %(tier)s "
                    "may read it. Ask in general words, without the issue, or ask the "
                    "client project manager.",
                    issue=issue.number,
                    tier=tier.name,
                )
            )
        issue.message_post(
            body=self.env._("Advice wanted: %s", question),
            message_type="comment",
            subtype_xmlid="mail.mt_note",
            partner_ids=people.partner_id.ids,
        )
        return {"type": "ir.actions.act_window_close"}

    def _readers(self, users):
        """Return those who may read the issue, which the mail to them names."""
        return users.filtered(
            lambda user: self.issue_id.with_user(user).sudo(False).has_access("read")
        )

    def _written(self) -> str:
        self.ensure_one()
        text = (self.text or "").strip()
        if not text:
            raise UserError(self.env._("Write the reason, or the question, first."))
        return text
