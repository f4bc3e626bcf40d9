from itertools import pairwise

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ..const import DAY_OF_YEAR


class HypercarePhase(models.Model):
    """A slice of a period, such as the intensive first week."""

    _name = "hypercare.phase"
    _description = "Hypercare Phase"
    _inherit = ["hypercare.input.mixin"]
    _order = "period_id, sequence, date_from, id"

    _DERIVED = ("company_id",)
    _FIXED = ("period_id",)

    period_id = fields.Many2one(
        "hypercare.period", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    name = fields.Char("Phase", required=True, translate=True)
    sequence = fields.Integer(default=10)
    date_from = fields.Date("First day", required=True)
    date_to = fields.Date("Last day", required=True)

    _dates_in_order = models.Constraint(
        "CHECK (date_to >= date_from)", "A phase cannot end before it begins."
    )
    # Deferred: neighbours may move in one go.
    _one_at_a_time = models.Constraint(
        "EXCLUDE USING gist (int4range(period_id, period_id, '[]') WITH &&,"
        " daterange(date_from, date_to, '[]') WITH &&) DEFERRABLE INITIALLY DEFERRED",
        "Somebody else has put another phase of this period at the same time.",
    )

    @api.constrains("period_id", "sequence", "date_from", "date_to")
    def _check_plan(self):
        """Left to the period while it writes several phases."""
        if not self.period_id._is_writing_plan():
            self.period_id.phase_ids._check_in_order()

    def _check_in_order(self):
        """Refuse phases outside of their period, or that overlap.

        To be called with all phases of the periods concerned.

        :raise ValidationError: naming the phases
        """
        for period, phases in self.grouped("period_id").items():
            for phase in phases:
                if phase.date_from < period.go_live or phase.date_to > period.date_end:
                    raise ValidationError(
                        self.env._(
                            "The phase “%(phase)s” (%(from)s to %(to)s) does not lie "
                            "within %(period)s, which runs from %(go_live)s to "
                            "%(end)s.",
                            **{
                                "from": format_date(
                                    self.env, phase.date_from, date_format=DAY_OF_YEAR
                                )
                            },
                            phase=phase.name,
                            to=format_date(
                                self.env, phase.date_to, date_format=DAY_OF_YEAR
                            ),
                            period=period.name,
                            go_live=format_date(
                                self.env, period.go_live, date_format=DAY_OF_YEAR
                            ),
                            end=format_date(
                                self.env, period.date_end, date_format=DAY_OF_YEAR
                            ),
                        )
                    )
            for earlier, later in pairwise(phases.sorted()):
                if later.date_from <= earlier.date_to:
                    raise ValidationError(
                        self.env._(
                            "The phase “%(later)s” begins on %(begin)s, before "
                            "“%(earlier)s” is over on %(end)s. Phases follow one "
                            "another.",
                            later=later.name,
                            begin=format_date(
                                self.env, later.date_from, date_format=DAY_OF_YEAR
                            ),
                            earlier=earlier.name,
                            end=format_date(
                                self.env, earlier.date_to, date_format=DAY_OF_YEAR
                            ),
                        )
                    )
