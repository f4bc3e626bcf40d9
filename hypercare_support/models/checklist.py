from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine.checklist import round_start
from .checklist_template import REPEATS


class HypercareChecklist(models.Model):
    """A checklist of one period: one round of a template, or one made by hand."""

    _name = "hypercare.checklist"
    _description = "Hypercare Checklist"
    _inherit = ["hypercare.input.mixin"]
    _order = "period_id, first_day, sequence, id"

    _DERIVED = ("company_id",)
    _FIXED = ("period_id", "template_id")

    period_id = fields.Many2one(
        "hypercare.period", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    template_id = fields.Many2one(
        "hypercare.checklist.template", ondelete="restrict", index="btree_not_null"
    )
    name = fields.Char("Checklist", required=True, translate=True)
    sequence = fields.Integer(default=10)
    purpose = fields.Text("What it is for", translate=True)
    repeat = fields.Selection(REPEATS, "How often", required=True, default="none")
    repeat_days = fields.Integer(default=0)
    round = fields.Integer(default=1, required=True, copy=False)
    first_day = fields.Date(
        "Counts from",
        compute="_compute_first_day",
        store=True,
        precompute=True,
        help="Day 1 of its due dates: the go-live, or the first day of the round.",
    )
    consultant_id = fields.Many2one(
        "res.users",
        compute="_compute_consultant_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
        help="The consultant who helps with it.",
    )
    item_ids = fields.One2many("hypercare.checklist.item", "checklist_id", "Items")
    item_count = fields.Integer("Items in all", compute="_compute_progress")
    done_count = fields.Integer("Done", compute="_compute_progress")
    late_count = fields.Integer("Overdue", compute="_compute_progress")
    progress = fields.Float(compute="_compute_progress", help="Percent done.")

    _once = models.UniqueIndex(
        "(period_id, template_id, round) WHERE template_id IS NOT NULL",
        "The period has this checklist already.",
    )

    _round_range = models.Constraint(
        "CHECK (round BETWEEN 1 AND 2000)", "Rounds count from 1 to 2,000."
    )

    @api.depends("period_id.go_live", "period_id.calendar_id", "repeat", "round")
    def _compute_first_day(self):
        for period, checklists in self.grouped("period_id").items():
            is_business_day = period._business_days()
            for checklist in checklists:
                checklist.first_day = period.go_live and round_start(
                    checklist.repeat, checklist.round, period.go_live, is_business_day
                )

    @api.depends("period_id.consultant_lead_id")
    def _compute_consultant_id(self):
        for checklist in self:
            checklist.consultant_id = checklist.period_id.consultant_lead_id

    @api.depends("item_ids.is_settled", "item_ids.is_skipped", "item_ids.due_date")
    def _compute_progress(self):
        items = self.env["hypercare.checklist.item"]
        groups = items._read_group(
            [("checklist_id", "in", self.ids)],
            ["checklist_id", "is_settled", "is_skipped"],
            ["__count"],
        )
        late = dict(
            items._read_group(
                [("checklist_id", "in", self.ids), ("is_late", "=", True)],
                ["checklist_id"],
                ["__count"],
            )
        )
        for checklist in self:
            counted = {
                settled: count
                for group, settled, skipped, count in groups
                if group == checklist and not skipped
            }
            checklist.item_count = sum(counted.values())
            checklist.done_count = counted.get(True, 0)
            checklist.late_count = late.get(checklist, 0)
            checklist.progress = (
                100 * checklist.done_count / checklist.item_count
                if checklist.item_count
                else 0
            )

    @api.depends_context("lang", "hypercare_progress")
    @api.depends("name", "round", "repeat", "item_ids.is_settled")
    def _compute_display_name(self):
        for checklist in self:
            name = checklist.name or ""
            if checklist.repeat != "none":
                name = self.env._(
                    "%(name)s, round %(round)s", name=name, round=checklist.round
                )
            if self.env.context.get("hypercare_progress"):
                name = self.env._(
                    "%(name)s · %(done)s of %(count)s done",
                    name=name,
                    done=checklist.done_count,
                    count=checklist.item_count,
                )
            checklist.display_name = name

    @api.constrains("repeat", "template_id")
    def _check_repeat(self):
        for checklist in self:
            if checklist.repeat != "none" and not checklist.template_id:
                raise ValidationError(
                    self.env._(
                        "“%s” cannot come again by itself: only checklists made from "
                        "a template do. Make a template, and add it to the period.",
                        checklist.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("round", 1) not in (1, False) for vals in vals_list):
            raise UserError(self.env._("The round of a checklist is counted."))
        # Given here, so that no default of a context takes its place.
        return super().create([{**vals, "round": 1} for vals in vals_list])

    def _create_round(self, vals):
        """Create a checklist whose round was counted, without the guard."""
        return super().create([vals])  # pylint: disable=super-method-mismatch

    @api.ondelete(at_uninstall=False)
    def _unlink_untouched_only(self):
        self.item_ids._check_untouched()

    def action_open_items(self):
        """Open the items of this checklist."""
        self.ensure_one()
        return self.period_id._open_checklist_items(
            [("checklist_id", "=", self.id)], self.display_name
        )

    def write(self, vals):
        if "round" in vals and any(one.round != vals["round"] for one in self):
            raise UserError(self.env._("The round of a checklist is counted."))
        return super().write(vals)
