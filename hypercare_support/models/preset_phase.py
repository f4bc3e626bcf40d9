from odoo import api, fields, models

from ..engine.plan import MAX_DAYS


class HypercarePresetPhase(models.Model):
    """A phase as a preset has it: how long, and what the team does in it."""

    _name = "hypercare.preset.phase"
    _description = "Hypercare Preset Phase"
    _inherit = ["hypercare.input.mixin"]
    _order = "preset_id, sequence, id"

    _DERIVED = ("company_id",)
    _FIXED = ("preset_id",)

    preset_id = fields.Many2one(
        "hypercare.preset", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="preset_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Phase", required=True, translate=True)
    days = fields.Integer(default=7, required=True)
    keeps = fields.Boolean(
        "Keeps its days",
        help="Lasts as long in a shorter or longer period; the other phases share "
        "what is left.",
    )
    days_text = fields.Char("In this preset", compute="_compute_days_text")
    take_s1 = fields.Boolean("S1", default=True, help="The project team takes S1.")
    take_s2 = fields.Boolean("S2", default=True, help="The project team takes S2.")
    take_s3 = fields.Boolean("S3", default=True, help="The project team takes S3.")
    take_s4 = fields.Boolean("S4", default=True, help="The project team takes S4.")
    part = fields.Selection(
        [
            ("resolve", "Resolves"),
            ("advise", "Advises only"),
            ("escalation", "On escalation only"),
        ],
        "Part of the project team",
        default="resolve",
        required=True,
    )
    checkin_rhythm = fields.Selection(
        [
            ("daily", "Every business day"),
            ("alternate", "Every other business day"),
            ("weekly", "Weekly"),
            ("none", "None"),
        ],
        "Check-in",
        default="daily",
        required=True,
    )
    status_rhythm = fields.Selection(
        selection="_select_status_rhythm",
        string="Status mail",
        default="auto",
        required=True,
    )
    duty = fields.Text("What is done", translate=True)

    _days_sane = models.Constraint(
        f"CHECK (days BETWEEN 1 AND {MAX_DAYS})",
        f"A phase lasts from 1 to {MAX_DAYS} days.",
    )

    @api.model
    def _select_status_rhythm(self):
        field = self.env["hypercare.phase"]._fields["status_rhythm"]
        return field._description_selection(self.env)

    @api.depends_context("lang")
    @api.depends(
        *("days", "keeps", "sequence", "preset_id.length"),
        *("preset_id.phase_ids.days", "preset_id.phase_ids.keeps"),
    )
    def _compute_days_text(self):
        self.days_text = False
        for preset in self.preset_id:
            phases = preset.phase_ids
            if len(phases) > preset.length or min(phases.mapped("days"), default=1) < 1:
                continue
            for phase, (first, last) in preset._slices(preset.length):
                phase.days_text = self.env._(
                    "Day %(first)s–%(last)s", first=first, last=last
                )
