from odoo import fields, models
from odoo.exceptions import AccessError, UserError, ValidationError


class HypercarePeriodEndLine(models.TransientModel):
    """An open issue on the list, with what it lacks."""

    _name = "hypercare.period.end.line"
    _description = "Open Hypercare Issue to Transfer"
    _inherit = ["hypercare.input.mixin"]
    _order = "severity, id"

    _FIXED = ("wizard_id", "issue_id")

    wizard_id = fields.Many2one(
        "hypercare.period.end", required=True, index=True, ondelete="cascade"
    )
    issue_id = fields.Many2one("hypercare.issue", required=True, ondelete="cascade")
    severity = fields.Selection(related="issue_id.severity", store=True)
    plan = fields.Text()
    plan_owner_id = fields.Many2one("res.users", "Owner of the plan")
    plan_date = fields.Date("Due")
    problem = fields.Text(readonly=True)

    def _transfer(self) -> str:
        """Transfer one issue; return what is wrong, empty if it is done."""
        self.ensure_one()
        missing = []
        if not (self.plan or "").strip():
            missing.append(self.env._("Write the plan."))
        if not self.plan_owner_id.active:
            missing.append(self.env._("Choose who owns the plan."))
        if missing:
            return " ".join(missing)
        if self.issue_id.period_id != self.wizard_id.period_id:
            return self.env._("This issue belongs to another period.")
        try:
            with self.env.cr.savepoint():
                self.issue_id.write(
                    {
                        "plan": self.plan.strip(),
                        "plan_owner_id": self.plan_owner_id.id,
                        "plan_date": self.plan_date,
                        "state": "transferred",
                    }
                )
        except (AccessError, UserError, ValidationError) as error:
            # A savepoint undoes the database; the cache has to follow.
            self.env.invalidate_all(flush=False)
            return str(error)
        return ""
