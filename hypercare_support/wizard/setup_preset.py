from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.i18n import format_list

from ..const import DAY, SEVERITIES
from ..engine.plan import MAX_DAYS, MIN_DAYS, Facts, choose
from .setup_people import TIERS


class HypercareSetup(models.TransientModel):
    """Which plan: proposed from the answers, and shown before anything is made."""

    _inherit = "hypercare.setup"

    preset_id = fields.Many2one(
        "hypercare.preset",
        "Plan",
        compute="_compute_preset_id",
        store=True,
        readonly=False,
        ondelete="set null",
        domain="[('company_id', 'in', (company_id, False))]",
    )
    proposed_id = fields.Many2one(
        "hypercare.preset",
        compute="_compute_preset_id",
        store=True,
        ondelete="set null",
    )
    preset_reason = fields.Char(compute="_compute_preset_reason")
    description = fields.Text(related="preset_id.description", related_sudo=False)
    planned_id = fields.Many2one(
        "hypercare.preset",
        compute="_compute_length",
        store=True,
        ondelete="set null",
    )
    length = fields.Integer(  # pylint: disable=attribute-deprecated
        "Days",
        compute="_compute_length",
        store=True,
        readonly=False,
        help=f"From {MIN_DAYS} to {MAX_DAYS}; the phases are fitted to it.",
    )
    end_kind = fields.Selection(
        selection="_select_end_kind",
        string="It ends",
        compute="_compute_length",
        store=True,
        readonly=False,
    )
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    @api.model
    def _select_end_kind(self):
        field = self.env["hypercare.preset"]._fields["end_kind"]
        return field._description_selection(self.env)

    # -- Proposal ----------------------------------------------------------------------

    @api.depends("company_id", "user_count", "company_count", "app_ids")
    def _compute_preset_id(self):
        """Propose a plan anew, unless somebody has chosen another one by hand."""
        for setup in self:
            preset, _reasons = setup._proposal()
            if not setup.preset_id or setup.preset_id == setup.proposed_id:
                setup.preset_id = preset
            setup.proposed_id = preset

    @api.depends("preset_id")
    def _compute_length(self):
        """Take length and end from a plan that is newly chosen; edited ones stay."""
        for setup in self:
            preset = setup.preset_id
            if not setup.length or setup.planned_id not in (preset, preset.browse()):
                setup.length = preset.length or MIN_DAYS
                setup.end_kind = preset.end_kind or "fixed"
            setup.end_kind = setup.end_kind or preset.end_kind or "fixed"
            setup.planned_id = preset

    @api.depends_context("lang")
    @api.depends("company_id", "user_count", "company_count", "app_ids", "preset_id")
    def _compute_preset_reason(self):
        for setup in self:
            setup.preset_reason = setup._reason_words()

    def _proposal(self):
        """Return the preset that the answers ask for, and which answers do."""
        self.ensure_one()
        offered = self.env["hypercare.preset"]._offered(self.company_id)
        choice = choose([one._engine_fit() for one in offered], self._facts())
        if not choice:
            return offered, ()
        return offered[choice.at], choice.reasons

    def _facts(self) -> Facts:
        return Facts(self.user_count, self._modules(), self.company_count)

    def _reason_words(self) -> str:
        preset, reasons = self._proposal()
        if not preset:
            return self.env._("There is no preset: make one under Configuration.")
        words = []
        if "users" in reasons:
            words.append(self.env._("number of users (%s)", self.user_count))
        if "apps" in reasons:
            asked = set(preset._listed("apps"))
            apps = self._apps_in_scope().filtered(lambda app: app.module in asked)
            words.append(format_list(self.env, apps.mapped("name")))
        if "companies" in reasons:
            words.append(self.env._("companies or sites (%s)", self.company_count))
        if not words:
            return self.env._("“%s” is the usual choice.", preset.name)
        return self.env._(
            "“%(preset)s” is proposed because of: %(reasons)s.",
            preset=preset.name,
            reasons=format_list(self.env, words),
        )

    # -- Preview -----------------------------------------------------------------------

    @api.depends_context("lang")
    @api.depends(
        *("preset_id", "length", "end_kind", "go_live", "company_id", "calendar_id"),
        *("week_text", "make_areas", "app_ids", "l1_ids", "l2_ids", "l3_ids"),
    )
    def _compute_preview(self):
        for setup in self:
            setup.preview = setup._render_preview()

    def _render_preview(self):
        """Return, as HTML, everything that the draft will have."""
        self.ensure_one()
        if not self.go_live or not self.preset_id:
            return False
        if not MIN_DAYS <= self.length <= MAX_DAYS:
            return False
        return self.env["ir.qweb"]._render(
            "hypercare_support.setup_preview", self._preview_values()
        )

    def _preview_values(self) -> dict:
        preset = self.preset_id
        checkins = _labels(preset.phase_ids, "checkin_rhythm")
        mails = _labels(preset.phase_ids, "status_rhythm")
        parts = _labels(preset.phase_ids, "part")
        return {
            "setup": self,
            "preset": preset,
            "last_day": self._long_date(self._last_day()),
            "phases": [
                {
                    "name": phase.name,
                    "days": self.env._("Day %(f)s–%(l)s", f=first, l=last),
                    "dates": self._dates(first, last),
                    "checkin": checkins[phase.checkin_rhythm],
                    "mail": mails[phase.status_rhythm],
                    "team": self._team_words(phase, parts),
                    "duty": phase.duty,
                }
                for phase, (first, last) in preset._slices(self.length)
            ],
            "tiers": self._tier_words(),
            "promises": self._promise_words(),
            "areas": format_list(self.env, self._area_names()),
            "checklists": format_list(self.env, self._checklist_names()),
            "rules_off": preset.with_context(active_test=False).rule_ids.filtered(
                lambda rule: not rule.active
            ),
        }

    def _last_day(self):
        """Return the planned last day; the go-live is Day 1."""
        return self.go_live + timedelta(days=max(1, self.length or MIN_DAYS) - 1)

    def _dates(self, first, last) -> str:
        day = self.go_live
        return self.env._(
            "%(from)s to %(to)s",
            **{
                "from": format_date(
                    self.env, day + timedelta(days=first - 1), date_format=DAY
                )
            },
            to=format_date(self.env, day + timedelta(days=last - 1), date_format=DAY),
        )

    def _team_words(self, phase, parts) -> str:
        """Return what the project team takes in a phase, and its part."""
        takes = [name.upper() for name, _ in SEVERITIES if phase[f"take_{name}"]]
        if len(takes) == len(SEVERITIES):
            return parts[phase.part]
        if not takes:
            return self.env._("Takes nothing")
        return f"{parts[phase.part]} ({format_list(self.env, takes)})"

    def _tier_words(self) -> list[tuple[str, str]]:
        """Return (tier, people) of the tiers to be made."""
        rows = []
        for tier in self._tier_plan():
            people = self[TIERS[tier["level"]]] if tier["level"] in TIERS else False
            names = format_list(self.env, people.mapped("name")) if people else ""
            rows.append((f"{tier['level'].upper()} · {tier['name']}", names))
        return rows

    def _checklist_names(self) -> list[str]:
        """Return the checklists of the preset, by name where they are known."""
        templates = self.preset_id._checklist_templates()
        if templates is None:
            codes = self.preset_id._listed("checklists")
            return [code.replace("_", " ") for code in codes]
        return templates.mapped("name")

    def _promise_words(self) -> list[tuple[str, str, str]]:
        """Return (severity, first response, solution) of the policy, in words."""
        policy = self.preset_id.policy_id
        lines = {(line.severity, line.metric): line for line in policy.line_ids}
        clocks = self.env["hypercare.sla.clock"]
        rows = []
        for severity, label in SEVERITIES:
            texts = [
                clocks._target_text(line := lines[severity, metric], line.target())
                if (severity, metric) in lines
                else ""
                for metric in ("response", "resolution")
            ]
            if any(texts):
                rows.append((policy[f"name_{severity}"] or label, *texts))
        return rows

    def _check_step_preset(self):
        self._check_length()
        if self.preset_id:
            self.preset_id.check_access("read")
            self.preset_id._slices(self.length)


def _labels(records, name) -> dict:
    return dict(records._fields[name]._description_selection(records.env))
