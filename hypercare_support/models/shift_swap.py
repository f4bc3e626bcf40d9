from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime

from .period_watch import MANAGER

#: What is decided once: by asking, and by the answer.
KEPT_FIELDS = frozenset(
    {"state", "decided_by_id", "decided_at", "start_at", "end_at", "note"}
)
ANSWER_FIELDS = frozenset({"state", "decided_by_id", "decided_at"})


class HypercareShiftSwap(models.Model):
    """Somebody on call asks a colleague to take over a shift, or part of it.

    Kept for ever: who asked whom, what the answer was, and who gave it.
    """

    _name = "hypercare.shift.swap"
    _description = "Hypercare Shift Swap"
    _inherit = ["hypercare.input.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "colleague_id"

    _DERIVED = ("period_id", "company_id")
    _FIXED = ("shift_id", "colleague_id", "tier_id", "user_id")

    shift_id = fields.Many2one(
        "hypercare.shift", index="btree_not_null", ondelete="set null"
    )
    tier_id = fields.Many2one(
        "hypercare.tier", required=True, index=True, ondelete="cascade"
    )
    period_id = fields.Many2one(
        related="tier_id.period_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="tier_id.company_id", store=True, index=True, precompute=True
    )
    user_id = fields.Many2one(
        "res.users", "Is on call", required=True, index=True, ondelete="restrict"
    )
    colleague_id = fields.Many2one(
        "res.users", "Would take over", required=True, index=True, ondelete="restrict"
    )
    start_at = fields.Datetime("From", required=True)
    end_at = fields.Datetime("Until", required=True)
    note = fields.Char("Why", help="For the colleague.")
    state = fields.Selection(
        [
            ("asked", "Asked"),
            ("accepted", "Taken over"),
            ("declined", "Declined"),
            ("withdrawn", "Withdrawn"),
        ],
        default="asked",
        required=True,
        readonly=True,
        tracking=True,
    )
    decided_by_id = fields.Many2one(
        "res.users", "Decided by", readonly=True, copy=False, ondelete="restrict"
    )
    decided_at = fields.Datetime("Decided", readonly=True, copy=False)
    candidate_ids = fields.Many2many("res.users", compute="_compute_candidate_ids")
    may_answer = fields.Boolean(compute="_compute_may_answer")
    may_withdraw = fields.Boolean(compute="_compute_may_answer")

    _end_after_start = models.Constraint(
        "CHECK (end_at > start_at)", "What is taken over ends after it begins."
    )

    @api.depends("colleague_id", "tier_id")
    def _compute_display_name(self):
        for swap in self:
            swap.display_name = self.env._(
                "%(colleague)s for %(person)s, %(tier)s",
                colleague=swap.colleague_id.name or "",
                person=swap.user_id.name or "",
                tier=swap.tier_id.name or "",
            )

    @api.depends("shift_id")
    def _compute_candidate_ids(self):
        """Whom the form offers: the colleagues of the tier."""
        for swap in self:
            swap.candidate_ids = swap.shift_id._colleagues()

    @api.depends_context("uid")
    @api.depends("state", "colleague_id", "user_id")
    def _compute_may_answer(self):
        is_manager = self.env.user.has_group(MANAGER)
        for swap in self:
            is_open = swap.state == "asked"
            mine = swap.colleague_id == self.env.user
            swap.may_answer = is_open and (mine or is_manager)
            swap.may_withdraw = is_open and (
                swap.user_id == self.env.user or is_manager
            )

    # -- CRUD --------------------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        shift = self.env["hypercare.shift"].browse(values.get("shift_id", ()))
        if shift.exists():
            values.update(shift._swap_values())
        return values

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._complete(dict(vals)) for vals in vals_list]
        swaps = super().create(vals_list)
        swaps._check_part()
        for swap in swaps:
            swap._ask()
        return swaps

    def write(self, vals):
        if KEPT_FIELDS & set(vals):
            raise UserError(
                self.env._(
                    "What was asked and answered stays as it is. Ask again, if it has "
                    "changed."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Who asked whom is kept. Withdraw it instead."))

    def _complete(self, vals) -> dict:
        """Return the values of a new request, with what follows from its shift.

        :raise UserError: without a shift, or for an answer that nobody gave
        :raise AccessError: for somebody else's shift
        """
        if vals.get("state", "asked") != "asked" or any(
            vals.get(name) for name in ANSWER_FIELDS - {"state"}
        ):
            raise UserError(self.env._("The colleague answers, nobody else."))
        self._check_input(vals)
        shift = self.env["hypercare.shift"].browse(vals.get("shift_id") or ()).exists()
        if not shift:
            raise UserError(self.env._("Choose the shift that is to be taken over."))
        shift.check_access("read")
        if shift.user_id != self.env.user and not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._(
                    "Only %s or a manager gives this shift away.", shift.user_id.name
                )
            )
        if shift.end_at <= fields.Datetime.now():
            raise UserError(self.env._("This shift is over."))
        defaults = shift._swap_values()
        for name in ("tier_id", "user_id"):
            if vals.get(name) not in (None, False, defaults[name]):
                raise UserError(
                    self.env._(
                        "Tier and person are those of the shift: choose another."
                    )
                )
        return {
            **vals,
            **{
                name: vals.get(name) or defaults[name]
                for name in ("start_at", "end_at")
            },
            "tier_id": defaults["tier_id"],
            "user_id": defaults["user_id"],
        }

    def _check_part(self):
        """Refuse what lies outside of the shift or is over, and strangers.

        :raise UserError:
        """
        now = fields.Datetime.now()
        for swap in self:
            shift = swap.shift_id
            if swap.colleague_id not in shift._colleagues():
                raise UserError(
                    self.env._(
                        "%(person)s is not a colleague in %(tier)s. Choose somebody "
                        "else.",
                        person=swap.colleague_id.name,
                        tier=swap.tier_id.name,
                    )
                )
            if swap.start_at < shift.start_at or swap.end_at > shift.end_at:
                raise UserError(
                    self.env._(
                        "The shift lasts from %(begin)s to %(end)s: choose times "
                        "within it.",
                        begin=format_datetime(self.env, shift.start_at),
                        end=format_datetime(self.env, shift.end_at),
                    )
                )
            if swap.end_at <= now:
                raise UserError(self.env._("This shift is over."))

    # -- Actions -----------------------------------------------------------------------

    def action_accept(self):
        """Take it over."""
        return self._answer("accepted")

    def action_decline(self):
        """Leave it with whoever has it."""
        return self._answer("declined")

    def action_withdraw(self):
        """Ask no more."""
        return self._answer("withdrawn")

    def _answer(self, state):
        """Answer a request, once; accepting it changes the rota.

        :raise AccessError: for whoever is not asked
        :raise UserError: if it is answered already, or the shift has changed since
        """
        for swap in self:
            swap.check_access("read")
            may = swap.may_withdraw if state == "withdrawn" else swap.may_answer
            if swap.state != "asked":
                raise UserError(self.env._("This is answered already."))
            if not may:
                raise AccessError(
                    self.env._(
                        "Only %s or a manager answers.",
                        (
                            swap.user_id if state == "withdrawn" else swap.colleague_id
                        ).name,
                    )
                )
            # sudo: the rota belongs to managers; the person asked has agreed.
            swap.sudo()._settle(state, self.env.user)
        return True

    def _settle(self, state, user):  # pylint: disable=missing-return
        # Two answers at once: the second waits, and finds it answered.
        self.lock_for_update()
        self.invalidate_recordset(["state"])
        if self.state != "asked":
            raise UserError(self.env._("This is answered already."))
        if state == "accepted":
            self._check_still_true()
            self.shift_id._give(self.colleague_id, self.start_at, self.end_at)
        # The guard of `write` is for everybody else.
        super().write(  # pylint: disable=super-method-mismatch
            {
                "state": state,
                "decided_by_id": user.id,
                "decided_at": self.env.cr.now().replace(microsecond=0),
            }
        )
        self.activity_ids.action_feedback()
        self._tell_answer(user)

    def _check_still_true(self):
        if not self.shift_id or self.shift_id.user_id != self.user_id:
            raise UserError(
                self.env._(
                    "%s is not on call then any more: the rota has changed since.",
                    self.user_id.name,
                )
            )
        self._check_part()
