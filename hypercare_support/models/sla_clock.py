from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .. import const


class HypercareSlaClock(models.Model):
    """One promise on one issue, in one run.

    Stored are the facts (start, stop, cancelled) and the due time that the engine
    derived from them; the outcome follows. A reopened issue starts a new run.
    """

    _name = "hypercare.sla.clock"
    _description = "Hypercare SLA Clock"
    _inherit = ["hypercare.bulk.mixin"]
    _order = "issue_id, run, id"
    _rec_name = "metric"

    issue_id = fields.Many2one(
        "hypercare.issue", required=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True
    )
    engagement_id = fields.Many2one(
        "hypercare.issue.engagement",
        "Tier's turn",
        index="btree_not_null",
        ondelete="cascade",
        readonly=True,
    )
    tier_id = fields.Many2one(related="engagement_id.tier_id")
    line_id = fields.Many2one(
        "hypercare.sla.policy.line",
        "Promise",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
    )
    metric = fields.Selection(const.METRICS, required=True, readonly=True)
    run = fields.Integer(default=1, required=True, readonly=True)
    state = fields.Selection(
        const.CLOCK_STATES, default="running", required=True, readonly=True
    )
    origin_at = fields.Datetime(
        "Counted from",
        required=True,
        readonly=True,
        help="A later run counts from the first one's start; the time closed in "
        "between is not counted.",
    )
    started_at = fields.Datetime("Started", required=True, readonly=True)
    due_at = fields.Datetime("Due", readonly=True)
    at_risk_at = fields.Datetime("At risk from", readonly=True)
    stopped_at = fields.Datetime("Stopped", readonly=True)
    paused_at = fields.Datetime(
        "Paused since",
        readonly=True,
        help="Waiting makes no promise late: the due time is compared with this.",
    )
    outcome = fields.Selection(
        const.CLOCK_OUTCOMES, compute="_compute_outcome", search="_search_outcome"
    )

    _one_run = models.UniqueIndex("(issue_id, metric, run, COALESCE(engagement_id, 0))")

    @api.depends(
        *("state", "due_at", "stopped_at", "paused_at", "issue_id.cancel_reason")
    )
    def _compute_outcome(self):
        now = fields.Datetime.now()
        for clock in self:
            # What is out of scope is neither kept nor missed.
            out = clock.issue_id.cancel_reason == "out_of_scope"
            if clock.state == "cancelled" or not clock.due_at or out:
                clock.outcome = "none"
            elif (clock.stopped_at or clock.paused_at or now) > clock.due_at:
                clock.outcome = "breached"
            else:
                clock.outcome = "met" if clock.stopped_at else False

    def _search_outcome(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        now = fields.Datetime.now()
        none = (
            Domain("state", "=", "cancelled")
            | Domain("due_at", "=", False)
            | Domain("issue_id.cancel_reason", "=", "out_of_scope")
        )
        late = Domain.custom(
            to_sql=lambda model, alias, query: _late_sql(model, alias, query, now)
        )
        stopped = Domain("stopped_at", "!=", False)
        by_value = {
            "none": none,
            "breached": ~none & late,
            "met": ~none & stopped & ~late,
            False: ~none & ~stopped & ~late,
        }
        domain = Domain.OR(by_value[item] for item in value if item in by_value)
        return domain if operator == "in" else ~domain


def _late_sql(model, alias, query, now):
    return SQL(
        "COALESCE(%s, %s, %s) > %s",
        model._field_to_sql(alias, "stopped_at", query),
        model._field_to_sql(alias, "paused_at", query),
        now,
        model._field_to_sql(alias, "due_at", query),
    )
