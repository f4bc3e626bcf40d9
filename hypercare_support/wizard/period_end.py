from odoo import api, fields, models


class HypercarePeriodEnd(models.TransientModel):
    """What is open at the end leaves hypercare with a plan and somebody who owns it."""

    _name = "hypercare.period.end"
    _description = "Transfer Open Hypercare Issues"
    _inherit = ["hypercare.input.mixin"]

    _FIXED = ("period_id",)

    period_id = fields.Many2one("hypercare.period", required=True, ondelete="cascade")
    line_ids = fields.One2many("hypercare.period.end.line", "wizard_id", "Open issues")
    plan = fields.Text(help="For all lines that have none yet.")
    plan_owner_id = fields.Many2one("res.users", "Owner of the plan")
    plan_date = fields.Date("Due")
    outcome = fields.Char(readonly=True)

    @api.model
    def _open_for(self, period):
        """Return the dialog of a period, with its open issues as they are now."""
        wizard = self.create(
            {"period_id": period.id, "plan_owner_id": period.business_owner_id.id}
        )
        wizard._add_missing()
        return wizard._shown()

    def action_fill(self):
        """Put the values above into the lines that have none of their own."""
        self.ensure_one()
        for line in self.line_ids:
            line.write(
                {
                    name: self._fields[name].convert_to_write(self[name], self)
                    for name in ("plan", "plan_owner_id", "plan_date")
                    if self[name] and not line[name]
                }
            )
        return self._shown()

    def action_transfer(self):
        """Transfer what has a plan and an owner; the rest says what it lacks.

        Each line by itself: one that fails keeps what was written on it.
        """
        self.ensure_one()
        self.period_id.check_access("write")
        done = self.env["hypercare.period.end.line"]
        for line in self.line_ids:
            problem = line._transfer()
            if problem:
                line.problem = problem
            else:
                done |= line
        count, done_count = len(self.line_ids), len(done)
        done.unlink()
        self._add_missing()
        self.outcome = self.env._(
            "Transferred: %(done)s. Still open: %(left)s.",
            done=done_count,
            left=max(count - done_count, len(self.line_ids)),
        )
        if not self.line_ids:
            return {"type": "ir.actions.act_window_close"}
        return self._shown()

    def _add_missing(self):
        """Add open issues that are not on the list, drop those that are finished."""
        issues = self.period_id._open_issues()
        self.line_ids.filtered(lambda line: line.issue_id not in issues).unlink()
        self.write(
            {
                "line_ids": [
                    fields.Command.create(
                        {
                            "issue_id": issue.id,
                            "plan": issue.plan,
                            "plan_owner_id": issue.plan_owner_id.id,
                            "plan_date": issue.plan_date,
                        }
                    )
                    for issue in issues - self.line_ids.issue_id
                ]
            }
        )

    def _shown(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Transfer what is open"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
