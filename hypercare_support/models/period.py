from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..const import LOGGING_STATES, PERIOD_STATES

#: Marks the number sequences that belong to periods.
SEQUENCE_CODE = "hypercare.issue"


def _tz_get(model):
    return model.env["res.partner"]._fields["tz"]._description_selection(model.env)


class HypercarePeriod(models.Model):
    """One go-live: its people, tiers, promises and log."""

    _name = "hypercare.period"
    _description = "Hypercare Period"
    _inherit = ["hypercare.kept.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "go_live desc, id desc"

    _KEPT = ("state",)

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    state = fields.Selection(
        PERIOD_STATES, default="draft", required=True, tracking=True, copy=False
    )
    go_live = fields.Date(
        "Go-live",
        required=True,
        tracking=True,
        help="Day 1 of hypercare, in the time zone of the period.",
    )
    date_end = fields.Date("Planned end", required=True, tracking=True)
    tz = fields.Selection(
        _tz_get,
        "Time zone",
        compute="_compute_tz",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Day numbers and business days are counted in this time zone.",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        "Support hours",
        ondelete="restrict",
        default=lambda self: self.env.company.resource_calendar_id,
        tracking=True,
        help="Working hours and holidays that the SLA clocks count in.",
    )
    policy_id = fields.Many2one(
        "hypercare.sla.policy",
        "SLA policy",
        ondelete="restrict",
        default=lambda self: self.env.ref(
            "hypercare_support.sla_policy_standard", raise_if_not_found=False
        ),
        tracking=True,
    )
    bau_policy_id = fields.Many2one(
        "hypercare.sla.policy", "SLA policy after exit", ondelete="restrict"
    )
    sponsor_id = fields.Many2one("res.users", tracking=True)
    client_pm_id = fields.Many2one("res.users", "Client project manager", tracking=True)
    consultant_lead_id = fields.Many2one("res.users", tracking=True)
    business_owner_id = fields.Many2one(
        "res.users",
        tracking=True,
        help="Owns the system after hypercare. Not the project manager.",
    )
    tier_ids = fields.One2many("hypercare.tier", "period_id", "Tiers", copy=True)
    issue_ids = fields.One2many("hypercare.issue", "period_id", "Issues")
    public_log = fields.Boolean(
        "Log visible to all employees",
        default=True,
        help="Every employee of the company may read the log. "
        "Confidential issues stay hidden.",
    )
    number_prefix = fields.Char(
        default="HC-", required=True, help="Issues are numbered HC-001, HC-002, …"
    )
    sequence_id = fields.Many2one(
        "ir.sequence", "Number sequence", copy=False, readonly=True, ondelete="restrict"
    )
    day_label = fields.Char("Today", compute="_compute_day_label")
    open_issue_count = fields.Integer(compute="_compute_open_issue_count")
    _dates_in_order = models.Constraint(
        "CHECK (date_end >= go_live)",
        "The planned end of a hypercare period cannot lie before its go-live.",
    )

    # -- Computed ------------------------------------------------------------

    @api.depends("calendar_id", "company_id")
    def _compute_tz(self):
        for period in self:
            period.tz = (
                period.tz
                or period.calendar_id.tz
                or period.company_id.partner_id.tz
                or self.env.user.tz
                or "UTC"
            )

    @api.depends_context("lang")
    @api.depends("go_live", "date_end", "tz")
    def _compute_day_label(self):
        now = fields.Datetime.now()
        for period in self:
            if not period.go_live or not period.date_end or not period.tz:
                period.day_label = False
                continue
            period.day_label = self.env._(
                "Day %(day)s of %(length)s",
                day=period._day_number(now),
                length=(period.date_end - period.go_live).days + 1,
            )

    def _compute_open_issue_count(self):
        counts = dict(
            self.env["hypercare.issue"]._read_group(
                [("period_id", "in", self.ids), ("is_open", "=", True)],
                ["period_id"],
                ["__count"],
            )
        )
        for period in self:
            period.open_issue_count = counts.get(period, 0)

    # -- Constraints ---------------------------------------------------------

    @api.constrains("business_owner_id", "client_pm_id")
    def _check_business_owner(self):
        for period in self:
            owner = period.business_owner_id
            if owner and owner == period.client_pm_id:
                raise ValidationError(
                    self.env._(
                        "%(period)s: the permanent business owner cannot be the "
                        "client project manager. Name somebody who stays after "
                        "the project.",
                        period=period.name,
                    )
                )

    # -- CRUD ----------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("state", "draft") != "draft" and not self.env.su:
                raise UserError(
                    self.env._(
                        "A hypercare period is created as a draft. "
                        "Prepare it, then start it."
                    )
                )
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            self._check_sequence_kept(vals)
            vals["sequence_id"] = self._create_sequence(vals).id
        return super().create(vals_list)

    def write(self, vals):
        self._check_sequence_kept(vals)
        if vals.get("number_prefix"):
            # sudo: sequences belong to the settings administrator.
            self.sudo().sequence_id.prefix = vals["number_prefix"]
        if "state" in vals:
            self._check_state_move(vals["state"])
        if "company_id" in vals:
            self._check_company_free(vals["company_id"])
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_empty_only(self):
        if self._has_issues():
            raise UserError(
                self.env._(
                    "A period that has issues is evidence and cannot be deleted. "
                    "Archive it instead."
                )
            )

    def unlink(self):
        # sudo: sequences belong to the settings administrator.
        sequences = self.sudo().sequence_id.filtered(
            lambda sequence: sequence.code == SEQUENCE_CODE
        )
        res = super().unlink()
        sequences.unlink()
        return res

    def _check_sequence_kept(self, vals):
        """Refuse to number issues from a sequence made for something else."""
        if "sequence_id" in vals:
            raise UserError(self.env._("The number sequence is kept by the system."))

    def _create_sequence(self, vals):
        """Return a numbering of its own for a new period."""
        # sudo: sequences belong to the settings administrator.
        return (
            self.env["ir.sequence"]
            .sudo()
            .create(
                {
                    "name": f"Hypercare issues: {vals.get('name', '')}",
                    "code": SEQUENCE_CODE,
                    "prefix": vals.get("number_prefix") or "HC-",
                    "padding": 3,
                    "company_id": vals.get("company_id") or self.env.company.id,
                }
            )
        )

    # -- Business ------------------------------------------------------------

    @api.model
    def _default_for_issue(self):
        """Return the period that a new issue of the current company belongs to.

        The running one; if none runs, one in exit review or monitoring, or one
        that is ready. Empty when there is none, or when several would fit.
        """
        periods = self.search(
            [
                ("company_id", "=", self.env.company.id),
                ("state", "in", LOGGING_STATES),
            ]
        )
        for state in ("running", "exit_review", "monitoring", "ready"):
            fitting = periods.filtered(
                lambda period, state=state: period.state == state
            )
            if fitting:
                return fitting if len(fitting) == 1 else self.browse()
        return self.browse()

    def _day_number(self, instant) -> int:
        """Return the day of hypercare of a UTC instant; Day 1 is the go-live day."""
        self.ensure_one()
        return (self._to_local(instant).date() - self.go_live).days + 1

    def _day_text(self, instant) -> str:
        """Return a UTC instant as “Day 3 10:23” in the period's time zone."""
        self.ensure_one()
        return self.env._(
            "Day %(day)s %(time)s",
            day=self._day_number(instant),
            time=self._to_local(instant).strftime("%H:%M"),
        )

    def _to_local(self, instant):
        """Return a naive UTC datetime as aware datetime in the period's time zone."""
        return instant.replace(tzinfo=ZoneInfo("UTC")).astimezone(
            ZoneInfo(self.tz or "UTC")
        )

    def _next_numbers(self, count: int) -> list[str]:
        """Draw the next issue numbers of this period in one statement.

        Numbers are unique and rise; a rolled back transaction leaves a gap, so
        that reporters never wait for each other.
        """
        self.ensure_one()
        # sudo: any employee reports; sequences belong to the administrator.
        sequence = self.sudo().sequence_id
        # Raw SQL: the sequence's own API costs one statement per number.
        rows = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"ir_sequence_{sequence.id:03d}",
                count,
            )
        )
        prefix, suffix = sequence._get_prefix_suffix()
        return [f"{prefix}{n:0{sequence.padding}d}{suffix}" for (n,) in rows]
