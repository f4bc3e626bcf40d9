from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

#: The way of a fix to the person who needs it, in order.
STEPS = ("fixed", "tested", "deployed")
FIX_STATES = [
    ("none", "No fix yet"),
    ("fixed", "Fixed, to be tested"),
    ("tested", "Tested, to be deployed"),
    ("deployed", "Deployed, to be confirmed"),
    ("confirmed", "Confirmed by the reporter"),
]


class HypercareIssue(models.Model):
    """How far the fix is: fixed, tested, deployed, confirmed by the reporter.

    Each step is who and when; the last one also where. Confirmed is what the reporter
    says, so it follows from the issue's own closing.
    """

    _inherit = "hypercare.issue"

    fixed_by_id = fields.Many2one("res.users", "Fixed by", copy=False)
    fixed_at = fields.Datetime("Fixed", copy=False)
    tested_by_id = fields.Many2one("res.users", "Tested by", copy=False)
    tested_at = fields.Datetime("Tested", copy=False)
    deployed_by_id = fields.Many2one("res.users", "Deployed by", copy=False)
    deployed_at = fields.Datetime("Deployed", copy=False)
    deployed_where = fields.Char(
        "Deployed where", copy=False, help="For example production, or a branch."
    )
    fix_state = fields.Selection(FIX_STATES, "Fix", compute="_compute_fix_state")

    @api.depends("fixed_at", "tested_at", "deployed_at", "state")
    def _compute_fix_state(self):
        for issue in self:
            done = [step for step in STEPS if issue[f"{step}_at"]]
            issue.fix_state = done[-1] if done else "none"
            if issue.fix_state == "deployed" and issue.state == "closed":
                issue.fix_state = "confirmed"

    @api.constrains("fixed_at", "tested_at", "deployed_at")
    def _check_fix_order(self):
        for issue in self:
            moments = [issue[f"{step}_at"] for step in STEPS]
            known = [moment for moment in moments if moment]
            if moments[: len(known)] != known or known != sorted(known):
                raise ValidationError(
                    self.env._(
                        "The fix of %s is first fixed, then tested, then deployed: "
                        "fill in the steps in this order, none before the other.",
                        issue.number,
                    )
                )

    def _changes_of_fix(self) -> dict:
        """Return the columns of an issue that is opened again: the fix was none.

        What was noted stays in the history of the chatter.
        """
        columns = [f"{step}_{part}" for step in STEPS for part in ("at", "by_id")]
        return dict.fromkeys([*columns, "deployed_where"], False)

    def action_fix_next(self):
        """Note that the user has just done the next step of the fix.

        :raise UserError: if the fix is deployed already
        """
        self.check_access("write")
        for issue in self:
            step = next((one for one in STEPS if not issue[f"{one}_at"]), None)
            if not step:
                raise UserError(
                    self.env._(
                        "The fix of %s is deployed. Now the reporter says whether it "
                        "works.",
                        issue.number,
                    )
                )
            issue.write(
                {f"{step}_at": fields.Datetime.now(), f"{step}_by_id": self.env.uid}
            )
        return True
