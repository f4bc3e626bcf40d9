from odoo import models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html


class HypercareIssue(models.Model):
    """From a solved issue to an answer that makes the next report unnecessary."""

    _inherit = "hypercare.issue"

    def action_make_answer(self):
        """Open a new answer, begun with what this issue asked and what solved it.

        Nothing is stored before the team has read it over and saved it.

        :raise UserError: for a confidential issue: an answer is read by everybody
        """
        self.ensure_one()
        self.check_access("write")
        if self.confidential:
            raise UserError(
                self.env._(
                    "This issue is confidential; an answer is read by everybody. "
                    "Write the answer without it, under Answers."
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New answer"),
            "res_model": "hypercare.article",
            "views": [(False, "form")],
            "target": "current",
            "context": {
                "default_name": self.name,
                "default_answer": plaintext2html(
                    self.resolution or self.workaround or ""
                ),
                "default_category_id": self.category_id.id,
                "default_company_id": self.company_id.id,
            },
        }
