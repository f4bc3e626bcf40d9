from odoo import api, fields, models
from odoo.exceptions import UserError

STATES = [
    ("draft", "Draft"),
    ("signing", "Being signed"),
    ("go", "Go"),
    ("no_go", "No-go"),
    ("withdrawn", "Withdrawn"),
]


class HypercareExitReview(models.Model):
    """The formal end of hypercare: what was reached, and who signed for it.

    A draft shows how things stand. Put to signature its content stays as it is; with
    the last signature, or with a no-go, the whole record does. What is changed all the
    same, in the database, is shown by its seal.
    """

    _name = "hypercare.exit.review"
    _description = "Hypercare Exit Review"
    _inherit = ["hypercare.kept.mixin"]
    _order = "period_id, version desc"

    period_id = fields.Many2one(
        "hypercare.period",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    version = fields.Integer(required=True, readonly=True, default=1)
    state = fields.Selection(
        STATES, "Status", required=True, readonly=True, default="draft", index=True
    )
    summary = fields.Text(
        "In your own words",
        help="Stands at the beginning of the record: what was reached, what is left.",
    )
    content = fields.Json(readonly=True)
    content_hash = fields.Char("Seal of the content", readonly=True)
    record_hash = fields.Char("Seal of the record", readonly=True)
    submitted_at = fields.Datetime("Put to signature", readonly=True)
    submitted_by_id = fields.Many2one("res.users", readonly=True)
    decided_at = fields.Datetime("Decided", readonly=True)
    signed_count = fields.Integer("Signatures", readonly=True)
    signature_ids = fields.One2many(
        "hypercare.exit.signature", "review_id", "Signed by", readonly=True
    )
    condition_ids = fields.One2many(
        "hypercare.exit.condition", "review_id", "Conditions"
    )
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    tampered = fields.Text("Changed afterwards", compute="_compute_tampered")
    is_latest = fields.Boolean(compute="_compute_is_latest")
    may_sign = fields.Boolean(compute="_compute_may_sign")
    waits_for = fields.Char("Waits for", compute="_compute_may_sign")

    _version = models.UniqueIndex(
        "(period_id, version)",
        "Somebody else has just made this version: open it from the period.",
    )

    @api.depends_context("lang")
    @api.depends("period_id", "version")
    def _compute_display_name(self):
        for review in self:
            review.display_name = self.env._(
                "Exit review of %(period)s, version %(version)s",
                period=review.period_id.name,
                version=review.version,
            )

    @api.depends_context("lang")
    @api.depends("content", "state", "summary")
    def _compute_preview(self):
        for review in self:
            review.preview = self.env["ir.qweb"]._render(
                "hypercare_support.exit_review_body",
                {"content": review._content(), "printed": False},
                minimal_qcontext=True,
            )

    @api.depends_context("lang")
    @api.depends(
        *("content", "content_hash", "record_hash", "state", "decided_at"),
        "signature_ids",
    )
    def _compute_tampered(self):
        for review in self:
            review.tampered = "\n".join(review._verify())

    @api.depends("version", "period_id.exit_review_ids")
    def _compute_is_latest(self):
        for review in self:
            # sudo: whether there is a later version is no secret.
            versions = review.sudo().period_id.exit_review_ids.mapped("version")
            review.is_latest = review.version == max(versions, default=review.version)

    # -- Making --------------------------------------------------------------

    @api.model
    def _make(self, period, before=None):
        """Return a new draft for a period.

        :param before: the version that it takes the place of
        :raise AccessError: for whoever does not run the period
        """
        period.ensure_one()
        period.check_access("write")
        if period.state in ("draft", "ready", "cancelled"):
            raise UserError(
                self.env._("There is nothing to review before %s runs.", period.name)
            )
        vals = {"period_id": period.id}
        if before:
            vals |= {
                "version": before.version + 1,
                "summary": before.summary,
            }
        # sudo: reviews are made by this method only, for whom was checked above.
        review = super(HypercareExitReview, self.sudo()).create([vals])  # pylint: disable=super-method-mismatch
        if before:
            review.condition_ids._take_over(before.condition_ids, review)
        return review.sudo(False)

    # -- Guards --------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise UserError(
            self.env._("An exit review is made in its period: press “Exit review”.")
        )

    def copy(self, default=None):  # pylint: disable=method-required-super
        raise UserError(
            self.env._("An exit review is not copied: press “New version” instead.")
        )

    def write(self, vals):
        if set(vals) - {"summary", "condition_ids"}:
            raise UserError(
                self.env._(
                    "Of an exit review only the words at its beginning are written; "
                    "everything else is counted or signed."
                )
            )
        if "summary" in vals:
            self._check_draft()
            self.env["hypercare.issue"]._check_text_length(
                {"plan": vals["summary"] or ""}
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        self._check_draft()

    def _check_draft(self):
        """Refuse to change what has been put to signature.

        :raise UserError: naming the review
        """
        for review in self.filtered(lambda review: review.state != "draft"):
            raise UserError(
                self.env._(
                    "“%s” was put to signature and stays as it is. Press “New "
                    "version” to change something; the old one is kept.",
                    review.display_name,
                )
            )

    def _keep(self, vals):
        """Write what the guards refuse: for submitting and signing, which check."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    # -- Buttons -------------------------------------------------------------

    def action_new_version(self):
        """Make the next version; this one stays as evidence.

        :raise UserError: for a draft, or for what is not the latest version
        """
        self.ensure_one()
        self.period_id.check_access("write")
        self._lock_review()
        if self.state == "draft" or not self.is_latest:
            raise UserError(
                self.env._("There is a draft or a later version: work on that one.")
            )
        if self.state == "signing":
            # sudo: the state is kept by us; who may was checked above.
            self.sudo()._keep({"state": "withdrawn"})
        review = self._make(self.period_id, self)
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": review.id,
            "views": [(False, "form")],
        }

    def action_extend(self):
        """Open the dialog that extends hypercare after a no-go."""
        self.ensure_one()
        if "hypercare.period.extend" not in self.env:
            raise UserError(
                self.env._("Change the planned end of the period to extend hypercare.")
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Extend hypercare"),
            "res_model": "hypercare.period.extend",
            "context": {"default_period_id": self.period_id.id},
            "views": [(False, "form")],
            "target": "new",
        }

    def action_transferred(self):
        """Open the issues that were transferred with a plan and an owner."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Transferred issues"),
            "res_model": "hypercare.issue",
            "domain": [
                ("period_id", "=", self.period_id.id),
                ("state", "=", "transferred"),
            ],
            "context": {"create": False},
            "views": [(False, "list"), (False, "form")],
        }
