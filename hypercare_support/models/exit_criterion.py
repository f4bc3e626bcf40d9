from odoo import api, fields, models
from odoo.exceptions import UserError

STATES = [
    ("met", "Met"),
    ("attested", "Attested"),
    ("waived", "Waived"),
    ("not_met", "Not met"),
    ("few", "Too few to say"),
    ("unmeasurable", "Not measurable here"),
]
#: With these a period may be left.
HOLDING = ("met", "attested", "waived")
RAGS = [
    ("green", "Green: holds"),
    ("amber", "Amber: on the way, or nothing to be said yet"),
    ("red", "Red: does not hold"),
    ("grey", "Grey: not measured"),
]
#: A criterion that has this part of its target, in percent, is on the way.
ON_THE_WAY = 75


class HypercareExitCriterion(models.Model):
    """What has to be true before a period may be left.

    Measured from the live database, or attested by a named person. Value and state are
    never stored here: they are found out whenever somebody looks, and kept once a day
    as history.
    """

    _name = "hypercare.exit.criterion"
    _description = "Hypercare Exit Criterion"
    _inherit = ["hypercare.input.mixin"]
    _order = "period_id, sequence, id"

    _DERIVED = ("company_id",)
    _FIXED = ("period_id",)
    #: Kept by the acts in `exit_criterion_acts.py`.
    _KEPT = (
        *("attested_by_id", "attested_at", "attested_note", "has_file"),
        *("waived_by", "waived_at", "waived_reason", "history_ids"),
    )
    #: What was agreed; stays from the start of hypercare on.
    _AGREED = ("name", "code", "target", "user_id")

    period_id = fields.Many2one(
        "hypercare.period", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Criterion", required=True)
    code = fields.Selection(
        lambda self: self._code_selection(),
        "Found out by",
        required=True,
        default="attest",
        help="Measured by Odoo itself, or attested by a person.",
    )
    target = fields.Float(
        digits=(16, 1), help="Business days, percent or number, by what is measured."
    )
    user_id = fields.Many2one(
        "res.users",
        "Attested by",
        ondelete="restrict",
        domain="[('share', '=', False)]",
        help="Who may attest it. If nobody is named: the client project manager or the "
        "business owner. Never the consultant lead.",
    )
    planned_date = fields.Date(
        "Planned for", help="When it will be attested, as far as anybody knows."
    )

    value = fields.Float(compute="_compute_live", digits=(16, 1))
    value_text = fields.Char("Now", compute="_compute_live")
    target_text = fields.Char("Target in words", compute="_compute_target_text")
    state = fields.Selection(STATES, "Status", compute="_compute_live")
    rag = fields.Selection(RAGS, "Light", compute="_compute_live")
    evidence = fields.Char("Why", compute="_compute_live")

    attested_by_id = fields.Many2one(
        "res.users", "Was attested by", readonly=True, copy=False, ondelete="restrict"
    )
    attested_at = fields.Datetime("Attested", readonly=True, copy=False)
    attested_note = fields.Text("What was attested", readonly=True, copy=False)
    has_file = fields.Boolean("With a file", readonly=True, copy=False)
    waived_by = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    waived_at = fields.Datetime("Waived", readonly=True, copy=False)
    waived_reason = fields.Text("Why it is waived", readonly=True, copy=False)
    history_ids = fields.One2many(
        "hypercare.exit.history", "criterion_id", readonly=True
    )
    may_attest = fields.Boolean(compute="_compute_may")
    may_waive = fields.Boolean(compute="_compute_may")

    _period_name = models.UniqueIndex(
        "(period_id, lower(name))", "The period has a criterion of this name already."
    )

    @api.depends_context("lang")
    @api.depends(
        *("code", "target", "user_id", "planned_date", "attested_at", "waived_at"),
        *("period_id.client_pm_id", "period_id.business_owner_id"),
    )
    def _compute_live(self):
        found = self._live_findings(fields.Datetime.now())
        for criterion in self:
            finding = found[criterion]
            criterion.value = finding.value or 0.0
            criterion.value_text = finding.text
            criterion.state = finding.state
            criterion.rag = finding.rag
            criterion.evidence = finding.why

    @api.depends_context("uid")
    @api.depends("user_id", "waived_at", "attested_at", "code")
    def _compute_may(self):
        for criterion in self:
            user = self.env.user
            asked = criterion.state in ("unmeasurable", "attested", "waived")
            asked |= criterion.code == "attest"
            criterion.may_attest = asked and user in criterion._attesters()
            criterion.may_waive = user == criterion.period_id.sponsor_id

    # -- Guards --------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_kept(vals)
        records = super().create(vals_list)
        records._check_target()
        return records

    def write(self, vals):
        self._check_kept(vals)
        if set(self._AGREED) & set(vals):
            self._check_changing(vals)
        res = super().write(vals)
        if {"code", "target"} & set(vals):
            self._check_target()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_before_the_start(self):
        for criterion in self.filtered(lambda one: one._is_agreed()):
            raise UserError(
                self.env._(
                    "“%s” was agreed before hypercare began and cannot be deleted. "
                    "If it is not needed any more, the sponsor waives it.",
                    criterion.name,
                )
            )

    def _is_agreed(self) -> bool:
        """Tell whether hypercare has begun with this criterion."""
        return self.period_id.state not in ("draft", "ready")

    def _check_kept(self, vals):
        """Refuse what only the buttons may write.

        :raise UserError: naming the field
        """
        for name in self._KEPT:
            if vals.get(name):
                raise UserError(
                    self.env._(
                        "“%s” is kept by the buttons Attest and Waive and cannot be "
                        "typed.",
                        self._fields[name]._description_string(self.env),
                    )
                )
            if name in vals and any(criterion[name] for criterion in self):
                raise UserError(
                    self.env._(
                        "“%s” stays as it is. Press “Take it back” to undo it.",
                        self._fields[name]._description_string(self.env),
                    )
                )

    def _check_changing(self, vals):
        agreed = set(self._AGREED) & set(vals)
        for criterion in self.filtered(lambda one: one._is_agreed()):
            before = {name: criterion._fields[name] for name in agreed}
            if any(
                vals[name] != field.convert_to_write(criterion[name], criterion)
                for name, field in before.items()
            ):
                raise UserError(
                    self.env._(
                        "“%s” was agreed before hypercare began: it stays as it is. "
                        "Add another criterion, or ask the sponsor to waive this one.",
                        criterion.name,
                    )
                )

    def _check_target(self):
        """Refuse targets that hold from the beginning or never.

        :raise UserError: naming the criterion
        """
        for criterion in self:
            low, high = criterion._evaluators()[criterion.code].bounds
            if not low <= criterion.target <= high:
                raise UserError(
                    self.env._(
                        "The target of “%(criterion)s” lies between %(low)s and "
                        "%(high)s.",
                        criterion=criterion.name,
                        low=f"{low:g}",
                        high=f"{high:g}",
                    )
                )

    def _is_holding(self) -> bool:
        """Tell whether the period may be left as far as this criterion goes."""
        return self.state in HOLDING

    def _keep(self, vals):
        """Write what the guards refuse: for the acts, which check who acts."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    def copy(self, default=None):  # pylint: disable=method-required-super
        raise UserError(
            self.env._("Criteria are not copied: add the usual ones to the new period.")
        )
