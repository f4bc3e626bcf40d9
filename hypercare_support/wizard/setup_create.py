from datetime import timedelta

from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.i18n import format_list

from ..const import LEVELS
from ..intake.limits import clean_text
from .setup_people import ROLES, TIERS

#: What a phase of the period takes over from the one of the preset.
PHASE_FIELDS = (
    *("take_s1", "take_s2", "take_s3", "take_s4", "part", "checkin_rhythm"),
    *("status_rhythm", "duty"),
)
#: Which role of the period receives requests that leave by each route.
ROUTES = {
    "governance": "to_governance",
    "business_owner": "to_business_owner",
    "partner": "to_partner",
    "backlog": "to_backlog",
}
_LONGEST_NAME, _LONGEST_PREFIX = 200, 12


class HypercareSetup(models.TransientModel):
    """The draft is made: in one transaction, whole or not at all."""

    _inherit = "hypercare.setup"

    def _create_period(self):
        """Return the new draft.

        :raise UserError: if an answer cannot be used
        """
        self.ensure_one()
        calendar = self._week_calendar()
        periods = self.env["hypercare.period"].with_company(self.company_id)
        period = periods.create(self._known(periods, self._period_vals(calendar)))
        self._fill_other_parts(period)
        return period

    def _period_vals(self, calendar) -> dict:
        preset = self.preset_id
        vals = {
            "name": self._checked_name(),
            "number_prefix": self._checked_prefix(),
            "company_id": self.company_id.id,
            "go_live": self.go_live,
            "date_end": self._last_day(),
            "calendar_id": calendar.id,
            "tz": calendar.tz,
            "end_kind": self.end_kind,
            "latest_end": self._latest_end(),
            "preset_id": preset.id,
            "exit_criteria": preset.criteria,
            "checkin_meetings": preset.check_in_meetings,
            "standup_time": preset.standup_time or 9.5,
            "bau_policy_id": preset.bau_policy_id.id,
            "phase_ids": [Command.create(one) for one in self._phase_plan()],
            "tier_ids": [Command.create(one) for one in self._tier_plan()],
            "area_ids": [Command.create({"name": n}) for n in self._area_names()],
            **{role: self[role].id for role in ROLES},
        }
        if preset.policy_id:
            vals["policy_id"] = preset.policy_id.id
        return vals

    def _latest_end(self):
        """Return the day on which hypercare ends at the latest, if criteria decide."""
        if self.end_kind != "criteria":
            return False
        days = max(self.length, self.preset_id.latest_days or 0)
        return self.go_live + timedelta(days=days - 1)

    def _phase_plan(self) -> list[dict]:
        """Return the phases to be made: those of the preset, fitted to the days."""
        phases = self.env["hypercare.phase"]
        day = self.go_live
        return [
            {
                "name": phase.name,
                "sequence": 10 * at,
                "date_from": day + timedelta(days=first - 1),
                "date_to": day + timedelta(days=last - 1),
                **self._known(phases, {name: phase[name] for name in PHASE_FIELDS}),
            }
            for at, (phase, (first, last)) in enumerate(
                self.preset_id._slices(self.length), start=1
            )
        ]

    def _tier_plan(self) -> list[dict]:
        """Return the tiers to be made; the three that the start needs always are."""
        planned = {tier.level: tier for tier in self.preset_id.tier_ids}
        tiers = []
        for level, label in LEVELS:
            tier = planned.get(level)
            if not tier and level not in TIERS:
                continue
            users = self[TIERS[level]] if level in TIERS else self.env["res.users"]
            lead = self._lead_of(level) if users else users
            hours = (
                self.l3_calendar_id if level == "l3" else self.l3_calendar_id.browse()
            )
            vals = {
                "level": level,
                "name": tier.name if tier else label,
                "lead_id": lead.id,
                "backup_id": (users - lead)[:1].id,
                "member_ids": [
                    Command.create({"user_id": user.id, "calendar_id": hours.id})
                    for user in lead | users
                ],
            }
            if tier:
                for name in ("assignment", "outsourced", "channels"):
                    vals[name] = tier[name]
            tiers.append(vals)
        return tiers

    def _area_names(self) -> list[str]:
        """Return the areas to be made: one for each app, of each name once.

        Without apps in scope it is a single one: issues are counted by area, and
        knowledge is handed over area by area.
        """
        if not self.make_areas:
            return []
        if not self._apps_in_scope():
            return [self.env._("The whole system")]
        names = {}
        for app in self._apps_in_scope():
            names.setdefault(app.name.lower(), app.name)
        return list(names.values())

    def _checked_name(self) -> str:
        cleaned = clean_text(self.name, _LONGEST_NAME, one_line=True)
        if cleaned.problem or not cleaned.text:
            raise UserError(
                self.env._(
                    "Give the go-live a name of at most %s characters.", _LONGEST_NAME
                )
            )
        return cleaned.text

    def _checked_prefix(self) -> str:
        """Return the beginning of issue numbers.

        :raise UserError: for one that a sequence would not take literally
        """
        prefix = clean_text(self.number_prefix, 200, one_line=True).text
        if not prefix or len(prefix) > _LONGEST_PREFIX or "%" in prefix:
            raise UserError(
                self.env._(
                    "Issue numbers begin with 1 to %s characters without %%, for "
                    "example HC-.",
                    _LONGEST_PREFIX,
                )
            )
        return prefix

    # -- Parts of the plan that have their own models ----------------------------------

    def _known(self, model, vals) -> dict:
        """Return the values for which a model has a field."""
        return {name: value for name, value in vals.items() if name in model._fields}

    def _fill_other_parts(self, period):
        """Have the other parts of the plan propose what the preset asks for."""
        preset = self.preset_id
        templates = preset._checklist_templates()
        if templates:
            # Heads of areas are named later: until then it is Level 1's.
            first = period.tier_ids.filtered(lambda tier: tier.level == "l1").lead_id
            period._add_checklists(templates, first or period.client_pm_id)
        # Whom the preset names comes first, whoever is usual takes the rest.
        self.env["hypercare.scope.receiver"].create(self._receivers(period))
        if preset.responsibilities:
            period._propose_handover()
        else:
            period._propose_scope_receivers()
        period.scope_in = (period.scope_in or Markup()) + self._scope_words()

    def _receivers(self, period) -> list[dict]:
        """Return who receives requests out of scope, by route, as far as named."""
        return [
            {"period_id": period.id, "route": route, "user_id": period[role].id}
            for route, name in ROUTES.items()
            if (role := self.preset_id[name]) and period[role]
        ]

    def _scope_words(self) -> Markup:
        """Return the apps in scope, as a paragraph; nothing where there are none."""
        names = self._apps_in_scope().mapped("name")
        if not names:
            return Markup()
        text = self.env._("Apps in scope: %s.", format_list(self.env, names))
        return Markup("<p>%s</p>") % text
