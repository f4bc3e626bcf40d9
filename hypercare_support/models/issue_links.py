from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class HypercareIssue(models.Model):
    """What else belongs to an issue: its duplicates, and the record it is about."""

    _inherit = "hypercare.issue"

    duplicate_ids = fields.One2many("hypercare.issue", "duplicate_of_id", "Duplicates")
    duplicate_count = fields.Integer(compute="_compute_duplicate_count")
    has_record = fields.Boolean(compute="_compute_record")
    record_label = fields.Char("Reported on", compute="_compute_record")

    @api.depends("duplicate_ids")
    def _compute_duplicate_count(self):
        counts = dict(
            self._read_group(
                [("duplicate_of_id", "in", self.ids)], ["duplicate_of_id"], ["__count"]
            )
        )
        for issue in self:
            issue.duplicate_count = counts.get(issue._origin, 0)

    @api.depends("context_ids.model", "context_ids.res_id")
    @api.depends_context("lang", "uid")
    def _compute_record(self):
        for issue in self:
            context = issue.context_ids[:1]
            issue.has_record = bool(context.model and context.res_id)
            issue.record_label = issue.has_record and (
                context.record_name or context.model_name
            )

    @api.constrains("duplicate_of_id")
    def _check_duplicate(self):
        if self._has_cycle("duplicate_of_id"):
            raise ValidationError(
                self.env._("An issue cannot be a duplicate of itself.")
            )
        # sudo: another company's issue is refused without a word about it.
        for issue in self.sudo().filtered("duplicate_of_id"):
            if issue.duplicate_of_id.period_id != issue.period_id:
                raise ValidationError(
                    self.env._(
                        "%s can only be a duplicate of an issue of the same period.",
                        issue.number,
                    )
                )

    def action_open_duplicates(self):
        """Open the issues that are the same as this one."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("The same as %s", self.number),
            "res_model": "hypercare.issue",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": [("duplicate_of_id", "=", self.id)],
            "context": {"create": False},
        }

    def action_open_record(self):
        """Open the record that the issue was reported on.

        :raise UserError: if there is none, or it is gone
        """
        self.ensure_one()
        self.check_access("read")
        if not self.context_ids:
            raise UserError(self.env._("No record was open when this was reported."))
        return self.context_ids[:1].action_open_record()
