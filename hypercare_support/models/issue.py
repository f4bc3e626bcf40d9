from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .. import const
from ..engine.triage import severity_from_answers


class HypercareIssue(models.Model):
    """A line of the issue log.

    Facts are stored here and in events, engagements and pauses; due times and
    SLA states are derived from them by the engine. What may happen to an issue is
    in ``issue_lifecycle``, its clocks in ``issue_clock``, its escalations in
    ``issue_escalation``.
    """

    _name = "hypercare.issue"
    _description = "Hypercare Issue"
    _inherit = ["mail.thread", "mail.activity.mixin", "hypercare.bulk.mixin"]
    _order = "severity, priority desc, id desc"
    _rec_names_search = ["number", "name"]
    # Reporters and followers answer on issues that they may only read.
    _mail_post_access = "read"

    # -- What and where ------------------------------------------------------

    number = fields.Char(readonly=True, copy=False, index="trigram")
    name = fields.Char("Issue", required=True, tracking=True, index="trigram")
    period_id = fields.Many2one(
        "hypercare.period",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["hypercare.period"]._default_for_issue(),
        domain="[('state', 'not in', ('closed', 'cancelled'))]",
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    module = fields.Char(help="Where it happens, for example Purchase or Inventory.")
    category_id = fields.Many2one("hypercare.category", index="btree_not_null")
    description = fields.Text(help="What happened, in the reporter's words.")
    expected = fields.Text("What should happen")
    actual = fields.Text("What happens instead")
    channel = fields.Selection(
        const.CHANNELS, "Reported by way of", default="app", required=True
    )
    confidential = fields.Boolean(
        help="Payroll, security or personal data: seen by the reporter, the owner, the "
        "tiers that have or had it, managers and the sponsor only.",
    )

    # -- Who -----------------------------------------------------------------

    reporter_id = fields.Many2one(
        "res.users",
        "Reported by",
        default=lambda self: self.env.user,
        index=True,
        tracking=True,
    )
    reported_at = fields.Datetime(
        "Reported at",
        default=fields.Datetime.now,
        required=True,
        copy=False,
        help="The SLA clocks count from here.",
    )
    day_label = fields.Char("Day", compute="_compute_day_label")
    tier_id = fields.Many2one(
        "hypercare.tier",
        index="btree_not_null",
        tracking=True,
        domain="[('period_id', '=', period_id)]",
    )
    level = fields.Selection(
        related="tier_id.level", store=True, precompute=True, string="Level"
    )
    user_id = fields.Many2one(
        "res.users",
        "Owner",
        index="btree_not_null",
        tracking=True,
        help="Who works on it. Setting an owner counts as taking the issue.",
    )

    # -- How bad -------------------------------------------------------------

    work_stopped = fields.Selection(const.YES_NO, "Is your work stopped?")
    workaround_known = fields.Selection(const.WORKAROUNDS, "Is there a way round it?")
    only_person = fields.Selection(
        const.YES_NO, "Are you the only one who can do this job?"
    )
    severity = fields.Selection(
        const.SEVERITIES, index=True, tracking=True, required=True
    )
    affects_all = fields.Boolean("Affects everybody")
    priority = fields.Selection(
        const.PRIORITIES,
        default="0",
        tracking=True,
        help="High comes first among issues of the same severity.",
    )

    # -- State ---------------------------------------------------------------

    state = fields.Selection(
        const.ISSUE_STATES,
        default="new",
        required=True,
        tracking=True,
        copy=False,
        group_expand="_group_expand_state",
    )
    is_open = fields.Boolean(compute="_compute_is_open", search="_search_is_open")
    waiting_for = fields.Selection(const.WAITING_FOR, copy=False, tracking=True)
    cancel_reason = fields.Selection(const.CANCEL_REASONS, copy=False)
    change_reason = fields.Char(
        "Reason for the change",
        store=False,
        help="Kept with the next change of state, severity, tier or owner.",
    )
    ended_at = fields.Datetime(
        readonly=True, copy=False, help="When work on it ended, in whatever way."
    )
    resolved_at = fields.Datetime(readonly=True, copy=False)
    closed_at = fields.Datetime(readonly=True, copy=False)
    reopen_count = fields.Integer(readonly=True, copy=False)

    # -- What is done about it -----------------------------------------------

    plan = fields.Text("Resolution plan", copy=False)
    plan_owner_id = fields.Many2one("res.users", copy=False)
    plan_date = fields.Date("Plan due", copy=False)
    commit_date = fields.Date("Committed date", copy=False, tracking=True)
    workaround = fields.Text(copy=False)
    resolution = fields.Text(copy=False)
    duplicate_of_id = fields.Many2one(
        "hypercare.issue",
        "Duplicate of",
        copy=False,
        index="btree_not_null",
        domain="[('period_id', '=', period_id), ('id', '!=', id)]",
    )

    # -- Evidence and derived (written by the addon only) ----------------------

    event_ids = fields.One2many("hypercare.issue.event", "issue_id", "History")
    engagement_ids = fields.One2many("hypercare.issue.engagement", "issue_id", "Turns")
    clock_ids = fields.One2many("hypercare.sla.clock", "issue_id", "Promises")
    pause_ids = fields.One2many("hypercare.sla.pause", "issue_id", "Pauses")
    escalation_ids = fields.One2many("hypercare.escalation", "issue_id", "Escalations")
    next_action_at = fields.Datetime(
        readonly=True,
        copy=False,
        help="The earliest moment at which an escalation can be due.",
    )
    sweep_retry_at = fields.Datetime(readonly=True, copy=False)
    sweep_error = fields.Char("Escalation problem", readonly=True, copy=False)

    _number_unique = models.UniqueIndex(
        "(period_id, number)", "This issue number is already used in the period."
    )
    _due_idx = models.Index("(next_action_at) WHERE next_action_at IS NOT NULL")
    _open_idx = models.Index(
        "(period_id, severity, priority DESC, id DESC)"
        " WHERE state IN ('new', 'assigned', 'in_progress', 'waiting')"
    )

    # -- Computed ------------------------------------------------------------

    @api.depends("number", "name", "confidential")
    def _compute_display_name(self):
        for issue in self:
            # Names of linked records are shown to everybody who sees the link.
            name = False if issue.confidential else issue.name
            issue.display_name = " ".join(filter(None, [issue.number, name]))

    @api.depends_context("lang")
    @api.depends("reported_at", "period_id.go_live", "period_id.tz")
    def _compute_day_label(self):
        for issue in self:
            issue.day_label = (
                issue.period_id._day_text(issue.reported_at)
                if issue.period_id and issue.reported_at
                else False
            )

    @api.depends("state")
    def _compute_is_open(self):
        for issue in self:
            issue.is_open = issue.state in const.OPEN_STATES

    def _search_is_open(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        wanted = Domain("state", "in", const.OPEN_STATES)
        if (True in value) == (False in value):
            domain = Domain.TRUE if True in value else Domain.FALSE
        else:
            domain = wanted if True in value else ~wanted
        return domain if operator == "in" else ~domain

    @api.model
    def _group_expand_state(self, states, domain):
        """Show the columns of the daily work even when they are empty."""
        used = set(states)
        return [
            state
            for state, _label in const.ISSUE_STATES
            if state in used or state in (*const.OPEN_STATES, "resolved")
        ]

    # -- Constraints ---------------------------------------------------------

    @api.constrains("tier_id", "period_id")
    def _check_tier_period(self):
        for issue in self:
            if issue.tier_id and issue.tier_id.period_id != issue.period_id:
                raise ValidationError(
                    self.env._(
                        "%(tier)s belongs to another hypercare period than %(issue)s.",
                        tier=issue.tier_id.name,
                        issue=issue.number,
                    )
                )

    @api.onchange("work_stopped", "workaround_known", "only_person")
    def _onchange_answers(self):
        if not self._origin and self.work_stopped and self.workaround_known:
            self.severity = severity_from_answers(
                self.work_stopped == "yes",
                self.workaround_known,
                self.only_person == "yes",
            )

    # -- CRUD ----------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        facts_list = self._prepare_create(vals_list)
        issues = super().create(vals_list)
        # sudo: reporters may create an issue but not its clocks and history.
        issues.sudo()._open(facts_list)
        issues._follow_reporters()
        return issues

    def write(self, vals):
        vals = dict(vals)
        self._check_kept_fields(vals)
        self._check_text_length(vals)
        facts = {name: vals.pop(name) for name in self._FACTS if name in vals}
        reason = vals.pop("change_reason", False)
        if facts:
            self.check_access("write")
            self._apply_facts(facts, vals, reason)
        elif vals:
            super().write(vals)
        if {"reporter_id", "confidential"} & set(vals):
            self._follow_reporters()
        if self._ACTS & set(vals):
            self._note_act()
        if {"plan", "commit_date"} & set(vals):
            # sudo: agents write plans; when to escalate is kept by us.
            self.sudo()._refresh_clocks()
        return True

    def _write_columns(self, vals):
        """Write without the guards: for the lifecycle, which has checked them."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "Issues are evidence and cannot be deleted. "
                "Cancel the issue and say why instead."
            )
        )

    def copy_data(self, default=None):
        default = {"reported_at": fields.Datetime.now(), **(default or {})}
        vals_list = super().copy_data(default)
        for vals in vals_list:
            vals.pop("user_id", None)
            vals.pop("tier_id", None)
        return vals_list
