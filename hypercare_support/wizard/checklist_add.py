from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date


class HypercareChecklistAdd(models.TransientModel):
    """Which checklists a period gets: chosen with their dates and owners in view."""

    _name = "hypercare.checklist.add"
    _description = "Add Checklists to a Period"

    period_id = fields.Many2one("hypercare.period", required=True, ondelete="cascade")
    line_ids = fields.One2many("hypercare.checklist.add.line", "add_id", "Checklists")
    nobody_id = fields.Many2one(
        "res.users",
        "Who gets the rest",
        domain="[('share', '=', False)]",
        help="Whoever gets the items for which the period names nobody. Empty: they "
        "wait for an owner, and readiness says so.",
    )
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    missing_count = fields.Integer(compute="_compute_preview")

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        wizards.period_id.check_access("write")
        for wizard in wizards:
            if not wizard.line_ids:
                wizard.line_ids = [
                    Command.create(
                        {
                            "template_id": proposal["template"].id,
                            "wanted": proposal["wanted"],
                        }
                    )
                    for proposal in wizard.period_id._propose_checklists()
                    if not proposal["exists"]
                ]
        return wizards

    @api.depends("line_ids.wanted", "nobody_id")
    def _compute_preview(self):
        for wizard in self:
            wanted = wizard.line_ids.filtered("wanted").template_id
            wanted = wanted._origin or wanted
            period = wizard.period_id
            is_business_day = period._business_days()
            plans = {
                template: period._checklist_plan(template, is_business_day)
                for template in wanted
            }
            wizard.missing_count = sum(
                not entry["owner"] for plan in plans.values() for entry in plan
            )
            wizard.preview = Markup().join(
                wizard._preview_list(template, plan) for template, plan in plans.items()
            )

    def _preview_list(self, template, plan) -> Markup:
        """Return what one checklist would bring, as a small table."""
        nobody = self.nobody_id.name or self.env._("nobody yet")
        lines = Markup().join(
            Markup(
                "<tr><td class='text-nowrap pe-3 align-top'>{}</td>"
                "<td class='w-100 pe-3 align-top'>{}</td>"
                "<td class='text-nowrap align-top'>{}</td></tr>"
            ).format(
                format_date(self.env, entry["due"], date_format="EEE d MMM")
                if entry["due"]
                else self.env._("no date"),
                entry["item"].name,
                entry["owner"].name or nobody,
            )
            for entry in sorted(
                plan, key=lambda entry: (not entry["due"], str(entry["due"]))
            )
        )
        return Markup(
            "<div class='fw-bold mt-3'>{}</div>"
            "<table class='w-100 text-break'><tbody>{}</tbody></table>"
        ).format(template.name, lines)

    def action_add(self):
        """Make the chosen checklists; what exists by now is left as it is.

        :raise UserError: if nothing is chosen
        """
        self.ensure_one()
        self.period_id.check_access("write")
        wanted = self.line_ids.filtered("wanted").template_id
        if not wanted:
            raise UserError(self.env._("Choose at least one checklist."))
        allowed = self.period_id._checklist_templates()
        self.period_id._add_checklists(wanted & allowed, self.nobody_id)
        return self.period_id.action_open_checklists()
