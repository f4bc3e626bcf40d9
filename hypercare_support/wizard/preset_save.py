from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..engine.plan import MAX_DAYS, MIN_DAYS
from ..intake.limits import clean_text
from .setup_create import PHASE_FIELDS, ROUTES

_TIER_FIELDS = ("level", "name", "assignment", "outsourced", "channels")


class HypercarePresetSave(models.TransientModel):
    """Makes a preset of a period, without its dates and people."""

    _name = "hypercare.preset.save"
    _description = "Save a Period as Preset"
    _inherit = ["hypercare.input.mixin"]

    period_id = fields.Many2one(
        "hypercare.period",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    name = fields.Char(
        "Name of the preset",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
    )
    description = fields.Text("For whom")
    take_phases = fields.Boolean("Phases", default=True)
    take_tiers = fields.Boolean("Tiers, without people", default=True)
    take_policy = fields.Boolean("SLA policies", default=True)
    take_criteria = fields.Boolean("End and exit criteria", default=True)
    take_checklists = fields.Boolean(
        "Checklists and the ways out of scope", default=True
    )

    @api.depends("period_id")
    def _compute_name(self):
        for wizard in self:
            wizard.name = wizard.env._("As in %s", wizard.period_id.name or "")

    def action_save(self):
        """Create the preset and open it.

        :raise UserError: if the period is too short or too long for one
        """
        self.ensure_one()
        period = self.period_id
        period.check_access("write")
        preset = self.env["hypercare.preset"].create(self._vals(period))
        return {
            "type": "ir.actions.act_window",
            "res_model": "hypercare.preset",
            "res_id": preset.id,
            "views": [[False, "form"]],
            "target": "current",
        }

    def _vals(self, period) -> dict:
        days = (period.date_end - period.go_live).days + 1
        if not MIN_DAYS <= days <= MAX_DAYS:
            raise UserError(
                self.env._(
                    "%(period)s lasts %(days)s days; presets are for %(least)s to "
                    "%(most)s.",
                    period=period.name,
                    days=days,
                    least=MIN_DAYS,
                    most=MAX_DAYS,
                )
            )
        name = clean_text(self.name, 200, one_line=True).text
        if not name:
            raise UserError(self.env._("Give the preset a name."))
        vals = {
            "name": name,
            "code": self.env["hypercare.preset"]._free_code(name),
            "description": self.description,
            "company_id": period.company_id.id,
            "length": days,
            "standup_time": period.standup_time,
        }
        if self.take_phases:
            vals["phase_ids"] = [Command.create(one) for one in self._phases(period)]
            if "checkin_meetings" in period._fields:
                vals["check_in_meetings"] = period.checkin_meetings
        if self.take_tiers:
            vals["tier_ids"] = [
                Command.create({name: tier[name] for name in _TIER_FIELDS})
                for tier in period.tier_ids
            ]
        if self.take_policy:
            vals["policy_id"] = period.policy_id.id
            vals["bau_policy_id"] = period.bau_policy_id.id
        if self.take_criteria:
            vals.update(self._end(period))
        if self.take_checklists:
            vals.update(self._others(period))
        return vals

    def _phases(self, period) -> list[dict]:
        """Return the phases, with days that run from one phase to the next.

        What lies between two phases belongs to the earlier one: a preset has no gaps.
        """
        phases = period.phase_ids.sorted("date_from")
        known = [name for name in PHASE_FIELDS if name in phases._fields]
        begins = [period.go_live, *phases[1:].mapped("date_from")]
        ends = [*begins[1:], fields.Date.add(period.date_end, days=1)]
        return [
            {
                "sequence": 10 * at,
                "name": phase.name,
                "days": (end - begin).days,
                **{name: phase[name] for name in known},
            }
            for at, (phase, begin, end) in enumerate(
                zip(phases, begins, ends, strict=False), start=1
            )
        ]

    def _end(self, period) -> dict:
        vals = {"criteria": period.exit_criteria}
        if "end_kind" in period._fields:
            vals["end_kind"] = period.end_kind
        if "latest_end" in period._fields and period.latest_end:
            latest = (period.latest_end - period.go_live).days + 1
            vals["latest_days"] = min(max(latest, 0), 2 * MAX_DAYS)
        return vals

    def _others(self, period) -> dict:
        """Return checklists and receivers, as far as these parts are there."""
        vals = {}
        if "checklist_ids" in period._fields:
            xmlids = period.checklist_ids.template_id.get_external_id().values()
            own = "hypercare_support.checklist_template_"
            codes = [one.removeprefix(own) for one in xmlids if one.startswith(own)]
            vals["checklists"] = ",".join(sorted(codes))
        if "hypercare.scope.receiver" in self.env:
            roles = {
                period[role]: role
                for role, _label in self.env["hypercare.preset"]
                ._fields["to_partner"]
                .selection
            }
            receivers = self.env["hypercare.scope.receiver"].search(
                [("period_id", "=", period.id)]
            )
            for receiver in receivers:
                if receiver.user_id in roles and receiver.route in ROUTES:
                    vals[ROUTES[receiver.route]] = roles[receiver.user_id]
        return vals
