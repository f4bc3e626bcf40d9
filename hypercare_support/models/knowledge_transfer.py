from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine.handover import Part, next_step

#: What is done, in order; each has a moment, a person, a note and files.
STEPS = {
    "transfer": ("reviewed", "shadowed", "alone"),
    "refresher": ("reviewed",),
}
ALL = STEPS["transfer"]


class HypercareKnowledgeTransfer(models.Model):
    """How the business learns to run an area by itself, in three steps.

    Papers reviewed, then looking over the shoulder, then working alone while somebody
    watches. A refresher is one session about what people ask again and again.
    """

    _name = "hypercare.knowledge.transfer"
    _description = "Hypercare Knowledge Transfer"
    _inherit = [
        "hypercare.attested.mixin",
        "hypercare.input.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "period_id, kind desc, area_id, id"

    _DERIVED = ("period_id", "company_id")
    _FIXED = ("area_id",)
    _ATTESTED = tuple(f"{step}_{part}" for step in ALL for part in ("at", "by_id"))

    area_id = fields.Many2one(
        "hypercare.area", required=True, index=True, ondelete="cascade"
    )
    period_id = fields.Many2one(related="area_id.period_id", store=True, index=True)
    company_id = fields.Many2one(
        related="area_id.company_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(
        [("transfer", "Hand-over of an area"), ("refresher", "Refresher")],
        default="transfer",
        required=True,
    )
    topics = fields.Text(help="What it is about: processes, screens, questions.")
    giver_id = fields.Many2one("res.users", "Explains", ondelete="restrict")
    taker_id = fields.Many2one(
        "res.users",
        "Takes over",
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
    )
    date_planned = fields.Date("Planned until")
    reviewed_at = fields.Datetime("Papers reviewed", copy=False, readonly=True)
    reviewed_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    reviewed_note = fields.Text("What was reviewed", copy=False)
    reviewed_file_ids = fields.Many2many(
        "ir.attachment",
        "hypercare_transfer_reviewed_rel",
        string="Papers",
        bypass_search_access=True,
        copy=False,
    )
    shadowed_at = fields.Datetime("Looked over the shoulder", copy=False, readonly=True)
    shadowed_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    shadowed_note = fields.Text("What was watched", copy=False)
    shadowed_file_ids = fields.Many2many(
        "ir.attachment",
        "hypercare_transfer_shadowed_rel",
        string="Notes of the sessions",
        bypass_search_access=True,
        copy=False,
    )
    alone_at = fields.Datetime("Worked alone, observed", copy=False, readonly=True)
    alone_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    alone_note = fields.Text("What was done alone", copy=False)
    alone_file_ids = fields.Many2many(
        "ir.attachment",
        "hypercare_transfer_alone_rel",
        string="Proof of the work",
        bypass_search_access=True,
        copy=False,
    )
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("reviewed", "Papers reviewed"),
            ("shadowed", "Looked over the shoulder"),
            ("done", "Works alone"),
        ],
        "Status",
        compute="_compute_state",
        store=True,
        group_expand=True,
    )
    percent = fields.Integer("Progress", compute="_compute_state", store=True)
    independent_on = fields.Date(
        "Independent since", compute="_compute_independent_on", store=True
    )

    _one_per_area = models.UniqueIndex(
        "(area_id) WHERE kind = 'transfer'",
        "The hand-over of this area is planned already.",
    )

    @api.depends("area_id.name", "kind")
    def _compute_display_name(self):
        for transfer in self:
            name = transfer.area_id.name or ""
            if transfer.kind == "refresher":
                name = self.env._("Refresher: %s", name)
            transfer.display_name = name

    @api.depends("kind", *_ATTESTED)
    def _compute_state(self):
        for transfer in self:
            done = transfer._done()
            left = next_step(done)
            names = ("planned", *ALL)
            transfer.state = "done" if left is None else names[left]
            transfer.percent = Part(sum(done), len(done)).percent

    @api.depends("kind", "alone_at")
    def _compute_independent_on(self):
        for transfer in self:
            moment = transfer.kind == "transfer" and transfer.alone_at
            transfer.independent_on = (
                moment and transfer.period_id._to_local(moment).date()
            )

    @api.constrains("kind")
    def _check_kind(self):
        for transfer in self:
            if transfer.kind == "refresher" and transfer.shadowed_at:
                raise ValidationError(
                    self.env._("A hand-over that has begun stays a hand-over.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        transfers = super().create(vals_list)
        transfers._own_files(*(f"{step}_file_ids" for step in ALL))
        return transfers

    def write(self, vals):
        self._check_done_kept(vals)
        res = super().write(vals)
        files = [f"{step}_file_ids" for step in ALL if f"{step}_file_ids" in vals]
        self._own_files(*files)
        return res

    def _done(self) -> list[bool]:
        """Return, for each step in order, whether it is done."""
        steps = STEPS.get(self.kind, ALL)
        return [bool(self[f"{step}_at"]) for step in steps]

    def action_step_back(self):
        """Take the last step back, which was noted by mistake.

        :raise UserError: if none is done, or the user does not manage the period
        """
        self.check_access("write")
        if not self.env["hypercare.issue"]._is_manager() and not self.env.su:
            raise UserError(
                self.env._("Only a manager can take a step back. Ask them to do it.")
            )
        for transfer in self:
            step = next((s for s in reversed(ALL) if transfer[f"{s}_at"]), None)
            if not step:
                raise UserError(self.env._("No step is done yet."))
            label = transfer._fields[f"{step}_at"]._description_string(self.env)
            note = transfer[f"{step}_note"]
            transfer._attest({f"{step}_at": False, f"{step}_by_id": False})
            body = self.env._("Taken back: %s", label)
            # What was said then may be changed from now on.
            transfer.message_post(body=f"{body}\n{note}" if note else body)
        return True

    def _next_step(self) -> str:
        """Return the step that comes next.

        :raise UserError: if all are done
        """
        left = next_step(self._done())
        if left is None:
            raise UserError(
                self.env._("“%s” is complete: all steps are done.", self.display_name)
            )
        return STEPS[self.kind][left]


class HypercarePeriod(models.Model):
    _inherit = "hypercare.period"

    knowledge_transfer_ids = fields.One2many(
        "hypercare.knowledge.transfer", "period_id", "Knowledge transfer"
    )

    def _propose_knowledge_transfer(self):
        """Plan the hand-over of every area that has none yet.

        Where an area has nobody yet, the lead of Level 1 is proposed.

        :return: the rows that were added
        """
        vals_list = []
        for period in self:
            transfers = period.knowledge_transfer_ids
            first = period.tier_ids.filtered(lambda tier: tier.level == "l1").lead_id
            planned = transfers.filtered(lambda one: one.kind == "transfer").area_id
            for area in period.area_ids - planned:
                giver = period.consultant_lead_id
                taker = area.head_id or area.user_ids or first
                vals_list.append(
                    {
                        "area_id": area.id,
                        "giver_id": giver.id,
                        "taker_id": (taker - giver)[:1].id,
                        "date_planned": period.date_end,
                    }
                )
        return self.env["hypercare.knowledge.transfer"].create(vals_list)
