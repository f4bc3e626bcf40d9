from odoo import api, fields, models


class _Plan(frozenset):
    """Ids of the periods being written, told to nested writes: their caller checks the
    whole. A class of its own, so that no client can put one into a context.
    """


class HypercarePeriod(models.Model):
    """Who is there when: phases, rota, areas and the daily stand-up."""

    _inherit = "hypercare.period"

    phase_ids = fields.One2many("hypercare.phase", "period_id", "Phases", copy=True)
    shift_ids = fields.One2many("hypercare.shift", "period_id", "Rota")
    area_ids = fields.One2many("hypercare.area", "period_id", "Areas", copy=True)
    standup_time = fields.Float(
        "Daily stand-up at",
        default=9.5,
        required=True,
        help="In the time zone of the period. By then every open issue should have an "
        "owner and a date.",
    )

    _standup_within_the_day = models.Constraint(
        "CHECK (standup_time >= 0 AND standup_time < 24)",
        "The stand-up takes place between 00:00 and 23:59.",
    )

    @api.constrains("phase_ids", "shift_ids", "go_live", "date_end")
    def _check_plan(self):
        self.phase_ids._check_in_order()
        self.with_context(hypercare_plan=None).shift_ids._check_overlap()

    def write(self, vals):
        if "standup_time" in vals:
            self.env["hypercare.phase"]._check_float_input(
                self._fields["standup_time"], vals["standup_time"]
            )
        if not {"phase_ids", "shift_ids"} & set(vals):
            return super().write(vals)
        # Lines change one after the other: only the outcome has to be right.
        changing = self.with_context(hypercare_plan=_Plan(self.ids))
        return super(HypercarePeriod, changing).write(vals)

    def _is_writing_plan(self) -> bool:
        """Tell whether these very periods are being written, which checks their phases
        and rota."""
        plan = self.env.context.get("hypercare_plan")
        return isinstance(plan, _Plan) and plan.issuperset(self.ids)
