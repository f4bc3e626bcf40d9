from odoo import api, fields, models
from odoo.exceptions import UserError

#: What managers may set; who has approved, and when, is kept by us.
EDITABLE = frozenset({"user_id", "role", "title", "sequence"})
GIVEN = EDITABLE | {"charter_id", "company_id"}

ROLES = [
    ("sponsor", "Sponsor"),
    ("client_pm", "Client project manager"),
    ("consultant_lead", "Consultant lead"),
    ("business_owner", "Business owner"),
    ("other", "Other"),
]


class HypercareCharterApproval(models.Model):
    """Somebody who has to approve a charter, and when they did."""

    _name = "hypercare.charter.approval"
    _description = "Hypercare Charter Approval"
    _inherit = ["hypercare.input.mixin"]
    _order = "charter_id, sequence, id"
    _rec_name = "user_id"

    _DERIVED = ("company_id",)
    _FIXED = ("charter_id",)

    charter_id = fields.Many2one(
        "hypercare.charter", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="charter_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    user_id = fields.Many2one(
        "res.users",
        "Person",
        index=True,
        ondelete="restrict",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    role = fields.Selection(ROLES, "As", default="other", required=True)
    title = fields.Char("In other words", help="For example: head of IT.")
    approved_at = fields.Datetime("Approved", readonly=True, copy=False)
    signed_name = fields.Char("Name then", readonly=True, copy=False)
    signed_role = fields.Char("Role then", readonly=True, copy=False)
    seal = fields.Char(
        readonly=True,
        copy=False,
        help="SHA-256 over the fingerprint of the charter, the person and the time.",
    )
    user_gone = fields.Boolean("Account archived", compute="_compute_user_gone")
    role_text = fields.Char("Role", compute="_compute_role_text")
    state_text = fields.Char("Answer", compute="_compute_state_text")

    _once = models.UniqueIndex(
        "(charter_id, user_id) WHERE user_id IS NOT NULL",
        "This person is on the list of approvers already.",
    )

    @api.depends("user_id.active")
    def _compute_user_gone(self):
        for approval in self:
            # sudo: whether an account is in use is no secret.
            user = approval.sudo().user_id
            approval.user_gone = bool(user) and not user.active

    @api.depends_context("lang")
    @api.depends("role", "title", "signed_role")
    def _compute_role_text(self):
        roles = dict(self._fields["role"]._description_selection(self.env))
        for approval in self:
            approval.role_text = (
                approval.signed_role or approval.title or roles.get(approval.role)
            )

    @api.depends_context("lang")
    @api.depends("approved_at", "user_id", "user_gone", "charter_id.state")
    def _compute_state_text(self):
        for approval in self:
            approval.state_text = approval._answer()

    def _answer(self) -> str:
        """Return how the approval stands, in a few words."""
        if self.approved_at:
            return self.env._("Approved")
        if not self.user_id:
            return self.env._("Nobody named yet")
        if self.user_gone:
            return self.env._("Account archived: choose somebody else")
        if self.charter_id.state == "published":
            return self.env._("Waits for approval")
        return self.env._("Not asked yet")

    # -- Guards ------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_given({n for n, v in vals.items() if v} - GIVEN)
        approvals = super().create(vals_list)
        approvals.charter_id._check_draft()
        approvals._check_people()
        return approvals

    def write(self, vals):
        self._check_given(set(vals) - GIVEN)
        replaced = self.browse()
        if set(vals) & EDITABLE:
            replaced = self.filtered(
                lambda approval: (
                    set(vals) == {"user_id"}
                    and approval.charter_id.state == "published"
                    and not approval.approved_at
                    and approval.user_gone
                )
            )
            (self - replaced).charter_id._check_draft()
        before = {approval: approval.user_id for approval in replaced}
        res = super().write(vals)
        if "user_id" in vals:
            self._check_people()
            replaced._check_role()
        for approval, user in before.items():
            approval.charter_id._approver_replaced(user, approval)
        return res

    def _keep(self, vals):
        """Write without the guards: for what follows from approving."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    def copy(self, default=None):  # pylint: disable=method-required-super
        raise UserError(
            self.env._("Approvals are not duplicated: add people to the charter.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_of_drafts_only(self):
        self.charter_id._check_draft()

    def _check_given(self, names):
        """Refuse what only the person themselves can do.

        :raise UserError: always, if there is anything
        """
        if names:
            raise UserError(
                self.env._(
                    "Whether and when somebody has approved a charter is kept by the "
                    "system: they press “Approve” themselves."
                )
            )

    def _check_role(self):
        """Refuse people who would sign in a role that somebody else has.

        :raise UserError: naming the person and the role
        """
        roles = self.env["hypercare.charter"]._approver_roles()
        for approval in self.filtered(lambda one: one.role in roles):
            period = approval.charter_id.period_id
            if approval.user_id != period[roles[approval.role]]:
                labels = dict(self._fields["role"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(person)s cannot approve as: %(role)s. %(period)s names "
                        "somebody else, or nobody. Change that in the period first.",
                        person=approval.user_id.name,
                        role=labels[approval.role],
                        period=period.name,
                    )
                )

    def _can_answer(self, user) -> bool:
        """Tell whether a person can open the charter and answer. For bridges."""
        return user.active and not user.share

    def _check_people(self):
        """Refuse people who could not approve.

        :raise UserError: naming the person
        """
        for approval in self.filtered("user_id"):
            # sudo: accounts are read to see who can log in, whoever asks.
            user = approval.sudo().user_id
            if not approval._can_answer(user):
                raise UserError(
                    self.env._(
                        "%s cannot log in to Odoo and could not approve. Choose "
                        "somebody who can.",
                        user.name,
                    )
                )
            if approval.company_id not in user.company_ids:
                raise UserError(
                    self.env._(
                        "%(person)s does not work for %(company)s and could not open "
                        "the charter. Choose somebody else.",
                        person=user.name,
                        company=approval.company_id.name,
                    )
                )
