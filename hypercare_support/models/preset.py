import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..engine.plan import MAX_DAYS, MIN_DAYS, Fit, Part, fit
from ..intake.preset_file import CODE

#: Who may receive requests that are out of scope, by a role of the period.
RECEIVERS = [
    ("sponsor_id", "Sponsor"),
    ("client_pm_id", "Client project manager"),
    ("consultant_lead_id", "Consultant lead"),
    ("business_owner_id", "Business owner"),
]


class HypercarePreset(models.Model):
    """A plan for hypercare that periods can be made from.

    Nothing here binds a period: what was made from a preset is edited there, and
    changing the preset afterwards changes no period.
    """

    _name = "hypercare.preset"
    _description = "Hypercare Preset"
    _inherit = ["hypercare.input.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True,
        copy=False,
        help="Small letters, digits and underscores. Tells whether an imported file "
        "brings a preset that is here already.",
    )
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=50)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self.env.company,
        help="Leave empty to offer this preset to every company.",
    )
    description = fields.Text("For whom", translate=True)
    length = fields.Integer("Days", default=14, required=True)  # pylint: disable=attribute-deprecated
    end_kind = fields.Selection(
        [
            ("fixed", "On the planned day"),
            ("criteria", "When the exit criteria hold"),
        ],
        "Hypercare ends",
        default="fixed",
        required=True,
    )
    latest_days = fields.Integer(
        "At the latest after days",
        help="Only where the exit criteria decide. Empty: as planned.",
    )
    criteria = fields.Text(
        "Exit criteria",
        translate=True,
        help="What has to hold before hypercare ends, in plain words.",
    )
    phase_ids = fields.One2many(
        "hypercare.preset.phase", "preset_id", "Phases", copy=True
    )
    tier_ids = fields.One2many("hypercare.preset.tier", "preset_id", "Tiers", copy=True)
    policy_id = fields.Many2one(
        "hypercare.sla.policy", "SLA policy", ondelete="set null"
    )
    bau_policy_id = fields.Many2one(
        "hypercare.sla.policy", "SLA policy after exit", ondelete="set null"
    )
    rule_ids = fields.Many2many(
        "hypercare.escalation.rule",
        string="Escalation rules it counts on",
        help="Rules are shared by all periods. The set-up says when one of these is "
        "switched off.",
    )
    checklists = fields.Char(
        help="Codes of the checklists to make, separated by commas, for example: "
        "first_week, month_end.",
    )
    responsibilities = fields.Boolean(
        "Propose responsibilities and knowledge transfer", default=True
    )
    check_in_meetings = fields.Boolean("Check-ins in the calendar", default=True)
    standup_time = fields.Float("Daily stand-up at", default=9.5)
    to_governance = fields.Selection(RECEIVERS, "Workflow changes go to")
    to_business_owner = fields.Selection(RECEIVERS, "Process decisions go to")
    to_partner = fields.Selection(RECEIVERS, "Configuration changes go to")
    to_backlog = fields.Selection(RECEIVERS, "Other wishes go to")
    users_from = fields.Integer("From users")
    users_to = fields.Integer("To users", help="0: however many.")
    apps = fields.Char(
        "Apps that ask for it",
        help="Technical names, separated by commas, for example: mrp, quality.",
    )
    several_companies = fields.Boolean("Several companies or sites")

    _code_once = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "There is a preset with this code already."
    )
    _length_sane = models.Constraint(
        f"CHECK (length BETWEEN {MIN_DAYS} AND {MAX_DAYS})",
        f"Hypercare lasts from {MIN_DAYS} to {MAX_DAYS} days.",
    )
    _latest_sane = models.Constraint(
        f"CHECK (COALESCE(latest_days, 0) BETWEEN 0 AND {MAX_DAYS * 2})",
        f"The latest end lies at most {MAX_DAYS * 2} days after go-live.",
    )
    _standup_within_the_day = models.Constraint(
        "CHECK (standup_time >= 0 AND standup_time < 24)",
        "The stand-up takes place between 00:00 and 23:59.",
    )
    _users_sane = models.Constraint(
        "CHECK (COALESCE(users_from, 0) >= 0 AND COALESCE(users_to, 0) >= 0)",
        "A number of users is not negative.",
    )

    # -- Constraints -------------------------------------------------------------------

    @api.constrains("code")
    def _check_code(self):
        for preset in self:
            if not CODE.fullmatch(preset.code):
                raise ValidationError(
                    self.env._(
                        "“%s” is no code: use small letters, digits and underscores, "
                        "40 at the most, for example sme_2_weeks.",
                        preset.code[:60],
                    )
                )

    @api.constrains("phase_ids", "length")
    def _check_phases(self):
        for preset in self:
            if len(preset.phase_ids) > MIN_DAYS:
                raise ValidationError(
                    self.env._(
                        "A preset has %(most)s phases at the most, one a day for the "
                        "shortest period; “%(preset)s” has %(count)s.",
                        most=MIN_DAYS,
                        preset=preset.name,
                        count=len(preset.phase_ids),
                    )
                )

    # -- CRUD --------------------------------------------------------------------------

    def copy_data(self, default=None):
        default = dict(default or {})
        vals_list = super().copy_data(default)
        for preset, vals in zip(self, vals_list, strict=True):
            if "name" not in default:
                vals["name"] = self.env._("%s (copy)", preset.name)
            vals.setdefault("code", self._free_code(preset.code))
        return vals_list

    def write(self, vals):
        res = super().write(vals)
        if "company_id" in vals:
            # What is offered to every company is the administrators' to change.
            self.check_access("write")
        return res

    @api.model
    def _free_code(self, wanted) -> str:
        """Return a code that no preset has yet, near to the one wanted."""
        base = re.sub(r"[^a-z0-9]+", "_", (wanted or "").lower()).strip("_")
        base = base[:34] or "preset"
        # Raw SQL: codes of other companies and archived presets count as taken.
        taken = {
            code
            for (code,) in self.env.execute_query(
                SQL(
                    "SELECT code FROM hypercare_preset WHERE code LIKE %s",
                    base.replace("_", r"\_") + "%",
                )
            )
        }
        if base not in taken:
            return base
        number = 2
        while f"{base}_{number}" in taken:
            number += 1
        return f"{base}_{number}"

    # -- Business ----------------------------------------------------------------------

    def _slices(self, days):
        """Return the phases of the preset, each with its first and last day.

        :param days: how long the period lasts
        :raise UserError: if there are fewer days than phases
        """
        self.ensure_one()
        phases = self.phase_ids.sorted()
        parts = [Part(phase.days, phase.keeps) for phase in phases]
        if len(parts) > days:
            raise UserError(
                self.env._(
                    "“%(preset)s” has %(count)s phases: that needs as many days.",
                    preset=self.name,
                    count=len(parts),
                )
            )
        return list(zip(phases, fit(parts, days), strict=True))

    def _engine_fit(self) -> Fit:
        """Return which facts ask for this preset, for the engine."""
        self.ensure_one()
        return Fit(
            length=self.length,
            users_from=self.users_from,
            users_to=self.users_to,
            apps=frozenset(self._listed("apps")),
            several_companies=self.several_companies,
        )

    def _listed(self, name) -> list[str]:
        """Return what a field lists, separated by commas."""
        self.ensure_one()
        return [one.strip() for one in (self[name] or "").split(",") if one.strip()]

    def _checklist_templates(self):
        """Return the checklist templates that the preset names, as far as they exist.

        A code is the end of the external name: “first_week” means
        ``checklist_template_first_week``.
        """
        self.ensure_one()
        model = "hypercare.checklist.template"
        if model not in self.env:
            return None
        templates = self.env[model]
        for code in self._listed("checklists"):
            found = self.env.ref(
                f"hypercare_support.checklist_template_{code}", raise_if_not_found=False
            )
            if found and found._name == model:
                templates |= found
        return templates._filtered_access("read")

    def _offered(self, company):
        """Return the presets that a company may choose from, in order."""
        return self.search([("company_id", "in", (False, company.id))])
