from odoo import api, fields, models
from odoo.exceptions import LockError, UserError

from ..engine.plan import MAX_DAYS, MIN_DAYS

STEPS = [
    ("company", "Go-live"),
    ("apps", "Users and apps"),
    ("week", "Working week"),
    ("people", "Who is who"),
    ("preset", "Plan"),
]


class HypercareSetup(models.TransientModel):
    """Five questions, then a complete draft of a hypercare period.

    Every step is saved when its button is pressed, so that nothing is lost by an error
    or by going back. Nothing but the assistant itself is written before the end.
    """

    _name = "hypercare.setup"
    _description = "Set up a go-live"
    _inherit = ["hypercare.input.mixin"]

    state = fields.Selection(STEPS, default="company", required=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    go_live = fields.Date("Go-live day")
    is_past = fields.Boolean(compute="_compute_is_past")
    past_confirmed = fields.Boolean("We are live already")
    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
    )
    number_prefix = fields.Char(
        "Issue numbers begin with",
        compute="_compute_number_prefix",
        store=True,
        readonly=False,
        precompute=True,
    )
    company_hint = fields.Text(compute="_compute_company_hint")
    period_id = fields.Many2one(
        "hypercare.period", "Made", readonly=True, ondelete="set null"
    )

    @api.depends("go_live")
    def _compute_is_past(self):
        today = fields.Date.context_today(self)
        for setup in self:
            setup.is_past = bool(setup.go_live and setup.go_live < today)

    @api.depends("company_id")
    def _compute_name(self):
        for setup in self:
            setup.name = self.env._("Go-live of %s", setup.company_id.name or "")

    @api.depends("company_id")
    def _compute_number_prefix(self):
        for setup in self:
            taken = set(setup._other_periods().mapped("number_prefix"))
            prefix, number = "HC-", 2
            while prefix in taken:
                prefix, number = f"HC{number}-", number + 1
            setup.number_prefix = prefix

    @api.depends("company_id", "number_prefix", "go_live")
    def _compute_company_hint(self):
        today = fields.Date.context_today(self)
        for setup in self:
            hints = []
            if setup.is_past:
                day = (today - setup.go_live).days + 1
                hints.append(
                    self.env._(
                        "This day has passed: today would be Day %s. If you are live "
                        "already, say so; otherwise correct the date.",
                        day,
                    )
                )
            others = setup._other_periods()
            if setup.number_prefix in others.mapped("number_prefix"):
                hints.append(
                    self.env._(
                        "“%(period)s” numbers its issues %(prefix)s001 as well. "
                        "Choose another beginning, so that a number means one issue.",
                        period=others.filtered(
                            lambda one, s=setup: one.number_prefix == s.number_prefix
                        )[0].name,
                        prefix=setup.number_prefix,
                    )
                )
            elif others:
                hints.append(
                    self.env._(
                        "%(company)s has another hypercare period, “%(period)s”. "
                        "Whoever reports then chooses which one an issue belongs to.",
                        company=setup.company_id.name,
                        period=others[0].name,
                    )
                )
            setup.company_hint = "\n".join(hints)

    def _compute_display_name(self):
        self.display_name = self.env._("Set up a go-live")

    def _other_periods(self):
        """Return the periods of the company that are not over."""
        if not self.company_id:
            return self.env["hypercare.period"]
        # Archived ones have issues with numbers, too.
        return (
            self.env["hypercare.period"]
            .with_context(active_test=False)
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("state", "not in", ("closed", "cancelled")),
                    ("id", "not in", self.period_id.ids),
                ]
            )
        )

    # -- Guards ------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        # Given as empty: a default in the context would count otherwise.
        setups = super().create([{**vals, "period_id": False} for vals in vals_list])
        setups._propose()
        return setups

    def write(self, vals):
        if "period_id" in vals and not self.env.su:
            raise UserError(self.env._("This is filled in by the system."))
        res = super().write(vals)
        if "company_id" in vals:
            self._propose()
        return res

    def _propose(self):
        """Fill in what the database knows about the company.

        :raise AccessError: for a company that the user does not work for
        """
        self.company_id.check_access("read")
        self._propose_apps()

    # -- Steps -------------------------------------------------------------------------

    def action_next(self):
        """Go to the next question, if this one is answered.

        :raise UserError: saying what is missing
        """
        self.ensure_one()
        self.check_access("write")
        keys = [key for key, _label in STEPS]
        getattr(self, f"_check_step_{self.state}")()
        at = keys.index(self.state)
        if at + 1 < len(keys):
            self.state = keys[at + 1]
        return True

    def action_back(self):
        """Go to the question before; the answers stay."""
        self.ensure_one()
        self.check_access("write")
        keys = [key for key, _label in STEPS]
        self.state = keys[max(0, keys.index(self.state) - 1)]
        return True

    def action_create_period(self):
        """Create the draft, once, and open what it still lacks.

        :raise UserError: naming the first answer that is missing
        """
        self.ensure_one()
        self.check_access("write")
        try:
            self.lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._("The draft is being created already: wait a moment.")
            ) from error
        # Pressed twice: the other transaction may have been first.
        self.invalidate_recordset(["period_id"])
        if not self.period_id.exists():
            for step, _label in STEPS:
                getattr(self, f"_check_step_{step}")()
            # sudo: which period was made is no field that clients set.
            self.sudo().period_id = self._create_period()
        return self._open_period()

    def _open_period(self):
        """Return the action that shows what the draft lacks, else the draft."""
        period = self.period_id.with_env(self.env)
        if hasattr(period, "action_open_readiness"):
            return period.action_open_readiness()
        return {
            "type": "ir.actions.act_window",
            "res_model": "hypercare.period",
            "res_id": period.id,
            "views": [[False, "form"]],
            "target": "main",
        }

    def _check_step_company(self):
        if not self.go_live:
            raise UserError(self.env._("On which day does the company go live?"))
        if not (self.name or "").strip():
            raise UserError(self.env._("Give the go-live a name."))
        if not (self.number_prefix or "").strip():
            raise UserError(self.env._("Say how issue numbers begin, for example HC-."))
        if self.is_past and not self.past_confirmed:
            raise UserError(
                self.env._(
                    "The go-live day lies in the past. Tick “We are live already”, or "
                    "correct the date."
                )
            )

    def _check_length(self):
        """Refuse a length that is not planned for.

        :raise UserError: naming the lengths
        """
        if not MIN_DAYS <= self.length <= MAX_DAYS:
            raise UserError(
                self.env._(
                    "Hypercare lasts from %(least)s to %(most)s days; %(given)s is "
                    "neither.",
                    least=MIN_DAYS,
                    most=MAX_DAYS,
                    given=self.length,
                )
            )
