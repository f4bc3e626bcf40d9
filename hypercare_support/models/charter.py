from odoo import api, fields, models
from odoo.exceptions import UserError

#: What managers may set while a charter is a draft; everything else is kept by us.
EDITABLE = frozenset({"lang", "approval_ids", "scope_in", "scope_out", "scope_process"})
#: What managers may give when they make one.
GIVEN = EDITABLE | {"period_id", "company_id"}

STATES = [
    ("draft", "Draft"),
    ("published", "Published"),
    ("approved", "Approved"),
    ("superseded", "Replaced"),
]


class HypercareCharter(models.Model):
    """What is agreed about a hypercare period, and who has approved it.

    A draft is always drawn from the period as it is now. Once published, what it says
    is frozen with its fingerprint; approved by everybody named, it stays as it is for
    good, and a change makes a new version.
    """

    _name = "hypercare.charter"
    _description = "Hypercare Charter"
    _inherit = ["hypercare.input.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"

    _DERIVED = ("company_id",)
    _FIXED = ("period_id",)

    period_id = fields.Many2one(
        "hypercare.period", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    state = fields.Selection(
        STATES, default="draft", required=True, readonly=True, copy=False
    )
    version = fields.Integer(
        default=0,
        readonly=True,
        copy=False,
        aggregator=False,
        help="Every publication has a number of its own; a draft has none yet.",
    )
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(),
        "Language",
        required=True,
        default=lambda self: self._default_lang(),
        help="Everybody approves the same words: a charter has one language.",
    )
    # Telephone numbers are in there; `document` shows to each what they may see.
    content = fields.Json(
        readonly=True,
        copy=False,
        groups="hypercare_support.group_manager,hypercare_support.group_sponsor",
    )
    fingerprint = fields.Char(
        readonly=True,
        copy=False,
        help="SHA-256 of what is agreed. Another fingerprint means another text.",
    )
    published_at = fields.Datetime("Published", readonly=True, copy=False)
    published_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    answered_at = fields.Datetime("Last answer", readonly=True, copy=False)
    approved_at = fields.Datetime("Approved", readonly=True, copy=False)
    sent_back_at = fields.Datetime("Sent back", readonly=True, copy=False)
    sent_back_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    sent_back_reason = fields.Text("Why", readonly=True, copy=False)
    problem = fields.Text(readonly=True, copy=False)
    approval_ids = fields.One2many(
        "hypercare.charter.approval", "charter_id", "To be approved by"
    )
    scope_in = fields.Html(related="period_id.scope_in", readonly=False)
    scope_out = fields.Html(related="period_id.scope_out", readonly=False)
    scope_process = fields.Html(related="period_id.scope_process", readonly=False)

    _one_number = models.UniqueIndex(
        "(period_id, version) WHERE version > 0",
        "Somebody else has published a charter of this period at the same time.",
    )
    _one_in_work = models.UniqueIndex(
        "(period_id) WHERE state IN ('draft', 'published')",
        "Another charter of this period is being prepared: go on with that one.",
    )
    _one_in_force = models.UniqueIndex(
        "(period_id) WHERE state = 'approved'",
        "Somebody else has approved a charter of this period at the same time.",
    )

    def _default_lang(self) -> str:
        company = self.env.company.partner_id.lang
        installed = [code for code, _name in self.env["res.lang"].get_installed()]
        return next(
            (lang for lang in (company, self.env.lang) if lang in installed),
            installed[0],
        )

    @api.depends_context("lang")
    @api.depends("period_id.name", "version", "state")
    def _compute_display_name(self):
        for charter in self:
            # sudo: its name may be read by whoever may read the charter.
            period = charter.sudo().period_id.name or ""
            charter.display_name = (
                self.env._(
                    "Charter of %(period)s, version %(version)s",
                    period=period,
                    version=charter.version,
                )
                if charter.version
                else self.env._("Charter of %s, draft", period)
            )

    # -- Guards ------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # A form that is not saved yet gives what it shows as empty.
            self._check_given({n for n, v in vals.items() if v} - GIVEN)
        charters = super().create(vals_list)
        for charter, vals in zip(charters, vals_list, strict=True):
            if not vals.get("approval_ids"):
                charter._name_approvers()
        return charters

    def write(self, vals):
        changed = set(vals) - self._chatter_fields()
        self._check_given(changed - GIVEN)
        # The lines of approvers guard themselves: one whose account is archived may be
        # replaced later on.
        if changed & EDITABLE - {"approval_ids"}:
            self._check_draft()
        return super().write(vals)

    def _keep(self, vals):  # pylint: disable=missing-return
        """Write without the guards: for publishing, approving and sending back."""
        super().write(vals)  # pylint: disable=super-method-mismatch
        # The database lets one charter of a period be in force, and one be prepared: it
        # has to know of the step before the next is made.
        self.flush_recordset()

    def copy(self, default=None):  # pylint: disable=method-required-super
        raise UserError(
            self.env._(
                "A charter is not duplicated. To change an approved one, open it and "
                "press “Change the charter”."
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        for charter in self:
            if charter.state != "draft" or charter.sent_back_at:
                raise UserError(
                    self.env._(
                        "“%s” has been sent to people and is kept as evidence.",
                        charter.display_name,
                    )
                )

    def _check_given(self, names):
        """Refuse values that only publishing and approving may set.

        :raise UserError: always, if there are any
        """
        if names:
            fields_known = [
                self._fields[name] for name in names if name in self._fields
            ]
            labels = [field._description_string(self.env) for field in fields_known]
            raise UserError(
                self.env._(
                    "“%s” of a charter is kept by the system. Use the buttons of the "
                    "charter: Publish, Approve, Send back, Change the charter.",
                    ", ".join(sorted(labels)) or ", ".join(sorted(names)),
                )
            )

    def _check_draft(self):
        """Refuse to change what people have been shown.

        :raise UserError: saying how to change it all the same
        """
        for charter in self:
            if charter.state == "published":
                raise UserError(
                    self.env._(
                        "“%s” is published and waits for approval: it stays as it is. "
                        "Send it back first, then change it and publish it again.",
                        charter.display_name,
                    )
                )
            if charter.state != "draft":
                raise UserError(
                    self.env._(
                        "“%s” has been approved and stays as it is. Press “Change the "
                        "charter” to prepare a new version.",
                        charter.display_name,
                    )
                )

    def _check_one2many_input(self, field, value):
        lines = value if isinstance(value, list | tuple) else [None]
        if not all(isinstance(line, list | tuple) and line for line in lines):
            raise UserError(
                self.env._(
                    "“%s” takes a list of lines.", field._description_string(self.env)
                )
            )

    def _chatter_fields(self) -> set[str]:
        """Return the fields by which people talk about a charter and are reminded."""
        return {
            name
            for mixin in ("mail.thread", "mail.activity.mixin")
            for name in self.env[mixin]._fields
        } - set(models.MAGIC_COLUMNS)

    # -- Approvers ---------------------------------------------------------------------

    def _name_approvers(self):
        """List those who have to approve, as the period names them."""
        self.ensure_one()
        rows, seen = [], set()
        for sequence, (role, field) in enumerate(self._approver_roles().items()):
            user = self.period_id[field]
            if user.id in seen:
                continue
            seen |= set(user.ids)
            rows.append(
                {
                    "charter_id": self.id,
                    "role": role,
                    "user_id": user.id,
                    "sequence": sequence,
                }
            )
        self.env["hypercare.charter.approval"].create(rows)

    @api.model
    def _approver_roles(self) -> dict[str, str]:
        """Return who approves by default: role → field of the period."""
        return {
            "sponsor": "sponsor_id",
            "client_pm": "client_pm_id",
            "consultant_lead": "consultant_lead_id",
            "business_owner": "business_owner_id",
        }
