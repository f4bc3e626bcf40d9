from itertools import pairwise

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_datetime


class HypercareShift(models.Model):
    """A line of the rota: who of a tier is on call from when until when.

    Where the rota says nothing, working hours decide: see ``hypercare.tier._on_shift``.
    """

    _name = "hypercare.shift"
    _description = "Hypercare On-call Shift"
    _inherit = ["hypercare.input.mixin"]
    _order = "start_at, tier_id, id"
    _rec_name = "user_id"

    _DERIVED = ("period_id", "company_id")
    _FIXED = ("tier_id",)

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
        "res.users", "On call", required=True, index=True, ondelete="restrict"
    )
    backup_id = fields.Many2one(
        "res.users",
        "Stands in",
        ondelete="restrict",
        help="Is on call instead when the other person is away.",
    )
    start_at = fields.Datetime("From", required=True)
    end_at = fields.Datetime("Until", required=True)
    moment = fields.Selection(
        [("past", "Over"), ("now", "Now"), ("later", "To come")],
        "When",
        compute="_compute_moment",
    )
    candidate_ids = fields.Many2many("res.users", compute="_compute_candidate_ids")

    _end_after_start = models.Constraint(
        "CHECK (end_at > start_at)", "A shift ends after it begins."
    )
    # Deferred: two shifts may change places in one go.
    _one_at_a_time = models.Constraint(
        "EXCLUDE USING gist (int4range(tier_id, tier_id, '[]') WITH &&,"
        " tsrange(start_at, end_at) WITH &&) DEFERRABLE INITIALLY DEFERRED",
        "Somebody else has put another shift of this tier at the same time.",
    )

    @api.depends("tier_id", "user_id")
    def _compute_display_name(self):
        for shift in self:
            shift.display_name = self.env._(
                "%(person)s on call for %(tier)s",
                person=shift.user_id.name or "",
                tier=shift.tier_id.name or "",
            )

    @api.depends("start_at", "end_at")
    def _compute_moment(self):
        now = fields.Datetime.now()
        for shift in self:
            if not shift.start_at or not shift.end_at:
                shift.moment = False
            elif shift.start_at > now:
                shift.moment = "later"
            else:
                shift.moment = "now" if shift.end_at > now else "past"

    @api.depends("tier_id.period_id")
    def _compute_candidate_ids(self):
        """Whom the form offers: everybody who works in the period."""
        for shift in self:
            shift.candidate_ids = shift.tier_id.period_id.tier_ids.user_ids

    @api.constrains("tier_id", "start_at", "end_at")
    def _check_overlap(self):
        """Refuse two shifts of one tier at the same time.

        Left to the period while it writes several of them.
        """
        if self.period_id._is_writing_plan():
            return
        shifts = self.search([("tier_id", "in", self.tier_id.ids)])
        for of_tier in shifts.grouped("tier_id").values():
            for earlier, later in pairwise(of_tier.sorted("start_at")):
                if later.start_at < earlier.end_at:
                    raise ValidationError(
                        self.env._(
                            "%(tier)s has two shifts at the same time: %(first)s until "
                            "%(end)s, and %(second)s from %(start)s. One person is on "
                            "call at a time; name the other one as stand-in.",
                            tier=earlier.tier_id.name,
                            first=earlier.user_id.name,
                            end=format_datetime(self.env, earlier.end_at),
                            second=later.user_id.name,
                            start=format_datetime(self.env, later.start_at),
                        )
                    )
