from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [
    ("patch", "Correction (patch)"),
    ("configuration", "Change of settings"),
    ("enhancement", "Improvement"),
    ("access", "Access rights"),
]
STATES = [
    ("draft", "Draft"),
    ("submitted", "To be approved"),
    ("approved", "Approved"),
    ("refused", "Refused"),
    ("done", "Done"),
]
#: What is approved: it stays as it was when it was submitted.
ASKED = ("name", "kind", "reason", "risk", "issue_id", "approver_id")
#: Chosen by managers; proposed to everybody else.
CHOSEN = ("approver_id", "implementer_id")


class HypercareChangeRequest(models.Model):
    """A change of the system, asked for by anybody, approved by somebody else.

    The approver is never the one who asks. What may happen next is in
    ``change_request_acts``.
    """

    _name = "hypercare.change.request"
    _description = "Hypercare Change Request"
    _inherit = [
        "hypercare.attested.mixin",
        "hypercare.input.mixin",
        "hypercare.tell.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"

    _DERIVED = ("company_id",)
    _FIXED = ("period_id", "requested_by_id")
    _ATTESTED = (
        *("submitted_at", "submitted_by_id", "decided_at", "decided_by_id"),
        *("decision_note", "freeze_exception", "freeze_exception_id"),
        *("done_at", "done_by_id", "first_submitted_at", "refused_by_id"),
    )

    name = fields.Char("What is to be changed", required=True, tracking=True)
    period_id = fields.Many2one(
        "hypercare.period",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["hypercare.period"]._default_for_issue(),
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(KINDS, required=True, default="configuration")
    reason = fields.Text("Why")
    risk = fields.Text("What can go wrong")
    requested_by_id = fields.Many2one(
        "res.users",
        "Asked for by",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        copy=False,
    )
    approver_id = fields.Many2one(
        "res.users",
        "Approves",
        index="btree_not_null",
        tracking=True,
        domain="[('share', '=', False), ('id', '!=', requested_by_id)]",
        compute="_compute_people",
        store=True,
        readonly=False,
        precompute=True,
    )
    implementer_id = fields.Many2one(
        "res.users",
        "Carries it out",
        index="btree_not_null",
        tracking=True,
        domain="[('share', '=', False)]",
        compute="_compute_people",
        store=True,
        readonly=False,
        precompute=True,
    )
    issue_id = fields.Many2one(
        "hypercare.issue", index="btree_not_null", ondelete="set null"
    )
    state = fields.Selection(
        STATES,
        "Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    submitted_at = fields.Datetime("Submitted", copy=False, readonly=True)
    submitted_by_id = fields.Many2one(
        "res.users", "Submitted by", copy=False, readonly=True
    )
    first_submitted_at = fields.Datetime(
        "First submitted", copy=False, readonly=True, help="From then on it is kept."
    )
    refused_by_id = fields.Many2one(
        "res.users",
        "Refused before by",
        copy=False,
        readonly=True,
        help="Decides about the next attempt, too.",
    )
    decided_at = fields.Datetime("Decided", copy=False, readonly=True)
    decided_by_id = fields.Many2one(
        "res.users", "Decided by", copy=False, readonly=True
    )
    decision_note = fields.Text("Decision", copy=False, readonly=True)
    freeze_exception = fields.Text(
        "Why in spite of the freeze", copy=False, readonly=True
    )
    freeze_exception_id = fields.Many2one(
        "hypercare.change.freeze", "Allowed during", copy=False, readonly=True
    )
    freeze_text = fields.Char("Freeze", compute="_compute_freeze_text")
    freeze_allowed = fields.Boolean(compute="_compute_freeze_text")
    done_at = fields.Datetime("Carried out", copy=False, readonly=True)
    done_by_id = fields.Many2one(
        "res.users", "Carried out by", copy=False, readonly=True
    )
    may_approve = fields.Boolean(compute="_compute_may")
    may_do = fields.Boolean(compute="_compute_may")
    may_choose = fields.Boolean(compute="_compute_may")

    @api.depends("period_id", "requested_by_id")
    def _compute_people(self):
        for request in self:
            named = request._proposed()
            request.implementer_id = request.implementer_id or named["implementer_id"]
            request.approver_id = request.approver_id or named["approver_id"]

    @api.depends("period_id", "state", "freeze_exception_id")
    def _compute_freeze_text(self):
        now = fields.Datetime.now()
        for request in self:
            waiting = request.state not in ("done", "refused") and request.period_id
            request.freeze_text = waiting and request.period_id._freeze_text(now)
            freeze = request.period_id and request.period_id._freeze_on(now)
            # sudo: only whether it is the same one.
            allowed = request.sudo().freeze_exception_id
            request.freeze_allowed = bool(freeze) and freeze == allowed

    @api.depends("state", "approver_id", "implementer_id", "requested_by_id")
    @api.depends("submitted_by_id", "decided_by_id")
    @api.depends_context("uid")
    def _compute_may(self):
        me = self.env.user
        manages = self.env["hypercare.issue"]._is_manager()
        for request in self:
            decides = request.approver_id == me and me not in request._concerned()
            decided = request.decided_by_id
            works = (request.implementer_id == me or manages) and me != decided
            request.may_approve = decides and request.state == "submitted"
            request.may_do = works and request.state == "approved"
            request.may_choose = manages

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        manages = self._chooses()
        # Nobody chooses who decides about what he asks for, by no default either.
        defaults = {f"default_{name}" for name in CHOSEN}
        context = self.env.context
        self = self.with_context(  # pylint: disable=context-overridden
            {key: context[key] for key in context if key not in defaults}
        )
        for vals in vals_list:
            self._check_state_kept(vals)
            if not manages:
                for name in CHOSEN:
                    vals.pop(name, None)
            # A default from the context must not smuggle it in.
            vals["state"] = "draft"
            if not manages or "requested_by_id" not in vals:
                # Who asks is who is logged in: nobody asks in another's name.
                vals["requested_by_id"] = self.env.uid
        requests = super().create(vals_list)
        requests._check_people()
        return requests

    def write(self, vals):
        self._check_state_kept(vals)
        if set(ASKED) & set(vals):
            for request in self.filtered(lambda one: one.state != "draft"):
                raise UserError(
                    self.env._(
                        "“%s” was submitted and stays as it is. Take it back to draft "
                        "to change it.",
                        request.name,
                    )
                )
        if set(CHOSEN) & set(vals):
            self._check_chosen(vals)
        res = super().write(vals)
        self._check_people()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        if any(one.first_submitted_at or one.state != "draft" for one in self):
            raise UserError(
                self.env._("What was submitted is evidence and cannot be deleted.")
            )

    def _check_state_kept(self, vals):
        """Refuse to set the status by anything but the buttons.

        :raise UserError: always, if it is tried
        """
        if "state" in vals and any(one.state != vals["state"] for one in self):
            raise UserError(
                self.env._(
                    "The status of a change request follows from the buttons: submit, "
                    "approve, refuse, done."
                )
            )
        if not self and vals.get("state", "draft") != "draft":
            raise UserError(self.env._("A change request begins as a draft."))
