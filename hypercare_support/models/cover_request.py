from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .period_agreed import AGREED, STATES


class HypercareCoverRequest(models.Model):
    """A wish for less support than agreed, which the client project manager decides.

    Made by the dialog, decided by two buttons, and evidence ever after.
    """

    _name = "hypercare.cover.request"
    _description = "Hypercare Request for Less Cover"
    _inherit = ["hypercare.kept.mixin"]
    _order = "asked_at desc, id desc"
    _rec_name = "summary"

    period_id = fields.Many2one(
        "hypercare.period", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    phase_id = fields.Many2one(
        "hypercare.phase", index="btree_not_null", ondelete="set null", readonly=True
    )
    summary = fields.Text("What would change", required=True, readonly=True)
    reason = fields.Text(required=True, readonly=True)
    changes = fields.Json(readonly=True, help="Phase id → values, as they were asked.")
    state = fields.Selection(
        [("asked", "Waits"), ("accepted", "Accepted"), ("refused", "Refused")],
        default="asked",
        required=True,
        readonly=True,
    )
    asked_by_id = fields.Many2one("res.users", "Asked by", readonly=True)
    asked_at = fields.Datetime("Asked", readonly=True)
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True)
    decided_at = fields.Datetime("Decided", readonly=True)
    may_decide = fields.Boolean(compute="_compute_may_decide")

    @api.depends_context("uid")
    @api.depends(
        *("state", "period_id.state"),
        *("period_id.client_pm_id", "period_id.consultant_lead_id"),
    )
    def _compute_may_decide(self):
        for request in self:
            request.may_decide = (
                request.state == "asked"
                and request.period_id.state in STATES
                and request.period_id._consenter() == self.env.user
            )

    def action_accept(self):
        """Change the phases as asked; the consent is recorded with name and time.

        :raise UserError: unless the client project manager says so, or if the phases
            do not fit any more
        """
        self.ensure_one()
        self._check_decides()
        # sudo: the client project manager agrees without any right to change phases.
        period = self.period_id.sudo().with_context(hypercare_agreed=AGREED)
        period._change_phases(self.changes)
        period._agree_plan()
        self._decide("accepted")

    def action_refuse(self):
        self.ensure_one()
        self._check_decides()
        self._decide("refused")

    def _check_decides(self):
        self.check_access("read")
        # Raw SQL: two clicks at once decide once.
        self.env.execute_query(
            SQL(
                "SELECT id FROM hypercare_cover_request WHERE id = %s"
                " FOR NO KEY UPDATE",
                self.id,
            )
        )
        self.invalidate_recordset(["state"])
        if self.state != "asked":
            raise UserError(
                self.env._(
                    "%s has decided about this already.", self.decided_by_id.name
                )
            )
        if self.period_id.state not in STATES:
            raise UserError(
                self.env._(
                    "%s does not run any more: there is nothing left to decide.",
                    self.period_id.name,
                )
            )
        self.period_id._check_consenter()
        if self.period_id._consenter() != self.env.user:
            raise UserError(
                self.env._(
                    "Only the client project manager decides about less support: %s.",
                    self.period_id.client_pm_id.name or self.env._("nobody is named"),
                )
            )

    def _decide(self, state):
        """Record who decided when, and tell who had asked."""
        # sudo: the record is kept by us, whoever decides.
        self.sudo().write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )
        if state == "accepted":
            body = self.env._("Less support is agreed: %s", self.summary)
        else:
            body = self.env._("Less support is refused: %s", self.summary)
        # sudo: as above; it is posted in the name of whoever decides.
        self.period_id.sudo().message_post(
            body=body, partner_ids=(self.asked_by_id - self.env.user).partner_id.ids
        )


class HypercarePeriod(models.Model):
    _inherit = "hypercare.period"

    cover_request_ids = fields.One2many(
        "hypercare.cover.request", "period_id", "Requests for less support"
    )
    asked_less = fields.Integer(
        compute="_compute_asked_less",
        groups="hypercare_support.group_agent,hypercare_support.group_sponsor",
    )

    def _compute_asked_less(self):
        # sudo: how many requests wait is a number; who may read them is another matter.
        requests = self.env["hypercare.cover.request"].sudo()
        counts = dict(
            requests._read_group(
                [("period_id", "in", self.ids), ("state", "=", "asked")],
                ["period_id"],
                ["__count"],
            )
        )
        for period in self:
            period.asked_less = counts.get(period.sudo(), 0)

    def _change_phases(self, changes):
        """Write several phases in one go.

        :param changes: phase id (as text, as JSON keeps it) → values
        :raise UserError: if a phase is gone
        """
        self.ensure_one()
        phases = {str(phase.id): phase for phase in self.phase_ids}
        if set(changes) - set(phases):
            raise UserError(
                self.env._(
                    "A phase that this speaks of is gone. Ask again with the phases as "
                    "they are now."
                )
            )
        self.write(
            {
                "phase_ids": [
                    fields.Command.update(phases[key].id, values)
                    for key, values in changes.items()
                ]
            }
        )
